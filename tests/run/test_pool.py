"""Steps are done once each; a worker that dies costs only a second try."""

import os
import signal
from pathlib import Path

import pytest

from pipeline.model.errors import TryAgain
from pipeline.run.pool import WAVES, each
from pipeline.run.progress import Progress, listening


def touch(folder: Path, number: int) -> None:
    (folder / str(number)).touch()


def die_once_at_two(folder: Path, number: int) -> None:
    if number == 2 and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    touch(folder, number)


def die_at_two(folder: Path, number: int) -> None:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    touch(folder, number)


def refuse(_: Path, number: int) -> None:
    raise ValueError(number)


@pytest.mark.parametrize("workers", [1, 2])
def test_every_number_is_done_and_reported(workers: int, tmp_path: Path) -> None:
    heard: list[Progress] = []
    with listening(heard.append):
        each("process", touch, tmp_path, range(4), workers)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "2", "3"]
    assert [(step.done, step.total) for step in heard] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_killed_worker_costs_a_second_try(tmp_path: Path) -> None:
    each("process", die_once_at_two, tmp_path, range(4), 2)
    assert {path.name for path in tmp_path.iterdir()} == {"0", "1", "2", "3", "died"}


def test_what_always_kills_its_worker_is_told(tmp_path: Path) -> None:
    with pytest.raises(TryAgain, match=f"killed {WAVES} times at process .*2"):
        each("process", die_at_two, tmp_path, range(3), 2)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_step_is_raised(workers: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"[01]"):
        each("process", refuse, tmp_path, range(2), workers)
