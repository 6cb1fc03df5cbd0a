"""Do the notebooks run headless on real results, and are they kept without outputs?"""
import json
import os
import subprocess
import unittest

from tool import TOP, Test

NOTEBOOKS = sorted((TOP / "notebooks").glob("*.ipynb"))
SWEEP, ENGINEER = TOP / "notebooks" / "sweep.ipynb", TOP / "notebooks" / "engineer.ipynb"
ANALYST = TOP / "notebooks" / "analyst.ipynb"
FACTORY = TOP / "scenarios" / "examples" / "ai-factory-25k.json"


class Notebooks(Test):
    def executes(self, notebook, **files):
        environment = {**os.environ, "HOME": str(self.folder), "IPYTHONDIR": str(self.folder / "ipython"),
                       "MPLCONFIGDIR": str(self.folder / "matplotlib"), **{name: str(file) for name, file in files.items()}}
        outcome = subprocess.run(["jupyter", "nbconvert", "--to", "notebook", "--execute", "--output-dir", self.folder,
                                  notebook], cwd=self.folder, env=environment, capture_output=True, text=True,
                                 check=False, timeout=250)
        self.assertEqual(0, outcome.returncode, outcome.stderr)
        executed = json.loads((self.folder / notebook.name).read_text())
        return [output for cell in executed["cells"] for output in cell.get("outputs", [])]

    def draws(self, notebook, pictures, words, **files):
        outputs = self.executes(notebook, **files)
        self.assertFalse([output for output in outputs if output["output_type"] == "error"])
        self.assertGreaterEqual(sum("image/png" in output.get("data", {}) for output in outputs), pictures)
        self.assertIn(words, json.dumps(outputs, ensure_ascii=False))

    def test_a_sweep_with_numbers_failures_and_replicates(self):
        spec = json.loads((TOP / "scenarios" / "sweeps" / "ci.json").read_text())
        spec["scenario"] = str(FACTORY)
        spec["axes"].append({"name": "nodes", "pointer": "/cluster/nodes", "values": [6480, 1]})  # one node is too few
        out = self.folder / "out"
        self.succeeds("sweep", self.write("sweep.json", spec), "--out", out)
        self.draws(SWEEP, 2, "invalid", GIGAPLAN_SWEEP=out / "results.sqlite")

    def test_sizes_of_a_network_with_words_numbers_and_one_that_cannot_be_built(self):
        command = ["size-network", FACTORY, "--set", "/operation/years=0.02", "--out", self.folder]
        sizes = self.folder / "size-network.json"
        self.succeeds(*command, "--sweep", "oversubscription=1,2,4", "--sweep", "link_gbit_s=400,800,1600")
        self.draws(ENGINEER, 3, "units_per_pod", GIGAPLAN_SIZES=sizes)
        self.succeeds(*command, "--sweep", "routing=adaptive")  # one variant, no oversubscription, no step up
        self.draws(ENGINEER, 2, "varies no oversubscription", GIGAPLAN_SIZES=sizes)

    def test_a_comparison_of_sites_and_of_one_scenario(self):
        command = ["compare", FACTORY, "--set", "/operation/years=0.1", "--futures", "6", "--out", self.folder / "out"]
        self.succeeds(*command, "--vary", "/site=fi,es,de")
        self.draws(ANALYST, 5, "more is better", GIGAPLAN_COMPARE=self.folder / "out")
        self.succeeds(*command)
        self.draws(ANALYST, 4, "1 scenarios", GIGAPLAN_COMPARE=self.folder / "out")

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
            self.executes(SWEEP, GIGAPLAN_SWEEP=out / "results.sqlite", GIGAPLAN_FIGURES=figures)
            written.append({file.name: file.read_bytes() for file in figures.iterdir()})
        self.assertEqual({"site-by-chip.md", "site-by-chip.svg"}, set(written[0]))
        self.assertEqual(written[0], written[1])

    def test_they_are_kept_without_outputs(self):
        self.assertEqual([ANALYST, ENGINEER, SWEEP], NOTEBOOKS)  # each has a test of its own above
        for notebook in NOTEBOOKS:
            for cell in json.loads(notebook.read_text())["cells"]:
                self.assertEqual([], cell.get("outputs", []), notebook.name)
                self.assertIsNone(cell.get("execution_count"), notebook.name)


if __name__ == "__main__":
    unittest.main()
