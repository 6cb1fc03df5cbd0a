"""Does size-network try every combination, tell what each costs and brings, and survive those that cannot be built?"""
import json
import os
import signal
import subprocess
import time
import unittest

from sweep_tool import BRIEF_SET, children
from tool import BINARY, LLAMA, TOP, Test, gigaplan, strict_json

LARGE = TOP / "scenarios" / "studies" / "dense-405b-98k.json"  # a step takes far longer than 0.001 minutes
SET = [word for pointer, value in BRIEF_SET.items() for word in ("--set", f"{pointer}={json.dumps(value)}")]
KEYS = ["--sweep", "oversubscription=1,2,4", "--sweep", "link_gbit_s=200,400"]
FIGURES = ["step_time_s", "mfu", "fabric_eur", "fabric_w", "fabric_eur_per_chip", "tokens_per_eur"]


def sizes(*arguments):
    return ["size-network", LLAMA, *SET, *arguments]


def objectives(variant):
    return variant["step_time_s"], variant["fabric_eur"], variant["fabric_w"]


def dominates(a, b):
    return a != b and all(x <= y for x, y in zip(a, b))


class Figures(Test):
    def document(self, *arguments):
        return strict_json(self.succeeds(*sizes("--json", *arguments)).out)

    def test_a_variant_is_what_step_and_run_give_for_the_same_changes(self):
        variant = self.document(*KEYS)["variants"][3]
        self.assertEqual({"/cluster/fabric/leaf_oversubscription": 2, "/cluster/node/nics/bandwidth_gbit_s": 400},
                         variant["settings"])
        changes = SET + [word for pointer, value in variant["settings"].items()
                         for word in ("--set", f"{pointer}={value}")]
        step = strict_json(self.succeeds("step", LLAMA, *changes, "--json").out)
        bill = step["fabric"]["bill_of_materials"]
        self.assertEqual(step["step"]["time_s"], variant["step_time_s"])
        self.assertEqual(step["step"]["mfu"], variant["mfu"])
        self.assertEqual(sum(line["price_eur"] for line in bill), variant["fabric_eur"])
        self.assertEqual(sum(line["power_w"] for line in bill), variant["fabric_w"])
        self.assertEqual(variant["fabric_eur"] / 1024, variant["fabric_eur_per_chip"])  # 128 nodes of 8 chips
        self.succeeds("run", LLAMA, *changes, "--out", self.folder / "one")
        report = json.loads((self.folder / "one" / "report.json").read_text())
        self.assertEqual(report["finance"]["tokens_per_eur"], variant["tokens_per_eur"])
        self.assertEqual(report["scenario"]["sha256"], variant["scenario_sha256"])

    def test_the_document_is_strict_the_same_however_it_is_run_and_what_out_holds(self):
        one = self.succeeds(*sizes(*KEYS, "--json", "-j", 1)).out
        two = self.succeeds(*sizes(*KEYS, "--json", "-j", 2, "--out", self.folder / "out")).out
        self.assertEqual(one, two)
        self.assertEqual(one, (self.folder / "out" / "size-network.json").read_text())
        self.assertEqual(["report.html", "size-network.json"], sorted(os.listdir(self.folder / "out")))
        document = strict_json(one)
        self.assertEqual("gigaplan/size-network/1", document["schema"])
        self.assertEqual(self.succeeds("--version").out.split()[1], document["versions"]["gigaplan"])
        self.assertEqual("Llama 3 405B on 16,384 H100", document["scenario"]["name"])
        self.assertRegex(document["scenario"]["sha256"], "^[0-9a-f]{64}$")
        self.assertEqual(BRIEF_SET, document["set"])
        self.assertEqual([("oversubscription", "/cluster/fabric/leaf_oversubscription", [1, 2, 4]),
                          ("link_gbit_s", "/cluster/node/nics/bandwidth_gbit_s", [200, 400])],
                         [(key["name"], key["pointer"], key["values"]) for key in document["sweep"]])
        self.assertEqual([(i, s, b) for i, (s, b) in enumerate((s, b) for s in (1, 2, 4) for b in (200, 400))],
                         [(v["variant"], *v["settings"].values()) for v in document["variants"]])

    def test_front_steps_up_and_best_are_those_of_the_figures(self):
        document = self.document(*KEYS, "--sweep", "nics_per_node=4,8")
        done = [v for v in document["variants"] if v["status"] == "done"]
        self.assertEqual(12, len(done))
        front = [v for v in done if not any(dominates(objectives(o), objectives(v)) for o in done)]
        self.assertTrue(1 < len(front) < len(done), len(front))
        self.assertEqual([v["variant"] for v in front], [v["variant"] for v in done if v["on_front"]])
        best = max(done, key=lambda v: v["tokens_per_eur"])
        self.assertEqual(best["variant"], document["best_by_tokens_per_eur"])
        for variant in done:
            faster = [v for v in front if v["step_time_s"] < variant["step_time_s"]] if variant in front else []
            if not faster:
                self.assertIsNone(variant["next_step_up"])
                continue
            up = min(faster, key=lambda v: (v["fabric_eur"], v["step_time_s"]))
            self.assertEqual({"variant": up["variant"],
                              **{f"delta_{key}": up[key] - variant[key]
                                 for key in ("fabric_eur", "fabric_w", "step_time_s", "tokens_per_eur")}},
                             variant["next_step_up"])

    def test_a_key_inside_a_part_holds_in_every_entry_that_takes_the_part_s_place(self):
        document = self.document("--sweep", "oversubscription=1,3", "--sweep", "fabric=roce-3tier-llama3,xdr-3tier-nvl72",
                                 "--sweep", "/operation/spare_node_share=0.1")
        self.assertEqual(["fabric", "oversubscription", "/operation/spare_node_share"],
                         [key["name"] for key in document["sweep"]])
        prices = [v["fabric_eur"] for v in document["variants"]]
        self.assertEqual(4, len(set(prices)), prices)
        self.assertLess(prices[1], prices[0])
        self.assertLess(prices[3], prices[2])

    def test_the_table_has_all_of_it(self):
        outcome = self.succeeds(*sizes(*KEYS, "--out", self.folder / "out"))
        self.is_plain(outcome.out)
        for words in ("oversubscription", "tokens per €", "* The front", "next: ", "Most tokens per euro",
                      f"Written to {self.folder / 'out'}: size-network.json, report.html"):
            self.assertIn(words, outcome.out)
        document = json.loads((self.folder / "out" / "size-network.json").read_text())
        marked = sum(line.startswith("  *  ") for line in outcome.out.splitlines())
        self.assertEqual(sum(v["on_front"] for v in document["variants"]), marked)


