"""Does gigaplan accuracy hold predictions against published figures, and tell what is wrong with a case?"""
import csv
import io
import json
import math
import os
import re
import shutil
import unittest
import xml.etree.ElementTree as xml

from tool import TOP, Test, gigaplan, strict_json

CASES = TOP / "tests" / "validation" / "cases"
FEW = ["--only", "fac-superpod-b200"]  # five bills: a moment
FILES = ["accuracy.csv", "accuracy.json", "accuracy.md", "accuracy.svg", "residuals.json"]
NAME = "<script>alert('|')</script>"

BILL = {"id": NAME, "kind": "bill", "role": "test",
        "scenario": {"cluster": {"node": "dgx-h200", "nodes": 32,
                                 "fabric": {"extends": "ndr-3tier", "tiers": 2, "nodes_per_unit": 16}}},
        "published": {"switches": {"leaf": 16, "spine": 5}, "cables": {"node-leaf": 256}}}
STEP = {"id": NAME + " step", "kind": "step", "role": "calibration", "series": "llama3-8b", "family": "hopper dense",
        "scenario": {"cluster": {"node": "grand-teton-h100", "nodes": 1, "fabric": "roce-3tier-llama3"},
                     "training": {"global_batch": 2}},
        "published": {"step_time_s": 1}}
UNSEEN = {"format": "gigaplan-left-out/1",  # of the base scenario's stack and chips
          "parameters": [{"kind": "stack", "ids": ["megatron-core-2024"], "field": "kernel_time", "factor": False},
                         {"kind": "chip", "ids": ["h100-sxm5-80gb"], "field": "gemm_bf16", "factor": True}],
          "without_series": {"llama3-8b": [1.1, 1]}, "without_stack": {"megatron-core-2024": [1.2, 1]},
          "without_architecture": {"hopper": [1, 0.5]},
          "with_one_row": {"llama3-8b, megatron-core-2024, h100-sxm5-80gb": {"row": "another", "values": [0.9, 1]}}}
OUT = {"id": "out", "kind": "gemm", "left_out": "one | chip"}


class Cases(Test):
    """Tests with a folder of cases of their own."""

    def cases(self, *cases, text=None):
        folder = self.folder / "cases"
        folder.mkdir(exist_ok=True)
        shutil.copy(CASES / "base.json", folder)
        document = {"format": "gigaplan-cases/1", "group": "some", "source": {"title": "A paper"}, "cases": cases}
        self.file = folder / "some.json"
        self.file.write_text(text if text is not None else json.dumps(document))
        return folder


