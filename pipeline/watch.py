"""A page's own time and memory: beyond them it is given up, whatever thread it is computed in.

One watchdog thread a process looks, ten times a second, at the threads that compute a page. What
counts is the processor time of such a thread: unlike time on the clock it does not depend on what
else the machine does, so the same pages are given up on a busy machine as on an idle one. The
watchdog raises `PageStopped` inside the thread, where it arrives at the next instruction of Python.
It can't arrive in C code that does not come back; runs have `pipeline.run.sentry` for that.
"""

import ctypes
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Condition, Thread, get_ident
from typing import TypeVar

from pipeline.model.settings import ProcessSettings

Output = TypeVar("Output")

LOOK = 0.1  # seconds between two looks
# Processor seconds until `PageStopped` is raised anew: the first may have met a destructor, which
# swallows all that is raised in it.
AGAIN = 1.0

_STATM = Path("/proc/self/statm")  # Linux; elsewhere the growth of a process is not limited


class PageStopped(BaseException):
    """Raised in the middle of a page that costs too much; no `except Exception` holds it up."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a page was given up: the code of its problem, and the message."""

    code: str
    message: str


def within(limits: ProcessSettings, step: Callable[[], Output]) -> Output | Stopped:
    """What the step returns, or why it was stopped."""
    watchdog = _watchdog(os.getpid())  # a forked process has no threads but one
    watch = _Watch(limits)
    watchdog.begin(watch)
    try:
        try:
            return step()
        finally:
            watchdog.end(watch)
    except PageStopped:
        watchdog.end(watch)  # the first call may be where it was raised
        if watch.reason is None:
            raise
        return watch.reason


def timed_out(limits: ProcessSettings) -> Stopped:
    """Stopped for its time."""
    message = f"The page was given up after {limits.max_page_seconds:g} processor seconds."
    return Stopped("timed_out", message)


def out_of_memory(limits: ProcessSettings) -> Stopped:
    """Stopped for its memory."""
    message = f"The page was given up when it took more than {limits.max_page_memory:,} bytes."
    return Stopped("out_of_memory", message)


def resident() -> int:
    """Bytes of memory that this process holds now; 0 where the system does not tell."""
    try:
        pages = int(_STATM.read_bytes().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


class _Watch:
    """One page in one thread, with what it has cost so far."""

    def __init__(self, limits: ProcessSettings) -> None:
        self.thread = get_ident()
        self.reason: Stopped | None = None
        self._limits = limits
        self._clock = _clock_of(self.thread)
        self._began = time.clock_gettime(self._clock)
        self._held = resident()
        self._next = 0.0  # seconds of the page from which on it may be stopped anew

    def is_due(self) -> bool:
        """Whether the page has to be stopped now; the reason is noted."""
        seconds = time.clock_gettime(self._clock) - self._began
        if seconds < self._next:
            return False
        if seconds > self._limits.max_page_seconds:
            self.reason = self.reason or timed_out(self._limits)
        elif resident() - self._held > self._limits.max_page_memory:
            self.reason = self.reason or out_of_memory(self._limits)
        if self.reason is None:
            return False
        self._next = seconds + AGAIN
        return True


def _clock_of(thread: int) -> int:
    """The clock of a thread's processor time; of the process's, where threads have none (macOS)."""
    if hasattr(time, "pthread_getcpuclockid"):
        return time.pthread_getcpuclockid(thread)
    return time.CLOCK_PROCESS_CPUTIME_ID


class _Watchdog:
    """The threads that compute a page now, and the thread that looks at them."""

    def __init__(self) -> None:
        self._watches: dict[int, _Watch] = {}
        self._changed = Condition()
        self._is_idle = False
        Thread(target=self._run, name="watchdog", daemon=True).start()

    def begin(self, watch: _Watch) -> None:
        """Look at this page from now on."""
        with self._changed:
            self._watches[watch.thread] = watch
            if self._is_idle:
                self._changed.notify()

    def end(self, watch: _Watch) -> None:
        """Look at it no more; what was raised and has not arrived does so here, or never."""
        with self._changed:
            if self._watches.get(watch.thread) is watch:
                del self._watches[watch.thread]
            if watch.reason:
                _let_arrive(watch.thread)

    def _run(self) -> None:
        while True:
            with self._changed:
                for watch in self._watches.values():
                    if watch.is_due():
                        _raise_in(watch.thread, PageStopped)
                self._is_idle = not self._watches
                self._changed.wait(None if self._is_idle else LOOK)


def _raise_in(thread: int, error: type[BaseException]) -> None:
    """Raise the error in a thread at its next instruction, in place of one that waits to be."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def _let_arrive(thread: int) -> None:
    """Meet what waits to be raised in this thread, so that nothing after meets it.

    Python can take it back as well, but looks for it ever after at each call, which costs time, and
    a profiler then waits for good.
    """
    with suppress(PageStopped):
        while True:
            _raise_in(thread, PageStopped)


@cache
def _watchdog(_process: int) -> _Watchdog:
    return _Watchdog()
