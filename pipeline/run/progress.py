"""What a run reports while it works: a step, how much of it is done, and a line for people.

A listener is set for a block of code and everything called in it, so neither the flow nor the
steps pass it on; without one the lines go to the log alone. Of blocks in one another each hears.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

LOG = logging.getLogger("healthpages")


@dataclass(frozen=True, slots=True)
class Progress:
    """One report: `done` of `total` units of a step, `total` 0 where it has none."""

    step: str  # plan, ingest, survey, process, assemble, audit, publish
    done: int
    total: int
    message: str


Listener = Callable[[Progress], None]

_LISTENERS: ContextVar[tuple[Listener, ...]] = ContextVar("healthpages_listeners", default=())

# Where in a run the steps begin and end, in percent: shares of the time that a run of text pages
# takes, rounded. Only a bar is drawn by them.
SPANS = {
    "plan": (0, 1),
    "ingest": (1, 10),
    "survey": (10, 15),  # of large sites alone
    "process": (15, 90),
    "assemble": (90, 95),
    "audit": (95, 99),
    "publish": (99, 100),
}
COUNTED = ("ingest", "survey", "process")  # steps that count shards and buckets


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Send every report made inside the block to `listener`, if there is one."""
    token = _LISTENERS.set((*_LISTENERS.get(), listener) if listener else _LISTENERS.get())
    try:
        yield
    finally:
        _LISTENERS.reset(token)


def report(step: str, message: str, done: int = 0, total: int = 0) -> None:
    """Tell the log and all who listen how far a step is."""
    line = f"{step}: {message}"  # whole, so that a structured log holds it as it is
    LOG.info(line, extra={"step": step, "done": done, "total": total})
    for listener in _LISTENERS.get():
        listener(Progress(step, done, total, message))


def percent(progress: Progress) -> float | None:
    """How far the whole run is, 0 to 100; None where the report does not tell."""
    if progress.step not in SPANS:
        return None
    begin, end = SPANS[progress.step]
    if progress.total:
        return begin + (end - begin) * progress.done / progress.total
    return None if progress.step in COUNTED else float(end)
