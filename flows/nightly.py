"""The nightly run: ingest → process buckets → assemble → audit → publish, or wait for a review."""

import os
from collections.abc import Iterable
from pathlib import Path

from prefect import Task, flow
from prefect.client.orchestration import get_client
from prefect.logging.configuration import setup_logging
from prefect.settings import PREFECT_API_URL

from flows import tasks
from flows.artifacts import show_report, shown_progress
from flows.ending import ended, nothing_done
from flows.form import Count, Hours, HoursOrNone, IfBusy, Place
from flows.gate import wait_for_review
from flows.tasks import within
from flows.turns import turn
from pipeline.model.errors import StopRun
from pipeline.model.settings import Settings
from pipeline.run.buckets import BucketCounts
from pipeline.run.faults import told_plainly
from pipeline.run.progress import Listener, listening, report
from pipeline.run.publish import clear_work
from pipeline.run.shards import ShardCounts
from pipeline.run.summary import RunRefused, RunSummary
from pipeline.run.work import Work
from pipeline.store.lock import one_writer
from pipeline.store.runs import Store

DEFAULTS = Settings()

StepTask = Task[[Path, int], ShardCounts] | Task[[Path, int], BucketCounts]


@flow(name="healthpages", flow_run_name="{raw} to {processed}")
def healthpages_run(  # noqa: PLR0913, PLR0917  its parameters are the fields of its form
    raw: Place,
    processed: Place = "processed",
    settings: Settings = DEFAULTS,
    publish: bool = True,  # noqa: FBT001, FBT002  parameters of a flow are named in its form
    limit: Count | None = None,
    full: bool = False,  # noqa: FBT001, FBT002
    if_busy: IfBusy = "wait",
    review_hours: HoursOrNone = 0,
    review_url: str = "",
    step_hours: Hours = 24,
) -> RunSummary | None:
    """Turn all pages at `raw` into a published run under `processed`.

    Returns how it ended; None where another run writes there and is not waited for.

    Args:
        raw: A folder, a file, a glob or a URL, as the worker sees it.
        processed: The output folder, where runs are written and published.
        settings: What is computed how, and what the audit allows.
        publish: Let readers see the run if its audit agrees.
        limit: Take the first pages only; empty for all.
        full: Compute also the pages that did not change since the last run.
        if_busy: What to do if another run writes to the output folder.
        review_hours: How long a run that needs a review waits for a person; 0 ends it at once.
        review_url: Where a web server shows the folder `review` of the output, if one does.
        step_hours: A step that takes longer is stopped, and the run fails.

    """
    target = Path(processed)
    with turn(processed, if_busy) as is_ours:
        if not is_ours:
            return nothing_done("Skipped", f"Another run writes to {processed}.")
        with shown_progress(), told_plainly(target), one_writer(target):
            run_id = _steps(raw, target, settings, publish, limit, full, step_hours)
    manifest = Store(target).manifest(run_id)
    show_report(target, manifest)
    if manifest.status != "needs_review" or not review_hours:
        return ended(processed, run_id)
    answer = wait_for_review(processed, run_id, review_hours, review_url)
    return ended(processed, run_id, answer.told)


def _steps(  # noqa: PLR0913, PLR0917  the parameters of the flow
    raw: str,
    target: Path,
    settings: Settings,
    publish: bool,  # noqa: FBT001
    limit: int | None,
    full: bool,  # noqa: FBT001
    hours: float,
) -> str:
    """All steps of a run, each within its hours; returns the run's id."""
    work = within(tasks.plan_run, hours)(raw, target, settings, limit, full)
    _each("ingest", within(tasks.ingest, hours), work, range(Work(work).plan().n_shards))
    _each("process", within(tasks.process, hours), work, range(settings.store.buckets))
    run_id = within(tasks.assemble_run, hours)(work)
    within(tasks.audit_run, hours)(target, run_id, settings)
    if publish:
        tasks.publish_run(target, run_id)
    clear_work(target)
    return run_id


def run_here(  # noqa: PLR0913  these are the options of the command
    raw: str,
    processed: Path,
    settings: Settings,
    *,
    publish: bool = True,
    limit: int | None = None,
    full: bool = False,
    progress: Listener | None = None,
) -> RunSummary:
    """Run the flow in this process and return how it ended; `progress` hears of every step.

    With a listener, Prefect's own lines stay off the terminal; a server still gets them. Raises
    StopRun where no Prefect server answers.
    """
    if progress is not None:
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
        setup_logging()
    look_for_server()
    with listening(progress):
        try:
            summary = healthpages_run(raw, str(processed), settings, publish, limit, full)
        except RunRefused as refused:
            return refused.summary
    if summary is None:  # only a run that does not wait ends so
        raise RuntimeError(processed)
    return summary


def look_for_server() -> None:
    """Return once a Prefect server answers, one of our own if none is set; else raise StopRun."""
    try:
        with get_client(sync_client=True) as client:
            client.hello()
    except RuntimeError as error:  # what Prefect raises for a server that it can't reach or start
        address = PREFECT_API_URL.value()
        advice = (
            f"No Prefect server answers at {address}; start it, or unset PREFECT_API_URL."
            if address
            else "Prefect's own server did not start in time; the same command goes on from here."
        )
        raise StopRun(advice) from error


def _each(name: str, step: StepTask, work: Path, numbers: Iterable[int]) -> None:
    """Do a step for every number in this process: starting others costs more than small jobs."""
    wanted = list(numbers)
    for done, number in enumerate(wanted, start=1):
        step(work, number)
        report(name, f"{done} of {len(wanted)} done", done, len(wanted))
