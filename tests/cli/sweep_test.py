"""Does a sweep run what it says, the same in whatever way it is run, and tell what went wrong?"""
import json
import os
import resource
import shutil
import signal
import subprocess
import time
import unittest

from sweep_tool import BRIEF_SET, SITES, SweepTest, brief, children, kill, seeds
from tool import BINARY, LLAMA, TOP, gigaplan


class Designs(SweepTest):
    def test_a_grid_has_every_combination_and_the_last_axis_turns_fastest(self):
        out = self.folder / "out"
        self.succeeds("sweep", self.sweep(brief([SITES, seeds(2)])), "--out", out)
        self.assertEqual([("fi", "1"), ("fi", "2"), ("de", "1"), ("de", "2"), ("es", "1"), ("es", "2")],
                         [(row["site"], row["seeds"]) for row in self.rows(out)])
        self.assertEqual({"done"}, {row["status"] for row in self.rows(out)})

    def test_each_run_is_what_gigaplan_run_gives(self):
        out = self.folder / "out"
        self.succeeds("sweep", self.sweep(brief([SITES])), "--out", out)
        changes = [word for pointer, value in BRIEF_SET.items() for word in ("--set", f"{pointer}={json.dumps(value)}")]
        self.succeeds("run", LLAMA, *changes, "--set", "/site=de", "--out", self.folder / "one")
        report = json.loads((self.folder / "one" / "report.json").read_text())
        row = self.rows(out)[1]
        for column, part, name in (("step_time_s", "step", "time_s"), ("finance_capex_eur", "finance", "capex_eur"),
                                   ("energy_pue", "energy", "pue"), ("operation_goodput", "operation", "goodput")):
            self.assertEqual(report[part][name], float(row[column]), column)
        self.assertEqual(report["scenario"]["sha256"], row["scenario_sha256"])
        kept = json.loads(self.query(out, "SELECT report FROM reports JOIN runs USING (scenario_sha256) WHERE site = 'de'")[0][0])
        self.assertEqual(report["operation"], kept["operation"])
        self.assertNotIn("assumptions", kept)

    def test_constraints_skip_by_axes_and_by_what_the_scenario_resolves_to(self):
        out = self.folder / "out"
        nodes = {"name": "nodes", "pointer": "/cluster/nodes", "values": [128, 256]}
        spec = brief([SITES, nodes], constraints=["not (site == \"de\")",
                                                  "{/cluster/nodes} * {/cluster/node/chips_per_node} <= 1024"])
        printed = self.succeeds("sweep", self.sweep(spec), "--out", out).out
        self.assertEqual([("fi", "128"), ("es", "128")], [(row["site"], row["nodes"]) for row in self.rows(out)])
        self.assertIn("2 more skipped", printed)  # fi and es with 256 nodes; those of de are never looked at

    def test_replicates_take_the_seeds_after_the_scenario_s_and_points_share_their_luck(self):
        out = self.folder / "out"
        self.succeeds("sweep", self.sweep(brief([SITES], replicates=2)), "--out", out)
        rows = self.rows(out)
        self.assertEqual(["1", "2"] * 3, [row["seed"] for row in rows])
        self.assertEqual(["0", "1"] * 3, [row["replicate"] for row in rows])

    def test_samples_stay_in_their_range_and_zip_and_list_have_their_points(self):
        ranged = {"name": "spare", "pointer": "/operation/spare_node_share", "low": 0.01, "high": 0.03}
        for design in ("latin-hypercube", "sobol", "monte-carlo"):
            with self.subTest(design=design):
                out = self.folder / design
                self.succeeds("sweep", self.sweep(brief([ranged], design=design, samples=4)), "--out", out)
                values = [float(row["spare"]) for row in self.rows(out)]
                self.assertEqual(4, len(set(values)))
                self.assertTrue(all(0.01 <= value <= 0.03 for value in values), values)
        out = self.folder / "zip"
        self.succeeds("sweep", self.sweep(brief([SITES, seeds(3)], design="zip")), "--out", out)
        self.assertEqual([("fi", "1"), ("de", "2"), ("es", "3")], [(row["site"], row["seeds"]) for row in self.rows(out)])
        spec = brief([], design="list", points=[{"label": "a, \"b\"", "set": {"/site": "fi"}}])
        del spec["axes"]
        self.succeeds("sweep", self.sweep(spec), "--out", self.folder / "list")
        self.assertEqual("a, \"b\"", self.rows(self.folder / "list")[0]["point"])

    def test_equal_inputs_are_simulated_once(self):
        out = self.folder / "out"
        options = [{"label": "Finland", "set": {"/site": "fi"}}, {"label": "Suomi", "set": {"/site": "fi"}},
                   {"label": "Deutschland", "set": {"/site": "de"}}]
        printed = self.succeeds("sweep", self.sweep(brief([{"name": "place", "options": options}])), "--out", out, "-j",
                                3).out
        first, second, third = self.rows(out)
        self.assertEqual(first["scenario_sha256"], second["scenario_sha256"])
        self.assertEqual({**first, "run": "1", "place": "Suomi"}, second)
        self.assertNotEqual(first["scenario_sha256"], third["scenario_sha256"])
        self.assertEqual([(1,)], self.query(out, "SELECT sum(duplicate) FROM attempts"))
        self.assertEqual([(2,)], self.query(out, "SELECT count(*) FROM reports"))
        self.assertIn("1 shared", printed)


