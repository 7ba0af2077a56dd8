"""Near-duplicates over all pages: sketches are made with the page, compared when all are there.

A page may repeat a page of any other site, so a bucket alone can't tell. Comparing takes a
kilobyte a page and no text; only parts in which a duplicate stands are written again.
"""

from pathlib import Path

from pipeline.schemas import TABLES
from pipeline.store.parquet import PartWriter, read_rows


def mark_duplicates(pages: Path, target: Path, duplicate_of: dict[str, str]) -> bool:
    """Write the `pages` part with `duplicate_of` to `target`, if a page has one; whether it was."""
    if not any(page_id in duplicate_of for (page_id,) in read_rows(pages, ["page_id"])):
        return False
    columns = [field.name for field in TABLES["pages"].fields]
    names = ("page_id", "duplicate_of", "visible_chars")
    page_id, place, chars = (columns.index(name) for name in names)
    with PartWriter("pages", target) as writer:
        for row in read_rows(pages, columns):
            original = duplicate_of.get(row[page_id])
            marked = (*row[:place], original, *row[place + 1 :])
            writer.write_rows([marked], row[chars])
    return True
