"""Assemble: the finished parts become a candidate run with claims, problems and a manifest.

A part that stands in the work area, or is the same in the base run, is linked on a disk and copied
by the storage itself elsewhere: a run is a whole folder for whoever reads it, and removing one
touches no other. What has to be read of the parts is fetched once.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, compress
from pathlib import Path

from pipeline.clean.duplicates import find_duplicates, may_repeat
from pipeline.model.records import Severity
from pipeline.review.stale import decision_problems
from pipeline.run.base import part_name
from pipeline.run.buckets import BUCKET_SUMMARY, BucketCounts, part_file
from pipeline.run.duplicates import mark_duplicates
from pipeline.run.memory import MEMORY, read_signatures, read_sketches
from pipeline.run.metrics import write_metrics
from pipeline.run.progress import report
from pipeline.run.shards import SHARD_SUMMARY, ShardCounts, source_problems
from pipeline.run.work import Plan, Work
from pipeline.schemas import SCHEMA_VERSION, TABLES
from pipeline.store.atomic import filling, read_json, sha256_of
from pipeline.store.claims import write_claims
from pipeline.store.manifest import MANIFEST_NAME, Manifest, Output, write_manifest
from pipeline.store.package import write_package
from pipeline.store.parquet import write_records
from pipeline.store.places import Place, fetched

SOURCES_PART = "part-sources.parquet"  # problems of sources, which belong to no bucket
CLAIMS_PART = "part-0000.parquet"  # claims count over all buckets


def assemble(folder: Place) -> str:
    """Make the candidate run, unless that is done; returns its id."""
    work = Work(folder)
    plan = work.plan()
    target = plan.store.runs / plan.run_id
    if not (target / MANIFEST_NAME).exists():
        started = time.monotonic()
        links: dict[str, Place] = {}
        with (
            filling(target, MANIFEST_NAME, links) as temporary,
            fetched(work.parts, _read_here(work, plan)) as parts,
        ):
            _Assembly(work, plan, parts, temporary, links).fill(started)
    report("assemble", f"run {plan.run_id} is complete")
    return plan.run_id


def _read_here(work: Work, plan: Plan) -> list[str]:
    """The files of the parts that assembling looks into."""
    tables = [MEMORY, "pages", "mentions"]
    if work.decisions.read_bytes().strip():
        tables.append("blocks")
    names = [BUCKET_SUMMARY, *map(part_file, tables)]
    folders = (work.part_folder(bucket).name for bucket in range(plan.settings.store.buckets))
    return [f"{folder}/{name}" for folder in folders for name in names]


class _Assembly:
    """A run while it is put together."""

    def __init__(
        self, work: Work, plan: Plan, parts: Path, run: Path, links: dict[str, Place]
    ) -> None:
        self._work = work
        self._plan = plan
        self._run = run
        self._links = links
        self._folders = [
            parts / work.part_folder(bucket).name for bucket in range(plan.settings.store.buckets)
        ]
        self._pages = {folder: folder / part_file("pages") for folder in self._folders}
        for table in (*TABLES.keys() - {"audit"}, MEMORY):
            (run / table).mkdir()

    def fill(self, started: float) -> None:
        """Write what belongs to no bucket, and name the parts of all buckets."""
        counts = [BucketCounts(**read_json(each / BUCKET_SUMMARY)) for each in self._folders]
        duplicate_of = self._duplicates()
        outputs = [output for each in counts for output in self._take(each, duplicate_of)]
        n_rejects, n_errors = self._write_rejects()
        outputs.append(self._written("problems", SOURCES_PART, n_rejects))
        mentions = (folder / part_file("mentions") for folder in self._folders)
        claims = self._run / "claims" / CLAIMS_PART
        n_claims = write_claims(self._pages.values(), mentions, claims)
        outputs.append(self._written("claims", CLAIMS_PART, n_claims))
        memory = {part_name(each.bucket): each.hashes[MEMORY] for each in counts}
        hashes = {each.path: each.sha256 for each in outputs}
        self._share(hashes | {f"{MEMORY}/{name}": digest for name, digest in memory.items()})
        figures = _figures(counts) | {"rejected": n_errors, "duplicates": len(duplicate_of)}
        shards = [_shard_counts(self._work, shard) for shard in range(self._plan.n_shards)]
        timings = _timings(shards, counts, started)
        manifest = _manifest(self._work, self._plan, outputs, figures, timings)
        write_manifest(self._run, replace(manifest, memory=memory))
        write_metrics(self._run, manifest, shards, counts)
        write_package(self._run, manifest)

    def _duplicates(self) -> dict[str, str]:
        """Near-duplicates of all buckets; sketches are held only of pages that may be such."""
        settings = self._plan.settings.clean
        parts = [folder / part_file(MEMORY) for folder in self._folders]
        asked = may_repeat(chain.from_iterable(map(read_signatures, parts)), settings)
        sketches = chain.from_iterable(map(read_sketches, parts))
        return find_duplicates(compress(sketches, asked), settings)

    def _take(self, counts: BucketCounts, duplicate_of: dict[str, str]) -> Iterator[Output]:
        """The parts of a bucket; pages may become duplicates on the way."""
        name = part_name(counts.bucket)
        stands = self._work.part_folder(counts.bucket)
        folder = self._folders[counts.bucket]
        self._links[f"{MEMORY}/{name}"] = stands / part_file(MEMORY)
        for table, rows in counts.rows.items():
            target = self._run / table / name
            if table == "pages" and mark_duplicates(self._pages[folder], target, duplicate_of):
                self._pages[folder] = target
                yield self._written(table, name, rows)
            else:
                path = f"{table}/{name}"
                self._links[path] = stands / part_file(table)
                yield Output(table, path, rows, counts.sizes[table], counts.hashes[table])

    def _written(self, table: str, name: str, rows: int) -> Output:
        path = self._run / table / name
        return Output(table, f"{table}/{name}", rows, path.stat().st_size, sha256_of(path))

    def _write_rejects(self) -> tuple[int, int]:
        """Write the problems of sources and decisions; returns how many, and of them errors."""
        parts = ((pages, folder / part_file("blocks")) for folder, pages in self._pages.items())
        rejects = [
            *source_problems(self._work),
            *decision_problems(self._work.decisions, parts),
        ]
        rows = write_records("problems", self._run / "problems" / SOURCES_PART, rejects)
        return rows, sum(problem.severity is Severity.ERROR for problem in rejects)

    def _share(self, hashes: dict[str, str]) -> None:
        """Take each part that the base run has as well from there: on a disk it costs no space."""
        store, base = self._plan.store, self._plan.base
        if base is None or base not in store.run_ids():
            return
        manifest = store.manifest(base)
        known = {output.path: output.sha256 for output in manifest.outputs}
        known |= {f"{MEMORY}/{name}": digest for name, digest in manifest.memory.items()}
        for path, digest in hashes.items():
            older = store.runs / base / path
            if known.get(path) == digest and older.is_file():
                (self._run / path).unlink(missing_ok=True)
                self._links[path] = older


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


def _shard_counts(work: Work, shard: int) -> ShardCounts:
    return ShardCounts(**read_json(work.shard_folder(shard) / SHARD_SUMMARY)["counts"])


def _timings(
    shards: Iterable[ShardCounts], counts: Iterable[BucketCounts], started: float
) -> dict[str, float]:
    """Seconds of work a step, summed over shards and buckets."""
    return {
        "ingest": round(sum(each.seconds for each in shards), 3),
        "process": round(sum(each.seconds for each in counts), 3),
        "assemble": round(time.monotonic() - started, 3),
    }
