"""How fast are large fabrics simulated, and how near is what is approximated? Cases for tests/bench/run."""
import json
import pathlib
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
DENSE = TOP / "scenarios" / "studies" / "dense-405b-98k.json"
EXPERTS = TOP / "scenarios" / "studies" / "moe-ep64-98k.json"
DATA_INNER = ["--set", "/training/plan/order=tp-cp-dp-pp"]


def sized(chips, **more):
    """The dense study on `chips` chips: as many data ranks and sequences as fit."""
    data = chips // 128
    values = {"/cluster/nodes": chips // 8, "/training/plan/data": data, "/training/global_batch": data * 128, **more}
    return [word for pointer, value in values.items() for word in ("--set", f"{pointer}={json.dumps(value)}")]


def hashed(chips, seed):
    """Hashed routes, 2:1 at the leaf, 50 broken cables, 16 micro-batches: no symmetry is left."""
    return sized(chips, **{"/training/global_batch": chips // 128 * 16, "/training/plan/interleave": 1, "/seed": seed,
                           "/cluster/fabric/routing": "ecmp", "/cluster/fabric/leaf_oversubscription": 2,
                           "/cluster/fabric/spine_oversubscription": 1,
                           "/cluster/damage": {"links": [{"where": "leaf-spine", "count": 50}]}}) + DATA_INNER


def output(gigaplan, command, scenario, *words):
    process = subprocess.run([str(gigaplan), command, str(scenario), *words, "--json"], check=False, capture_output=True,
                             text=True)
    if process.returncode != 0:
        sys.exit(f"error: {process.stderr}")
    return json.loads(process.stdout)


def ring_time(network, node_gbyte_s, size):
    """Closed form of a ring all-reduce over nodes of 8: 2 (E-1)/E N over 8 NICs; 2 (E-1) edges of mean latency."""
    ring = [c for c in network["collectives"] if c["collective"] == "all-reduce" and c["algorithm"] == "ring"]
    chips = ring[0]["chips"]
    latency = ring[0]["time_s"] - 2 * (chips - 1) / chips * ring[0]["size_bytes"] / node_gbyte_s / 1e9
    return latency + 2 * (chips - 1) / chips * size / node_gbyte_s / 1e9


def approximation_error(gigaplan, chips, seeds, minutes):
    """Worst relative error of the extrapolated step against the exact one, without symmetry, 128 micro-batches.

    `minutes`: a limit that the exact step is over and its shorter ones are under."""
    worst = 0
    for seed in range(seeds):
        words = hashed(chips, seed) + ["--set", f"/training/global_batch={chips // 128 * 128}"]
        exact = output(gigaplan, "step", DENSE, *words, "--max-minutes", "600")
        near = output(gigaplan, "step", DENSE, *words, "--approximate", "--max-minutes", str(minutes))
        if near["fabric"]["exact"] or near["fabric"]["lower_bound_s"] > exact["step"]["time_s"] * (1 + 1e-9):
            sys.exit("error: nothing was approximated, or the lower bound is none")
        worst = max(worst, abs(near["step"]["time_s"] / exact["step"]["time_s"] - 1))
    return worst


def cases(gigaplan, tiny, measure):
    """Rows of (what, wanted, value, unit, good). `measure(command, repeat)` gives seconds and MB."""
    rows = []

    def step(name, words, scenario, seconds, megabytes, chips=1024 if tiny else 98304):
        time, memory = measure(["taskset", "-c", "0", gigaplan, "step", scenario, *words], 1 if tiny else 3)
        rows.append((f"{name}, {chips:,} chips", f"at most {seconds} s", time, "s", time <= seconds))
        rows.append((f"{name}, {chips:,} chips: memory", f"at most {megabytes:,} MB", memory, "MB", memory <= megabytes))

    small = sized(1024) if tiny else []
    step("dense step, 128 micro-batches x 8 chunks, 2:1, stages on neighbouring nodes", small, DENSE, 0.5, 300)
    step("the same with data ranks on neighbouring nodes", small + DATA_INNER, DENSE, 10, 300)
    few = ["--set", "/cluster/nodes=128", "--set", "/training/plan/data=64", "--set", "/training/global_batch=4096"]
    step("mixture of experts, EP 64 across nodes, 64 micro-batches", few if tiny else [], EXPERTS, 5, 1000)
    times = {}
    for chips in (1024, 2048) if tiny else (1024, 2048, 4096, 8192, 16384, 32768, 65536, 98304):
        times[chips], _ = measure([gigaplan, "step", DENSE, *sized(chips)], 1 if tiny else 3)
    least, most = min(times), max(times)
    growth = (times[most] / times[least]) / (most / least)
    rows.append((f"dense step: growth of time from {least:,} to {most:,} chips ÷ growth of chips", "at most 1", growth, "times",
                 growth <= 1))
    gbyte_s = 8 * 50 * 0.91
    for chips in (1024,) if tiny else (4096, 98304):
        network = output(gigaplan, "network", DENSE, *sized(chips))
        ring = next(c for c in network["collectives"]
                    if c["collective"] == "all-reduce" and c["algorithm"] == "ring" and c["size_bytes"] == 2**30)
        form = ring_time(network, gbyte_s, 2**30)
        rows.append((f"ring all-reduce of 1 GiB over {chips:,} chips ÷ closed form", "1 ± 0.001", ring["time_s"] / form,
                     f"times ({ring['time_s']:.4g} s)", abs(ring["time_s"] / form - 1) < 1e-3))
    chips = 512 if tiny else 12288
    time, memory = measure([gigaplan, "step", DENSE, *hashed(chips, 1), "--max-minutes", "60"], 1)
    rows.append((f"hashed routes and 50 broken cables, {chips:,} chips, exact", "under 60 s", time, "s", time < 60))
    if tiny:  # so small a step is quicker exact
        return rows, times
    error = approximation_error(gigaplan, 2048, 10, 0.15)
    rows.append(("the same, 128 micro-batches, extrapolated ÷ exact, worst of ten seeds at 2,048 chips: error", "under 10 %",
                 100 * error, "%", error < 0.1))
    return rows, times


def plot(times, path):
    """Time of a dense step against chips, beside linear growth."""
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "gigaplan"
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(6, 3.5))
    chips = sorted(times)
    axes.loglog(chips, [times[c] for c in chips], "o-", label="gigaplan step, start to end")
    axes.loglog(chips, [times[chips[0]] * c / chips[0] for c in chips], ":", label="linear growth")
    axes.set_xlabel("chips")
    axes.set_ylabel("s")
    axes.legend()
    axes.grid(True, which="both", alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
