"""One document to a `RawPage`."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import decode_page
from pipeline.ingest.pages import Origin, in_utc, page_or_problem, unusable
from pipeline.ingest.problems import SEVERITIES
from pipeline.model.ids import page_id
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

SETTINGS = IngestSettings()


def page(data: bytes, **known: Any) -> RawPage:
    return decode_page(data, **{"source": "a/x.txt", "settings": SETTINGS, **known})


def codes(found: RawPage) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_clean_page_has_no_problems() -> None:
    data = "Fièvre\n\nLégère".encode()
    found = page(data)
    assert found.text == "Fièvre\n\nLégère"
    assert (found.site, found.url, found.problems) == ("a", None, ())
    assert found.content_sha256 == hashlib.sha256(data).hexdigest()
    assert found.page_id == page_id(None, "a/x.txt", 0)


def test_what_is_known_goes_onto_the_page() -> None:
    moment = datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))
    found = page(b"<p>x</p>", url="https://www.a.org/p?utm_source=b", fetched_at=moment)
    assert (found.site, found.media_type) == ("a.org", "text/html")
    assert found.url == "https://www.a.org/p?utm_source=b"
    assert found.page_id == page_id("https://www.a.org/p", "", 0)
    assert found.fetched_at == datetime(2026, 1, 2, 1, tzinfo=UTC)


def test_the_charset_of_the_media_type_counts_as_the_header() -> None:
    found = page("钙".encode("gb18030"), media_type="text/plain; charset=gb2312")
    assert (found.text, found.encoding_source) == ("钙", "http")


def test_line_ends_and_null_characters_are_tidied_on_record() -> None:
    found = page(b"a\r\nb\rc\x00d" + b" and more" * 9)
    assert found.text.startswith("a\nb\ncd and")
    assert codes(found) == ["null_characters"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty_file"), (b" \r\n\x00", "empty_file"), (b"%PDF-1.4", "binary_file")],
)
def test_a_page_that_is_none_has_no_text_and_says_why(data: bytes, code: str) -> None:
    found = page(data)
    assert (found.text, codes(found)) == ("", [code])


def test_a_page_over_the_limit_is_not_read() -> None:
    small = IngestSettings(max_page_bytes=10)
    found = page(b"x" * 11, settings=small)
    assert (found.text, codes(found)) == ("", ["too_large"])
    assert unusable(b"x" * 10, small) is None


def test_the_name_gives_way_to_plain_content_on_record() -> None:
    found = page(b"<html><p>x</p></html>", media_type="text/plain")
    assert (found.media_type, codes(found)) == ("text/html", ["media_type_by_content"])


def test_the_suffix_of_the_source_is_its_name() -> None:
    assert page(b"Text with one <b>tag</b>", source="x.html.gz").media_type == "text/html"
    assert page(b"Text with one <b>tag</b>", source="x.txt").media_type == "text/plain"
    assert page(b"<p>Text</p>", source="x").media_type == "text/html"


def test_the_canonical_link_stands_in_for_a_missing_address() -> None:
    markup = b'<head><link rel="canonical" href="https://a.org/p"></head><p>x'
    found = page(markup, source="x.html")
    assert (found.url, codes(found)) == ("https://a.org/p", [])
    assert page(markup, url="https://b.org/q").url == "https://b.org/q"


@pytest.mark.parametrize(
    "url", ["http://[::1/x", "https://a.org:99999999/", "\ud800", "http://a\x00b/", "x" * 9_000]
)
def test_a_hostile_address_does_no_harm(url: str) -> None:
    found = page(b"text", url=url)
    assert (found.url, codes(found)) == (None, ["bad_url"])
    assert found.page_id == page_id(None, "a/x.txt", 0)


def test_text_that_came_as_characters_is_given() -> None:
    found = page_or_problem("caf\ud800é", Origin("x.jsonl", 3), SETTINGS)
    assert isinstance(found, RawPage)
    assert (found.text, found.encoding_source) == ("caf\ufffdé", "given")
    assert codes(found) == ["lone_surrogates"]
    assert found.problems[0].page_id == found.page_id


def test_what_emptied_a_document_says_more_than_that_it_is_empty() -> None:
    found = page_or_problem(b" ", Origin("x.txt"), SETTINGS)
    assert isinstance(found, Problem)
    assert (found.code, found.page_id) == ("empty_file", None)


def test_times_without_a_zone_are_utc() -> None:
    assert in_utc(datetime(2026, 1, 1)) == datetime(2026, 1, 1, tzinfo=UTC)  # noqa: DTZ001
    assert in_utc(None) is None


TYPES = st.sampled_from([None, "text/html", "text/plain; charset=gbk", "x"])


@given(st.binary(max_size=300), TYPES, st.one_of(st.none(), st.text(max_size=30)))
def test_any_bytes_make_a_page_and_the_same_bytes_the_same_page(
    data: bytes, media_type: str | None, charset: str | None
) -> None:
    first = page(data, media_type=media_type, http_charset=charset)
    assert first == page(data, media_type=media_type, http_charset=charset)
    first.text.encode()
    assert "\x00" not in first.text
    assert "\r" not in first.text
    assert set(codes(first)) <= set(SEVERITIES)


@given(st.one_of(st.text(max_size=40), st.text(max_size=30).map("https://".__add__)))
def test_any_address_makes_a_page(url: str) -> None:
    (page(b"text", url=url).url or "").encode()
