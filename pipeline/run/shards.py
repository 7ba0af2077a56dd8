"""Ingest: one shard of source files becomes decoded pages, sorted into buckets by site."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from pipeline.ingest import Source, read_source
from pipeline.model.records import Problem, RawPage
from pipeline.run.metrics import peak_memory
from pipeline.run.pieces import SITES, bucket_of
from pipeline.run.progress import report
from pipeline.run.work import Work
from pipeline.store.atomic import filling, read_json, write_json
from pipeline.store.places import Place
from pipeline.store.spool import RUN_CHARS, Spool, by_site, problem_from

SHARD_SUMMARY = "shard.json"


@dataclass(frozen=True, slots=True)
class ShardCounts:
    """What reading one shard gave."""

    shard: int
    n_sources: int
    n_pages: int
    seconds: float
    peak_memory: int  # of the process, in bytes


def ingest_shard(folder: Place, shard: int) -> ShardCounts:
    """Read the sources of one shard into the work area, unless that is done; returns counts."""
    work = Work(folder)
    target = work.shard_folder(shard)
    if not (target / SHARD_SUMMARY).exists():
        with filling(target, SHARD_SUMMARY, shared=True) as temporary:
            _fill(work, shard, temporary)
    counts = ShardCounts(**read_json(target / SHARD_SUMMARY)["counts"])
    report("ingest", f"shard {shard}: {counts.n_pages} pages from {counts.n_sources} sources")
    return counts


def _fill(work: Work, shard: int, folder: Path) -> None:
    started = time.monotonic()
    plan = work.plan()
    sources = [Source(**item["source"]) for item in work.shard(shard)]
    found = (item for source in sources for item in read_source(source, plan.settings.ingest))
    problems, sites = _spool(_limited(found, plan.limit), folder, plan.settings.store.buckets)
    write_json(folder / SITES, sites)
    seconds = time.monotonic() - started
    counts = ShardCounts(shard, len(sources), sites.total(), round(seconds, 3), peak_memory())
    summary = {"counts": asdict(counts), "problems": [asdict(problem) for problem in problems]}
    write_json(folder / SHARD_SUMMARY, summary)


def _limited(found: Iterable[RawPage | Problem], limit: int | None) -> Iterable[RawPage | Problem]:
    return found if limit is None else islice(found, limit)


def _spool(
    found: Iterable[RawPage | Problem], folder: Path, buckets: int
) -> tuple[list[Problem], Counter[str]]:
    """Sort the pages into one spool a bucket, all of them together within the memory of one.

    Returns problems and how many pages of each site there are.
    """
    spools = [Spool(folder, f"{bucket:04d}", by_site) for bucket in range(buckets)]
    problems = []
    sites: Counter[str] = Counter()
    held = 0
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        sites[item.site] += 1
        held += len(item.text)
        spools[bucket_of(item.site, buckets)].add(item)
        if held >= RUN_CHARS:
            _end_runs(spools)
            held = 0
    _end_runs(spools)
    return problems, sites


def _end_runs(spools: Iterable[Spool]) -> None:
    for spool in spools:
        spool.end_run()


def source_problems(work: Work) -> list[Problem]:
    """The problems that reading gave for sources and records without a page."""
    shards = map(work.shard_folder, range(work.plan().n_shards))
    summaries = [read_json(folder / SHARD_SUMMARY) for folder in shards]
    return [problem_from(values) for summary in summaries for values in summary["problems"]]
