"""Steps on real Dask schedulers and workers: what is lost is done again, or told in one line."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows import cluster
from flows.cluster import check_address, cluster_at
from pipeline.model.errors import StopRun, TryAgain
from pipeline.model.settings import Settings
from pipeline.run.plan import make_plan
from pipeline.store.places import Place

ROOT = Path(__file__).parent.parent.parent

Start = Callable[..., "subprocess.Popen[bytes]"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def touch(folder: Place, number: int) -> int:
    (folder / str(number)).write_bytes(b"")
    return number


def die_once(folder: Place, number: int) -> int:
    if not (folder / "died").exists():
        (folder / "died").write_bytes(b"")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(_: Place, __: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def begin_and_wait(folder: Place, number: int) -> int:
    (folder / "begun").write_bytes(b"")
    while not (folder / "go").exists():
        time.sleep(0.01)
    return number


def refuse(_: Place, number: int) -> int:
    raise ValueError(number)


@contextmanager
def dask(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of Dask, which loses a killed worker's step after a second loss."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    }
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with process:
        yield process
        process.terminate()


@contextmanager
def scheduler(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    with dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-show") as process:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process


@contextmanager
def worker(port: int, folder: Path, *options: str) -> Iterator[None]:
    local = ["--local-directory", str(folder), "--nthreads", "1", "--death-timeout", "30"]
    with dask("worker", f"tcp://127.0.0.1:{port}", *local, *options):
        yield


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with one worker, whose nanny starts it again when it is killed."""
    port = free_port()
    with scheduler(port), worker(port, tmp_path_factory.mktemp("worker")):
        yield f"tcp://127.0.0.1:{port}"


@pytest.fixture
def work(raw: Path, tmp_path: Path) -> Path:
    """A work area with a plan."""
    folder = make_plan(str(raw), tmp_path / "out", Settings()).folder
    assert isinstance(folder, Path)
    return folder


def test_a_step_is_done_by_a_worker_and_its_error_comes_back(address: str, work: Path) -> None:
    with cluster_at(address) as workers, ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda number: workers.do(touch, work, number), range(6)))
        with pytest.raises(ValueError, match="7"):
            workers.do(refuse, work, 7)
    assert numbers == list(range(6))
    assert {str(number) for number in numbers} < {path.name for path in work.iterdir()}


def test_a_killed_worker_costs_a_second_try(address: str, work: Path) -> None:
    with cluster_at(address) as workers:
        assert workers.do(die_once, work, 3) == 3
    assert (work / "died").exists()


def test_what_always_kills_its_worker_is_told(address: str, work: Path) -> None:
    with cluster_at(address) as workers, pytest.raises(StopRun) as told:
        workers.do(die, work, 3)
    assert "again and again at die 3, most likely for lack of memory" in str(told.value)


def test_a_cluster_that_closes_gives_up_what_is_under_way(address: str, work: Path) -> None:
    with cluster_at(address) as workers, ThreadPoolExecutor(1) as threads:
        given_up = threads.submit(workers.do, begin_and_wait, work, 0)
        while not (work / "begun").exists():
            time.sleep(0.01)
        workers.close()
        with pytest.raises(StopRun, match="was left"):
            given_up.result()
        (work / "go").touch()


def test_a_scheduler_that_goes_away_is_told(work: Path, tmp_path: Path) -> None:
    port = free_port()
    with ExitStack() as stack:
        process = stack.enter_context(scheduler(port))
        stack.enter_context(worker(port, tmp_path, "--no-nanny"))
        with cluster_at(f"tcp://127.0.0.1:{port}") as workers:
            with ThreadPoolExecutor(1) as threads:
                lost = threads.submit(workers.do, begin_and_wait, work, 5)
                while not (work / "begun").exists():
                    time.sleep(0.01)
                process.kill()
                with pytest.raises(TryAgain, match="went away at begin_and_wait 5; once it is"):
                    lost.result()
            with pytest.raises(TryAgain, match="went away at touch 6"):
                workers.do(touch, work, 6)
        (work / "go").touch()


def test_no_workers_and_workers_without_memory_to_spare_are_told(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "JOINING", 0.5)
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    with scheduler(port):
        with pytest.raises(StopRun, match="has no worker; start some"):
            cluster_at(address).__enter__()
        monkeypatch.undo()
        monkeypatch.setattr(cluster, "LOOKING", 0.2)
        monkeypatch.setattr(cluster, "PATIENCE", 2.0)
        with (
            worker(port, tmp_path, "--no-nanny", "--memory-limit", "20MB"),
            cluster_at(address) as workers,
            pytest.raises(StopRun) as told,
        ):
            workers.do(touch, work, 1)
    assert "has no worker left that can work" in str(told.value)


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "tcp://:8786", "tcp://host:port"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(StopRun, match="no address of a Dask scheduler; one is tcp://HOST:8786"):
        check_address(address)


@pytest.mark.parametrize("scheme", ["tcp://", ""])
def test_an_address_where_nobody_answers_is_told_in_one_line(scheme: str) -> None:
    with pytest.raises(StopRun) as told:
        check_address(f"{scheme}127.0.0.1:{free_port()}")
    assert "No Dask scheduler answers at" in str(told.value)
    assert "\n" not in str(told.value)


class Mixed:
    """A client of a scheduler whose one worker has another version of Dask."""

    def wait_for_workers(self, *_: Any, timeout: float) -> None:
        """Return at once."""
        assert timeout > 0

    def get_versions(self) -> dict[str, Any]:
        """What Dask tells of all processes, as far as it is looked at."""

        def told(dask: str) -> dict[str, Any]:
            return {
                "host": {"python": "3.11.7.final.0"},
                "packages": {"dask": dask, "distributed": "2026.8.0"},
            }

        old = {"tcp://10.0.0.7:4": told("2025.1.0")}
        return {"client": told("2026.8.0"), "scheduler": told("2026.8.0"), "workers": old}


def test_other_versions_are_told() -> None:
    with pytest.raises(StopRun) as told:
        cluster._check_workers(Mixed(), "at home")
    assert str(told.value) == (
        "Dask at home: tcp://10.0.0.7:4 has python 3.11.7, dask 2025.1.0, distributed 2026.8.0, "
        "this process has python 3.11.7, dask 2026.8.0, distributed 2026.8.0."
    )
