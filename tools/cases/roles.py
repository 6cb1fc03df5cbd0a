"""Which rows may a parameter be fitted to? Decided by the name of the series alone, so that no result can sway it."""
import hashlib

SALT = "gigaplan-1305"  # README.md of the cases says how it was chosen


def calibrates(series):
    """Two series in three, by a hash: the same for a series wherever and whenever it turns up."""
    digest = hashlib.sha256(f"{SALT}:{series}".encode()).hexdigest()
    return int(digest[:8], 16) % 3 != 0


def role_of(series, layout_stated):
    """A row whose layout is a guess tests the guess as well: nothing is fitted to it."""
    return "calibration" if layout_stated and calibrates(series) else "test"


# Sources that figures of the catalogue rest on: what is computed from them is no test of the model.
RESTS_ON = (
    ("ml-engineering", "latency and efficiency of the nodes' scale-up domains rest on this source"),
    ("MLPerf Power v4.0, Supermicro DC", "busy_chip_power_share and host_busy_w of the nodes rest on this run"),
    ("Latif et al.", "fan_power_w of the 8-chip nodes rests on it"),
    ("Llama 3 Herd", "the catalogue's reliability entry llama3-2024 rests on it"),
    ("Revisiting Reliability", "the catalogue's reliability entry meta-rsc1 rests on it"),
    ("SuperPOD B200", "the fabric ndr-3tier rests on this table"),
)
# The same of single rows, where others of their source test.
ROWS_RESTED_ON = {
    "power-smc-lora-1n": "host_idle_w of the nodes and communicating_power_share rest on this run",
    "power-smc-lora-64n": "communicating_power_share rests on this run",
}


def rests_on(row):
    """Why a row that is no step is calibration, or None."""
    if row["id"] in ROWS_RESTED_ON:
        return ROWS_RESTED_ON[row["id"]]
    for title, why in RESTS_ON:
        if title in row["source"]["title"]:
            return why
    return None
