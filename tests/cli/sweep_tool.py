"""How do the tests of sweeps get one that is over in a moment?"""
import csv
import os
import pathlib
import signal
import sqlite3
import subprocess
import tempfile
import time

from tool import BINARY, LLAMA, Test

# 1,024 chips for a week: some 50 ms a run.
BRIEF_SET = {"/operation/years": 0.02, "/cluster/nodes": 128, "/training/global_batch": 32,
             "/training/plan": {"tensor": 8, "pipeline": 16, "data": 8, "recompute": "full"}}


def brief(axes, **more):
    """A sweep over the scenario above."""
    return {"name": "Brief", "scenario": str(LLAMA), "set": BRIEF_SET, "axes": axes, **more}


def seeds(count):
    return {"name": "seeds", "pointer": "/seed", "values": list(range(1, count + 1))}


SITES = {"name": "site", "pointer": "/site", "values": ["fi", "de", "es"]}


class SweepTest(Test):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.common = pathlib.Path(folder.name)  # for what all tests of a class share

    def sweep(self, content, name="sweep.json"):
        return self.write(name, content)

    def csv(self, out):
        return (out / "runs.csv").read_bytes()

    def rows(self, out):
        with open(out / "runs.csv", newline="") as file:
            return list(csv.DictReader(file))

    def query(self, out, text):
        database = sqlite3.connect(out / "results.sqlite")
        try:
            return database.execute(text).fetchall()
        finally:
            database.close()

    def start(self, *arguments, **options):
        """A sweep that goes on while the test does something to it."""
        process = subprocess.Popen([str(BINARY), "sweep", *map(str, arguments)], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, **options)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def wait_for_runs(self, out, count):
        """Until so many runs are stored."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            try:
                if self.query(out, "SELECT count(*) FROM runs")[0][0] >= count:
                    return
            except sqlite3.Error:
                pass  # not made yet
            time.sleep(0.01)
        self.fail("the sweep does not get on")


def children(pid):
    """All processes below one."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                fields = pathlib.Path("/proc", name, "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found += [int(name), *children(int(name))]
    return found


def kill(pid, how=signal.SIGKILL):
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        pass
