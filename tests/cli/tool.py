"""How do the tests from outside call gigaplan? As a user does: a process with arguments, an exit code, two outputs."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

TOP = pathlib.Path(os.environ["GIGAPLAN_SOURCE_DIR"])
BINARY = pathlib.Path(os.environ["GIGAPLAN_BINARY"])
EXAMPLES = TOP / "scenarios" / "examples"
CATALOGUE = TOP / "scenarios" / "catalogue"
LLAMA = EXAMPLES / "llama3-405b-16k.json"

SANITIZED = "GIGAPLAN_SANITIZED" in os.environ  # ten times as slow

# A few days instead of years: all that a report has, in a moment.
BRIEF = ["--set", "/operation/years=0.02"]
BRIEF_HOURS = 175  # 0.02 x 8,760 = 175.2, in whole hours


class Outcome:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


def gigaplan(*arguments, binary=BINARY, cwd=None, **environment):
    """Runs gigaplan with both outputs piped, from a folder that is not the project's."""
    with tempfile.TemporaryDirectory() as elsewhere:
        return Outcome(subprocess.run([str(binary), *map(str, arguments)], cwd=cwd or elsewhere, check=False, text=True,
                                      capture_output=True, timeout=280, env={**os.environ, **environment}))


def strict_json(text):
    """Parses JSON as RFC 8259 has it: no NaN, no Infinity, no key twice."""
    def refuse(word):
        raise ValueError(word + " is not JSON")

    def once(pairs):
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise ValueError("a key stands twice among " + ", ".join(keys))
        return dict(pairs)

    return json.loads(text, parse_constant=refuse, object_pairs_hook=once)


class Test(unittest.TestCase):
    """A test with a folder of its own, and the messages that a failure needs."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        """Writes text, or a value as JSON, into the test's folder."""
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    def succeeds(self, *arguments, **options):
        outcome = gigaplan(*arguments, **options)
        self.assertEqual(0, outcome.code, outcome)
        return outcome

    def refuses(self, *arguments, begins="error: ", **options):
        """Bad input: exit 2, and messages on stderr, the first of which begins with `begins`."""
        outcome = gigaplan(*arguments, **options)
        self.assertEqual(2, outcome.code, outcome)
        self.assertTrue(outcome.err.startswith(begins), outcome)
        self.assertTrue(outcome.err.strip(), outcome)
        self.assertNotIn("terminate called", outcome.err, outcome)
        return outcome

    def is_plain(self, text):
        """No escape sequence and no carriage return: what a pipe or a log file wants."""
        self.assertNotIn("\x1b", text)
        self.assertNotIn("\r", text)
