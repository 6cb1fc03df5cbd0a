"""Does every predicted step time carry its interval, and the reasons to doubt even that?"""
import json
import shutil
import unittest

from tool import BRIEF, CATALOGUE, LLAMA, TOP, Test, strict_json

STACK = json.loads(LLAMA.read_text())["training"]["stack"]


def rows(**changes):
    """Forty published steps like Llama 3's, off by -19 ... 20 %: the interval is that of the 2nd and the 39th."""
    row = {"family": "hopper dense", "architecture": "hopper", "chip": "h100-sxm5-80gb", "stack": STACK,
           "precision": "bf16", "chips": 16384, "sequence_length": 8192, "moe": False, "without_stack": 1,
           "without_architecture": None, **changes}
    return [{**row, "id": f"row {k}", "series": f"series {k % 10}", "without_series": (k - 20) / 100,
             "with_one_row": (k - 20) / 1000} for k in range(1, 41)]


class Interval(Test):
    def catalogue(self, residuals):
        """A catalogue with these residuals (text, rows, or none)."""
        place = self.folder / "catalogue"
        if not place.exists():
            shutil.copytree(CATALOGUE, place)
        (place / "residuals.json").unlink(missing_ok=True)
        if isinstance(residuals, list):
            residuals = json.dumps({"format": "gigaplan-residuals/1", "rows": residuals})
        if residuals is not None:
            (place / "residuals.json").write_text(residuals)
        return {"GIGAPLAN_CATALOGUE": str(place)}

    def test_step_and_run_say_how_sure_they_are(self):
        known = self.catalogue(rows())
        out = self.succeeds("step", LLAMA, **known).out
        self.assertRegex(out, r"90 % interval [\d.]+ to [\d.]+ s \(dense, Hopper, stack known: 40 published steps")
        self.assertNotIn("outside", out)
        step = strict_json(self.succeeds("step", LLAMA, "--json", **known).out)["step"]
        low, high = step["time_s_interval_90"]
        self.assertAlmostEqual(low / step["time_s"], 2.718281828 ** -0.18)
        self.assertAlmostEqual(high / step["time_s"], 2.718281828 ** 0.19)
        slow, fast = step["tokens_per_s_interval_90"]
        self.assertAlmostEqual(slow * high, step["tokens_per_s"] * step["time_s"], delta=1)
        self.assertAlmostEqual(fast * low, step["tokens_per_s"] * step["time_s"], delta=1)
        self.assertEqual(step["confidence"], {"basis": "dense, Hopper, stack known: 40 published steps of 10 series",
                                              "rows": 40, "series": 10, "outside": []})
        outcome = self.succeeds("run", LLAMA, *BRIEF, "--out", self.folder / "out", **known)
        self.assertIn("90 % interval", outcome.out)
        report = strict_json((self.folder / "out" / "report.json").read_text())
        self.assertEqual(report["step"]["time_s_interval_90"], [low, high])

    def test_what_was_never_measured_is_said(self):
        outcome = self.succeeds("step", LLAMA, **self.catalogue(rows(chips=1024, sequence_length=2048)))
        text = " ".join(outcome.out.split())
        self.assertIn("outside the calibrated range: 16,384 chips, the largest measured dense run has 1,024; 8,192 "
                      "tokens a sequence, the largest measured dense run has 2,048", text)

    def test_a_sweep_has_the_bounds_as_columns(self):
        sweep = self.write("sweep.json", {"name": "two", "scenario": str(LLAMA), "set": {"/operation/years": 0.02},
                                          "axes": [{"name": "one", "pointer": "/seed", "values": [1]}],
                                          "figures": ["/step/time_s", "/step/time_s_interval_90/1"]})
        self.succeeds("sweep", sweep, "--out", self.folder / "out", **self.catalogue(rows()))
        header, row = (self.folder / "out" / "runs.csv").read_text().splitlines()
        found = dict(zip(header.split(","), row.split(",")))
        factor = float(found["step_time_s_interval_90_1"]) / float(found["step_time_s"])
        self.assertAlmostEqual(factor, 2.718281828 ** 0.19)

    def test_a_catalogue_without_residuals_says_why_there_is_none(self):
        for none in (None, []):
            with self.subTest(none):
                known = self.catalogue(none)
                self.assertNotIn("interval", self.succeeds("step", LLAMA, **known).out)
                step = strict_json(self.succeeds("step", LLAMA, "--json", **known).out)["step"]
                self.assertIsNone(step["time_s_interval_90"])
                self.assertIn("residuals.json", step["time_s_interval_90_why"])

    def test_broken_residuals_are_bad_input(self):
        known = self.catalogue(rows(chips=-1))
        for command in ("step", "run", "network"):
            with self.subTest(command):
                outcome = self.refuses(command, LLAMA, cwd=self.folder, **known)
                self.assertIn("residuals.json: /rows/0/chips: expected a number above 0", outcome.err)
        self.assertFalse((self.folder / "out").exists())


