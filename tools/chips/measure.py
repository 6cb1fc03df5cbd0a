"""How long does each kernel take on this machine's GPU? The only file that needs PyTorch."""
import datetime
import gc
import math
import os
import platform
import time

from chips import record, shapes
from chips.power import Smi

CACHES = 3  # operands go round this many times the second-level cache
MOST_SETS = 128
GRAPH_BELOW = 200e-6  # kernels shorter than this are replayed from a CUDA graph: launching them one by one takes longer
GRAPH_LASTS = 2e-3
GRAPH_MOST = 4096  # kernels in one
REPETITIONS = 5
POWER_SECONDS, QUICK_POWER_SECONDS, SETTLE_SECONDS = 4.0, 2.5, 5.0
CHUNK_SECONDS = 0.1
LAUNCHES = 4000
LIMITS = {"gemm": 0.25, "power": 0.5}  # share of the free memory that operands may take


class NoGpu(Exception):
    """What is missing to measure."""


def load(device):
    os.environ.setdefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID")  # so that device N is nvidia-smi's N
    try:
        import torch  # pylint: disable=import-outside-toplevel
    except ImportError as error:
        raise NoGpu(f"PyTorch is missing ({error}); pip install torch, or build from a record with --from-record") from error
    if torch.version.cuda is None or not torch.cuda.is_available():
        raise NoGpu(f"PyTorch {torch.__version__} finds no CUDA device; measure on a machine with an NVIDIA GPU and its "
                    "driver, or build from a record with --from-record")
    if not 0 <= device < torch.cuda.device_count():
        raise NoGpu(f"--device {device}: there are {torch.cuda.device_count()}, counted from 0")
    return torch


def smi_name(properties, device):
    """How nvidia-smi knows the device. CUDA_VISIBLE_DEVICES renumbers for PyTorch and not for nvidia-smi."""
    if getattr(properties, "uuid", None):
        uuid = str(properties.uuid)
        return uuid if uuid.startswith("GPU-") else f"GPU-{uuid}"
    visible = [part.strip() for part in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if part.strip()]
    return visible[device] if device < len(visible) else str(device)


