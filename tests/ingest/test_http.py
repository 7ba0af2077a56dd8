"""HTTP responses as archives hold them."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.http import MAX_HEADER_BYTES, Response, parse_headers, response
from pipeline.ingest.problems import Finding

PAGE = b"<p>Rest helps.</p>" * 20


def message(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", *headers])
    return head.encode() + b"\r\n\r\n" + body


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = body[:half], body[half:], b""
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


@pytest.mark.parametrize(
    "payload",
    [
        message(PAGE),
        message(gzip.compress(PAGE, mtime=0), "Content-Encoding: gzip"),
        message(zlib.compress(PAGE), "Content-Encoding: deflate"),
        message(zlib.compress(PAGE, wbits=-15), "Content-Encoding: deflate"),
        message(chunked(PAGE), "Transfer-Encoding: chunked"),
        message(
            chunked(gzip.compress(PAGE, mtime=0)),
            "Transfer-Encoding: chunked",
            "Content-Encoding: gzip",
        ),
        message(PAGE, "Content-Encoding: gzip"),
        message(PAGE, "Transfer-Encoding: chunked"),
    ],
)
def test_the_body_is_unpacked(payload: bytes) -> None:
    assert response(payload, 10_000) == Response("200", "text/html", PAGE)


def test_a_body_that_is_cut_off_gives_what_there_is() -> None:
    found = response(message(gzip.compress(PAGE, mtime=0)[:-9], "Content-Encoding: gzip"), 10_000)
    assert isinstance(found, Response)
    assert PAGE.startswith(found.body)
    assert [finding.code for finding in found.findings] == ["truncated"]


def test_a_bomb_is_stopped_one_byte_over_the_limit() -> None:
    found = response(
        message(gzip.compress(bytes(1_000_000), mtime=0), "Content-Encoding: gzip"), 100
    )
    assert isinstance(found, Response)
    assert len(found.body) == 101


@pytest.mark.parametrize(
    ("payload", "message_part"),
    [
        (b"", "no HTTP response"),
        (b"GET / HTTP/1.1\r\n\r\n", "no HTTP response"),
        (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * (MAX_HEADER_BYTES // 6 + 1), "no HTTP response"),
        (message(PAGE, "Content-Encoding: br"), "'br' is not supported"),
    ],
)
def test_what_cannot_be_read_says_why(payload: bytes, message_part: str) -> None:
    found = response(payload, 10_000)
    assert isinstance(found, Finding)
    assert message_part in found.message


def test_headers_end_where_they_end() -> None:
    parsed = parse_headers(b"HTTP/1.1 404 None\r\nA: b\r\n\r\nrest")
    assert parsed is not None
    assert (parsed[0].get_statuscode(), parsed[1]) == ("404", 27)
    assert parse_headers(b"") is None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_response_or_not(data: bytes) -> None:
    assert isinstance(response(data, 100), Response | Finding)
    assert isinstance(response(message(data, "Transfer-Encoding: chunked"), 100), Response)
