"""Does a gate hold what it should hold, let pass what may pass, and say it so that build servers understand?"""
import json
import shutil
import unittest
import xml.etree.ElementTree as ET

from sweep_tool import BRIEF_SET, SITES, SweepTest, brief
from tool import LLAMA, gigaplan


class GateTest(SweepTest):
    """A sweep over three sites, once for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.results = cls.common / "results"
        outcome = gigaplan("sweep", cls.put("sweep.json", brief([SITES])), "--out", cls.results)
        assert outcome.code == 0, outcome

    @classmethod
    def put(cls, name, content):
        path = cls.common / name
        path.write_text(json.dumps(content))
        return path

    def rules(self, *rules):
        return self.write("rules.json", {"name": "Gate", "rules": list(rules)})

    def check(self, *rules, options=(), results=None):
        return gigaplan("check", results or self.results, "--rules", self.rules(*rules), *options, GITHUB_ACTIONS="")

    def holds(self, *rules, **options):
        outcome = self.check(*rules, **options)
        self.assertEqual(0, outcome.code, outcome)
        return outcome

    def breaks(self, *rules, **options):
        outcome = self.check(*rules, **options)
        self.assertEqual(3, outcome.code, outcome)
        return outcome


class Rules(GateTest):
    def test_bounds_hold_on_both_sides(self):
        capex = [float(row["finance_capex_eur"]) for row in self.rows(self.results)]
        rule = {"name": "capex", "figure": "/finance/capex_eur"}
        self.holds({**rule, "max": max(capex), "min": min(capex)})
        self.assertIn("above", self.breaks({**rule, "max": max(capex) * (1 - 1e-6)}).out)
        self.assertIn("below", self.breaks({**rule, "min": min(capex) * (1 + 1e-6)}).out)

    def test_expressions_see_axes_columns_and_pointers(self):
        self.holds({"name": "a", "where": "site == \"fi\"", "expression": "{/energy/pue} > 1 and finance_capex_eur > 0"},
                   {"name": "b", "where": "site != \"fi\"", "expression": "energy_pue == {/energy/pue}"})
        out = self.breaks({"name": "a", "expression": "site == \"fi\"", "why": "only Finland"}).out
        self.assertIn("site = de", out)
        self.assertIn("only Finland", out)
        self.assertNotIn("- site = fi", out)

    def test_a_rule_that_selects_nothing_is_broken(self):
        self.assertIn("no run is selected", self.breaks({"name": "a", "where": "site == \"xx\"", "expression": "1"}).out)

    def test_a_figure_without_a_value_breaks_its_rule(self):
        # Nobody gives public money in this scenario.
        self.assertIn("has no value", self.breaks({"name": "a", "figure": "/finance/tokens_per_public_eur", "min": 0}).out)

    def test_a_warning_tells_and_lets_pass(self):
        self.assertIn("warning", self.holds({"name": "a", "expression": "0", "warning": True}).out)

    def test_runs_that_failed_are_noticed_unless_a_rule_allows_them(self):
        nodes = {"name": "nodes", "pointer": "/cluster/nodes", "values": [128, 1]}
        out = self.folder / "out"
        self.succeeds("sweep", self.sweep(brief([nodes])), "--out", out)
        good = {"name": "good", "expression": "energy_pue > 1"}
        self.assertIn("it ended as invalid", self.breaks(good, results=out).out)
        self.holds(good, {"name": "may be invalid", "statuses": ["done", "invalid"]}, results=out)

    def test_tolerances_against_a_baseline(self):
        moved = self.folder / "moved"
        spec = self.sweep({**brief([SITES]), "set": {**BRIEF_SET, "/finance/costs/grid_connection_eur_per_mw": 300_000}})
        self.succeeds("sweep", spec, "--out", moved)
        before = [float(row["finance_capex_eur"]) for row in self.rows(self.results)]
        after = [float(row["finance_capex_eur"]) for row in self.rows(moved)]
        largest = max(abs(b / a - 1) for a, b in zip(before, after))
        self.assertGreater(largest, 0)
        options = ["--baseline", self.results]
        rule = {"name": "stable", "figure": "/finance/capex_eur"}
        self.holds({**rule, "relative_tolerance": largest * 1.001}, results=moved, options=options)
        self.breaks({**rule, "relative_tolerance": largest * 0.999}, results=moved, options=options)
        self.breaks({**rule, "absolute_tolerance": 0}, results=moved, options=options)
        self.holds({**rule, "relative_tolerance": 0}, options=options)
        self.holds({"name": "e", "expression": "finance_capex_eur < 1.5 * {old:/finance/capex_eur}"}, results=moved,
                   options=options)
        fewer = self.folder / "fewer"
        self.succeeds("sweep", self.sweep(brief([{**SITES, "values": ["fi"]}])), "--out", fewer)
        self.assertIn("not in the baseline", self.breaks({**rule, "relative_tolerance": 1}, options=["--baseline", fewer]).out)

    def test_a_single_report_can_be_checked_too(self):
        out = self.folder / "out"
        self.succeeds("run", LLAMA, "--set", "/operation/years=0.02", "--out", out)
        for place in (out, out / "report.json"):
            self.holds({"name": "a", "figure": "/energy/pue", "min": 1}, results=place)
        self.breaks({"name": "a", "figure": "/energy/pue", "max": 1}, results=out)


class Formats(GateTest):
    def test_junit_has_a_case_a_rule(self):
        file = self.folder / "junit.xml"
        self.breaks({"name": "<a> & \"b\"", "expression": "site == \"fi\""}, {"name": "good", "expression": "1"},
                    options=["--junit", file])
        suite = ET.parse(file).getroot().find("testsuite")
        self.assertEqual(("3", "1"), (suite.get("tests"), suite.get("failures")))
        names = [case.get("name") for case in suite.findall("testcase")]
        self.assertEqual(["every run is done", "<a> & \"b\"", "good"], names)
        failure = suite.findall("testcase")[1].find("failure")
        self.assertIn("site = es", failure.text)

    def test_markdown_and_annotations(self):
        file = self.folder / "summary.md"
        outcome = self.breaks({"name": "a|b", "expression": "site == \"fi\"", "why": "50 %"},
                              options=["--markdown", file, "--github"])
        self.assertIn("| a\\|b | broken | 2 of 3 runs break it |", file.read_text())
        annotations = [line for line in outcome.out.splitlines() if line.startswith("::")]
        self.assertEqual(1, len(annotations))
        self.assertTrue(annotations[0].startswith("::error title=a|b::50 %25%0A"), annotations)

    def test_on_github_annotations_come_by_themselves(self):
        rules = self.rules({"name": "a", "expression": "0"})
        self.assertIn("::error", gigaplan("check", self.results, "--rules", rules, GITHUB_ACTIONS="true").out)


class BadInput(GateTest):
    def refused(self, *rules, **options):
        outcome = self.check(*rules, **options)
        self.assertEqual(2, outcome.code, outcome)
        return outcome.err

    def test_rules_that_are_none(self):
        good = {"name": "a", "figure": "/energy/pue", "min": 1}
        for rules, words in (([{"name": "a"}], "no condition"), ([{**good, "expression": "1"}], "more than one"),
                             ([{"name": "a", "figure": "/energy/pue"}], "compared with nothing"),
                             ([{"name": "a", "expression": "1", "min": 1}], "need a figure"),
                             ([{**good, "min": 2, "max": 1}], "mixed up"), ([good, good], "two rules"),
                             ([{**good, "maximum": 1}], "did you mean \"max\"?"),
                             ([{"name": "a", "statuses": ["finished"]}], "no status"), ([], "at least 1 item")):
            with self.subTest(rules=rules):
                self.assertIn(words, self.refused(*rules))

    def test_expressions_that_cannot_be_computed(self):
        for expression, words in (("finance_capex > 1", "did you mean finance_capex_eur?"), ("1 +", "a"),
                                  ("{/finance/nothing} > 1", "nothing at /finance/nothing"), ("site + 1", "is the text"),
                                  ("{old:/energy/pue} > 1", "--baseline"), ("system(1)", ""), ("a = 1", "write ==")):
            with self.subTest(expression=expression):
                err = self.refused({"name": "a rule", "expression": expression})
                self.assertIn(words, err)
                self.assertIn("a rule", err)
        self.assertIn("--baseline", self.refused({"name": "a", "figure": "/energy/pue", "relative_tolerance": 1}))

    def test_results_that_are_none(self):
        rule = {"name": "a", "expression": "1"}
        (self.folder / "empty").mkdir()
        for place, words in ((self.folder / "gone", "no such file"), (self.folder / "empty", "neither results.sqlite"),
                             (self.write("x.json", "{}"), "no report"), (self.write("y.json", "{"), "no report")):
            with self.subTest(place=place):
                self.assertIn(words, self.refused(rule, results=place))
        half = self.folder / "half.sqlite"
        half.write_bytes((self.results / "results.sqlite").read_bytes()[:10_000])
        self.assertIn("half.sqlite", self.refused(rule, results=half))

    def test_an_output_that_cannot_be_written(self):
        self.refused({"name": "a", "expression": "1"}, options=["--junit", "/proc/none/junit.xml"])


class Diff(GateTest):
    def test_the_same_is_the_same(self):
        copy = self.folder / "copy"
        shutil.copytree(self.results, copy)
        self.assertIn("nothing moved (3 runs", self.succeeds("diff", self.results, copy, "--fail").out)

    def test_what_moved_is_told_with_the_run_where_it_moved_most(self):
        other = self.folder / "other"
        # The site's axis comes after `set`, so a change there would be lost: it stands in the option.
        spec = self.sweep(brief([{"name": "site", "options": [
            {"label": "fi", "set": {"/site": "fi"}},
            {"label": "de", "set": {"/site": {"extends": "de", "electricity": {"carbon_g_per_kwh": 100}}}}]}]))
        self.succeeds("sweep", spec, "--out", other)
        found = json.loads(self.succeeds("diff", self.results, other, "--json").out)
        self.assertEqual({"/energy/co2_t_per_year"}, {change["pointer"] for change in found["changes"]})
        change = found["changes"][0]
        self.assertEqual(("site = de", 1, 2), (change["run"], change["runs"], found["compared"]))
        self.assertAlmostEqual(change["after"] / change["before"] - 1, change["relative"])
        self.assertEqual((["site = es"], []), (found["only_in_first"], found["only_in_second"]))
        self.assertEqual(3, gigaplan("diff", self.results, other, "--fail").code)
        self.assertIn("site = de", self.succeeds("diff", self.results, other).out)

    def test_a_tolerance_hides_small_changes(self):
        a, b = self.folder / "a", self.folder / "b"
        for out, seed in ((a, 1), (b, 2)):
            self.succeeds("run", LLAMA, "--set", "/operation/years=0.02", "--set", f"/seed={seed}", "--out", out)
        exact = json.loads(self.succeeds("diff", a, b, "--json").out)["changes"]
        rough = json.loads(self.succeeds("diff", a, b, "--json", "--tolerance", "0.01").out)["changes"]
        self.assertLess(len(rough), len(exact))
        self.assertTrue(all(change["relative"] is None or abs(change["relative"]) > 0.0099 for change in rough), rough)


if __name__ == "__main__":
    unittest.main()
