"""What is written: the calibration of a chip, and a catalogue entry with it."""
import copy
import json

from chips import fit as fits
from chips import shapes
from chips.power import steady
from chips.record import Unusable, is_number, median_us, spread

FORMAT = "gigaplan-chip-calibration/1"
FIXTURE = "fixture: synthetic, not a measurement"
TITLE = "tools/measure_chip.py"
MEMORY_OFF = 0.15  # more than this between the memory of a chip and of its entry: another chip


def peaks_of(entry, where):
    """Peak of each precision in FLOP/s, and bandwidth in B/s."""
    peak = entry.get("peak")
    bandwidth = entry.get("memory_bandwidth_gbyte_s")
    if not isinstance(peak, dict) or not is_number(peak.get("bf16_tflop_s")) or not is_number(bandwidth):
        raise Unusable(f"{where}: no chip with /peak/bf16_tflop_s and /memory_bandwidth_gbyte_s; name a file of "
                       "scenarios/catalogue/chips")
    peaks = {"bf16": peak["bf16_tflop_s"] * 1e12, "fp16": peak["bf16_tflop_s"] * 1e12}
    if is_number(peak.get("fp8_tflop_s")):
        peaks["fp8"] = peak["fp8_tflop_s"] * 1e12
    return peaks, bandwidth * 1e9


def read_entry(path):
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unusable(f"{path}: cannot be read: {error}") from error
    if not isinstance(entry, dict):
        raise Unusable(f"{path}: not an object")
    peaks_of(entry, path)
    return entry


def same_chip(record, entry, where):
    stated, found = entry.get("memory_gbyte"), record.header["chip"]["memory_byte"] / 1e9
    if is_number(stated) and abs(found / stated - 1) > MEMORY_OFF:
        raise Unusable(f"{record.header['chip']['name']} has {found:.1f} GB of memory, {where} says {stated:.1f} GB; name "
                       "the entry of the chip that was measured")


def rounded(value, digits=4):
    return None if value is None else float(f"{value:.{digits}g}")


def errors_of(fit, points):
    errors = [fit.error(point) for point in points]
    sizes = [abs(error) for error in errors]
    worst = max(points, key=lambda point: abs(fit.error(point)))
    keys = ("precision", "m", "n", "k", "pass", "head_dim", "sequence", "kernel", "rows")
    return {"points": len(points), "median_error": rounded(fits.quantile(sizes, 0.5)),
            "p90_error": rounded(fits.quantile(sizes, 0.9)), "mean_signed_error": rounded(sum(errors) / len(errors)),
            "worst": {**{key: worst[key] for key in keys if key in worst}, "error": rounded(fit.error(worst))}}


def efficiency_of(fit):
    found = {"gemm_bf16": fit.gemm[fit.sixteen], "gemm_fp8": fit.gemm.get("fp8"), "attention": fit.attention,
             "memory": fit.memory, "shape_mn": fit.shape_mn, "shape_k": fit.shape_k}
    return {key: rounded(value) for key, value in found.items() if value is not None}


def ranges_of(record, fit):
    """From what to what an efficiency goes when each point alone tells it: the 10th and 90th percentile. Of the shapes,
    which no point tells alone, two standard errors to each side."""
    def middle(shares, value):
        return [rounded(min(fits.quantile(shares, 0.1), value)), rounded(min(1.0, max(fits.quantile(shares, 0.9), value)))]

    def shares(part, one, value):
        return middle([one(point) for point in part], value) if part and value is not None else None

    fitted = [point for point in record.points if id(point) in fit.fitted]
    gemms = {precision: [point for point in fitted if point["kind"] == "gemm" and point["precision"] == precision]
             for precision in fit.gemm}
    found = {"gemm_bf16": shares(gemms[fit.sixteen], fit.gemm_share, fit.gemm[fit.sixteen]),
             "gemm_fp8": shares(gemms.get("fp8"), fit.gemm_share, fit.gemm.get("fp8")),
             "attention": shares([p for p in fitted if p["kind"] == "attention"], fit.attention_share, fit.attention),
             "memory": shares([p for p in fitted if p["kind"] == "memory"], fit.stream_share, fit.memory)}
    for key, error in zip(("shape_mn", "shape_k"), fit.shape_errors):
        if error is not None:
            value = getattr(fit, key)
            found[key] = [rounded(max(0.0, value - 2 * error)), rounded(min(fits.SHAPE_MOST, value + 2 * error))]
    return {key: value for key, value in found.items() if value}


