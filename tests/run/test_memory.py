"""What is remembered of a page comes back whole, and changes with all that makes the page."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.clean.duplicates import sketch
from pipeline.clean.site import PageNotes
from pipeline.model.records import Problem, RawPage, Severity
from pipeline.run.memory import (
    PageMemory,
    made_from,
    read_memory,
    read_signatures,
    read_sketches,
    remember,
    write_memory,
)

RAW = RawPage(
    page_id="0" * 24,
    source="a.txt",
    source_index=0,
    url=None,
    site="a.example",
    fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    content_sha256="0" * 64,
    media_type="text/plain",
    encoding="utf-8",
    encoding_source="bom",
    text="Cold hands\nWarm them.",
)
LINES = ("Cold hands", "Warm them.")
NOTES = PageNotes(RAW.page_id, b"8 bytes.", b"a" * 24, b"b" * 24, b"\1\0", LINES)
SKETCH = sketch(RAW.page_id, RAW.fetched_at, "cold hands and warm feet " * 20)


def through_file(pages: list[PageMemory], path: Path) -> list[PageMemory]:
    write_memory(path, pages)
    return list(read_memory(path))


def test_a_memory_comes_back_whole(tmp_path: Path) -> None:
    page = remember(RAW, NOTES, b"said", "ids", SKETCH)
    (back,) = through_file([page], tmp_path / "m.parquet")
    assert back == page
    assert list(read_sketches(tmp_path / "m.parquet")) == [SKETCH]
    assert list(read_signatures(tmp_path / "m.parquet")) == [SKETCH.signature]
    assert back.notes(LINES) == NOTES


def test_a_page_that_was_not_read_is_remembered_as_such(tmp_path: Path) -> None:
    (back,) = through_file([remember(RAW, None, b"", "", SKETCH)], tmp_path / "m.parquet")
    assert not back.noted


def test_a_bucket_without_pages_remembers_nothing(tmp_path: Path) -> None:
    assert through_file([], tmp_path / "m.parquet") == []


@pytest.mark.parametrize(
    "change",
    [
        {"source": "b.txt"},
        {"source_index": 1},
        {"url": "https://a.example/"},
        {"site": "b.example"},
        {"fetched_at": None},
        {"content_sha256": "1" * 64},
        {"media_type": "text/html"},
        {"encoding": "gb18030"},
        {"encoding_source": "http"},
        {"text": "Cold"},
        {"problems": (Problem("a.txt", "ingest", "odd", "Odd.", Severity.INFO),)},
    ],
)
def test_whatever_makes_a_page_changes_its_digest(change: dict[str, Any]) -> None:
    assert made_from(RAW) == made_from(replace(RAW))
    assert made_from(replace(RAW, **change)) != made_from(RAW)