class SameBytes(SweepTest):
    def test_whatever_way_a_sweep_is_run(self):
        spec = self.sweep(brief([SITES, seeds(4), {"name": "nodes", "pointer": "/cluster/nodes", "values": [128, 1]}]))
        one = self.folder / "one"
        self.succeeds("sweep", spec, "--out", one, "-j", 1)
        expected = self.csv(one)
        self.assertEqual(24 + 1, len(expected.splitlines()))
        self.assertIn(b"invalid", expected)  # one node is too few for the plan

        eight = self.folder / "eight"
        self.succeeds("sweep", spec, "--out", eight, "-j", 8)
        self.assertEqual(expected, self.csv(eight))

        mixed = self.folder / "mixed"
        self.succeeds("sweep", spec, "--out", mixed, "--shuffle", "-j", 1)
        self.assertEqual(expected, self.csv(mixed))

        parts = self.folder / "parts"
        for index in (3, 1, 2):
            self.succeeds("sweep", spec, "--out", parts, "--shard", f"{index}/3")
        self.succeeds("merge", parts)
        self.assertEqual(expected, self.csv(parts))

        stopped = self.folder / "stopped"
        process = self.start(spec, "--out", stopped, "-j", 1)
        self.wait_for_runs(stopped, 3)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(143, process.wait(30))
        self.assertFalse((stopped / "runs.csv").exists())
        self.succeeds("sweep", spec, "--out", stopped, "--resume")
        self.assertEqual(expected, self.csv(stopped))

    def test_a_copy_of_everything_elsewhere_gives_the_same(self):
        out = self.folder / "out"
        (self.folder / "a").mkdir()
        (self.folder / "a" / "b").mkdir()
        for name in ("a", "a/b"):
            shutil.copy(LLAMA, self.folder / name / "scenario.json")
            spec = {**brief([SITES, {"name": "nodes", "pointer": "/cluster/nodes", "values": [128, 1]}]),
                    "scenario": "scenario.json"}
            path = self.sweep(spec, name + "/sweep.json")
            self.succeeds("sweep", path, "--out", out / name.replace("/", "-"), cwd=self.folder)
        self.assertEqual(self.csv(out / "a"), self.csv(out / "a-b"))


