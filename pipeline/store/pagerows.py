"""The rows of one page out of all tables, page by page, without holding a part in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from pipeline.store.parquet import read_rows

Row = dict[str, Any]

Columns = Mapping[str, tuple[str, ...]]

# What the audit looks at; other columns stay unread.
COLUMNS: Columns = {
    "pages": (
        "page_id",
        "status",
        "text",
        "visible_chars",
        "kept_chars",
        "n_blocks",
        "n_removed",
        "n_sections",
        "n_causes",
        "n_remedies",
    ),
    "blocks": (
        "page_id",
        "block_id",
        "position",
        "start",
        "end",
        "text",
        "kept",
        "reason",
        "section_id",
    ),
    "sections": (
        "page_id",
        "section_id",
        "parent_id",
        "block_id",
        "number",
        "level",
        "start",
        "end",
        "text",
    ),
    "mentions": (
        "page_id",
        "mention_id",
        "section_id",
        "block_id",
        "label",
        "start",
        "end",
        "text",
    ),
}


@dataclass(frozen=True, slots=True)
class PageRows:
    """One page with its rows; `orphans` names tables that have rows of a page before it."""

    page: Row
    blocks: list[Row]
    sections: list[Row]
    mentions: list[Row]
    problems: list[Row]
    orphans: tuple[str, ...] = field(default=())


class _Follower:
    """Reads a table that is sorted by page_id in step with the pages."""

    def __init__(self, table: str, path: Path, columns: Columns = COLUMNS) -> None:
        self._pages = groupby(read_dicts(table, path, columns), itemgetter("page_id"))
        self._next = next(self._pages, None)

    def skip_before(self, page_id: str | None) -> bool:
        """Pass over rows of pages before `page_id`, or over all; whether there were any."""
        skipped = False
        while self._next is not None and (page_id is None or self._next[0] < page_id):
            self._next = next(self._pages, None)
            skipped = True
        return skipped

    def take(self, page_id: str) -> list[Row]:
        """The rows of this page."""
        if self._next is None or self._next[0] != page_id:
            return []
        rows = list(self._next[1])
        self._next = next(self._pages, None)
        return rows


def read_dicts(table: str, path: Path, columns: Columns = COLUMNS) -> Iterator[Row]:
    """The rows of a part as dicts of the table's `columns`."""
    names = columns[table]
    return (dict(zip(names, values, strict=True)) for values in read_rows(path, names))


def pages_of(folder: Path, part: str, columns: Columns = COLUMNS) -> Iterator[PageRows]:
    """Each page of one part of a run with its rows, by page id."""
    followers = {
        table: _Follower(table, folder / table / part, columns)
        for table in ("blocks", "sections", "mentions")
    }
    problems = _problems(folder / "problems" / part)
    for page in read_dicts("pages", folder / "pages" / part, columns):
        page_id = page["page_id"]
        orphans = tuple(name for name, each in followers.items() if each.skip_before(page_id))
        rows = {name: each.take(page_id) for name, each in followers.items()}
        yield PageRows(page, **rows, problems=problems.get(page_id, []), orphans=orphans)
    left = tuple(name for name, each in followers.items() if each.skip_before(None))
    if left:
        nothing: Row = dict.fromkeys(columns["pages"], 0)
        yield PageRows({**nothing, "page_id": "(none)", "text": ""}, [], [], [], [], left)


def _problems(path: Path) -> dict[str, list[Row]]:
    """The problems of a part by page; they are few, so they are held at once."""
    by_page: dict[str, list[Row]] = {}
    names = ("page_id", "code", "severity", "message")
    for page_id, *values in read_rows(path, names):
        by_page.setdefault(page_id, []).append(dict(zip(names[1:], values, strict=True)))
    return by_page
