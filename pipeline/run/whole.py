"""All steps of a run in one call, in this process or in a pool of worker processes."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pipeline.model.settings import Settings
from pipeline.run.assemble import assemble
from pipeline.run.buckets import process_bucket
from pipeline.run.plan import make_plan
from pipeline.run.progress import Listener, listening, report
from pipeline.run.publish import audit_run, clear_work, publish_run
from pipeline.run.shards import ingest_shard
from pipeline.store.lock import one_writer
from pipeline.store.manifest import Finding, Manifest

Step = Callable[[Path, int], Any]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """How a run ended, for people and for callers."""

    run_id: str
    status: str  # published, candidate (not to be published), needs_review, refused
    rows: dict[str, int]
    kept_share: float
    findings: tuple[Finding, ...]

    @property
    def failed_checks(self) -> tuple[Finding, ...]:
        """The checks that did not pass."""
        return tuple(finding for finding in self.findings if not finding.passed)


def run(  # noqa: PLR0913  these are the options of the command
    raw: str | Path,
    processed: str | Path,
    settings: Settings | None = None,
    *,
    publish: bool = True,
    limit: int | None = None,
    workers: int = 1,
    progress: Listener | None = None,
) -> RunSummary:
    """Turn all pages at `raw` into a run under `processed`; returns how it ended."""
    settings = settings or Settings()
    target = Path(processed)
    with listening(progress), one_writer(target):
        work = make_plan(str(raw), target, settings, limit=limit)
        _each("ingest", ingest_shard, work.folder, range(work.plan().n_shards), workers)
        _each("process", process_bucket, work.folder, range(settings.store.buckets), workers)
        run_id = assemble(work.folder)
        manifest = audit_run(target, run_id, settings)
        if publish:
            manifest = publish_run(target, run_id)
        clear_work(target)
    return summarise(manifest)


def summarise(manifest: Manifest) -> RunSummary:
    """What a caller needs of a manifest."""
    tables = sorted({output.table for output in manifest.outputs})
    return RunSummary(
        run_id=manifest.run_id,
        status=manifest.status,
        rows={table: manifest.rows(table) for table in tables},
        kept_share=manifest.figures["kept_share"],
        findings=manifest.audit,
    )


def _each(name: str, step: Step, folder: Path, numbers: Iterable[int], workers: int) -> None:
    """Do a step for every number: here, or in `workers` processes that share only the files."""
    wanted = list(numbers)
    if workers == 1 or len(wanted) == 1:
        for done, number in enumerate(wanted, start=1):
            step(folder, number)
            report(name, f"{done} of {len(wanted)} done", done, len(wanted))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = pool.map(step, [folder] * len(wanted), wanted)
        for done, _ in enumerate(results, start=1):
            report(name, f"{done} of {len(wanted)} done", done, len(wanted))
