"""The pages of a run with all their rows, in order of page ids, whatever parts they stand in."""

import heapq
from collections.abc import Iterator
from pathlib import Path

from pipeline.schemas import TABLES
from pipeline.store.pagerows import PageRows, pages_of

PAGE_TABLES = ("pages", "blocks", "sections", "mentions")
PAGE_PARTS = (*PAGE_TABLES, "problems")  # what is read of a run for its pages
COLUMNS = {name: tuple(field.name for field in TABLES[name].fields) for name in PAGE_TABLES}


def run_pages(run: Path) -> Iterator[PageRows]:
    """Each page of the run in `run`, by page id; one batch of rows a part is in memory."""
    parts = sorted(path.name for path in (run / "pages").glob("*.parquet"))
    return heapq.merge(*(pages_of(run, part, COLUMNS) for part in parts), key=_page_id)


def page_pairs(old: Path, new: Path) -> Iterator[tuple[PageRows | None, PageRows | None]]:
    """The pages of two runs side by side, by page id; None where a run lacks the page."""
    left, right = run_pages(old), run_pages(new)
    before, after = next(left, None), next(right, None)
    while before is not None or after is not None:
        if after is None or (before is not None and _page_id(before) < _page_id(after)):
            yield before, None
            before = next(left, None)
        elif before is None or _page_id(after) < _page_id(before):
            yield None, after
            after = next(right, None)
        else:
            yield before, after
            before, after = next(left, None), next(right, None)


def _page_id(page: PageRows) -> str:
    identifier: str = page.page["page_id"]
    return identifier
