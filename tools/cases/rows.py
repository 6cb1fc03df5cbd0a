"""What does a field of a row say: a number, a number that nobody read in the source, or nothing?"""
import re

ABSENT = ("n/a", "")
NUMBER = re.compile(r"^([0-9][0-9.,eE+]*)(?: \((.*)\))?$")


def stated(value):
    """The value, or None where the source does not print it."""
    if isinstance(value, str) and value.startswith("not stated"):
        return None
    return None if value is None or value in ABSENT else value


def number(value):
    """(number, why it is not simply read, or None). (None, None) where there is none; whole numbers become int."""
    value = stated(value)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None, None
    caveat = None
    if isinstance(value, str):
        match = NUMBER.match(value)
        if not match:
            return None, None
        value, caveat = float(match.group(1).replace(",", "")), match.group(2)
        if caveat == "memory":
            caveat = "not read in the source: from memory"
    return (int(value) if float(value).is_integer() else value), caveat


def measured(row):
    """The measured numbers that were read in the source; curves keep their points."""
    found = {}
    for key, value in row["measured"].items():
        if isinstance(value, dict):
            points = {name: point for name, point in value.items() if isinstance(point, (int, float))}
            found.update({key: points} if points else {})
            continue
        figure, caveat = number(value)
        if figure is not None and not caveat:
            found[key] = figure
    return found


def text(value):
    return str(stated(value) or "")


def precision(row):
    """bf16, fp8, fp4 or None, and the recipe as printed. Any 16-bit format counts as bf16."""
    printed = text(row["workload"].get("precision"))
    upper = printed.upper()
    if "FP4" in upper:
        return "fp4", printed
    if "FP8" in upper:
        return "fp8", printed
    if "BF16" in upper or "FP16" in upper or upper.startswith("MIXED"):
        return "bf16", printed
    return None, printed


def recompute(row):
    """none, selective, full or None."""
    printed = text(row["workload"].get("recompute"))
    for kind in ("none", "selective", "full"):
        if printed.startswith(kind):
            return kind
    return None


def source(row):
    """Title and address; what a collector added about its own copies does not belong to the citation."""
    address = re.sub(r"\s*\([^()]*\b(?:id|ids|copy|index)\b[^()]*\)", "", row["source"].get("url", ""))
    address = "; ".join(part for part in re.split(r";\s*", address) if not re.search(r"\bids? \d{6,}|^same\b", part))
    place, words = row["source"]["table"].split(" ")[0], address.strip().split(" ")
    if len(words) > 1 and "/" in place and (words[-1].startswith(place) or place.startswith(words[-1])):
        words.pop()  # "where" says it already
    title = {"title": row["source"]["title"]}
    return {**title, "url": " ".join(words)} if words[0] else title


class Assumptions:
    """Collects what the source does not say: {"fields": [...], "why": ...}."""

    def __init__(self):
        self.entries = {}

    def add(self, field, why):
        fields = self.entries.setdefault(why, [])
        if field not in fields:
            fields.append(field)

    def listed(self):
        return [{"fields": fields, "why": why} for why, fields in self.entries.items()]
