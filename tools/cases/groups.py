"""What does a source leave out, and what stands in for it? One function a group; every default has its reason."""
import re
from dataclasses import dataclass, field

from .recipes import expert_recipe
from .rows import number, text

TITLES = {
    "dgxc-25.02": "NVIDIA DGX Cloud Benchmarking recipes v25.02 (NeMo 24.12)",
    "dgxc-25.05": "NVIDIA DGX Cloud Benchmarking recipes v25.05",
    "megatron-bridge": "NVIDIA Megatron-Bridge performance summaries, containers 25.09 to 26.08",
    "megatron-lm-h100": "Megatron-LM README: weak scaling on H100 (Megatron-Core 0.8)",
    "narayanan-2021": "Narayanan et al. 2021: Megatron-LM on Selene",
    "korthikanti-2022": "Korthikanti et al. 2022: activation recomputation",
    "mt-nlg": "Smith et al. 2022: Megatron-Turing NLG 530B",
    "nemotron": "Nemotron-4 technical reports",
    "llama3": "The Llama 3 Herd of Models",
    "megascale": "MegaScale (NSDI 24) and its Megatron-LM baseline",
    "bloom": "BLOOM on Jean Zay: the chronicles of BigScience",
    "vtrain-multi": "vTrain: measured iterations of Megatron-DeepSpeed on up to 512 A100",
    "mpt-foundry": "MosaicML llm-foundry: MPT with FSDP",
    "torchtitan": "torchtitan benchmarks",
    "mlperf": "MLPerf Training: GPT-3 175B and Llama 3.1 405B",
    "memory-footprint": "Korthikanti et al. 2022: memory of a chip",
    "other": "Other training runs",
    "collective": "All-reduce bandwidths",
    "power": "Metered power of nodes",
    "energy": "Energy of training runs",
    "reliability": "Failures and interruptions",
    "facility": "Networks and facilities",
    "cost": "Prices of machines",
    "device": "Single devices",
    "gpu-hours": "GPU-hours of published models",
}

MEGATRON_ORDER = "tp-cp-dp-pp"  # Megatron's default: data-parallel ranks are neighbours, stages far apart
TIED = "embeddings: input and output are one matrix, as in GPT-3"


@dataclass
class Group:
    stack: object
    release: str
    models: tuple = ()  # families of the catalogue to look the printed shape up in
    zero_stage: int = 1
    zero_why: str = "sharding not printed: Megatron's distributed optimizer, which its large recipes switch on"
    sequence_parallel: bool = True  # with tensor parallelism
    sequence_why: str = "sequence parallelism not printed: on in this stack wherever tensor parallelism is"
    recompute: str = "none"
    recompute_why: str = "recomputation not printed: none in this stack's recipes"
    micro_batch: int = 1
    precision: str = "bf16"  # None: a row without one cannot be simulated
    precision_why: str = "precision not printed: 16 bits, as all runs of that stack"
    order: str = MEGATRON_ORDER
    order_why: str = "order of ranks not printed: Megatron's default"
    tied_embeddings: bool = True
    tied_why: str = TIED
    flops: str = "six-n"  # how the source counts FLOPs where it prints no time; see step.py
    finest_chunks: bool = False  # interleaved, with one layer a chunk
    exact: bool = False  # only models of the very shape, none with other layers or heads
    stack_sure: bool = True  # which stack it is follows from the source
    left_out: str = ""
    notes: list = field(default_factory=list)
    printed: dict = field(default_factory=dict)  # of the workload: what the source prints elsewhere than in its table
    assumed: list = field(default_factory=list)  # (field, why) beyond the defaults above


def dgxc(row, stack, release):
    if "MaxText" in text(row["workload"].get("sharding")):
        return Group("maxtext-2025", release, ("llama3-",), sequence_parallel=False, recompute="full",
                     recompute_why="recomputation not printed: only full recomputation lets 70B with two sequences of "
                                   "8,192 tokens a chip fit",
                     order_why="one dimension of ranks: the order has no effect",
                     notes=["JAX; from 256 chips on, the recipe shards over 128 chips and replicates over the rest"])
    group = Group(stack, release, ("llama3-", "nemotron4-", "gpt3-", "grok-"))
    if row["workload"].get("moe") and "Grok" in text(row["workload"].get("model")):
        group.notes.append("the recipe also splits experts over tensor ranks, which a plan here cannot say")
    return group