class Figures(Cases):
    def test_the_table_has_errors_by_group_and_the_largest_of_them(self):
        outcome = self.succeeds("accuracy", "--cases", self.cases(BILL, STEP, OUT))
        self.is_plain(outcome.out)
        self.assertEqual("", outcome.err)
        # By hand (tests/accuracy/predict_test.cpp): 16 leaves, 4 spines where 5 are published, 256 cables.
        self.assertRegex(outcome.out, r"switches and cables +test +3 +6\.7 +0\.0 +16\.0 +20\.0 +-6\.7\n")
        self.assertRegex(outcome.out, r"step time, H100 and H200 dense +calibration +1 ")
        self.assertIn(f"-20.0 %  {NAME} (4  predicted, 5 published)".replace("  pre", " pre"),
                      outcome.out.replace("  pre", " pre"))
        self.assertIn("beside 2 published measurements", outcome.out)

    def test_the_documents_agree_and_are_what_out_holds(self):
        arguments = ["accuracy", "--cases", self.cases(BILL, STEP, OUT)]
        out = self.folder / "out"
        text = self.succeeds(*arguments, "--json").out
        table = self.succeeds(*arguments, "--csv").out
        self.assertIn(f"Written to {out}\n", self.succeeds(*arguments, "--out", out).out)
        self.assertEqual(FILES, sorted(os.listdir(out)))
        self.assertEqual(text, (out / "accuracy.json").read_text())
        self.assertEqual(table, (out / "accuracy.csv").read_text())
        document = strict_json(text)
        self.assertEqual("gigaplan-accuracy/1", document["format"])
        self.assertEqual(self.succeeds("--version").out.split()[1], document["version"])
        self.assertEqual([BILL["id"], STEP["id"], "out"], [case["id"] for case in document["cases"]])
        bill, step, left = document["cases"]
        self.assertEqual([("leaf switches", 16, 16), ("spine switches", 4, 5), ("node-leaf cables", 256, 256)],
                         [(f["what"], f["predicted"], f["published"]) for f in bill["figures"]])
        self.assertEqual(-0.2, round(bill["figures"][1]["error"], 12))
        self.assertEqual(["test", "calibration"], [bill["role"], step["role"]])
        self.assertEqual("one | chip", left["left_out"])
        groups = {group["name"]: group for group in document["groups"]}
        self.assertEqual(3, groups["switches and cables"]["test"]["figures"])
        self.assertIsNone(groups["switches and cables"]["calibration"])
        self.assertIsNone(groups["step time, all dense"]["test"])
        rows = list(csv.DictReader(io.StringIO(table, newline=""), strict=True))
        figures = [(case["id"], figure) for case in (bill, step) for figure in case["figures"]]
        self.assertEqual(len(figures) + 1, len(rows))
        for row, (name, figure) in zip(rows, figures):
            self.assertEqual((name, figure["what"]), (row["id"], row["what"]))
            self.assertEqual(figure["predicted"], float(row["predicted"]))
        self.assertEqual(("out", "one | chip", ""), (rows[-1]["id"], rows[-1]["left_out"], rows[-1]["predicted"]))

    def test_a_step_is_what_gigaplan_step_says(self):
        figures = strict_json(self.succeeds("accuracy", "--cases", self.cases(STEP), "--json").out)["cases"][0]["figures"]
        changes = [word for part, keys in STEP["scenario"].items() for key, value in keys.items()
                   for word in ("--set", f"/{part}/{key}={json.dumps(value)}")]
        step = strict_json(self.succeeds("step", CASES / "base.json", *changes, "--json").out)
        self.assertEqual(step["step"]["time_s"], figures[0]["predicted"])

    def test_the_plot_is_xml_and_the_page_is_markdown_whatever_cases_are_called(self):
        self.succeeds("accuracy", "--cases", self.cases(BILL, STEP, OUT), "--out", self.folder / "out")
        svg = xml.parse(self.folder / "out" / "accuracy.svg")
        space = "{http://www.w3.org/2000/svg}"
        self.assertEqual([], list(svg.iter(space + "script")))
        titles = [title.text for title in svg.findall(f"{space}circle/{space}title")]
        self.assertEqual(1, len(titles))
        self.assertTrue(titles[0].startswith(STEP["id"] + ": "), titles)
        page = (self.folder / "out" / "accuracy.md").read_text()
        self.assertNotIn("<script", page)
        rows = [line for line in page.splitlines() if line.startswith("| &lt;script>")]
        self.assertEqual(4, len(rows))
        for row in rows:  # | case | role | what | predicted | published | error |
            self.assertEqual(7, len(re.findall(r"(?<!\\)\|", row)), row)
        self.assertIn("| one \\| chip | 1 |", page)

    def test_steps_are_also_predicted_by_fits_that_did_not_see_them(self):
        step = json.loads(json.dumps(STEP))
        step["chip"] = "h100-sxm5-80gb"
        step["scenario"]["training"]["stack"] = "megatron-core-2024"
        cases = self.cases(BILL, step, OUT)
        without = self.succeeds("accuracy", "--cases", cases).out
        self.assertNotIn("left out", without)
        (self.folder / "left_out.json").write_text(json.dumps(UNSEEN))
        arguments = ["accuracy", "--cases", cases]
        text = self.succeeds(*arguments, "--out", self.folder / "out").out
        self.is_plain(text)
        document = json.loads((self.folder / "out" / "accuracy.json").read_text())
        figure = document["cases"][1]["figures"][0]

        def seconds(*changes):
            folder = self.cases({**step, "scenario": {**step["scenario"], **dict(changes)}})
            return strict_json(self.succeeds("accuracy", "--cases", folder, "--json").out)["cases"][0]["figures"][0]["predicted"]

        stack = {"extends": "megatron-core-2024", "kernel_time": 1.2}
        training = {**step["scenario"]["training"], "stack": stack}
        predicted = {key.removeprefix("predicted_"): value for key, value in figure.items() if key.startswith("predicted_")}
        self.assertEqual(["series_left_out", "stack_never_seen", "architecture_never_seen", "one_row_of_series_known"],
                         list(predicted))
        self.assertEqual(seconds(("training", training)), predicted["stack_never_seen"])
        self.assertLess(predicted["one_row_of_series_known"], figure["predicted"])
        self.assertLess(figure["predicted"], predicted["series_left_out"])
        self.assertLess(predicted["stack_never_seen"], predicted["architecture_never_seen"])
        group = document["groups"][0]
        for key, value in predicted.items():
            self.assertEqual(1, group[key]["figures"])
            self.assertAlmostEqual(value - 1, group[key]["bias"], 12)  # 1 s is published
            label = key.replace("_", " ").replace("row of", "row of the")
            self.assertRegex(text, rf"\n +{label} +1 +{100 * abs(value - 1):.1f} ")
            page = (self.folder / "out" / "accuracy.md").read_text()
            self.assertIn(f"### {label.capitalize()}\n", page)
        row = list(csv.DictReader(io.StringIO((self.folder / "out" / "accuracy.csv").read_text())))[3]
        self.assertEqual(predicted, {key: float(row[f"predicted_{key}"]) for key in predicted})
        residuals = strict_json((self.folder / "out" / "residuals.json").read_text())
        self.assertEqual("gigaplan-residuals/1", residuals["format"])
        row = residuals["rows"][0]
        self.assertEqual(1, len(residuals["rows"]))
        self.assertEqual((STEP["id"], "hopper", "bf16", 8, 8192, False),
                         tuple(row[key] for key in ("id", "architecture", "precision", "chips", "sequence_length", "moe")))
        for key, name in (("without_series", "series_left_out"), ("without_stack", "stack_never_seen"),
                          ("without_architecture", "architecture_never_seen"), ("with_one_row", "one_row_of_series_known")):
            self.assertEqual(round(-math.log(predicted[name]), 4), row[key])
    def test_failures_have_an_interval_and_the_published_ones_inside_are_counted(self):
        near = {"id": "near", "kind": "interruptions", "role": "test",
                "scenario": {"cluster": {"node": "hgx-b200", "nodes": 63, "fabric": "ndr-3tier"}},
                "published": {"count": 12, "days": 55, "by_cause": {"NIC": 1, "power supply": 90}}}
        fit = {**near, "id": "fit", "role": "calibration", "published": {"count": 13, "days": 55}}
        out = self.folder / "out"
        text = self.succeeds("accuracy", "--cases", self.cases(near, fit), "--out", out).out
        # 504 chips and 63 nodes of llama3-2024 fail 13 times in 55 days; 90 of its power supplies never do.
        self.assertIn("Failures inside the simulated 90 % interval: 2 of 3 test figures, 1 of 1 calibration figures.", text)
        document = strict_json((out / "accuracy.json").read_text())
        self.assertEqual({"calibration": {"figures": 1, "inside": 1}, "test": {"figures": 3, "inside": 2}},
                         document["intervals"])
        for figure in document["cases"][0]["figures"]:
            self.assertLessEqual(figure["low"], figure["predicted"])
            self.assertLess(figure["predicted"], figure["high"])
        whole = document["cases"][1]["figures"][0]
        page = (out / "accuracy.md").read_text()
        self.assertIn("Published figures inside: 2 of 3 test figures, 1 of 1 calibration figures.", page)
        self.assertRegex(page, rf"\| fit \| calibration \| interruptions in 55 days \| 13\S*  ?\({whole['low']:.4g} to ")

    def test_a_cause_that_the_reliability_does_not_have_is_told(self):
        case = {"id": "odd", "kind": "interruptions", "role": "test",
                "published": {"count": 1, "days": 1, "by_cause": {"gremlin\x1b": 1, "NIC": 1}}}
        outcome = gigaplan("accuracy", "--cases", self.cases(case))
        self.assertEqual(2, outcome.code, outcome)
        self.assertIn("case odd: no cause of failures is named", outcome.err)
        self.assertNotIn("\x1b", outcome.err)

    def test_the_same_bytes_however_many_work(self):
        outputs = []
        for jobs in (1, 2):
            self.succeeds("accuracy", "--only", "2su", "-j", jobs, "--out", self.folder / str(jobs))
            outputs.append([(self.folder / str(jobs) / name).read_bytes() for name in FILES])
        self.assertEqual(*outputs)

    def test_the_project_s_cases_are_found_and_only_chooses_among_them(self):
        document = strict_json(self.succeeds("accuracy", *FEW, "--json").out)
        self.assertEqual(5, len(document["cases"]))
        for case in document["cases"]:
            self.assertTrue(case["id"].startswith("fac-superpod-b200"), case)
            self.assertTrue(case["figures"], case)

    def test_only_cases_that_are_left_out(self):
        outcome = self.succeeds("accuracy", "--cases", self.cases(BILL, OUT), "--only", "out", "--out", self.folder / "out")
        self.assertIn("beside 0 published measurements", outcome.out)
        self.assertNotIn("nan", (self.folder / "out" / "accuracy.svg").read_text())


