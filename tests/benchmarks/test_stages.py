"""Only the innermost stage's clock runs, so that the seconds of all stages add up."""

from collections.abc import Iterator
from itertools import count
from unittest.mock import patch

from benchmarks.stages import CLOCKS, Clocks, owner


def test_a_clock_stops_while_a_function_inside_has_its_own() -> None:
    with patch("benchmarks.stages.process_time", count().__next__):
        clocks = Clocks()
        inner = clocks.timed("inner", lambda: None)
        with clocks.of("outer"):
            inner()
            inner()
    assert clocks.seconds == {"rest": 1, "outer": 3, "inner": 2}


def test_each_step_of_an_iterator_has_the_clock() -> None:
    def two() -> Iterator[int]:
        yield from (1, 2)

    with patch("benchmarks.stages.process_time", count().__next__):
        clocks = Clocks()
        assert list(clocks.timed("steps", two)()) == [1, 2]
    assert clocks.seconds["steps"] == 4  # the call, two steps, and the end


def test_every_clock_belongs_to_a_function_that_exists() -> None:
    for _, name, function in CLOCKS:
        assert callable(getattr(owner(name), function))
