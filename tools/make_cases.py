#!/usr/bin/env python3
"""Turns a table of published measurements into the validation cases of tests/validation/cases.

Usage: tools/make_cases.py ROWS.json OUTDIR

ROWS.json is a list of rows {id, kind, group, system, workload, measured, source, how, via, trust, notes}; a field that
the source does not print is "not stated", one that nobody looked up there ends in "(memory)". OUTDIR gets one file a
group.
What a source leaves out is filled in by group, stack or model family, never by row: see cases/groups.py.
"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cases.other import other_cases  # noqa: E402
from cases.groups import TITLES  # noqa: E402
from cases.step import step_case  # noqa: E402
from cases.write import pretty  # noqa: E402


def common_source(cases):
    """The source that most cases of a file name; the others keep their own."""
    titles = [json.dumps(case["source"], sort_keys=True) for case in cases]
    common = max(sorted(set(titles)), key=titles.count)
    for case, title in zip(cases, titles):
        if title == common:
            del case["source"]
    return json.loads(common)


def common_assumptions(cases):
    """What is assumed in every scenario of a file stands once, at its top."""
    told = [case["assumed"] for case in cases if "assumed" in case]
    common = [entry for entry in told[0] if all(entry in other for other in told)] if len(told) > 1 else []
    for case in cases:
        if "assumed" in case:
            case["assumed"] = [entry for entry in case["assumed"] if entry not in common]
            if not case["assumed"]:
                del case["assumed"]
    return common


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__.strip())
    rows = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    out = Path(arguments[1])
    out.mkdir(parents=True, exist_ok=True)
    for group in dict.fromkeys(row["group"] for row in rows):
        cases = []
        for row in rows:
            if row["group"] == group:
                cases += step_case(row) or other_cases(row, rows)
        document = {
            "format": "gigaplan-cases/1",
            "group": group,
            "title": TITLES.get(group, group),
            "source": common_source(cases),
            "assumed": common_assumptions(cases),
            "cases": cases,
        }
        (out / f"{group}.json").write_text(pretty(document), encoding="utf-8")
        predicted = sum("left_out" not in case for case in cases)
        print(f"{group}: {len(cases)} cases, {predicted} to be predicted")


if __name__ == "__main__":
    main(sys.argv[1:])
