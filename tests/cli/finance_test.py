"""Does a run with a project follow its money to the cent, in the report and in the table, and say who pays?"""
import csv
import html
import json
import pathlib
import re
import tempfile
import unittest

from tool import CATALOGUE, EXAMPLES, LLAMA, Test, gigaplan, strict_json

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
                "/finance/funding=" + json.dumps(FUNDING), "--set", "/site/grid_wait_years=2.5"]
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
        cls.report = strict_json((cls.out / "report.json").read_text())
        cls.investment = cls.report["investment"]
        with open(cls.out / "statements.csv", newline="") as file:
            cls.quarters = [{key: float(cell) for key, cell in row.items()} for row in csv.DictReader(file)]

    def test_the_balance_sheet_balances_in_every_quarter_and_is_empty_in_the_end(self):
        def accounts(q):
            return q["cash_eur"] + q["reserve_eur"] + q["renewal_reserve_eur"]

        before = 0
        for q in self.quarters:
            owed = (q["eib_loan_balance_eur"] + q["commercial_loan_balance_eur"] + q["quasi_equity_eur"] +
                    q["unpaid_bills_eur"] + q["deferred_grants_eur"] + q["guarantor_claim_eur"] + q["equity_eur"])
            self.assertGreater(q["assets_eur"], -CENT)
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

    def test_euros_by_part_are_the_euros_of_the_statements(self):
        def total(lines):
            return sum(line["amount_eur"] for line in lines)

        self.assertAlmostEqual(total(self.investment["capex"]), sum(q["capex_eur"] for q in self.quarters), delta=CENT)
        self.assertAlmostEqual(total(self.investment["opex"]),
                               sum(q["energy_eur"] + q["other_opex_eur"] for q in self.quarters), delta=CENT)
        self.assertLessEqual({"land", "building", "power chain", "cooling", "design and permits", "grid connection"},
                             {line["name"] for line in self.investment["capex"]})
        opex = {line["name"]: line["amount_eur"] for line in self.investment["opex"]}
        for name in ("staff", "spares", "WAN", "insurance", "property tax"):
            self.assertGreater(opex[name], 0, name)

    def test_spares_are_a_share_of_the_price_of_what_the_simulated_repairs_are_of(self):
        def entry(kind, name):
            return strict_json((CATALOGUE / kind / f"{name}.json").read_text())

        scenario = strict_json(LLAMA.read_text())
        node = entry("nodes", scenario["cluster"]["node"])
        price = {"chip": entry("chips", node["chip"])["price_eur"], "node": node["price_eur"], "job": node["price_eur"]}
        operation, parts = self.report["operation"], 0
        for cause in entry("reliability", scenario["operation"]["reliability"])["causes"]:
            if cause["repair_h"] > 0:
                parts += operation["interruptions_by_cause"].get(cause["name"], 0) * price[cause["unit"]]
        share = entry("costs", scenario["finance"]["costs"])["spare_part_share"]
        spares = next(line for line in self.report["finance"]["opex"] if line["name"] == "spares")
        self.assertGreater(parts, 0)
        self.assertAlmostEqual(share * parts / operation["years"], spares["amount_eur_per_year"], delta=CENT)

    def test_halls_wait_for_the_grid_and_report_and_summary_say_so(self):
        self.assertEqual(2.5, self.investment["opening_years"])  # the site's wait from close on; building takes 1.5
        self.assertEqual(1, self.investment["grid_delay_years"])
        first = next(q for q in self.quarters if q["revenue_compute_eur"] > 0)
        self.assertEqual(2.75, first["years"])
        self.assertIn("2.5 years after financial close, 1 later than building takes", " ".join(self.outcome.out.split()))
        self.assertIn("the site waits for its grid connection", (self.out / "report.html").read_text())

    def test_the_debt_schedule_ends_at_nothing_and_covers_its_service(self):
        rows = self.investment["debt_schedule"]
        self.assertEqual(len(self.quarters), len(rows))
        self.assertAlmostEqual(0, rows[-1]["eib_loan_balance_eur"] + rows[-1]["commercial_loan_balance_eur"], delta=CENT)
        covers = [row["dscr"] for row in rows if row["tested"]]
        self.assertEqual(len(covers), self.investment["covenants"]["quarters_tested"])
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
        for part in ("sources", "uses", "capex-parts", "opex-parts", "cash-flow", "dscr", "debt", "tenant-hours", "indicators", "income", "balance-sheet"):
            self.assertIn(f' id="{part}"', page)
        docs = (EXAMPLES.parents[1] / "docs" / "finance.md").read_text()
        said = {key: " ".join(re.sub("[`*]", "", text).split())
                for key, text in re.findall(r"^### (.+)\n((?:(?!#).+\n)+)", docs, re.M)}
        rows = dict(re.findall(r'<tr id="indicator-([\w-]+)">(.*?)</tr>', page, re.S))
        self.assertEqual(set(said), set(rows))
        for key, row in rows.items():
            formula = html.unescape(re.sub("<[^>]*>", "", re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)[-1]))
            self.assertEqual(said[key], " ".join(formula.split()), key)

    def test_page_and_summary_say_what_a_public_euro_buys_in_the_investment(self):
        tokens = self.investment["indicators"]["tokens_per_public_eur"]
        texts = (re.search(r"A public euro buys</h2>\n<p class=\"value\">([\d.,]+)( million)?", (self.out / "report.html").read_text()),
                 re.search(r"A public euro ([\d.,]+)( million)?", self.outcome.out))
        for text in texts:
            self.assertAlmostEqual(1, float(text[1].replace(",", "")) * (1e6 if text[2] else 1) / tokens, delta=0.006)

    def test_one_lifetime_cost_and_one_price_are_told_of_a_project_everywhere(self):
        out = self.folder / "futures"
        outcome = self.succeeds("run", LLAMA, *WITH_PROJECT, "--out", out, "--futures", "2")
        report = strict_json((out / "report.json").read_text())
        indicators, twins = report["investment"]["indicators"], report["finance"]
        self.assertGreater(abs(indicators["eur_per_chip_hour"] / twins["eur_per_chip_hour"] - 1), 0.02)  # or it shows nothing
        told = (" ".join(outcome.out.split()), html.unescape((out / "report.html").read_text()))
        for text in told:
            for price in re.findall(r"a chip-hour €([\d.]+)", text):
                self.assertAlmostEqual(1, float(price) / indicators["eur_per_chip_hour"], delta=0.006)
            self.assertIn("a chip-hour €", text)
            self.assertIn("present value at financial close, with the time of building", text)
        figures = report["futures"]["figures"]
        for key in ("lifetime_cost_eur", "tokens_per_eur", "eur_per_chip_hour"):
            self.assertIn("/investment/indicators/" + key, figures)
            self.assertNotIn("/finance/" + key, figures)

    def test_covenants_hold_from_the_first_repayment_on_and_a_broken_one_is_told_everywhere(self):
        covenants = self.investment["covenants"]
        self.assertEqual(0, covenants["quarters_in_default"])
        self.assertIsNone(covenants["first_default_quarter"])
        self.assertTrue(covenants["first_default_quarter_why"])
        self.assertIn("no covenant is broken", " ".join(self.outcome.out.split()))
        tested = [int(q["quarter"]) for q in self.quarters if q["tested"]]
        self.assertEqual(covenants["first_tested_quarter"], tested[0])
        self.assertTrue(all(q["distributions_eur"] == 0 for q in self.quarters[:tested[0]]))
        out = self.folder / "broken"
        # Halls fill for five years, long after repayment begins: what they then earn is less than they cost.
        outcome = self.succeeds("run", LLAMA, *WITH_PROJECT, "--out", out, "--set", "/finance/project/market/ramp_years=5")
        broken = strict_json((out / "report.json").read_text())["investment"]["covenants"]
        self.assertGreater(broken["quarters_in_default"], 0)
        indicators = strict_json((out / "report.json").read_text())["investment"]["indicators"]
        self.assertLess(indicators["minimum_dscr"], 1.05)
        self.assertIn("in default of its covenants", " ".join(outcome.out.split()))
        self.assertIn("In default of its covenants", (out / "report.html").read_text())

    def test_parts_of_equity_and_quasi_equity_stand_with_what_they_pay_and_get(self):
        parts = {part["id"]: part for part in self.investment["tranches"]}
        self.assertAlmostEqual(parts["equity"]["paid_in_eur"], sum(q["equity_paid_in_eur"] for q in self.quarters), delta=CENT)
        self.assertAlmostEqual(parts["quasi_equity"]["received_eur"],
                               sum(q["quasi_equity_repaid_eur"] for q in self.quarters), delta=CENT)
        split = [{"id": "fund", "name": "Fund", "share": 0.5, "rate": 0.07}, {"id": "rest", "name": "Rest", "share": 0.4}]
        outcome = self.refuses("validate", LLAMA, *WITH_PROJECT, "--set",
                               "/finance/project/programme/quasi_equity_tranches=" + json.dumps(split))
        self.assertIn("add up to 0.9", outcome.err)

    def test_a_quota_that_is_missed_is_told_and_costs_grants(self):
        out = self.folder / "quota"
        outcome = self.succeeds("run", LLAMA, *WITH_PROJECT, "--out", out, "--set",
                                "/finance/project/programme/public_quota/share=0.5")
        investment = strict_json((out / "report.json").read_text())["investment"]
        self.assertTrue(investment["quota_missed"])
        self.assertFalse(self.investment["quota_missed"])
        self.assertGreater(investment["indicators"]["quota_claw_back_eur"], 0)
        self.assertRegex(" ".join(outcome.out.split()), "50 % are asked for: .* of grants go back")

    def test_the_summary_says_who_pays_and_what_they_get(self):
        for words in ("Who pays.*EU grant", "Returns .*a year", "Debt .*covered", "euro of grants", "statements.csv"):
            self.assertRegex(" ".join(self.outcome.out.split()), words)


