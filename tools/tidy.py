#!/usr/bin/env python3
"""Is src clean for clang-tidy? Runs clang-tidy-16 on every file of src, and remembers what it found clean.

A file is checked again when its text, the text of any header of ours that it reaches, its compile command, .clang-tidy
or clang-tidy itself changes. With --since REF only files are checked that have changed since that commit and, for each
header that has, one file that reads it. With --fix the findings are mended where clang-tidy knows how.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def reachable(path, seen):
    """The file and all headers of ours that it includes, directly or not."""
    if path in seen or not path.is_file():
        return
    seen.add(path)
    for name in INCLUDE.findall(path.read_bytes()):
        reachable(TOP / "src" / name.decode(), seen)


def key_of(entry, path, common):
    """A hash of everything that clang-tidy's verdict depends on, except the system's headers."""
    files = set()
    reachable(path, files)
    digest = hashlib.sha256(common + entry["command"].encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(TOP)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def changed_since(ref):
    """Files that differ from a commit, new ones too; None where git or the commit is not there: all may have changed."""
    found = set()
    for command in (["git", "diff", "--name-only", "-z", ref], ["git", "ls-files", "-o", "--exclude-standard", "-z"]):
        run = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            return None
        found |= {TOP / name for name in run.stdout.split("\0") if name}
    return found


def smallest_choice(paths, changed):
    """Those of `paths` that have changed, and for each changed header its own .cpp, or the first that reads it."""
    chosen = {path for path in paths if path in changed}
    reads = {}
    for path in sorted(paths):
        reachable(path, reads.setdefault(path, set()))
    for header in sorted(file for file in changed if file.suffix == ".hpp"):
        readers = [path for path, files in reads.items() if header in files]
        if readers and not chosen & set(readers):
            chosen.add(next((path for path in readers if path.stem == header.stem), readers[0]))
    return chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build/dev", help="a configured build folder")
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("--since", metavar="REF", help="only what has changed since this commit")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    parser.add_argument("only", nargs="*", help="parts of paths to check; all of src otherwise")
    arguments = parser.parse_args()

    tool = "clang-tidy-16"
    version = subprocess.run([tool, "--version"], check=True, capture_output=True).stdout
    common = version + (TOP / ".clang-tidy").read_bytes()
    cache = TOP / "build" / "tidy"
    cache.mkdir(parents=True, exist_ok=True)

    work = []
    entries = json.loads((TOP / arguments.build / "compile_commands.json").read_text())
    sources = [(e, pathlib.Path(e["file"])) for e in entries if TOP / "src" in pathlib.Path(e["file"]).parents]
    if not sources:
        sys.exit("error: no file of src in " + arguments.build + "/compile_commands.json")
    changed = changed_since(arguments.since) if arguments.since else None
    chosen = None if changed is None else smallest_choice({path for _, path in sources}, changed)
    for entry, path in sources:
        if chosen is not None and path not in chosen:
            continue
        if arguments.only and not any(part in str(path) for part in arguments.only):
            continue
        clean = cache / key_of(entry, path, common)
        if not clean.exists():
            work.append((path, clean))
    print(f"{len(sources)} files, {len(work)} to check", flush=True)

    def check(path):
        # Warnings of g++ that clang does not know are no findings; what system headers do is not ours.
        command = [tool, "--quiet", "-p", arguments.build, "--extra-arg=-Wno-unknown-warning-option", str(path)]
        if arguments.fix:
            command.insert(1, "--fix")
        return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(1 if arguments.fix else arguments.j) as pool:
        runs = {pool.submit(check, path): (path, clean) for path, clean in work}
        for number, run in enumerate(concurrent.futures.as_completed(runs), 1):
            path, clean = runs[run]
            result = run.result()
            good = result.returncode == 0
            print(f"[{number}/{len(work)}] {path.relative_to(TOP)}{'' if good else ': findings'}", flush=True)
            if good:
                clean.touch()
            else:
                failed += 1
                print(result.stdout or result.stderr, flush=True)
    if failed:
        print(f"error: clang-tidy has findings in {failed} files", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
