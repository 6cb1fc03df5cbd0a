"""Which kernel for attention is allowed?"""
import contextlib

CHOSEN = []


class SDPBackend:
    FLASH_ATTENTION, CUDNN_ATTENTION = "flash", "cudnn"


@contextlib.contextmanager
def sdpa_kernel(backend):
    CHOSEN.append(backend)
    yield
    CHOSEN.pop()
