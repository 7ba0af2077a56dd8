"""What is said of a condition: the mentions of all parts, counted over pages and sites.

A page and its near-duplicates are one voice: of all that say the same thing, the page that the
others repeat is counted, or the one with the smallest id where that page does not say it. Counting
is Arrow's: every run counts all pages anew, so it has to be cheap.
"""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.schemas import TABLES, arrow_schema
from pipeline.store.parquet import PartWriter, plain_schema, read_plain

BATCH_ROWS = 100_000
CLAIM = ["condition", "label", "aspect", "term"]


def write_claims(pages: Iterable[Path], mentions: Iterable[Path], target: Path) -> int:
    """Count the mentions of all parts and write the `claims` part; returns its rows."""
    said = _said(_columns("mentions", mentions, [*CLAIM, "page_id", "negated"]))
    voices = _voices(said, _columns("pages", pages, ["page_id", "site", "duplicate_of"]))
    claims = _ordered(_claims(voices))
    with PartWriter("claims", target) as writer:
        for start in range(0, claims.num_rows, TABLES["claims"].row_group_size):
            rows = claims.slice(start, TABLES["claims"].row_group_size)
            writer.carry(rows.combine_chunks().to_batches())
    return writer.n_rows


def _columns(table: str, parts: Iterable[Path], columns: list[str]) -> pa.Table:
    """These columns of all parts of a table, labels as text."""
    schema = plain_schema(pa.schema(map(arrow_schema(table).field, columns)))
    batches = [batch for path in parts for batch in read_plain(path, BATCH_ROWS, columns)]
    return pa.Table.from_batches(batches, schema=schema)


def _said(mentions: pa.Table) -> pa.Table:
    """What each page says and denies of each claim."""
    counted = mentions.group_by([*CLAIM, "page_id"]).aggregate(
        [("negated", "count"), ("negated", "sum")]
    )
    denied = pc.cast(counted["negated_sum"], pa.int64())
    said = pc.subtract(counted["negated_count"], denied)
    return (
        counted.select([*CLAIM, "page_id"])
        .append_column("said", said)
        .append_column("denied", denied)
    )


def _voices(said: pa.Table, pages: pa.Table) -> pa.Table:
    """Of the pages of a group of near-duplicates that say the same, the one that is counted."""
    place = pc.index_in(said["page_id"], pages["page_id"])
    original = pc.coalesce(pages["duplicate_of"].take(place), said["page_id"])
    itself = pc.if_else(pc.equal(original, said["page_id"]), "0", "1")
    order = pc.binary_join_element_wise(itself, said["page_id"], "")
    heard = said.append_column("site", pages["site"].take(place))
    heard = heard.append_column("original", original).append_column("order", order)
    heard = heard.sort_by("order")
    first = heard.group_by([*CLAIM, "original"], use_threads=False).aggregate(
        [(name, "first") for name in ("page_id", "site", "said", "denied")]
    )
    return first.rename_columns([name.removesuffix("_first") for name in first.column_names])


def _claims(voices: pa.Table) -> pa.Table:
    """The rows of the table: each claim with its counts."""
    says = pc.greater(voices["said"], 0)
    for name, of in (("page", "page_id"), ("speaker", "site")):
        nothing = pa.scalar(None, pa.string())
        voices = voices.append_column(name, pc.if_else(says, voices[of], nothing))
    counted = voices.group_by(CLAIM).aggregate(
        [
            ("page", "count"),
            ("speaker", "count_distinct"),
            ("said", "sum"),
            ("denied", "sum"),
            ("page", "min"),
            ("page_id", "min"),
        ]
    )
    columns = {
        **{name: counted[name] for name in CLAIM},
        "n_pages": counted["page_count"],
        "n_sites": counted["speaker_count_distinct"],
        "n_mentions": counted["said_sum"],
        "n_negated": counted["denied_sum"],
        "example_page_id": pc.coalesce(counted["page_min"], counted["page_id_min"]),
    }
    return pa.table(columns)


def _ordered(claims: pa.Table) -> pa.Table:
    keys = [(name, "ascending", "at_start") for name in TABLES["claims"].sort_by]
    return claims.take(pc.sort_indices(claims, sort_keys=keys))
