"""Where the steps of a run are done: in the flow's process, in worker processes, or by Dask.

The tasks stay in the flow's process, where Prefect takes some 15 ms for one, and hand the plain
function to a worker. Prefect's own runners set Prefect up in each worker for each task, which
costs 0.3 s and more, and lose all that is under way when a worker is killed, or need workers that
reach Prefect's server.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from prefect import Task
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.callables import get_call_parameters

from pipeline.model.errors import StopRun
from pipeline.run.pool import Pool
from pipeline.run.progress import report
from pipeline.store.places import Place

Runner = Literal["local", "dask"]

Counts = TypeVar("Counts")


class Workers(Protocol):
    """Processes that do steps, each called from a thread that waits for it."""

    capacity: int  # steps under way at once

    def do(self, step: Callable[[Place, int], Counts], folder: Place, number: int) -> Counts:
        """What the step returns."""

    def close(self) -> None:
        """Give up what is under way."""


_Threads = ThreadPoolTaskRunner[Any]


@dataclass(frozen=True)
class _Team:
    workers: Workers
    threads: _Threads


_TEAM: ContextVar[_Team | None] = ContextVar("healthpages_team", default=None)


@contextmanager
def working(runner: Runner, workers: int | None, dask_address: str) -> Iterator[None]:
    """Let the steps inside the block be done by these workers, or here by the flow itself."""
    if dask_address and workers:
        raise StopRun(f"The scheduler at {dask_address} has its own workers: give no number.")
    if runner == "local" and not dask_address and (workers or 1) == 1:
        yield
        return
    with (
        _started(runner, workers, dask_address) as started,
        _Threads(started.capacity) as threads,
        closing(started),  # before the threads, which else would wait for what is under way
    ):
        token = _TEAM.set(_Team(started, threads))
        try:
            yield
        finally:
            _TEAM.reset(token)


@contextmanager
def _started(runner: Runner, workers: int | None, dask_address: str) -> Iterator[Workers]:
    if runner == "local" and not dask_address:
        yield Pool(workers or 1)
        return
    from flows.cluster import cluster_at, local_cluster  # Dask: a second to import

    with cluster_at(dask_address) if dask_address else local_cluster(workers) as cluster:
        yield cluster


def done(step: Callable[[Place, int], Counts], work: Place, number: int) -> Counts:
    """What the step returns, by a worker if there are any."""
    team = _TEAM.get()
    return team.workers.do(step, work.resolve(), number) if team else step(work, number)


def each(name: str, step: Task[[Place, int], Any], work: Place, numbers: Iterable[int]) -> None:
    """Do a task for every number and report how far it is."""
    wanted = list(numbers)
    for count, _ in enumerate(_each(step, work, wanted), start=1):
        report(name, f"{count} of {len(wanted)} done", count, len(wanted))


def _each(step: Task[[Place, int], Any], work: Place, numbers: list[int]) -> Iterator[Any]:
    """What each task returns, as they end."""
    team = _TEAM.get()
    if team is None:
        yield from (step(work, number) for number in numbers)
        return
    calls = (get_call_parameters(step.fn, (work, number), {}) for number in numbers)
    futures: list[PrefectFuture[Any]] = [team.threads.submit(step, call) for call in calls]
    yield from (future.result() for future in as_completed(futures))
