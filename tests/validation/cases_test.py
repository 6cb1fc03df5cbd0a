#!/usr/bin/env python3
"""Are the validation cases sound, and does their README count them right?

Usage: tests/validation/cases_test.py [--update]     exit 1 and messages if not; --update writes the README's counts
"""
import json
import sys
from collections import Counter
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases"
CATALOGUE = Path(__file__).resolve().parents[2] / "scenarios" / "catalogue"
STEP_KEYS = ("series", "stack_release", "family", "layout_stated")
FAMILIES = ("a100 dense", "hopper dense", "blackwell dense", "moe", "other")
DEGREES = ("tensor", "pipeline", "data", "context")
PUBLISHED = {"step": ("step_time_s",), "collective": ("bus_bandwidth_gbyte_s",), "node_power": ("node_w",),
             "interruptions": ("count", "days"), "bill": ("switches", "cables"), "memory": ("state_gibyte",)}
BEGIN, END = "<!-- counts: written by cases_test.py --update -->", "<!-- end of counts -->"

issues = []


def base_of(reference):
    return reference["extends"] if isinstance(reference, dict) and "extends" in reference else reference


def entry(kind, reference):
    """The catalogue's entry behind an id, or behind what an object extends."""
    name = base_of(reference)
    if not isinstance(name, str):
        return reference
    path = CATALOGUE / kind / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def check_cluster(where, cluster):
    node = entry("nodes", cluster["node"])
    if node is None:
        issues.append(f"{where}: no node {cluster['node']} in the catalogue")
        return 0
    if entry("fabrics", cluster["fabric"]) is None:
        issues.append(f"{where}: no fabric {cluster['fabric']} in the catalogue")
    return cluster["nodes"] * node["chips_per_node"]


def check_training(where, training, chips):
    plan = training["plan"]
    used = 1
    for degree in DEGREES:
        used *= plan[degree]
    if used != chips:
        issues.append(f"{where}: the plan uses {used} chips of {chips}")
    if (used // plan["pipeline"]) % plan["expert"]:
        issues.append(f"{where}: {plan['expert']} expert ranks do not divide the ranks of a stage")
    unit = plan["data"] * training["micro_batch"]
    if training["global_batch"] % unit:
        issues.append(f"{where}: global batch {training['global_batch']} is no multiple of {unit}")
    elif plan["interleave"] > 1 and (plan["pipeline"] < 2 or training["global_batch"] // unit % plan["pipeline"]):
        issues.append(f"{where}: interleaving needs stages, and micro-batches in multiples of them")
    model = entry("models", training["model"])
    if model is None:
        issues.append(f"{where}: no model {training['model']} in the catalogue")
        return
    model = {**model, **training["model"]} if isinstance(training["model"], dict) else model
    if model["heads"] % plan["tensor"]:
        issues.append(f"{where}: {plan['tensor']} tensor ranks do not divide {model['heads']} heads")
    if model["layers"] < plan["pipeline"] * plan["interleave"] - 2:
        issues.append(f"{where}: {model['layers']} layers do not fill the stages")
    experts = model.get("experts", {}).get("count", 1)
    if experts % plan["expert"]:
        issues.append(f"{where}: {plan['expert']} expert ranks do not divide {experts} experts")
    if training["precision"] not in ("bf16", "fp8", "fp4") or plan["zero_stage"] not in range(4):
        issues.append(f"{where}: unknown precision or zero_stage")


def check_case(where, case, file_source):
    if not (case.get("source") or file_source or {}).get("title"):
        issues.append(f"{where}: no source")
    for key in ("kind", "where", "role", "trust"):
        if not case.get(key):
            issues.append(f"{where}: no {key}")
    if case.get("role") not in ("calibration", "test"):
        issues.append(f"{where}: role {case.get('role')}")
    for key in STEP_KEYS if case["kind"] == "step" else ():
        if key not in case or case[key] == "":
            issues.append(f"{where}: no {key}")
    if case["kind"] == "step" and case["family"] not in FAMILIES:
        issues.append(f"{where}: family {case['family']}")
    if "left_out" in case:
        return
    if "scenario" not in case and case["kind"] != "mttf":
        issues.append(f"{where}: neither scenario nor left_out")
    for key in PUBLISHED.get(case["kind"], ()):
        value = case["published"].get(key)
        if value is None or value == [] or (isinstance(value, (int, float)) and value <= 0):
            issues.append(f"{where}: nothing published as {key}")
    scenario = case.get("scenario", {})
    chips = check_cluster(where, scenario["cluster"]) if "cluster" in scenario else 0
    if "training" in scenario and chips:
        check_training(where, scenario["training"], chips)
    for assumption in case.get("assumed", []):
        if not assumption.get("fields") or not assumption.get("why"):
            issues.append(f"{where}: an assumption without fields or reason")


def check_series(cases):
    """A series is either fitted to or not; rows whose layout is a guess are never fitted to."""
    roles = {}
    for case in cases:
        if case["kind"] != "step" or "left_out" in case:
            continue
        if case["layout_stated"]:
            roles.setdefault(case["series"], set()).add(case["role"])
        elif case["role"] != "test":
            issues.append(f"{case['id']}: calibration although its layout is not stated")
    issues.extend(f"series {name} has both roles" for name, found in roles.items() if len(found) > 1)


def table(title, counts):
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    rows = "\n".join(f"| {name} | {count} |" for name, count in ordered)
    return f"| {title} | cases |\n|---|---|\n{rows}\n"


def summary(cases):
    predicted = [case for case in cases if "left_out" not in case]
    steps = [case for case in predicted if case["kind"] == "step"]
    split = Counter(f"{case['family']}, layout {'stated' if case['layout_stated'] else 'not stated'}, {case['role']}"
                    for case in steps)
    left = Counter(case["left_out"].split(": ")[0] for case in cases if "left_out" in case)
    return "\n".join((f"{len(cases)} cases, {len(predicted)} of them to be predicted, {len(steps)} of these steps.\n",
                      table("to be predicted, by kind", Counter(case["kind"] for case in predicted)),
                      table("steps to be predicted", split), table("left out because", left)))


def check_readme(cases, update):
    path = CASES / "README.md"
    text = path.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    new = f"{head}{BEGIN}\n{summary(cases)}{END}{rest.split(END)[1]}"
    if update:
        path.write_text(new, encoding="utf-8")
    elif new != text:
        issues.append("README.md: its counts are not those of the files; run cases_test.py --update")


def main():
    cases, ids = [], Counter()
    for path in sorted(CASES.glob("*.json")):
        if path.name == "base.json":
            json.loads(path.read_text(encoding="utf-8"))
            continue
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != "gigaplan-cases/1" or document["group"] != path.stem:
            issues.append(f"{path.name}: format or group")
        for case in document["cases"]:
            ids[case["id"]] += 1
            check_case(f"{path.name} {case['id']}", case, document.get("source"))
            cases.append(case)
    issues.extend(f"{name}: {count} cases of this id" for name, count in ids.items() if count > 1)
    check_series(cases)
    check_readme(cases, "--update" in sys.argv[1:])
    print("\n".join(issues) or f"{len(cases)} cases are sound")
    sys.exit(1 if issues else 0)


if __name__ == "__main__":
    main()
