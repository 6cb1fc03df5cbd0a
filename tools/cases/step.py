"""A measured training step as a case: scenario, published time, what was assumed, why it may be left out."""
import re

from .groups import group_of
from .machines import chips_of, cluster, machine_of
from .models import model_of
from .roles import role_of
from .rows import Assumptions, measured, number, precision, recompute, source, stated, text

# not steps although their kind says so: sweeps of matrix products, memory footprints
NO_STEPS = ("device", "memory-footprint")
STEP_KEYS = ("step_s", "step_s_train_step_time_median", "step_s_from_block_log")
LAYOUT = (("TP", "tensor"), ("PP", "pipeline"), ("DP", "data"), ("CP", "context"), ("EP", "expert"))


def is_step(row):
    if row["group"] in NO_STEPS:
        return False
    return row["kind"] == "step-throughput" or any(key in row["measured"] for key in STEP_KEYS)


def flops_per_token(convention, shape, row, sequence):
    """As the source counts them, with the formula in words."""
    layers, hidden, vocabulary = shape["layers"], shape["hidden"], shape["vocabulary"]
    if convention == "megatron-hardware":  # Narayanan et al. 2021, equation 3, recomputation included
        value = 96 * layers * hidden**2 * (1 + sequence / (6 * hidden) + vocabulary / (16 * layers * hidden))
        return value, "96 L h^2 (1 + s/(6h) + V/(16 L h)) FLOPs a token, recomputation included"
    if convention == "megatron-model":  # the same without recomputation
        value = 72 * layers * hidden**2 * (1 + sequence / (6 * hidden) + vocabulary / (12 * layers * hidden))
        return value, "72 L h^2 (1 + s/(6h) + V/(12 L h)) FLOPs a token"
    parameters = number(row["workload"].get("params"))[0]
    if not parameters:
        return None, None
    return 6 * parameters + 12 * layers * hidden * sequence, "6 N + 12 L h s FLOPs a token, full attention"


def published_time(row, group, model, job, chips):
    """({step_time_s, ...}, how it was derived or None, what the source prints)."""
    figures = measured(row)
    for key in STEP_KEYS:
        if key in figures:
            return figures[key], None, None
    if "step_ms" in figures:
        return figures["step_ms"] / 1000, None, None
    if not job or not job.get("global_batch"):
        return None, None, None
    tokens = job["global_batch"] * job["sequence_length"]
    rates = (("throughput_tokens_per_s", 1, "tokens/s"), ("throughput_tokens_per_s_per_GPU", chips, "tokens/s a chip"),
             ("throughput_ktokens_per_s", 1000, "thousand tokens/s"))
    for key, factor, unit in rates:
        if key in figures and chips:
            return (tokens / (figures[key] * factor), f"{tokens} tokens a step / {figures[key]:g} {unit}",
                    {key: figures[key]})
    if not (model and chips):
        return None, None, None
    for key in ("achieved_TFLOPs_per_GPU_hardware_FLOPs", "achieved_TFLOPs_per_GPU"):
        if key not in figures:
            continue
        flops, words = flops_per_token(group.flops, model.shape, row, job["sequence_length"])
        if flops:
            return (tokens * flops / (figures[key] * 1e12 * chips),
                    f"{tokens} tokens x ({words}) / ({figures[key]:g} TFLOP/s x {chips} chips)", {key: figures[key]})
    return None, None, None


def zero_stage(row, group, assumed):
    printed = text(row["workload"].get("sharding"))
    for pattern, stage in ((r"optimizer\+gradients", 2), (r"SHARD_GRAD_OP", 2), (r"FSDP|ZeRO-3", 3), (r"ZeRO-2", 2),
                           (r"ZeRO-1|distributed optimizer", 1), (r"^none \(", 0)):
        if re.search(pattern, printed):
            return stage
    assumed.add("/training/plan/zero_stage", group.zero_why)
    return group.zero_stage


