"""Assemble: the finished parts become a candidate run with claims, problems and a manifest."""

import os
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.clean.duplicates import find_duplicates
from pipeline.model.records import Severity
from pipeline.review.stale import decision_problems
from pipeline.run.base import part_name
from pipeline.run.buckets import BUCKET_SUMMARY, BucketCounts, part_file
from pipeline.run.duplicates import mark_duplicates
from pipeline.run.memory import MEMORY, read_memory
from pipeline.run.metrics import write_metrics
from pipeline.run.progress import report
from pipeline.run.shards import SHARD_SUMMARY, ShardCounts, source_problems
from pipeline.run.work import Plan, Work
from pipeline.schemas import SCHEMA_VERSION, TABLES
from pipeline.store.atomic import filling, read_json, sha256_of
from pipeline.store.claims import write_claims
from pipeline.store.manifest import Manifest, Output, write_manifest
from pipeline.store.package import write_package
from pipeline.store.parquet import write_records
from pipeline.store.runs import Store

SOURCES_PART = "part-sources.parquet"  # problems of sources, which belong to no bucket
CLAIMS_PART = "part-0000.parquet"  # claims count over all buckets


def assemble(folder: Path) -> str:
    """Make the candidate run, unless that is done; returns its id."""
    work = Work(folder)
    plan = work.plan()
    target = Store(Path(plan.processed)).runs / plan.run_id
    if not target.exists():
        started = time.monotonic()
        with filling(target) as temporary:
            _fill(work, plan, temporary, started)
    report("assemble", f"run {plan.run_id} is complete")
    return plan.run_id


def _fill(work: Work, plan: Plan, run: Path, started: float) -> None:
    for table in (*TABLES, MEMORY):
        (run / table).mkdir()
    buckets = range(plan.settings.store.buckets)
    counts = [_bucket_counts(work, bucket) for bucket in buckets]
    duplicate_of = _duplicates(work, plan)
    outputs = [output for each in counts for output in _take(work, each, run, duplicate_of)]
    rejects = [*source_problems(work), *decision_problems(work.decisions, run)]
    n_rejects = write_records("problems", run / "problems" / SOURCES_PART, rejects)
    outputs.append(_output("problems", SOURCES_PART, run, n_rejects))
    pages, mentions = (sorted((run / table).iterdir()) for table in ("pages", "mentions"))
    n_claims = write_claims(pages, mentions, run / "claims" / CLAIMS_PART)
    outputs.append(_output("claims", CLAIMS_PART, run, n_claims))
    _share(outputs, run, Store(Path(plan.processed)), plan.base)
    rejected = sum(problem.severity is Severity.ERROR for problem in rejects)
    figures = _figures(counts) | {"rejected": rejected, "duplicates": len(duplicate_of)}
    shards = [_shard_counts(work, shard) for shard in range(plan.n_shards)]
    timings = _timings(shards, counts, started)
    memory = {path.name: sha256_of(path) for path in sorted((run / MEMORY).iterdir())}
    manifest = _manifest(work, plan, outputs, figures, timings)
    write_manifest(run, replace(manifest, memory=memory))
    write_metrics(run, manifest, shards, counts)
    write_package(run, manifest)


def _bucket_counts(work: Work, bucket: int) -> BucketCounts:
    return BucketCounts(**read_json(work.part_folder(bucket) / BUCKET_SUMMARY))


def _shard_counts(work: Work, shard: int) -> ShardCounts:
    return ShardCounts(**read_json(work.shard_folder(shard) / SHARD_SUMMARY)["counts"])


def _duplicates(work: Work, plan: Plan) -> dict[str, str]:
    parts = [part_file(work.part_folder(n), MEMORY) for n in range(plan.settings.store.buckets)]
    sketches = (page.sketch for part in parts for page in read_memory(part))
    return find_duplicates(sketches, plan.settings.clean)


def _take(
    work: Work, counts: BucketCounts, run: Path, duplicate_of: dict[str, str]
) -> Iterable[Output]:
    """Give the run a hard link to each part of a bucket; pages may become duplicates on the way."""
    name = part_name(counts.bucket)
    os.link(part_file(work.part_folder(counts.bucket), MEMORY), run / MEMORY / name)
    for table, rows in counts.rows.items():
        part = part_file(work.part_folder(counts.bucket), table)
        if table == "pages":
            mark_duplicates(part, run / table / name, duplicate_of)
        else:
            os.link(part, run / table / name)
        yield _output(table, name, run, rows)


def _output(table: str, name: str, run: Path, rows: int) -> Output:
    path = run / table / name
    return Output(table, f"{table}/{name}", rows, path.stat().st_size, sha256_of(path))


def _share(outputs: list[Output], run: Path, store: Store, base: str | None) -> None:
    """Replace each part that the base run has as well by a link to that one."""
    if base is None or base not in store.run_ids():
        return
    known = {output.path: output.sha256 for output in store.manifest(base).outputs}
    for output in outputs:
        older = store.runs / base / output.path
        if known.get(output.path) == output.sha256 and older.is_file():
            (run / output.path).unlink()
            os.link(older, run / output.path)


def _manifest(
    work: Work,
    plan: Plan,
    outputs: list[Output],
    figures: dict[str, float],
    timings: dict[str, float],
) -> Manifest:
    return Manifest(
        run_id=plan.run_id,
        schema_version=SCHEMA_VERSION,
        code_version=plan.code_version,
        method=plan.method,
        settings_digest=plan.settings.digest(),
        settings=plan.settings.model_dump(mode="json"),
        raw=plan.raw,
        started=plan.started,
        inputs=tuple(work.inputs()),
        outputs=tuple(outputs),
        figures=figures,
        timings=timings,
    )


def _figures(counts: Iterable[BucketCounts]) -> dict[str, float]:
    """Sums over all buckets, and the share of the visible text that was kept."""
    sums: Counter[str] = Counter()
    for each in counts:
        sums.update(each.figures)
    kept = sums["kept_chars"] / sums["visible_chars"] if sums["visible_chars"] else 0.0
    return {**sums, "kept_share": round(kept, 6)}


def _timings(
    shards: Iterable[ShardCounts], counts: Iterable[BucketCounts], started: float
) -> dict[str, float]:
    """Seconds of work a step, summed over shards and buckets."""
    return {
        "ingest": round(sum(each.seconds for each in shards), 3),
        "process": round(sum(each.seconds for each in counts), 3),
        "assemble": round(time.monotonic() - started, 3),
    }