def also(record, fit):
    """What no efficiency of the product stands for, or what stands behind one."""
    found = {}
    for direction in ("forward", "backward"):
        for head_dim in shapes.HEAD_DIMS:
            points = record.of("attention", head_dim=head_dim, **{"pass": direction})
            if points:
                found[f"attention_{direction}_{head_dim}"] = rounded(fits.share([fit.attention_share(p) for p in points]))
    for kernel in shapes.ELEMENT_BYTES:
        points = record.of("memory", kernel=kernel)
        if points:
            found[f"memory_{kernel}"] = rounded(fits.share([fit.stream_share(p) for p in points]))
    for precision in ("bf16", "fp16", "fp8"):
        m, n, k = shapes.SUSTAINED
        normal = record.of("gemm", precision=precision, m=m, n=n, k=k, data="normal")
        zeros = record.of("gemm", precision=precision, m=m, n=n, k=k, data="zeros")
        if normal and zeros:
            found[f"gemm_{precision}_normal_over_zeros"] = rounded(median_us(normal[0]) / median_us(zeros[0]))
    return found


def power_of(record):
    watts, states = {}, {}
    for point in record.of("power"):
        power, clock, temperature, samples = steady(point["samples"], point["seconds"])
        watts[point["load"]] = rounded(power)
        states[point["load"]] = {"seconds": point["seconds"], "samples": samples, "clock_sm_mhz": rounded(clock),
                                 "temperature_c": rounded(temperature)}
        late = [chunk for chunk in point.get("chunks_us", []) if chunk[0] >= 0.5 * point["seconds"]]
        if late:  # what a kernel takes once the chip is warm
            states[point["load"]]["time_us"] = rounded(fits.quantile([chunk[1] for chunk in late], 0.5), 5)
    return watts, states


def condensed(record, fit):
    points = []
    for point in record.points:
        if "times_us" in point and point["kind"] != "launch":
            what = {key: value for key, value in point.items() if key not in ("times_us", "calls")}
            model = fit.model_us(point)
            time = {"time_us": rounded(median_us(point), 5), "spread": rounded(spread(point), 3),
                    "fitted": id(point) in fit.fitted}
            if model is not None:
                time |= {"model_us": rounded(model, 5), "error": rounded(fit.error(point))}
            points.append(what | time)
    return points