class Broken(Test):
    def test_a_variant_that_cannot_be_built_is_a_row_with_its_reason(self):
        arguments = sizes("--sweep", "tiers=2,3,4", "--sweep", "oversubscription=1,wide")
        document = strict_json(self.succeeds(*arguments, "--json").out)
        self.assertEqual(["done", "invalid", "done", "invalid", "invalid", "invalid"],
                         [v["status"] for v in document["variants"]])
        broken = document["variants"][5]
        self.assertEqual({"/cluster/fabric/tiers": 4, "/cluster/fabric/leaf_oversubscription": "wide"}, broken["settings"])
        self.assertIn("/cluster/fabric/tiers", broken["message"])
        for key in FIGURES + ["next_step_up", "scenario_sha256"]:
            self.assertIsNone(broken[key], key)
        self.assertFalse(broken["on_front"])
        self.assertIn("invalid: /cluster/fabric/tiers", self.succeeds(*arguments).out)

    def test_when_none_can_be_simulated_it_fails_and_writes_nothing(self):
        out = self.folder / "out"
        for command, statuses in ((sizes("--sweep", "nics_per_node=7,9"), {"invalid"}),
                                (["size-network", LARGE, "--sweep", "tiers=3", "--max-minutes", 0.001],
                                 {"refused", "timeout"})):  # by the estimate, or if that takes too long
            with self.subTest(statuses=statuses):
                outcome = gigaplan(*command, "--json", "--out", out)
                self.assertEqual(2, outcome.code, outcome)
                self.assertIn("no variant of this network could be simulated", outcome.err)
                document = strict_json(outcome.out)
                self.assertLessEqual({v["status"] for v in document["variants"]}, statuses)
                self.assertIsNone(document["best_by_tokens_per_eur"])
                self.assertFalse(out.exists())

    def test_a_scenario_that_only_a_key_makes_whole(self):
        scenario = json.loads(LLAMA.read_text())
        del scenario["site"]
        path = self.write("no-site.json", scenario)
        document = strict_json(self.succeeds("size-network", path, *SET, "--sweep", "/site=fi,gone", "--json").out)
        self.assertEqual(["done", "invalid"], [v["status"] for v in document["variants"]])
        self.assertEqual({"name": None, "sha256": None}, document["scenario"])

    def test_ctrl_c_says_what_was_done_and_leaves_no_process(self):
        seeds = "/seed=" + ",".join(map(str, range(1, 3000)))
        process = subprocess.Popen([str(BINARY), *map(str, sizes("--sweep", seeds, "-j", 2))], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, cwd=self.folder)
        try:
            limit = time.monotonic() + 60
            while not children(process.pid) and time.monotonic() < limit:
                time.sleep(0.01)
            time.sleep(1)
            below = children(process.pid)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
        self.assertEqual(130, process.returncode, err)
        self.assertRegex(err, r"stopped by Ctrl-C \(SIGINT\): [\d,]+ of 2,999 variants")
        self.assertIn("/seed=1:", out)
        self.assertEqual([], os.listdir(self.folder))
        limit = time.monotonic() + 10
        while (left := [pid for pid in below if os.path.exists(f"/proc/{pid}")]) and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertFalse(left)


