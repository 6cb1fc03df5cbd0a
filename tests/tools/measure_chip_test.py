"""Does tools/measure_chip.py recover what a record was made with, say what a record is, and refuse a broken one?

GIGAPLAN_UPDATE=1 writes the fixture anew.
"""
import contextlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[1]
TOOL = TOP / "tools" / "measure_chip.py"
FIXTURE = HERE / "fixtures" / "measured_chip.jsonl"
BASE = TOP / "scenarios" / "catalogue" / "chips" / "h100-sxm5-80gb.json"
sys.path[:0] = [str(HERE), str(TOP / "tools")]

import synthetic  # noqa: E402
from chips import fit, measure, power, record, shapes  # noqa: E402

FAKE_SMI = """#!{python}
import sys, time
arguments = dict(a.lstrip("-").split("=", 1) for a in sys.argv[1:] if "=" in a)
known = {{"power.draw": "100.50", "clocks.sm": "1500", "temperature.gpu": "40", "driver_version": "570.1",
         "power.limit": "700.00", "clocks.max.sm": "1980", "clocks.max.memory": "[N/A]"}}
if {instant}:
    known["power.draw.instant"] = "200.25"
if arguments["id"] != "GPU-0000":
    sys.exit("no such device")
fields = arguments["query-gpu"].split(",")
if not set(fields) <= set(known):
    sys.exit('Field "' + fields[0] + '" is not a valid field to query.')
while True:
    print(", ".join(known[field] for field in fields))  # unflushed, as a terminal's lines are
    if "loop-ms" not in arguments:
        break
    time.sleep(0.02)
"""


