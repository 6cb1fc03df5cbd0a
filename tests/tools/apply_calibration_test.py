"""Does a fit reach the catalogue with a citation for each figure, and without what an earlier fit left there?"""
import importlib.util
import json
import os
import pathlib
import tempfile
import unittest

TOP = pathlib.Path(os.environ["GIGAPLAN_SOURCE_DIR"])
spec = importlib.util.spec_from_file_location("apply_calibration", TOP / "tools" / "apply_calibration.py")
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


def parameter(field, value, sigma, **more):
    return {"kind": "stack", "ids": ["s"], "field": field, "factor": False, "start": 1, "prior_sigma": 0.1,
            "why": "the prior's reason", "value": value, "sigma": sigma, **more}


class Apply(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.catalogue = pathlib.Path(folder.name)
        cited = {"how": "read", "title": "A paper"}
        self.write("stacks/s", {"id": "s", "kernel_time": 1.2, "data_overlap": 0.5, "provenance": [
            {"fields": ["/kernel_time", "/data_overlap"], **cited}]})
        for name, fp8 in (("a", 0), ("b", 0.5)):
            self.write(f"chips/{name}", {"id": name, "efficiency": {"gemm_bf16": 0.6, "gemm_fp8": fp8}, "provenance": [
                {"fields": ["/efficiency/gemm_bf16", "/efficiency/gemm_fp8"], **cited}]})

    def write(self, name, entry):
        path = self.catalogue / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(entry))

    def apply(self, *parameters):
        tool.apply({"rows": {"x": 0, "y": 0}, "parameters": parameters}, self.catalogue)
        return {path.stem: json.loads(path.read_text()) for path in self.catalogue.glob("*/*.json")}

    def citation(self, entry, field):
        found = [c for c in entry["provenance"] if field in c["fields"]]
        self.assertEqual(1, len(found), entry)
        return found[0]

    def test_what_rows_decide_is_cited_as_computed_with_its_range(self):
        stack = self.apply(parameter("kernel_time", 1.0512, 0.02))["s"]
        self.assertEqual(1.05, stack["kernel_time"])
        citation = self.citation(stack, "/kernel_time")
        self.assertEqual(("computed", 1.02, 1.08), tuple(citation[key] for key in ("how", "low", "high")))
        self.assertIn("2 calibration rows", citation["why"])
        self.assertNotIn("hardly tell", citation["why"])
        self.assertEqual("read", self.citation(stack, "/data_overlap")["how"])
        self.assertIn("hardly tell", self.citation(self.apply(parameter("kernel_time", 1.2, 0.08))["s"], "/kernel_time")["why"])

    def test_where_rows_are_silent_the_prior_stands_and_a_second_time_changes_nothing(self):
        quiet = parameter("kernel_time", 1.001, 0.099)
        stack = self.apply(quiet)["s"]
        self.assertEqual(1, stack["kernel_time"])
        self.assertEqual({"fields": ["/kernel_time"], "how": "assumed", "why": "the prior's reason"},
                         self.citation(stack, "/kernel_time"))
        self.assertEqual(stack, self.apply(quiet)["s"])
        same = self.apply(parameter("data_overlap", 0.5, 0.1, start=0.5))["s"]  # what it says, and who says so, stays
        self.assertEqual("read", self.citation(same, "/data_overlap")["how"])

    def test_chips_share_a_value_or_a_factor_where_they_have_such_units(self):
        chips = {"kind": "chip", "ids": ["a", "b"], "start": 0.7}
        found = self.apply(parameter("gemm_bf16", 0.8, 0.01, **chips), parameter("gemm_fp8", 0.9, 0.01, **chips))
        self.assertEqual({"gemm_bf16": 0.8, "gemm_fp8": 0}, found["a"]["efficiency"])
        self.assertEqual({"gemm_bf16": 0.8, "gemm_fp8": 0.9}, found["b"]["efficiency"])
        found = self.apply(parameter("gemm_fp8", 0.5, 0.01, **{**chips, "factor": True, "start": 1}))
        self.assertEqual(0.45, found["b"]["efficiency"]["gemm_fp8"])


if __name__ == "__main__":
    unittest.main()
