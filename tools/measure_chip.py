#!/usr/bin/env python3
"""Measures a GPU, and writes a chip calibration for gigaplan's catalogue. docs/measure-chip.md has the whole story."""
import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cases.write import pretty  # noqa: E402
from chips import calibration, measure, record  # noqa: E402

EXAMPLES = """examples:
  tools/measure_chip.py --catalogue scenarios/catalogue/chips/h100-sxm5-80gb.json --record h100.jsonl --out h100.json
  tools/measure_chip.py --record h100.jsonl                  # on a machine with a GPU, PyTorch and nvidia-smi
  tools/measure_chip.py --from-record h100.jsonl --catalogue scenarios/catalogue/chips/h100-sxm5-80gb.json --out h100.json

exit codes: 0 done, 2 bad input, or no GPU and no PyTorch to measure with (nothing written)."""


def precisions_of(text):
    found = [word.strip() for word in text.split(",")]
    for word in found:
        if word not in ("bf16", "fp16", "fp8"):
            raise argparse.ArgumentTypeError(f"{word!r} is none of bf16, fp16, fp8")
    return list(dict.fromkeys(found))


def seconds_of(text):
    value = float(text)
    if not 0.01 <= value <= 600:
        raise argparse.ArgumentTypeError("between 0.01 and 600")
    return value


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, epilog=EXAMPLES,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, metavar="FILE", help="the calibration; needs --catalogue")
    parser.add_argument("--catalogue", type=Path, metavar="BASE.json",
                        help="catalogue entry of this chip: its peaks, and all that is not measured")
    parser.add_argument("--entry", type=Path, metavar="FILE",
                        help="the catalogue entry that is written, its id the file's name (default: beside --out, "
                             "<id of BASE>-measured.json)")
    parser.add_argument("--record", type=Path, metavar="FILE",
                        help="raw measurements as JSON lines (default: --out with .jsonl)")
    parser.add_argument("--from-record", type=Path, metavar="FILE", help="measure nothing, take this record; needs no GPU")
    parser.add_argument("--device", type=int, default=0, metavar="N", help="which GPU, counted from 0 (default: 0)")
    parser.add_argument("--quick", action="store_true", help="a few shapes only: a minute instead of several")
    parser.add_argument("--seconds-per-point", type=seconds_of, default=0.5, metavar="S", help="default: 0.5")
    parser.add_argument("--precisions", type=precisions_of, metavar="P,P",
                        help="bf16, fp16, fp8 (default: bf16, and fp8 where the chip has it)")
    parser.add_argument("--attention", choices=("flash", "cudnn"), default="flash", help="PyTorch's kernels for attention")
    options = parser.parse_args(arguments)
    if options.out is None and (options.record is None or options.from_record):
        parser.error("nothing to write: name --out" + ("" if options.from_record else ", --record or both"))
    if (options.out is None) != (options.catalogue is None):
        parser.error("--out and --catalogue go together: efficiencies are shares of the peaks that the catalogue entry says")
    if options.entry and options.out is None:
        parser.error("--entry needs --out and --catalogue")
    if options.from_record and options.record:
        parser.error("--from-record measures nothing that --record could keep")
    return options


def write(files):
    """All of them or, if one cannot be written, none."""
    parts = []
    try:
        for path, value in files:
            parts.append((path.with_name(path.name + ".part"), path))
            parts[-1][0].write_text(pretty(value), encoding="utf-8")
    except OSError as error:
        for part, _ in parts:
            part.unlink(missing_ok=True)
        raise record.Unusable(f"{error.filename}: cannot be written: {error.strerror}") from error
    for part, path in parts:
        os.replace(part, path)


def take(options, path):
    """Measures into `path`."""
    torch = measure.load(options.device)  # before a file is touched
    try:
        writer = record.Writer(path)
    except OSError as error:
        raise record.Unusable(f"{path}: cannot be written: {error.strerror}") from error
    measure.measure(torch, options.device, options.seconds_per_point, options.quick, options.precisions,
                    options.attention, writer, lambda text: print(text, file=sys.stderr, flush=True))


def work(options):
    base = calibration.read_entry(options.catalogue) if options.catalogue else None
    path = options.from_record or options.record or options.out.with_suffix(".jsonl")
    if not options.from_record:
        take(options, path)
        print(f"wrote {path}")
    if base is None:
        return
    measured = record.read(path)
    document = calibration.calibration(measured, base, options.catalogue)
    entry = options.entry or options.out.with_name(f"{base.get('id', options.catalogue.stem)}-measured.json")
    write([(options.out, document), (entry, calibration.catalogue_entry(document, base, entry.stem))])
    fit = document["fit"]
    print("\n".join(f"{key:10} {value:g}" for key, value in document["efficiency"].items()))
    print(f"{fit['points']} kernels; median error {100 * fit['median_error']:.1f} %, 90th percentile "
          f"{100 * fit['p90_error']:.1f} %")
    print(f"wrote {options.out} and {entry}" + (" (fixture: synthetic, not a measurement)" if measured.fixture else ""))


def main(arguments):
    options = parse(arguments)
    try:
        work(options)
    except (record.Unusable, measure.NoGpu) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