class NoProject(Test):
    def test_without_a_project_nothing_is_said_of_one(self):
        out = self.folder / "out"
        outcome = self.succeeds("run", LLAMA, *BRIEF, "--out", out)
        self.assertFalse((out / "statements.csv").exists())
        (out / "statements.csv").write_text("of an earlier run\n")
        self.succeeds("run", LLAMA, *BRIEF, "--out", out)
        self.assertFalse((out / "statements.csv").exists())
        self.assertNotIn("investment", strict_json((out / "report.json").read_text()))
        self.assertNotIn("Who pays", outcome.out)

    def test_shares_that_do_not_add_up_are_told_with_their_place(self):
        outcome = self.refuses("validate", LLAMA, "--set", "/finance/funding=" + json.dumps({**FUNDING, "eib_share": 0.3}))
        self.assertIn("/finance/funding", outcome.err)
        self.assertIn("add up to 1.1, not to 1", outcome.err)

    def test_what_the_eib_may_not_lend_is_told_and_no_fee_is_below_nothing(self):
        factory = EXAMPLES / "ai-factory-25k.json"
        funding = {"eu_share": 0, "member_state_share": 0, "eib_share": 0.6, "equity_share": 0.4, "debt_share": 0}
        outcome = self.succeeds("validate", factory, "--set", "/finance/funding=" + json.dumps(funding))
        self.assertIn("the EIB is to pay 0.6 of the capex, but the programme caps that at 0.5", outcome.err + outcome.out)
        for fee in ("/finance/project/programme/guarantee/fee", "/finance/project/programme/eib_loan/commitment_fee"):
            self.assertIn("out of range", self.refuses("validate", factory, "--set", fee + "=-0.01").err)


if __name__ == "__main__":
    unittest.main()