class Bench:
    def __init__(self, torch, device, seconds):
        self.torch, self.index, self.seconds = torch, device, seconds
        self.device = torch.device("cuda", device)
        self.properties = torch.cuda.get_device_properties(device)
        self.smi = Smi(smi_name(self.properties, device))
        self.cache = getattr(self.properties, "L2_cache_size", 0) or 64 << 20

    def header(self, quick):
        """Who was measured, with what. Neither host name nor serial numbers."""
        p, torch = self.properties, self.torch
        cudnn = torch.backends.cudnn.version() if torch.backends.cudnn.is_available() else None
        chip = {"name": p.name, "compute_capability": f"{p.major}.{p.minor}", "sms": p.multi_processor_count,
                "memory_byte": p.total_memory, "l2_byte": self.cache, "power_limit_w": self.smi.ask_number("power.limit"),
                "clock_sm_max_mhz": self.smi.ask_number("clocks.max.sm"),
                "clock_memory_max_mhz": self.smi.ask_number("clocks.max.memory")}
        software = {"driver": self.smi.ask("driver_version") or "unknown", "cuda": torch.version.cuda,
                    "torch": str(torch.__version__), "cudnn": cudnn, "python": platform.python_version()}
        now = datetime.datetime.now(datetime.timezone.utc)
        return {"format": record.FORMAT, "measured": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "chip": chip, "software": software,
                "settings": {"quick": quick, "seconds_per_point": self.seconds, "power_field": self.smi.field}}

    def elapsed(self, enqueue):
        """Seconds between events before and after what `enqueue` enqueues."""
        begin, end = (self.torch.cuda.Event(enable_timing=True) for _ in range(2))
        begin.record()
        enqueue()
        end.record()
        end.synchronize()
        return begin.elapsed_time(end) * 1e-3

    def graph_of(self, call, count):
        graph = self.torch.cuda.CUDAGraph()
        with self.torch.cuda.graph(graph):
            for i in range(count):
                call(i)
        return graph

    def runner(self, call, sets, may_graph=True):
        """What runs a batch of calls, how many they are, whether as a graph, and seconds a call."""
        def batch(count):
            for i in range(count):
                call(i)

        batch(max(3, sets))
        self.torch.cuda.synchronize(self.device)
        count = max(3, sets)
        once = self.elapsed(lambda: batch(count)) / count
        if may_graph and once < GRAPH_BELOW:
            size = sets * math.ceil(min(GRAPH_MOST, max(1.0, GRAPH_LASTS / once)) / sets)
            graph = self.graph_of(call, size)
            graph.replay()
            self.torch.cuda.synchronize(self.device)
            return graph.replay, size, True, self.elapsed(graph.replay) / size
        return lambda: batch(sets), sets, False, once

    def times(self, call, sets=1, may_graph=True):
        """`call(i)` enqueues the i-th kernel, on operands i modulo `sets`."""
        run, size, graphed, once = self.runner(call, sets, may_graph)
        rounds = max(1, round(self.seconds / REPETITIONS / (size * once)))

        def repetition():
            for _ in range(rounds):
                run()

        self.elapsed(repetition)  # clocks and temperature as in what follows
        times = [self.elapsed(repetition) / (rounds * size) for _ in range(REPETITIONS)]
        return {"graph": graphed, "sets": sets, "calls": rounds * size, "times_us": [round(1e6 * t, 4) for t in times]}

    def tensor(self, rows, columns, precision, data="normal"):
        torch = self.torch
        wide = torch.float16 if precision == "fp16" else torch.bfloat16
        make = torch.zeros if data == "zeros" else torch.randn
        made = make(rows, columns, dtype=wide, device=self.device)
        return made.to(torch.float8_e4m3fn) if precision == "fp8" else made

    def gemm(self, precision, m, n, k, data="normal", limit="gemm"):
        """Operands as a linear layer has them (both with K in rows), result at 16 bits: a call, and how many sets."""
        torch = self.torch
        free = torch.cuda.mem_get_info(self.index)[0] * LIMITS[limit]
        size = shapes.gemm_bytes(precision, m, n, k)
        sets = int(max(1, min(MOST_SETS, math.ceil(CACHES * self.cache / size), free // size)))
        left = [self.tensor(m, k, precision, data) for _ in range(sets)]
        right = [self.tensor(n, k, precision, data).t() for _ in range(sets)]
        if precision == "fp8":
            product = torch._scaled_mm  # pylint: disable=protected-access
            one = torch.ones((), dtype=torch.float32, device=self.device)

            def call(i):
                product(left[i % sets], right[i % sets], scale_a=one, scale_b=one, out_dtype=torch.bfloat16,
                        use_fast_accum=True)
        else:
            out = [torch.empty(m, n, dtype=left[0].dtype, device=self.device) for _ in range(sets)]

            def call(i):
                torch.mm(left[i % sets], right[i % sets], out=out[i % sets])
        return call, sets

    def attention(self, direction, head_dim, sequence, batch, heads, backend):
        torch = self.torch
        shape = (batch, heads, sequence, head_dim)
        backward = direction == "backward"
        q, k, v = (torch.randn(shape, dtype=self.sixteen(), device=self.device, requires_grad=backward) for _ in range(3))
        core = torch.nn.functional.scaled_dot_product_attention

        def forward(_):
            with self.only(backend):
                return core(q, k, v, is_causal=True)

        if not backward:
            return forward
        result, gradient = forward(0), torch.randn(shape, dtype=self.sixteen(), device=self.device)
        return lambda _: torch.autograd.grad(result, (q, k, v), gradient, retain_graph=True)

    def sixteen(self):
        return self.torch.bfloat16 if self.properties.major >= 8 else self.torch.float16

    def only(self, backend):
        from torch.nn.attention import SDPBackend, sdpa_kernel  # pylint: disable=import-outside-toplevel,import-error
        return sdpa_kernel({"flash": SDPBackend.FLASH_ATTENTION, "cudnn": SDPBackend.CUDNN_ATTENTION}[backend])

    def stream(self, kernel, rows):
        torch, functional = self.torch, self.torch.nn.functional
        x, y, z = (torch.randn(rows, shapes.COLUMNS, dtype=self.sixteen(), device=self.device) for _ in range(3))
        weight = torch.ones(shapes.COLUMNS, dtype=x.dtype, device=self.device)
        return {"copy": lambda _: y.copy_(x),
                "add": lambda _: torch.add(x, y, out=z),
                "layer_norm": lambda _: functional.layer_norm(x, (shapes.COLUMNS,), weight, weight),
                "rms_norm": lambda _: functional.rms_norm(x, (shapes.COLUMNS,), weight),
                "softmax": lambda _: functional.softmax(x, dim=-1),
                "gelu": lambda _: functional.gelu(x),
                "cast_fp8": lambda _: x.to(torch.float8_e4m3fn)}[kernel]

    def launch(self, mode):
        """Kernels on a single element, one after the other."""
        one = self.torch.zeros(1, device=self.device)

        def batch():
            for _ in range(LAUNCHES):
                one.add_(1)

        batch()
        self.torch.cuda.synchronize(self.device)
        run = self.graph_of(lambda _: one.add_(1), LAUNCHES).replay if mode == "graph" else batch
        run()
        times = [self.elapsed(run) / LAUNCHES for _ in range(REPETITIONS)]
        return {"kernels": LAUNCHES, "times_us": [round(1e6 * t, 4) for t in times]}

    def power(self, seconds, call=None, sets=1):
        """Runs `call`, or nothing, for some seconds while nvidia-smi looks on."""
        chunks, run, size = [], None, 1
        if call is not None:
            run, size, _, once = self.runner(call, sets)
            rounds = max(1, round(CHUNK_SECONDS / (size * once)))
        with self.smi.sampling() as sampling:
            sampling.start()
            while (passed := time.monotonic() - sampling.began) < seconds:
                if run is None:
                    time.sleep(0.1)
                else:
                    taken = self.elapsed(lambda: [run() for _ in range(rounds)]) / (rounds * size)
                    chunks.append([round(passed, 3), round(1e6 * taken, 4)])
        if not sampling.samples:
            raise RuntimeError("nvidia-smi gave no sample")
        return {"seconds": seconds, "samples": sampling.samples, "chunks_us": chunks}


def plan(bench, quick, precisions, backend):
    """What is to be measured: what the line says, and what measures the rest of it. Idle comes first, before anything is
    on the device."""
    seconds = max(QUICK_POWER_SECONDS if quick else POWER_SECONDS, 2 * bench.seconds)
    powered = bench.smi.field is not None
    if powered:
        yield {"kind": "power", "load": "idle"}, lambda: bench.power(seconds)
    for mode in ("eager", "graph"):
        yield {"kind": "launch", "mode": mode}, lambda mode=mode: bench.launch(mode)
    for kernel, rows in shapes.streams(quick):
        if kernel != "cast_fp8" or "fp8" in precisions:
            yield ({"kind": "memory", "kernel": kernel, "rows": rows, "columns": shapes.COLUMNS,
                    "bytes": shapes.stream_bytes(kernel, rows)},
                   lambda kernel=kernel, rows=rows: bench.times(bench.stream(kernel, rows)))
    for precision in precisions:
        for shape in [(shape, "normal") for shape in shapes.gemms(quick)] + [(shapes.SUSTAINED, "zeros")]:
            (m, n, k), data = shape
            yield ({"kind": "gemm", "precision": precision, "m": m, "n": n, "k": k, "data": data},
                   lambda precision=precision, m=m, n=n, k=k, data=data: bench.times(*bench.gemm(precision, m, n, k, data)))
    for head_dim, sequence, batch, heads in shapes.attentions(quick):
        for direction in ("forward", "backward"):
            yield ({"kind": "attention", "pass": direction, "head_dim": head_dim, "sequence": sequence, "batch": batch,
                    "heads": heads, "backend": backend},
                   lambda what=(direction, head_dim, sequence, batch, heads): bench.times(
                       bench.attention(*what, backend), may_graph=False))
    if powered:
        yield {"kind": "power", "load": "copy"}, lambda: bench.power(seconds, bench.stream("copy", shapes.QUICK_ROWS[0]))
        for precision in precisions:
            yield ({"kind": "power", "load": f"gemm_{precision}"}, lambda precision=precision: bench.power(
                seconds, *bench.gemm(precision, *shapes.SUSTAINED, limit="power")))
        yield ({"kind": "power", "load": "attention"},
               lambda: bench.power(seconds, bench.attention("forward", 128, 8192, 2, 32, backend)))
        yield {"kind": "power", "load": "idle_context"}, lambda: (time.sleep(SETTLE_SECONDS), bench.power(seconds))[1]


def default_precisions(bench):
    capability = (bench.properties.major, bench.properties.minor)
    return (["bf16"] if capability >= (8, 0) else ["fp16"]) + (["fp8"] if capability >= (8, 9) else [])


def measure(torch, device, seconds, quick, precisions, backend, writer, say):
    """Writes a record. What this chip or this PyTorch cannot do is a line that says why."""
    bench = Bench(torch, device, seconds)
    precisions = precisions or default_precisions(bench)
    writer.line(bench.header(quick))
    for point, work in plan(bench, quick, precisions, backend):
        what = " ".join(str(value) for value in point.values())
        if point.get("load") != "idle":
            torch.cuda.set_device(device)  # not before: it makes a context, and a chip with one draws more
            torch.manual_seed(1)
        try:
            point = {**point, **work()}
            say(what + (f": {record.median_us(point):.1f} us, spread {100 * record.spread(point):.1f} %"
                        if "times_us" in point else ""))
        except (RuntimeError, AttributeError, ImportError, NotImplementedError, ValueError, TypeError) as error:
            point = {"kind": "skipped", "what": what, "why": (str(error) or type(error).__name__).splitlines()[0][:200]}
            say(f"{what}: skipped: {point['why']}")
        writer.point(point)
        gc.collect()  # operands go before the next ones come
        if point.get("load") != "idle":
            torch.cuda.empty_cache()
    writer.end()
