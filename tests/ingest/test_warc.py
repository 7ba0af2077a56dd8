"""Web archives."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import find_sources, read_source
from pipeline.model.records import RawPage
from pipeline.model.settings import IngestSettings

Write = Callable[[str, bytes], Path]
Read = Callable[..., tuple[list[Any], list[Any]]]


def record(kind: str, payload: bytes, *headers: str, length: int | None = None) -> bytes:
    head = "\r\n".join(
        [
            "WARC/1.0",
            f"WARC-Type: {kind}",
            "WARC-Date: 2026-03-04T12:00:00Z",
            f"Content-Length: {len(payload) if length is None else length}",
            *headers,
        ]
    )
    return head.encode() + b"\r\n\r\n" + payload + b"\r\n\r\n"


def answer(name: str, status: int = 200, content_type: str = "text/html; charset=utf-8") -> bytes:
    http = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n\r\n<p>Page {name}</p>"
    return record("response", http.encode(), f"WARC-Target-URI: https://a.org/{name}")


INFO = record("warcinfo", b"software: x\r\n")
THREE = [INFO, answer("one"), answer("two"), answer("three")]


def packed(records: list[bytes]) -> bytes:
    return b"".join(gzip.compress(part, mtime=0) for part in records)


def shape(pages: list[RawPage]) -> list[tuple[int, str]]:
    return [(page.source_index, page.text) for page in pages]


ALL = [(1, "<p>Page one</p>"), (2, "<p>Page two</p>"), (3, "<p>Page three</p>")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.warc", b"".join(THREE)),
        ("x.warc.gz", packed(THREE)),
        ("x.warc.gz", gzip.compress(b"".join(THREE), mtime=0)),
    ],
)
def test_each_response_is_a_page(write: Write, read: Read, name: str, data: bytes) -> None:
    pages, problems = read(write(name, data))
    assert shape(pages) == ALL
    assert problems == []
    assert pages[0].url == "https://a.org/one"
    assert pages[0].fetched_at == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert (pages[0].encoding_source, pages[0].problems) == ("http", ())


def test_resources_and_conversions_are_pages_too(write: Write, read: Read) -> None:
    url = "WARC-Target-URI: <https://a.org/x>"
    data = record("resource", b"<p>R</p>", url, "Content-Type: text/html") + record(
        "conversion", b"Rest helps.", url, "Content-Type: text/plain"
    )
    pages, _ = read(write("x.warc", data))
    assert [(page.media_type, page.text, page.url) for page in pages] == [
        ("text/html", "<p>R</p>", "https://a.org/x"),
        ("text/plain", "Rest helps.", "https://a.org/x"),
    ]


def test_what_is_no_page_is_counted_by_kind(write: Write, read: Read) -> None:
    data = [
        INFO,
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("revisit", b""),
        answer("a", status=404),
        answer("b", status=404),
        answer("c", content_type="image/png"),
        record("response", b"dns", "WARC-Target-URI: dns:a.org"),
        answer("d"),
    ]
    pages, problems = read(write("x.warc", b"".join(data)))
    assert shape(pages) == [(7, "<p>Page d</p>")]
    assert [(problem.code, problem.message) for problem in problems] == [
        ("not_a_page", "1 records are image/png."),
        ("not_a_page", "1 records are of type revisit."),
        ("not_a_page", "1 records are responses of another protocol than HTTP."),
        ("not_a_page", "2 records are responses with status 404."),
    ]


def test_a_record_that_is_cut_off_is_a_partial_page(write: Write, read: Read) -> None:
    data = b"".join(THREE)
    pages, _ = read(write("x.warc", data[:-8]))
    assert shape(pages) == [*ALL[:2], (3, "<p>Page three")]
    assert [problem.code for problem in pages[2].problems] == ["truncated"]


def test_pages_that_the_crawler_cut_off_are_marked(write: Write, read: Read) -> None:
    url = "WARC-Target-URI: https://a.org/x"
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Half a pa"
    pages, _ = read(write("x.warc", record("response", payload, url, "WARC-Truncated: length")))
    assert [problem.code for problem in pages[0].problems] == ["truncated"]


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_an_archive_cut_anywhere_keeps_all_whole_records(
    write: Write, read: Read, name: str
) -> None:
    parts = THREE if name == "x.warc" else [gzip.compress(part, mtime=0) for part in THREE]
    data = b"".join(parts)
    ends = [sum(map(len, parts[: i + 1])) for i in range(len(parts))]
    for cut in range(0, len(data), 7):
        pages, problems = read(write(name, data[:cut]))
        whole = sum(1 for end in ends[1:] if end <= cut)
        assert shape(pages)[:whole] == ALL[:whole]
        told = [*problems, *(problem for page in pages for problem in page.problems)]
        # The four bytes behind a record may be missing without harm.
        assert told or cut in ends or any(0 < end - cut <= 4 for end in ends)


def test_a_broken_member_costs_only_itself(write: Write, read: Read) -> None:
    bad = bytearray(gzip.compress(answer("bad"), mtime=0))
    bad[30:60] = b"\xff" * 30
    parts = [gzip.compress(answer("one"), mtime=0), bytes(bad), gzip.compress(answer("two"))]
    pages, problems = read(write("x.warc.gz", b"".join(parts)))
    assert [page.text for page in pages if not page.problems] == [ALL[0][1], ALL[1][1]]
    assert problems


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"garbage between records\r\n\r\n", "bad_record"),
        (record("response", b"HTTP/1.1 200 OK\r\n\r\nx", length=3), "bad_record"),
        (
            record("response", b"x").replace(b"Content-Length: 1", b"Content-Length: x"),
            "bad_record",
        ),
        (record("response", b"no http", "WARC-Target-URI: https://a.org/x"), "bad_record"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 200_000 + b"\r\n", "truncated"),
    ],
)
def test_a_broken_record_costs_only_itself(write: Write, read: Read, bad: bytes, code: str) -> None:
    pages, problems = read(write("x.warc", answer("one") + bad + answer("two")))
    assert [page.text for page in pages] == [ALL[0][1], ALL[1][1]]
    assert code in {problem.code for problem in problems}


def test_a_record_over_the_limit_is_passed_over(write: Write, read: Read) -> None:
    big = record("resource", b"x" * 5_000, "Content-Type: text/plain")
    settings = IngestSettings(max_record_bytes=1_000)
    pages, problems = read(write("x.warc", big + answer("one")), settings)
    assert [page.source_index for page in pages] == [1]
    assert [problem.code for problem in problems] == ["too_large"]


def test_a_bomb_ends_the_reading_of_its_archive(write: Write, read: Read) -> None:
    bomb = gzip.compress(record("resource", bytes(5_000_000), "Content-Type: text/plain"))
    settings = IngestSettings(max_record_bytes=1_000, max_compression_ratio=10)
    pages, problems = read(
        write("x.warc.gz", gzip.compress(answer("one"), mtime=0) + bomb), settings
    )
    assert len(pages) == 1
    assert [problem.code for problem in problems] == ["expands_too_much"]


def test_a_broken_byte_anywhere_raises_nothing(write: Write) -> None:
    data = b"".join(THREE)
    for at in range(0, len(data), 5):
        path = write("x.warc", data[:at] + b"\xff" + data[at + 1 :])
        (source,) = find_sources(str(path))
        assert list(read_source(source, IngestSettings()))
