"""Which kernels are measured, and how much work is in each?

Work is counted as src/workload counts it: a matrix product reads its operands once and writes a 16-bit result; causal
attention is half of the full square, its backward pass 2.5 times the forward one.
"""
SQUARES = (512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384)
TOKENS = (2048, 4096, 8192)
# (N, K) of a layer's projections on one tensor rank: query-key-value, attention out, gate and up, down.
LAYERS = (
    ((6144, 4096), (4096, 4096), (28672, 4096), (4096, 14336)),  # Llama 3 8B, whole
    ((1280, 8192), (8192, 1024), (7168, 8192), (8192, 3584)),  # Llama 3 70B, an eighth
    ((2304, 16384), (16384, 2048), (13312, 16384), (16384, 6656)),  # Llama 3 405B, an eighth
)
# One side short, the others long: what tells the loss in M and N from that in K.
EDGES = ((512, 8192, 8192), (1024, 8192, 8192), (8192, 512, 8192), (8192, 8192, 512), (8192, 8192, 1024),
         (8192, 8192, 2048), (8192, 8192, 4096))
QUICK = ((1024, 1024, 1024), (2048, 2048, 2048), (4096, 4096, 4096), (8192, 8192, 8192), (2048, 1280, 8192),
         (4096, 8192, 1024), (4096, 7168, 8192), (8192, 8192, 3584), (512, 8192, 8192), (8192, 8192, 512),
         (8192, 8192, 1024), (4096, 28672, 4096))
SUSTAINED = (8192, 8192, 8192)  # also run with zeros, and for seconds while power is read

HEAD_DIMS, SEQUENCES, QUICK_SEQUENCES = (64, 128), (2048, 4096, 8192, 16384), (2048, 8192)
ATTENTION_TOKENS, ATTENTION_WIDTH = 16384, 4096  # sequences x length, heads x head dimension

COLUMNS = 8192
ROWS, QUICK_ROWS = (16384, 65536), (16384,)  # 256 MiB and 1 GiB of 16-bit elements: far more than a cache holds
# Bytes that an element costs a streaming kernel on 16-bit data.
ELEMENT_BYTES = {"copy": 4, "add": 6, "layer_norm": 4, "softmax": 4, "gelu": 4, "rms_norm": 4, "cast_fp8": 3}
# Only these stand for the memory bandwidth that streaming kernels reach. A norm without a kernel of its own, or the cast,
# which the product counts by its software stack, are reported beside it.
STREAMING = ("copy", "add", "layer_norm", "softmax", "gelu")

ELEMENT = {"bf16": 2, "fp16": 2, "fp8": 1}


def gemms(quick):
    if quick:
        return list(QUICK)
    squares = [(size, size, size) for size in SQUARES]
    layers = [(tokens, n, k) for tokens in TOKENS for layer in LAYERS for n, k in layer]
    return list(dict.fromkeys([*squares, *layers, *EDGES]))


def gemm_operations(m, n, k):
    return 2.0 * m * n * k


def gemm_bytes(precision, m, n, k):
    return ELEMENT[precision] * (m * k + k * n) + 2.0 * m * n


def attentions(quick):
    """Head dimension, sequence length, sequences and heads of each."""
    return [(head_dim, sequence, ATTENTION_TOKENS // sequence, ATTENTION_WIDTH // head_dim)
            for head_dim in HEAD_DIMS for sequence in (QUICK_SEQUENCES if quick else SEQUENCES)]


def attention_operations(direction, head_dim, sequence, batch, heads):
    forward = 0.5 * 4.0 * batch * heads * sequence * sequence * head_dim
    return forward * (2.5 if direction == "backward" else 1.0)


def streams(quick):
    return [(kernel, rows) for rows in (QUICK_ROWS if quick else ROWS) for kernel in ELEMENT_BYTES]


def stream_bytes(kernel, rows):
    return float(ELEMENT_BYTES[kernel]) * rows * COLUMNS