# Not of the table but of what the release was built with: condition "9.11: d_qk = 192, d_v = 128 + Blackwell + bprop" in
# nvte_get_fused_attn_backend, transformer_engine/common/fused_attn/fused_attn.cpp of github.com/NVIDIA/TransformerEngine.
# Hopper has had such a kernel for longer. cuDNN 9.11 came in July 2025, its frontend 1.13 with it.
UNFUSED = ("attention unfused: Transformer Engine trains heads of 192 (values 128) on Blackwell with a fused kernel from cuDNN "
           "9.11 on, which is younger than this release; the recipe recomputes core_attn, which a fused kernel need not")


def dgxc_2502(row):
    return dgxc(row, "nemo-2024", "25.02")


def dgxc_2505(row):
    group = dgxc(row, "nemo-2025", "25.05")
    if "deepseek" in text(row["workload"].get("model")).lower():
        if "gb200" in text(row["system"]["gpu"]).lower():
            group.recompute = "selective"
            group.recompute_why = "recomputation not printed in the table: core_attn, by the recipe's launch.sh"
            group.stack = {"extends": group.stack, "fused_attention": False}
            group.notes.append(UNFUSED)
        else:
            group.notes.append("the recipe recomputes mla_up_proj, which a plan here cannot say")
    return group


def megatron_bridge(row):
    release = re.search(r"container (\d\d\.[\d.]+)", row["source"]["title"])
    release = release.group(1) if release else ""
    group = Group("megatron-bridge-2025" if release < "26" else "megatron-bridge-2026", release, ("llama3-",),
                  precision=None)
    if row["workload"].get("moe"):
        group.stack, why, group.stack_sure = expert_recipe(row, release, group.stack)
        group.notes.append(f"stack: {why}")
    name = text(row["workload"].get("model")).lower()
    if "deepseek" in name and "w/o mtp" not in name:
        group.notes.append("with the multi-token prediction module, which the model here lacks")
    if "gpt oss" in name:
        group.notes.append("every other layer attends to a window of 128 tokens; here all attend to everything")
    if "tokendrop" in name:
        group.notes.append("tokens above an expert's capacity are dropped")
    return group


def megatron_lm_h100(row):
    return Group("megatron-core-2024", "core-0.8", (), flops="megatron-model", tied_embeddings=False,
                 tied_why="embeddings: two matrices, which the printed number of parameters needs")


def narayanan_2021(row):
    group = Group("megatron-2021", "2021", ("megatron-", "gpt3-"), zero_stage=0, flops="megatron-hardware",
                  zero_why="data parallelism replicates the optimizer in Megatron-LM of 2021",
                  sequence_parallel=False, sequence_why="sequence parallelism came in 2022",
                  recompute="full", recompute_why="recomputation is counted in the printed FLOPs")
    if "ZeRO-3" in text(row["workload"].get("sharding")):
        group.stack, group.release = "deepspeed-zero3-2021", "deepspeed-2021"
        group.notes.append("DeepSpeed of 2021 without Megatron; the nearest stack stands in")
    return group


def korthikanti_2022(row):
    return Group("megatron-2021", "2022", ("megatron-", "gpt3-"), zero_stage=0,
                 zero_why="one data-parallel rank: nothing to shard", sequence_parallel=False,
                 sequence_why="the rows with full recomputation are the paper's baseline without sequence parallelism")


def mt_nlg(row):
    return Group("megatron-deepspeed-2022", "2022", ("megatron-",), zero_stage=0,
                 zero_why="sharding of the optimizer not printed: none", sequence_parallel=False,
                 sequence_why="sequence parallelism came later in 2022", recompute="full",
                 recompute_why="recomputation not printed: full, as in Megatron-LM of that year")


def nemotron(row):
    return Group("megatron-core-2024", "2023-2024", ("nemotron4-",))


def llama3(row):
    return Group("meta-llama3-2024", "2024", ("llama3-",), order="tp-cp-pp-dp",
                 order_why="the order of ranks as the paper gives it: TP, CP, PP, DP", finest_chunks=True,
                 notes=["the paper does not print how it counts FLOPs"])


