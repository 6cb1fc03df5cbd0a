"""How does a Megatron-Bridge run route its experts? What its recipe file says, not what a result suggests.

Read from scripts/performance/configs of github.com/NVIDIA-NeMo/Megatron-Bridge: qwen/qwen3_workload_base_configs.py at
01b2977e, deepseek/deepseek_workload_base_configs.py at f0e2c37e (2026, before 26.06) and 04264182 (26.06 and later),
gpt_oss/gpt_oss_workload_base_configs.py at 1e7adfa9 and 07eea52d, kimi/kimi_workload_base_configs.py at 013180a7, and of
the containers of 2025 the files of 0fa501ac (before 25.11, whose own were not at hand). What changed in which release
stands in its pull requests: 4211 and 4249 (Qwen3 on GB200 and GB300, 26.06), 4606 (Qwen3 on B200 and B300, 26.06.01), 5356
(Qwen3 30B on B200 does not fit with it), 3549 (DeepSeek-V3 on B300, 26.04.01), 4458 (the same, 26.06.01), 3983 and 4226
(DeepSeek-V3 on GB300 and GB200, 26.06), 4173 (gpt-oss on GB200 and GB300, 26.06), 5168 (Kimi K2, 26.08). Three ways:

eager        kernels launched one by one, all-to-all dispatch (NCCL)
graphs       CUDA graphs of attention, router and preprocessing; HybridEP or DeepEP dispatch
full graphs  one graph for the whole iteration, overlapped dispatch, fused grouped products, attention in 8 bits

Where graphs and dispatcher do not come together like that, the case's stack says so. What such a stack has no figure for
stands in no case: gpt-oss in 16 bits on GB200 overlaps its all-to-alls in the files of 2026.
"""
from .rows import text

GRAPHS, FULL = "megatron-bridge-graphs", "megatron-bridge-full-graphs"
FILE = "by the recipe file of Megatron-Bridge"
EARLIER = "the recipe file of this release was not at hand; as in a later one"
WHOLE = "one graph an iteration, overlapped dispatch, fused products, attention in 8 bits"


def deepseek(gpu, release, eight, eager):
    """(stack, why, was the release's own recipe at hand), as of all of these functions."""
    once = {"extends": eager, "dispatch_once": True}, f"HybridEP, no CUDA graphs: {FILE}", True
    if "gb" in gpu:
        if eight and release >= "26.06":
            if "300" in gpu:
                return FULL, f"{WHOLE}: {FILE}", True
            return {"extends": FULL, "attention_8bit": False}, f"{WHOLE}: {FILE}, but for attention", True
        if eight and "300" in gpu and release >= "26.04":
            return once
        return GRAPHS, f"CUDA graphs, HybridEP: {FILE}" if release >= "26" else EARLIER, release >= "26"
    if "b300" in gpu and eight and release >= "26.06.01":
        return FULL, f"{WHOLE}: {FILE}", True
    if "b300" in gpu and release >= "26.04.01":
        return GRAPHS, f"CUDA graphs, HybridEP: {FILE}", True
    if "b200" in gpu and release >= "26.04":
        return {"extends": FULL, "fused_experts": False, "attention_8bit": False}, \
            f"overlapped dispatch by DeepEP, CUDA graphs: {FILE}; its products are not fused", True
    return once if release >= "26" else (eager, f"no CUDA graphs: {FILE}", True)


def kimi(gpu, release, eight, eager):
    if "gb300" in gpu and eight and release >= "26.08":
        return FULL, f"{WHOLE}: {FILE}", True
    if "gb200" in gpu:
        return GRAPHS, f"CUDA graphs, HybridEP: {FILE}", True
    if "gb" in gpu or release >= "26.08":
        return {"extends": eager, "dispatch_once": True}, \
            f"{'HybridEP' if 'gb' in gpu else 'DeepEP'}, no CUDA graphs: {FILE}", True
    return eager, f"no CUDA graphs, all-to-all dispatch: {FILE}", True


def gpt_oss(gpu, release, eight, eager, expert):
    if eight and release >= "26.06" and "gb" in gpu:
        return FULL, f"{WHOLE}: {FILE}", True
    if eight and release >= "26.06" and "b300" in gpu:
        return {"extends": GRAPHS, "fused_experts": True, "attention_8bit": True}, \
            f"CUDA graphs of parts (that of the iteration is commented out), fused products, attention in 8 bits: {FILE}", True
    if "300" in gpu:
        graphs = GRAPHS if expert != 64 else {"extends": GRAPHS, "dispatch_once": False}
        ways = "CUDA graphs" + ("" if graphs == GRAPHS else ", all-to-all dispatch (HybridEP came with smaller groups)")
        return graphs, f"{ways}: {FILE}" if release >= "26" else EARLIER, release >= "26"
    return eager, f"no CUDA graphs, all-to-all dispatch: {FILE}", True


def qwen3(gpu, release, eight, eager, expert, large):
    since = "26.06" if "gb" in gpu else "26.06.01"
    if eight and "h100" not in gpu and release >= since and (large or "gb" in gpu or "b300" in gpu):
        return FULL, f"{WHOLE}: {FILE}", True
    if large:
        return (GRAPHS, f"CUDA graphs, HybridEP: {FILE}" if release >= "26" else EARLIER, release >= "26") \
            if "gb" in gpu else (eager, f"no CUDA graphs, all-to-all dispatch: {FILE}", True)
    if "h100" in gpu:
        if expert == 16:
            return {"extends": eager, "dispatch_once": True}, f"no CUDA graphs at 8 bits, HybridEP: {FILE}", True
        return eager, f"no CUDA graphs at 8 bits: {FILE}", True
    if "gb" in gpu or release >= "26.04":
        return GRAPHS, f"CUDA graphs, HybridEP: {FILE}" if release >= "26" else EARLIER, release >= "26"
    return eager, "a micro-batch of one, as before the recipe took CUDA graphs; the file of this release was not at hand", False


def expert_recipe(row, release, eager):
    """(stack, why, was the release's own recipe at hand) of a mixture-of-experts row; `eager` is its year's stack."""
    name, gpu = text(row["workload"].get("model")).lower(), text(row["system"]["gpu"]).lower()
    eight = "fp8" in text(row["workload"].get("precision")).lower()
    expert = row["workload"].get("EP")
    if "deepseek" in name:
        return deepseek(gpu, release, eight, eager)
    if "kimi" in name:
        return kimi(gpu, release, eight, eager)
    if "gpt oss" in name:
        return gpt_oss(gpu, release, eight, eager, expert)
    return qwen3(gpu, release, eight, eager, expert, "235b" in name)
