"""Does gigaplan portfolio choose among the scenarios of a folder, and say what is wrong with them and with what is asked?"""
import csv
import html
import itertools
import json
import os
import unittest

from tool import BRIEF, LLAMA, TOP, Test, gigaplan, strict_json

PLACES = {"a-fi": "fi", "b-fr": "fr", "c-fr": "fr", "d-pl": "pl"}
NODES = {"a-fi": 128, "b-fr": 256, "c-fr": 128, "d-pl": 256}  # x 8 chips: whole multiples of the 128 of 8 x 16 ranks

# Drawn apart, a host's idle and busy power can swap places; no scenario can be made of such a future.
SET = ["--set", "/cluster/node/host_idle_w=1000"]


class Folder(Test):
    """Four small proposals: two compete for one site."""

    def setUp(self):
        super().setUp()
        self.proposals = self.folder / "proposals"
        self.proposals.mkdir()
        base = json.loads(LLAMA.read_text())
        for number, (name, site) in enumerate(PLACES.items()):
            scenario = dict(base, name=f"Proposal {name}", site=site)
            scenario["cluster"] = dict(base["cluster"], nodes=NODES[name])
            scenario["training"] = {key: value for key, value in base["training"].items() if key != "published"}
            scenario["training"]["plan"] = dict(base["training"]["plan"], data=NODES[name] // 16)
            scenario["training"]["global_batch"] = NODES[name]
            scenario["finance"] = dict(base["finance"], funding={"eu_share": 0.17, "member_state_share": 0.1 + number / 100,
                                                                 "equity_share": 0.4, "debt_share": 0.33 - number / 100})
            scenario["provenance"] = [c for c in base["provenance"]
                                      if not any("funding" in f or "published" in f for f in c["fields"])]
            scenario.pop("$schema", None)
            (self.proposals / f"{name}.json").write_text(json.dumps(scenario))

    def portfolio(self, *arguments):
        return ["portfolio", self.proposals, *BRIEF, *SET, *arguments]

    def document(self, *arguments):
        return strict_json(self.succeeds(*self.portfolio("--json", *arguments)).out)

    def best(self, document, keeps):
        """By trying all sets: at most one a site, and what `keeps` says."""
        proposals = document["proposals"]
        sets = [s for n in range(5) for s in itertools.combinations(proposals, n)
                if len({p["site"] for p in s}) == n and keeps(s)]
        return max(sets, key=lambda s: sum(p["central"] for p in s))


class Choice(Folder):
    def test_the_choice_is_the_best_of_all_sets(self):
        document = self.document("--futures", 0)
        self.assertEqual(["a-fi", "b-fr", "d-pl"], document["choice"]["proposals"])
        budget = 0.6 * document["choice"]["public_money"]["eu_eur"]
        document = self.document("--futures", 0, "--budget-eu-eur", budget)
        best = self.best(document, lambda s: sum(p["asked"]["eu_eur"] for p in s) <= budget)
        self.assertEqual([p["id"] for p in best], document["choice"]["proposals"])
        self.assertAlmostEqual(1, document["choice"]["bound"] / document["choice"]["value"], 9)
        one = self.document("--futures", 0, "--sites", 1, "--must-not", "b-fr", "--must-not", "d-pl")
        self.assertIn(one["choice"]["proposals"][0], ["a-fi", "c-fr"])

    def test_figures_are_those_of_the_run(self):
        document = self.document("--futures", 0)
        self.succeeds("run", self.proposals / "b-fr.json", *BRIEF, *SET, "--out", self.folder / "run")
        report = json.loads((self.folder / "run" / "report.json").read_text())
        proposal = document["proposals"][1]
        self.assertEqual(report["operation"]["model_pflop"], proposal["central"])
        self.assertEqual(report["finance"]["capex_eur"] if "capex_eur" in report["finance"] else proposal["capex_eur"],
                         proposal["capex_eur"])
        self.assertEqual(report["energy"]["co2_t_per_year"], proposal["carbon_t_per_year"])
        self.assertAlmostEqual(1, 0.17 * proposal["capex_eur"] / proposal["asked"]["eu_eur"], 12)
        self.assertEqual(2048, proposal["chips"])
        self.assertEqual("fr", proposal["site"])

    def test_futures_are_the_same_however_they_are_run_and_what_out_holds(self):
        one = self.succeeds(*self.portfolio("--futures", 6, "-j", 1, "--json")).out
        two = self.succeeds(*self.portfolio("--futures", 6, "-j", 2, "--json", "--out", self.folder / "out")).out
        self.assertEqual(one, two)
        self.assertEqual(one, (self.folder / "out" / "portfolio.json").read_text())
        self.assertEqual(["portfolio.csv", "portfolio.json", "report.html", "samples.json"], sorted(os.listdir(self.folder / "out")))
        document = strict_json(one)
        self.assertEqual(0, document["futures"]["left_out"], document["futures"])
        with open(self.folder / "out" / "portfolio.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([p["id"] for p in document["proposals"]], [row["id"] for row in rows])
        self.assertEqual([p["chosen"] for p in document["proposals"]], [row["chosen"] == "1" for row in rows])
        for row, proposal in zip(rows, document["proposals"]):
            self.assertEqual(proposal["chosen_in_share_of_futures"], float(row["chosen_in_share_of_futures"]))
            self.assertLess(proposal["p5"], proposal["p95"])
            self.assertEqual(proposal["mean"], float(row["value"]))
        self.assertEqual(document["choice"]["proposals"], document["regret"]["sets"][0]["proposals"])
        self.assertEqual(6, sum(s["best_in_futures"] for s in document["regret"]["sets"]))

    def test_a_future_that_one_lacks_is_left_out_for_all_and_told(self):
        short = json.loads((self.proposals / "c-fr.json").read_text())
        short.setdefault("finance", {})["it_life_years"] = 0.6  # half a year is the least that a scenario may say
        short["provenance"] = [{"fields": ["/finance/it_life_years"], "how": "assumed", "why": "a test", "low": 0, "high": 1}]
        (self.proposals / "c-fr.json").write_text(json.dumps(short))
        document = strict_json(self.succeeds("portfolio", self.proposals, *BRIEF, "--futures", 6, "--json").out)
        left_out = document["futures"]["left_out"]
        self.assertTrue(0 < left_out < 6, document["futures"])
        self.assertIn("it_life_years", document["futures"]["why_left_out"])
        self.assertEqual(6 - left_out, sum(s["best_in_futures"] for s in document["regret"]["sets"]))

    def test_what_the_programme_knows_beside_the_folder(self):
        self.write("proposals.json", {"format": "gigaplan-proposals/1", "proposals": [
            {"id": "c-fr", "site": "elsewhere", "grid_region": "North", "least_public_share": 0.5}]})
        document = self.document("--futures", 0)
        self.assertEqual(["a-fi", "b-fr", "c-fr", "d-pl"], document["choice"]["proposals"])
        c = document["proposals"][2]
        self.assertEqual(("elsewhere", "North"), (c["site"], c["grid_region"]))
        self.assertAlmostEqual(0.5, c["least_public_eur"] / c["asked"]["total_eur"], 12)

    def test_the_table_has_all_of_it(self):
        outcome = self.succeeds(*self.portfolio("--futures", 4, "--sites", "1..2", "--out", self.folder / "out"))
        self.is_plain(outcome.out)
        for words in ("2 of 4 proposals", "the mean of 4 futures", "together", "Proven: no set has more", "Next best",
                      "Had the future been known", "Wider limits", "max_sites 1 more",
                      f"Written to {self.folder / 'out'}"):
            self.assertIn(words, outcome.out)


class Told(Folder):
    """What a reader must know of proposals before anything else, and where their figures come from."""

    def test_synthetic_proposals_are_called_so_in_terminal_and_page(self):
        out = self.folder / "out"
        told = self.succeeds(*self.portfolio("--futures", 0, "--out", out)).out
        self.assertNotIn("ynthetic", told)
        self.assertNotIn("ynthetic", (out / "report.html").read_text())
        for name, more in (("a-fi", " (SYNTHETIC)"), ("c-fr", ", synthetic"), ("d-pl", " parasynthetics")):
            scenario = json.loads((self.proposals / f"{name}.json").read_text())
            scenario["name"] += more
            (self.proposals / f"{name}.json").write_text(json.dumps(scenario))
        told = " ".join(self.succeeds(*self.portfolio("--futures", 0, "--out", out)).out.split())
        words = "Synthetic proposals: 2 of 4, by their own names, and 1 of the 3 chosen."
        self.assertIn(words, told)
        self.assertIn("a-fi: Proposal a-fi (SYNTHETIC)", told)
        self.assertIn(f'<p class="warning">{words}', (out / "report.html").read_text())

    def test_the_page_names_each_scenario_and_how_to_see_its_assumptions(self):
        out = self.folder / "out"
        self.succeeds(*self.portfolio("--futures", 0, "--out", out))
        page = html.unescape((out / "report.html").read_text())
        self.assertIn('href="#sources"', page)
        self.assertIn("gigaplan run proposals/a-fi.json --set '/operation/years=0.02' --set '/cluster/node/host_idle_w=1000'", page)
        for name in PLACES:
            self.assertIn(f"<td>{name}.json</td>", page)
            self.assertGreaterEqual(page.count(f"Proposal {name}"), 2)
        self.assertNotIn(str(self.folder), page)


PROJECT = {"programme": "investai-2026", "market": "eu-compute-2026", "inflation": 0.02,
           "construction": {"years": 1.5, "halls": 1, "s_curve_steepness": 6, "it_deposit_share": 0.3, "it_lead_years": 0.5}}


class Financed(Folder):
    """The same four with projects."""

    def document(self, *arguments):
        return super().document("--set", "/finance/project=" + json.dumps(PROJECT), *arguments)

    def test_money_is_that_of_the_run(self):
        out = self.folder / "run"
        self.succeeds("run", self.proposals / "b-fr.json", *BRIEF, *SET, "--set", "/finance/project=" + json.dumps(PROJECT),
                      "--out", out)
        investment = json.loads((out / "report.json").read_text())["investment"]
        sources = {line["name"]: line["amount_eur"] for line in investment["sources"]}
        document = self.document("--futures", 0)
        proposal, grant = document["proposals"][1], document["choice"]["grants"][1]
        self.assertEqual("b-fr", grant["id"])
        for key, source in (("eu_eur", "EU grant"), ("member_state_eur", "member state grant")):
            self.assertGreater(sources[source], 0)
            self.assertAlmostEqual(1, grant[key] / sources[source], 9)
        calls = investment["indicators"]["guarantee_called_eur"]
        self.assertAlmostEqual(calls, proposal["guarantee_calls_eur"], 2)
        self.assertAlmostEqual(sum(sources[s] for s in ("EU grant", "member state grant")) + calls, grant["total_eur"], 2)
        self.assertAlmostEqual(sum(sources.values()), proposal["investment_eur"], 2)
        self.assertEqual(investment["indicators"]["minimum_dscr"], proposal["minimum_dscr"]["central"])
        self.assertEqual(investment["indicators"]["equity_irr"], proposal["equity_irr"]["central"])
        self.assertAlmostEqual(sum(g["total_eur"] for g in document["choice"]["grants"]),
                               document["choice"]["public_money"]["total_eur"], 1)

    def test_expected_calls_are_the_mean_of_futures_and_owners_and_lenders_can_be_limited(self):
        document = self.document("--futures", 5)
        proposals = document["proposals"]
        for p in proposals:
            self.assertEqual(5, p["equity_irr"]["futures"])
            self.assertLessEqual(p["equity_irr"]["p5"], p["equity_irr"]["p50"])
            self.assertLessEqual(p["guarantee_calls_eur"], p["guarantee_cover_eur"] + 1)
        irr = sorted(p["equity_irr"]["central"] for p in proposals)
        least = (irr[1] + irr[2]) / 2
        limited = self.document("--futures", 5, "--min-equity-irr", least)
        self.assertTrue(limited["choice"]["proposals"])
        for p in limited["proposals"]:
            if p["chosen"]:
                self.assertGreaterEqual(p["equity_irr"]["central"], least)
        self.assertEqual([], self.document("--futures", 5, "--min-dscr", 100, "--min-equity-irr", 9)["choice"]["proposals"])

    def test_debt_and_owners_are_told(self):
        out = self.folder / "out"
        told = self.succeeds(*self.portfolio("--futures", 3, "--set", "/finance/project=" + json.dumps(PROJECT), "--carbon-cap", 1e9,
                                             "--out", out)).out
        for words in ("Debt and owners", "min. DSCR", "equity IRR", "guarantee: cover", "in 3 of 3 futures"):
            self.assertIn(words, " ".join(told.split()))
        page = (out / "report.html").read_text()
        self.assertIn("Do they serve their debt?", page)


class Refused(Folder):
    def test_limits_that_conflict_are_named_and_no_choice_is_written(self):
        out = self.folder / "out"
        outcome = gigaplan(*self.portfolio("--futures", 0, "--sites", 4, "--max-per-country", 1, "--json", "--out", out))
        self.assertEqual(3, outcome.code, outcome)
        self.assertIn("no set of proposals keeps all limits; without min_sites there would be one", outcome.err)
        document = strict_json(outcome.out)
        self.assertEqual("infeasible", document["status"])
        self.assertEqual(["min_sites"], document["conflict"]["either"])
        self.assertEqual(["samples.json"], os.listdir(out))  # what was simulated is kept for the next question

    def test_what_no_set_can_keep_is_told_before_the_work(self):
        # With 100,000 futures each the work would take hours; the outcome's time limit is minutes.
        out = self.folder / "out"
        for words, message in ((["--must", "a-fi", "--must-not", "a-fi"], "a-fi is to be funded, and not to be"),
                               (["--sites", "9"], "9 are to be funded, of 4 proposals"),
                               (["--sites", "4", "--must-not", "a-fi"], "of which 3 may be"),
                               (["--must", "a-fi", "--must", "b-fr", "--sites", "1"], "2 have to be funded, of at most 1"),
                               (["--must", "b-fr", "--must", "c-fr"], "b-fr and c-fr compete for one site"),
                               (["--min-countries", "4"], "--min-countries"),
                               (["--min-countries", "3", "--sites", "..2"], "3 countries need as many sites")):
            with self.subTest(words=words):
                outcome = self.refuses(*self.portfolio("--futures", 100000, "--out", out, *words), begins="")
                self.assertIn(message, outcome.err)
                self.assertFalse(out.exists())
        plain = self.write("plain", "text")
        for place in ("/proc/x", plain, plain / "below"):
            outcome = self.refuses(*self.portfolio("--futures", 100000, "--out", place))
            self.assertEqual(1, outcome.err.count("nothing can be written there"), outcome)

    def test_every_fault_is_told_at_once(self):
        (self.proposals / "b-fr.json").write_text("{\"name\": ")
        broken = json.loads((self.proposals / "d-pl.json").read_text())
        broken["cluster"]["nodes"] = -1
        broken["name"] = "\x1b[31mred"
        (self.proposals / "d-pl.json").write_text(json.dumps(broken))
        err = self.refuses(*self.portfolio("--must", "a-fj", "--by", "/finance/tokens_per_eur"), begins="").err
        for words in ("b-fr.json: line 1", "/cluster/nodes", "did you mean a-fi?", "a ratio", "error"):
            self.assertIn(words, err)
        self.assertNotIn("\x1b", err)

    def test_figures_that_no_report_has_and_folders_without_proposals(self):
        self.assertIn("--by", self.refuses(*self.portfolio("--by", "/operation/nothing")).err)
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertIn("no proposal", self.refuses("portfolio", empty).err)
        self.assertIn("No such file", self.refuses("portfolio", self.folder / "gone").err)

    def test_numbers_that_are_none(self):
        for words in (["--sites", "5..4"], ["--sites", "x"], ["--sites", ".."], ["--budget-eu-eur", "-1"],
                      ["--budget-state-eur", "FR"], ["--budget-state-eur", "FR=x"], ["--futures", "-1"]):
            with self.subTest(words=words):
                self.refuses(*self.portfolio(*words), begins="")

    def test_a_budget_of_a_state_that_no_proposal_is_in(self):
        err = self.refuses(*self.portfolio("--budget-state-eur", "FRA=1e9", "--budget-state-eur", "FR=1e9"), begins="").err
        self.assertIn("no proposal is in \"FRA\"", err)
        self.assertIn("did you mean FR?", err)
        self.assertEqual(1, err.count("no proposal is in"))

    def test_text_from_files_does_not_steer_the_terminal(self):
        (self.proposals / "a-fi.json").rename(self.proposals / "a\x1b[2Jfi.json")
        out = self.succeeds(*self.portfolio("--futures", 0)).out
        self.assertNotIn("\x1b", out)
        self.assertIn("\\u001b[2Jfi", out)
        (self.proposals / "b-fr.json").write_text("{}")
        self.assertNotIn("\x1b", self.refuses("portfolio", self.proposals, "--must", "\x1b[2J", begins="").err)


class Documented(Folder):
    def test_the_page_names_every_option_and_every_key(self):
        page = (TOP / "docs" / "portfolio.md").read_text()
        lines = self.succeeds("portfolio", "--help").out.split("Options:")[1].split("Examples:")[0].splitlines()
        options = {name for line in lines if line.startswith("  -") for name in line.split()[0].split(",")} - {"-h", "--help"}
        self.assertGreater(len(options), 20)
        for option in options:
            self.assertIn(f"`{option}`", page)
        document = self.document("--futures", 3)
        keys = set()

        def walk(value):
            if isinstance(value, dict):
                keys.update(value)
                for inside in value.values():
                    walk(inside)
            elif isinstance(value, list) and value:
                walk(value[0])
        walk(document)
        for key in keys:
            self.assertIn(f"`{key}`", page, key)


if __name__ == "__main__":
    unittest.main()
