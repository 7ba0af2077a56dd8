"""The watch: a run as soon as sources changed, and none while they are being written."""

from prefect import flow

from flows.ending import as_ended, nothing_done
from flows.form import Address, Hours, HoursOrNone, Seconds
from flows.nightly import DEFAULTS, healthpages_run
from pipeline.model.settings import Settings
from pipeline.run.changes import find_changes
from pipeline.run.progress import report
from pipeline.run.summary import RunSummary


@flow(name="healthpages-watch", flow_run_name="watch {raw}")
def watch(  # noqa: PLR0913, PLR0917  its parameters are the fields of its form
    raw: Address,
    processed: Address = "processed",
    settings: Settings = DEFAULTS,
    quiet_seconds: Seconds = 60,
    review_hours: HoursOrNone = 0,
    review_url: str = "",
    step_hours: Hours = 24,
) -> RunSummary | None:
    """Start a run if sources changed since the newest one; else end at once.

    Args:
        raw: A folder, a file, a glob or a URL, as the worker sees it.
        processed: The output folder, where runs are written and published.
        settings: What is computed how, and what the audit allows.
        quiet_seconds: Wait until no source was touched for so long: it may be unfinished.
        review_hours: How long a run that needs a review waits for a person; 0 ends it at once.
        review_url: Where a web server shows the folder `review` of the output, if one does.
        step_hours: A step that takes longer is stopped, and the run fails.

    """
    found = find_changes(raw, processed, quiet_seconds=quiet_seconds)
    report("watch", str(found))
    if not found.worth_a_run:
        return nothing_done("Unchanged", str(found))
    state = healthpages_run(
        raw,
        processed,
        settings,
        if_busy="skip",
        review_hours=review_hours,
        review_url=review_url,
        step_hours=step_hours,
        return_state=True,
    )
    return as_ended(state)
