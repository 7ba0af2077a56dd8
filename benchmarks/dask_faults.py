"""Whole runs on a Dask scheduler and workers to which something happens on the way.

    python -m benchmarks.dask_faults [--pages N]

Each case starts a scheduler and two workers on this machine, runs `healthpages run` on generated
pages, and prints how that ended, what it told, and whether the bytes are those of one process.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.made_pages import write_pages
from pipeline.run import run
from pipeline.store import Store

PAGES = 400
ROOT = Path(__file__).parent.parent
HEALTHPAGES = "from pipeline.cli import main; main()"

Process = subprocess.Popen[str]


class Cluster:
    """A scheduler and its workers as processes of their own."""

    def __init__(self, stack: ExitStack, folder: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._stack, self._folder, self._options = stack, folder, options
        self.start()

    def start(self) -> None:
        """Start the scheduler and two workers."""
        host = ["--host", "127.0.0.1", "--port", self.port, "--no-show"]
        self.scheduler = self._process("scheduler", *host)
        local = ["--nthreads", "1", "--nworkers", "2", "--local-directory", str(self._folder)]
        self.workers = self._process("worker", self.address, *local, *self._options)
        while self.scheduler.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(self.port))) == 0:
                    return
            time.sleep(0.1)

    def _process(self, *arguments: str) -> Process:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        return self._stack.enter_context(process(command))

    def kill_a_worker(self) -> None:
        """Kill one of the worker processes, not the nanny that watches over it."""
        os.kill(busiest(children(self.workers.pid)), signal.SIGKILL)

    def kill_scheduler(self) -> None:
        """Kill the scheduler; its workers end by themselves."""
        self.scheduler.kill()
        self.scheduler.wait()

    def restart_scheduler(self) -> None:
        """Kill the scheduler and its workers and start them again at the same address."""
        self.kill_scheduler()
        self.workers.kill()
        self.start()


def children(parent: int) -> list[int]:
    """The child processes of a process."""
    found = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(child) for each in found for child in each.read_text("ascii").split()]


def busiest(processes: list[int]) -> int:
    """The process that took the most memory: a worker, not a helper of `multiprocessing`."""
    return max(processes, key=pages_held)


def pages_held(one: int) -> int:
    """How much memory a process holds, in pages of the system."""
    return int(Path(f"/proc/{one}/statm").read_text("ascii").split()[1])


@contextmanager
def process(command: list[str]) -> Iterator[Process]:
    """A process that is terminated after the block."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603  the commands are written here
        command,
        env=environment,
        stdout=subprocess.DEVNULL if "dask" in command else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as started:
        yield started
        started.terminate()


def healthpages(raw: Path, out: Path, address: str, happening: Callable[[], None]) -> str:
    """Run the command; `happening` is called when the first bucket is done. Returns its end."""
    options = ["run", str(raw), str(out), "--dask-address", address]
    with process([sys.executable, "-c", HEALTHPAGES, *options]) as running:
        told = []
        for line in running.stdout or ():
            if line.startswith(("healthpages: ", "Run ")):
                told.append(line.strip())
            if line.startswith("process: 1 of"):
                happening()
        return f"exit code {running.wait()}. {' '.join(told)}"


def nothing() -> None:
    """Let the run go on."""


def parts(out: Path) -> list[str]:
    """The hashes of what was published, if anything was."""
    store = Store(out)
    return [each.sha256 for each in store.manifest().outputs] if store.current_id() else []


CASES: dict[str, tuple[Callable[[Cluster], None], tuple[str, ...]]] = {
    "a worker killed": (Cluster.kill_a_worker, ()),
    "the scheduler killed": (Cluster.kill_scheduler, ()),
    "the scheduler restarted": (Cluster.restart_scheduler, ()),
    "workers with 160 MB": (lambda _: None, ("--memory-limit", "160MB")),
}


def main() -> None:
    """Print a block a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(folder / "raw", pages, "text")
        run(folder / "raw", folder / "plain")
        wanted = parts(folder / "plain")
        for number, (title, (happening, options)) in enumerate(CASES.items()):
            out = folder / str(number)
            with ExitStack() as stack:
                cluster = Cluster(stack, folder / f"workers{number}", *options)
                told = healthpages(
                    folder / "raw", out, cluster.address, partial(happening, cluster)
                )
            print(f"{title}: {told} {verdict(parts(out), wanted)}", flush=True)
            if not parts(out):
                done = sorted(path.name for path in out.glob("work/*/parts/[0-9]*"))
                with ExitStack() as stack:
                    better = Cluster(stack, folder / f"better{number}")
                    told = healthpages(folder / "raw", out, better.address, nothing)
                print(f"  again, with buckets {done} done: {told} {verdict(parts(out), wanted)}")


def verdict(found: list[str], wanted: list[str]) -> str:
    """Whether the bytes are those of one process."""
    if not found:
        return "Nothing was published."
    return "The same bytes." if found == wanted else "OTHER BYTES."


if __name__ == "__main__":
    main()
