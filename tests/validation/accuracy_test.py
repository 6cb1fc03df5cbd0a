#!/usr/bin/env python3
"""Did predictions get worse, and do the pages about them say what they are?

Runs gigaplan accuracy on all cases and compares each group's mean absolute error with accuracy.json beside this file, and
what --out writes with docs/accuracy.md, docs/accuracy.svg and the catalogue's residuals.json. GIGAPLAN_UPDATE=1 writes
all four anew; the commit says why they moved. Exit 1 and a table of what moved if a mean is worse by more than 0.3
percentage points, if a group has more or fewer figures, or if a residual moved by as much.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(os.environ["GIGAPLAN_SOURCE_DIR"])
STORED = Path(__file__).resolve().parent / "accuracy.json"
PAGES = ("accuracy.md", "accuracy.svg")
RESIDUALS = TOP / "scenarios" / "catalogue" / "residuals.json"  # what prediction intervals rest on
PARTS = ("test", "calibration", "layout_not_stated", "series_left_out", "stack_never_seen", "architecture_never_seen",
         "one_row_of_series_known")
TOLERANCE = 0.003  # of a mean error, as a share: what another compiler's rounding may not move, and a slip does
FIGURES = {"count": "figures", "mean": "mean_absolute_error", "median": "median_absolute_error",
           "p90": "p90_absolute_error"}
HINT = "GIGAPLAN_UPDATE=1 ctest --preset release -R validation.accuracy writes it anew"


def groups_of(document):
    """Of each group's parts that have figures: how many, and how large their errors are."""
    return {f"{group['name']}, {part}": {key: round(group[part][name], 6) for key, name in FIGURES.items()}
            for group in document["groups"] for part in PARTS if group[part]}


def compare(stored, now):
    """Rows of what moved: name, part of the summary, before, after, what is wrong with that ("" if nothing)."""
    rows = []
    for name in list(stored) + [name for name in now if name not in stored]:
        before, after = stored.get(name), now.get(name)
        if before is None or after is None:
            rows.append((name, "count", before["count"] if before else 0, after["count"] if after else 0, "count"))
            continue
        for key in FIGURES:
            if before[key] == after[key]:
                continue
            fault = "count" if key == "count" else ""
            if key == "mean" and after[key] > before[key] + TOLERANCE:
                fault = "worse"
            rows.append((name, key, before[key], after[key], fault))
    return rows


def rows_of(text):
    return {row["id"]: row for row in json.loads(text)["rows"]}


def compare_residuals(stored, now):
    """What differs, as lines: rows that came or went, and figures that moved by more than the tolerance."""
    lines = [f"{name}: {'is new' if name in now else 'is gone'}" for name in sorted(set(stored) ^ set(now))]
    for name in sorted(set(stored) & set(now)):
        before, after = stored[name], now[name]
        for key in sorted(set(before) | set(after)):
            a, b = before.get(key), after.get(key)
            near = key.startswith("with") and isinstance(a, float) and isinstance(b, float) and abs(a - b) <= TOLERANCE
            if a != b and not near:
                lines.append(f"{name}: {key} was {a}, is {b}")
    return lines


def shown(key, value):
    return str(value) if key == "count" else f"{100 * value:.2f} %"


def predict(folder):
    outcome = subprocess.run([os.environ["GIGAPLAN_BINARY"], "accuracy", "--json", "--out", folder], check=False,
                             text=True, capture_output=True)
    if outcome.returncode != 0:
        sys.exit(f"gigaplan accuracy ended with {outcome.returncode}\n{outcome.stderr}")
    return json.loads(outcome.stdout)


def check_itself():
    """Would it see anything?"""
    good = {"a": {"count": 2, "mean": 0.1, "median": 0.1, "p90": 0.2}}
    faults = [[row[4] for row in compare(good, {"a": {**good["a"], **change}})] for change in
              ({}, {"mean": 0.1029}, {"mean": 0.1031}, {"mean": 0.01}, {"count": 3}, {"p90": 0.9})]
    assert faults == [[], [""], ["worse"], [""], ["count"], [""]], faults
    row = {"id": "a", "moe": False, "without_series": 0.1, "with_one_row": None}
    faults = [len(compare_residuals({"a": row}, {"a": {**row, **change}})) for change in
              ({}, {"without_series": 0.1029}, {"without_series": 0.1031}, {"moe": True}, {"with_one_row": 0.0}, {"more": 1})]
    assert faults == [0, 0, 1, 1, 1, 1], faults
    assert len(compare_residuals({"a": row}, {"b": row})) == 2
    assert [row[4] for row in compare(good, {})] == ["count"] == [row[4] for row in compare({}, good)]


def main():
    check_itself()
    issues = []
    with tempfile.TemporaryDirectory() as folder:
        now = groups_of(predict(folder))
        if not now:
            sys.exit("no case was predicted")
        residuals = (Path(folder) / "residuals.json").read_text(encoding="utf-8")
        pages = {name: (Path(folder) / name).read_text(encoding="utf-8") for name in PAGES}
    if os.environ.get("GIGAPLAN_UPDATE") == "1":
        STORED.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        for name, text in pages.items():
            (TOP / "docs" / name).write_text(text, encoding="utf-8")
        RESIDUALS.write_text(residuals, encoding="utf-8")
        print(f"{STORED.name}, {', '.join(PAGES)} and {RESIDUALS.name} are written")
        return
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    rows = compare(stored, now)
    if rows:
        print(f"{'what moved':<62} {'':<6} {'before':>9} {'after':>9}")
    for name, key, before, after, fault in rows:
        print(f"{name:<62} {key:<6} {shown(key, before):>9} {shown(key, after):>9}  {fault}")
    faults = sum(bool(row[4]) for row in rows)
    if faults:
        issues.append(f"{faults} of them {'is' if faults == 1 else 'are'} worse than {STORED.name} allows, or of another count")
    moved = compare_residuals(rows_of(RESIDUALS.read_text(encoding="utf-8")) if RESIDUALS.exists() else {}, rows_of(residuals))
    if moved:
        issues.append("\n".join([f"the catalogue's {RESIDUALS.name} is another, in {len(moved)} places:", *moved[:20]]))
    for name, text in pages.items():
        page = TOP / "docs" / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            issues.append(f"docs/{name} is not what gigaplan accuracy --out writes")
    if issues:
        sys.exit("\n".join([*issues, HINT]))
    print(f"{len(now)} groups are as they were, or better")


if __name__ == "__main__":
    main()
