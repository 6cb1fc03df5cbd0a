"""What does a record of measurements hold, and is it whole?

JSON lines: perhaps one that says that the record is a fixture, a header, a line a point, and an end that counts them.
"""
import json
import math
import os
import statistics

FORMAT = "gigaplan-chip-record/1"
REPETITIONS = 3  # at least
# What a line of each kind says beside its times: numbers, and words.
NUMBERS = {"gemm": ("m", "n", "k"), "attention": ("head_dim", "sequence", "batch", "heads"), "memory": ("bytes",),
           "launch": ("kernels",), "power": ("seconds",), "skipped": ()}
WORDS = {"gemm": {"precision": ("bf16", "fp16", "fp8"), "data": ("normal", "zeros")},
         "attention": {"pass": ("forward", "backward"), "backend": None}, "memory": {"kernel": None},
         "launch": {"mode": ("eager", "graph")}, "power": {"load": None}, "skipped": {"what": None, "why": None}}


class Unusable(Exception):
    """Bad input: what is wrong, and what helps."""


class Record:
    def __init__(self, header, points, fixture, note):
        self.header, self.points, self.fixture, self.note = header, points, fixture, note

    def of(self, kind, **sought):
        return [point for point in self.points
                if point["kind"] == kind and all(point[key] == value for key, value in sought.items())]


def median_us(point):
    return statistics.median(point["times_us"])


def spread(point):
    """How far repetitions lie apart, as a share of the median."""
    return (max(point["times_us"]) - min(point["times_us"])) / median_us(point)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def check_point(where, point):
    kind = point.get("kind")
    if kind not in NUMBERS:
        raise Unusable(f"{where}: kind {json.dumps(kind)} is none of {', '.join(NUMBERS)}")
    for key in NUMBERS[kind]:
        if not is_number(point.get(key)) or point[key] <= 0:
            raise Unusable(f"{where}: {key} of a point of kind {kind} is {json.dumps(point.get(key))}, not a number above 0")
    for key, words in WORDS[kind].items():
        if not isinstance(point.get(key), str) or (words and point[key] not in words):
            raise Unusable(f"{where}: {key} of a point of kind {kind} is {json.dumps(point.get(key))}"
                           + (f", not one of {', '.join(words)}" if words else ", not a word"))
    if kind == "power":
        samples = point.get("samples")
        if not isinstance(samples, list) or not samples or not all(
                isinstance(s, list) and len(s) == 4 and is_number(s[0]) and is_number(s[1]) and s[1] > 0 for s in samples):
            raise Unusable(f"{where}: samples are not a list of [seconds, watts, MHz, degrees]")
    elif kind != "skipped":
        times = point.get("times_us")
        if not isinstance(times, list) or len(times) < REPETITIONS or not all(is_number(t) and t > 0 for t in times):
            raise Unusable(f"{where}: times_us is not a list of at least {REPETITIONS} times above 0")


def check_header(where, header):
    if header.get("format") != FORMAT:
        raise Unusable(f'{where}: no header with "format": "{FORMAT}"; write a record with --record')
    chip, software = header.get("chip"), header.get("software")
    if not isinstance(chip, dict) or not isinstance(chip.get("name"), str) or not is_number(chip.get("memory_byte")):
        raise Unusable(f"{where}: /chip does not say name and memory_byte")
    if not isinstance(software, dict) or not isinstance(software.get("driver"), str):
        raise Unusable(f"{where}: /software does not say driver")
    date = header.get("measured")
    if not isinstance(date, str) or len(date) < 10 or not date[:4].isdigit():
        raise Unusable(f"{where}: measured is {json.dumps(date)}, not a date such as 2026-07-01T12:00:00Z")


def read(path):
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path}: cannot be read: {error}") from error
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            where = f"{path}: line {number}"
            try:
                value = json.loads(line)
            except ValueError as error:
                raise Unusable(f"{where}: not JSON: {error}") from error
            if not isinstance(value, dict):
                raise Unusable(f"{where}: not an object")
            lines.append((where, value))
    if not lines:
        raise Unusable(f"{path}: empty; write a record with --record on a machine with a GPU")
    first = lines[0][1]
    fixture = "fixture" in first
    if fixture:
        lines = lines[1:]
    if not lines:
        raise Unusable(f"{path}: no header")
    check_header(*lines[0])
    ends = lines[-1][1]
    if len(lines) < 2 or ends.get("kind") != "end":
        raise Unusable(f"{path}: no end: the measurement was interrupted; repeat it")
    points = lines[1:-1]
    if ends.get("points") != len(points):
        raise Unusable(f"{path}: the end counts {ends.get('points')} points, the file has {len(points)}")
    for where, point in points:
        check_point(where, point)
    return Record(lines[0][1], [point for _, point in points], fixture, first.get("note", "") if fixture else "")


class Writer:
    """Lines as they are measured, in FILE.part; it becomes FILE when all is measured."""

    def __init__(self, path):
        self.path, self.part, self.points = path, path.with_name(path.name + ".part"), 0
        self.file = open(self.part, "w", encoding="utf-8")  # pylint: disable=consider-using-with

    def line(self, value):
        self.file.write(json.dumps(value) + "\n")
        self.file.flush()

    def point(self, value):
        self.points += 1
        self.line(value)

    def end(self):
        self.line({"kind": "end", "points": self.points})
        self.file.close()
        os.replace(self.part, self.path)
