"""Do the commands that look, and do not simulate, keep their promises?"""
import json
import re
import subprocess
import unittest

from tool import BINARY, CATALOGUE, EXAMPLES, LLAMA, TOP, Test, strict_json

KINDS = sorted(folder.name for folder in CATALOGUE.iterdir() if folder.is_dir())
# The first broken thing is a key, the second a range, the third a type, the fourth a reference.
BROKEN = {"extends": str(LLAMA), "colour": 1, "cluster": {"nodes": -5}, "seed": "one", "site": "atlantis"}


def is_figure(value, pointer):
    """Is there a number at the JSON Pointer? (No key of a catalogue has a ~ or / in it.)"""
    for token in pointer.split("/")[1:]:
        value = value[int(token)] if isinstance(value, list) else value.get(token, {})
    return isinstance(value, (int, float)) and not isinstance(value, bool)


class Help(Test):
    def test_version_is_the_project_s(self):
        version = re.search(r"project\(gigaplan VERSION ([0-9.]+)", (TOP / "CMakeLists.txt").read_text()).group(1)
        self.assertIn(version, self.succeeds("--version").out)

    def test_help_names_every_command_and_shows_examples(self):
        out = self.succeeds("--help").out
        for command in ("run", "step", "validate", "catalogue", "schema"):
            self.assertRegex(out, rf"\b{command}\b")
        self.assertIn("gigaplan run ", out)

    def test_every_command_has_help(self):
        for command, option in (("run", "--out"), ("run", "--set"), ("step", "--json"), ("step", "--unfolded"),
                                ("validate", "SCENARIO"), ("catalogue", "KIND"), ("schema", "KIND")):
            with self.subTest(command=command):
                self.assertRegex(self.succeeds(command, "--help").out, f"(?i){option}")

    def test_what_is_not_understood_is_bad_input(self):
        for arguments in (["fly"], ["run"], ["run", LLAMA, "--fast"], ["step"], ["validate"], ["schema"],
                          ["run", LLAMA, "--set"], ["run", LLAMA, "--out"], ["run", LLAMA, LLAMA]):
            with self.subTest(arguments=arguments):
                self.assertIn("--help", self.refuses(*arguments, begins="").err)

    def test_a_slip_of_the_pen_in_a_command_or_kind_gets_a_suggestion(self):
        self.assertIn('did you mean "validate"?', self.refuses("validat").err)
        self.assertIn('did you mean "chips"?', self.refuses("catalogue", "chops").err)
        self.assertEqual(self.succeeds("catalogue", "chips").out, self.succeeds("catalogue", "chip").out)

    def test_help_on_a_pipe_is_plain(self):
        self.is_plain(self.succeeds("--help").out)


class Validate(Test):
    def test_every_example_is_valid(self):
        examples = sorted(EXAMPLES.glob("*.json"))
        self.assertGreaterEqual(len(examples), 4)
        outcome = self.succeeds("validate", *examples)
        self.assertNotIn("error", outcome.err)

    def test_all_issues_come_at_once_each_with_file_pointer_and_value(self):
        broken = self.write("broken.json", BROKEN)
        lines = self.refuses("validate", broken).err.splitlines()
        for pointer, words in (("/colour", "unknown key"), ("/cluster/nodes", "-5"), ("/seed", "one"),
                               ("/site", "atlantis")):
            found = [line for line in lines if f"broken.json: {pointer}: " in line]
            self.assertEqual(1, len(found), (pointer, lines))
            self.assertTrue(found[0].startswith("error: "), found)
            self.assertIn(words, found[0])

    def test_one_bad_file_among_good_ones_is_named_and_the_others_are_not_blamed(self):
        broken = self.write("broken.json", BROKEN)
        outcome = self.refuses("validate", LLAMA, broken, LLAMA)
        errors = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
        self.assertTrue(errors and all("broken.json" in line for line in errors), errors)

    def test_a_typing_error_gets_a_suggestion(self):
        typo = self.write("typo.json", {"extends": str(LLAMA), "facilty": {}})
        self.assertRegex(self.refuses("validate", typo).err, r'/facilty: unknown key; did you mean "facility"\?')

    def test_a_missing_file_a_folder_and_no_json(self):
        self.assertIn("gone.json", self.refuses("validate", self.folder / "gone.json").err)
        self.assertIn(self.folder.name, self.refuses("validate", self.folder).err)
        self.assertIn("cut.json", self.refuses("validate", self.write("cut.json", '{"name": ')).err)


class Catalogue(Test):
    def test_it_lists_kinds_then_entries_then_figures_with_their_sources(self):
        overview = self.succeeds("catalogue").out
        for kind in KINDS:
            self.assertIn(kind, overview)
            listing = self.succeeds("catalogue", kind).out
            for file in sorted((CATALOGUE / kind).glob("*.json")):
                with self.subTest(kind=kind, id=file.stem):
                    self.assertIn(file.stem, listing)

    def test_every_entry_can_be_shown_and_shows_where_its_figures_come_from(self):
        for file in sorted(CATALOGUE.glob("*/*.json")):
            with self.subTest(kind=file.parent.name, id=file.stem):
                out = self.succeeds("catalogue", file.parent.name, file.stem).out
                entry = json.loads(file.read_text())
                for citation in entry.get("provenance", []):
                    if not any(is_figure(entry, pointer) for pointer in citation["fields"]):
                        continue
                    # Long titles may be wrapped: their first two words suffice.
                    for word in citation.get("title", "").split()[:2]:
                        self.assertIn(word, out)

    def test_unknown_kinds_and_ids_are_answered_with_what_there_is(self):
        self.assertIn("chips", self.refuses("catalogue", "chops").err)
        some = sorted((CATALOGUE / "chips").glob("*.json"))[0].stem
        self.assertIn(some[:-1], self.refuses("catalogue", "chips", some + "x").err)

    def test_it_is_plain_on_a_pipe(self):
        self.is_plain(self.succeeds("catalogue", "chips").out)


class Schema(Test):
    def test_the_shipped_schemas_are_what_the_command_prints(self):
        shipped = sorted((TOP / "scenarios" / "schema").glob("*.json"))
        self.assertGreater(len(shipped), 5)
        for file in shipped:
            kind = file.name.removesuffix(".json").removesuffix(".schema")
            with self.subTest(kind=kind):
                self.assertEqual(file.read_text(), self.succeeds("schema", kind).out)

    def test_each_is_a_json_schema(self):
        for kind in ("scenario", *KINDS):
            with self.subTest(kind=kind):
                schema = strict_json(self.succeeds("schema", kind).out)
                self.assertIn("json-schema.org", schema["$schema"])

    def test_an_unknown_kind_is_answered_with_what_there_is(self):
        self.assertIn("scenario", self.refuses("schema", "scenery").err)


class ClosedPipe(Test):
    def test_a_reader_that_leaves_early_is_no_crash(self):
        process = subprocess.run(["bash", "-c", f'"{BINARY}" schema scenario | head -n 1; exit "${{PIPESTATUS[1]}}"'],
                                 check=False, capture_output=True, text=True, timeout=60)
        self.assertEqual(0, process.returncode)
        self.assertEqual("", process.stderr)


if __name__ == "__main__":
    unittest.main()
