"""Rows of an older part are found page by page, in one pass."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.records import PageResult
from pipeline.store import carry
from pipeline.store.carry import Carrier, Texts
from pipeline.store.parquet import write_records


@pytest.fixture
def pages(tmp_path: Path, new_page: Callable[..., PageResult]) -> list[PageResult]:
    """Four pages by id, the third without blocks, with their blocks in a part."""
    built = sorted((new_page(name) for name in "abcd"), key=lambda each: each.page.page_id)
    built[2] = replace(built[2], blocks=())
    blocks = [block for page in built for block in page.blocks]
    write_records("blocks", tmp_path / "blocks.parquet", blocks)
    return built


@pytest.mark.parametrize("batch_rows", [1, 3, 100])
def test_each_page_gives_its_own_rows(
    pages: list[PageResult], tmp_path: Path, batch_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carry, "BATCH_ROWS", batch_rows)
    carrier = Carrier(tmp_path / "blocks.parquet")
    for page in pages:
        slices = carrier.take(page.page.page_id)
        texts = [text for rows in slices for text in rows.column("text").to_pylist()]
        assert texts == [block.text for block in page.blocks]


def test_pages_may_be_passed_over(pages: list[PageResult], tmp_path: Path) -> None:
    carrier = Carrier(tmp_path / "blocks.parquet")
    assert carrier.take("0") == []
    (rows,) = carrier.take(pages[3].page.page_id)
    assert rows.num_rows == 4
    assert carrier.take("z") == []


def test_labels_come_as_text(pages: list[PageResult], tmp_path: Path) -> None:
    (rows,) = Carrier(tmp_path / "blocks.parquet").take(pages[0].page.page_id)
    assert rows.column("reason").to_pylist() == [None, None, None, "share"]
    assert str(rows.schema.field("reason").type) == "string"


def test_texts_are_found_in_any_order(pages: list[PageResult], tmp_path: Path) -> None:
    texts = Texts(tmp_path / "blocks.parquet")
    for page in reversed(pages):
        assert texts.of(page.page.page_id) == [block.text for block in page.blocks]
    assert texts.of("none") == []


def test_an_empty_part_has_no_pages(tmp_path: Path) -> None:
    write_records("blocks", tmp_path / "none.parquet", [])
    assert Carrier(tmp_path / "none.parquet").take("a") == []
    assert Texts(tmp_path / "none.parquet").of("a") == []
