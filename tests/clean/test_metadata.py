"""What a page states about itself is read, and nothing is guessed."""

import json

import pytest

from pipeline.clean.metadata import Head, describe, iso_date


def json_ld(**fields: object) -> Head:
    return Head(json_ld=(json.dumps({"@type": "Article", **fields}),))


def test_titles_come_best_first_and_once() -> None:
    head = Head(
        title="Gout | Site", meta=(("og:title", "Gout"),), headings=("Gout", "Gout and you")
    )
    assert describe(head).titles == ("Gout", "Gout | Site", "Gout and you")


def test_a_headline_in_a_graph_is_found() -> None:
    site = {"@type": "WebSite", "name": "Site"}
    graph = {"@graph": [site, {"@type": "Article", "headline": "H"}]}
    assert describe(Head(json_ld=(json.dumps(graph),))).titles == ("H",)


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (json_ld(author={"name": "Ann Ash"}), "Ann Ash"),
        (json_ld(author=[{"name": "Ann Ash"}, {"name": "Bo"}]), "Ann Ash"),
        (Head(meta=(("author", "Ann Ash"),)), "Ann Ash"),
        (Head(meta=(("article:author", "https://example.com/ann"),)), None),
        (Head(meta=(("author", "x" * 100),)), None),
        (Head(), None),
    ],
)
def test_an_author_is_a_name(head: Head, author: str | None) -> None:
    assert describe(head).author == author


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (json_ld(datePublished="2020-05-06T07:08:09+02:00"), "2020-05-06T07:08:09+02:00"),
        (Head(meta=(("article:published_time", "2020-05-06"),)), "2020-05-06"),
        (Head(times=("2020-05-06",)), "2020-05-06"),
        (Head(meta=(("date", "yesterday"),)), None),
    ],
)
def test_a_date_is_iso_8601(head: Head, published: str | None) -> None:
    assert describe(head).published == published


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-05-06 07:08", "2020-05-06T07:08"),
        ("2020-05-06T07:08:09.123Z", "2020-05-06T07:08:09.123Z"),
        ("2020-13-06", None),
        ("6 May 2020", None),
        ("", None),
    ],
)
def test_dates_are_taken_only_where_they_are_sure(text: str, date: str | None) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("head", "language"),
    [
        (Head(language="en-GB"), "en"),
        (Head(meta=(("og:locale", "de_DE"),)), "de"),
        (Head(language="{{lang}}"), None),
    ],
)
def test_the_language_is_a_code(head: Head, language: str | None) -> None:
    assert describe(head).language == language


@pytest.mark.parametrize("script", ["{", "[" * 50_000, "null", '"text"', "[1, {}]"])
def test_json_that_is_broken_or_strange_is_left_out(script: str) -> None:
    assert describe(Head(title="Gout", json_ld=(script,))).titles == ("Gout",)
