"""What a run remembers of each page, so that the next one computes only what changed.

Kept beside the tables in `_memory/`, a name that readers of Parquet folders pass over.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.clean.duplicates import Sketch
from pipeline.clean.site import PageNotes
from pipeline.model.ids import digest
from pipeline.model.records import RawPage
from pipeline.store.atomic import replacing
from pipeline.store.parquet import read_rows
from pipeline.store.spool import problems_as_json

MEMORY = "_memory"


@dataclass(frozen=True, slots=True)
class PageMemory:
    """One page: what it was made from, what its site said of it, what comparing it needs."""

    page_id: str
    site: str
    made_from: str  # digest of the page as it was read
    bearing: bytes  # what the site's profile said of it
    ruled: str  # ids of the reviewers' decisions that could touch it
    titles: bytes  # digests of what may be its title
    as_lines: bytes  # digests of the titles that it states and of its lines
    as_titles: bytes  # the same as titles
    linked: bytes  # a byte a line, 1 where most of it stands in links
    noted: bool  # whether learning could read it; False: compute it again
    fetched_at: datetime | None
    length: int
    signature: bytes
    topics: str  # JSON

    def notes(self, lines: Iterable[str] = ()) -> PageNotes:
        """The page as learning sees it; its lines must be given to learn from it."""
        digests = (self.titles, self.as_lines, self.as_titles, self.linked)
        return PageNotes(self.page_id, *digests, tuple(lines))


_TYPES = {
    "bearing": pa.binary(),
    "titles": pa.binary(),
    "as_lines": pa.binary(),
    "as_titles": pa.binary(),
    "linked": pa.binary(),
    "noted": pa.bool_(),
    "fetched_at": pa.timestamp("us", tz="UTC"),
    "length": pa.int64(),
    "signature": pa.binary(),
}
_NAMES = tuple(field.name for field in fields(PageMemory))
_SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in _NAMES])
_ROW_OF = attrgetter(*_NAMES)


def made_from(raw: RawPage) -> str:
    """A digest of all that a page's rows are made from, its bytes standing for its text."""
    return digest(
        raw.source,
        str(raw.source_index),
        raw.url or "",
        raw.site,
        str(raw.fetched_at),
        raw.content_sha256,
        raw.media_type,
        raw.encoding,
        raw.encoding_source,
        str(len(raw.text)),
        problems_as_json(raw.problems),
    )


def remember(
    raw: RawPage, notes: PageNotes | None, bearing: bytes, ruled: str, sketch: Sketch
) -> PageMemory:
    """The memory of a page that was computed."""
    return PageMemory(
        page_id=raw.page_id,
        site=raw.site,
        made_from=made_from(raw),
        bearing=bearing,
        ruled=ruled,
        titles=notes.titles if notes else b"",
        as_lines=notes.as_lines if notes else b"",
        as_titles=notes.as_titles if notes else b"",
        linked=notes.linked if notes else b"",
        noted=notes is not None,
        fetched_at=sketch.fetched_at,
        length=sketch.length,
        signature=sketch.signature,
        topics=json.dumps(sketch.topics),
    )


def write_memory(path: Path, pages: Iterable[PageMemory]) -> None:
    """Write what is remembered of a bucket's pages."""
    columns = list(zip(*map(_ROW_OF, pages), strict=True)) or [()] * len(_SCHEMA)
    arrays = [pa.array(*pair) for pair in zip(columns, _SCHEMA.types, strict=True)]
    with replacing(path) as temporary:
        table = pa.Table.from_arrays(arrays, schema=_SCHEMA)
        pq.write_table(table, temporary, compression="zstd")


def read_sketches(path: Path) -> Iterator[Sketch]:
    """What the search for near-duplicates needs to know of a bucket's pages."""
    names = ("page_id", "fetched_at", "length", "signature", "topics")
    for page_id, fetched_at, length, signature, topics in read_rows(path, names):
        yield Sketch(page_id, fetched_at, length, signature, _topics(topics))


def read_signatures(path: Path) -> Iterator[bytes]:
    """The signatures of a bucket's pages, in the order of their sketches."""
    return (signature for (signature,) in read_rows(path, ["signature"]))


def _topics(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((word, count) for word, count in json.loads(text))


def read_memory(path: Path) -> Iterator[PageMemory]:
    """What is remembered of a bucket's pages."""
    for values in read_rows(path, _NAMES):
        yield PageMemory(*values)
