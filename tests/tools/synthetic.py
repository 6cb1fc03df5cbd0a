"""What would a chip of known efficiencies have measured? The kernel times of src/workload/roofline.cpp with noise, written
out here once more so that the fit is not tested by its own formulas."""
import json
import random

# An H100's peaks; the efficiencies are made up, and not the catalogue's.
PEAK = {"bf16": 989e12, "fp8": 1979e12}
BANDWIDTH = 3350e9
TRUTH = {"gemm_bf16": 0.72, "gemm_fp8": 0.65, "attention": 0.48, "memory": 0.82, "shape_mn": 90.0, "shape_k": 160.0}
LAUNCH_US = {"eager": 5.2, "graph": 1.7}
FLOOR_US = 4.0  # no product is shorter: what the fit must not take for a loss in M, N or K
WATTS = {"idle": 71.0, "copy": 350.0, "gemm_bf16": 690.0, "gemm_fp8": 695.0, "attention": 560.0, "idle_context": 118.0}
NOTE = "synthetic: generated from the model with noise, not a measurement"
HEADER = {
    "format": "gigaplan-chip-record/1", "measured": "2000-01-01T00:00:00Z",
    "chip": {"name": "Synthetic chip", "compute_capability": "9.0", "sms": 132, "memory_byte": 85028765696,
             "l2_byte": 52428800, "power_limit_w": 700.0, "clock_sm_max_mhz": 1980.0, "clock_memory_max_mhz": 2619.0},
    "software": {"driver": "none", "cuda": "none", "torch": "none", "cudnn": None, "python": "none"},
    "settings": {"quick": False, "seconds_per_point": 0.5, "power_field": "power.draw.instant"},
}
TOKENS = 16384  # of an attention point


def gemm_us(precision, m, n, k, truth):
    element = 1 if precision == "fp8" else 2
    arithmetic = 2 * m * n * k / (PEAK[precision] * truth["gemm_" + precision])
    edges = 1 + truth["shape_mn"] / m + truth["shape_mn"] / n + truth["shape_k"] / k
    return 1e6 * max(arithmetic * edges, (element * (m * k + k * n) + 2 * m * n) / (BANDWIDTH * truth["memory"]))


def attention_us(direction, head_dim, sequence, batch, heads, truth):
    # two products of 2 s^2 d, half of each masked; going back five instead of two
    operations = batch * heads * 2 * sequence * sequence * head_dim * (2.5 if direction == "backward" else 1)
    return 1e6 * operations / (PEAK["bf16"] * truth["attention"])


def record_text(shapes, truth=None, noise=0.01, seed=20, fixture=True, header=None):
    """The lines of a record over the tool's grid."""
    truth, chance, lines = truth or TRUTH, random.Random(seed), []

    def times(time_us):
        # random() alone is the same in all Pythons; four of them are near enough to a bell
        point = 1 + noise * (sum(chance.random() for _ in range(4)) - 2) * 3 ** 0.5
        return [float(f"{time_us * point * (1 + 0.004 * (chance.random() - 0.5)):.6g}") for _ in range(5)]

    def add(kind, time_us, **what):
        lines.append({"kind": kind, **what, "times_us": times(time_us)})

    for mode, time_us in LAUNCH_US.items():
        add("launch", time_us, mode=mode, kernels=4000)
    for kernel, rows in shapes.streams(False):
        size = {"copy": 2, "add": 3, "cast_fp8": 1.5}.get(kernel, 2) * 2 * rows * shapes.COLUMNS
        lost = {"cast_fp8": 0.8, "rms_norm": 0.3}.get(kernel, 1)
        add("memory", 1e6 * size / (BANDWIDTH * truth["memory"] * lost), kernel=kernel, rows=rows, columns=shapes.COLUMNS,
            bytes=size)
    for precision in PEAK:
        for m, n, k in shapes.gemms(False):
            add("gemm", max(FLOOR_US, gemm_us(precision, m, n, k, truth)), precision=precision, m=m, n=n, k=k, data="normal")
        zeros = 0.9 * gemm_us(precision, 8192, 8192, 8192, truth)
        add("gemm", zeros, precision=precision, m=8192, n=8192, k=8192, data="zeros")
    for head_dim in (64, 128):
        for sequence in (2048, 4096, 8192, 16384):
            for direction in ("forward", "backward"):
                what = (head_dim, sequence, TOKENS // sequence, 4096 // head_dim)
                add("attention", attention_us(direction, *what, truth), **{"pass": direction}, head_dim=what[0],
                    sequence=what[1], batch=what[2], heads=what[3], backend="flash")
    for load, watts in WATTS.items():
        samples = [[0.25 * i, round(watts * (0.8 if i < 4 else 1.0), 1), 1755.0, 50.0 + i] for i in range(16)]
        lines.append({"kind": "power", "load": load, "seconds": 4.0, "samples": samples})
    lines = [header or HEADER, *lines, {"kind": "end", "points": len(lines)}]
    if fixture:
        lines.insert(0, {"fixture": True, "note": NOTE})
    return "\n".join(json.dumps(line) for line in lines) + "\n"
