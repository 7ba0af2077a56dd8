"""Records: the clean text and its spans, and a result as JSON-ready dicts."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from pipeline import process_page
from pipeline.model.ids import content_ids
from pipeline.model.reasons import Reason
from pipeline.model.records import Block, CleanPage, Layout, RawPage
from pipeline.schemas import TABLES

RAW = RawPage("p", "a.txt", 0, None, "local", None, "0" * 64, "text/plain", "utf-8", "meta", "")


def page(*lines: str, removed: str) -> CleanPage:
    """A page of these lines; the one that equals `removed` is left out of its clean text."""
    blocks = []
    start = 0
    for position, (line, block_id) in enumerate(
        zip(lines, content_ids("p", "block", lines), strict=True)
    ):
        block = Block(block_id, "p", position, "line", None, 1, start, start + len(line), line)
        if line == removed:
            block = replace(block, kept=False, reason=Reason.SHARE)
        blocks.append(block)
        start += len(line) + 1
    return CleanPage(RAW, None, None, None, None, tuple(blocks))


def test_the_clean_text_is_the_kept_blocks_joined_by_newlines() -> None:
    assert page("Title", "Share this", "Text.", removed="Share this").text == "Title\nText."


def test_spans_of_kept_blocks_cut_their_text_out_of_the_clean_text() -> None:
    clean = page("Title", "Share this", "Text.", removed="Share this")
    assert [clean.text[start:end] for _, start, end in clean.kept_spans()] == ["Title", "Text."]


def test_a_page_without_blocks_has_no_text() -> None:
    assert page(removed="").text == ""
    assert page(removed="").kept_spans() == []


def test_a_record_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        RAW.text = "other"  # type: ignore[misc]


def test_the_layout_of_a_block_is_no_part_of_what_it_is() -> None:
    block = page("Title", removed="").blocks[0]
    assert replace(block, layout=Layout(heading_level=1)) == block


def test_a_raw_page_knows_whether_it_is_markup() -> None:
    assert not RAW.is_html
    assert replace(RAW, media_type="text/html").is_html


def test_a_result_as_a_dict_has_the_tables_columns() -> None:
    result = process_page(b"Dry lips\n\nDry lips\n\nCold wind can cause dry lips.", source="a.txt")
    values = result.to_dict()
    assert list(values["page"]) == [field.name for field in TABLES["pages"].fields]
    assert [block["reason"] for block in values["blocks"]] == [None, "duplicate_title", None]
    assert {field.name for field in fields(result)} == {
        "page",
        "blocks",
        "sections",
        "mentions",
        "problems",
    }
