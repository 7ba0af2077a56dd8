"""Which fields of a record mean what."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.fields import moment, page_of_record
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def result(record: dict[str, Any]) -> RawPage | Problem:
    return page_of_record(record, "x.jsonl", 7, IngestSettings())


def page(record: dict[str, Any]) -> RawPage:
    found = result(record)
    assert isinstance(found, RawPage)
    return found


@pytest.mark.parametrize("name", ["text", "content", "html", "body", "raw_content"])
def test_text_may_be_called_in_several_ways(name: str) -> None:
    found = page({name: "Rest helps.", "title": "Cramps"})
    assert (found.text, found.source, found.source_index) == ("Rest helps.", "x.jsonl", 7)


def test_markup_is_taken_before_text_made_of_it() -> None:
    found = page({"text": "Rest", "html": "<p>Rest</p>"})
    assert (found.text, found.media_type) == ("<p>Rest</p>", "text/html")
    assert page({"html": "", "text": "Rest"}).text == "Rest"


@pytest.mark.parametrize("name", ["url", "uri", "link"])
def test_the_address_may_be_called_in_several_ways(name: str) -> None:
    assert page({"text": "x", name: "https://a.org/p"}).url == "https://a.org/p"


def test_address_and_date_are_found_one_level_down() -> None:
    found = page({"text": "x", "metadata": {"url": "https://a.org/p", "date": "2026-03-04"}})
    assert (found.url, found.fetched_at) == ("https://a.org/p", NOON.replace(hour=0))


@pytest.mark.parametrize("name", ["fetched_at", "timestamp", "warc_date", "date"])
def test_the_date_may_be_called_in_several_ways(name: str) -> None:
    assert page({"text": "x", name: "2026-03-04T12:00:00Z"}).fetched_at == NOON


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-04T12:00:00Z",
        "2026-03-04 14:00:00+02:00",
        "2026-03-04T12:00:00",
        "Wed, 04 Mar 2026 12:00:00 GMT",
        "20260304120000",
        "1772625600",
        1772625600,
        1772625600.0,
        1772625600000,
        "1772625600000",
        datetime(2026, 3, 4, 12),  # noqa: DTZ001
        datetime(2026, 3, 4, 14, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_dates_in_any_notation_become_utc(value: object) -> None:
    assert moment(value) == NOON


def test_a_day_alone_is_its_first_moment() -> None:
    assert moment("20260304") == moment(date(2026, 3, 4)) == NOON.replace(hour=0)


@pytest.mark.parametrize(
    "value",
    ["yesterday", "", True, [], 3, "0001-01-01", 1e300, float("nan"), "9" * 5_000, "2026-99-99"],
)
def test_what_is_no_date_of_a_crawl_is_none(value: object) -> None:
    assert moment(value) is None


def test_a_wrong_date_is_on_record() -> None:
    found = page({"text": "x", "date": "yes\ud800terday"})
    assert found.fetched_at is None
    assert [problem.code for problem in found.problems] == ["bad_date"]
    found.problems[0].message.encode()


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({}, "missing_text"),
        ({"text": None, "content": 3}, "missing_text"),
        ({"text": ""}, "missing_text"),
        ({"text": " \n"}, "empty_file"),
        ({"text": "x", "content_type": "image/png"}, "not_a_page"),
    ],
)
def test_a_record_without_a_page_is_a_problem(record: dict[str, Any], code: str) -> None:
    found = result(record)
    assert isinstance(found, Problem)
    assert (found.code, found.source_index) == (code, 7)


def test_bytes_are_decoded_as_their_type_says() -> None:
    found = page({"html": "<p>钙</p>".encode("gb18030"), "content_type": "text/html; charset=gbk"})
    assert (found.text, found.encoding_source) == ("<p>钙</p>", "http")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NAMES = st.sampled_from(["text", "html", "url", "date", "content_type", "metadata", "meta"])


@given(st.dictionaries(NAMES, JSON))
def test_any_record_makes_a_page_or_a_problem(record: dict[str, Any]) -> None:
    found = result(record)
    if isinstance(found, RawPage):
        found.text.encode()