def layout(row, chips, assumed):
    """({tensor, pipeline, ...}, all of TP, PP and DP printed?, reason why there is none)."""
    printed, plan, complete = row["workload"], {}, True
    for key, name in LAYOUT:
        value, caveat = number(printed.get(key))
        if value is None and stated(printed.get(key)) is not None:
            return None, False, f"inconsistent as printed: {key} = {printed[key]}"
        if caveat:
            assumed.add(f"/training/plan/{name}", caveat)
            complete = complete and key not in ("TP", "PP", "DP")
        if value:
            plan[name] = int(value)
    if "tensor" not in plan or "pipeline" not in plan:
        return None, False, "parallel layout not printed"
    plan.setdefault("context", 1)
    plan.setdefault("expert", 1)
    others = plan["tensor"] * plan["pipeline"] * plan["context"]
    if "data" not in plan:
        if not chips or chips % others:
            return None, False, "parallel layout not printed"
        plan["data"] = chips // others
        assumed.add("/training/plan/data", "not printed: chips / (TP x PP x CP)")
    if chips and others * plan["data"] != chips:
        return None, False, f"inconsistent as printed: TP x CP x PP x DP = {others * plan['data']} on {chips} chips"
    return plan, complete, None


def batch(row, plan, group, assumed):
    """(global batch, micro-batch, both printed?); None where the source says too little."""
    size, caveat = number(row["workload"].get("global_batch"))
    derived, _ = number(row["workload"].get("global_batch_sequences_derived"))
    micro, micro_caveat = number(row["workload"].get("micro_batch"))
    if size is None and derived:
        size = derived
        assumed.add("/training/global_batch", "tokens of a step / sequence length")
    printed = size is not None and micro is not None and not caveat and not micro_caveat
    if size is None and micro is not None:
        size = micro * plan["data"]
        assumed.add("/training/global_batch", "global batch not printed: one micro-batch a rank, no accumulation")
    if size is not None and micro is None:
        micro = group.micro_batch
        assumed.add("/training/micro_batch", f"micro-batch not printed: {micro}, which always fits")
    return size, micro, printed


