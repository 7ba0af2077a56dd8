"""All steps of a run in one call, in this process or in a pool of worker processes."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pipeline.model.settings import Settings
from pipeline.run.progress import Listener, listening, report
from pipeline.run.summary import RunSummary, summarise
from pipeline.store.lock import one_writer

Step = Callable[[Path, int], Any]


def run(  # noqa: PLR0913  these are the options of the command
    raw: str | Path,
    processed: str | Path,
    settings: Settings | None = None,
    *,
    publish: bool = True,
    limit: int | None = None,
    full: bool = False,
    workers: int = 1,
    progress: Listener | None = None,
) -> RunSummary:
    """Turn all pages at `raw` into a run under `processed`; returns how it ended."""
    # The steps bring spaCy, lxml and pyarrow; whoever only imports this package does without.
    from pipeline.run.assemble import assemble
    from pipeline.run.buckets import process_bucket
    from pipeline.run.plan import make_plan
    from pipeline.run.publish import audit_run, clear_work, publish_run
    from pipeline.run.shards import ingest_shard

    settings = settings or Settings()
    target = Path(processed)
    with listening(progress), one_writer(target):
        work = make_plan(str(raw), target, settings, limit=limit, full=full)
        _each("ingest", ingest_shard, work.folder, range(work.plan().n_shards), workers)
        _each("process", process_bucket, work.folder, range(settings.store.buckets), workers)
        run_id = assemble(work.folder)
        manifest = audit_run(target, run_id, settings)
        if publish:
            manifest = publish_run(target, run_id)
        clear_work(target)
    return summarise(manifest)


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
