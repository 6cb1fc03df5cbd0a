"""gigaplan compare, seen from outside: ranking, files, ties, determinism, and what is wrong with what is asked."""
import csv
import json
import re
import unittest

from tool import TOP, Test

FACTORY = TOP / "scenarios" / "examples" / "ai-factory-25k.json"
QUICK = ["--set", "/operation/years=0.1", "--futures", "6", "--every", "12"]


class Paid(Test):
    """One site, paid in two ways: with grants and without."""

    told = {}  # by what is compared: a comparison is hundreds of simulations

    def setUp(self):
        super().setUp()
        for name, public in (("aided", 0.3), ("alone", 0)):
            funding = {"eu_share": public / 2, "member_state_share": public / 2, "cohesion_share": 0, "equity_share": 0.4,
                       "eib_share": 0, "quasi_equity_share": 0, "debt_share": 0.6 - public}
            self.write(f"{name}.json", {"extends": str(FACTORY), "name": name, "finance": {"funding": funding}})
        self.write("levelised.json", {"extends": str(FACTORY), "name": "levelised", "finance": {"project": None}})

    def compare(self, *names, more=()):
        asked = (names, *more)
        if asked not in self.told:
            self.told[asked] = self.succeeds("compare", *(self.folder / f"{name}.json" for name in names), *QUICK, *more).out
        return self.told[asked]

    def test_a_public_euro_decides_only_where_all_have_grants(self):
        # The guarantee is called in both; the one without grants is not compared per euro of such calls.
        mixed = json.loads(self.compare("alone", "aided", more=["--json"]))
        self.assertEqual("/investment/indicators/tokens_per_eur", mixed["by"])
        aided = json.loads(self.compare("aided", more=["--json"]))
        self.assertEqual("/investment/indicators/tokens_per_public_eur", aided["by"])
        shares = json.loads(self.compare("levelised", more=["--json"]))
        self.assertEqual("/finance/tokens_per_public_eur", shares["by"])

    def test_public_money_has_one_figure_and_where_it_is_by_shares_that_is_said(self):
        mixed = json.loads(self.compare("alone", "aided", more=["--json"]))
        figures = mixed["scenarios"][0]["figures"]
        self.assertIn("/investment/indicators/public_money_eur", figures)
        for gone in ("public_money_eur", "tokens_per_public_eur", "tokens_per_eur", "eur_per_chip_hour"):
            self.assertNotIn(f"/finance/{gone}", figures)
        told = self.compare("alone", "aided", more=["--break-even", "/finance/project/market/reference_price_eur_per_h"])
        self.assertIn("All are as good as each other in all 6 futures.", told)  # a euro buys the same, whoever pays it
        self.assertIn("alone and aided come to the same as stated.", " ".join(told.split()))
        names = [line[2:].split("  ")[0] for line in told.splitlines() if line.startswith("  ")]
        for name in ("public money, €", "tokens per public euro", "tokens per euro"):
            self.assertEqual(1, names.count(name), names)
        told = self.compare("levelised", "aided")  # one without a project, one with
        names = re.findall(r"^  (\S.*?)  +\S", told[told.index("Side by side"):told.index("What moves")], re.M)
        self.assertEqual(len(names), len(set(names)), names)
        for name in ("public money, by shares, €", "public money, €", "finance: tokens per euro", "investment: tokens per euro"):
            self.assertIn(name, names)

    def test_what_one_has_not_is_no_difference_of_nothing(self):
        told = self.compare("alone", "aided", more=["--by", "/investment/indicators/private_eur_per_public_eur"])
        self.assertIn("cannot be told apart as stated: one of them has no private euro per public euro", " ".join(told.split()))
        self.assertIn("In no future do all have that figure", told)
        self.assertNotIn("does not fit alone", told)
        self.assertNotIn("+0", told)