def interleave(row, plan, group, shape, assumed):
    value, _ = number(row["workload"].get("interleave"))
    if plan["pipeline"] == 1:
        return 1
    if value:
        return int(value)
    if text(row["workload"].get("schedule")).lower() == "1f1b":
        return 1
    if text(row["workload"].get("interleave")).startswith("interleaved"):
        assumed.add("/training/plan/interleave", "an interleaved schedule without its number of chunks: 2")
        return 2
    if group.finest_chunks:
        assumed.add("/training/plan/interleave", "interleaved, number of chunks not printed: one layer a chunk")
        return -(-shape["layers"] // plan["pipeline"])
    assumed.add("/training/plan/interleave", "number of model chunks not printed: 1, the plain 1F1B schedule")
    return 1


def training(row, group, model, chips, assumed):
    """(the scenario's training part, layout stated?, reason why there is none)."""
    plan, complete, reason = layout(row, chips, assumed)
    if reason:
        return None, False, reason
    size, micro, printed = batch(row, plan, group, assumed)
    if size is None:
        return None, False, "neither global batch nor micro-batch printed"
    sequence, caveat = number(row["workload"].get("seq_len"))
    if sequence is None:
        return None, False, "sequence length not printed"
    if caveat:
        assumed.add("/training/sequence_length", caveat)
    plan["interleave"] = interleave(row, plan, group, model.shape if model else {"layers": plan["pipeline"]}, assumed)
    plan["zero_stage"] = zero_stage(row, group, assumed)
    if "sequence parallel" in text(row["workload"].get("recompute")):
        plan["sequence_parallel"] = True
    else:
        plan["sequence_parallel"] = group.sequence_parallel and plan["tensor"] > 1
        if plan["tensor"] > 1:
            assumed.add("/training/plan/sequence_parallel", group.sequence_why)
    if not group.stack_sure:
        assumed.add("/training/stack", group.notes[0])
    for field, why in group.assumed:
        assumed.add(field, why)
    plan["recompute"] = recompute(row)
    if plan["recompute"] is None:
        plan["recompute"] = group.recompute
        assumed.add("/training/plan/recompute", group.recompute_why)
    plan["order"] = group.order
    assumed.add("/training/plan/order", group.order_why)
    kind, _ = precision(row)
    if kind is None:
        if group.precision is None:
            return None, False, "precision not printed"
        kind = group.precision
        assumed.add("/training/precision", group.precision_why)
    job = {"model": model.value if model else None, "stack": group.stack, "precision": kind,
           "sequence_length": sequence, "micro_batch": int(micro), "global_batch": int(size), "plan": plan}
    return job, complete and printed and not caveat and bool(model and model.printed), None


def impossible(job):
    """Why the printed plan cannot run in an engine that keeps Megatron's rules."""
    plan, unit = job["plan"], job["plan"]["data"] * job["micro_batch"]
    if job["global_batch"] % unit:
        return f"the global batch is no multiple of DP x micro-batch = {unit}"
    if plan["interleave"] > 1 and job["global_batch"] // unit % plan["pipeline"]:
        return "micro-batches are no multiple of the stages, which interleaving needs"
    return None


def family(machine, row):
    if row["workload"].get("moe"):
        return "moe"
    return f"{machine.generation} dense" if machine and machine.generation != "other" else "other"


def step_case(row):
    """A list with one case, or nothing where the row is no training step."""
    if not is_step(row):
        return []
    group, assumed = group_of(row), Assumptions()
    row = {**row, "workload": {**row["workload"], **group.printed}}
    machine, chips = machine_of(row), chips_of(row)
    model, no_model = model_of(row, group, assumed)
    job, layout_stated, no_job = training(row, group, model, chips, assumed)
    kind, recipe = precision(row)
    label = (model.label if model else None) or text(row["workload"].get("model")) or row["id"]
    series = f"{label} {job['precision'] if job else kind or 'unknown'}"
    seconds, derived, printed = published_time(row, group, model, job, chips)
    reasons = [
        group.left_out,
        None if machine else f"no machine of the catalogue: {text(row['system'].get('gpu'))}",
        None if chips else "number of chips not printed",
        no_model,
        "asynchronous tensor parallelism, another algorithm" if re.search(r"async ?tp", recipe, re.I) else None,
        no_job,
        impossible(job) if job else None,
        None if seconds else "no step time, nor a rate of one run that gives it",
        "a run on part of a node" if machine and chips and chips % machine.chips_per_node else None,
    ]
    left_out = next((reason for reason in reasons if reason), None)
    if machine:
        for field, why in machine.assumed:
            assumed.add(field, why)
    if "network" in (row.get("fields_from_memory") or []):
        assumed.add("/cluster/node/nics", "interfaces not read in the source: from memory")
    notes = list(group.notes)
    if kind in ("fp8", "fp4") and recipe not in ("FP8",):
        notes.append(f"precision as printed: {recipe}")
    if row.get("via") == "secondary":
        notes.append("read second-hand")
    published = {"step_time_s": float(f"{seconds:.6g}")} if seconds else {}
    for key, name in (("memory_GiB", "memory_gibyte"), ("memory_GB_per_GPU", "memory_gbyte"),
                      ("time_to_train_min_median_raw", "time_to_train_min"), ("trained_tokens", "trained_tokens")):
        if key in measured(row):
            published[name] = measured(row)[key]
    case = {"id": row["id"], "kind": "step", "series": series, "stack_release": group.release,
            "chip": machine.chip if machine else None, "family": family(machine, row), "layout_stated": layout_stated,
            "role": "test" if left_out else role_of(series, layout_stated), "where": row["source"]["table"],
            "source": source(row), "trust": row["trust"]}
    if not left_out or (machine and chips and job and model):
        case["scenario"] = {"cluster": cluster(machine, chips), "training": job}
    case["published"] = published
    if derived:
        case.update(derived=derived, printed=printed)
    if not seconds:
        case["printed"] = row["measured"]
    if "scenario" in case:
        case["assumed"] = assumed.listed()
    if notes:
        case["note"] = "; ".join(notes)
    if left_out:
        case["left_out"] = left_out
    return [{key: value for key, value in case.items() if value is not None}]
