"""One page a file."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.settings import IngestSettings

Write = Callable[[str, bytes], Path]
Read = Callable[..., tuple[list[Any], list[Any]]]


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a/x.txt", b"Title\n\nText", "text/plain"),
        ("a/x.html", b"<p>Text</p>", "text/html"),
        ("a/x.html.gz", gzip.compress(b"<p>Text</p>", mtime=0), "text/html"),
    ],
)
def test_a_file_is_a_page(
    write: Write, read: Read, name: str, data: bytes, media_type: str
) -> None:
    pages, problems = read(write(name, data).parent.parent)
    assert [(page.source, page.source_index, page.media_type) for page in pages] == [
        (name, 0, media_type)
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.txt", b"", "empty_file"),
        ("x.html", b"\x89PNG\r\n\x1a\n....", "binary_file"),
        ("x.html.gz", b"no gzip", "unreadable"),
        ("x.txt.gz", gzip.compress(b"", mtime=0)[:12], "truncated"),
    ],
)
def test_a_file_without_a_page_is_a_problem(
    write: Write, read: Read, name: str, data: bytes, code: str
) -> None:
    pages, problems = read(write(name, data))
    assert pages == []
    assert [(problem.source, problem.code) for problem in problems] == [(name, code)]


def test_a_file_that_is_cut_off_gives_what_there_is(write: Write, read: Read) -> None:
    packed = gzip.compress(b"<p>" + bytes(range(32, 127)) * 9)
    pages, _ = read(write("x.html.gz", packed[:-8]))
    assert pages[0].text.startswith("<p>")
    assert [problem.code for problem in pages[0].problems] == ["truncated"]


def test_no_more_is_read_than_a_page_may_have(write: Write, read: Read) -> None:
    bomb = gzip.compress(bytes(5_000_000), mtime=0)
    pages, problems = read(write("x.html.gz", bomb), IngestSettings(max_page_bytes=1_000))
    assert pages == []
    assert problems[0].code in {"too_large", "expands_too_much"}
