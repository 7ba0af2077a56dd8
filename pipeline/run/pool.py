"""Do a step for many numbers: here, or in worker processes that share only the files."""

import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from multiprocessing import connection, get_context, parent_process
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from pipeline.model.errors import TryAgain
from pipeline.run.progress import report
from pipeline.store.places import Place

TRIES = 3  # a worker killed by chance costs one; what kills its worker each time must be told

WAKING = 1.0  # seconds; a thread that only waits would not see that its task ran out of time

Counts = TypeVar("Counts")

Step = Callable[[Place, int], Counts]


def each(
    name: str,
    step: Callable[[Place, int], Any],
    folder: Place,
    numbers: Iterable[int],
    workers: int,
) -> None:
    """Do the step for every number; a worker that is killed costs its number a second try."""
    wanted = list(numbers)
    if workers == 1 or len(wanted) < 2:  # noqa: PLR2004  one number needs no pool
        for done, number in enumerate(wanted, start=1):
            step(folder, number)
            report(name, f"{done} of {len(wanted)} done", done, len(wanted))
        return
    # The pool ends first: where a number failed, the threads need not wait for the others.
    with (
        ThreadPoolExecutor(workers) as threads,
        closing(Pool(min(workers, len(wanted)))) as pool,
    ):
        futures = [threads.submit(pool.do, step, folder, number) for number in wanted]
        for done, future in enumerate(as_completed(futures), start=1):
            future.result()
            report(name, f"{done} of {len(wanted)} done", done, len(wanted))


class Pool:
    """Worker processes, each for one number at a time, called from as many threads.

    Each is an executor of its own: one that is killed breaks its executor, and no other number
    than the one it was at is lost.
    """

    def __init__(self, workers: int) -> None:
        self.capacity = workers
        self._workers = [_Worker() for _ in range(workers)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._open = True
        self._changing = Lock()
        for worker in self._workers:
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers at once, also those at work: what they wrote is whole or absent."""
        with self._changing:
            self._open = False
            for worker in self._workers:
                worker.kill()

    def do(self, step: Step[Counts], folder: Place, number: int) -> Counts:
        """What the step returns in the next idle worker; a killed one is replaced."""
        worker = self._idle.get()
        try:
            for _ in range(TRIES):
                try:
                    return worker.do(step, folder, number)
                except BrokenProcessPool as error:
                    self._replace(worker, error)
                    broken = error
        finally:
            self._idle.put(worker)
        raise TryAgain(
            f"A worker was killed {TRIES} times at {step.__name__} {number}: is there memory for "
            f"{self.capacity}? Start the run again with fewer workers; it goes on."
        ) from broken

    def _replace(self, worker: "_Worker", error: BrokenProcessPool) -> None:
        with self._changing:
            if not self._open:  # it was us
                raise error
            worker.restart()


class _Worker:
    """One process; it starts at once and is ready when its first step is."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        # Spawned, not forked: a fork copies the locks of threads that it does not copy.
        spawned = get_context("spawn")
        self._executor = ProcessPoolExecutor(1, mp_context=spawned, initializer=_begin)
        self._id = self._executor.submit(os.getpid)

    def do(self, step: Step[Counts], folder: Place, number: int) -> Counts:
        return _result(self._executor.submit(step, folder, number))

    def kill(self) -> None:
        with suppress(BrokenProcessPool, ProcessLookupError):
            os.kill(self._id.result(), signal.SIGKILL)
        self._executor.shutdown()


def _result(future: "Future[Counts]") -> Counts:
    while not wait([future], timeout=WAKING).done:
        pass
    return future.result()


def _begin() -> None:
    """Let this process end when the one that started it does, whatever ended that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the one that started it
    Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
