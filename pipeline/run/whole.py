"""All steps of a run in one call, in this process or in a pool of worker processes."""

from pathlib import Path

from pipeline.model.settings import Settings
from pipeline.run.faults import told_plainly
from pipeline.run.pool import each
from pipeline.run.progress import Listener, listening
from pipeline.run.summary import RunSummary, summarise
from pipeline.store.lock import one_writer
from pipeline.store.places import Place, place_of


def run(  # noqa: PLR0913  these are the options of the command
    raw: str | Path,
    processed: str | Place,
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
    from pipeline.run.pieces import cut_sites
    from pipeline.run.plan import make_plan
    from pipeline.run.publish import audit_run, clear_work, publish_run
    from pipeline.run.shards import ingest_shard
    from pipeline.run.survey import survey_bucket

    settings = settings or Settings()
    target = place_of(processed)
    with listening(progress), told_plainly(target), one_writer(target):
        work = make_plan(str(raw), target, settings, limit=limit, full=full)
        each("ingest", ingest_shard, work.folder, range(work.plan().n_shards), workers)
        each("survey", survey_bucket, work.folder, cut_sites(work.folder), workers)
        each("process", process_bucket, work.folder, range(settings.store.buckets), workers)
        run_id = assemble(work.folder)
        manifest = audit_run(target, run_id, settings)
        if publish:
            manifest = publish_run(target, run_id)
        clear_work(target)
    return summarise(manifest)
