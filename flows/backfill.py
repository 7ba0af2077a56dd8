"""The backfill: chosen sources, such as older crawls, each into an output folder of its own."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.ending import all_ended
from flows.form import Address, Addresses, Hours
from flows.nightly import DEFAULTS, healthpages_run
from pipeline.model.settings import Settings
from pipeline.run.backfill import outputs_of


@flow(name="healthpages-backfill", flow_run_name="backfill into {processed}")
def backfill(  # noqa: PLR0913, PLR0917  its parameters are the fields of its form
    sources: Addresses,
    processed: Address = "processed/backfill",
    settings: Settings = DEFAULTS,
    publish: bool = True,  # noqa: FBT001, FBT002  parameters of a flow are named in its form
    full: bool = False,  # noqa: FBT001, FBT002
    step_hours: Hours = 24,
) -> list[State[Any]]:
    """Run each source into a folder below `processed` that is named like it.

    One that fails does not keep the next from running; the backfill fails at the end if any did.

    Args:
        sources: Folders, files, globs or URLs; each becomes a run in a folder of its own.
        processed: The folder above those output folders.
        settings: What is computed how, and what the audit allows.
        publish: Let readers see each run if its audit agrees.
        full: Compute also the pages that did not change since the last run.
        step_hours: A step that takes longer is stopped, and its run fails.

    """
    ends = {
        source: healthpages_run(
            source,
            output,
            settings,
            publish=publish,
            full=full,
            step_hours=step_hours,
            return_state=True,
        )
        for source, output in outputs_of(sources, processed).items()
    }
    return all_ended(ends)
