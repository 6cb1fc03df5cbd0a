"""JSON that people read: two spaces; what fits on a line stays on one."""
import json

WIDTH = 118


def pretty(value, indent=0, used=0):
    """`used` characters of the line are taken already."""
    flat = json.dumps(value, ensure_ascii=False)
    deep = isinstance(value, dict) and any(isinstance(item, (dict, list)) and item for item in value.values())
    if not isinstance(value, (dict, list)) or not value or (not deep and indent + used + len(flat) <= WIDTH):
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        items = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {pretty(item, indent + 2, len(key) + 4)}"
                 for key, item in value.items()]
    else:
        items = [inner + pretty(item, indent + 2) for item in value]
    text = "\n".join((("{" if isinstance(value, dict) else "["), ",\n".join(items),
                      " " * indent + ("}" if isinstance(value, dict) else "]")))
    return text if indent else text + "\n"
