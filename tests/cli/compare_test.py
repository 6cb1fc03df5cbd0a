"""gigaplan compare, seen from outside: ranking, files, ties, determinism, and what is wrong with what is asked."""
import csv
import json
import unittest

from tool import TOP, Test

FACTORY = TOP / "scenarios" / "examples" / "ai-factory-25k.json"
QUICK = ["--set", "/operation/years=0.1", "--futures", "6"]


class Compare(Test):
    def compare(self, *words):
        return self.succeeds("compare", *words, *QUICK).out

    def test_sites_are_ranked_and_every_future_is_kept(self):
        out = self.folder / "out"
        told = self.compare(FACTORY, "--vary", "/site=fi,es,de", "--by", "/finance/eur_per_chip_hour", "--out", out)
        self.assertIn("less is better", told)
        self.assertEqual({"compare.json", "futures.csv", "report.html"}, {file.name for file in out.iterdir()})
        comparison = json.loads((out / "compare.json").read_text())
        self.assertEqual("gigaplan-comparison/1", comparison["format"])
        self.assertEqual({"fi", "es", "de"}, set(comparison["order"]))
        self.assertAlmostEqual(1, sum(s["probability_best"] for s in comparison["scenarios"]))
        figures = {s["label"]: s["figures"]["/finance/eur_per_chip_hour"] for s in comparison["scenarios"]}
        self.assertGreater(figures["de"]["central"], figures["fi"]["central"])
        for figure in figures.values():
            self.assertLessEqual(figure["p5"], figure["p50"])
            self.assertLessEqual(figure["p50"], figure["p95"])
        with open(out / "futures.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(3 * 6, len(rows))
        best = comparison["order"][0]
        mine = sorted(float(r["finance_eur_per_chip_hour"]) for r in rows if r["scenario"] == best)
        self.assertAlmostEqual((mine[2] + mine[3]) / 2, figures[best]["p50"])

    def test_two_files_of_one_content_tie(self):
        twin = self.folder / "twin.json"
        twin.write_text(json.dumps({"extends": str(FACTORY)}))
        comparison = json.loads(self.compare(FACTORY, twin, "--json"))
        self.assertEqual([0.5, 0.5], [s["probability_best"] for s in comparison["scenarios"]])
        self.assertEqual(2, len(set(comparison["order"])))  # told apart though they have one name

    def test_the_same_bytes_whatever_runs_side_by_side(self):
        words = [FACTORY, "--vary", "/site=fi,es", "--json", "--sobol", "2"]
        self.assertEqual(self.compare(*words, "-j", "1"), self.compare(*words, "-j", "3"))
        self.assertNotEqual(self.compare(*words), self.compare(*words, "--seed", "2"))

    def test_one_scenario_has_intervals_and_influences(self):
        told = self.compare(FACTORY)
        self.assertIn("What moves", told)
        self.assertNotIn("is best in", told)

    def test_what_is_wrong_is_told_and_nothing_is_written(self):
        out = self.folder / "out"
        for words, message in (([self.folder / "none.json"], "none.json"),
                               ([FACTORY, "--by", "/finance/none"], "/finance/none"),
                               ([FACTORY, "--vary", "/site"], "--vary"),
                               ([FACTORY, "--vary", "/site=fi,nowhere"], "nowhere"),
                               ([FACTORY, "--set", "x"], "--set"),
                               ([FACTORY, "--futures", "1"], "--futures"),
                               ([FACTORY, "--every", "5"], "--every")):
            outcome = self.refuses("compare", *words, "--out", out, begins="")
            self.assertIn(message, outcome.err)
            self.assertFalse(out.exists())

    def test_a_hostile_name_steers_no_terminal_and_no_page(self):
        hostile = self.write("hostile.json", {"extends": str(FACTORY), "name": "<script>alert(1)</script>"})
        out = self.folder / "out"
        self.is_plain(self.compare(hostile, "--out", out))
        self.assertNotIn("<script>alert", (out / "report.html").read_text())


if __name__ == "__main__":
    unittest.main()
