"""What does the chip draw, as nvidia-smi tells it?"""
import os
import shutil
import subprocess
import threading
import time

POWER = ("power.draw.instant", "power.draw")  # the first is not in older drivers; the second is a mean over a second
SAMPLE_MS = 100
STEADY_FROM = 0.5  # of a point's seconds: what comes before is the way to its temperature and clocks


def number(text):
    try:
        return float(text)
    except ValueError:
        return None  # "[N/A]" and its like


class Smi:
    """nvidia-smi for one device; all None where it is missing or does not know."""

    def __init__(self, device):
        """`device` is what nvidia-smi's --id takes: UUID, PCI bus or index."""
        self.device = device
        self.binary = shutil.which("nvidia-smi")
        self.field = next((field for field in POWER if number(self.ask(field) or "") is not None), None)

    def command(self, fields, *more):
        return [self.binary, f"--id={self.device}", f"--query-gpu={fields}", "--format=csv,noheader,nounits", *more]

    def ask(self, field):
        if self.binary is None:
            return None
        try:
            outcome = subprocess.run(self.command(field), capture_output=True, text=True, check=False, timeout=30)
        except (OSError, subprocess.TimeoutExpired):
            return None
        line = outcome.stdout.strip()
        return line if outcome.returncode == 0 and line and not line.startswith("[") else None

    def ask_number(self, field):
        return number(self.ask(field) or "")

    def sampling(self):
        return Sampling(self.command(f"{self.field},clocks.sm,temperature.gpu", f"--loop-ms={SAMPLE_MS}"))


class Sampling:
    """Samples [seconds, W, MHz, degrees C] while the `with` lasts; seconds count from start()."""

    def __init__(self, command):
        self.command, self.samples, self.began, self.first = command, [], None, threading.Event()

    def __enter__(self):
        ours, theirs = os.openpty()  # a terminal, so that each line comes at once and not when a buffer is full
        self.process = subprocess.Popen(self.command, stdout=theirs, stderr=subprocess.DEVNULL)
        os.close(theirs)
        self.lines = os.fdopen(ours, encoding="ascii", errors="replace")
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.first.wait(10)  # nvidia-smi takes a moment to begin
        return self

    def read(self):
        try:
            for line in self.lines:
                now = time.monotonic()
                values = [number(part.strip()) for part in line.split(",")]
                if len(values) == 3 and values[0] is not None:
                    self.first.set()
                    if self.began is not None:
                        self.samples.append([round(now - self.began, 3), *values])
        except OSError:
            pass  # how a terminal ends when nobody writes to it any more

    def start(self):
        self.began = time.monotonic()

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.reader.join(5)
        self.lines.close()


def steady(samples, seconds):
    """Means of watts, MHz and degrees over the steady part."""
    late = [sample for sample in samples if sample[0] >= STEADY_FROM * seconds] or samples[-1:]

    def mean(at):
        known = [sample[at] for sample in late if isinstance(sample[at], (int, float))]
        return sum(known) / len(known) if known else None

    return mean(1), mean(2), mean(3), len(late)
