"""Does `gigaplan sweep --slurm` give the table of a sweep without Slurm, also where a task was killed on the way?"""
import os
import pathlib
import re
import signal
import unittest

from cluster import Cluster
from sweep_tool import BRIEF_SET, SITES, brief, seeds
from tool import Test

SHARDS = 4


class SweepUnderSlurm(Test):
    def setUp(self):
        super().setUp()
        # 1,024 chips for a few years: long enough to be caught at work, 40 runs of some 0.1 s.
        self.sweep = self.write("sweep.json", brief([SITES, seeds(14)], set={**BRIEF_SET, "/operation/years": 4}))

    def submit(self, cluster, out):
        """Hands the sweep to Slurm; the ids of the array job and of the merge job."""
        said = self.succeeds("sweep", self.sweep, "--out", out, "--shards", SHARDS, "--slurm",
                             "--partition=debug", "--time=10", **cluster.environment).out
        array = re.search(rf"^array job (\d+) \({SHARDS} tasks\)$", said, re.MULTILINE)
        merge = re.search(r"^merge job (\d+)$", said, re.MULTILINE)
        self.assertTrue(array and merge, said)
        return array[1], merge[1]

    def finishes(self, cluster, array, merge, out):
        """All tasks and the merge end well, and the table has every byte of that of a sweep on this machine."""
        states = cluster.wait([array, merge], 150)
        self.assertEqual(SHARDS + 1, len(states), states)
        self.assertEqual({"COMPLETED"}, set(states.values()), f"{states}\n{self.outputs()}")
        self.succeeds("sweep", self.sweep, "--out", self.folder / "alone", "-j", 1)
        self.assertEqual((self.folder / "alone" / "runs.csv").read_bytes(), (out / "runs.csv").read_bytes())

    def outputs(self):
        """What the jobs printed, for the message of a failure."""
        return "\n".join(f"--- {path.name}\n{path.read_text(errors='replace')}"
                         for path in sorted(self.folder.rglob("*")) if path.suffix in (".out", ".err", ".log"))

    def running_task(self, cluster):
        """Process id and task of the array, for one task whose gigaplan is at work."""
        for pid, words in cluster.processes().items():
            if "--shard" in words and pathlib.Path(words[0]).name.startswith("gigaplan"):
                try:
                    variables = pathlib.Path("/proc", str(pid), "environ").read_text(errors="replace").split("\0")
                except OSError:  # it has just ended
                    continue
                for variable in variables:
                    if variable.startswith("SLURM_ARRAY_TASK_ID="):
                        return pid, variable.partition("=")[2]
        return None

    def test_the_table_is_that_of_one_process(self):
        out = self.folder / "out"
        with Cluster() as cluster:
            self.finishes(cluster, *self.submit(cluster, out), out)

    def test_a_task_that_is_requeued_while_it_runs(self):
        """What Slurm does by itself where a node fails or a job of higher rank needs the place."""
        out = self.folder / "out"
        with Cluster() as cluster:
            array, merge = self.submit(cluster, out)
            _, task = cluster.until(lambda: self.running_task(cluster), 30, "a task at work", pause=0.02)
            cluster.run("scontrol", "requeue", f"{array}_{task}")
            self.finishes(cluster, array, merge, out)

    def test_a_task_whose_process_is_killed(self):
        """As by the kernel when memory is short: the task has failed, and its user requeues it."""
        out = self.folder / "out"
        with Cluster(nodes=1) as cluster:  # the other tasks wait for the node, and the merge for them
            array, merge = self.submit(cluster, out)
            pid, task = cluster.until(lambda: self.running_task(cluster), 30, "a task at work", pause=0.02)
            os.kill(pid, signal.SIGKILL)
            cluster.until(lambda: cluster.states(array)[f"{array}_{task}"] == "FAILED", 20, "the killed task's failure")
            cluster.run("scontrol", "requeue", f"{array}_{task}")
            self.finishes(cluster, array, merge, out)


if __name__ == "__main__":
    unittest.main()
