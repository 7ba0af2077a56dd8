"""Author and date are read from bylines as printed, and never guessed."""

from collections.abc import Callable

import pytest

from pipeline.clean.bylines import printed_byline, printed_date
from pipeline.clean.document import Document

TextOf = Callable[..., Document]
TEXT = "Ten minutes of movement a day are little, and yet they count for a long life."


@pytest.mark.parametrize(
    ("line", "author", "published"),
    [
        ("Author: Jo Field", "Jo Field", None),
        ("By Jo Field | 12 March 2019", "Jo Field", "2019-03-12"),
        ("Written by Dr. Jo Field", "Dr. Jo Field", None),
        ("2019-03-12 Author: Jo Field Hits: 42", "Jo Field", "2019-03-12"),
        ("Author: Jo Field Print size: 12", "Jo Field", None),
        ("Published: May 4, 2018", None, "2018-05-04"),
        ("Source: a desk Published: 2021-10-20 08:30", None, "2021-10-20"),
        ("2019年3月12日", None, "2019-03-12"),
    ],
)
def test_a_byline_names_author_and_date(
    text_of: TextOf, line: str, author: str | None, published: str | None
) -> None:
    document = text_of("Movement", line, TEXT)
    assert (document.author, document.published) == (author, published)


def test_a_date_of_publication_comes_before_one_of_change(text_of: TextOf) -> None:
    lines = ("Updated on 2020-01-02", "Published on 2019-03-04")
    assert printed_byline(text_of("Movement", *lines, TEXT).lines) == (None, "2019-03-04")


@pytest.mark.parametrize("text", ["03/04/2019", "31 april 2019", "in 2019", "12-05"])
def test_an_unsure_date_is_none(text: str) -> None:
    assert printed_date(text) is None


@pytest.mark.parametrize(
    ("text", "iso"), [("25/12/2019", "2019-12-25"), ("12.25.2019", "2019-12-25")]
)
def test_a_day_above_twelve_settles_the_order(text: str, iso: str) -> None:
    assert printed_date(text) == iso


def test_dates_in_the_article_are_no_bylines(text_of: TextOf) -> None:
    assert text_of("Insulin", TEXT, "In 1922, on 11 January 1922, it began.").published is None
