"""Does the benchmark work? On tiny cases, without a verdict on speed: a shared machine's clock proves nothing."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

RUN = pathlib.Path(__file__).resolve().parent / "run"


class Bench(unittest.TestCase):
    def test_every_case_runs_and_is_measured(self):
        process = subprocess.run([sys.executable, "-B", RUN, "--tiny", "--json", "--binary", os.environ["GIGAPLAN_BINARY"],
                                  "--overhead", os.environ["GIGAPLAN_OVERHEAD"],
                                  "--portfolio", os.environ["GIGAPLAN_BENCH_PORTFOLIO"]], check=False, capture_output=True, text=True)
        self.assertEqual(0, process.returncode, process.stderr)
        rows = {row["what"]: row["measured"] for row in json.loads(process.stdout)}
        self.assertEqual(26, len(rows))
        may_be_none = ("overhead", "grows")  # differences, which noise makes negative in tiny cases
        self.assertTrue(all(measured > 0 for what, measured in rows.items() if not any(word in what for word in may_be_none)),
                        rows)
        # A process that has read a catalogue takes more than 2 MB: that memory is counted in the right unit.
        self.assertTrue(all(measured > 2 for what, measured in rows.items() if what.endswith("memory")), rows)


if __name__ == "__main__":
    unittest.main()