def calibration(record, entry, where):
    """The calibration as a value, and the fit behind it."""
    same_chip(record, entry, where)
    peaks, bandwidth = peaks_of(entry, where)
    fit = fits.Fit(record, peaks, bandwidth)
    fitted = [point for point in record.points if id(point) in fit.fitted]
    parts = {}
    for name, part in (("gemm_bf16", [p for p in fitted if p.get("precision") == fit.sixteen]),
                       ("gemm_fp8", [p for p in fitted if p.get("precision") == "fp8"]),
                       ("attention", [p for p in fitted if p["kind"] == "attention"]),
                       ("memory", [p for p in fitted if p["kind"] == "memory"])):
        if part:
            parts[name] = errors_of(fit, part)
    watts, states = power_of(record)
    total = errors_of(fit, fitted)
    timed = [point for point in record.points if "times_us" in point]
    document = {"format": FORMAT}
    if record.fixture:
        document |= {"fixture": True, "note": record.note or FIXTURE}
    document |= {
        "chip": record.header["chip"], "measured": record.header["measured"], "software": record.header["software"],
        "settings": record.header.get("settings", {}),
        "peak": {"bf16_tflop_s": peaks["bf16"] / 1e12, **({"fp8_tflop_s": peaks["fp8"] / 1e12} if "fp8" in peaks else {}),
                 "memory_bandwidth_gbyte_s": bandwidth / 1e9, "from": where.name},
        "efficiency": efficiency_of(fit), "range": ranges_of(record, fit),
        "launch_us": {point["mode"]: rounded(median_us(point)) for point in record.of("launch")},
        "power_w": watts, "power": states, "also": also(record, fit),
        "fit": {"points": total["points"], "median_error": total["median_error"], "p90_error": total["p90_error"],
                "mean_signed_error": total["mean_signed_error"],
                "largest_spread": rounded(max(spread(p) for p in timed), 3), "gemm_bf16_from": fit.sixteen, "parts": parts},
        "skipped": [{"what": point["what"], "why": point["why"]} for point in record.of("skipped")],
        "points": condensed(record, fit)}
    return document


def covers(field, pointer):
    return pointer == field or pointer.startswith(field.rstrip("/") + "/")


def without(provenance, pointers, efficiency):
    """The citations of what is not measured. One of /efficiency as a whole goes on for the rest of it."""
    kept = []
    for citation in provenance:
        fields = []
        for field in citation["fields"]:
            if field in ("", "/", "/efficiency") and any(covers("/efficiency", pointer) for pointer in pointers):
                fields += [f"/efficiency/{key}" for key in efficiency if f"/efficiency/{key}" not in pointers]
            elif field not in pointers:
                fields.append(field)
        if fields:
            kept.append({**citation, "fields": fields})
    return kept


def catalogue_entry(document, base, name):
    """The base's entry under another id, with what was measured in it."""
    fixture, software, fit = document.get("fixture", False), document["software"], document["fit"]
    date = document["measured"][:10]
    entry = copy.deepcopy(base)
    entry["id"] = name
    entry["name"] = f"{base.get('name', document['chip']['name'])}, {FIXTURE if fixture else 'measured ' + date}"
    values = {f"/efficiency/{key}": value for key, value in document["efficiency"].items()}
    if document["power_w"].get("idle"):
        values["/idle_w"] = document["power_w"]["idle"]
        entry["idle_w"] = values["/idle_w"]
    entry["efficiency"] = {**base.get("efficiency", {}), **document["efficiency"]}
    if document["chip"].get("power_limit_w"):  # the limit at which the shares were seen
        values["/efficiency/at_power_w"] = entry["efficiency"]["at_power_w"] = document["chip"]["power_limit_w"]
    entry["provenance"] = without(base.get("provenance", []), values, entry["efficiency"])
    where = (f"{document['chip']['name']}, driver {software['driver']}, CUDA {software.get('cuda')}, PyTorch "
             f"{software.get('torch')}, {document['measured']}, power limit {document['chip'].get('power_limit_w')} W")
    for pointer in values:
        key = pointer.rsplit("/", 1)[1]
        part = fit["parts"].get("gemm_bf16" if key.startswith("shape") else key)
        why = ("mean draw over the second half of the idle point, before anything ran on the chip" if part is None else
               f"least squares in relative error over {part['points']} kernels; median error "
               f"{100 * part['median_error']:.1f} %, 90th percentile {100 * part['p90_error']:.1f} %")
        if key == "at_power_w":
            why = "power limit that nvidia-smi told"
        if key.startswith("shape"):
            why += " (16 bits; one value fitted to all precisions)"
        low_high = dict(zip(("low", "high"), document["range"].get(key, ())))
        entry["provenance"].append({"fields": [pointer], "how": "assumed" if fixture else "computed", "title": TITLE,
                                    "year": int(date[:4]), "where": where, "why": f"{FIXTURE}; {why}" if fixture else why,
                                    **low_high})
    return entry
