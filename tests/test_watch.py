"""A step that takes too much time or memory is stopped in its thread, and only that one."""

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest

from pipeline import watch
from pipeline.model.settings import ProcessSettings
from pipeline.watch import PageStopped, Stopped, resident, within

SHORT = ProcessSettings(max_page_seconds=0.2)


def spin() -> None:
    while True:
        pass


def spin_and_hold_on() -> None:
    while True:
        with suppress(Exception):  # as a rule of cleaning might
            spin()


def spin_in_a_destructor() -> None:
    class Slow:
        def __del__(self) -> None:
            spin()

    Slow()
    spin()


@pytest.mark.parametrize("step", [spin, spin_and_hold_on, spin_in_a_destructor])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_step_that_does_not_end_is_stopped(step: Callable[[], None]) -> None:
    stopped = within(SHORT, step)
    assert stopped == Stopped("timed_out", "The page was given up after 0.2 processor seconds.")


def test_a_step_is_stopped_in_any_thread_and_the_others_go_on() -> None:
    found: dict[str, object] = {}

    def count() -> int:
        end = time.thread_time() + 0.5
        while time.thread_time() < end:
            pass
        return 7

    threads = [
        Thread(target=lambda: found.update(slow=within(SHORT, spin))),
        Thread(target=lambda: found.update(other=within(ProcessSettings(), count))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert isinstance(found["slow"], Stopped)
    assert found["other"] == 7


def test_time_that_others_use_does_not_count() -> None:
    assert within(SHORT, lambda: time.sleep(0.5)) is None


def test_what_a_step_returns_or_raises_comes_through() -> None:
    assert within(SHORT, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        within(SHORT, lambda: 1 // 0)


def test_a_step_that_takes_too_much_memory_is_stopped() -> None:
    def eat() -> None:
        held = []
        while True:
            held.append(bytearray(b"x" * 1_000_000))
            time.sleep(0.002)

    stopped = within(ProcessSettings(max_page_memory=100_000_000), eat)
    assert isinstance(stopped, Stopped)
    assert stopped.code == "out_of_memory"


def test_nothing_is_raised_after_a_step_has_ended() -> None:
    """A step that ends right when it is stopped: whichever it was, nothing reaches what follows."""
    limits = ProcessSettings(max_page_seconds=0.05)
    for wanted in range(40):

        def step(seconds: float = wanted * 0.005) -> int:
            end = time.thread_time() + seconds
            while time.thread_time() < end:
                pass
            return 1

        result = within(limits, step)
        sum(range(10_000))
        assert result == 1 or isinstance(result, Stopped)


def test_a_stop_that_nobody_ordered_is_not_swallowed() -> None:
    def fail() -> None:
        raise PageStopped

    with pytest.raises(PageStopped):
        within(SHORT, fail)


def test_where_the_system_tells_no_memory_there_is_no_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert resident() > 1_000_000
    monkeypatch.setattr(watch, "_STATM", watch.Path("/nowhere/statm"))
    assert resident() == 0


def test_a_profiler_sees_a_page_and_what_follows() -> None:
    """Once something was taken back that waits to be raised, a profiler would hang at a call."""
    script = (
        "import cProfile\n"
        "from pipeline.model.settings import ProcessSettings\n"
        "from pipeline.watch import within\n"
        "def spin():\n"
        "    while True: pass\n"
        "with cProfile.Profile() as profile:\n"
        "    within(ProcessSettings(), lambda: None)\n"
        "    within(ProcessSettings(max_page_seconds=0.2), spin)\n"
        "    found = within(ProcessSettings(), lambda: sum(map(abs, range(100))))\n"
        "assert found == 4950\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
