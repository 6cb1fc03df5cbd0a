"""Do the headline figures of an example stand where they stood?

Usage: golden_test.py EXAMPLE. Compares with tests/golden/figures/EXAMPLE.json: figures of the step to 1e-9, of operation,
energy and money to 1e-6, counts exactly. GIGAPLAN_UPDATE=1 writes the file anew; look at its difference before you commit.
What these files hold is our own output: they notice change. Whether a figure is right, tests/validation asks.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]

FIGURES = {  # part: (relative tolerance, names); `null` is compared as such
    "step": (1e-9, "time_s compute_s exposed_communication_s bubble_s tokens_per_s model_tflops_per_chip mfu hfu "
                   "memory_gib_per_chip"),
    "fabric": (0, "chips endpoints switches cables messages flows flow_cells link_cells"),
    "operation": (1e-6, "years goodput interruptions tokens_trained chip_availability"),
    "energy": (1e-6, "it_mwh_per_year facility_mwh_per_year peak_facility_mw pue co2_t_per_year imported_mwh_per_year "
                     "cost_eur_per_year"),
    "finance": (1e-6, "capex_eur opex_eur_per_year lifetime_cost_eur tokens_per_eur model_pflop_per_eur kwh_per_eur "
                      "tokens_per_public_eur"),
    "investment": (1e-6, "project_npv_eur equity_npv_eur public_npv_eur project_irr equity_irr minimum_dscr average_dscr "
                         "funding_gap_eur public_money_eur lifetime_cost_eur eur_per_chip_hour private_eur_per_public_eur "
                         "break_even_price_eur_per_h"),  # of the examples that have a project
}


def headline(report):
    parts = {**report, **({"investment": report["investment"]["indicators"]} if "investment" in report else {})}
    return {part: {name: parts[part][name] for name in names.split()} for part, (_, names) in FIGURES.items()
            if part in parts}


def same(expected, received, tolerance):
    if expected is None or received is None:
        return expected is received
    return abs(received - expected) <= tolerance * max(abs(expected), abs(received))


def differences(expected, received):
    """All figures that moved, as lines; also those that only one side has."""
    found = []
    for part, (tolerance, _) in FIGURES.items():
        old, new = expected.get(part, {}), received.get(part, {})
        for name in sorted(old.keys() | new.keys()):
            if name not in old or name not in new:
                found.append(f"/{part}/{name}: only in the {'golden file' if name in old else 'report'}")
            elif not same(old[name], new[name], tolerance):
                moved = f" ({new[name] / old[name] - 1:+.3g})" if old[name] and new[name] is not None else ""
                found.append(f"/{part}/{name}: was {old[name]!r}, is {new[name]!r}{moved}")
    return found


def run(example):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.environ["GIGAPLAN_BINARY"], "run", TOP / "scenarios" / "examples" / (example + ".json"),
                        "--out", folder], check=True, stdout=subprocess.DEVNULL)
        return headline(json.loads((pathlib.Path(folder) / "report.json").read_text()))


def main(example):
    golden = HERE / "figures" / (example + ".json")
    received = run(example)
    if os.environ.get("GIGAPLAN_UPDATE") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(received, indent=2) + "\n")
        return 0
    if not golden.exists():
        print(f"error: {golden.relative_to(TOP)} does not exist; write it with GIGAPLAN_UPDATE=1 ctest -R golden")
        return 1
    found = differences(json.loads(golden.read_text()), received)
    print("\n".join(found) or "no figure moved")
    if found:
        print("If that is meant: GIGAPLAN_UPDATE=1 ctest -R golden, and say why in the commit.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
