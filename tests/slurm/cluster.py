"""How does a test get a Slurm of its own? Real daemons on loopback, in a folder that goes away with them.

    with Cluster(nodes=3, cpus=1) as cluster:
        job = cluster.submit("hostname > host.txt", cwd=folder)
        states = cluster.wait(job, 20)

Ports, sockets, key and state are the cluster's own, so that it meets no other Slurm or munge. All talk goes to
127.0.0.1 and is signed with that key. (The daemons listen on all addresses: Slurm's other choice, NoInAddrAny, takes
the address of the host's name, which is another one in many containers, and none in some.) The daemons are children of
a keeper, this file run as a program. Linux hands it every process that they leave an orphan, such as slurmstepd and the
jobs; it ends them all as soon as its input closes, which happens even where the test is killed.
"""
import ctypes
import json
import os
import pathlib
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

DAEMONS = ["munged", "slurmctld", "slurmd"]
COMMANDS = ["sbatch", "scancel", "scontrol", "sinfo", "squeue"]
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])
UNDER_WAY = {"PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "STAGE_OUT", "SIGNALING",
             "RESIZING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "SPECIAL_EXIT", "RESV_DEL_HOLD"}

CONFIGURATION = """\
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
# A requeued job starts again once its old credential is out of date: seconds here, two minutes otherwise.
AuthInfo=socket={folder}/munge/socket,cred_expire=5
StateSaveLocation={folder}/state
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdSpoolDir={folder}/spool.%n
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
MailProg=/bin/true
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
# Start, end and restart jobs at once, and remember them for as long as a test may ask.
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,sched_min_interval=0,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU={memory}
ReturnToService=2
JobRequeue=1
MinJobAge=3600
KillWait=1
MessageTimeout=20
SlurmdTimeout=120
SlurmctldDebug=verbose
SlurmdDebug=verbose
{nodes}
PartitionName=debug Nodes=ALL Default=YES MaxTime=60 State=UP
"""
MEGABYTES_PER_CPU = 8192  # told, not measured: nothing keeps a job to it


def free_ports(count):
    """Below what Linux gives to outgoing connections (32768 and up), so that none of those takes one meanwhile."""
    ports = []
    for port in random.SystemRandom().sample(range(15000, 32000), 2000):
        with socket.socket() as one:
            try:
                one.bind(("", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise OSError("no free ports")


def descendants(ancestor):
    """Process id to arguments, of every running process below one."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = pathlib.Path("/proc", entry, "stat").read_text(errors="replace")
            except OSError:  # it has just ended
                continue
            state, parent = stat.rpartition(")")[2].split()[:2]  # behind the name, which may hold anything
            if state not in "ZX":
                parents[int(entry)] = int(parent)
    found = {}
    for pid in parents:
        above = pid
        while above in parents and above != ancestor:
            above = parents[above]
        if above == ancestor and pid != ancestor:
            try:
                words = pathlib.Path("/proc", str(pid), "cmdline").read_bytes().decode(errors="replace").split("\0")
                found[pid] = words[:-1]
            except OSError:
                continue
    return found


class Cluster:
    """`environment` is what sbatch, or a program that calls it, has to be started with."""

    def __init__(self, nodes=3, cpus=1):
        self.nodes = nodes
        self.cpus = cpus
        self.folder = None
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("SLURM", "SBATCH_", "SQUEUE_", "SCANCEL_", "SINFO_", "SRUN_"))}
        self.environment["PATH"] = PATH
        self._keeper = None
        self._daemons = []

    def __enter__(self):
        missing = [name for name in DAEMONS + COMMANDS if not shutil.which(name, path=PATH)]
        if missing:
            raise unittest.SkipTest("Slurm is not installed here (slurm-wlm, munge): no " + ", ".join(missing))
        if not sys.platform.startswith("linux"):
            raise unittest.SkipTest("Slurm's daemons are kept by means that only Linux has")
        try:
            socket.getaddrinfo("127.0.0.1", None, socket.AF_INET, flags=socket.AI_ADDRCONFIG)  # as Slurm asks
        except OSError:
            raise unittest.SkipTest("Slurm finds no address where loopback is the only network") from None
        try:
            self._start()
        except BaseException as reason:
            logs = self.logs()
            self._stop()
            if os.getuid() != 0 and isinstance(reason, TimeoutError):
                raise unittest.SkipTest(f"Slurm does not start without being root: {reason}\n{logs}") from reason
            attach(reason, logs)
            raise
        return self

    def __exit__(self, kind, reason, trace):
        logs = self.logs() if reason and not isinstance(reason, unittest.SkipTest) else ""
        self._stop()
        attach(reason, logs)

    def run(self, *command, check=True, **options):
        """Runs a program in the cluster's environment; its standard output, stripped."""
        done = subprocess.run([*map(str, command)], env=self.environment, check=False, text=True, capture_output=True,
                              timeout=60, **options)
        if check and done.returncode != 0:
            raise RuntimeError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def submit(self, script, *options, cwd):
        """Gives sbatch the lines of a shell script; the job's id."""
        return self.run("sbatch", "--parsable", *options, input="#!/bin/sh\n" + script + "\n", cwd=cwd)

    def states(self, *jobs):
        """Job, or each task of an array as 12_3, to its state; NEVER where what it depends on can no longer happen."""
        lines = self.run("squeue", "--noheader", "--array", "--states=all", "--format=%i %T %r", "--jobs",
                         ",".join(map(str, jobs))).splitlines()
        rows = [line.split(maxsplit=2) for line in lines]
        return {job: "NEVER" if why == "DependencyNeverSatisfied" else state for job, state, why in rows}

    def wait(self, jobs, seconds):
        """Waits until the jobs (an id, or several) have all ended, however that may be; their states."""
        jobs = jobs if isinstance(jobs, (list, tuple, set)) else [jobs]
        return self.until(lambda: self._ended(jobs), seconds, f"the end of {jobs}")

    def until(self, happened, seconds, what, pause=0.2):
        """Asks again and again until the answer is true; the answer."""
        limit = time.monotonic() + seconds
        while not (answer := happened()):
            if time.monotonic() > limit:
                queue = self.run("squeue", "--array", "--states=all", check=False) if self._daemons else ""
                raise TimeoutError(f"waited {seconds} s for {what}\n{queue}".rstrip())
            time.sleep(pause)
        return answer

    def processes(self):
        """Process id to arguments, of all that runs in this cluster: daemons, slurmstepd, and what the jobs started."""
        return descendants(self._keeper.pid) if self._keeper else {}

    def logs(self, lines=25):
        """The last lines that each daemon said."""
        paths = sorted(self.folder.glob("*.log")) if self.folder else []
        return "\n".join(f"--- {path.name}\n" + "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
                         for path in paths)

    def _ended(self, jobs):
        states = self.states(*jobs)
        return states if not UNDER_WAY & set(states.values()) else None

    def _start(self):
        try:
            user = pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            raise unittest.SkipTest(f"Slurm knows users by name, and user {os.getuid()} has none here") from None
        # Not TMPDIR: the path of a socket is 107 bytes at most.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gigaplan-slurm-", dir="/tmp"))
        names = [f"node{number}" for number in range(1, self.nodes + 1)]
        self.folder.chmod(0o711)  # munged wants that whoever is to ask it can reach its socket
        (self.folder / "munge").mkdir(mode=0o711)
        for name in ["state", *(f"spool.{name}" for name in names)]:
            (self.folder / name).mkdir(mode=0o755)
        key = self.folder / "munge" / "key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(128))
        controller, *ports = free_ports(1 + self.nodes)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            folder=self.folder, port=controller, user=user, memory=MEGABYTES_PER_CPU,
            nodes="\n".join(f"NodeName={name} NodeHostname=localhost NodeAddr=127.0.0.1 Port={port} CPUs={self.cpus} "
                            f"RealMemory={self.cpus * MEGABYTES_PER_CPU}" for name, port in zip(names, ports))))
        self.environment["SLURM_CONF"] = str(self.folder / "slurm.conf")

        self._keeper = subprocess.Popen([sys.executable, "-I", "-B", __file__, self.folder], env=self.environment,
                                        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self.folder,
                                        start_new_session=True)  # a Ctrl-C is the test's, which then stops the keeper
        munge = self.folder / "munge"
        self._daemon("munged", "munged", "--foreground", f"--socket={munge}/socket", f"--key-file={munge}/key",
                     f"--pid-file={munge}/pid", f"--seed-file={munge}/seed")
        self._until_up((munge / "socket").exists, "munged")
        self._daemon("slurmctld", "slurmctld", "-D")
        for name in names:
            self._daemon(name, "slurmd", "-D", "-N", name)
        self._until_up(self._idle, "idle nodes")

    def _daemon(self, name, program, *arguments):
        program = shutil.which(program, path=PATH)
        order = json.dumps([str(self.folder / (name + ".log")), program, *arguments])
        print(order, file=self._keeper.stdin, flush=True)
        answer = self._keeper.stdout.readline()
        if not answer:
            raise TimeoutError(f"{program} was not started")
        self._daemons.append(int(answer))

    def _until_up(self, happened, what):
        def look():
            if not set(self._daemons) <= set(self.processes()):
                raise TimeoutError(f"a daemon ended while the test waited for {what}")
            return happened()
        self.until(look, 40, what)

    def _idle(self):
        lines = self.run("sinfo", "--noheader", "--Node", "--format=%T", check=False).split()
        return lines == ["idle"] * self.nodes

    def _stop(self):
        self._daemons = []
        if self._keeper:
            self._keeper.stdin.close()
            self._keeper.wait()
            self._keeper.stdout.close()
            self._keeper = None
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def attach(reason, logs):
    """Adds text to what a traceback will show."""
    if reason and logs and hasattr(reason, "add_note"):
        reason.add_note(logs)
    elif reason and logs:  # Python before 3.11
        print(logs, file=sys.stderr)


def keep(folder):
    """Starts what each line of the input names, as a JSON list of log file and command; ends it all with the input."""
    def reap(*_):
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass

    def leave(*_):
        sys.exit(1)

    if ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0) != 0:  # PR_SET_CHILD_SUBREAPER
        sys.exit("prctl: " + os.strerror(ctypes.get_errno()))
    children = []
    try:
        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGCHLD, reap)
        for line in sys.stdin:
            log, *command = json.loads(line)
            with open(log, "ab") as output:
                children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output))
            print(children[-1].pid, flush=True)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        limit = time.monotonic() + 30
        while (left := descendants(os.getpid())) and time.monotonic() < limit:
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.02)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(sys.argv[1])
