"""What are the rules of the house? Each function takes the top of a tree and returns what breaks its rule, as lines."""
import json
import pathlib
import re

# Which of our folders a folder may include. Arrows point one way; workload, network, power and finance are neighbours
# that do not know each other.
MIDDLE = {"workload", "network", "power", "finance"}
FOLDERS = {
    "base": set(),
    "model": {"base"},
    "workload": {"base", "model"},
    "network": {"base", "model"},
    "power": {"base", "model"},
    "finance": {"base", "model"},
    "portfolio": {"base"},
    "sim": {"base", "model"} | MIDDLE,
    "io": {"base", "model"} | MIDDLE,  # what sim computes reaches io as values of model
    "report": {"base", "model", "io"},
    "batch": {"base"},
    "sweep": {"base", "model", "io", "batch"},
    "confidence": {"base", "model", "io"},
    "calibration": {"base", "model", "sim", "io", "batch"} | MIDDLE,
    "accuracy": {"base", "model", "sim", "io", "batch", "calibration", "confidence"} | MIDDLE,
    "futures": {"base", "model", "sim", "io", "batch", "sweep", "confidence"} | MIDDLE,
    "programme": {"base", "model", "io", "batch", "futures", "portfolio"},
    "gate": {"base", "model", "io", "sweep"},
    "cli": {"base", "model", "sim", "io", "report", "batch", "sweep", "accuracy", "gate", "confidence", "calibration", "futures",
            "portfolio", "programme"} | MIDDLE,
}

# Which folders may include the headers of a library, by the first part of the header's name.
LIBRARIES = {
    "fmt": set(FOLDERS),
    "boost": {"base", "network", "sweep"},
    "Eigen": {"power", "calibration"},
    "simgrid": {"sim"},
    "xbt": {"sim"},
    "nlohmann": {"io", "report", "sweep", "accuracy", "gate", "calibration", "futures", "programme"},
    "openssl": {"io"},
    "pugixml.hpp": {"io"},
    "SQLiteCpp": {"sweep"},
    "sqlite3.h": {"sweep"},
    "muParser.h": {"sweep"},
    "coin": {"portfolio"},
    "CLI": {"cli"},
}
# The operating system: the two shells and the command line only, so that what lies between stays pure.
SYSTEM = re.compile(r"^(sys/|linux/|(unistd|fcntl|signal|poll|malloc|sched|spawn|dirent|errno|termios|dlfcn)\.h$)")
SHELLS = {"sim", "io", "batch", "sweep", "cli"}

# The CMake targets of these libraries: who may link them, and whether those who link that folder must not see them.
TARGETS = {
    "fmt::fmt": (set(FOLDERS), False),
    "Boost::headers": ({"base", "network", "sweep"}, False),
    "Eigen3::Eigen": ({"power", "calibration"}, False),
    "PkgConfig::simgrid": ({"sim"}, True),
    "nlohmann_json::nlohmann_json": ({"io", "report", "sweep", "accuracy", "gate", "confidence", "calibration", "futures", "programme"},
                                     True),
    "SQLiteCpp": ({"sweep"}, True),
    "SQLite::SQLite3": ({"sweep"}, True),
    "muparser::muparser": ({"sweep"}, True),
    "OpenSSL::Crypto": ({"io"}, True),
    "pugixml::pugixml": ({"io"}, True),
    "PkgConfig::cbc": ({"portfolio"}, True),
    "CLI11::CLI11": ({"cli"}, True),
    "Threads::Threads": (SHELLS, False),
}

LINES_AT_MOST = 300
QUESTION = re.compile(r"// (What|Which|Where|When|Who|Why|How|Is|Are|Does|Do|Can|May|Has|Have)\b")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def sources(top):
    """All C++ files of src, with the folder each belongs to."""
    for path in sorted((top / "src").rglob("*")):
        if path.suffix in (".hpp", ".cpp", ".h", ".cc", ".ipp"):
            yield path, path.relative_to(top / "src").parts[0]


def stray_includes(top):
    found = []
    for path, folder in sources(top):
        allowed = FOLDERS.get(folder)
        if allowed is None:
            found.append(f"{path.relative_to(top)}: the folder {folder} has no place in the map")
            continue
        for quote, name in INCLUDE.findall(path.read_text()):
            where = f"{path.relative_to(top)}: #include {name}"
            first = name.split("/")[0]
            if quote == '"':
                if first == name or first not in FOLDERS:
                    found.append(f'{where}: name headers of ours from src, "folder/file.hpp"')
                elif first != folder and first not in allowed:
                    found.append(f"{where}: {folder} may not include {first}")
                elif not (top / "src" / name).is_file():
                    found.append(f"{where}: no such file")
            elif first in LIBRARIES:
                if folder not in LIBRARIES[first]:
                    found.append(f"{where}: {first} is for {', '.join(sorted(LIBRARIES[first]))} only")
            elif SYSTEM.match(name):
                if folder not in SHELLS:
                    found.append(f"{where}: the operating system is for {', '.join(sorted(SHELLS))} only")
            elif first in FOLDERS:
                found.append(f"{where}: write headers of ours in quotes")
            elif not re.fullmatch(r"[a-z_0-9]+", name):
                found.append(f"{where}: not a header of the standard library, nor of one that the map names")
    return found


