"""The nightly run: ingest → process buckets → assemble → audit → publish."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from prefect import flow
from prefect.logging.configuration import setup_logging

from flows import tasks
from flows.runners import Runner, each, working
from pipeline.model.errors import StopRun
from pipeline.model.settings import Settings
from pipeline.run.faults import told_plainly
from pipeline.run.progress import Listener, listening
from pipeline.run.publish import clear_work
from pipeline.run.summary import RunSummary, summarise
from pipeline.run.work import Work
from pipeline.store.lock import one_writer
from pipeline.store.places import Place, place_of


@flow(name="healthpages", flow_run_name="{raw} to {processed}")
def healthpages_run(  # noqa: PLR0913, PLR0917  its parameters are the fields of its form
    raw: str,
    processed: str = "processed",
    settings: Settings | None = None,
    publish: bool = True,  # noqa: FBT001, FBT002  parameters of a flow are named in its form
    limit: int | None = None,
    full: bool = False,  # noqa: FBT001, FBT002
    runner: Runner = "local",
    workers: int | None = None,
    dask_address: str = "",
) -> RunSummary:
    """Turn all pages at `raw` into a published run under `processed`; returns how it ended.

    `full` computes every page anew, also those that did not change since the last run. `runner`,
    `workers` and `dask_address` say which processes ingest and process; see `runners.py`.
    """
    settings = settings or Settings()
    target = place_of(processed)
    with told_plainly(target), one_writer(target):
        work = tasks.plan_run(raw, target, settings, limit, full)
        with working(runner, workers, dask_address):
            each("ingest", tasks.ingest, work, range(Work(work).plan().n_shards))
            each("process", tasks.process, work, range(settings.store.buckets))
        run_id = tasks.assemble_run(work)
        manifest = tasks.audit_run(target, run_id, settings)
        if publish:
            manifest = tasks.publish_run(target, run_id)
        clear_work(target)
    tasks.show_report(target, manifest)
    return summarise(manifest)


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
    with listening(progress), _server_told_plainly():
        return healthpages_run(
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


@contextmanager
def _server_told_plainly() -> Iterator[None]:
    """Turn Prefect's failure to reach or to start its server into StopRun."""
    try:
        yield
    except RuntimeError as error:
        if "API" not in str(error):
            raise
        address = os.environ.get("PREFECT_API_URL")
        advice = (
            f"No Prefect server answers at {address}; start it, or unset PREFECT_API_URL."
            if address
            else "Prefect's own server did not start in time; the same command goes on from here."
        )
        raise StopRun(advice) from error
