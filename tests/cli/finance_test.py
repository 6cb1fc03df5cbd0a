"""Does a run with a project follow its money to the cent, in the report and in the table, and say who pays?"""
import csv
import json
import pathlib
import re
import tempfile
import unittest

from tool import EXAMPLES, LLAMA, Test, gigaplan, strict_json

PROJECT = {
    "programme": "investai-2026",
    "market": {"extends": "eu-compute-2026", "reference_price_eur_per_h": 2.8},
    "construction": {"years": 1.5, "halls": 2, "hall_interval_years": 0.5, "s_curve_steepness": 6, "it_deposit_share": 0.3,
                     "it_lead_years": 0.5},
    "inflation": 0.02,
}
FUNDING = {"eu_share": 0.17, "member_state_share": 0.1, "cohesion_share": 0.03, "eib_share": 0.2, "debt_share": 0.2,
           "quasi_equity_share": 0.05, "equity_share": 0.25}
BRIEF = ["--set", "/operation/years=0.1"]
WITH_PROJECT = [*BRIEF, "--set", "/finance/project=" + json.dumps(PROJECT), "--set",
                "/finance/funding=" + json.dumps(FUNDING)]
CENT = 0.01


class Project(Test):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.out = pathlib.Path(temporary.name)
        cls.outcome = gigaplan("run", LLAMA, *WITH_PROJECT, "--out", cls.out)
        if cls.outcome.code != 0:
            raise AssertionError(cls.outcome)
        cls.investment = strict_json((cls.out / "report.json").read_text())["investment"]
        with open(cls.out / "statements.csv", newline="") as file:
            cls.quarters = [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(file)]

    def test_the_balance_sheet_balances_in_every_quarter_and_is_empty_in_the_end(self):
        def accounts(q):
            return q["cash_eur"] + q["reserve_eur"] + q["renewal_reserve_eur"]

        before = 0
        for q in self.quarters:
            owed = (q["eib_loan_balance_eur"] + q["commercial_loan_balance_eur"] + q["quasi_equity_eur"] +
                    q["unpaid_bills_eur"] + q["equity_eur"])
            self.assertAlmostEqual(accounts(q) + q["assets_eur"], owed, delta=CENT)
            self.assertAlmostEqual(accounts(q) - before, q["cash_flow_eur"], delta=CENT)
            before = accounts(q)
        self.assertAlmostEqual(0, accounts(self.quarters[-1]) + self.quarters[-1]["assets_eur"], delta=CENT)
        self.assertGreater(max(q["assets_eur"] for q in self.quarters), 1e8)

    def test_sources_are_uses_and_years_are_their_quarters(self):
        sources, uses = (sum(line["amount_eur"] for line in self.investment[part]) for part in ("sources", "uses"))
        self.assertAlmostEqual(sources, uses, delta=CENT)
        self.assertGreater(sources, 1e8)
        for name in ("capex_eur", "revenue_compute_eur", "net_income_eur", "distributions_eur"):
            self.assertAlmostEqual(sum(year[name] for year in self.investment["years"]),
                                   sum(q[name] for q in self.quarters), delta=CENT)
        self.assertAlmostEqual(sum(tenant["revenue_eur"] for tenant in self.investment["tenants"]),
                               sum(q["revenue_compute_eur"] for q in self.quarters), delta=CENT)

    def test_the_debt_schedule_ends_at_nothing_and_covers_its_service(self):
        rows = self.investment["debt_schedule"]
        self.assertEqual(len(self.quarters), len(rows))
        self.assertAlmostEqual(0, rows[-1]["eib_loan_balance_eur"] + rows[-1]["commercial_loan_balance_eur"], delta=CENT)
        covers = [row["dscr"] for row in rows if row["dscr"] is not None]
        self.assertAlmostEqual(self.investment["indicators"]["minimum_dscr"], min(covers))
        self.assertTrue(all("dscr_why" in row for row in rows if row["dscr"] is None))

    def test_each_indicator_is_explained_and_a_number_or_null_with_the_reason(self):
        page = (EXAMPLES.parents[1] / "docs" / "finance.md").read_text()
        indicators = self.investment["indicators"]
        for name, value in indicators.items():
            if name.endswith("_why"):
                continue
            self.assertIn(f"\n### {name}\n", page)
            if value is None:
                self.assertTrue(indicators[name + "_why"])
        for name in ("project_irr", "minimum_dscr", "funding_gap_eur", "eur_per_chip_hour", "break_even_price_eur_per_h"):
            self.assertIsNotNone(indicators[name])

    def test_the_page_shows_the_investment_and_every_formula_that_it_names_stands_in_the_docs(self):
        page = (self.out / "report.html").read_text()
        for part in ("sources", "uses", "cash-flow", "dscr", "debt", "tenant-hours", "indicators", "income", "balance-sheet"):
            self.assertIn(f' id="{part}"', page)
        headings = set(re.findall("^### (.+)$", (EXAMPLES.parents[1] / "docs" / "finance.md").read_text(), re.M))
        formulas = set(re.findall(r"docs/finance\.md#(\w+)", page))
        self.assertEqual(set(), formulas - headings)
        self.assertEqual(set(), headings - formulas)

    def test_page_and_summary_say_what_a_public_euro_buys_in_the_investment(self):
        tokens = self.investment["indicators"]["tokens_per_public_eur"]
        texts = (re.search(r"A public euro buys</h2>\n<p class=\"value\">([\d.,]+)( million)?", (self.out / "report.html").read_text()),
                 re.search(r"A public euro ([\d.,]+)( million)?", self.outcome.out))
        for text in texts:
            self.assertAlmostEqual(1, float(text[1].replace(",", "")) * (1e6 if text[2] else 1) / tokens, delta=0.006)

    def test_the_summary_says_who_pays_and_what_they_get(self):
        for words in ("Who pays.*cohesion funds", "Returns .*a year", "Debt .*covered", "euro of grants", "statements.csv"):
            self.assertRegex(" ".join(self.outcome.out.split()), words)


class NoProject(Test):
    def test_without_a_project_nothing_is_said_of_one(self):
        out = self.folder / "out"
        outcome = self.succeeds("run", LLAMA, *BRIEF, "--out", out)
        self.assertFalse((out / "statements.csv").exists())
        self.assertNotIn("investment", strict_json((out / "report.json").read_text()))
        self.assertNotIn("Who pays", outcome.out)

    def test_shares_that_do_not_add_up_are_told_with_their_place(self):
        outcome = self.refuses("validate", LLAMA, "--set", "/finance/funding=" + json.dumps({**FUNDING, "eib_share": 0.3}))
        self.assertIn("/finance/funding", outcome.err)
        self.assertIn("add up to 1.1", outcome.err)


if __name__ == "__main__":
    unittest.main()
