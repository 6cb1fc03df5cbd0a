#!/usr/bin/env python3
"""Writes what tools/calibrate fitted into the catalogue, each figure with its citation.

usage: tools/apply_calibration.py RESULT.json CATALOGUE_FOLDER
"""
import json
import pathlib
import sys

TITLE = "gigaplan, calibration to published step times"
FOLDERS = {"chip": "chips", "stack": "stacks"}
LIMITS = {"gemm_bf16": (0.01, 1), "gemm_fp8": (0.01, 1), "gemm_fp4": (0.01, 1), "attention": (0.01, 1)}


def rounded(value):
    return float(f"{value:.3g}")


def cite(entry, pointer, parameter, value, sigma, rows):
    """One citation for the figure; what others said of it goes."""
    for citation in entry["provenance"]:
        if pointer in citation["fields"]:
            citation["fields"].remove(pointer)
    entry["provenance"] = [c for c in entry["provenance"] if c["fields"]]
    moved = sigma < 0.7 * parameter["prior_sigma"] * (value / parameter["value"] if parameter["factor"] and parameter["value"] else 1)
    shared = f", one factor for {', '.join(parameter['ids'])}" if len(parameter["ids"]) > 1 else ""
    why = (f"fitted to the {rows} calibration rows of tests/validation/cases{shared}; standard error {rounded(sigma):g}"
           + ("" if moved else ", mostly that of the prior: these rows hardly tell"))
    entry["provenance"].append({
        "fields": [pointer], "how": "computed", "title": TITLE, "year": 2026,
        "where": "tools/calibrate, docs/calibration.md", "why": why,
        "low": rounded(max(0, value - 1.645 * sigma)), "high": rounded(value + 1.645 * sigma)})


def apply(result, catalogue):
    rows = len(result["rows"])
    for parameter in result["parameters"]:
        width = parameter["prior_sigma"]
        if abs(parameter["value"] - parameter["start"]) < 0.1 * width and parameter["sigma"] > 0.9 * width:
            continue  # the rows say nothing about it
        for name in parameter["ids"]:
            path = catalogue / FOLDERS[parameter["kind"]] / f"{name}.json"
            entry = json.loads(path.read_text(encoding="utf-8"))
            place = entry["efficiency"] if parameter["kind"] == "chip" else entry
            field = parameter["field"]
            if field not in place or (parameter["kind"] == "chip" and not place[field]):
                continue
            scale = place[field] if parameter["factor"] else 1
            value, sigma = parameter["value"] * scale, parameter["sigma"] * scale
            least, most = LIMITS.get(field, (0, float("inf")))
            value = min(max(value, least), most)
            place[field] = rounded(value)
            pointer = ("/efficiency/" if parameter["kind"] == "chip" else "/") + field
            cite(entry, pointer, parameter, value, sigma, rows)
            path.write_text(json.dumps(entry, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    apply(json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")), pathlib.Path(sys.argv[2]))


if __name__ == "__main__":
    main()
