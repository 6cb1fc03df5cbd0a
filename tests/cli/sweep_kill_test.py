"""Is a run ever lost? Kills a sweep, or one of its runs, at 100 random moments, and compares what comes out in the end."""
import os
import random
import time
import unittest

from sweep_tool import SITES, SweepTest, brief, children, kill, seeds

KILLS = int(os.environ.get("GIGAPLAN_KILLS", "100"))


class Killed(SweepTest):
    def test_results_are_those_of_a_sweep_that_nobody_disturbed(self):
        # A hundred kills are spread over a few sweeps: each makes some progress between two of them.
        chance = random.Random(20)  # the moments differ all the same: the machine's own noise is larger than theirs
        spec = self.sweep(brief([SITES, seeds(14)], constraints=["not (site == \"es\" and seeds > 12)"]))
        quiet = self.folder / "quiet"
        self.succeeds("sweep", spec, "--out", quiet)
        kills, sweeps, resumed = {"sweep": 0, "run": 0}, 0, 0
        while sum(kills.values()) < KILLS:
            out = self.folder / f"out-{sweeps}"
            sweeps += 1
            finished = False
            while not finished and sum(kills.values()) < KILLS:
                process = self.start(spec, "--out", out, "--resume", "-j", 2)
                time.sleep(chance.uniform(0, 0.4))
                below = children(process.pid)
                target = "run" if below and chance.random() < 0.5 else "sweep"
                if process.poll() is not None:
                    finished = True
                    continue
                kill(chance.choice(below) if target == "run" else process.pid)
                kills[target] += 1
                if target == "run":
                    time.sleep(chance.uniform(0, 0.1))
                    kill(process.pid)
                process.communicate()
                resumed += 1
            self.succeeds("sweep", spec, "--out", out, "--resume", "-j", 2)
            self.assertEqual(self.csv(quiet), self.csv(out), f"after {kills}")
            self.assertEqual(self.query(quiet, "SELECT * FROM reports ORDER BY 1"),
                             self.query(out, "SELECT * FROM reports ORDER BY 1"))
        print(f"{kills['sweep']} kills of the sweep, {kills['run']} of its runs, {resumed} resumed, in {sweeps} sweeps")
        self.assertGreater(min(kills.values()), KILLS // 20)


if __name__ == "__main__":
    unittest.main()
