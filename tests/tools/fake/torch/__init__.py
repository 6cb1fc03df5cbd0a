"""What of PyTorch the measurement uses, on a chip that only keeps a clock: each kernel moves it by what a chip of
synthetic.TRUTH takes. It shows that the measurement hangs together, and nothing of a GPU."""
import math

import synthetic

from . import nn
from .clock import CLOCK

__version__ = "0.fake"
bfloat16, float16, float32, float8_e4m3fn = "bf16", "fp16", "fp32", "fp8"
SIZE = {"bf16": 2, "fp16": 2, "fp32": 4, "fp8": 1}


class Tensor:
    def __init__(self, shape, dtype):
        self.shape, self.dtype = tuple(shape), dtype

    def bytes(self):
        return math.prod(self.shape) * SIZE[self.dtype]

    def t(self):
        return Tensor(self.shape[::-1], self.dtype)

    def to(self, dtype):
        result = Tensor(self.shape, dtype)
        stream(self, result)
        return result

    def copy_(self, other):
        stream(self, other)

    def add_(self, _):
        CLOCK.run(synthetic.LAUNCH_US["eager"])


def stream(*tensors):
    CLOCK.run(1e6 * sum(t.bytes() for t in tensors) / (synthetic.BANDWIDTH * synthetic.TRUTH["memory"]))


def make(*shape, dtype=float32, device=None, requires_grad=False):
    assert device == "cuda:0", device
    return Tensor(shape[0] if isinstance(shape[0], tuple) else shape, dtype)


randn = zeros = ones = empty = make


def device(kind, index):
    return f"{kind}:{index}"


def manual_seed(_):
    pass


def add(x, y, out):
    stream(x, y, out)


def mm(a, b, out):
    assert a.dtype == b.dtype == out.dtype == bfloat16 and out.shape == (a.shape[0], b.shape[1])
    product(a, b)


def _scaled_mm(a, b, scale_a, scale_b, out_dtype, use_fast_accum):
    assert a.dtype == b.dtype == float8_e4m3fn and scale_a.dtype == scale_b.dtype == float32
    assert out_dtype == bfloat16 and use_fast_accum
    product(a, b)


def product(a, b):
    (m, k), n = a.shape, b.shape[1]
    assert b.shape[0] == k
    CLOCK.run(synthetic.gemm_us(a.dtype, m, n, k, synthetic.TRUTH))


class autograd:  # pylint: disable=invalid-name
    @staticmethod
    def grad(result, inputs, gradient, retain_graph):
        assert len(inputs) == 3 and gradient.shape == result.shape and retain_graph
        batch, heads, sequence, head_dim = result.shape
        CLOCK.run(synthetic.attention_us("backward", head_dim, sequence, batch, heads, synthetic.TRUTH))


class version:  # pylint: disable=invalid-name
    cuda = "0.0"


class backends:  # pylint: disable=invalid-name
    class cudnn:  # pylint: disable=invalid-name
        is_available = staticmethod(lambda: False)


class Properties:
    name, major, minor, multi_processor_count = "Fake H100", 9, 0, 132
    total_memory, L2_cache_size, uuid = 85028765696, 50 << 20, "0000"


class cuda:  # pylint: disable=invalid-name
    is_available = staticmethod(lambda: True)
    device_count = staticmethod(lambda: 1)
    set_device = empty_cache = synchronize = staticmethod(lambda *_: None)
    mem_get_info = staticmethod(lambda _: (80 << 30, 80 << 30))
    get_device_properties = staticmethod(lambda _: Properties)

    class Event:
        def __init__(self, enable_timing):
            assert enable_timing
            self.at = None

        def record(self):
            self.at = CLOCK.us

        def synchronize(self):
            assert self.at is not None

        def elapsed_time(self, end):
            return (end.at - self.at) / 1e3

    class CUDAGraph:
        us = 0.0

        def replay(self):
            CLOCK.run(self.us)

    class graph:  # pylint: disable=invalid-name
        def __init__(self, captured):
            self.captured = captured

        def __enter__(self):
            self.before = CLOCK.us

        def __exit__(self, *_):
            self.captured.us, CLOCK.us = CLOCK.us - self.before, self.before


nn.functional.stream = stream
