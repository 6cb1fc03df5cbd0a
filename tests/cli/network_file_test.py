"""Can a network come from a file of its own, and does a bad one leave no trace?"""
import json
import os
import time
import unittest

from sweep_tool import SweepTest
from tool import BRIEF, TOP, strict_json

CUSTOM = TOP / "scenarios" / "custom"
EXAMPLE = CUSTOM / "llama3-8b-32.json"
FILE = "/cluster/fabric/custom/file"
NODE, EDGE = '    <node id="leaf-0"><data key="n">8</data></node>', '    <edge source="leaf-0" target="spine-0"/>'


class NetworkFile(SweepTest):
    def scenario(self, custom, name="scenario.json", extends=EXAMPLE):
        return self.write(name, {"extends": str(extends), "cluster": {"fabric": {"custom": custom}}})

    def graphml(self, *replacements, name="net.graphml"):
        text = (CUSTOM / "leaf-spine.graphml").read_text()
        for old, new in replacements:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        return self.write(name, text)

    def test_graphml_edge_list_and_inline_give_the_same_step_fabric_and_hash(self):
        self.graphml()
        inline = json.loads((CUSTOM / "leaf-spine.json").read_text())
        self.write("net.json", inline)
        scenarios = [self.scenario(custom, name) for name, custom in
                     (("a.json", inline), ("b.json", {"file": "net.json"}), ("c.json", {"file": "net.graphml"}))]
        steps = [self.succeeds("step", scenario, "--json").out for scenario in scenarios]
        self.assertEqual([steps[0]] * 3, steps)
        self.assertEqual({"edge": 4, "inner": 2}, strict_json(steps[0])["fabric"]["switches_by_kind"])
        reports = []
        for scenario in scenarios:
            self.succeeds("run", scenario, *BRIEF, "--out", self.folder / scenario.stem)
            reports.append(strict_json((self.folder / scenario.stem / "report.json").read_text()))
        self.assertEqual(1, len({report["scenario"]["sha256"] for report in reports}))
        sources = {row["source"] for row in reports[2]["assumptions"]
                   if "/custom/" in row["pointer"] and row["how"] == "scenario"}
        self.assertEqual({"set in net.graphml"}, sources)

    def test_the_shipped_example_runs_with_both_files(self):
        plain = self.succeeds("step", EXAMPLE, "--json").out
        self.assertEqual(plain, self.succeeds("step", EXAMPLE, "--json", "--set", FILE + "=leaf-spine.json").out)

    def test_bad_files_exit_2_with_the_file_and_write_nothing(self):
        bad = [
            (self.folder / "absent.graphml", "no such file"),
            (self.write("a.json", ""), "the file is empty"),
            (self.write("b.json", "<graphml/>"), "not JSON"),
            (self.write("a.graphml", "{}"), "not XML"),
            (self.write("b.graphml", "<a>" * 1_000_000), "not XML"),
            (self.write("c.json", "[" * 1_000_000), "nested more than 64 levels deep"),
            (self.graphml((NODE, NODE.replace("8", "NaN")), name="c.graphml"), 'line 7, node "leaf-0": expected a number'),
            (self.graphml((NODE, NODE.replace("8", "-8")), name="d.graphml"), 'line 7, node "leaf-0", nics: -8 is out'),
            (self.graphml((EDGE, EDGE.replace("spine-0", "&lt;script>")), name="e.graphml"),
             'line 13, edge "leaf-0" - "<script>", to: there is no switch "<script>"'),
            (self.graphml((NODE, NODE.replace("leaf-0", "&#27;[2J")), name="f.graphml"), "without control characters"),
            (self.folder, "neither JSON nor GraphML"),
        ]
        (self.folder / "g.graphml").write_bytes(os.urandom(10_000))
        bad.append((self.folder / "g.graphml", "g.graphml: "))
        for file, words in bad:
            with self.subTest(file=file.name):
                out = self.folder / "out"
                outcome = self.refuses("run", self.scenario({"file": str(file)}), "--out", out)
                self.assertIn(words, outcome.err, outcome)
                self.assertIn(file.name, outcome.err, outcome)
                self.assertNotIn("\x1b", outcome.err, outcome)
                self.assertFalse(out.exists())

    def test_a_hundred_megabytes_of_zeros_are_refused_at_once(self):
        for name in ("zeros.json", "zeros.graphml"):
            with self.subTest(name=name):
                with open(self.folder / name, "wb") as file:
                    file.write(b"\0" * 100_000_000)
                started = time.monotonic()
                outcome = self.refuses("step", self.scenario({"file": name}))
                self.assertLess(time.monotonic() - started, 5)
                self.assertIn("is larger than 64 MB (100 MB)", outcome.err)

    def test_a_sweep_over_networks_covers_their_contents(self):
        self.graphml(name="one.graphml")
        self.graphml((">4<", ">2<"), name="two.graphml")
        scenario = self.scenario({"file": "one.graphml"})
        spec = self.write("sweep.json", {
            "name": "Networks", "scenario": scenario.name, "set": {"/operation/years": 0.02},
            "axes": [{"name": "network", "pointer": FILE, "values": ["one.graphml", "two.graphml", "absent.json"]}]})
        out = self.folder / "out"
        self.succeeds("sweep", spec, "--out", out)
        lines = (out / "runs.csv").read_text().splitlines()
        self.assertEqual(["status", "done", "done", "invalid"], [line.split(",")[1] for line in lines])
        self.assertIn("no such file", lines[3])
        self.assertNotIn(str(self.folder), lines[3])  # the same bytes wherever it runs
        self.succeeds("sweep", spec, "--out", out, "--resume")
        self.graphml((">4<", ">3<"), name="two.graphml")
        self.refuses("sweep", spec, "--out", out, "--resume")


if __name__ == "__main__":
    unittest.main()
