"""Do the notebooks run headless on the results of a real sweep, and are they kept without outputs?"""
import json
import os
import subprocess
import unittest

from tool import TOP, Test

NOTEBOOKS = sorted((TOP / "notebooks").glob("*.ipynb"))


class Notebooks(Test):
    def executes(self, notebook, results, figures=None):
        environment = {**os.environ, "GIGAPLAN_SWEEP": str(results), "HOME": str(self.folder),
                       "IPYTHONDIR": str(self.folder / "ipython"), "MPLCONFIGDIR": str(self.folder / "matplotlib")}
        if figures:
            environment["GIGAPLAN_FIGURES"] = str(figures)
        outcome = subprocess.run(["jupyter", "nbconvert", "--to", "notebook", "--execute", "--output-dir", self.folder,
                                  notebook], cwd=self.folder, env=environment, capture_output=True, text=True,
                                 check=False, timeout=250)
        self.assertEqual(0, outcome.returncode, outcome.stderr)
        executed = json.loads((self.folder / notebook.name).read_text())
        return [output for cell in executed["cells"] for output in cell.get("outputs", [])]

    def test_they_run_on_a_sweep_with_numbers_failures_and_replicates(self):
        spec = json.loads((TOP / "scenarios" / "sweeps" / "ci.json").read_text())
        spec["scenario"] = str(TOP / "scenarios" / "examples" / "ai-factory-25k.json")
        spec["axes"].append({"name": "nodes", "pointer": "/cluster/nodes", "values": [6480, 1]})  # one node is too few
        out = self.folder / "out"
        self.succeeds("sweep", self.write("sweep.json", spec), "--out", out)
        self.assertTrue(NOTEBOOKS)
        for notebook in NOTEBOOKS:
            with self.subTest(notebook=notebook.name):
                outputs = self.executes(notebook, out / "results.sqlite")
                self.assertFalse([output for output in outputs if output["output_type"] == "error"])
                pictures = [output for output in outputs if "image/png" in output.get("data", {})]
                self.assertGreaterEqual(len(pictures), 2)
                self.assertIn("invalid", json.dumps(outputs))

    def test_they_write_the_figures_of_the_readme_the_same_each_time(self):
        spec = json.loads((TOP / "scenarios" / "sweeps" / "site-by-chip.json").read_text())
        spec["scenario"] = str(TOP / "scenarios" / "examples" / "eu-gigafactory-100k.json")
        spec["set"]["/operation/years"] = 0.02
        spec["axes"][0]["values"] = ["fi", "es"]
        spec["axes"] = [spec["axes"][0], {**spec["axes"][1], "options": spec["axes"][1]["options"][:2]}, spec["axes"][2]]
        out = self.folder / "out"
        self.succeeds("sweep", self.write("sweep.json", spec), "--out", out)
        written = []
        for name in ("a", "b"):
            figures = self.folder / name
            figures.mkdir()
            self.executes(TOP / "notebooks" / "sweep.ipynb", out / "results.sqlite", figures)
            written.append({file.name: file.read_bytes() for file in figures.iterdir()})
        self.assertEqual({"site-by-chip.md", "site-by-chip.svg"}, set(written[0]))
        self.assertEqual(written[0], written[1])

    def test_they_are_kept_without_outputs(self):
        for notebook in NOTEBOOKS:
            for cell in json.loads(notebook.read_text())["cells"]:
                self.assertEqual([], cell.get("outputs", []), notebook.name)
                self.assertIsNone(cell.get("execution_count"), notebook.name)


if __name__ == "__main__":
    unittest.main()
