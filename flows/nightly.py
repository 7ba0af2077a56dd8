"""The nightly run: ingest → process buckets → assemble → audit → publish, or wait for a review."""

import os

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.logging.configuration import setup_logging
from prefect.settings import PREFECT_API_URL, PREFECT_HOME

from flows import tasks
from flows.artifacts import show_report, shown_progress
from flows.ending import ended, nothing_done
from flows.form import Address, Count, Hours, HoursOrNone, IfBusy
from flows.gate import wait_for_review
from flows.runners import Runner, each, working
from flows.tasks import within
from flows.turns import turn
from pipeline.model.errors import StopRun
from pipeline.model.settings import Settings
from pipeline.run.faults import told_plainly
from pipeline.run.pieces import cut_sites
from pipeline.run.progress import Listener, listening
from pipeline.run.publish import clear_work
from pipeline.run.summary import RunRefused, RunSummary
from pipeline.run.work import Work
from pipeline.store.lock import one_writer
from pipeline.store.places import Place, place_of

DEFAULTS = Settings()
# What a server does again and again for deployments, triggers and waiting runs. One that starts for
# a single run has none of these, and without them takes a third of the CPU while it waits.
SERVER_FOR_ONE_RUN = {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false"
    for service in (
        "CANCELLATION_CLEANUP",
        "CLEANUP_RECONCILER",
        "FOREMAN",
        "LATE_RUNS",
        "PAUSE_EXPIRATIONS",
        "REPOSSESSOR",
        "SCHEDULER",
        "TRIGGERS",
    )
}


@flow(name="healthpages", flow_run_name="{raw} to {processed}")
def healthpages_run(  # noqa: PLR0913, PLR0917  its parameters are the fields of its form
    raw: Address,
    processed: Address = "processed",
    settings: Settings = DEFAULTS,
    publish: bool = True,  # noqa: FBT001, FBT002  parameters of a flow are named in its form
    limit: Count | None = None,
    full: bool = False,  # noqa: FBT001, FBT002
    if_busy: IfBusy = "wait",
    review_hours: HoursOrNone = 0,
    review_url: str = "",
    step_hours: Hours = 24,
    runner: Runner = "local",
    workers: Count | None = None,
    dask_address: str = "",
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
        runner: Which processes ingest and process: of this machine, or of a Dask cluster on it.
        workers: How many; empty for this process alone, or for one a core with Dask.
        dask_address: Use the workers of the Dask scheduler there instead.

    """
    target = place_of(processed)
    with turn(processed, if_busy) as is_ours:
        if not is_ours:
            return nothing_done("Skipped", f"Another run writes to {processed}.")
        with shown_progress(), told_plainly(target), one_writer(target):
            work = within(tasks.plan_run, step_hours)(raw, target, settings, limit, full)
            with working(runner, workers, dask_address):
                shards, buckets = range(Work(work).plan().n_shards), range(settings.store.buckets)
                each("ingest", within(tasks.ingest, step_hours), work, shards)
                each("survey", within(tasks.survey_large_sites, step_hours), work, cut_sites(work))
                each("process", within(tasks.process, step_hours), work, buckets)
            run_id = within(tasks.assemble_run, step_hours)(work)
            manifest = within(tasks.audit_run, step_hours)(target, run_id, settings)
            if publish:
                manifest = tasks.publish_run(target, run_id)
            clear_work(target)
    show_report(target, manifest)
    if manifest.status != "needs_review" or not review_hours:
        return ended(processed, run_id)
    answer = wait_for_review(processed, run_id, review_hours, review_url)
    return ended(processed, run_id, answer.told)


def run_here(  # noqa: PLR0913  these are the options of the command
    raw: str,
    processed: Place,
    settings: Settings,
    *,
    publish: bool = True,
    limit: int | None = None,
    full: bool = False,
    runner: Runner = "local",
    workers: int | None = None,
    dask_address: str = "",
    progress: Listener | None = None,
) -> RunSummary:
    """Run the flow in this process and return how it ended; `progress` hears of every step.

    With a listener, Prefect's own lines stay off the terminal; a server still gets them. Raises
    StopRun where no Prefect server answers.
    """
    if progress is not None:
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
        setup_logging()
    if not PREFECT_API_URL.value():
        os.environ.update(SERVER_FOR_ONE_RUN)
    look_for_server()
    with listening(progress):
        try:
            summary = healthpages_run(
                raw,
                str(processed),
                settings,
                publish=publish,
                limit=limit,
                full=full,
                runner=runner,
                workers=workers,
                dask_address=dask_address,
            )
        except RunRefused as refused:
            return refused.summary
    if summary is None:  # only a run that does not wait ends so
        raise RuntimeError(processed)
    return summary


def look_for_server() -> None:
    """Return once a Prefect server answers, one of our own if none is set; else raise StopRun."""
    home = PREFECT_HOME.value()
    if not os.access(home, os.W_OK):  # Prefect made it when it was imported, if it could
        raise StopRun(f"Prefect can't write to {home}; set PREFECT_HOME to a folder of yours.")
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
