"""Steps are done once each; a worker that dies costs only a second try."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.model.errors import TryAgain
from pipeline.run.pool import TRIES, Pool, each
from pipeline.run.progress import Progress, listening

ROOT = Path(__file__).parent.parent.parent


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


def note_and_wait(folder: Path, _: int) -> None:
    """Note each try, and go on once the other number is done."""
    (folder / "begun").write_text("twice" if (folder / "begun").exists() else "once", "ascii")
    while not (folder / "go").exists():
        time.sleep(0.01)


def own_id(_: Path, __: int) -> int:
    return os.getpid()


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
    with pytest.raises(TryAgain, match=f"killed {TRIES} times at die_at_two 2:"):
        each("process", die_at_two, tmp_path, range(3), 2)


def test_no_other_number_is_lost_with_a_killed_worker(tmp_path: Path) -> None:
    with closing(Pool(2)) as pool, ThreadPoolExecutor(2) as threads:
        other = threads.submit(pool.do, note_and_wait, tmp_path, 0)
        pool.do(die_once_at_two, tmp_path, 2)
        (tmp_path / "go").touch()
        other.result()
    assert (tmp_path / "begun").read_text("ascii") == "once"


def test_a_pool_that_closes_gives_up_what_is_under_way(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as threads, closing(Pool(1)) as pool:
        given_up = threads.submit(pool.do, note_and_wait, tmp_path, 0)
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
    with pytest.raises(BrokenProcessPool):
        given_up.result()


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    program = f"""
import os, signal
from pathlib import Path
from pipeline.run.pool import Pool
if __name__ == "__main__":
    from tests.run.test_pool import own_id
    print(Pool(1).do(own_id, Path({str(tmp_path)!r}), 0), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert killed.returncode == -signal.SIGKILL
    worker = Path("/proc") / killed.stdout.strip()
    while worker.exists() and "State:\tZ" not in (worker / "status").read_text("ascii"):
        time.sleep(0.01)  # without an end of its own it would stay for ever


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_step_is_raised(workers: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"[01]"):
        each("process", refuse, tmp_path, range(2), workers)
