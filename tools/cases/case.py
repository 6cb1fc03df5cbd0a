"""What every case that is no step begins with."""
from .roles import rests_on
from .rows import source


def case(row, kind, suffix="", **content):
    why = rests_on(row)
    head = {"id": row["id"] + suffix, "kind": kind, "role": "calibration" if why else "test",
            "where": row["source"]["table"], "source": source(row), "trust": row["trust"]}
    notes = [note for note in (content.pop("note", None), why) if note]
    return {**head, **content, **({"note": "; ".join(notes)} if notes else {})}
