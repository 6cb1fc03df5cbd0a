"""Do the workflows in docs/ci work? Every step that is a command runs here, in an empty folder beside a checkout."""
import os
import pathlib
import subprocess
import unittest

import yaml

from tool import BINARY, TOP, Test

# The steps build what they need; so they can run here only with the build that they would make.
OWN_BUILD = pathlib.Path(BINARY) == TOP / "build" / "release" / "src" / "cli" / "gigaplan"


@unittest.skipUnless(OWN_BUILD, "the workflows build build/release")
class Workflows(Test):
    def steps_pass(self, steps, variables):
        (self.folder / "gigaplan").symlink_to(TOP)
        environment = {**os.environ, **variables}
        for step in steps:
            outcome = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step], cwd=self.folder, env=environment,
                                     capture_output=True, text=True, check=False, timeout=250)
            self.assertEqual(0, outcome.returncode, f"{step}\n{outcome.stdout}\n{outcome.stderr}")
        for name in ("results.sqlite", "runs.csv", "junit.xml"):
            self.assertTrue((self.folder / "results" / name).is_file(), name)
        self.assertTrue((self.folder / "baseline" / "results.sqlite").is_file())

    def test_github(self):
        workflow = yaml.safe_load((TOP / "docs" / "ci" / "github-actions.yml").read_text())
        job = workflow["jobs"]["sweep"]
        summary = self.folder / "summary.md"
        steps = [step["run"] for step in job["steps"] if "run" in step]
        self.assertGreater(len(steps), 3)
        variables = {**job["env"], "GITHUB_STEP_SUMMARY": str(summary)}
        self.steps_pass(steps, variables)
        self.assertIn("all rules hold", summary.read_text())
        (self.folder / "gigaplan").unlink()
        self.steps_pass(steps, variables)  # now there is a baseline

    def test_gitlab(self):
        job = yaml.safe_load((TOP / "docs" / "ci" / "gitlab-ci.yml").read_text())["gigaplan"]
        variables = {name: str(value) for name, value in job["variables"].items()}
        self.steps_pass(job["script"], {**variables, "CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main"})


if __name__ == "__main__":
    unittest.main()