class BadInput(Cases):
    def refused(self, *arguments):
        out = self.folder / "out"
        outcome = self.refuses("accuracy", *arguments, "--out", out)
        self.assertEqual("", outcome.out)
        self.assertFalse(out.exists())
        return outcome.err

    def test_no_folder_no_cases_and_no_base(self):
        self.assertIn(f"{self.folder / 'gone'}: cannot be listed", self.refused("--cases", self.folder / "gone"))
        self.assertIn("holds no cases", self.refused("--cases", self.folder))
        (self.cases(BILL) / "base.json").unlink()
        self.assertIn(f"{self.folder / 'cases' / 'base.json'}: there is no such file",
                      self.refused("--cases", self.folder / "cases"))

    def test_a_broken_file_is_told_with_its_name_and_a_pointer(self):
        for change, message in (({"role": "none"}, "/cases/0/role: expected"),
                                ({"published": {"switches": {"leaf": -1}, "cables": {}}},
                                 "/cases/0/published/switches/leaf: expected a number above 0"),
                                ({"kind": "banana"}, "/cases/0/kind: \"banana\" cannot be predicted")):
            folder = self.cases({**BILL, **change}, OUT)
            with self.subTest(message=message):
                self.assertIn(f"{self.file}: {message}", self.refused("--cases", folder))
                self.assertIn(str(self.file), self.refused("--cases", folder, "--only", "out"))  # also if it is not chosen
        folder = self.cases(text="{\"format\": ")
        self.assertIn(f"{self.file}: line 1", self.refused("--cases", folder))

    def test_parameters_of_another_format_are_told_with_their_file(self):
        folder = self.cases(BILL)
        file = self.folder / "left_out.json"
        for change, message in (({"format": "no"}, "/format: expected \"gigaplan-left-out/1\""),
                                ({"without_stack": {"x": [1]}}, "/without_stack/x: expected a list of 2 numbers"),
                                ({"parameters": []}, "/parameters: names no parameter")):
            file.write_text(json.dumps({**UNSEEN, **change}))
            with self.subTest(message=message):
                self.assertIn(f"{file}: {message}", self.refused("--cases", folder))
        file.write_text("{")
        self.assertIn(f"{file}: line 1", self.refused("--cases", folder))

    def test_a_case_that_no_scenario_can_be_made_of(self):
        broken = json.loads(json.dumps(BILL))
        broken["scenario"]["cluster"]["node"] = "no-such-node"
        large = {**BILL, "id": "large", "kind": "collective", "chips": 1024, "algorithm": "ring",
                 "published": {"bus_bandwidth_gbyte_s": [[1024, 1]]}}
        err = self.refused("--cases", self.cases(broken, large, STEP))
        self.assertIn(f"case {NAME}: ", err)
        self.assertIn("no-such-node", err)
        self.assertIn("case large: 1024 chips take part, and the cluster has 256", err)
        self.assertIn("2 errors", err)

    def test_a_filter_that_nothing_passes(self):
        self.assertIn("no case has \"no such case\" in its id", self.refused("--only", "no such case"))

    def test_a_place_that_cannot_be_written_is_told_before_the_work(self):
        file = self.write("file", "")
        self.assertIn(str(file), self.refuses("accuracy", *FEW, "--out", file).err)
        self.assertEqual("", file.read_text())

    def test_json_and_csv_exclude_each_other(self):
        outcome = gigaplan("accuracy", *FEW, "--json", "--csv")
        self.assertEqual(2, outcome.code, outcome)
        self.assertEqual("", outcome.out)
        self.assertIn("--csv", outcome.err)
        self.assertEqual(2, gigaplan("accuracy", *FEW, "-j", 0).code)


if __name__ == "__main__":
    unittest.main()