class Stopping(SweepTest):
    def test_ctrl_c_says_how_to_go_on_and_leaves_no_process(self):
        spec, out = self.sweep(brief([SITES, seeds(30)])), self.folder / "out"
        process = self.start(spec, "--out", out, "-j", 2)
        self.wait_for_runs(out, 2)
        below = children(process.pid)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        self.assertEqual(130, process.returncode, err)
        self.assertIn(f"gigaplan sweep {spec} --out {out} --resume", err)
        self.all_end(below)

    def test_when_it_is_killed_its_runs_end_too(self):
        process = self.start(self.sweep(brief([SITES, seeds(30)])), "--out", self.folder / "out", "-j", 2)
        self.wait_for_runs(self.folder / "out", 1)
        below = children(process.pid)
        self.assertTrue(below)
        process.kill()
        process.communicate()
        self.all_end(below)

    def all_end(self, pids):
        """A moment may pass until init has taken note of an orphan's end."""
        limit = time.monotonic() + 10
        while time.monotonic() < limit and any(os.path.exists(f"/proc/{pid}") for pid in pids):
            time.sleep(0.01)
        self.assertFalse([pid for pid in pids if os.path.exists(f"/proc/{pid}")])

    def test_a_second_sweep_on_the_same_folder_is_refused_with_the_first_one_s_pid(self):
        spec, out = self.sweep(brief([SITES, seeds(30)])), self.folder / "out"
        process = self.start(spec, "--out", out, "-j", 1)
        self.wait_for_runs(out, 1)
        for arguments in (["sweep", spec, "--out", out, "--resume"], ["merge", out]):
            self.assertIn(f"pid {process.pid} ", self.refuses(*arguments).err)

    def test_results_are_not_overwritten_by_a_new_sweep(self):
        spec, out = self.sweep(brief([SITES])), self.folder / "out"
        self.succeeds("sweep", spec, "--out", out)
        before = self.csv(out)
        self.assertIn("--resume", self.refuses("sweep", spec, "--out", out).err)
        other = self.sweep(brief([seeds(2)]), "other.json")
        self.assertIn("another sweep", self.refuses("sweep", other, "--out", out, "--resume").err)
        self.assertEqual(before, self.csv(out))
        self.assertIn("3 were there before", self.succeeds("sweep", spec, "--out", out, "--resume").out)
        self.assertEqual(before, self.csv(out))

    def test_a_full_disk_stops_it_keeps_what_there_is_and_it_goes_on_later(self):
        spec, out, whole = self.sweep(brief([SITES, seeds(4)])), self.folder / "out", self.folder / "whole"
        limit = 150_000  # bytes of a file: the tables and a few reports
        process = subprocess.run([str(BINARY), "sweep", str(spec), "--out", str(out)], capture_output=True, text=True,
                                 check=False, timeout=120, preexec_fn=lambda: (
                                     signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
                                     resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))))
        self.assertEqual(2, process.returncode, process.stderr)
        self.assertIn("disk full", process.stderr)
        self.assertIn("--resume", process.stderr)
        kept = self.query(out, "SELECT count(*) FROM runs")[0][0]
        self.assertTrue(0 < kept < 12, kept)
        self.succeeds("sweep", spec, "--out", out, "--resume")
        self.succeeds("sweep", spec, "--out", whole)
        self.assertEqual(self.csv(whole), self.csv(out))


class BadOutcomes(SweepTest):
    def test_an_invalid_run_is_its_own_result_and_says_why(self):
        out = self.folder / "out"
        options = [{"label": "good", "set": {}}, {"label": "bad", "set": {"/cluster/nodes": 1}}]
        printed = self.succeeds("sweep", self.sweep(brief([{"name": "case", "options": options}])), "--out", out).out
        good, bad = self.rows(out)
        self.assertEqual(["done", "invalid"], [good["status"], bad["status"]])
        self.assertIn("needs 1024 chips", bad["message"])
        self.assertNotIn(str(self.folder), bad["message"])
        self.assertEqual("", bad["finance_capex_eur"])
        self.assertIn("1 invalid", printed)

    def test_a_run_that_hangs_is_stopped_at_its_limit_and_tried_again_when_resumed(self):
        out = self.folder / "out"
        spec = self.sweep(brief([{**SITES, "values": ["fi"]}], set={**BRIEF_SET, "/operation/years": 5},
                                limits={"minutes": 0.1}))
        process = self.start(spec, "--out", out)
        while process.poll() is None:
            for pid in children(process.pid):
                kill(pid, signal.SIGSTOP)
            time.sleep(0.001)
        self.assertEqual(2, process.returncode)  # no run could be done
        self.assertEqual("timeout", self.rows(out)[0]["status"])
        self.succeeds("sweep", spec, "--out", out, "--resume")
        self.assertEqual("done", self.rows(out)[0]["status"])

    @unittest.skipIf("asan" in str(BINARY), "AddressSanitizer needs terabytes of address space")
    def test_too_little_memory_is_a_result_too(self):
        out = self.folder / "out"
        options = [{"label": "small", "set": {}}, {"label": "large", "set": {"/operation/years": 30}}]
        spec = brief([{"name": "case", "options": options}], limits={"memory_gib": 0.094})  # 30 years have 30 MB of hours
        self.succeeds("sweep", self.sweep(spec), "--out", out)
        self.assertEqual(["done", "out_of_memory"], [row["status"] for row in self.rows(out)])

    def test_a_run_that_is_killed_twice_is_crashed_and_tried_again_when_resumed(self):
        out, spec = self.folder / "out", self.sweep(brief([{**SITES, "values": ["fi"]}], set={**BRIEF_SET, "/operation/years": 30}))
        process = self.start(spec, "--out", out)
        killed = set()
        while process.poll() is None:
            for pid in children(process.pid):
                if pid not in killed:
                    killed.add(pid)
                    kill(pid)
        self.assertEqual(2, process.returncode)  # no run could be done
        self.assertEqual("crashed", self.rows(out)[0]["status"])
        self.succeeds("sweep", spec, "--out", out, "--resume")
        self.assertEqual("done", self.rows(out)[0]["status"])

    def test_a_sweep_of_which_nothing_works_fails(self):
        spec = self.sweep(brief([{"name": "nodes", "pointer": "/cluster/nodes", "values": [1, 2]}]))
        outcome = gigaplan("sweep", spec, "--out", self.folder / "out")
        self.assertEqual(2, outcome.code)
        self.assertIn("no run", outcome.err)


