"""The schema of every table: the only place that defines them.

Each table is flat, one fact a row, joined by ids. A field has a type, an honest `nullable` and a
description; Parquet files, `to_dict`, the data dictionary and the audit all read them from here.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `type` is a key of `ARROW_TYPES`."""

    name: str
    type: str
    description: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table; rows are sorted by `sort_by`, and `primary_key` is unique."""

    name: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    sort_by: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str, str], ...] = ()  # (column, table, column there)
    row_group_size: int = 100_000  # 10,000 where rows hold long text: look-ups read less


# "label" is text with few distinct values, stored as a dictionary: a categorical in pandas.
ARROW_TYPES = ("text", "label", "int", "float", "bool", "timestamp")

_PAGE_ID = Field("page_id", "text", "The page; 24 hex digits.")
_BLOCK_ID = Field("block_id", "text", "The block; stable while its text stays on the page.")
_CONDITION = "What the page is about, such as “lumbar cramps”; in the page's words, folded."

PAGES = Table(
    "pages",
    "One row a scraped page, with its clean text.",
    (
        Field("page_id", "text", "24 hex digits, from the canonical URL, else source and index."),
        Field("url", "text", "The address it was scraped from.", nullable=True),
        Field("site", "label", "Host of the URL without `www.`, else the folder of the source."),
        Field("source", "text", "Path of the file it came in, relative to the input folder."),
        Field("source_index", "int", "Place in that file, from 0."),
        Field(
            "fetched_at", "timestamp", "When it was scraped, where the source says.", nullable=True
        ),
        Field("content_sha256", "text", "SHA-256 of the page's bytes as they came."),
        Field("media_type", "label", "`text/html` or `text/plain`."),
        Field("encoding", "label", "The encoding by which the bytes were read."),
        Field("encoding_source", "label", "What named it: bom, http, meta, detected or given."),
        Field("language", "label", "ISO 639-1 code of the clean text's language.", nullable=True),
        Field("title", "text", "The page's title without the site's name.", nullable=True),
        Field("author", "text", "The author as printed or declared.", nullable=True),
        Field("published", "text", "Date of publication, ISO 8601.", nullable=True),
        Field("condition", "text", _CONDITION, nullable=True),
        Field("status", "label", "ok, partial (has warnings), failed or skipped."),
        Field(
            "duplicate_of", "text", "`page_id` of the page that this one repeats.", nullable=True
        ),
        Field("text", "text", "The clean text: kept blocks joined by newlines."),
        Field("visible_chars", "int", "Characters of all blocks, kept and removed."),
        Field("kept_chars", "int", "Characters of the kept blocks."),
        Field("n_blocks", "int", "Number of blocks."),
        Field("n_removed", "int", "Number of removed blocks."),
        Field("n_sections", "int", "Number of sections."),
        Field("n_causes", "int", "Number of CAUSE mentions."),
        Field("n_remedies", "int", "Number of REMEDY mentions."),
    ),
    primary_key=("page_id",),
    sort_by=("page_id",),
    row_group_size=10_000,
)

BLOCKS = Table(
    "blocks",
    "One row a line of a page as a browser shows it, kept or removed with the reason.",
    (
        _PAGE_ID,
        _BLOCK_ID,
        Field("position", "int", "Place on the page, from 0."),
        Field("tag", "label", "Block-level element; `line` for text input."),
        Field("xpath", "text", "Where the element stands in the HTML.", nullable=True),
        Field("line", "int", "Line number in text input, from 1.", nullable=True),
        Field("start", "int", "Start in the visible text: all blocks joined by newlines."),
        Field("end", "int", "End in the visible text."),
        Field("text", "text", "The text of the line."),
        Field("kept", "bool", "Whether the block is part of the clean text."),
        Field("reason", "label", "Why it was removed.", nullable=True),
        Field("rule", "label", "The rule that decided.", nullable=True),
        Field("evidence", "text", "What the rule saw.", nullable=True),
        Field("score", "float", "How sure the decision is, 0 to 1.", nullable=True),
        Field(
            "section_id",
            "text",
            "The section that the block's first character is in.",
            nullable=True,
        ),
    ),
    primary_key=("block_id",),
    sort_by=("page_id", "position"),
    foreign_keys=(("page_id", "pages", "page_id"), ("section_id", "sections", "section_id")),
    row_group_size=10_000,
)

SECTIONS = Table(
    "sections",
    "One row a section: a heading with what belongs to it, without its sub-sections.",
    (
        _PAGE_ID,
        Field("section_id", "text", "The section; stable while heading and number stay."),
        Field("parent_id", "text", "The section around it.", nullable=True),
        Field("block_id", "text", "The block in which the heading stands."),
        Field("position", "int", "Place on the page, from 0."),
        Field("number", "text", "Path in the tree, such as 2.1; a printed gap (1, 2, 4) is kept."),
        Field("level", "int", "1 for a top section."),
        Field("marker", "text", "The number as printed, such as `1.`", nullable=True),
        Field("heading", "text", "The heading without its marker."),
        Field("kind", "label", "causes, symptoms, treatment, prevention, diagnosis, diet, …"),
        Field("kind_score", "float", "How sure the kind is, 0 to 1."),
        Field("start", "int", "Start in `pages.text`."),
        Field("end", "int", "End in `pages.text`."),
        Field("text", "text", "That slice: the heading's line and the section's own body."),
        Field("score", "float", "How sure the heading and its place in the tree are, 0 to 1."),
        Field("evidence", "text", "What that leaned on."),
    ),
    primary_key=("section_id",),
    sort_by=("page_id", "position"),
    foreign_keys=(
        ("page_id", "pages", "page_id"),
        ("parent_id", "sections", "section_id"),
        ("block_id", "blocks", "block_id"),
    ),
    row_group_size=10_000,
)

MENTIONS = Table(
    "mentions",
    "One row a phrase that names a cause of, or a remedy for, the page's condition.",
    (
        _PAGE_ID,
        Field("section_id", "text", "The section; null before the first one.", nullable=True),
        Field("block_id", "text", "The block in which the phrase stands."),
        Field("mention_id", "text", "The mention; stable while its phrase stays on the page."),
        Field("label", "label", "CAUSE or REMEDY."),
        Field("text", "text", "The phrase as printed."),
        Field("term", "text", "The phrase folded: case, inflection, determiners, listed synonyms."),
        Field("start", "int", "Start in `pages.text`."),
        Field("end", "int", "End in `pages.text`."),
        Field("sentence", "text", "The sentence or heading around it."),
        Field("condition", "text", _CONDITION),
        Field("aspect", "label", "Of a remedy: treats or prevents.", nullable=True),
        Field("negated", "bool", "Whether the page denies it."),
        Field("cue", "text", "The words that deny it.", nullable=True),
        Field("in_heading", "bool", "Whether the phrase stands in a heading."),
        Field("rule", "label", "The rule that found it."),
        Field("score", "float", "How sure it is, 0 to 1."),
    ),
    primary_key=("mention_id",),
    sort_by=("page_id", "start", "end", "label"),
    foreign_keys=(
        ("page_id", "pages", "page_id"),
        ("section_id", "sections", "section_id"),
        ("block_id", "blocks", "block_id"),
    ),
)

CLAIMS = Table(
    "claims",
    "One row a thing said to cause or to help a condition, counted over pages and sites.",
    (
        Field("condition", "text", _CONDITION),
        Field("label", "label", "CAUSE or REMEDY."),
        Field("aspect", "label", "Of a remedy: treats or prevents.", nullable=True),
        Field("term", "text", "What is said to cause or to help, folded."),
        Field("n_pages", "int", "Pages that say so; near-duplicates count once."),
        Field("n_sites", "int", "Sites that say so."),
        Field("n_mentions", "int", "Mentions that are not negated."),
        Field("n_negated", "int", "Mentions that deny it."),
        Field("example_page_id", "text", "A page to look at: the smallest id."),
    ),
    primary_key=("condition", "label", "aspect", "term"),
    sort_by=("condition", "label", "aspect", "term"),
    foreign_keys=(("example_page_id", "pages", "page_id"),),
)

PROBLEMS = Table(
    "problems",
    "One row a thing that went wrong or was repaired.",
    (
        Field(
            "page_id", "text", "The page; null where a whole source is concerned.", nullable=True
        ),
        Field("source", "text", "Path of the file, relative to the input folder."),
        Field("source_index", "int", "Place in that file, from 0.", nullable=True),
        Field(
            "stage", "label", "ingest, clean, segment, tag, process (all of them), store or review."
        ),
        Field("code", "label", "What happened, in one word."),
        Field("message", "text", "What happened, in a sentence."),
        Field("severity", "label", "info, warning or error."),
    ),
    primary_key=(),
    sort_by=("source", "source_index", "stage", "code", "message"),
)

SITE_BLOCKS = Table(
    "site_blocks",
    "One row a line that repeats on a site, as learned from its pages.",
    (
        Field("site", "label", "The site."),
        Field("digest", "text", "16 hex digits; case, quotes and numbers make no difference."),
        Field("text", "text", "The line as it stands on one of the pages."),
        Field("place", "label", "sentence, top, bottom or box; heading for one of a template."),
        Field("removed", "bool", "Whether it counts as the site's own; headings stay."),
        Field("n_pages", "int", "Pages it stands on, of those that were counted."),
        Field("n_counted", "int", "Pages that were counted: at most 1,000, copies once."),
        Field("share", "float", "The first of these counts by the second."),
        Field("example_page_id", "text", "A page to look at: the smallest id."),
    ),
    primary_key=("site", "digest"),
    sort_by=("site", "digest"),
    foreign_keys=(("example_page_id", "pages", "page_id"),),
)

AUDIT = Table(
    "audit",
    "One row a check of the run.",
    (
        Field("check", "label", "The check."),
        Field("meaning", "text", "What holds when it passes, or what it measures."),
        Field("severity", "label", "What a failure is: error, review or warning."),
        Field("passed", "bool", "Whether it passed."),
        Field("value", "float", "Faults that were counted, or what was measured."),
        Field("limit", "float", "The largest value that passes."),
        Field("examples", "text", "Some of the faults, a line each; empty where there is none."),
    ),
    primary_key=("check",),
    sort_by=("check",),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (PAGES, BLOCKS, SECTIONS, MENTIONS, CLAIMS, SITE_BLOCKS, PROBLEMS, AUDIT)
}


def row(table: str, record: object) -> dict[str, Any]:
    """The record as a JSON-ready dict with the table's columns in their order."""
    return {field.name: _plain(getattr(record, field.name)) for field in TABLES[table].fields}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def arrow_schema(table: str) -> "pa.Schema":
    """The Arrow schema of a table: field descriptions, and `df.attrs` for pandas."""
    import pyarrow as pa  # half a second; `show` and `--help` do without

    types = {
        "text": pa.string(),
        "label": pa.dictionary(pa.int32(), pa.string()),
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "timestamp": pa.timestamp("us", tz="UTC"),
    }
    definition = TABLES[table]
    fields = [
        pa.field(
            field.name,
            types[field.type],
            nullable=field.nullable,
            metadata={"description": field.description},
        )
        for field in definition.fields
    ]
    return pa.schema(fields, metadata=_schema_metadata(definition))


def _schema_metadata(table: Table) -> dict[str, str]:
    attributes = {
        "table": table.name,
        "description": table.description,
        "schema_version": SCHEMA_VERSION,
        "columns": {field.name: field.description for field in table.fields},
    }
    return {
        "schema_version": SCHEMA_VERSION,
        "PANDAS_ATTRS": json.dumps(attributes, ensure_ascii=False),
    }
