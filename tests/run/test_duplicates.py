"""Pages that repeat a page of any site are marked; other parts stay as they are."""

from collections.abc import Callable
from pathlib import Path

from pipeline.run import run
from pipeline.run.duplicates import mark_duplicates
from pipeline.store import load
from pipeline.store.parquet import read_rows


def test_a_copy_on_another_site_names_the_page_that_it_repeats(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    pages = load("pages", processed=tmp_path / "out")
    by_source = pages.set_index("source")
    copy = by_source.loc["b.example/dry-cough.html"]
    original = by_source.loc["a.example/dry-cough.html"]
    assert {copy["duplicate_of"], original["duplicate_of"]} & {
        copy["page_id"],
        original["page_id"],
    }
    assert by_source.loc["notes/dry-cough.txt", "duplicate_of"] is not copy["page_id"]


def test_a_part_without_duplicates_is_not_written_again(
    raw: Path, tmp_path: Path, parts: Callable[[Path], dict[str, str]]
) -> None:
    run(raw, tmp_path / "out")
    part = tmp_path / "out" / "current" / "pages" / "part-0000.parquet"
    assert not mark_duplicates(part, tmp_path / "same.parquet", {})
    assert not (tmp_path / "same.parquet").exists()
    ids = [page_id for (page_id,) in read_rows(part, ["page_id"])]
    if ids:
        assert mark_duplicates(part, tmp_path / "marked.parquet", {ids[0]: "original"})
        marked = list(read_rows(tmp_path / "marked.parquet", ["page_id", "duplicate_of"]))
        assert marked[0] == (ids[0], "original")
    assert parts(tmp_path / "out" / "current")