class BadInput(SweepTest):
    def test_every_fault_is_told_at_once_with_its_pointer(self):
        spec = brief([{"name": "Site", "pointer": "/sites", "values": ["fi"]}, {"name": "none", "pointer": "/seed"},
                      {"name": "twice", "pointer": "/seed", "low": 2, "high": 1}],
                     figures=["/finance/capex", "/finance/tokens_per_euro"], colour=1)
        lines = self.refuses("sweep", self.sweep(spec), "--out", self.folder / "out").err.splitlines()
        self.assertTrue(any("/colour: unknown key" in line for line in lines), lines)
        del spec["colour"]
        err = self.refuses("sweep", self.sweep(spec), "--out", self.folder / "out").err
        for pointer, words in (("/axes/0/name", "no name of a column"), ("/axes/0/pointer", "did you mean \"site\"?"),
                               ("/axes/1", "no values"), ("/axes/2/low", "not below")):
            self.assertTrue(any(f": {pointer}: " in line and words in line for line in err.splitlines()), (pointer, err))
        spec["axes"] = [SITES]
        err = self.refuses("sweep", self.sweep(spec), "--out", self.folder / "out").err
        self.assertIn("/figures/0: a report has no figure at /finance/capex", err.replace("//", "/"))
        self.assertIn("did you mean /finance/tokens_per_eur?", err)
        self.assertFalse((self.folder / "out").exists())

    def test_expressions_that_are_none(self):
        for constraint, words in (("site ==", ""), ("sites == \"fi\"", "did you mean site?"), ("site > 3", "is the text"),
                                  ("f(1)", ""), ("", "empty"), ("{/cluster/nodes", "not closed"), ("1 = 1", "write ==")):
            with self.subTest(constraint=constraint):
                spec = self.sweep(brief([SITES], constraints=[constraint]))
                self.assertIn(words, self.refuses("sweep", spec, "--out", self.folder / "out").err)

    def test_a_large_grid_asks_first_and_tells_time_and_disk(self):
        ranges = [{"name": f"a{i}", "pointer": pointer, "low": 1, "high": 2, "steps": 100}
                  for i, pointer in enumerate(["/seed", "/finance/horizon_years", "/finance/it_life_years"])]
        err = self.refuses("sweep", self.sweep(brief(ranges)), "--out", self.folder / "out").err
        self.assertIn("1,000,000 runs", err)
        self.assertRegex(err, r"(h|days)\b.* GB")
        self.assertIn("--yes", err)
        self.assertFalse((self.folder / "out").exists())
        for item in ranges:
            item["steps"] = 1_000_000
        self.assertIn("too many", self.refuses("sweep", self.sweep(brief(ranges)), "--out", self.folder / "out").err)

    def test_files_that_are_no_results_are_left_alone(self):
        out = self.folder / "out"
        out.mkdir()
        (out / "results.sqlite").write_text("precious")
        self.assertIn("no results file", self.refuses("sweep", self.sweep(brief([SITES])), "--out", out, "--resume").err)
        self.assertEqual("precious", (out / "results.sqlite").read_text())

        (out / "results.sqlite").unlink()
        subprocess.run(["sqlite3", out / "results.sqlite", "CREATE TABLE mine(x)"], check=True) if shutil.which(
            "sqlite3") else self.make_database(out / "results.sqlite")
        before = (out / "results.sqlite").read_bytes()
        self.assertIn("no results file", self.refuses("sweep", self.sweep(brief([SITES])), "--out", out, "--resume").err)
        self.assertEqual(before, (out / "results.sqlite").read_bytes())

    def make_database(self, path):
        import sqlite3
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE mine(x)")
        database.commit()
        database.close()

    def test_results_of_another_version_are_refused(self):
        import sqlite3
        spec, out = self.sweep(brief([{**SITES, "values": ["fi"]}])), self.folder / "out"
        self.succeeds("sweep", spec, "--out", out)
        database = sqlite3.connect(out / "results.sqlite")
        database.execute("UPDATE meta SET value = 'gigaplan/sweep/9' WHERE key = 'format'")
        database.commit()
        database.close()
        for arguments in (["sweep", spec, "--out", out, "--resume"], ["diff", out, out]):
            self.assertIn("gigaplan/sweep/9", self.refuses(*arguments).err)

    def test_a_hostile_name_stays_a_name(self):
        spec = {**brief([{**SITES, "values": ["fi"]}]), "name": "../../etc; rm -rf $HOME `id` '\""}
        out = self.folder / "out"
        self.succeeds("sweep", self.sweep(spec), "--out", out)
        self.assertEqual({"results.sqlite", "runs.csv", "report.html", "lock"}, {file.name for file in out.iterdir()})
        (self.folder / "in").mkdir()
        self.succeeds("sweep", self.sweep(spec, "in/...json"), cwd=self.folder / "in")
        self.assertEqual({"...json", "out"}, {file.name for file in (self.folder / "in").iterdir()})

    def test_shards_that_are_none_and_merges_with_a_gap(self):
        spec, out = self.sweep(brief([SITES])), self.folder / "out"
        for shard in ("0/3", "4/3", "3", "a/b", "1/", "-1/3", "1/3x"):
            with self.subTest(shard=shard):
                self.refuses("sweep", spec, "--shard", shard, "--out", out, begins="--shard")
        self.assertIn("no shards", self.refuses("merge", out).err)
        self.succeeds("sweep", spec, "--shard", "1/3", "--out", out)
        self.succeeds("sweep", spec, "--shard", "3/3", "--out", out)
        self.assertIn("shard 2/3 is missing", self.refuses("merge", out).err)
        self.succeeds("sweep", self.sweep(brief([seeds(3)]), "other.json"), "--shard", "2/3", "--out", out)
        self.assertIn("another sweep", self.refuses("merge", out).err)
        self.assertFalse((out / "runs.csv").exists())

    def test_a_scenario_that_is_not_there(self):
        self.assertIn("no such file", self.refuses("sweep", self.sweep({**brief([SITES]), "scenario": "gone.json"})).err)


class Shown(SweepTest):
    def test_a_dry_run_shows_points_and_makes_nothing(self):
        out = self.succeeds("sweep", self.sweep(brief([SITES, seeds(9)])), "--dry-run", "--out", self.folder / "out").out
        self.assertIn("27 runs", out)
        self.assertIn('site = "fi"', out)
        self.assertFalse((self.folder / "out").exists())

    def test_the_shipped_sweeps_are_valid(self):
        sweeps = [path for path in sorted((TOP / "scenarios" / "sweeps").glob("*.json")) if "rules" not in path.name]
        self.assertTrue(sweeps)
        for path in sweeps:
            with self.subTest(path=path.name):
                self.succeeds("sweep", path, "--dry-run")


if __name__ == "__main__":
    unittest.main()
