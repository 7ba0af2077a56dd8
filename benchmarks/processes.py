"""What a command takes: CPU seconds and peak memory of each of its processes.

CPU seconds count, not the clock: they hold on a machine that does other things as well. The kernel
counts them for the command and all it waited for; besides, processes are looked at a few times a
second, which tells how the work was spread, and what those took that nobody waited for.
"""

import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

import psutil

EVERY = 0.2  # seconds between two looks


@dataclass
class Process:
    """One process of a command, as it was last seen."""

    command: str
    cpu: float = 0.0
    peak: float = 0.0  # megabytes


@dataclass
class Usage:
    """What a command took."""

    cpu: float  # seconds of all processes
    wall: float
    main: Process
    children: list[Process] = field(default_factory=list)
    together: float = 0.0  # megabytes of all processes at once, shared pages counted in each

    @property
    def longest(self) -> float:
        """Seconds it would take with a core for each process: the main one, then the busiest."""
        return self.main.cpu + max((child.cpu for child in self.children), default=0.0)

    @property
    def peak(self) -> float:
        """Megabytes of the largest process."""
        return max(process.peak for process in (self.main, *self.children))


def usage(command: Sequence[str | Path]) -> Usage:
    """What the command takes; raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with (
        TemporaryFile("w+") as told,
        subprocess.Popen(command, stdout=told, stderr=told) as running,  # noqa: S603
    ):
        seen: dict[int, Process] = {}
        together = 0.0
        while running.poll() is None:
            together = max(together, _look(psutil.Process(running.pid), seen))
            time.sleep(EVERY)
        if running.returncode:
            told.seek(0)
            raise subprocess.CalledProcessError(running.returncode, command, told.read())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    waited_for = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    main = seen.pop(running.pid)
    others = list(seen.values())
    main.cpu = max(main.cpu, waited_for - sum(other.cpu for other in others))
    cpu = main.cpu + sum(other.cpu for other in others)
    return Usage(cpu, time.monotonic() - started, main, others, together)


def _look(main: psutil.Process, seen: dict[int, Process]) -> float:
    """Note every process of the command; returns the megabytes of all."""
    total = 0.0
    try:
        family = [main, *main.children(recursive=True)]
    except psutil.NoSuchProcess:
        return total
    for each in family:
        try:
            times, memory = each.cpu_times(), each.memory_info().rss / 1e6
            noted = seen.setdefault(each.pid, Process(" ".join(each.cmdline())))
            noted.cpu = times.user + times.system
            noted.peak = max(noted.peak, _highest(each.pid))
            total += memory
        except (psutil.NoSuchProcess, psutil.ZombieProcess, FileNotFoundError, StopIteration):
            continue  # it ended between two looks, as processes do
    return total


def _highest(pid: int) -> float:
    """Peak megabytes of a process so far."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return int(next(line for line in status if line.startswith("VmHWM:")).split()[1]) * 1024 / 1e6
