"""What it costs to have it running: time to the first answer, memory and CPU of all its processes, idle.

`satupintu run` with simulated providers, as on the first day. PSS counts a page that several
processes share once among them: the sum is what the machine is short of.
"""

import os
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import CLI, answers, environment, free_port, process, wait_until
from benchmarks.tables import beside, goal, show

NO_PROVIDER = dict.fromkeys(
    (
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "TWILIO_SMS_NUMBER",
        "SMS_PER_SECOND",
        "WEB_WORKERS",
        "DATA_KEY",
    ),
    "",
)
LAST_LINE = b"Stop:"
TICKS = os.sysconf("SC_CLK_TCK")  # a second


@dataclass(frozen=True)
class Sizes:
    """How long to look."""

    calm: float = 10.0  # seconds after the start, before anything is read
    idle: float = 20.0  # seconds of which the CPU is counted


@dataclass(frozen=True)
class Footprint:
    """What it was."""

    answered: float  # seconds to the first answer of /health
    announced: float  # seconds to the last of the announced lines
    megabytes: dict[str, float]  # PSS by the name of the process
    processes: dict[str, int]
    cpu: dict[str, float]  # percent of one core, by the name of the process


def main(sizes: Sizes = Sizes()) -> Footprint:
    """Print the table, and return the figures."""
    print(beside())
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = environment(Path(folder), port, **NO_PROVIDER)
        began = time.perf_counter()
        with process([*CLI, "run"], env, stdout=subprocess.PIPE) as run:
            wait_until(lambda: answers(port), run)
            answered = time.perf_counter() - began
            _await_line(run)
            announced = time.perf_counter() - began
            time.sleep(sizes.calm)
            found = _look(run.pid, sizes.idle, answered, announced)
    _print(found)
    print(beside())
    return found


def _await_line(run: "subprocess.Popen[bytes]") -> None:
    assert run.stdout is not None
    for line in run.stdout:
        if line.startswith(LAST_LINE):
            return
    raise RuntimeError("satupintu run ended")


def _look(pid: int, idle: float, answered: float, announced: float) -> Footprint:
    family = _family(pid)
    before, since = {one: _cpu_seconds(one) for one in family}, time.perf_counter()
    time.sleep(idle)
    passed = time.perf_counter() - since
    megabytes: dict[str, float] = defaultdict(float)
    cpu: dict[str, float] = defaultdict(float)
    processes = Counter(_name(one) for one in family)
    for one in family:
        megabytes[_name(one)] += _pss_kilobytes(one) / 1000
        spent = _cpu_seconds(one) - before[one]
        cpu[_name(one)] += spent / passed * 100
    return Footprint(answered, announced, dict(megabytes), dict(processes), dict(cpu))


def _print(found: Footprint) -> None:
    rows = [
        (name, found.processes[name], megabytes, found.cpu[name])
        for name, megabytes in sorted(found.megabytes.items(), key=lambda row: -row[1])
    ]
    memory, cpu = sum(found.megabytes.values()), sum(found.cpu.values())
    rows.append(("all", sum(found.processes.values()), memory, cpu))
    show(("process", "number", "PSS MB", "CPU %"), rows)
    goal("PSS of all, MB", memory, most=220)
    goal("CPU idle, percent of a core", cpu, most=1)
    goal("seconds to the first answer", found.answered, most=5)
    print(f"      the three lines after {found.announced:.1f} s")


def _family(pid: int) -> list[int]:
    """A process and all that came from it."""
    parents = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (stat := _stat(int(path.name))):
            parents[int(path.name)] = int(stat[1])
    family = [pid]
    for one in family:
        family += [child for child, parent in parents.items() if parent == one]
    return family


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: 0 state, 1 parent, 11 and 12 ticks of CPU."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return []


def _cpu_seconds(pid: int) -> float:
    stat = _stat(pid)
    return (int(stat[11]) + int(stat[12])) / TICKS if stat else 0.0


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def _pss_kilobytes(pid: int) -> int:
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))


if __name__ == "__main__":
    main()
