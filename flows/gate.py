"""The review gate: pause until a person publishes or refuses a run that waits for a review.

The answer comes from the form in Prefect's UI, from `healthpages publish`, or from the button on
the page of `healthpages review --serve`; whichever is first.
"""

import time
from threading import Event, Thread
from typing import Literal, Self
from uuid import UUID

from prefect import flow
from prefect.exceptions import NotPausedError
from prefect.flow_runs import pause_flow_run, resume_flow_run
from prefect.input import RunInput
from prefect.runtime import flow_run
from pydantic import Field

from flows import tasks
from flows.artifacts import show_review
from flows.ending import ended
from flows.form import Address, Hours
from pipeline.run.approval import Answer, answer_on_disk, waiting_run
from pipeline.run.progress import report
from pipeline.run.summary import RunSummary

LOOK_EVERY = 5  # seconds between looks at the output folder and at the flow run
SECONDS_AN_HOUR = 3600
SLACK = 3600  # seconds; a server fails what is still paused at its own deadline


class Approval(RunInput):
    """The form that a paused run shows."""

    reviewer: str = Field(
        min_length=1, title="Your name", description="It stands in the run's manifest."
    )
    verdict: Literal["publish", "refuse"] = Field(title="What is to become of the run")


@flow(name="healthpages-gate", flow_run_name="gate of {processed}")
def review_gate(
    processed: Address = "processed",
    run_id: str | None = None,
    review_hours: Hours = 72,
    review_url: str = "",
) -> RunSummary:
    """Wait until a person publishes or refuses a run.

    Args:
        processed: The output folder, where runs are written and published.
        run_id: The run; empty for the newest one that waits for a review.
        review_hours: How long to wait.
        review_url: Where a web server shows the folder `review` of the output, if one does.

    """
    run_id = run_id or waiting_run(processed)
    answer = wait_for_review(processed, run_id, review_hours, review_url)
    return ended(processed, run_id, answer.told)


def wait_for_review(processed: str, run_id: str, hours: float, review_url: str) -> Answer:
    """What a person decided on the run, here or elsewhere; after `hours` it stays as it is."""
    show_review(run_id, tasks.write_review(processed, run_id, review_url))
    report("review", f"run {run_id} waits for a reviewer for {hours:g} hours")
    form = Approval.with_initial_data(description=f"Publish run {run_id}?")
    with _Lookout(processed, run_id, hours) as lookout:
        approval = pause_flow_run(
            form, timeout=int(hours * SECONDS_AN_HOUR) + SLACK, poll_interval=LOOK_EVERY
        )
    if lookout.answer is not None:
        return lookout.answer
    if approval.verdict == "refuse":
        told = f"Run {run_id} was refused by {approval.reviewer}; it is not published."
        return Answer(published=False, told=told)
    tasks.approve_run(processed, run_id, approval.reviewer)
    return Answer(published=True, told=f"Run {run_id} was published by {approval.reviewer}.")


class _Lookout(Thread):
    """Resumes this flow run as soon as its run was decided on elsewhere, or the time is up."""

    def __init__(self, processed: str, run_id: str, hours: float) -> None:
        super().__init__(daemon=True)
        self.answer: Answer | None = None
        self._processed = processed
        self._run_id = run_id
        self._until = time.monotonic() + hours * SECONDS_AN_HOUR
        self._paused = UUID(flow_run.id)
        self._done = Event()
        told = f"Nobody decided on run {run_id} within {hours:g} hours; it is not published."
        self._too_late = Answer(published=False, told=told)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        self.join()

    def run(self) -> None:
        """Look from time to time, until there is an answer or the flow run has one."""
        while not self._done.wait(LOOK_EVERY):
            answer = answer_on_disk(self._processed, self._run_id)
            if answer is None and time.monotonic() >= self._until:
                answer = self._too_late
            if answer is not None and self._resume(answer):
                return

    def _resume(self, answer: Answer) -> bool:
        """Whether the flow run goes on with this answer; not so where the form was quicker."""
        self.answer = answer
        try:
            resume_flow_run(self._paused, {"reviewer": "nobody", "verdict": "refuse"})
        except NotPausedError:
            self.answer = None
        return self.answer is not None
