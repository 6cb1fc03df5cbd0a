"""Measurements that are no training step: collectives, failures, bills of a fabric, memory; power has its own file."""
import re

from .case import case
from .machines import B200, chips_of, cluster, machine_of
from .power import power, why_not
from .rows import measured, number
from .step import step_case

UNITS = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
# what a kind of row is called here, and why it is kept without a prediction
KEPT = {
    "gpu-hours": ("gpu_hours", "hours of a whole project: layout not printed, restarts and evaluation included"),
    "device": ("gemm", "ceiling of a sweep of matrix products on one chip: judges the catalogue's efficiencies"),
    "facility": ("facility", "a figure of a facility or of HPL, which no part of the model predicts by itself"),
    "cost": ("cost", "a price of a whole machine without its parts"),
    "energy": ("energy", "no metered run whose layout and duration are printed"),
    "power": ("node_power", "no metered draw of a node of the catalogue"),
    "reliability": ("interruptions", "bounds or rough counts, no number of failures over a printed time"),
    "mlperf": ("time_to_train", "no machine of the catalogue"),
    "collective": ("collective", "size of the message or number of chips not printed"),
    "memory-footprint": ("memory", "the run whose memory it is has no case"),
}


def size_of(name):
    match = re.match(r"^(\d+)([KMG]iB)$", name)
    return int(match.group(1)) * UNITS[match.group(2)] if match else None


def all_reduce(row, machine, chips, algorithm, points, suffix=""):
    note = None
    if algorithm == "in_network":
        note = "NCCL chooses by itself; reduction in the switches is on"
    return case(row, "collective", suffix, collective="all_reduce", chips=chips, algorithm=algorithm,
                chip=machine.chip, scenario={"cluster": cluster(machine, chips)},
                published={"bus_bandwidth_gbyte_s": points}, note=note)


def collective(row):
    machine, figures, found = machine_of(row), measured(row), []
    if not machine:
        return []
    chips = chips_of(row)
    in_switch = "in_network" if machine.generation != "a100" else "ring"  # NVSwitches since Hopper add up
    by_size = figures.get("allreduce_busbw_GB_s_by_size")
    if by_size and chips:
        found.append(all_reduce(row, machine, chips, in_switch, [[size_of(k), v] for k, v in by_size.items()]))
    for key, value in figures.items():
        match = re.match(r"^allreduce_busbw_GB_s_(\d+[KMG]iB)_(by_GPUs|default_ring)$", key)
        if not match:
            continue
        size = size_of(match.group(1))
        if match.group(2) == "default_ring" and chips:
            found.append(all_reduce(row, machine, chips, "ring", [[size, value]]))
        elif match.group(2) == "by_GPUs":
            ring = figures.get("NVLS_off", {})
            for count, bandwidth in value.items():
                same = abs(bandwidth / ring.get(count, bandwidth) - 1) < 0.01  # NCCL did not use the switches
                if not same:
                    found.append(all_reduce(row, machine, int(count), in_switch, [[size, bandwidth]], f"-{count}"))
            for count, bandwidth in ring.items():
                found.append(all_reduce(row, machine, int(count), "ring", [[size, bandwidth]], f"-{count}-ring"))
    return found


# what the catalogue's causes of failures are called in a row that shortens them
CAUSES = {"GPU HBM3": "GPU HBM3 memory", "GPU SRAM": "GPU SRAM memory", "NCCL watchdog": "NCCL watchdog timeout",
          "GPU thermal sensor": "GPU thermal interface and sensor"}
DAYS_A_MONTH = 365 / 12
RSC_NOTE = ("the source's figures do not fit together: 6.5 failures in 1,000 node-days make 28.8 h on 128 nodes, and give exactly "
            "its projections of 1.8 h for 16,384 GPUs and 0.23 h for 131,072; the measured 7.9 h needs 24 in 1,000 node-days, 3.6 "
            "times as many. What else ended those jobs is not in the row; nothing here is adjusted to it")


def cause(key):
    name = key.replace("_", " ")
    return CAUSES.get(name, name)


