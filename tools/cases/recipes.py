"""How does a Megatron-Bridge run route its experts? What its recipe file says, not what a result suggests.

Read from scripts/performance/configs of github.com/NVIDIA-NeMo/Megatron-Bridge: qwen/qwen3_workload_base_configs.py at
01b2977e, deepseek/deepseek_workload_base_configs.py at 04264182, gpt_oss/gpt_oss_workload_base_configs.py at 07eea52d,
and of the containers of 2025 the files of 0fa501ac (before 25.11, whose own were not at hand). Three ways:

eager        kernels launched one by one, all-to-all dispatch (NCCL)
graphs       CUDA graphs of attention, router and preprocessing; HybridEP or DeepEP dispatch
full graphs  one graph for the whole iteration or overlapped dispatch, fused grouped products
"""
import re

from .rows import text

GRAPHS, FULL = "megatron-bridge-graphs", "megatron-bridge-full-graphs"
FILE = "by the recipe file of Megatron-Bridge"
EARLIER = "the recipe file of this release was not at hand; as in a later one"


def expert_recipe(row, release, eager):
    """(stack, why, was the release's own recipe at hand) of a mixture-of-experts row; `eager` is its year's stack."""
    name, gpu = text(row["workload"].get("model")).lower(), text(row["system"]["gpu"]).lower()
    eight = "fp8" in text(row["workload"].get("precision")).lower()
    grace, new = "gb" in gpu, release >= "26.06"
    if "deepseek" in name:
        if grace:
            return (FULL, f"whole iterations as one graph, overlapped dispatch: {FILE}", True) if new and eight else \
                (GRAPHS, f"CUDA graphs, HybridEP: {FILE}" if release >= "26" else EARLIER, release >= "26")
        if re.search(r"b200", gpu) and release >= "26.04":
            return FULL, f"overlapped dispatch by DeepEP, CUDA graphs: {FILE}; its products are not fused", True
        return eager, f"no CUDA graphs: {FILE}", True
    if "kimi" in name:
        return FULL, "as DeepSeek-V3 of the same release; its own recipe file was not read", False
    if "gpt oss" in name:
        if eight and (grace or "b300" in gpu) and new:
            return FULL, f"overlapped dispatch, fused products: {FILE}", True
        if "300" in gpu:
            return GRAPHS, f"CUDA graphs: {FILE}" if release >= "26" else EARLIER, release >= "26"
        return eager, f"no CUDA graphs, all-to-all dispatch: {FILE}", True
    if "235b" in name:
        return (GRAPHS, f"CUDA graphs, HybridEP: {FILE}" if release >= "26" else EARLIER, release >= "26") if grace else \
            (eager, f"no CUDA graphs, all-to-all dispatch: {FILE}", True)
    if "h100" in gpu:  # Qwen3 30B
        return eager, f"no CUDA graphs at 8 bits: {FILE}", True
    if grace or release >= "26.04":
        return GRAPHS, f"CUDA graphs, HybridEP: {FILE}" if release >= "26" else EARLIER, release >= "26"
    return eager, "a micro-batch of one, as before the recipe took CUDA graphs; the file of this release was not at hand", False
