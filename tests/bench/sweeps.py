"""What do sweeps cost: a run's overhead, workers side by side, results read again, memory over many runs?"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
LLAMA = TOP / "scenarios" / "examples" / "llama3-405b-16k.json"
BRIEF = {"/operation/years": 0.02, "/cluster/nodes": 128, "/training/global_batch": 32,
         "/training/plan": {"tensor": 8, "pipeline": 16, "data": 8, "recompute": "full"}}  # some 50 ms a run


def spec(folder, runs, **changes):
    path = pathlib.Path(folder) / f"sweep-{runs}.json"
    axis = {"name": "seeds", "pointer": "/seed", "low": 1, "high": runs, "steps": runs} if runs > 1 else {
        "name": "seeds", "pointer": "/seed", "values": [1]}
    path.write_text(json.dumps({"name": "Bench", "scenario": str(LLAMA), "set": {**BRIEF, **changes}, "axes": [axis]}))
    return path


def run(*words):
    outcome = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        sys.exit(f"{outcome.stderr}error: exit {outcome.returncode} from {' '.join(map(str, words))}")
    return outcome.stdout


def timed(*words):
    begin = time.monotonic()
    run(*words)
    return time.monotonic() - begin


def overhead(program, folder, tiny):
    out = pathlib.Path(folder) / "overhead"
    out.mkdir()
    said = json.loads(run(program, spec(folder, 10 if tiny else 600), TOP / "scenarios" / "catalogue", out))
    cost = 1000 * (said["sweep_s"] - said["bare_s"])
    return [("a sweep's overhead on a run", "under 5 ms", cost, "ms", cost < 5)]


def workers(gigaplan, folder, tiny):
    """One and two workers in turn, so that noise hits both."""
    path = spec(folder, 4 if tiny else 40, **{"/operation/years": 0.1 if tiny else 5})
    times = {1: 0.0, 2: 0.0}
    for turn in range(1 if tiny else 3):
        for count in times:
            times[count] += timed(gigaplan, "sweep", path, "--out", f"{folder}/j{count}-{turn}", "-j", count)
    ratio = times[1] / times[2]
    return [("a sweep with two workers ÷ one", "at least 1.85 times", ratio, "times", ratio >= 1.85)]


def resident_mb(pid):
    for line in pathlib.Path("/proc", str(pid), "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    return 0.0


def soak(gigaplan, folder, tiny):
    """Many short runs; the memory of the process that hands them out; then the finished sweep once more."""
    runs = 40 if tiny else 10_000
    path, out = spec(folder, runs), pathlib.Path(folder) / "soak"
    begin = time.monotonic()
    process = subprocess.Popen([str(gigaplan), "sweep", str(path), "--out", str(out), "--yes"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    samples = []
    while process.poll() is None:
        try:
            samples.append((time.monotonic() - begin, resident_mb(process.pid)))
        except OSError:
            break
        time.sleep(0.05 if tiny else 1)
    if process.wait() != 0:
        sys.exit("error: the soak failed")
    wall = time.monotonic() - begin
    early = [memory for at, memory in samples if wall * 0.1 <= at < wall * 0.2 and memory]
    late = [memory for at, memory in samples if wall * 0.85 <= at < wall * 0.95 and memory]
    growth = sum(late) / len(late) - sum(early) / len(early) if early and late else 0.0
    again = min(timed(gigaplan, "sweep", path, "--out", out, "--resume", "--yes") for _ in range(2))
    return [(f"{runs:,} short runs", "", wall, "s", True),
            (f"{runs:,} short runs: memory that the batch grows by", "flat: under 10 MB", growth, "MB", growth < 10),
            (f"{runs:,} runs that are done, read again", "under 2 s", again, "s", again < 2)]


def cases(gigaplan, program, tiny):
    with tempfile.TemporaryDirectory() as folder:
        return overhead(program, folder, tiny) + workers(gigaplan, folder, tiny) + soak(gigaplan, folder, tiny)
