"""Does the tests' own Slurm run, requeue and chain jobs as a real one, and leave nothing behind?"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from cluster import Cluster

# Opens a cluster with a job in it, tells where, and waits for what is done to it.
ABANDONED = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell started the tests in the background
sys.path.insert(0, sys.argv[1])
from cluster import Cluster
with Cluster(nodes=1) as cluster:
    cluster.submit("sleep 321", cwd=sys.argv[2])
    cluster.until(lambda: ["sleep", "321"] in cluster.processes().values(), 20, "the job")
    print(cluster.folder, *cluster.processes(), flush=True)
    time.sleep(60)
"""


def remains(folder, pids):
    """What is left of a cluster: the folder, its processes, and any other that has the folder among its variables."""
    left = [folder] if pathlib.Path(folder).exists() else []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            arguments, variables = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
        except OSError:  # it has just ended, or is another user's
            continue
        if arguments and (int(entry.name) in pids or str(folder).encode() in arguments + variables):
            left.append((int(entry.name), arguments))
    return left


class SlurmOnLoopback(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def read(self, name):
        return (self.folder / name).read_text().split()

    def test_an_array_runs_and_what_depends_on_it_runs_after(self):
        with Cluster() as cluster:
            array = cluster.submit("sleep 0.5; echo $SLURM_ARRAY_TASK_ID > done.$SLURM_ARRAY_TASK_ID", "--array=0-3",
                                   "--partition=debug", "--time=10", "--mem=2G", cwd=self.folder)
            after = [cluster.submit(f"ls done.* > {kind}", f"--dependency={kind}:{array}", cwd=self.folder)
                     for kind in ("afterok", "afterany")]
            states = cluster.wait([array, *after], 30)
        self.assertEqual({job: "COMPLETED" for job in [*(f"{array}_{task}" for task in range(4)), *after]}, states)
        for task in range(4):
            self.assertEqual([str(task)], self.read(f"done.{task}"))
        for kind in ("afterok", "afterany"):
            self.assertEqual(["done.0", "done.1", "done.2", "done.3"], self.read(kind))

    def test_a_requeued_task_runs_again(self):
        # Each first run waits for its end. Task 0 is requeued while it runs; task 1 after its process was killed.
        script = """\
            echo run >> runs.$SLURM_ARRAY_TASK_ID
            test -n "$SLURM_RESTART_COUNT" || exec sleep 300.$SLURM_ARRAY_TASK_ID"""
        with Cluster() as cluster:
            array = cluster.submit(script, "--array=0-1", "--requeue", cwd=self.folder)
            after = {kind: cluster.submit(f"cat runs.* > {kind}", f"--dependency={kind}:{array}", cwd=self.folder)
                     for kind in ("afterok", "afterany")}

            def sleeper(task):
                return [pid for pid, words in cluster.processes().items() if words == ["sleep", f"300.{task}"]]

            cluster.until(lambda: sleeper(0) and sleeper(1), 20, "both tasks")
            cluster.run("scontrol", "requeue", f"{array}_0")
            os.kill(*sleeper(1), signal.SIGKILL)
            cluster.until(lambda: cluster.states(array)[f"{array}_1"] == "FAILED", 20, "the failure of the killed task")
            cluster.run("scontrol", "requeue", f"{array}_1")
            states = cluster.wait([array, *after.values()], 40)

        # Slurm does not forget: what waits for success (afterok) waits for ever once a task had failed.
        self.assertEqual({f"{array}_0": "COMPLETED", f"{array}_1": "COMPLETED", after["afterany"]: "COMPLETED",
                          after["afterok"]: "NEVER"}, states)
        self.assertEqual(["run"] * 4, self.read("afterany"))
        self.assertFalse((self.folder / "afterok").exists())

    def test_nothing_is_left_and_a_failure_shows_the_logs(self):
        with self.assertRaisesRegex(AssertionError, "a test that fails") as caught, Cluster(nodes=2) as cluster:
            folder = cluster.folder
            cluster.submit("setsid sleep 321 & trap '' TERM; sleep 321; sleep 321", cwd=self.folder)
            cluster.until(lambda: list(cluster.processes().values()).count(["sleep", "321"]) == 2, 20, "the job")
            before = set(cluster.processes())
            # The folder, the keeper; munged, slurmctld and its helper, two slurmd; slurmstepd, the shell, two sleeps.
            self.assertGreaterEqual(len(remains(folder, before)), 1 + 1 + 5 + 4)
            self.fail("a test that fails")
        self.assertEqual({}, cluster.processes())
        self.assertEqual([], remains(folder, before))
        if sys.version_info >= (3, 11):
            notes = "".join(caught.exception.__notes__)
            for name in ("munged", "slurmctld", "node1", "node2"):
                self.assertIn(f"--- {name}.log", notes)

    def test_nothing_is_left_when_the_test_is_killed(self):
        for end in (signal.SIGKILL, signal.SIGINT):
            with self.subTest(end), subprocess.Popen(
                    [sys.executable, "-B", "-c", ABANDONED, os.path.dirname(os.path.abspath(__file__)), self.folder],
                    text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                line = process.stdout.readline()
                if not line:
                    error = process.stderr.read()
                    self.skipTest(error.splitlines()[-1]) if "SkipTest" in error else self.fail(error)
                folder, *pids = line.split()
                self.assertGreaterEqual(len(pids), 5)
                process.send_signal(end)
                process.communicate()
                limit = time.monotonic() + 20
                while (left := remains(folder, set(map(int, pids)))) and time.monotonic() < limit:
                    time.sleep(0.1)
                self.assertEqual([], left)


if __name__ == "__main__":
    unittest.main()
