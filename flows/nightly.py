"""The nightly run: ingest → process buckets → assemble → audit → publish."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prefect import Task, flow

from flows import tasks
from pipeline.model.settings import Settings
from pipeline.run.progress import report
from pipeline.run.publish import clear_work
from pipeline.run.whole import RunSummary, summarise
from pipeline.run.work import Work
from pipeline.store.lock import one_writer


@flow(name="healthpages", flow_run_name="{raw} to {processed}")
def healthpages_run(
    raw: str,
    processed: str = "processed",
    settings: Settings | None = None,
    publish: bool = True,  # noqa: FBT001, FBT002  parameters of a flow are named in its form
    limit: int | None = None,
) -> RunSummary:
    """Turn all pages at `raw` into a published run under `processed`; returns how it ended."""
    settings = settings or Settings()
    target = Path(processed)
    with one_writer(target):
        work = tasks.plan_run(raw, target, settings, limit)
        _each("ingest", tasks.ingest, work, range(Work(work).plan().n_shards))
        _each("process", tasks.process, work, range(settings.store.buckets))
        run_id = tasks.assemble_run(work)
        manifest = tasks.audit_run(target, run_id, settings)
        if publish:
            manifest = tasks.publish_run(target, run_id)
        clear_work(target)
    tasks.show_report(target, manifest)
    return summarise(manifest)


def _each(name: str, step: Task[[Path, int], Any], work: Path, numbers: Iterable[int]) -> None:
    """Do a step for every number in this process: starting others costs more than small jobs."""
    wanted = list(numbers)
    for done, number in enumerate(wanted, start=1):
        step(work, number)
        report(name, f"{done} of {len(wanted)} done", done, len(wanted))