def failures(row):
    machine, chips, figures = machine_of(row), chips_of(row), measured(row)
    days, found = figures.get("days") or figures.get("days_metrics"), []
    place = {"scenario": {"cluster": cluster(machine, chips)}} if machine and chips else {}
    own = {"operation": {"reliability": "meta-rsc1"}} if "Revisiting Reliability" in row["source"]["title"] else {}
    counts = {key: value for key, value in figures.items() if isinstance(value, int) and key not in ("days",)}
    if "interruptions_unexpected" in figures and days:
        published = {"count": figures["interruptions_unexpected"], "days": days}
        if "interruptions_planned" in figures:
            published["planned"] = figures["interruptions_planned"]
        found.append(case(row, "interruptions", **place, published=published))
    elif "XID_GPU_failures" in figures and days:
        found.append(case(row, "interruptions", **place, note="failures of chips only", published={
            "count": figures["XID_GPU_failures"], "days": days, "by_cause": {"chip": figures["XID_GPU_failures"]}}))
    elif days and len(counts) >= 5:
        found.append(case(row, "interruptions", **place, published={
            "count": sum(counts.values()), "days": days, "by_cause": {cause(key): value for key, value in counts.items()}}))
    watched = {"days": round(figures["months"] * DAYS_A_MONTH)} if "months" in figures else {}
    for key, value in figures.items():
        rate = re.match(r"^(\w+?)_failures_per_1000_node_days$", key)
        hours = re.match(r"^MTTF_hours_(\d+)_GPU_jobs_measured$", key)
        if rate:
            name = rate.group(1).lower()
            found.append(case(row, "mttf", "-" + name, scenario=own, published={"failures_per_1000_node_days": value, **watched},
                              **({} if name == "rsc1" else {"left_out": "the catalogue has no entry for this cluster: its "
                                                            "rate would be compared with itself"})))
        if hours and machine:
            found.append(case(row, "mttf", f"-{hours.group(1)}", published={"mttf_h": value, **watched}, note=RSC_NOTE,
                              scenario={"cluster": cluster(machine, int(hours.group(1))), **own}))
    return found


def bill(row):
    machine, chips, figures = machine_of(row), chips_of(row), measured(row)
    if machine is not B200 or "leaf_switches" not in figures or not chips:
        return []
    levels = ("node", "leaf", "spine", "core")
    switches = {name: figures[f"{name}_switches"] for name in levels if f"{name}_switches" in figures}
    cables = {f"{below}-{above}": figures[f"cables_{below}_{above}"] for below, above in zip(levels, levels[1:])
              if f"cables_{below}_{above}" in figures}
    place = cluster(machine, chips)
    if "core" not in switches:
        place["fabric"] = {"extends": machine.fabric, "tiers": 2}
    return [case(row, "bill", chip=machine.chip, scenario={"cluster": place},
                 published={"switches": switches, "cables": cables})]


def memory(row, rows):
    """Two cases a row: without recomputation and with the selective one; the plan is that of the paper's timed run."""
    size = row["id"].rsplit("-", 1)[-1]
    timed = [r for r in rows if r["group"] == "korthikanti-2022" and f"-{size}-" in r["id"]]
    if not timed:
        return []
    step, found = step_case(timed[0])[0], []
    for key, kind, split in (("activations_none_GiB_per_GPU", "none", False),
                             ("activations_selective_SP_GiB_per_GPU", "selective", True)):
        if not {key, "params_plus_optimizer_GiB_per_GPU"} <= measured(row).keys() or "scenario" not in step:
            continue
        training = step["scenario"]["training"]
        plan = {**training["plan"], "recompute": kind, "sequence_parallel": split}
        scenario = {"cluster": step["scenario"]["cluster"], "training": {**training, "plan": plan}}
        assumed = [entry for entry in step["assumed"] if "/training/plan/sequence_parallel" not in entry["fields"]]
        found.append(case(row, "memory", f"-{kind}", chip=step["chip"], scenario=scenario, assumed=assumed,
                          note=f"plan of {timed[0]['id']}; first pipeline stage",
                          published={"state_gibyte": row["measured"]["params_plus_optimizer_GiB_per_GPU"],
                                     "activations_gibyte": row["measured"][key]}))
    return found


def other_cases(row, rows):
    """All cases of a row that is no step; at least one, left out if need be."""
    found = {"collective": lambda: collective(row), "power": lambda: power(row, rows), "reliability": lambda: failures(row),
             "facility": lambda: bill(row), "memory-footprint": lambda: memory(row, rows)}.get(row["group"], list)()
    if found:
        return found
    kind, reason = KEPT.get(row["group"], ("other", "no part of the model predicts it"))
    if row["group"] in ("power", "energy"):
        reason = why_not(row) or reason
    if row["group"] == "device" and row["kind"] == "power":
        kind, reason = "node_power", "a rated maximum, not a measurement"
    if "CIRCULAR" in row.get("notes", "") or any("circular" in key or "TDP_based" in key for key in row["measured"]):
        circular = "its energy is hours x rated power, not metered"
        reason = circular if row["group"] == "energy" else f"{reason}; {circular}"
    return [case(row, kind, printed=row["measured"], left_out=reason)]
