"""Which model of the catalogue did a row train, or which shape does it print?"""
import json
import re
from pathlib import Path

from .rows import number, text

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "catalogue" / "models"
CATALOGUE = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
PADDING = 0.01  # vocabularies that differ by less are the same one, padded

NAMED = (
    (r"deepseek[-_ ]?v3", "deepseek-v3"),
    (r"llama[-_ ]?3(\.1)?[-_ ]405b", "llama3-405b"),
    (r"llama[-_ ]?3(\.1)?[-_ ]70b$", "llama3-70b"),
    (r"llama[-_ ]?3(\.1)?[-_ ]8b", "llama3-8b"),
    (r"qwen3[-_ ]30b[-_ ]a3b", "qwen3-30b-a3b"),
    (r"qwen3[-_ ]235b[-_ ]a22b", "qwen3-235b-a22b"),
    (r"gpt[-_ ]?oss[-_ ]120b", "gpt-oss-120b"),
    (r"kimi[-_ ]k2", "kimi-k2"),
    (r"grok-1", "grok-1"),
)
UNSUITABLE = (
    (r"nemotron[-_ ]3", "the model mixes Mamba layers with attention, which a model here cannot say"),
    (r"nemotron-?h", "the model mixes Mamba layers with attention, which a model here cannot say"),
    (r"deepseek[-_ ]?v4", "the source prints no shape of the model"),
    (r"lora", "fine-tuning of adapters, not training of a model"),
)


class Model:
    """`value` goes into the scenario; `label` names the series; `shape` has the figures that FLOP formulas need."""

    def __init__(self, value, label, shape, printed):
        self.value, self.label, self.shape, self.printed = value, label, shape, printed


def entry(identifier, changes, printed):
    base = CATALOGUE[identifier]
    shape = {**base, **changes}
    value = {"extends": identifier, **changes, "published_parameters": 0} if changes else identifier
    return Model(value, identifier, shape, printed)


def changes_of(base, row, assumed):
    """What the row prints differently: truncated layers, other heads, another vocabulary."""
    printed, changes = row["workload"], {}
    for key, field in (("layers", "layers"), ("heads", "heads")):
        value, caveat = number(printed.get(key))
        if value and not caveat and value != base[field]:
            changes[field] = value
            if field == "heads":
                changes["kv_heads"] = value
    vocabulary, caveat = number(printed.get("vocab"))
    if vocabulary and not caveat and abs(vocabulary / base["vocabulary"] - 1) > PADDING:
        changes["vocabulary"] = vocabulary
    if not number(printed.get("heads"))[0]:
        assumed.add("/training/model/heads", "attention heads not printed: the published architecture of this model")
    return changes


def by_shape(row, prefixes, exact):
    """The catalogue's entry of these families with this hidden width: the same layers and heads if there is one."""
    printed = row["workload"]
    layers, hidden, heads, groups = (number(printed.get(key))[0] for key in ("layers", "hidden", "heads", "kv_heads"))
    if not hidden:
        return None
    found = []
    for identifier, model in CATALOGUE.items():
        if not identifier.startswith(prefixes) or model["hidden"] != hidden:
            continue
        if bool(model.get("experts")) != bool(printed.get("moe")) or (groups and model["kv_heads"] != groups):
            continue
        if exact and (model["layers"] != layers or model["heads"] != heads):
            continue
        found.append((model["layers"] != layers, heads not in (None, model["heads"]), identifier))
    return min(found)[2] if found else None


def model_of(row, group, assumed):
    """(Model or None, reason why there is none)."""
    printed = row["workload"]
    name = text(printed.get("model")).lower()
    for pattern, reason in UNSUITABLE:
        if re.search(pattern, name):
            return None, reason
    layers, caveat = number(printed.get("layers"))
    for pattern, identifier in NAMED:
        if re.search(pattern, name):
            return entry(identifier, changes_of(CATALOGUE[identifier], row, assumed), True), None
    if name:
        return None, "the source names a model without its shape"
    identifier = by_shape(row, group.models, group.exact) if group.models else None
    if identifier and layers:
        return entry(identifier, changes_of(CATALOGUE[identifier], row, assumed), not caveat), None
    return gpt(row, group, assumed)


def gpt(row, group, assumed):
    """A GPT of the printed layers, width and heads."""
    printed = row["workload"]
    (layers, c1), (hidden, c2), (heads, c3) = (number(printed.get(key)) for key in ("layers", "hidden", "heads"))
    if not (layers and hidden and heads):
        return None, "layers, hidden width or heads of the model are not printed"
    vocabulary = number(printed.get("vocab"))[0]
    if not vocabulary:
        vocabulary = 51200
        assumed.add("/training/model/vocabulary", "vocabulary not printed: 51,200, as Megatron-LM pads GPT-2's")
    billions = f"{(number(printed.get('params'))[0] or 12 * layers * hidden**2) / 1e9:.3g}b"
    kv_heads, ffn = number(printed.get("kv_heads"))[0], number(printed.get("ffn"))[0]
    shape = {"name": f"GPT {billions.upper()}", "layers": layers, "hidden": hidden, "heads": heads,
             "kv_heads": kv_heads or heads, "ffn": ffn or 4 * hidden, "gated": False, "vocabulary": vocabulary,
             "tied_embeddings": group.tied_embeddings}
    if not ffn:
        assumed.add("/training/model/ffn", "feed-forward width and key-value heads not printed: GPT's convention, "
                                           "4 x hidden and one a head")
    assumed.add("/training/model/tied_embeddings", group.tied_why)
    return Model(shape, f"gpt-{billions}", shape, not (c1 or c2 or c3)), None
