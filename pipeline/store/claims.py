"""What is said of a condition: the mentions of all parts, counted over pages and sites.

A page and its near-duplicates are one voice: of all that say the same thing, the page that the
others repeat is counted, or the one with the smallest id where that page does not say it. Counting
is Arrow's: every run counts all pages anew, so it has to be cheap. All mentions of a run meet in
one place, so texts are numbers there: the places of pages among all sorted by id, and of labels,
terms and conditions in dictionaries.
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
    known = _pages(pages)
    said, texts = _said(mentions, known["page_id"])
    claims = _claims(_voices(said, known))
    columns = {name: texts[name].take(claims[name]) for name in CLAIM}
    columns |= {name: claims[name] for name in ("n_pages", "n_sites", "n_mentions", "n_negated")}
    columns["example_page_id"] = known["page_id"].take(claims["example"])
    ordered = _ordered(pa.table(columns))
    with PartWriter("claims", target) as writer:
        for start in range(0, ordered.num_rows, TABLES["claims"].row_group_size):
            rows = ordered.slice(start, TABLES["claims"].row_group_size)
            writer.carry(rows.combine_chunks().to_batches())
    return writer.n_rows


def _pages(parts: Iterable[Path]) -> pa.Table:
    """All pages by id, their sites as numbers, and the place of the page that each repeats."""
    columns = ["page_id", "site", "duplicate_of"]
    schema = plain_schema(pa.schema(map(arrow_schema("pages").field, columns)))
    batches = [batch for path in parts for batch in read_plain(path, BATCH_ROWS, columns)]
    pages = pa.Table.from_batches(batches, schema=schema).sort_by("page_id").combine_chunks()
    original = pc.coalesce(pages["duplicate_of"], pages["page_id"])
    site = pages["site"].combine_chunks().dictionary_encode().indices
    places = {"site": site, "original": pc.index_in(original, pages["page_id"])}
    return pa.table({"page_id": pages["page_id"], **places})


def _said(parts: Iterable[Path], page_ids: pa.ChunkedArray) -> tuple[pa.Table, dict[str, pa.Array]]:
    """What each page says and denies of each claim, in numbers, and the texts that they stand for.

    Mentions are counted as they are read, so only what is new on a page is held.
    """
    schema = plain_schema(
        pa.schema(map(arrow_schema("mentions").field, [*CLAIM, "page_id", "negated"]))
    )
    nothing = pa.RecordBatch.from_pylist([], schema=schema)
    batches = (batch for path in parts for batch in read_plain(path, BATCH_ROWS, schema.names))
    counted = [_counted(batch, page_ids) for batch in (nothing, *batches)]
    whole = pa.concat_tables(counted).unify_dictionaries().combine_chunks()
    texts = {}
    for place, name in enumerate(CLAIM):
        column = whole[name].combine_chunks()
        texts[name] = column.dictionary
        whole = whole.set_column(place, name, column.indices)
    # A batch may end within a page.
    said = whole.group_by([*CLAIM, "page"]).aggregate([("said", "sum"), ("denied", "sum")])
    return said.rename_columns([name.removesuffix("_sum") for name in said.column_names]), texts


def _counted(mentions: pa.RecordBatch, page_ids: pa.ChunkedArray) -> pa.Table:
    """What each page of a batch says and denies of each claim."""
    counted = (
        pa.Table.from_batches([mentions])
        .group_by([*CLAIM, "page_id"])
        .aggregate([("negated", "count"), ("negated", "sum")])
    )
    denied = pc.cast(counted["negated_sum"], pa.int64())
    columns = {name: pc.dictionary_encode(counted[name]) for name in CLAIM}
    columns["page"] = pc.index_in(counted["page_id"], page_ids)
    columns |= {"said": pc.subtract(counted["negated_count"], denied), "denied": denied}
    return pa.table(columns)


def _voices(said: pa.Table, pages: pa.Table) -> pa.Table:
    """Of the pages of a group of near-duplicates that say the same, the one that is counted."""
    original = pages["original"].take(said["page"])
    repeats = pc.cast(pc.not_equal(original, said["page"]), pa.int64())
    order = pc.add(pc.multiply(repeats, pages.num_rows), said["page"])
    heard = said.append_column("site", pages["site"].take(said["page"]))
    heard = heard.append_column("original", original).append_column("order", order)
    heard = heard.sort_by("order")
    first = heard.group_by([*CLAIM, "original"], use_threads=False).aggregate(
        [(name, "first") for name in ("page", "site", "said", "denied")]
    )
    return first.rename_columns([name.removesuffix("_first") for name in first.column_names])


def _claims(voices: pa.Table) -> pa.Table:
    """Each claim with its counts, and the page that is its example."""
    says = pc.greater(voices["said"], 0)
    for name, of in (("speaker", "page"), ("place", "site")):
        nothing = pa.scalar(None, voices[of].type)
        voices = voices.append_column(name, pc.if_else(says, voices[of], nothing))
    counted = voices.group_by(CLAIM).aggregate(
        [
            ("speaker", "count"),
            ("place", "count_distinct"),
            ("said", "sum"),
            ("denied", "sum"),
            ("speaker", "min"),
            ("page", "min"),
        ]
    )
    columns = {
        **{name: counted[name] for name in CLAIM},
        "n_pages": counted["speaker_count"],
        "n_sites": counted["place_count_distinct"],
        "n_mentions": counted["said_sum"],
        "n_negated": counted["denied_sum"],
        "example": pc.coalesce(counted["speaker_min"], counted["page_min"]),
    }
    return pa.table(columns)


def _ordered(claims: pa.Table) -> pa.Table:
    keys = [(name, "ascending", "at_start") for name in TABLES["claims"].sort_by]
    return claims.take(pc.sort_indices(claims, sort_keys=keys))
