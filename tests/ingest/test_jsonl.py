"""JSON Lines."""

import gzip
import json
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
import zstandard

from pipeline.ingest import find_sources
from pipeline.ingest.jsonl import read_jsonl
from pipeline.ingest.streams import ReadFailed
from pipeline.model.settings import IngestSettings

Write = Callable[[str, bytes], Path]
Read = Callable[..., tuple[list[Any], list[Any]]]

TWO = (
    b'{"text": "Rest", "url": "https://a.org/1"}\n\n{"text": "Warmth", "url": "https://a.org/1"}\n'
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.jsonl", TWO),
        ("x.jsonl", b"\xef\xbb\xbf" + TWO),
        ("x.jsonl", TWO.replace(b"\n", b"\r\n")),
        ("x.jsonl.gz", gzip.compress(TWO, mtime=0)),
        ("x.jsonl.zst", zstandard.ZstdCompressor().compress(TWO)),
    ],
)
def test_each_line_is_a_page(write: Write, read: Read, name: str, data: bytes) -> None:
    pages, problems = read(write(name, data))
    assert [(page.source_index, page.text) for page in pages] == [(0, "Rest"), (2, "Warmth")]
    assert {page.encoding_source for page in pages} == {"given"}
    assert problems == []


def test_bad_lines_are_problems_and_the_others_pages(write: Write, read: Read) -> None:
    bad = [
        b"no json",
        b"[1]",
        b'{"text": 1}',
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'"\x00"',
    ]
    good = b'{"text": "Rest"}'
    pages, problems = read(write("x.jsonl", good + b"\n" + b"\n".join(bad) + b"\n" + good))
    assert [page.source_index for page in pages] == [0, 7]
    assert [(problem.source_index, problem.code) for problem in problems] == [
        (1, "not_json"),
        (2, "bad_record"),
        (3, "missing_text"),
        (4, "bad_record"),
        (5, "not_json"),
        (6, "not_json"),
    ]


def test_a_line_over_the_limit_costs_only_itself(write: Write, read: Read) -> None:
    long = json.dumps({"text": "x" * 600}).encode()
    settings = IngestSettings(max_record_bytes=500)
    pages, problems = read(
        write("x.jsonl", b'{"text": "a"}\n' + long + b'\n{"text": "b"}'), settings
    )
    assert [page.text for page in pages] == ["a", "b"]
    assert [problem.code for problem in problems] == ["too_large"]


def test_a_line_that_is_cut_off_is_told_from_one_that_is_wrong(write: Write, read: Read) -> None:
    pages, problems = read(write("x.jsonl", TWO[:-20]))
    assert len(pages) == 1
    assert [problem.code for problem in problems] == ["truncated"]


def test_compressed_lines_before_a_cut_are_kept(write: Write, read: Read) -> None:
    rows = b"".join(json.dumps({"text": f"{i} {i * i}"}).encode() + b"\n" for i in range(3_000))
    pages, problems = read(write("x.jsonl.gz", gzip.compress(rows, mtime=0)[:-2_000]))
    assert 1_000 < len(pages) < 3_000
    assert [problem.code for problem in problems] == ["truncated"]


def test_lone_surrogates_and_bad_bytes_do_not_leave(write: Write, read: Read) -> None:
    data = b'{"text": "a\\ud800b", "url": "https://a.org/\\udfff"}\n{"text": "caf\xe9 x"}'
    pages, _ = read(write("x.jsonl", data))
    assert [page.text for page in pages] == ["a\ufffdb", "caf\ufffd x"]
    assert {problem.code for page in pages for problem in page.problems} >= {
        "lone_surrogates",
        "bad_url",
        "undecodable_bytes",
    }
    for page in pages:
        "".join(part for part in astuple(page) if isinstance(part, str)).encode()


def test_lines_in_utf16_are_refused_as_a_whole(write: Write) -> None:
    (source,) = find_sources(str(write("x.jsonl", TWO.decode().encode("utf-16"))))
    with pytest.raises(ReadFailed, match="UTF-16"):
        list(read_jsonl(source, IngestSettings()))
