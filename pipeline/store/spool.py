"""Decoded pages on disk, sorted, between ingest and the processing of a bucket.

A spool is an external sort: pages are held until `RUN_CHARS` of text, then written as one sorted
run; reading merges the runs. So the order of arrival does not matter and memory stays bounded,
whatever the number of pages.
"""

import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.model.records import Problem, RawPage, Severity
from pipeline.store.manifest import flat

SUFFIX = ".arrow"
RUN_CHARS = 64_000_000  # text of one sorted run; some 200 MB in memory with its pages
BATCH_CHARS = 1_000_000  # text of a run that is read at once while merging
MERGE_WIDTH = 200  # runs read at once: 200 MB, and few of the 1,000 files a process may open

Order = Callable[[RawPage], tuple[Any, ...]]
Chosen = Callable[[str, str], bool]  # by site and page id

_COLUMNS = tuple(field.name for field in fields(RawPage))
_TYPES = {
    "source_index": pa.int64(),
    "fetched_at": pa.timestamp("us", tz="UTC"),
    "text": pa.large_string(),
}
_SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in _COLUMNS])
_PLAIN = tuple(name for name in _COLUMNS if name != "problems")  # problems stand last, as JSON
_PLAIN_OF = attrgetter(*_PLAIN)


def by_site(page: RawPage) -> tuple[Any, ...]:
    """Sites together, then pages by id; of pages with one id the one to keep comes first.

    That is the one fetched last, then the longest, then the one of the smallest source.
    """
    fetched = -page.fetched_at.timestamp() if page.fetched_at else float("inf")
    return (page.site, page.page_id, fetched, -len(page.text), page.source, page.source_index)


def by_id(page: RawPage) -> tuple[Any, ...]:
    """Pages by id: the order of all tables."""
    return (page.page_id,)


class Spool:
    """Takes pages in any order and leaves them in `folder` as sorted runs `<name>-<n>.arrow`."""

    def __init__(self, folder: Path, name: str, order: Order, run_chars: int = RUN_CHARS) -> None:
        self._folder = folder
        self._name = name
        self._order = order
        self._run_chars = run_chars
        self._pages: list[RawPage] = []
        self._chars = 0
        self._runs = 0

    def add(self, page: RawPage) -> None:
        """Take one page; its time of fetching is read as UTC where it names no zone."""
        self._pages.append(_with_zone(page))
        self._chars += len(page.text)
        if self._chars >= self._run_chars:
            self.end_run()

    @property
    def chars(self) -> int:
        """Characters of text that are held in memory."""
        return self._chars

    def end_run(self) -> None:
        """Write what is held as one sorted run."""
        if self._pages:
            path = self._folder / f"{self._name}-{self._runs:04d}{SUFFIX}"
            _write_run(path, sorted(self._pages, key=self._order))
            self._runs += 1
        self._pages = []
        self._chars = 0


def merged(
    paths: Iterable[Path], order: Order, scratch: Path, chosen: Chosen | None = None
) -> Iterator[RawPage]:
    """The pages of all runs, each sorted by `order`, in that order; `chosen` leaves some out.

    More runs than `MERGE_WIDTH` are merged in groups first, into files in `scratch`.
    """
    runs = sorted(paths)
    level = 0
    while len(runs) > MERGE_WIDTH:
        groups = [runs[start : start + MERGE_WIDTH] for start in range(0, len(runs), MERGE_WIDTH)]
        targets = [scratch / f"merged-{level}-{n:04d}{SUFFIX}" for n in range(len(groups))]
        for group, target in zip(groups, targets, strict=True):
            _write_run(target, _merge(group, order, chosen))
        runs = targets
        level += 1
    return _merge(runs, order, chosen)


def _merge(runs: Iterable[Path], order: Order, chosen: Chosen | None) -> Iterator[RawPage]:
    return heapq.merge(*(_read_run(run, chosen) for run in runs), key=order)


def _with_zone(page: RawPage) -> RawPage:
    if page.fetched_at is None:
        return page
    fetched = page.fetched_at
    zoned = fetched.astimezone(UTC) if fetched.tzinfo else fetched.replace(tzinfo=UTC)
    return replace(page, fetched_at=zoned)


def _write_run(path: Path, pages: Iterable[RawPage]) -> None:
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.ipc.new_stream(file, _SCHEMA, options=options) as out,
    ):
        for batch in _batches(pages):
            out.write_batch(batch)


def _batches(pages: Iterable[RawPage]) -> Iterator[pa.RecordBatch]:
    rows: list[tuple[Any, ...]] = []
    chars = 0
    for page in pages:
        rows.append((*_PLAIN_OF(page), problems_as_json(page.problems)))
        chars += len(page.text)
        if chars >= BATCH_CHARS:
            yield _batch(rows)
            rows, chars = [], 0
    if rows:
        yield _batch(rows)


def _batch(rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, _SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)


def _read_run(path: Path, chosen: Chosen | None = None) -> Iterator[RawPage]:
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_stream(file) as batches:
        for every in batches:
            batch = every if chosen is None else _chosen(every, chosen)
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield _page(values)


def _chosen(batch: pa.RecordBatch, chosen: Chosen) -> pa.RecordBatch:
    """The rows that are chosen, found before a page is made of any."""
    keys = (batch.column(name).to_pylist() for name in ("site", "page_id"))
    return batch.filter(pa.array(map(chosen, *keys), pa.bool_()))


def _page(values: tuple[Any, ...]) -> RawPage:
    named = dict(zip(_COLUMNS, values, strict=True))
    return RawPage(**{**named, "problems": problems_from_json(named["problems"])})


def problems_as_json(problems: Sequence[Problem]) -> str:
    """The problems as a JSON list of objects."""
    return json.dumps([flat(problem) for problem in problems]) if problems else "[]"


def problems_from_json(text: str) -> tuple[Problem, ...]:
    """The problems that were written as a JSON list of objects."""
    return () if text == "[]" else tuple(map(problem_from, json.loads(text)))


def problem_from(values: dict[str, Any]) -> Problem:
    """The problem that was written as a JSON object."""
    return Problem(**{**values, "severity": Severity(values["severity"])})
