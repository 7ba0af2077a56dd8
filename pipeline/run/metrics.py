"""Metrics of a run for machines: `metrics.json` beside the tables, how much of what in which time.

They tell of the machine and the hour, not of the pages, so no hash covers the file.
"""

import resource
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.schemas import TABLES
from pipeline.store.atomic import read_json, write_json
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place

if TYPE_CHECKING:
    from pipeline.run.buckets import BucketCounts
    from pipeline.run.shards import ShardCounts

METRICS_NAME = "metrics.json"
PAGE_STAGES = ("clean", "segment", "tag")  # of pages that were computed, not carried over
KILOBYTE = 1024  # the unit in which Linux tells a process its size


def peak_memory() -> int:
    """The largest size that this process had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE


def write_metrics(
    run: Place,
    manifest: Manifest,
    shards: Sequence["ShardCounts"],
    buckets: Sequence["BucketCounts"],
) -> None:
    """Write the metrics of a run that was assembled."""
    pages = manifest.rows("pages")
    carried = int(manifest.figures.get("carried", 0))
    seconds: Counter[str] = Counter()
    for bucket in buckets:
        seconds.update(bucket.stages)
    rest = sum(bucket.seconds for bucket in buckets) - seconds.total()
    n_read = sum(shard.n_pages for shard in shards)
    stages = {
        "ingest": stage(n_read, sum(shard.seconds for shard in shards)),
        "learn": stage(n_read, seconds["learn"]),
        **{name: stage(pages - carried, seconds[name]) for name in PAGE_STAGES},
        "carry and write": stage(pages, rest),
        "assemble": stage(pages, manifest.timings["assemble"]),
    }
    peaks = [shard.peak_memory for shard in shards] + [bucket.peak_memory for bucket in buckets]
    values = {
        "run_id": manifest.run_id,
        "started": manifest.started,
        "sources": len(manifest.inputs),
        "source_bytes": sum(item.size for item in manifest.inputs),
        "carried_pages": carried,
        "rows": {table: manifest.rows(table) for table in TABLES},
        "stages": stages,
        "peak_memory_bytes": max([*peaks, peak_memory()]),
    }
    write_json(run / METRICS_NAME, _timed(values))


def add_stage(run: Place, name: str, manifest: Manifest, seconds: float) -> None:
    """Add a stage that came after the run was assembled, and the rows that it added."""
    values = read_json(run / METRICS_NAME)
    values["rows"] = {table: manifest.rows(table) for table in TABLES}
    values["stages"][name] = stage(manifest.rows("pages"), seconds)
    values["peak_memory_bytes"] = max(values["peak_memory_bytes"], peak_memory())
    write_json(run / METRICS_NAME, _timed(values))


def stage(pages: int, seconds: float) -> dict[str, float | None]:
    """Pages and seconds of a stage; seconds are summed over all processes that worked on it."""
    speed = round(pages / seconds, 1) if pages and seconds > 0 else None
    return {"pages": pages, "seconds": round(seconds, 3), "pages_per_second": speed}


def _timed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the time since the run was planned, idle hours of an interrupted one too."""
    elapsed = datetime.now(UTC) - datetime.fromisoformat(values["started"])
    return {**values, "elapsed_seconds": round(elapsed.total_seconds(), 1)}
