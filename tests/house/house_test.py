"""Is the house in order, and would its rules notice if it were not? Python's standard library only."""
import os
import pathlib
import tempfile
import unittest

import rules

TOP = pathlib.Path(os.environ.get("GIGAPLAN_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])


class ThisTree(unittest.TestCase):
    """One test a rule, on the tree itself."""

    def keeps(self, rule):
        self.assertEqual("", "\n".join(rule(TOP)))

    def test_there_is_something_to_check(self):
        self.assertGreater(len(list(rules.sources(TOP))), 50)
        self.assertEqual(set(rules.FOLDERS), {folder for _, folder in rules.sources(TOP)})
        self.assertGreater(len(list(rules.pages(TOP))), 3)
        self.assertTrue(list((TOP / "scenarios" / "catalogue").rglob("*.json")))

    def test_no_stray_include(self):
        self.keeps(rules.stray_includes)

    def test_no_stray_link(self):
        self.keeps(rules.stray_links)

    def test_no_long_file(self):
        self.keeps(rules.long_files)

    def test_every_header_opens_with_its_question(self):
        self.keeps(rules.headers_without_question)

    def test_every_source_file_includes_its_own_header_first(self):
        self.keeps(rules.own_header_later)

    def test_no_dead_link_in_the_docs(self):
        self.keeps(rules.dead_links)

    def test_every_catalogue_entry_is_named_as_its_file(self):
        self.keeps(rules.misnamed_entries)


GOOD = {
    "src/base/CMakeLists.txt": "gigaplan_library(base PUBLIC fmt::fmt)",
    "src/base/id.hpp": "// Which?\n#pragma once\n#include <vector>\n#include <fmt/format.h>\n",
    "src/model/CMakeLists.txt": "gigaplan_library(model PUBLIC gigaplan_base)",
    "src/model/chip.hpp": '// What?\n#pragma once\n#include "base/id.hpp"\n',
    "src/network/CMakeLists.txt": "gigaplan_library(network PUBLIC gigaplan_model Boost::headers)",
    "src/network/fold.hpp": '// How?\n#pragma once\n#include "base/id.hpp"\n#include <boost/graph/graph_traits.hpp>\n',
    "src/power/CMakeLists.txt": "gigaplan_library(power PUBLIC gigaplan_model PRIVATE Eigen3::Eigen)",
    "src/power/chain.hpp": '// How?\n#pragma once\n#include "model/chip.hpp"\n',
    "src/sim/CMakeLists.txt": "gigaplan_library(sim PUBLIC gigaplan_network PRIVATE PkgConfig::simgrid)",
    "src/sim/engine.cpp": '#include "network/fold.hpp"\n#include <simgrid/s4u.hpp>\n#include <sys/wait.h>\n',
    "src/io/CMakeLists.txt": "gigaplan_library(io PUBLIC gigaplan_network PRIVATE nlohmann_json::nlohmann_json)",
    "src/io/reader.cpp": '#include "model/chip.hpp"\n#include <nlohmann/json.hpp>\n',
    "README.md": "# Two words\n[map](docs/map.md) [here](#two-words) [out](https://example.org/x) `[no](link.md)`\n",
    "docs/map.md": "# The *map*, drawn\nback [home](../README.md#two-words)\n",
    "scenarios/catalogue/chips/h100.json": '{"id": "h100"}',
}


class PlantedTrees(unittest.TestCase):
    """Each rule finds what is planted, and nothing in the good tree."""

    def tree(self, files=()):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        top = pathlib.Path(folder.name)
        for name, text in {**GOOD, **dict(files)}.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return top

    def finds(self, rule, files, *words):
        """`rule` has exactly one finding in the good tree with `files` changed, and it names all `words`."""
        found = rule(self.tree(files=files))
        self.assertEqual(1, len(found), found)
        for word in words:
            self.assertIn(word, found[0])

    def test_the_good_tree_is_good(self):
        top = self.tree()
        for rule in rules.RULES:
            self.assertEqual([], rule(top), rule.__name__)

    def test_includes(self):
        def planted(file, text, *words):
            with self.subTest(file=file, text=text):
                self.finds(rules.stray_includes, {file: text}, file, *words)

        planted("src/base/id.cpp", '#include "model/chip.hpp"\n', "base may not include model")
        planted("src/power/loss.cpp", '  #  include "network/fold.hpp"\n', "power may not include network")
        planted("src/io/more.cpp", '#include "sim/engine.hpp"\n', "io may not include sim")
        planted("src/power/more.cpp", "#include <simgrid/s4u.hpp>\n", "simgrid is for sim only")
        planted("src/sim/log.cpp", "#include <nlohmann/json.hpp>\n", "nlohmann is for accuracy, calibration, futures, gate, io, programme, report, sweep only")
        planted("src/io/args.cpp", "#include <CLI/CLI.hpp>\n", "CLI is for cli only")
        planted("src/network/cut.cpp", "#include <Eigen/Dense>\n", "Eigen is for calibration, power only")
        planted("src/power/file.cpp", "#include <sys/stat.h>\n", "operating system")
        planted("src/power/file.cpp", "#include <zlib.h>\n", "not a header of the standard library")
        planted("src/sim/file.cpp", "#include <zmq/zmq.hpp>\n", "not a header of the standard library")
        planted("src/network/near.cpp", '#include "fold.hpp"\n', "name headers of ours from src")
        planted("src/network/up.cpp", '#include "../model/chip.hpp"\n', "name headers of ours from src")
        planted("src/network/gone.cpp", '#include "model/gone.hpp"\n', "no such file")
        planted("src/network/angle.cpp", "#include <model/chip.hpp>\n", "in quotes")
        planted("src/extra/new.cpp", "int x;\n", "no place in the map")

    def test_links(self):
        def planted(folder, text, *words):
            with self.subTest(folder=folder, text=text):
                self.finds(rules.stray_links, {f"src/{folder}/CMakeLists.txt": text}, folder, *words)

        planted("power", "gigaplan_library(power PUBLIC gigaplan_model gigaplan_network)", "may not link network")
        planted("power", "gigaplan_library(power PUBLIC gigaplan_model PkgConfig::simgrid)", "for sim only")
        planted("sim", "gigaplan_library(sim PUBLIC gigaplan_network PkgConfig::simgrid)", "must be PRIVATE")
        planted("io", "gigaplan_library(io PUBLIC gigaplan_network)\n"
                      "target_link_libraries(gigaplan_io\n  PUBLIC nlohmann_json::nlohmann_json)", "must be PRIVATE")
        planted("sim", "gigaplan_library(sim PUBLIC gigaplan_network PRIVATE ZLIB::ZLIB)", "does not name")
        planted("power", "gigaplan_library(power PRIVATE Eigen3::Eigen)  # gigaplan_model", "includes model")
        planted("extra", "gigaplan_library(extra PUBLIC gigaplan_base)", "no place in the map")

    def test_a_link_that_is_private_does_not_reach_further(self):
        self.finds(rules.stray_links, {"src/network/CMakeLists.txt": "gigaplan_library(network PRIVATE gigaplan_model)",
                                       "src/io/CMakeLists.txt": "gigaplan_library(io PUBLIC gigaplan_network)"},
                   "src/io/reader.cpp", "includes model")

    def test_long_files(self):
        at_most = "\n" * rules.LINES_AT_MOST
        self.assertEqual([], rules.long_files(self.tree(files={"src/base/a.cpp": at_most})))
        self.finds(rules.long_files, {"src/base/a.cpp": at_most + "\n"}, "src/base/a.cpp", "301 lines")

    def test_headers(self):
        rule = rules.headers_without_question
        self.finds(rule, {"src/base/a.hpp": "#pragma once\n"}, "src/base/a.hpp", "question")
        self.finds(rule, {"src/base/a.hpp": "// Statement.\n#pragma once\n// Why?\n"}, "src/base/a.hpp", "question")
        self.finds(rule, {"src/base/a.hpp": "// What is\n// this?\n"}, "src/base/a.hpp", "pragma once")

    def test_own_header_first(self):
        self.finds(rules.own_header_later, {"src/model/chip.cpp": '#include "base/id.hpp"\n#include "model/chip.hpp"\n'},
                   "src/model/chip.cpp")
        self.finds(rules.own_header_later, {"src/model/chip.cpp": "int x;\n"}, "src/model/chip.cpp")
        self.assertEqual([], rules.own_header_later(self.tree(
            files={"src/model/chip.cpp": '// So.\n#include "model/chip.hpp"\n#include <vector>\n'})))

    def test_dead_links(self):
        rule = rules.dead_links
        self.finds(rule, {"docs/a.md": "[x](gone.md)"}, "docs/a.md", "gone.md")
        self.finds(rule, {"docs/a.md": "![x](gone.svg)"}, "gone.svg")
        self.finds(rule, {"docs/a.md": '<img src="gone.svg">'}, "gone.svg")
        self.finds(rule, {"docs/a.md": "[x][r]\n\n[r]: gone.md\n"}, "gone.md")
        self.finds(rule, {"docs/a.md": "[x](map.md#gone)"}, "no such heading")
        self.assertEqual([], rule(self.tree(files={"docs/a.md": "[x](map.md#the-map-drawn)"})))
        self.assertEqual([], rule(self.tree(files={"build/a.md": "[x](gone.md)"})))

    def test_catalogue(self):
        rule = rules.misnamed_entries
        file = "scenarios/catalogue/chips/b200.json"
        self.finds(rule, {file: '{"id": "h100"}'}, file, '"h100"')
        self.finds(rule, {file: '{"name": "B200"}'}, file, "null")
        self.finds(rule, {file: '{"id": "b200", "id": "b200"}'}, file, "duplicate key id")
        self.finds(rule, {file: '{"id": '}, file)


if __name__ == "__main__":
    unittest.main()
