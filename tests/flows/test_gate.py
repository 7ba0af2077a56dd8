"""A flow waits for a reviewer: the form, the disk and the clock each end the wait."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.sorting import FlowRunSort
from prefect.flow_runs import resume_flow_run
from pydantic import ValidationError

from flows import gate
from flows.gate import Approval, review_gate
from flows.nightly import healthpages_run
from pipeline.model.settings import AuditSettings, Settings
from pipeline.run.approval import approve
from pipeline.store import Store

pytestmark = pytest.mark.usefixtures("prefect_server", "quick")

PATIENCE = 60  # seconds until a flow that does not pause fails its test
Waiting = tuple[Path, str]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the gate look often."""
    monkeypatch.setattr(gate, "LOOK_EVERY", 0.2)


def paused_run(client: SyncPrefectClient, known: set[UUID]) -> FlowRun:
    for _ in range(PATIENCE * 5):
        for each in client.read_flow_runs(sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=5):
            # The form is stored a moment after the state.
            if each.id not in known and each.state and each.state.is_paused():
                time.sleep(0.3)
                return each
        time.sleep(0.2)
    raise AssertionError("no flow run paused")


@contextmanager
def once_paused(act: Callable[[UUID], Any]) -> Iterator[None]:
    """Do something as soon as a flow run that the block starts is paused."""
    with get_client(sync_client=True) as client, ThreadPoolExecutor(1) as helper:
        known = {each.id for each in client.read_flow_runs(flow_run_filter=FlowRunFilter())}
        done = helper.submit(lambda: act(paused_run(client, known).id))
        yield
        done.result()


def filled_in(verdict: str) -> Callable[[UUID], None]:
    """Send the form of a paused flow run."""
    return lambda paused: resume_flow_run(paused, {"reviewer": "R", "verdict": verdict})


def gated(out: Path, hours: float = 1) -> State[Any]:
    state = review_gate(str(out), review_hours=hours, return_state=True)
    assert isinstance(state, State)
    return state


def test_an_approval_in_the_form_publishes_with_the_reviewer(waiting: Waiting) -> None:
    out, run_id = waiting
    with once_paused(filled_in("publish")):
        state = gated(out)
    assert (state.name, state.message) == ("Published", f"Run {run_id} was published by R.")
    assert state.result().status == "published"
    assert Store(out).current_id() == run_id
    assert Store(out).manifest(run_id).published[-1]["reviewer"] == "R"


def test_a_refusal_ends_the_flow_and_publishes_nothing(waiting: Waiting) -> None:
    out, run_id = waiting
    with once_paused(filled_in("refuse")):
        state = gated(out)
    assert state.is_completed()
    assert state.name == "NeedsReview"
    assert state.message == f"Run {run_id} was refused by R; it is not published."
    assert Store(out).current_id() != run_id


def test_without_an_answer_the_flow_ends_and_publishes_nothing(waiting: Waiting) -> None:
    out, run_id = waiting
    state = gated(out, hours=0.0001)
    assert state.is_completed()
    assert str(state.message).startswith(f"Nobody decided on run {run_id} within")
    assert Store(out).current_id() != run_id


def test_a_publication_elsewhere_wakes_the_flow(waiting: Waiting) -> None:
    out, run_id = waiting
    with once_paused(lambda _: approve(out, run_id, "Other")):
        state = gated(out)
    assert (state.name, state.message) == ("Published", f"Run {run_id} was published by Other.")
    assert [each.get("reviewer") for each in Store(out).manifest(run_id).published] == ["Other"]


def test_the_nightly_run_itself_can_wait(raw: Path, tmp_path: Path) -> None:
    healthpages_run(str(raw), str(tmp_path / "out"))
    (raw / "dry cough.txt").unlink()
    strict = Settings(audit=AuditSettings(max_row_drift=0.1))
    with once_paused(filled_in("publish")):
        summary = healthpages_run(str(raw), str(tmp_path / "out"), strict, review_hours=1)
    assert summary is not None
    assert summary.status == "published"
    assert (tmp_path / "out" / "review" / f"{summary.run_id}.html").is_file()


def test_the_form_asks_for_a_name_and_a_verdict() -> None:
    with pytest.raises(ValidationError):
        Approval(reviewer="", verdict="publish")
    with pytest.raises(ValidationError):
        Approval.model_validate({"reviewer": "R", "verdict": "perhaps"})
