#!/usr/bin/env python3
"""Writes what tools/calibrate fitted into the catalogue, each figure with its citation.

usage: tools/apply_calibration.py RESULT.json CATALOGUE_FOLDER
"""
import json
import pathlib
import sys

TITLE = "gigaplan, calibration to published step times"
FOLDERS = {"chip": "chips", "stack": "stacks"}


def rounded(value):
    return float(f"{value:.3g}")


def cite(entry, pointer, citation):
    """One citation for the figure; what others said of it goes."""
    for other in entry["provenance"]:
        if pointer in other["fields"]:
            other["fields"].remove(pointer)
    entry["provenance"] = [c for c in entry["provenance"] if c["fields"]]
    entry["provenance"].append({"fields": [pointer], **citation})


def fitted(parameter, value, sigma, rows):
    """The citation of a figure that rows decide, at least in part."""
    moved = parameter["sigma"] < 0.7 * parameter["prior_sigma"]
    shared = f", one {'factor' if parameter['factor'] else 'value'} for {', '.join(parameter['ids'])}" if len(parameter["ids"]) > 1 else ""
    why = (f"fitted to the {rows} calibration rows of tests/validation/cases{shared}; standard error {rounded(sigma):g}"
           + ("" if moved else ", mostly that of the prior: these rows hardly tell"))
    return {"how": "computed", "title": TITLE, "year": 2026, "where": "tools/calibrate, docs/calibration.md", "why": why,
            "low": rounded(max(0, value - 1.645 * sigma)), "high": rounded(value + 1.645 * sigma)}


def silent(parameter):
    """Do the rows say nothing about it?"""
    width = parameter["prior_sigma"]
    return abs(parameter["value"] - parameter["start"]) < 0.1 * width and parameter["sigma"] > 0.9 * width


def apply(result, catalogue):
    rows = len(result["rows"])
    for parameter in result["parameters"]:
        for name in parameter["ids"]:
            path = catalogue / FOLDERS[parameter["kind"]] / f"{name}.json"
            entry = json.loads(path.read_text(encoding="utf-8"))
            place = entry["efficiency"] if parameter["kind"] == "chip" else entry
            field = parameter["field"]
            if parameter["kind"] == "chip" and not place.get(field):
                continue  # it has no such units
            pointer = ("/efficiency/" if parameter["kind"] == "chip" else "/") + field
            if silent(parameter):  # the prior, so that the catalogue does not keep what an earlier fit said
                if parameter["factor"] or place.get(field) == rounded(parameter["start"]):
                    continue
                place[field] = rounded(parameter["start"])
                cite(entry, pointer, {"how": "assumed", "why": parameter["why"]})
            else:
                scale = place[field] if parameter["factor"] else 1
                value, sigma = parameter["value"] * scale, parameter["sigma"] * scale
                place[field] = rounded(min(max(value, 0.01), 1) if parameter["kind"] == "chip" else value)
                cite(entry, pointer, fitted(parameter, value, sigma, rows))
            path.write_text(json.dumps(entry, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    apply(json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")), pathlib.Path(sys.argv[2]))


if __name__ == "__main__":
    main()