def links(top):
    """What each folder links: {folder: {target: is it PRIVATE}}."""
    result = {}
    for path in sorted((top / "src").glob("*/CMakeLists.txt")):
        text = re.sub(r"#.*", "", path.read_text())
        linked = {}
        for arguments in re.findall(r"(?:gigaplan_library|target_link_libraries)\s*\(([^)]*)\)", text):
            private = False
            for word in arguments.split()[1:]:
                if word in ("PUBLIC", "PRIVATE", "INTERFACE"):
                    private = word == "PRIVATE"
                else:
                    linked[word] = private
        result[path.parent.name] = linked
    return result


def stray_links(top):
    found = []
    linked = links(top)
    for folder, targets in linked.items():
        where = f"src/{folder}/CMakeLists.txt"
        if folder not in FOLDERS:
            found.append(f"{where}: the folder {folder} has no place in the map")
            continue
        for target, private in targets.items():
            if target.startswith("gigaplan_"):
                other = target.removeprefix("gigaplan_")
                if other not in FOLDERS[folder] | {"options", folder}:
                    found.append(f"{where}: {folder} may not link {other}")
            elif target not in TARGETS:
                found.append(f"{where}: links {target}, which the map does not name")
            else:
                allowed, hidden = TARGETS[target]
                if folder not in allowed:
                    found.append(f"{where}: {target} is for {', '.join(sorted(allowed))} only")
                elif hidden and not private:
                    found.append(f"{where}: {target} must be PRIVATE")
    # What is included must be linked, straight or through what is linked publicly.
    for path, folder in sources(top):
        for quote, name in INCLUDE.findall(path.read_text()):
            other = name.split("/")[0]
            if quote == '"' and other in FOLDERS and other not in reached(linked, folder) | {folder}:
                found.append(f"{path.relative_to(top)}: includes {other}, but src/{folder}/CMakeLists.txt does not link it")
    return sorted(set(found))


def reached(linked, folder, own=True):
    """The folders whose headers `folder` gets by what it links: its own links, and from there the public ones."""
    result = set()
    for target, private in linked.get(folder, {}).items():
        if target.startswith("gigaplan_") and target != "gigaplan_options" and (own or not private):
            other = target.removeprefix("gigaplan_")
            result |= {other} | reached(linked, other, own=False)
    return result


def long_files(top):
    found = []
    for path, _ in sources(top):
        lines = len(path.read_text().splitlines())
        if lines > LINES_AT_MOST:
            found.append(f"{path.relative_to(top)}: {lines} lines, more than {LINES_AT_MOST}; which two questions does it answer?")
    return found


def headers_without_question(top):
    """A header opens with the question that it answers, and is read once."""
    found = []
    for path, _ in sources(top):
        if path.suffix == ".hpp":
            text = path.read_text()
            opening = re.match(r"(//[^\n]*\n)+", text)
            if not opening or not (QUESTION.match(text) or "?" in opening.group()):
                found.append(f'{path.relative_to(top)}: does not open with its question, "// What ...?"')
            if "#pragma once" not in text:
                found.append(f"{path.relative_to(top)}: no #pragma once")
    return found


def own_header_later(top):
    """x.cpp includes x.hpp before anything else: so the header is known to compile on its own."""
    found = []
    for path, _ in sources(top):
        own = path.with_suffix(".hpp")
        if path.suffix == ".cpp" and own.is_file():
            first = INCLUDE.search(path.read_text())
            if not first or first.group(2) != own.relative_to(top / "src").as_posix():
                found.append(f"{path.relative_to(top)}: its first include is not its own header")
    return found


def pages(top):
    """All Markdown files of ours."""
    for path in sorted(top.rglob("*.md")):
        if not set(path.relative_to(top).parts) & {"build", "out", ".git", "node_modules"}:
            yield path


def anchors(text):
    """The anchors of a page's headings, as forges make them: lower case, punctuation dropped, spaces to hyphens."""
    headings = re.findall(r"^#+ +(.+?) *#*$", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(top):
    found = []
    for page in pages(top):
        text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.S | re.M)
        text = re.sub(r"`[^`\n]*`", "", text)
        targets = re.findall(r"\]\(\s*<?([^)\s>]+)", text) + re.findall(r"^\[[^\]]+\]:\s*(\S+)", text, re.MULTILINE)
        targets += re.findall(r'(?:src|href|srcset)="([^"]+)"', text)
        for target in targets:
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            file, _, anchor = target.partition("#")
            aim = (page.parent / file) if file else page
            if not aim.exists():
                found.append(f"{page.relative_to(top)}: {target}: no such file")
            elif anchor and aim.suffix == ".md" and anchor not in anchors(aim.read_text()):
                found.append(f"{page.relative_to(top)}: {target}: no such heading")
    return found


def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("duplicate key " + next(key for key in keys if keys.count(key) > 1))
    return dict(pairs)


def misnamed_entries(top):
    """A catalogue entry's id is its file's name, so that a reference finds it."""
    found = []
    for path in sorted((top / "scenarios" / "catalogue").glob("*/*.json")):  # beside the folders: what is no entry
        where = path.relative_to(top)
        try:
            entry = json.loads(path.read_text(), object_pairs_hook=no_duplicates)
        except ValueError as error:
            found.append(f"{where}: {error}")
            continue
        name = entry.get("id") if isinstance(entry, dict) else None
        if name != path.stem:
            found.append(f'{where}: its id is {json.dumps(name)}, not "{path.stem}"')
    return found


RULES = [stray_includes, stray_links, long_files, headers_without_question, own_header_later, dead_links, misnamed_entries]

if __name__ == "__main__":
    import sys

    tree = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    broken = [line for rule in RULES for line in rule(tree)]
    print("\n".join(broken) or "the house is in order")
    sys.exit(1 if broken else 0)
