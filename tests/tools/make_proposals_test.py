"""Are the synthetic proposals valid, labelled as what they are, within the catalogue's ranges, and the same every time?"""
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(os.environ["GIGAPLAN_SOURCE_DIR"])
BINARY = os.environ["GIGAPLAN_BINARY"]
TOOL = TOP / "tools" / "make_proposals.py"
SHIPPED = TOP / "scenarios" / "investai"
spec = importlib.util.spec_from_file_location("make_proposals", TOOL)
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


def read(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.json"))}


class Proposals(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def made(self, *arguments):
        subprocess.run([sys.executable, TOOL, "--out", self.folder, *arguments], check=True, capture_output=True)
        return read(self.folder)

    def test_making_them_anew_gives_the_files_that_are_here(self):
        made = self.made()
        shipped = {name: text for name, text in read(SHIPPED).items()
                   if name == "proposals.json" or name.startswith(("base/", "proposals/"))}
        self.assertEqual(shipped, made)

    def test_another_seed_gives_others_and_a_smaller_count_leaves_none_of_before(self):
        self.made()
        few = self.made("--seed", "2", "--count", "5")
        proposals = [name for name in few if name.startswith("proposals/")]
        self.assertEqual(5, len(proposals))
        for name in proposals:
            if name in (shipped := read(SHIPPED)):
                self.assertNotEqual(shipped[name], few[name])

    def test_all_are_valid(self):
        files = sorted((SHIPPED / "proposals").glob("*.json")) + sorted((SHIPPED / "base").glob("*.json"))
        outcome = subprocess.run([BINARY, "validate", *files], capture_output=True, text=True)
        self.assertEqual(0, outcome.returncode, outcome.stderr)
        self.assertEqual(len(files), outcome.stdout.count("ok: "))
        self.assertEqual("", outcome.stderr)

    def test_there_are_76_in_16_countries_at_60_places_and_each_says_that_it_is_synthetic(self):
        proposals = [json.loads(path.read_text()) for path in sorted((SHIPPED / "proposals").glob("*.json"))]
        self.assertEqual(76, len(proposals))
        self.assertEqual(60, len({p["site"]["id"] for p in proposals}))
        self.assertEqual(16, len({p["site"]["id"][:2] for p in proposals}))
        for p in proposals:
            self.assertIn("(synthetic)", p["name"])
            self.assertIn("(synthetic)", p["site"]["name"])
            self.assertIn("Synthetic proposal", p["description"])
            for citation in p["provenance"] + p["site"]["provenance"]:
                self.assertEqual("assumed", citation["how"])
                self.assertTrue(citation["why"].startswith("synthetic: "), citation)
            chips = int(p["name"].split(": ")[1].split()[0].replace(",", ""))
            self.assertTrue(25_000 <= chips <= 105_000, chips)
            money = p["finance"]["funding"]
            public = money["eu_share"] + money["member_state_share"] + money["cohesion_share"]
            self.assertTrue(0.169 < public < 0.451 and money["eu_share"] <= 0.17, money)
            self.assertAlmostEqual(1, sum(money.values()), 9)

    def test_a_place_keeps_within_the_ranges_of_its_country(self):
        checked = 0
        for path in sorted((SHIPPED / "proposals").glob("*.json")):
            site = json.loads(path.read_text())["site"]
            country = site["id"][:2]
            if country in tool.NEIGHBOURS:
                continue
            national = tool.entry(country)
            for pointer in [tool.FIGURES[0], tool.FIGURES[1], tool.FIGURES[3]]:
                value = site
                for key in pointer.strip("/").split("/"):
                    value = value[key]
                low, _, high = tool.ranges(national, pointer)
                self.assertTrue(low - 5000 * (high > 1e6) <= value <= high + 5000 * (high > 1e6), (path.name, pointer))
                checked += 1
            least, _, most = tool.ranges(national, "/grid_wait_years")
            low, wait, high = tool.ranges(site, "/grid_wait_years")
            self.assertTrue(least <= low <= wait <= high <= most, path.name)
            self.assertLessEqual(abs(site["climate"]["dry_bulb_mean_c"] - national["climate"]["dry_bulb_mean_c"]), 1.001)
        self.assertGreater(checked, 200)

    def test_the_programme_s_facts_name_each_proposal_once(self):
        facts = json.loads((SHIPPED / "proposals.json").read_text())
        self.assertEqual(sorted(path.stem for path in (SHIPPED / "proposals").glob("*.json")),
                         [fact["id"] for fact in facts["proposals"]])
        self.assertLess(16, len({fact["grid_region"] for fact in facts["proposals"]}))


if __name__ == "__main__":
    unittest.main()
