"""Metered power of nodes and energy of runs: what cools the node, which side was metered, what the chips did."""
import re

from .case import case
from .machines import chips_of, cluster, machine_of
from .rows import measured, number, text
from .step import step_case

WATER_SHARE = 0.85
WATER_WHY = "share of the heat that the water takes is not printed: as the catalogue's GB200, whose plates are on the same parts"
FULL_LOAD = "one node without a layout: its chips are taken to compute all the time"
# what a row prints, factor to watts, side of the rectifier if it says so
PRINTED = (("mean_node_W_AC", 1, True), ("mean_node_W_DC", 1, False), ("mean_node_W", 1, None), ("peak_sample_W", 1, None),
           ("max_node_kW", 1000, None))
RATED_SHARE = re.compile(r"^mean_percent_of_rated_(\d+)_(\d+)_kW_intense$")


def cooled(place, row):
    """Changes the cluster to a node cooled as the row's; what was assumed, or nothing."""
    gpu = text(row["system"].get("gpu")).lower()
    share = 1 if "immersion" in gpu else WATER_SHARE if "water" in gpu else None
    if share is None:
        return []
    node = place["node"]
    place["node"] = {**(node if isinstance(node, dict) else {"extends": node}), "liquid_share": share}
    return [] if share == 1 else [{"fields": ["/cluster/node/liquid_share"], "why": WATER_WHY}]


def conversion_loss(row):
    """Share lost between the node's inlet and its DC side, where the row was metered there."""
    loss = re.search(r"AC->DC conversion loss ([\d.]+) %", row["notes"])
    return {"conversion_loss": float(loss.group(1)) / 100} if loss else {}


def compute_share(row, rows):
    """(share, its derivation) of a job spread over more nodes, if the same job on one node was timed."""
    minutes, nodes = measured(row).get("run_min"), number(row["system"].get("nodes"))[0]
    alone = [r for r in rows if r["source"] == row["source"] and r["workload"] == row["workload"]
             and number(r["system"].get("nodes"))[0] == 1 and "run_min" in measured(r)]
    if not minutes or not alone or nodes == 1:
        return None, None
    one = measured(alone[0])["run_min"]
    return round(one / (nodes * minutes), 4), f"chips compute in {one:g} min / ({nodes} nodes x {minutes:g} min) of the time"


def activity(row, rows, machine, chips):
    """What the chips do: the row's layout simulated, a share of the time, or computing throughout."""
    if number(row["workload"].get("layers"))[0]:
        step = step_case({**row, "kind": "step-throughput"})[0]
        return {"scenario": step["scenario"], "assumed": step["assumed"]} if "scenario" in step else None
    plain = {"scenario": {"cluster": cluster(machine, chips)}, "assumed": []}
    if chips <= machine.chips_per_node:
        return {**plain, "note": FULL_LOAD}
    share, derived = compute_share(row, rows)
    if share is None:
        return None
    return {**plain, "compute_share": share, "derived": derived, "note": (
        "as the time that 1 node would need, evenly divided: were smaller batches slower, or more samples needed to converge, "
        "chips would compute for longer")}


def workload(row):
    if number(row["workload"].get("layers"))[0]:
        return "the run of the scenario"
    return text(row["workload"].get("model")) or "training at full load, as the source says"


def energy(row, rows, content):
    """The energy of the run as a case: its tokens stand in the row of the same run's time."""
    printed = next((value for key, value in row["measured"].items() if key.startswith("energy_kWh_per_run_range")), None)
    if not printed:
        return []
    timed = [r for r in rows if r["group"] == "mlperf" and "Supermicro" in text(r["system"].get("gpu"))
             and "trained_tokens" in r["measured"] and r["workload"]["layers"] == row["workload"]["layers"]
             and chips_of(r) == chips_of(row)]
    if not timed:
        return [case(row, "energy", "-energy", printed=row["measured"], left_out="tokens of the run not printed")]
    training, run = content["scenario"]["training"], timed[0]["measured"]
    steps = run["trained_tokens"] / (training["global_batch"] * training["sequence_length"])
    rest = 1 - steps * run["step_s_from_block_log"] / (60 * run["time_to_train_min_mean_raw"])
    content = {**content, "published": {"energy_kwh": round(sum(printed) / len(printed), 2), **conversion_loss(row)},
               "note": f"mean of the runs; start and evaluations, {100 * rest:.0f} % of the run's time, are metered and not predicted"}
    return [case(row, "energy", "-energy", **content, tokens=run["trained_tokens"],
                 derived=f"tokens: {timed[0]['source']['title']}, {timed[0]['source']['table']}")]


def power(row, rows):
    machine, chips, figures = machine_of(row), chips_of(row), measured(row)
    if not (machine and chips):
        return []
    found = []
    for key in figures:
        rated = RATED_SHARE.match(key)
        known = [entry for entry in PRINTED if entry[0] == key]
        if not rated and not known:
            continue
        does = activity(row, rows, machine, chips)
        if does is None:
            continue
        does["assumed"] = does["assumed"] + cooled(does["scenario"]["cluster"], row)
        published = {"node_w": figures[key], "statistic": "mean"}
        if rated:
            kilowatts = float(".".join(rated.groups()))
            published["node_w"] = round(figures[key] * kilowatts * 10)
            does["derived"] = f"{figures[key]} % of the rated {kilowatts} kW"
        else:
            _, factor, ac = known[0]
            published["node_w"] *= factor
            published["statistic"] = "mean" if key.startswith("mean") else "max"
            if ac is not None:
                published["ac"] = ac
            if ac is False:
                published.update(conversion_loss(row))
        content = {"chip": machine.chip, "workload": workload(row), **does}
        found.append(case(row, "node_power", "-peak" if key == "peak_sample_W" else "", **content, published=published))
        if row["kind"] == "energy":
            found += energy(row, rows, content)
    return found


def why_not(row):
    """Why the energy or power of a row is not predicted."""
    gpu = text(row["system"].get("gpu"))
    if gpu.startswith("TPU"):
        return f"no machine of the catalogue: {gpu}"
    if "assumption" in row["notes"] or "estimated" in row["notes"]:
        return "not metered: the source assumes how many chips ran, or what they drew"
    if not chips_of(row):
        return "neither chips, layout nor duration of the run printed"
    if row["group"] == "energy":
        return "neither layout nor duration of the run printed"
    return None