MEASURED = TOP / "scenarios" / "custom" / "llama3-405b-measured.json"


def measured(*steps, **more):
    return {"format": "gigaplan-measured/1", "source": "our cluster", "measurements": list(steps), **more}


class Calibrate(Test):
    """Does a measurement of the user's own move the prediction to where it belongs, and say so?"""

    def step(self, *arguments, **environment):
        return strict_json(self.succeeds("step", LLAMA, "--json", *arguments, **environment).out)["step"]

    def test_the_measured_step_is_met_and_the_figures_say_what_they_rest_on(self):
        before = self.step()["time_s"]
        for factor in (0.93, 1.12):
            with self.subTest(factor):
                file = self.write("mine.json", measured({"step_time_s": factor * before, "note": "a warm one"}))
                out = self.folder / f"out{factor}"
                outcome = self.succeeds("run", LLAMA, *BRIEF, "--calibrate", file, "--out", out)
                self.assertRegex(outcome.out,
                                 r"Calibrated +to mine\.json: predicted \S+ s before, \S+ s measured, \S+ s after")
                report = strict_json((out / "report.json").read_text())
                self.assertAlmostEqual(report["step"]["time_s"] / (factor * before), 1, delta=0.01)
                own = report["step"]["calibrated_to"]
                self.assertEqual((own["file"], own["source"]), ("mine.json", "our cluster"))
                self.assertEqual(own["measurements"][0]["note"], "a warm one")
                self.assertAlmostEqual(own["measurements"][0]["before_s"], before)
                self.assertAlmostEqual(own["measurements"][0]["after_s"], report["step"]["time_s"], delta=1e-4)
                rows = {row["pointer"]: row for row in report["assumptions"]}
                level = rows["/training/stack/kernel_time"]
                self.assertEqual(level["how"], "computed")
                self.assertRegex(level["source"], r"^calibrated to mine\.json \(our cluster\); it was ")
                self.assertTrue(level["low"] < level["value"] < level["high"])
                self.assertNotIn("--set", level["source"])
                self.assertNotIn("calibrated", rows["/cluster/node/chip/tdp_w"]["source"])

    def test_half_the_machine_tells_of_the_whole(self):
        # Table 4 of the Llama 3 paper: 430 TFLOP/s a GPU on 8,192 (12.54 s), 400 on 16,384 (6.74 s).
        outcome = self.succeeds("step", LLAMA, "--calibrate", MEASURED)
        self.assertRegex(outcome.out, r"12\.5 s measured, 12\.5 s after")
        before, after = self.step()["time_s"], self.step("--calibrate", MEASURED)["time_s"]
        self.assertLess(abs(after / 6.74 - 1), abs(before / 6.74 - 1))

    def test_an_own_measurement_narrows_the_interval_and_that_of_another_model_does_not(self):
        known = Interval.catalogue(self, rows())
        own = self.write("own.json", measured({"step_time_s": 6}))
        another = {"training": {"model": "llama3-70b", "plan": {"interleave": 5}}}
        other = self.write("other.json", measured({"step_time_s": 0.5, "changes": another}))
        step = self.step("--calibrate", own, **known)
        self.assertAlmostEqual(step["time_s_interval_90"][1] / step["time_s"], 2.718281828 ** 0.019)
        self.assertIn("with a measurement of your own", step["confidence"]["basis"])
        self.assertIn("stack known", self.step("--calibrate", other, **known)["confidence"]["basis"])

    def test_several_measurements_and_what_stays_off(self):
        # The same step twice, 20 % apart: nothing can meet both.
        file = self.write("two.json", measured({"step_time_s": 5.5}, {"step_time_s": 6.6}))
        text = " ".join(self.succeeds("step", LLAMA, "--calibrate", file).out.split())
        self.assertIn("Calibrated to two.json (2 measurements): off by", text)
        self.assertRegex(text, r"measurement 1 is still off by \+\d+\.\d %")
        self.assertRegex(text, r"measurement 2 is still off by -\d+\.\d %")

    def test_a_slip_is_told_and_believed(self):
        outcome = self.succeeds("step", LLAMA, "--calibrate", self.write("ms.json", measured({"step_time_s": 5900})))
        self.assertRegex(outcome.err, r"^warning: .*ms\.json: /measurements/0/step_time_s: 98\.3 min is .* times")
        self.assertRegex(" ".join(outcome.out.split()), r"measurement 1 is still off by -\d+\.\d %")

    def test_overrides_hold_for_the_measurement_too(self):
        words = ["--set", "/training/sequence_length=4096"]
        before = self.step(*words)["time_s"]
        file = self.write("mine.json", measured({"step_time_s": 1.05 * before}))
        own = self.step(*words, "--calibrate", file)["calibrated_to"]["measurements"][0]
        self.assertAlmostEqual(own["before_s"], before)

    def test_nonsense_is_refused_with_a_remedy_and_nothing_is_written(self):
        step = {"step_time_s": 10}
        cases = [
            (measured(), "/measurements: expected at least 1 item"),
            (measured({"step_time_s": 0}), "/measurements/0/step_time_s: 0 is out of range; write a number above 0"),
            (measured({"step_time_s": "10"}), 'expected a number, got "10"; write a number .* without quotes'),
            (measured({"note": "?"}), '/measurements/0/step_time_s: "step_time_s" is missing'),
            (measured({**step, "time": 3}), "/measurements/0/time: unknown key"),
            (measured(step, colour=1), "/colour: unknown key"),
            ({**measured(step), "format": "gigaplan-measured/9"}, "/format: unknown value"),
            ({"format": "gigaplan-measured/1", "measurements": [step]}, '/source: "source" is missing'),
            (measured({**step, "changes": {"cluster": {"noodles": 3}}}),
             '/measurements/0/changes/cluster/noodles: .*did you mean "nodes"'),
            (measured({**step, "changes": {"cluster": {"nodes": 1}}}),
             "/measurements/0/changes: they make no scenario: /"),
            (measured({**step, "changes": [1]}), "/measurements/0/changes: expected an object"),
            (measured({**step, "changes": {"training": {"stack": "megatron-2021"},
                                           "cluster": {"node": "hgx-b200"}}}), "none has the scenario's chip or stack"),
            ("[]", "expected an object"), ("", "the file is empty"), ("{", "ends too early")]
        for content, words in cases:
            with self.subTest(words):
                file = self.write("bad.json", content)
                outcome = self.refuses("step", LLAMA, "--calibrate", file)
                self.assertRegex(outcome.err, words)
                self.assertIn("bad.json", outcome.err)
        self.refuses("run", LLAMA, "--calibrate", file, cwd=self.folder)
        self.assertFalse((self.folder / "out").exists())
        self.refuses("step", LLAMA, "--calibrate", self.folder / "nowhere.json")
        self.refuses("step", LLAMA, "--calibrate", "", begins="--calibrate")

    def test_a_step_that_is_too_long_to_simulate_is_refused(self):
        file = self.write("mine.json", measured({"step_time_s": 6, "changes": {"training": {"global_batch": 409600}}}))
        outcome = self.refuses("step", LLAMA, "--calibrate", file, "--max-minutes", "0.01")
        self.assertRegex(outcome.err, "measurement 1: .*minutes")


if __name__ == "__main__":
    unittest.main()
