"""What a run reports while it works: a step, how much of it is done, and a line for people.

A listener is set for a block of code and everything called in it, so neither the flow nor the
steps pass it on; without one the lines go to the log alone.
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

    step: str  # plan, ingest, process, assemble, audit, publish
    done: int
    total: int
    message: str


Listener = Callable[[Progress], None]

_LISTENER: ContextVar[Listener | None] = ContextVar("healthpages_listener", default=None)


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Send every report made inside the block to `listener`."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def report(step: str, message: str, done: int = 0, total: int = 0) -> None:
    """Tell the log, and the listener if there is one, how far a step is."""
    LOG.info("%s: %s", step, message)
    listener = _LISTENER.get()
    if listener is not None:
        listener(Progress(step, done, total, message))