class BadInput(Test):
    def test_every_fault_is_told_at_once(self):
        err = self.refuses(*sizes("--sweep", "oversub=1", "--sweep", "spine_oversubscripton=1", "--sweep", "tiers=2",
                                  "--sweep", "tiers=3", "--sweep", "node=", "--set", "/cluster/fabric/tiers=2")).err
        for words in ("\"oversub\" is no part of a network; did you mean oversubscription?",
                      "did you mean spine_oversubscription?", "tiers stands twice", "node has no values",
                      "--set: /cluster/fabric/tiers has no effect", "5 errors"):
            self.assertIn(words, err)

    def test_large_grids_ask_first(self):
        hundred = ",".join(map(str, range(1, 102)))
        grid = ["--sweep", f"nodes_per_unit={hundred}", "--sweep", f"units_per_pod={hundred}"]
        self.assertIn("10,201 variants; take fewer values, or add --yes", self.refuses(*sizes(*grid)).err)
        more = [word for key in ("/seed", "scale_up", "/cluster/nodes") for word in ("--sweep", f"{key}={hundred}")]
        self.assertIn("too many", self.refuses(*sizes(*grid, *more, "--yes")).err)

    def test_no_key_no_scenario_and_no_folder(self):
        self.refuses("size-network", LLAMA, begins="--sweep")
        self.assertIn("no such file", self.refuses("size-network", self.folder / "gone.json", "--sweep", "tiers=2").err)
        broken = self.write("broken.json", "{\"name\": ")
        self.assertIn(f"{broken}: line 1", self.refuses("size-network", broken, "--sweep", "tiers=2").err)
        self.refuses(*sizes("--sweep", "tiers=3", "--out", self.write("file", "")))


class Documented(Test):
    def test_help_and_page_have_the_same_keys(self):
        lines = self.succeeds("size-network", "--help").out.split("/json/pointer:\n")[1].split("\n\n")[0].splitlines()
        keys = [tuple(line.split()[:2]) for line in lines]
        self.assertGreater(len(keys), 10)
        page = (TOP / "docs" / "size-network.md").read_text()
        rows = [tuple(cell.strip(" `") for cell in line.split("|")[1:3]) for line in page.splitlines()
                if line.startswith("| `") and "`/cluster" in line]
        self.assertEqual(keys, rows)

    def test_the_page_names_every_key_of_the_document(self):
        document = strict_json(self.succeeds(*sizes(*KEYS, "--json")).out)
        page = (TOP / "docs" / "size-network.md").read_text()
        step = next(v["next_step_up"] for v in document["variants"] if v["next_step_up"])
        for key in [*document, *document["scenario"], *document["sweep"][0], *document["variants"][0], *step]:
            self.assertIn(f"`{key}`", page)


if __name__ == "__main__":
    unittest.main()