def structure(value, schema, where=""):
    """What of a JSON Schema is easy to check: types, keys, bounds, choices."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value} is not one of {schema['enum']}"]
    if "type" in schema and (not isinstance(value, kinds[schema["type"]]) or isinstance(value, bool)):
        return [f"{where}: {value!r} is no {schema['type']}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{where}: no {key}" for key in schema.get("required", []) if key not in value]
        for key, item in value.items():
            if key in known:
                found += structure(item, known[key], f"{where}/{key}")
            elif schema.get("additionalProperties", True) is False:
                found.append(f"{where}: unknown key {key}")
    elif isinstance(value, list):
        found += [f"{where}: too short"] if len(value) < schema.get("minItems", 0) else []
        for i, item in enumerate(value):
            found += structure(item, schema.get("items", {}), f"{where}/{i}")
    elif isinstance(value, (int, float)):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value) or value <= schema.get(
                "exclusiveMinimum", value - 1):
            found.append(f"{where}: {value} is out of range")
    return found


class Test(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def tool(self, *arguments, **environment):
        return subprocess.run([sys.executable, "-B", TOOL, *map(str, arguments)], cwd=self.folder, capture_output=True,
                              text=True, check=False, timeout=200, env={**os.environ, **environment})

    def build(self, source, **base):
        """Calibration and entry from a record, given as a file or as text."""
        if isinstance(source, str):
            (self.folder / "given.jsonl").write_text(source)
            source = self.folder / "given.jsonl"
        entry = {**json.loads(BASE.read_text()), **base}
        (self.folder / "base.json").write_text(json.dumps(entry))
        outcome = self.tool("--from-record", source, "--catalogue", self.folder / "base.json", "--out", "out.json", "--entry",
                            "my-chip.json")
        self.assertEqual(0, outcome.returncode, outcome.stderr)
        return json.loads((self.folder / "out.json").read_text()), json.loads((self.folder / "my-chip.json").read_text())

    def recovers(self, efficiency, tolerance, truth=None):
        for key, value in (truth or synthetic.TRUTH).items():
            wide = 5 if key.startswith("shape") else 1
            self.assertAlmostEqual(1, efficiency[key] / value, delta=tolerance * wide, msg=key)


class Records(Test):
    def test_the_fixture_is_what_the_generator_writes_and_says_what_it_is(self):
        text = synthetic.record_text(shapes)
        if os.environ.get("GIGAPLAN_UPDATE"):
            FIXTURE.write_text(text)
        self.assertEqual(text, FIXTURE.read_text())
        self.assertEqual({"fixture": True, "note": synthetic.NOTE}, json.loads(text.splitlines()[0]))

    def test_it_recovers_what_the_fixture_was_made_with(self):
        calibration, entry = self.build(FIXTURE)
        self.recovers(calibration["efficiency"], 0.015)  # 1 % of noise a point, over dozens; shapes hang on few of them
        self.assertEqual(entry["efficiency"], {**calibration["efficiency"], "at_power_w": 700.0, "speed_spread": 0.015})
        # of a bell with a standard deviation of 1 %, half lies within 0.67 % and nine tenths within 1.64 %
        self.assertAlmostEqual(0.0067, calibration["fit"]["median_error"], delta=0.002)
        self.assertAlmostEqual(0.0164, calibration["fit"]["p90_error"], delta=0.004)
        for key, (low, high) in calibration["range"].items():
            self.assertTrue(low <= synthetic.TRUTH[key] <= high, key)

    def test_without_noise_it_recovers_other_values_exactly(self):
        for change in ({"gemm_bf16": 0.9, "shape_mn": 300.0, "shape_k": 1000.0},
                       {"gemm_fp8": 0.3, "attention": 0.2, "memory": 0.95, "shape_mn": 16.0, "shape_k": 32.0}):
            truth = {**synthetic.TRUTH, **change}
            calibration, _ = self.build(synthetic.record_text(shapes, truth, noise=0))
            self.recovers(calibration["efficiency"], 0.003, truth)

    def test_less_than_no_loss_at_the_edges_is_none(self):
        text = synthetic.record_text(shapes, {**synthetic.TRUTH, "shape_mn": -20.0}, noise=0)
        efficiency = self.build(text)[0]["efficiency"]
        self.assertEqual(0, efficiency["shape_mn"])
        self.assertAlmostEqual(1, efficiency["gemm_bf16"] / synthetic.TRUTH["gemm_bf16"], delta=0.02)

    def test_the_form_of_a_calibration(self):
        calibration, _ = self.build(FIXTURE)
        self.assertEqual(["format", "fixture", "note", "chip", "measured", "software", "settings", "peak", "efficiency",
                          "range", "launch_us", "power_w", "power", "also", "fit", "skipped", "points"], list(calibration))
        self.assertEqual("gigaplan-chip-calibration/1", calibration["format"])
        self.assertIs(True, calibration["fixture"])
        self.assertEqual(synthetic.NOTE, calibration["note"])
        self.assertEqual(list(synthetic.TRUTH), list(calibration["efficiency"]))
        self.assertEqual({"eager", "graph"}, set(calibration["launch_us"]))
        self.assertEqual(synthetic.WATTS, calibration["power_w"])  # the ramp of the first second is not in the mean
        self.assertEqual({"gemm_bf16", "gemm_fp8", "attention", "memory"}, set(calibration["fit"]["parts"]))
        self.assertAlmostEqual(1 / 0.9, calibration["also"]["gemm_bf16_normal_over_zeros"], delta=0.1)
        small = [p for p in calibration["points"] if p.get("m") == p.get("n") == p.get("k") == 512]
        self.assertEqual([False, False], [point["fitted"] for point in small])  # they last as long as a launch
        for key, (low, high) in calibration["range"].items():
            self.assertTrue(low <= calibration["efficiency"][key] <= high, key)
        for point in calibration["points"]:
            self.assertGreater(point["time_us"], 0)
            self.assertIn("spread", point)
        self.assertNotIn("host", FIXTURE.read_text())

    def test_the_same_each_time(self):
        texts = set()
        for _ in range(2):
            self.build(FIXTURE)
            texts.add((self.folder / "out.json").read_text() + (self.folder / "my-chip.json").read_text())
        self.assertEqual(1, len(texts))

    def test_a_chip_without_8_bits_keeps_what_its_entry_says(self):
        lines = [json.loads(line) for line in synthetic.record_text(shapes).splitlines()]
        lines = [line for line in lines if line.get("precision") != "fp8" and line.get("load") != "idle"]
        lines[-1]["points"] = len(lines) - 3
        calibration, entry = self.build("\n".join(map(json.dumps, lines)))
        base = json.loads(BASE.read_text())
        self.assertNotIn("gemm_fp8", calibration["efficiency"])
        self.assertEqual((base["efficiency"]["gemm_fp8"], base["idle_w"]), (entry["efficiency"]["gemm_fp8"], entry["idle_w"]))
        for pointer in ("/efficiency/gemm_fp8", "/idle_w"):
            self.assertEqual([c for c in base["provenance"] if pointer in c["fields"]],
                             [c for c in entry["provenance"] if pointer in c["fields"]])


class Entries(Test):
    def test_each_figure_has_one_citation_and_the_schema_takes_it(self):
        schema = json.loads((TOP / "scenarios" / "schema" / "chip.schema.json").read_text())
        whole = [{"fields": ["/efficiency"], "how": "assumed", "why": "all at once"}]
        both = [{"fields": ["/efficiency", "/idle_w"], "how": "assumed", "why": "all at once"}]
        for base in ({}, {"provenance": whole}, {"provenance": both}):
            _, entry = self.build(FIXTURE, **base)
            self.assertEqual([], structure(entry, {**schema, "required": schema["then"]["required"]}))
            self.assertEqual("my-chip", entry["id"])
            fields = [field for citation in entry["provenance"] for field in citation["fields"]]
            self.assertEqual(len(fields), len(set(fields)), fields)
            self.assertTrue({f"/efficiency/{key}" for key in synthetic.TRUTH} | {"/idle_w"} <= set(fields))

    def test_a_fixture_says_so_in_its_provenance_and_a_measurement_does_not(self):
        for fixture, how in ((True, "assumed"), (False, "computed")):
            calibration, entry = self.build(synthetic.record_text(shapes, fixture=fixture))
            ours = [citation for citation in entry["provenance"] if citation.get("title") == "tools/measure_chip.py"]
            self.assertEqual(8, len(ours))  # six efficiencies, the limit they were seen at, and the idle draw
            self.assertEqual({how}, {citation["how"] for citation in ours})
            self.assertEqual({fixture}, {"not a measurement" in citation["why"] for citation in ours})
            self.assertEqual(fixture, "not a measurement" in entry["name"])
            self.assertEqual(fixture, calibration.get("fixture", False))
            self.assertTrue(all("driver none" in citation["where"] for citation in ours))

    @unittest.skipUnless(os.environ.get("GIGAPLAN_BINARY"), "no GIGAPLAN_BINARY")
    def test_gigaplan_takes_the_entry(self):
        shutil.copytree(TOP / "scenarios" / "catalogue", self.folder / "catalogue")
        _, entry = self.build(FIXTURE)
        (self.folder / "catalogue" / "chips" / "my-chip.json").write_text(json.dumps(entry))
        environment = {**os.environ, "GIGAPLAN_CATALOGUE": str(self.folder / "catalogue")}

        def gigaplan(*arguments):
            outcome = subprocess.run([os.environ["GIGAPLAN_BINARY"], *map(str, arguments)], cwd=self.folder, env=environment,
                                     capture_output=True, text=True, check=False, timeout=200)
            self.assertEqual((0, ""), (outcome.returncode, outcome.stderr), outcome.stdout)
            return outcome.stdout

        self.assertIn("not a measurement", gigaplan("catalogue", "chips", "my-chip"))
        shown = json.loads(gigaplan("catalogue", "chips", "my-chip", "--json"))
        self.assertEqual(entry["efficiency"], {key: shown["efficiency"][key] for key in entry["efficiency"]})
        gigaplan("validate", TOP / "scenarios" / "examples" / "llama3-405b-16k.json", "--set", "/cluster/node/chip=my-chip")


class Refusals(Test):
    def refuses(self, *words, arguments=(), **environment):
        before = {path: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}
        outcome = self.tool(*arguments, **environment)
        self.assertEqual(2, outcome.returncode, outcome.stderr)
        for word in words:
            self.assertIn(word, outcome.stderr)
        self.assertNotIn("Traceback", outcome.stderr)
        self.assertEqual(before, {path: path.read_bytes() for path in self.folder.iterdir() if path.is_file()})

    def refuses_record(self, text, *words, base=BASE):
        (self.folder / "given.jsonl").write_text(text)
        self.refuses(*words, arguments=("--from-record", "given.jsonl", "--catalogue", base, "--out", "out.json"))

    def test_broken_records(self):
        good = synthetic.record_text(shapes)
        lines = good.splitlines()
        gemm = next(i for i, line in enumerate(lines) if '"gemm"' in line)

        def changed(at, *replacement):
            return "\n".join([*lines[:at], *replacement, *lines[at + 1:]])

        def with_point(**change):
            return changed(gemm, json.dumps({**json.loads(lines[gemm]), **change}))

        self.refuses_record("", "empty")
        self.refuses_record("\n\n", "empty")
        self.refuses_record("not json\n", "line 1", "not JSON")
        self.refuses_record("[1]\n", "line 1", "not an object")
        self.refuses_record(lines[0], "no header")
        self.refuses_record("\n".join(lines[:-1]), "interrupted")
        self.refuses_record("\n".join(lines[:-1]) + "\n" + lines[-1][:7], f"line {len(lines)}", "not JSON")
        self.refuses_record(changed(5), "points")
        self.refuses_record(changed(1), "line 2", "header")
        self.refuses_record(changed(1, json.dumps({**synthetic.HEADER, "chip": {}})), "/chip")
        self.refuses_record(changed(1, json.dumps({**synthetic.HEADER, "software": {}})), "driver")
        self.refuses_record(changed(1, json.dumps({**synthetic.HEADER, "measured": "today"})), "date")
        self.refuses_record(changed(1, json.dumps({**synthetic.HEADER, "format": "other/1"})), "gigaplan-chip-record/1")
        where = f"line {gemm + 1}"
        self.refuses_record(with_point(m=0), where, "m of")
        self.refuses_record(with_point(m="8"), where, "m of")
        self.refuses_record(with_point(kind="gem"), where, "kind")
        self.refuses_record(with_point(precision="fp9"), where, "precision")
        self.refuses_record(with_point(times_us=[1, 2]), where, "at least 3")
        self.refuses_record(with_point(times_us=[1, 2, -3]), where, "times_us")
        self.refuses_record(with_point(times_us=[1, 2, float("nan")]), where, "times_us")
        self.refuses(f"{self.folder / 'gone'}", "cannot be read",
                     arguments=("--from-record", self.folder / "gone", "--catalogue", BASE, "--out", "out.json"))

    def test_records_that_lack_what_the_fit_needs(self):
        lines = [json.loads(line) for line in synthetic.record_text(shapes).splitlines()]

        def only(keep):
            kept = [line for line in lines if line.get("kind", "end") == "end" or keep(line)]
            kept[-1] = {"kind": "end", "points": len(kept) - 3}
            return "\n".join(map(json.dumps, kept))

        self.refuses_record(only(lambda line: line["kind"] != "memory"), "no streaming kernel")
        self.refuses_record(only(lambda line: line.get("precision") != "bf16"), "matrix products at 16 bits")
        self.refuses_record(only(lambda line: line["kind"] != "gemm" or line["k"] == 8192), "three different K")

    def test_the_entry_of_another_chip(self):
        good = synthetic.record_text(shapes)
        self.refuses_record(good, "85.0 GB", "141.0 GB", base=self.other(memory_gbyte=141))
        self.refuses_record(good, "gemm_bf16", "of the peak", base=self.other(peak={"bf16_tflop_s": 312}))
        self.refuses_record(good, "peak", base=self.other(peak={}))

    def other(self, **change):
        path = self.folder / "other.json"
        path.write_text(json.dumps({**json.loads(BASE.read_text()), **change}))
        return path

    def test_options_that_do_not_go_together(self):
        self.refuses("nothing to write")
        self.refuses("--catalogue", arguments=("--out", "a.json"))
        self.refuses("nothing to write", arguments=("--from-record", FIXTURE))
        self.refuses("fp9", arguments=("--record", "a", "--precisions", "bf16,fp9"))
        self.refuses("cannot be written", arguments=("--from-record", FIXTURE, "--catalogue", BASE, "--out", "no/folder.json"))

    def test_without_pytorch_or_a_gpu_it_says_so(self):
        def torch(text):
            package = self.folder / "site" / "torch"
            package.mkdir(parents=True, exist_ok=True)
            (package / "__init__.py").write_text(text)
            return {"PYTHONPATH": str(self.folder / "site")}

        none = torch("raise ImportError('none')")
        self.refuses("PyTorch is missing", "--from-record", arguments=("--record", "r.jsonl"), **none)
        off = "class version: cuda = {}\nclass cuda:\n  is_available = staticmethod(lambda: {})\n" \
              "  device_count = staticmethod(lambda: 1)\n__version__ = '2'\n"
        self.refuses("no CUDA", arguments=("--record", "r.jsonl"), **torch(off.format(None, True)))
        self.refuses("no CUDA", arguments=("--record", "r.jsonl"), **torch(off.format("'12'", False)))
        self.refuses("--device 3", arguments=("--record", "r.jsonl", "--device", 3), **torch(off.format("'12'", True)))


class Measuring(Test):
    """The measurement itself, on a PyTorch and an nvidia-smi that only pretend."""

    def setUp(self):
        super().setUp()
        sys.path.insert(0, str(HERE / "fake"))
        self.addCleanup(sys.path.remove, str(HERE / "fake"))

    def smi(self, instant=True):
        path = self.folder / "bin" / "nvidia-smi"
        path.parent.mkdir(exist_ok=True)
        path.write_text(FAKE_SMI.format(python=sys.executable, instant=instant))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return mock.patch.dict(os.environ, PATH=str(path.parent))

    def measured(self, quick=True, precisions=None):
        path, said = self.folder / "record.jsonl", []
        with mock.patch.multiple(measure, POWER_SECONDS=0.4, QUICK_POWER_SECONDS=0.4, SETTLE_SECONDS=0.0):
            measure.measure(measure.load(0), 0, 0.01, quick, precisions, "flash", record.Writer(path), said.append)
        return record.read(path), said

    def test_everything_is_measured_and_the_truth_comes_out(self):
        with self.smi():
            found, said = self.measured()
        self.assertEqual(["rms_norm"], [re.search("rms_norm", p["what"]).group() for p in found.of("skipped")])
        self.assertEqual({"idle", "copy", "gemm_bf16", "gemm_fp8", "attention", "idle_context"},
                         {point["load"] for point in found.of("power")})
        self.assertEqual({200.25}, {sample[1] for point in found.of("power") for sample in point["samples"]})
        self.assertEqual(("570.1", 700.0, None), (found.header["software"]["driver"], found.header["chip"]["power_limit_w"],
                                                  found.header["chip"]["clock_memory_max_mhz"]))
        self.assertEqual(len(found.points), len(said))
        result = fit.Fit(found, synthetic.PEAK, synthetic.BANDWIDTH)
        self.recovers({"gemm_bf16": result.gemm["bf16"], "gemm_fp8": result.gemm["fp8"], "attention": result.attention,
                       "memory": result.memory, "shape_mn": result.shape_mn, "shape_k": result.shape_k}, 0.001)
        for point in found.of("gemm"):  # what is gone round is more than the cache, and short kernels are replayed
            size = shapes.gemm_bytes(point["precision"], point["m"], point["n"], point["k"])
            self.assertGreater(point["sets"] * size, 50 << 20, point)
            self.assertEqual(record.median_us(point) < 200, point["graph"], point)

    def test_the_whole_grid_without_nvidia_smi(self):
        with mock.patch.dict(os.environ, PATH=str(self.folder)):
            found, _ = self.measured(quick=False, precisions=["bf16"])
        self.assertEqual([], found.of("power"))
        self.assertEqual("unknown", found.header["software"]["driver"])
        self.assertEqual({"bf16"}, {point["precision"] for point in found.of("gemm")})
        self.assertEqual(len(shapes.gemms(False)) + 1, len(found.of("gemm")))

    def test_the_command_measures_and_writes_all_three_files(self):
        environment = {"PYTHONPATH": os.pathsep.join((str(HERE / "fake"), str(HERE))), "PATH": str(self.folder)}
        outcome = self.tool("--quick", "--seconds-per-point", "0.01", "--catalogue", BASE, "--out", "chip.json", **environment)
        self.assertEqual(0, outcome.returncode, outcome.stderr)
        self.assertEqual({"chip.json", "chip.jsonl", "h100-sxm5-80gb-measured.json"}, {p.name for p in self.folder.iterdir()})
        self.recovers(json.loads((self.folder / "chip.json").read_text())["efficiency"], 0.001)

    def test_a_driver_that_only_knows_the_mean_draw(self):
        with self.smi(instant=False):
            smi = power.Smi("GPU-0000")
            self.assertEqual("power.draw", smi.field)
            self.assertIsNone(power.Smi("GPU-1111").field)

    def test_nvidia_smi_numbers_devices_by_itself(self):
        class Properties:
            uuid = None

        with mock.patch.dict(os.environ, CUDA_VISIBLE_DEVICES="3,5"):
            self.assertEqual("5", measure.smi_name(Properties, 1))
            Properties.uuid = "1234"
            self.assertEqual("GPU-1234", measure.smi_name(Properties, 1))
        self.assertEqual((100.0, None, 50.0, 2), power.steady([[0.0, 10.0, 1.0, 1.0], [1.5, 90.0, None, 45.0],
                                                               [2.0, 110.0, None, 55.0]], 3.0))


class Help(Test):
    def test_help(self):
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertIn("--from-record", self.tool("--help").stdout)


if __name__ == "__main__":
    unittest.main()
