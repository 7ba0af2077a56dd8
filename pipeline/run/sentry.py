"""A small process beside each bucket, for pages that no exception can stop.

`pipeline.watch` raises in the thread of a page that costs too much. C code that does not come back,
such as a parser or a regular expression, never looks, and may keep every other thread of its
process from running. The sentry is a process of its own. It sees which page is computed, and reads
from the system what that has cost. At twice the limits it notes in the work area that the page is
given up, says so, and kills the process; whoever repeats the step goes on without that page.

This file is also what the sentry runs, so it imports no more than it needs to look. Linux only.
"""

import mmap
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.model.settings import ProcessSettings
    from pipeline.run.work import Work
    from pipeline.store.places import Place
    from pipeline.watch import Stopped

LOOK = 0.5  # seconds between two looks
GRACE = 2  # times the limits, since an exception needs its time to arrive
PROC = Path("/proc")

_STATE = struct.Struct("<qdq24s")


class State(NamedTuple):
    """What is computed: the thread, what time and memory it had used before, the page's id."""

    thread: int  # 0 for nothing
    seconds: float
    held: int
    page_id: bytes


class Sentry:
    """What a bucket tells its sentry; `given_up` are the pages that earlier tries died of."""

    def __init__(self, state: mmap.mmap, given_up: "dict[str, Stopped]") -> None:
        self.given_up = given_up
        self._state = state

    @contextmanager
    def page(self, page_id: str) -> Iterator[None]:
        """Let this page be watched while the block runs."""
        from pipeline.watch import resident

        thread, seconds = threading.get_native_id(), time.thread_time()
        _STATE.pack_into(self._state, 0, thread, seconds, resident(), page_id.encode())
        try:
            yield
        finally:
            _STATE.pack_into(self._state, 0, 0, 0, 0, b"")


@contextmanager
def guarding(work: "Work", limits: "ProcessSettings") -> Iterator[Sentry]:
    """A sentry for the block."""
    with TemporaryFile() as file:
        file.truncate(_STATE.size)
        with mmap.mmap(file.fileno(), _STATE.size) as state:
            sentry = Sentry(state, work.given_up())
            if not (PROC / "self" / "task").is_dir():
                yield sentry
                return
            with _process(file.fileno(), work.folder, limits):
                yield sentry


def _process(state: int, folder: "Place", limits: "ProcessSettings") -> "subprocess.Popen[bytes]":
    """The sentry's process; it ends when its input does, so also when this process dies."""
    found = os.pathsep.join(str(Path(each).absolute()) for each in sys.path)
    own = (os.getpid(), state, folder, limits.max_page_seconds, limits.max_page_memory)
    return subprocess.Popen(  # noqa: S603  our own interpreter and file
        [sys.executable, "-P", __file__, *map(str, own)],
        stdin=subprocess.PIPE,
        pass_fds=(state,),
        env={**os.environ, "PYTHONPATH": found},
        start_new_session=True,  # an interrupt is for the one that started it
    )


def main(process: int, file: int, folder: str, seconds: float, memory: int) -> None:
    """Look until the input ends or a page is given up."""
    with mmap.mmap(file, _STATE.size, access=mmap.ACCESS_READ) as shared:
        while not select.select([sys.stdin], [], [], LOOK)[0]:
            state = State(*_STATE.unpack(shared))
            if state.thread and _is_beyond(process, state, seconds, memory):
                _give_up(process, folder, shared, state)


def _is_beyond(process: int, state: State, seconds: float, memory: int) -> bool:
    try:
        is_slow = _seconds(process, state) > GRACE * seconds
        return is_slow or _growth(process, state) > GRACE * memory
    except OSError:  # a thread or process that is gone
        return False


def _seconds(process: int, state: State) -> float:
    """Processor seconds that the thread has used since the page began."""
    content = (PROC / f"{process}/task/{state.thread}/stat").read_text()
    ticks = content.rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") - state.seconds


def _growth(process: int, state: State) -> int:
    """Bytes by which the process has grown since the page began."""
    pages = int((PROC / f"{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") - state.held


def _give_up(process: int, folder: str, shared: mmap.mmap, state: State) -> None:
    """Note that the page is given up and kill the process, unless the page has come to an end."""
    from pipeline.run.work import Work
    from pipeline.store.places import place_of
    from pipeline.watch import out_of_memory, timed_out

    work = Work(place_of(folder))
    limits = work.plan().settings.process
    is_slow = _seconds(process, state) > GRACE * limits.max_page_seconds
    why = timed_out(limits) if is_slow else out_of_memory(limits)
    if State(*_STATE.unpack(shared)) != state:
        return
    page_id = state.page_id.decode()
    told = (
        f"healthpages: page {page_id} could not be stopped, so its process is ended. {why.message} "
        "The run goes on without this page; where it does not do so by itself, start the same "
        "command again.\n"
    )
    try:
        work.give_up(page_id, why)
        os.write(2, told.encode())
    finally:  # also where the disk is full
        _end(process)


def _end(process: int) -> None:
    """Kill the process, and the server that Prefect started beside it, which would stay."""
    for children in (PROC / str(process) / "task").glob("*/children"):
        for child in children.read_text().split():
            with suppress(OSError):
                if b"prefect" in (PROC / child / "cmdline").read_bytes():
                    os.kill(int(child), signal.SIGTERM)
    os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), int(sys.argv[5]))
