"""Does every predicted step time carry its interval, and the reasons to doubt even that?"""
import json
import shutil
import unittest

from tool import BRIEF, CATALOGUE, LLAMA, Test, strict_json

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


if __name__ == "__main__":
    unittest.main()
