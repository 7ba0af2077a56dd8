"""Do a step for many numbers: here, or in worker processes that share only the files."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from pipeline.model.errors import TryAgain
from pipeline.run.progress import report
from pipeline.store.places import Place

WAVES = 3  # a worker killed by chance costs one; what kills its worker each time must be told

Step = Callable[[Place, int], Any]


def each(name: str, step: Step, folder: Place, numbers: Iterable[int], workers: int) -> None:
    """Do the step for every number; a worker that is killed costs its number a second try."""
    wanted = list(numbers)
    if workers == 1 or len(wanted) < 2:  # noqa: PLR2004  one number needs no pool
        for done, number in enumerate(wanted, start=1):
            step(folder, number)
            report(name, f"{done} of {len(wanted)} done", done, len(wanted))
        return
    missing = wanted
    for _ in range(WAVES):
        missing = _wave(name, step, folder, missing, workers, len(wanted))
        if not missing:
            return
    raise TryAgain(
        f"Workers were killed {WAVES} times at {name} {', '.join(map(str, missing))}: "
        "is there memory for so many? Start the run again with fewer workers; it goes on."
    )


def _wave(  # noqa: PLR0913, PLR0917  a step, what it is for, and how far it is
    name: str, step: Step, folder: Place, numbers: list[int], workers: int, total: int
) -> list[int]:
    """Do the step in a fresh pool; returns the numbers that were lost with it."""
    missing = set(numbers)
    # Spawned, not forked: a fork copies the locks of threads that it does not copy.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(step, folder, number): number for number in numbers}
        for future in as_completed(futures):
            try:
                future.result()
            except BrokenProcessPool:
                continue
            missing.discard(futures[future])
            done = total - len(missing)
            report(name, f"{done} of {total} done", done, total)
    return sorted(missing)
