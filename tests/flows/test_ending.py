"""A flow ends in a state that says what became of its run."""

from pathlib import Path
from typing import Any

import pytest
from prefect.states import Cancelled, Completed

from flows.ending import all_ended, ended, nothing_done
from pipeline.model.settings import Settings
from pipeline.run.publish import audit_run
from pipeline.run.summary import RunRefused
from pipeline.store import Store


def test_the_state_is_named_after_what_became_of_the_run(waiting: tuple[Path, str]) -> None:
    out, run_id = waiting
    state: Any = ended(str(out), run_id)
    assert (state.name, state.is_completed()) == ("NeedsReview", True)
    assert state.message.endswith("waits for a review (row_drift).")
    assert state.data.run_id == run_id
    first: Any = ended(str(out), str(Store(out).current_id()), "Told otherwise.")
    assert (first.name, first.message) == ("Published", "Told otherwise.")


def test_a_refused_run_fails_its_flow(waiting: tuple[Path, str]) -> None:
    out, run_id = waiting
    (Store(out).folder(run_id) / "claims" / "part-0000.parquet").write_bytes(b"damaged")
    audit_run(out, run_id, Settings())
    with pytest.raises(RunRefused, match=f"Run {run_id} is refused") as refused:
        ended(str(out), run_id)
    assert refused.value.summary.status == "refused"


def test_a_flow_that_did_nothing_says_why() -> None:
    state: Any = nothing_done("Unchanged", "No source changed.")
    assert (state.name, state.message, state.is_completed()) == (
        "Unchanged",
        "No source changed.",
        True,
    )


def test_several_runs_are_told_by_their_ends() -> None:
    done = [Completed(name=name) for name in ("Published", "NeedsReview", "Published")]
    state: Any = all_ended(dict(zip("abc", done, strict=True)))
    assert (state.is_completed(), state.message) == (True, "1 NeedsReview, 2 Published")
    assert state.data == done


def test_a_source_that_was_not_done_is_named() -> None:
    state: Any = all_ended({"raw/a": Completed(name="Published"), "raw/b": Cancelled()})
    assert (state.is_failed(), state.message) == (True, "1 of 2 not done: raw/b.")
