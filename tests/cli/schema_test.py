"""Do the JSON Schemas that editors use accept what the reader accepts, and refuse what it refuses?

Needs Debian's python3-jsonschema.
"""
import copy
import json
import unittest

import jsonschema

from tool import CATALOGUE, EXAMPLES, Test, strict_json

SINGULAR = {"power-chains": "power-chain", "cooling": "cooling",
            "on-site-technologies": "on-site-technology", "reliability": "reliability", "costs": "costs",
            "switches": "switch"}


class Schemas(Test):
    def schema(self, kind):
        value = strict_json(self.succeeds("schema", kind).out)
        jsonschema.Draft202012Validator.check_schema(value)
        return jsonschema.Draft202012Validator(value)

    def test_every_example_passes(self):
        validator = self.schema("scenario")
        for file in sorted(EXAMPLES.glob("*.json")):
            with self.subTest(file=file.name):
                self.assertEqual([], [error.message for error in validator.iter_errors(json.loads(file.read_text()))])

    def test_every_catalogue_entry_passes(self):
        for folder in sorted(path for path in CATALOGUE.iterdir() if path.is_dir()):
            validator = self.schema(SINGULAR.get(folder.name, folder.name.removesuffix("s")))
            for file in sorted(folder.glob("*.json")):
                with self.subTest(kind=folder.name, id=file.stem):
                    errors = validator.iter_errors(json.loads(file.read_text()))
                    self.assertEqual([], [error.message for error in errors])

    def test_measured_steps_pass_and_slips_do_not(self):
        validator = self.schema("measured")
        good = json.loads((CATALOGUE.parent / "custom" / "llama3-405b-measured.json").read_text())
        self.assertEqual([], [error.message for error in validator.iter_errors(good)])
        self.assertFalse(validator.is_valid({**good, "measurements": []}), "nothing measured")
        self.assertFalse(validator.is_valid({**good, "measurements": [{"step_time_s": 0}]}), "no time")
        self.assertFalse(validator.is_valid({**good, "measurements": [{"changes": {}}]}), "a time is missing")
        self.assertFalse(validator.is_valid({**good, "colour": 1}), "an unknown key")

    def test_broken_entries_do_not_pass(self):
        validator = self.schema("chip")
        good = json.loads(sorted((CATALOGUE / "chips").glob("*.json"))[0].read_text())
        self.assertTrue(validator.is_valid(good))

        def broken(**changes):
            bad = copy.deepcopy(good)
            bad.update(changes)
            return bad

        self.assertFalse(validator.is_valid(broken(tdp_watt=700)), "an unknown key")
        self.assertFalse(validator.is_valid(broken(tdp_w="700")), "text for a number")
        self.assertFalse(validator.is_valid(broken(tdp_w=-700)), "a negative power")
        self.assertFalse(validator.is_valid(broken(year=2022.5)), "a fraction for an integer")

    def test_a_network_is_a_file_or_a_list(self):
        validator = self.schema("fabric")

        def valid(custom):
            return validator.is_valid({"name": "Own", "topology": "custom", "switch": "any", "custom": custom})

        self.assertTrue(valid({"file": "net.graphml"}))
        self.assertTrue(valid({"switches": [{"id": "one", "nics": 8}]}))
        self.assertFalse(valid({}))
        self.assertFalse(valid({"links": []}))
        self.assertFalse(valid({"file": ""}))
        self.assertFalse(valid({"file": 7}))


if __name__ == "__main__":
    unittest.main()
