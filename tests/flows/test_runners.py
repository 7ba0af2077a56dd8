"""The same bytes come out whoever does the steps, and what fails is told by its task."""

import time
from multiprocessing import active_children
from pathlib import Path

import pytest
from prefect import flow, task

from flows.nightly import run_here
from flows.runners import Runner, done, each, working
from flows.tasks import within
from pipeline.model.errors import StopRun, TryAgain
from pipeline.model.settings import Settings
from pipeline.run import run
from pipeline.run.plan import make_plan
from pipeline.run.progress import Progress  # noqa: TC001  it is a plain annotation
from pipeline.store import Store
from pipeline.store.places import Place

WHO = [("local", 2), ("dask", 1)]
HOUR = 3600


def fail_at_two(_: Place, number: int) -> int:
    if number == 2:
        raise TryAgain("The second never works.")
    return number


def sleep(_: Place, number: int) -> int:
    time.sleep(HOUR)
    return number


@task
def sleeping(work: Place, number: int) -> int:
    return done(sleep, work, number)


@task
def failing(work: Place, number: int) -> int:
    return done(fail_at_two, work, number)


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize(("runner", "workers"), WHO)
def test_workers_give_the_same_bytes_as_one_process(
    raw: Path, tmp_path: Path, runner: Runner, workers: int
) -> None:
    heard: list[Progress] = []
    summary = run_here(
        str(raw),
        tmp_path / "flow",
        Settings(),
        runner=runner,
        workers=workers,
        progress=heard.append,
    )
    run(raw, tmp_path / "plain")
    of_flow, of_plain = (Store(tmp_path / name).manifest() for name in ("flow", "plain"))
    assert summary.status == "published"
    assert [out.sha256 for out in of_flow.outputs] == [out.sha256 for out in of_plain.outputs]
    counted = [(step.done, step.total) for step in heard if step.step == "process" and step.total]
    assert counted == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize(("runner", "workers"), WHO)
def test_a_step_that_takes_too_long_ends_with_its_worker(
    raw: Path, tmp_path: Path, runner: Runner, workers: int
) -> None:
    """The flow comes back, which it would not for hours, and leaves no process at work."""
    work = make_plan(str(raw), tmp_path / "out", Settings()).folder

    @flow
    def two() -> None:
        with working(runner, workers, ""):
            each("process", within(sleeping, hours=0.001), work, range(2))

    with pytest.raises(TimeoutError):
        two()
    assert active_children() == []


@pytest.mark.usefixtures("prefect_server")
def test_a_step_that_fails_ends_the_flow_with_its_error(tmp_path: Path) -> None:
    @flow
    def three() -> None:
        with working("local", 2, ""):
            each("process", failing, tmp_path, range(1, 4))

    with pytest.raises(TryAgain, match="never works"):
        three()


def test_without_workers_steps_are_done_here_in_turn(tmp_path: Path) -> None:
    with working("local", None, ""):
        assert done(fail_at_two, tmp_path, 1) == 1
    with working("local", 1, ""), pytest.raises(TryAgain):
        done(fail_at_two, tmp_path, 2)


def test_a_scheduler_brings_its_own_workers() -> None:
    with pytest.raises(StopRun, match="has its own workers"):
        working("dask", 2, "tcp://127.0.0.1:8786").__enter__()
