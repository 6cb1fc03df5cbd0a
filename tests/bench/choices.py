"""How long do comparing sites and choosing among proposals take? For tests/bench/run."""
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
INVESTAI = TOP / "scenarios" / "investai"
SITES = ["fi", "se", "fr", "es", "de"]


def cases(gigaplan, portfolio, tiny, measure):
    """Rows of the table. `portfolio`: the program that times a choice alone."""
    futures = 2 if tiny else 200
    sites = SITES[:2] if tiny else SITES
    files = [INVESTAI / f"gigafactory-{site}.json" for site in sites]
    rows = []
    with tempfile.TemporaryDirectory() as out:
        wall, memory = measure([gigaplan, "compare", *files, "--futures", futures, "--out", out], 1)
    name = f"compare: {len(sites)} sites of 100,000 chips, {futures} futures each, with all outputs"
    rows += [(name, "under 60 s", wall, "s", wall < 60), (name + ": memory", "under 1,000 MB", memory, "MB", memory < 1000)]
    size = ["12", "5"] if tiny else ["76", "200"]
    done = subprocess.run([str(portfolio), *size], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{done.stderr}error: exit {done.returncode} from {portfolio}")
    slowest = max(sum(float(s) for s in re.findall(r"([\d.]+) s\b", line)) for line in done.stdout.splitlines())
    rows.append((f"portfolio: {size[0]} proposals that were simulated, {size[1]} futures, the slowest of five programmes",
                 "under 10 s", slowest, "s", slowest < 10))
    return rows
