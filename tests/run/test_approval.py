"""A run that needs a review is published in somebody's name, or not at all."""

from pathlib import Path

import pytest

from pipeline.model.errors import StopRun, TryAgain
from pipeline.model.settings import AuditSettings, Settings
from pipeline.run import run
from pipeline.run.approval import answer_on_disk, approve, waiting_run
from pipeline.store import Store, publish
from pipeline.store.lock import one_writer
from pipeline.store.runs import prune

STRICT = Settings(audit=AuditSettings(max_row_drift=0.1))


@pytest.fixture
def waiting(raw: Path, tmp_path: Path) -> tuple[Path, str]:
    """An output folder with a published run and a newer one that waits for a review."""
    out = tmp_path / "out"
    run(raw, out)
    for path in sorted(raw.glob("a.example/*")):
        path.unlink()
    summary = run(raw, out, STRICT)
    assert summary.status == "needs_review"
    return out, summary.run_id


def test_the_newest_waiting_run_is_found_and_approved(waiting: tuple[Path, str]) -> None:
    out, run_id = waiting
    assert waiting_run(str(out)) == run_id
    assert answer_on_disk(out, run_id) is None
    assert approve(out, run_id, " Reviewer ").published[-1]["reviewer"] == "Reviewer"
    assert Store(out).current_id() == run_id
    answer = answer_on_disk(str(out), run_id)
    assert answer is not None
    assert (answer.published, answer.told) == (True, f"Run {run_id} was published by Reviewer.")
    with pytest.raises(StopRun, match=r"No run in .* waits for a review"):
        waiting_run(out)


def test_nobody_approves_without_a_name(waiting: tuple[Path, str]) -> None:
    out, run_id = waiting
    with pytest.raises(StopRun, match="needs a review; who approves it"):
        approve(out, run_id, "  ")
    assert Store(out).manifest(run_id).status == "needs_review"


def test_while_another_writes_an_approval_can_be_tried_again(waiting: tuple[Path, str]) -> None:
    out, run_id = waiting
    with one_writer(out), pytest.raises(TryAgain, match="is being written by"):
        approve(out, run_id, "Reviewer")


def test_a_newer_published_run_and_a_removed_one_end_the_wait(
    waiting: tuple[Path, str], raw: Path
) -> None:
    out, run_id = waiting
    newer = run(raw, out, full=True).run_id
    publish(Store(out), newer)
    answer = answer_on_disk(out, run_id)
    assert answer is not None
    assert (answer.published, answer.told) == (False, f"Run {newer} was published instead.")
    prune(Store(out), keep=1)
    answer = answer_on_disk(out, run_id)
    assert answer is not None
    assert (answer.published, answer.told) == (False, f"Run {run_id} was removed.")
