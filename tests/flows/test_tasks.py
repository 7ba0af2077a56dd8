"""Tasks pass paths, cache nothing, and are tried again only for faults that pass."""

import os

import pytest
from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed

import flows
from flows import tasks
from pipeline.model.errors import StopRun, TryAgain

ALL = [value for value in vars(tasks).values() if isinstance(value, Task)]


def test_no_task_caches_its_result() -> None:
    assert len(ALL) == 9
    assert all(task.cache_policy == NO_CACHE for task in ALL)


@pytest.mark.parametrize(
    ("error", "again"), [(TryAgain("slow"), True), (StopRun("wrong"), False), (OSError(), False)]
)
def test_only_a_passing_fault_is_tried_again(error: Exception, again: bool) -> None:  # noqa: FBT001
    assert tasks.process.retry_condition_fn is not None
    assert tasks.process.retry_condition_fn(tasks.process, None, Failed(data=error)) is again


def test_a_step_is_given_its_hours() -> None:
    assert tasks.within(tasks.process, 1.5).timeout_seconds == 5400
    assert tasks.process.timeout_seconds is None


def test_usage_statistics_are_off() -> None:
    assert {name: os.environ[name] for name in flows.PREFECT_DEFAULTS} == flows.PREFECT_DEFAULTS
