"""What each runner costs to start and for a task, and pages a second with one and two workers.

    python -c "from benchmarks.runners import main; main()" [--pages N] [--tasks N] [--rounds N]

Beside the runners of the project, Prefect's own for processes and for Dask do the same empty tasks.
All use one Prefect server, which is not counted. Seconds of CPU are those of this process and of
all workers, which hold on a machine that does other things as well; seconds by the clock do not.
It is called so, and not with -m, since workers import again what was started, which here is much.
"""

import argparse
import operator
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"

from benchmarks.made_pages import write_pages
from flows.runners import Runner, done, each, working  # sets Prefect's defaults, so it comes first

from prefect import flow, task  # isort: skip
from prefect.cache_policies import NO_CACHE  # isort: skip
from prefect.task_runners import ProcessPoolTaskRunner  # isort: skip
from prefect.testing.utilities import prefect_test_harness  # isort: skip
from prefect_dask import DaskTaskRunner  # isort: skip

from flows.nightly import run_here
from pipeline.model.settings import Settings, StoreSettings
from pipeline.run.plan import make_plan
from pipeline.store import Store
from pipeline.store.places import Place

PAGES = 400
ROUNDS = 3
TASKS = 20
BUCKETS = 8  # for two workers, four each

NOTHING = operator.is_  # a step that costs nothing and that a worker need not import


@task(cache_policy=NO_CACHE)
def handed_over(work: Place, number: int) -> bool:
    """A task of the project's kind: it hands its step to a worker."""
    return done(NOTHING, work, number)


@task(cache_policy=NO_CACHE)
def whole(work: Place, number: int) -> bool:
    """A task that is itself sent to a worker, as Prefect's runners do."""
    return NOTHING(work, number)


@flow
def ours(runner: Any, workers: int | None, work: Place, count: int) -> None:
    """Empty tasks on a runner of the project."""
    with working(runner, workers, ""):
        each("nothing", handed_over, work, range(count))


@flow
def theirs(work: Place, count: int) -> None:
    """Empty tasks on the runner that the flow was given."""
    for future in [whole.submit(work, number) for number in range(count)]:
        future.result()


@dataclass
class Cost:
    """Seconds by the clock and of CPU."""

    clock: float = 0.0
    cpu: float = 0.0


@contextmanager
def measured() -> Iterator[Cost]:
    """The cost of the block; of workers, what those took that ended in it."""
    cost = Cost(-time.monotonic(), -_cpu())
    yield cost
    cost.clock += time.monotonic()
    cost.cpu += _cpu()


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each kind of seconds."""
    found = list(costs)
    return Cost(median(cost.clock for cost in found), median(cost.cpu for cost in found))


def first_and_further(way: Callable[[int], Any], tasks: int) -> tuple[Cost, Cost]:
    """What a way costs with one task, and what each further one adds."""
    with measured() as first:
        way(1)
    with measured() as many:
        way(1 + tasks)
    clock, cpu = many.clock - first.clock, many.cpu - first.cpu
    return first, Cost(clock / tasks, cpu / tasks)


def empty_tasks(work: Place, tasks: int, rounds: int) -> None:
    """Print what a runner costs with one task, and what each further one adds: medians."""
    processes: Any = theirs.with_options(task_runner=ProcessPoolTaskRunner(max_workers=2))
    dask: Any = theirs.with_options(
        task_runner=DaskTaskRunner(cluster_kwargs={"n_workers": 2, "threads_per_worker": 1})
    )
    ways: dict[str, Callable[[int], Any]] = {
        "in the flow's process": lambda count: ours("local", None, work, count),
        "local, 2 workers": lambda count: ours("local", 2, work, count),
        "dask, 2 workers": lambda count: ours("dask", 2, work, count),
        "Prefect's processes, 2": lambda count: processes(work, count),
        "Prefect's Dask, 2": lambda count: dask(work, count),
    }
    ways["in the flow's process"](1)  # first calls belong to none
    print(f"{'':<24}{'one task':>16}{'each further':>22}   (clock, CPU)")
    taken: dict[str, list[tuple[Cost, Cost]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            taken[name].append(first_and_further(way, tasks))
    for name, costs in taken.items():
        first, further = (middle(each) for each in zip(*costs, strict=True))
        print(
            f"{name:<24}{first.clock:>7.1f} s{first.cpu:>6.1f} s"
            f"{further.clock * 1000:>10.0f} ms{further.cpu * 1000:>7.0f} ms",
            flush=True,
        )


def throughput(folder: Path, raw: Path, pages: int, rounds: int) -> None:
    """Print pages a second of whole runs, which must give the same bytes: medians."""
    settings = Settings(store=StoreSettings(buckets=BUCKETS))
    ways: list[tuple[Runner, int]] = [("local", 1), ("local", 2), ("dask", 1), ("dask", 2)]
    costs: dict[tuple[Runner, int], list[Cost]] = {way: [] for way in ways}
    bytes_of: dict[tuple[Runner, int], list[str]] = {}
    for turn in range(rounds):
        for runner, workers in ways:
            out = folder / f"{runner}{workers}-{turn}"
            with measured() as cost:
                run_here(str(raw), out, settings, runner=runner, workers=workers, progress=quiet)
            costs[runner, workers].append(cost)
            bytes_of[runner, workers] = [each.sha256 for each in Store(out).manifest().outputs]
    for (runner, workers), found in bytes_of.items():
        cost = middle(costs[runner, workers])
        print(
            f"{runner}, {workers}: {pages / cost.clock:6.1f} pages a second, "
            f"{cost.cpu / pages * 1000:5.1f} ms of CPU a page, "
            f"{'the same bytes' if found == bytes_of['local', 1] else 'OTHER BYTES'}",
            flush=True,
        )


def quiet(_: Any) -> None:
    """Hear of a step and say nothing."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--tasks", type=int, default=TASKS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        prefect_test_harness(server_startup_timeout=180),
    ):
        folder = Path(name)
        write_pages(folder / "raw", options.pages, "text")
        work = make_plan(str(folder / "raw"), folder / "none", Settings(), limit=1)
        empty_tasks(work.folder, options.tasks, options.rounds)
        throughput(folder, folder / "raw", options.pages, options.rounds)


if __name__ == "__main__":
    main()