def megascale(row):
    group = Group("megatron-2021", "megatron-285068c8", ("megascale-",), zero_stage=1, sequence_parallel=True,
                  recompute="none", recompute_why="recomputation not printed: none, else its MFU is out of reach")
    if "-ms-" in row["id"]:
        group.stack, group.release = "megascale-2024", "2024"
        group.left_out = "another algorithm: parallel transformer block, sliding-window attention, LAMB"
    return group


def bloom(row):
    group = Group("bigscience-2022", "2022", ("bloom-",), sequence_parallel=False,
                  sequence_why="sequence parallelism was not in Megatron-DeepSpeed then", recompute="full",
                  flops="megatron-hardware", assumed=[(
                      "/training/stack/synchronous_launches",
                      "CUDA_LAUNCH_BLOCKING=1 (tr11-176B-ml.slurm): without it runs on more than 160 chips hung "
                      "(chronicles-prequel, Hanging Issue), so that it is taken for set in all of these. Its operators "
                      "saw it cost 0 to 7 % on 80 and 160 chips")])
    if row["id"].startswith("bloom-pre-181B"):
        group.printed["heads"] = 64  # "all NHEADS=64 (above too)", Final round comparison; GBS Variations
        group.stack = {"extends": "bigscience-2022", "gradient_bytes": 2}
        group.assumed.append(("/training/stack/gradient_bytes",
                              "gradients were summed in 16 bits until 28 February (Rebalancing layers)"))
    if row["id"].startswith("bloom-pre-181B-tp8"):
        group.release = "early-2022"  # software before 2022-02-21
    return group


def vtrain_multi(row):
    return Group("megatron-deepspeed-2022", "2023", ("megatron-", "gpt3-"), zero_stage=0,
                 zero_why="sharding not printed: vTrain models data parallelism as one all-reduce",
                 sequence_parallel=False, sequence_why="sequence parallelism was not in Megatron-DeepSpeed then",
                 recompute="full")


def mpt_foundry(row):
    group = Group("llm-foundry-2023", "2023", ("mpt-",), zero_stage=3, sequence_parallel=False,
                  order_why="one dimension of ranks: the order has no effect")
    if "PURE" in text(row["workload"].get("precision")):
        group.stack = {"extends": "llm-foundry-2023", "gradient_bytes": 2}
        group.notes.append("FSDP's mixed precision PURE: gradients are reduced in 16 bits")
    return group


def torchtitan(row):
    hidden, _ = number(row["workload"].get("hidden"))
    small = hidden is not None and hidden <= 4096
    return Group("torchtitan-2024", "2024-12", ("llama3-",), zero_stage=3,
                 recompute="selective" if small else "full",
                 recompute_why="recomputation not printed: torchtitan's configuration of this model, from memory",
                 order_why="order of ranks not printed: torchtitan's device mesh, tensor innermost, stages outermost")


def mlperf(row):
    version = re.search(r"v(\d\.\d)", row["source"]["title"])
    version = version.group(1) if version else ""
    year = {"3": "2023", "4": "2024"}.get(version[:1], "2025")
    return Group(f"nemo-{year}", f"mlperf-{version}", ("gpt3-", "llama3-"),
                 notes=["tuned beyond the public recipes of that NeMo"])


def elsewhere(row):
    """A group that nobody described: the defaults of a Megatron of today, all of them assumed."""
    return Group("megatron-core-2024", "unknown", ("gpt3-", "llama3-", "megatron-", "nemotron4-"), precision=None,
                 exact=True)


GROUPS = {"dgxc-25.02": dgxc_2502, "dgxc-25.05": dgxc_2505, "megatron-bridge": megatron_bridge,
          "megatron-lm-h100": megatron_lm_h100, "narayanan-2021": narayanan_2021, "korthikanti-2022": korthikanti_2022,
          "mt-nlg": mt_nlg, "nemotron": nemotron, "llama3": llama3, "megascale": megascale, "bloom": bloom,
          "vtrain-multi": vtrain_multi, "mpt-foundry": mpt_foundry, "torchtitan": torchtitan, "mlperf": mlperf,
          "power": mlperf}


def group_of(row):
    return GROUPS.get(row["group"], elsewhere)(row)