class Compare(Test):
    def compare(self, *words):
        return self.succeeds("compare", *words, *QUICK).out

    def test_sites_are_ranked_and_every_future_is_kept(self):
        out = self.folder / "out"
        told = self.compare(FACTORY, "--vary", "/site=fi,es,de", "--by", "/finance/eur_per_chip_hour", "--out", out)
        self.assertIn("less is better", told)
        self.assertEqual({"compare.json", "futures.csv", "draws.csv", "report.html"}, {file.name for file in out.iterdir()})
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
        with open(out / "draws.csv", newline="", encoding="utf-8") as file:
            draws = list(csv.DictReader(file))
        self.assertEqual([(r["scenario"], r["future"]) for r in rows], [(r["scenario"], r["future"]) for r in draws])
        self.assertEqual({"scenario", "future", *comparison["draws"]}, set(draws[0]))
        for scenario in comparison["scenarios"]:
            for influence in scenario["influences"]:
                column = next(name for name, pointer in comparison["draws"].items() if pointer == influence["pointer"])
                mine = [float(r[column]) for r in draws if r["scenario"] == scenario["label"]]
                if influence["pointer"] != "/step/time_s":  # its low and high are where 90 % lie
                    self.assertLessEqual(influence["low"], min(mine), column)
                    self.assertGreaterEqual(influence["high"], max(mine), column)
            self.assertLess(scenario["probability_best_90"][0], scenario["probability_best_90"][1])
            self.assertLessEqual(scenario["probability_best_90"][0], scenario["probability_best"])
            self.assertLessEqual(scenario["mean_regret"], scenario["mean_regret_90"][1])
            figure = scenario["figures"]["/finance/eur_per_chip_hour"]
            self.assertTrue(figure["p50_90"][0] <= figure["p50"] <= figure["p50_90"][1])
        self.assertIn("Only 6 futures", told)
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
        first = self.compare(*words, "-j", "1")
        self.assertEqual(first, self.compare(*words, "-j", "3"))
        for group in json.loads(first)["scenarios"][0]["variance"]:
            self.assertEqual(2, group["rows"] + group["rows_left_out"])
            if group["total"] == 0:
                self.assertEqual(0, group["first"], group)
        self.assertNotEqual(self.compare(*words), self.compare(*words, "--seed", "2"))

    def test_side_by_side_each_figure_has_its_unit(self):
        told = self.compare(FACTORY, "--vary", "/site=fi,es")
        names = re.findall(r"^  (\S.*?)  +\S", told[told.index("Side by side"):], re.M)
        for name in ("facility per year, MWh/year", "CO2e per year, t/year", "goodput, %", "capex, €", "private euro per public euro"):
            self.assertIn(name, names, told)
        self.assertRegex(told, "Side by side, as stated\n +\\S.*  \\S")  # both of them

    def test_a_page_calls_inputs_by_name_with_range_and_unit(self):
        out = self.folder / "out"
        self.compare(FACTORY, "--out", out)
        page = (out / "report.html").read_text()
        charts = json.loads(re.search(r'id="charts">(.*?)</script>', page, re.S)[1])
        tornado = next(chart for chart in charts if chart["kind"] == "tornado")
        names = [item["name"] for item in tornado["items"]]
        self.assertTrue(names)
        for name in names:
            self.assertRegex(name, r"^[A-Za-z][^/_]*: -?[\d.,]+ to -?[\d.,]+")
        self.assertTrue(any("€" in name for name in names), names)

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
                               ([FACTORY, "--by", "/bottleneck/name"], "is no number"),
                               ([FACTORY, "--set", "/finance/project=null", "--by", "/investment/indicators/equity_irr"],
                                "none of the scenarios has a project"),
                               ([FACTORY, "--break-even", "/nope/key"], "/nope/key"),
                               ([FACTORY, "--break-even", "/site/electricity/wholesale_eur_per_mw"],
                                "did you mean /site/electricity/wholesale_eur_per_mwh?"),
                               ([FACTORY, "--break-even", "/site/name"], "/site/name"),
                               ([FACTORY, "--every", "5"], "--every")):
            outcome = self.refuses("compare", *words, "--out", out, begins="")
            self.assertIn(message, outcome.err)
            self.assertFalse(out.exists())

    def test_a_place_that_cannot_be_written_is_told_before_the_work(self):
        # As it is: a year of operation and 100,000 futures would take hours; the outcome's time limit is minutes.
        plain = self.write("plain", "text")
        for out in ("/proc/x", plain, plain / "below"):
            outcome = self.refuses("compare", FACTORY, "--futures", "100000", "--out", out)
            self.assertIn("nothing can be written there", outcome.err)
            self.assertEqual(1, outcome.err.count("error:"), outcome)
            self.assertEqual("", outcome.out)
        self.assertEqual("text", plain.read_text())

    def test_a_hostile_name_steers_no_terminal_and_no_page(self):
        hostile = self.write("hostile.json", {"extends": str(FACTORY), "name": "<script>alert(1)</script>"})
        out = self.folder / "out"
        self.is_plain(self.compare(hostile, "--out", out))
        self.assertNotIn("<script>alert", (out / "report.html").read_text())


if __name__ == "__main__":
    unittest.main()
