"""Does the main job write whole, reproducible reports, or nothing?"""
import csv
import json
import math
import os
import pathlib
import pty
import re
import subprocess
import tempfile
import unittest

from tool import BINARY, BRIEF, BRIEF_HOURS, LLAMA, SANITIZED, Test, gigaplan, strict_json

# The names that scripts rely on.
NAMES = {
    "scenario": "name sha256 seed",
    "step": "time_s compute_s exposed_communication_s bubble_s tokens_per_s model_tflops_per_chip mfu hfu "
            "memory_gib_per_chip",
    "fabric": "chips endpoints switches cables messages flows flow_cells link_cells",
    "operation": "years goodput interruptions tokens_trained chip_availability",
    "energy": "it_mwh_per_year facility_mwh_per_year peak_facility_mw pue co2_t_per_year "
              "imported_mwh_per_year exported_mwh_per_year own_renewable_share peak_import_mw",
    "finance": "capex_eur opex_eur_per_year lifetime_cost_eur tokens_per_eur model_pflop_per_eur kwh_per_eur "
               "tokens_per_public_eur",
}


class Report(Test):
    """One run of a published case, seen from all sides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.out = pathlib.Path(temporary.name) / "deep" / "er"
        cls.outcome = gigaplan("run", LLAMA, *BRIEF, "--out", cls.out)
        if cls.outcome.code != 0:
            raise AssertionError(cls.outcome)
        cls.report = strict_json((cls.out / "report.json").read_text())

    def test_the_files_are_there_and_nothing_half_written_beside_them(self):
        names = {file.name for file in self.out.iterdir()}
        self.assertLessEqual({"report.json", "timeseries.csv"}, names)
        self.assertLessEqual(names, {"report.json", "timeseries.csv", "report.html", "trace.json", "scenario.json"})

    def test_every_promised_name_holds_a_number_or_null_with_the_reason(self):
        self.assertTrue(self.report["schema"])
        for part, names in NAMES.items():
            for name in names.split():
                with self.subTest(part=part, name=name):
                    value = self.report[part][name]
                    if value is None:
                        self.assertTrue(self.report[part][name + "_why"])
                    elif name in ("name", "sha256"):
                        self.assertIsInstance(value, str)
                    else:
                        self.assertIsInstance(value, (int, float))
                        self.assertTrue(math.isfinite(value))

    def test_the_input_can_be_recognised(self):
        self.assertRegex(self.report["scenario"]["sha256"], r"^[0-9a-f]{64}$")
        self.assertEqual(json.loads(LLAMA.read_text())["name"], self.report["scenario"]["name"])

    def test_every_assumption_says_where_it_comes_from(self):
        self.assertGreater(len(self.report["assumptions"]), 100)
        for row in self.report["assumptions"]:
            with self.subTest(pointer=row.get("pointer")):
                self.assertRegex(row["pointer"], r"^/")
                self.assertIsInstance(row["value"], (int, float))
                self.assertIn(row["how"], ("read", "computed", "assumed", "scenario", "default"))
                self.assertIsInstance(row["source"], str)
                if row["how"] in ("read", "computed", "assumed"):
                    self.assertTrue(row["source"])

    def test_figures_agree_with_the_scenario_and_with_each_other(self):
        step, fabric, energy = self.report["step"], self.report["fabric"], self.report["energy"]
        # Llama 3, table 4: 128 data-parallel groups with 16 sequences each, 8,192 tokens long.
        self.assertAlmostEqual(1, step["tokens_per_s"] * step["time_s"] / (128 * 16 * 8192), delta=1e-9)
        self.assertEqual(16384, fabric["chips"])
        self.assertLessEqual(fabric["flow_cells"], fabric["flows"])
        # One H100 SXM: 989.4 dense BF16 TFLOP/s (NVIDIA data sheet: 1,979 with sparsity, half of it without).
        self.assertAlmostEqual(989.4, step["model_tflops_per_chip"] / step["mfu"], delta=1)
        self.assertGreaterEqual(step["hfu"], step["mfu"])
        parts = step["compute_s"] + step["exposed_communication_s"] + step["bubble_s"]
        self.assertLessEqual(parts, step["time_s"] * (1 + 1e-9))
        self.assertLess(step["memory_gib_per_chip"], 80)
        self.assertAlmostEqual(1, energy["facility_mwh_per_year"] / energy["it_mwh_per_year"] / energy["pue"],
                               delta=1e-9)
        self.assertGreater(energy["pue"], 1)
        operation, finance = self.report["operation"], self.report["finance"]
        self.assertTrue(0 < operation["goodput"] < 1, operation)
        self.assertTrue(0 < operation["chip_availability"] <= 1, operation)
        seconds = BRIEF_HOURS * 3600 * operation["goodput"]
        self.assertAlmostEqual(1, operation["tokens_trained"] / (step["tokens_per_s"] * seconds), delta=1e-6)
        self.assertGreater(finance["lifetime_cost_eur"], finance["opex_eur_per_year"])

    def test_the_summary_says_what_it_delivers_what_holds_it_back_what_it_costs_and_what_a_euro_buys(self):
        out = self.outcome.out
        for words in ("token", "MW", "bn|billion|million", "(?i)euro|EUR|€", "(?i)published", "(?i)mfu"):
            self.assertRegex(out, words)
        self.assertLess(len(out.splitlines()), 60, "read in ten seconds")
        self.assertLessEqual(max(map(len, out.splitlines())), 120)

    def test_the_summary_on_a_pipe_is_plain_and_progress_is_silent(self):
        self.is_plain(self.outcome.out)
        self.is_plain(self.outcome.err)

    def test_the_time_series_has_a_row_an_hour_of_finite_numbers(self):
        with open(self.out / "timeseries.csv", newline="") as file:
            header, *rows = list(csv.reader(file))
        self.assertEqual(BRIEF_HOURS, len(rows))
        self.assertEqual(len(header), len(set(header)))
        for row in rows:
            self.assertEqual(len(header), len(row))
            self.assertRegex(row[0], r"^\d{4}-\d\d-\d\dT\d\d:00")
            self.assertTrue(all(math.isfinite(float(cell)) for cell in row[1:]), row)
        self.assertEqual(sorted(row[0] for row in rows), [row[0] for row in rows])


class Reproducible(Test):
    def files(self, *arguments, **options):
        out = self.folder / f"out{len(list(self.folder.iterdir()))}"
        self.succeeds("run", LLAMA, *BRIEF, "--out", out, *arguments, **options)
        return {file.name: file.read_bytes() for file in sorted(out.iterdir())}

    def test_the_same_seed_gives_the_same_bytes_wherever_it_runs(self):
        first = self.files("--set", "/seed=7")
        again = self.files("--set", "/seed=7", cwd="/", TZ="Asia/Tokyo", LC_ALL="C", COLUMNS="40")
        self.assertEqual(first, again)

    def test_another_seed_is_another_input_with_other_luck(self):
        one, two = (self.files("--set", f"/seed={seed}") for seed in (1, 2))
        self.assertNotEqual(strict_json(one["report.json"])["scenario"]["sha256"],
                            strict_json(two["report.json"])["scenario"]["sha256"])
        self.assertNotEqual(one["timeseries.csv"], two["timeseries.csv"])
        # The step has no luck in it.
        self.assertEqual(strict_json(one["report.json"])["step"], strict_json(two["report.json"])["step"])


class NothingWritten(Test):
    def test_bad_input_writes_nothing(self):
        broken = self.write("broken.json", {"extends": str(LLAMA), "colour": 1})
        out = self.folder / "out"
        outcome = self.refuses("run", broken, "--out", out)
        self.assertFalse(out.exists())
        self.assertEqual("", outcome.out)

    def test_bad_input_leaves_an_older_report_as_it_was(self):
        out = self.folder / "out"
        out.mkdir()
        (out / "report.json").write_text("older")
        self.refuses("run", LLAMA, "--set", "/cluster/nodes=-1", "--out", out)
        self.assertEqual(["report.json"], [file.name for file in out.iterdir()])
        self.assertEqual("older", (out / "report.json").read_text())

    def test_an_empty_name_is_no_folder(self):
        self.assertIn("empty", self.refuses("run", LLAMA, *BRIEF, "--out", "", begins="--out").err)

    def test_a_place_that_cannot_be_written_is_bad_input(self):
        # Below a file, and below /proc: refused to root as well.
        for out in (self.write("file", "text") / "out", "/proc/gigaplan"):
            with self.subTest(out=out):
                self.assertIn(str(out), self.refuses("run", LLAMA, *BRIEF, "--out", out, begins="warning: ").err)
        self.assertEqual("text", (self.folder / "file").read_text())

    def test_an_output_that_cannot_be_replaced_leaves_all_as_it_was(self):
        out = self.folder / "out"
        (out / "timeseries.csv" / "inside").mkdir(parents=True)  # a folder stands where a file would go
        (out / "report.json").write_text("older")
        self.refuses("run", LLAMA, *BRIEF, "--out", out, begins="warning: ")
        self.assertEqual({"report.json", "timeseries.csv"}, {file.name for file in out.iterdir()})
        self.assertEqual("older", (out / "report.json").read_text())

    def test_without_out_the_files_go_to_out_and_the_scenario_s_name_and_the_summary_says_so(self):
        outcome = self.succeeds("run", LLAMA, *BRIEF, cwd=self.folder)
        self.assertIn("out/llama3-405b-16k", outcome.out)
        self.assertEqual([self.folder / "out"], list(self.folder.iterdir()))
        self.assertTrue((self.folder / "out" / "llama3-405b-16k" / "report.json").is_file())


class Overrides(Test):
    def test_a_value_reaches_the_report(self):
        out = self.folder / "out"
        self.succeeds("run", LLAMA, *BRIEF, "--set", "/name=\"another\"", "--set", "/seed=9", "--out", out)
        report = strict_json((out / "report.json").read_text())
        self.assertEqual("another", report["scenario"]["name"])
        self.assertEqual(9, report["scenario"]["seed"])

    def test_a_pointer_that_leads_nowhere_a_bad_value_and_no_value(self):
        for override, words in (("/cluster/noodles=3", '/cluster/noodles.*did you mean "nodes"'),
                                ("/cluster/nodes=many", "/cluster/nodes.*many"),
                                ("/cluster/nodes", "="), ("cluster/nodes=3", "/")):
            with self.subTest(override=override):
                self.assertRegex(self.refuses("run", LLAMA, "--set", override).err, words)


class Terminal(Test):
    def test_colour_appears_on_a_terminal_only(self):
        master, slave = pty.openpty()
        try:
            process = subprocess.Popen([str(BINARY), "run", str(LLAMA), *BRIEF], stdin=slave, stdout=slave,
                                       stderr=subprocess.DEVNULL, cwd=self.folder,
                                       env={**os.environ, "TERM": "xterm-256color"})
            os.close(slave)
            seen = b""
            while True:
                try:
                    chunk = os.read(master, 65536)
                except OSError:  # EIO: the other end is closed
                    break
                if not chunk:
                    break
                seen += chunk
            self.assertEqual(0, process.wait(timeout=60))
        finally:
            os.close(master)
        self.assertRegex(seen.decode(), re.compile("\x1b\\[[0-9;]*m"))


class Step(Test):
    # Llama 3's plan with two data-parallel groups: TP 8 x PP 16 x DP 2 = 256 chips, 32 nodes of 8, 16 sequences each. The
    # optimizer is spread over 2 ranks instead of 128, so that activations have to be recomputed.
    SMALL = ["--set", "/cluster/nodes=32", "--set", "/training/plan/data=2", "--set", "/training/global_batch=32",
             "--set", "/training/plan/recompute=full"]

    def step(self, *arguments):
        outcome = self.succeeds("step", LLAMA, "--json", *arguments)
        self.assertTrue(all(line.startswith("warning: ") for line in outcome.err.splitlines()), outcome)
        return strict_json(outcome.out)

    def test_json_has_the_step_and_the_fabric_as_the_report_has(self):
        printed = self.step()
        out = self.folder / "out"
        self.succeeds("run", LLAMA, *BRIEF, "--out", out)
        report = strict_json((out / "report.json").read_text())
        self.assertEqual(report["step"], printed["step"])
        self.assertEqual(report["fabric"], printed["fabric"])

    def test_folded_and_unfolded_agree(self):
        folded, unfolded = self.step(*self.SMALL), self.step(*self.SMALL, "--unfolded")
        for name in ("time_s", "compute_s", "exposed_communication_s", "bubble_s"):
            with self.subTest(name=name):
                self.assertAlmostEqual(folded["step"][name], unfolded["step"][name], delta=1e-9 * folded["step"]["time_s"])
        self.assertEqual(folded["fabric"]["flows"], unfolded["fabric"]["flows"])
        self.assertEqual(unfolded["fabric"]["flows"], unfolded["fabric"]["flow_cells"])
        self.assertLess(folded["fabric"]["flow_cells"], folded["fabric"]["flows"])

    def test_without_json_it_says_where_the_time_goes(self):
        out = self.succeeds("step", LLAMA).out
        self.is_plain(out)
        for word in ("comput", "bubble", "waiting for", "memory", "nics"):
            self.assertIn(word, out.lower())

    def test_bad_input(self):
        outcome = self.refuses("step", LLAMA, "--json", "--set", "/cluster/nodes=0")
        self.assertEqual("", outcome.out)


FUTURES = 2 if SANITIZED else 6


class Futures(Test):
    """What does --futures add?"""

    def run_with(self, folder, *options):
        outcome = gigaplan("run", LLAMA, *BRIEF, "--out", folder, "--futures", str(FUTURES), *options)
        self.assertEqual(outcome.code, 0, outcome)
        return outcome, strict_json((pathlib.Path(folder) / "report.json").read_text())

    def test_ranges_stand_in_terminal_page_and_report(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            outcome, report = self.run_with(one, "-j", "1")
            self.assertIn("median", outcome.out)
            self.assertIn("Futures", outcome.out)
            self.assertIn("nine of ten", outcome.out)
            futures = report["futures"]
            self.assertEqual((futures["count"], futures["failed"], futures["seed"]), (FUTURES, 0, 1))
            for pointer, range_ in futures["figures"].items():
                value = report
                for key in pointer.strip("/").split("/"):
                    value = value[key]
                self.assertEqual(range_["stated"], value, pointer)
                self.assertLessEqual(range_["low"], range_["median"])
                self.assertLessEqual(range_["median"], range_["high"])
            cost = futures["figures"]["/finance/lifetime_cost_eur"]
            self.assertLess(cost["low"], cost["high"])
            page = (pathlib.Path(one) / "report.html").read_text()
            self.assertIn('id="futures"', page)
            self.assertIn("How far futures lie from what is stated", page)
            if SANITIZED:
                return
            self.run_with(other, "-j", "2")
            for name in ("report.json", "report.html", "timeseries.csv"):
                self.assertEqual((pathlib.Path(one) / name).read_bytes(), (pathlib.Path(other) / name).read_bytes())

    def test_options_that_do_not_go_together(self):
        for options in (("--seed", "2"), ("--futures", "3", "--calibrate", "x.json"), ("--futures", "-1")):
            outcome = gigaplan("run", LLAMA, *BRIEF, "--out", "nowhere", *options)
            self.assertEqual(outcome.code, 2, outcome)
            self.assertFalse(pathlib.Path("nowhere").exists())


if __name__ == "__main__":
    unittest.main()
