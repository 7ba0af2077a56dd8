"""Near-duplicates over all pages: sketches are made with the page, compared when all are there.

A page may repeat a page of any other site, so a bucket alone can't tell. Comparing takes half a
kilobyte a page and no text; only parts in which a duplicate stands are written again.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.clean.duplicates import Sketch
from pipeline.schemas import TABLES
from pipeline.store.atomic import replacing
from pipeline.store.parquet import PartWriter, read_rows

_SCHEMA = pa.schema(
    [
        ("page_id", pa.string()),
        ("fetched_at", pa.timestamp("us", tz="UTC")),
        ("length", pa.int64()),
        ("signature", pa.binary()),
    ]
)


def write_sketches(path: Path, sketches: Iterable[Sketch]) -> None:
    """Write the sketches of a bucket's pages."""
    rows = [(each.page_id, each.fetched_at, each.length, each.signature) for each in sketches]
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * len(_SCHEMA)
    with replacing(path) as temporary:
        table = pa.table(
            [pa.array(*pair) for pair in zip(columns, _SCHEMA.types, strict=True)], schema=_SCHEMA
        )
        pq.write_table(table, temporary, compression="zstd")


def read_sketches(paths: Iterable[Path]) -> Iterator[Sketch]:
    """The sketches of all buckets."""
    for path in paths:
        for values in read_rows(path, _SCHEMA.names):
            yield Sketch(*values)


def mark_duplicates(pages: Path, target: Path, duplicate_of: dict[str, str]) -> None:
    """Give the run its `pages` part: as it is, or with `duplicate_of` where a page has one."""
    if not any(page_id in duplicate_of for (page_id,) in read_rows(pages, ["page_id"])):
        os.link(pages, target)
        return
    columns = [field.name for field in TABLES["pages"].fields]
    page_id, place = columns.index("page_id"), columns.index("duplicate_of")
    with PartWriter("pages", target) as writer:
        for row in read_rows(pages, columns):
            original = duplicate_of.get(row[page_id])
            writer.write_row((*row[:place], original, *row[place + 1 :]))
