"""Does an installed gigaplan find its catalogue, wherever it was moved to, without the source tree?"""
import json
import os
import shutil
import subprocess
import unittest

from tool import BRIEF, TOP, Test, gigaplan, strict_json

BUILD = os.environ["GIGAPLAN_BUILD_DIR"]


class Install(Test):
    def test_moved_elsewhere_it_still_runs_an_example(self):
        subprocess.run(["cmake", "--install", BUILD, "--prefix", str(self.folder / "first")], check=True,
                       capture_output=True)
        place = shutil.move(self.folder / "first", self.folder / "second place")
        binary = place / "bin" / "gigaplan"
        examples = place / "share" / "gigaplan" / "scenarios" / "examples"
        self.assertIn("chips", gigaplan("catalogue", binary=binary).out)
        outcome = gigaplan("validate", *sorted(examples.glob("*.json")), binary=binary)
        self.assertEqual(0, outcome.code, outcome)
        outcome = gigaplan("run", examples / "llama3-405b-16k.json", *BRIEF, "--out", self.folder / "out", binary=binary)
        self.assertEqual(0, outcome.code, outcome)
        self.assertTrue(strict_json((self.folder / "out" / "report.json").read_text()))

        # Of the published measurements it has its own copy, without the pages about them.
        validation = examples.parent / "validation"
        self.assertEqual({".json"}, {path.suffix for path in validation.iterdir()})
        self.assertEqual((TOP / "tests" / "validation" / "left_out.json").exists(),
                         (examples.parent / "left_out.json").exists())
        bills = json.loads((validation / "facility.json").read_text())
        for case in bills["cases"]:
            case["id"] = "installed " + case["id"]
        (validation / "facility.json").write_text(json.dumps(bills))
        outcome = gigaplan("accuracy", "--only", "installed fac-superpod-b200", "--json", binary=binary)
        self.assertEqual(0, outcome.code, outcome)
        self.assertEqual(5, len(strict_json(outcome.out)["cases"]))

        # It is that catalogue which it reads, and no other: without it, it says what is missing.
        shutil.rmtree(place / "share")
        outcome = gigaplan("catalogue", "chips", binary=binary)
        self.assertEqual(2, outcome.code, outcome)
        self.assertIn("catalogue", outcome.err)

    def test_a_link_to_the_binary_works(self):
        subprocess.run(["cmake", "--install", BUILD, "--prefix", str(self.folder / "opt")], check=True,
                       capture_output=True)
        link = self.folder / "gigaplan"
        link.symlink_to(self.folder / "opt" / "bin" / "gigaplan")
        self.assertIn("chips", gigaplan("catalogue", binary=link).out)


if __name__ == "__main__":
    unittest.main()
