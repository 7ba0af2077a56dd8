"""Bare text becomes numbered lines; what is glued is set apart, and nothing is lost."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import read
from pipeline.clean.document import Document
from pipeline.clean.lines import split_glued, text_lines

TextOf = Callable[..., Document]
TITLE = "What should pregnant women do about swollen feet?"
SENTENCE = "Swollen feet are normal in the last months, because the womb presses on the veins."


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_each_line_that_is_not_empty_is_one_line_with_its_number() -> None:
    lines = list(text_lines("Title\n\n  A   line \n\u200b\r\nLast"))
    assert [(line.text, line.number) for line in lines] == [
        ("Title", 1),
        ("A line", 3),
        ("Last", 5),
    ]
    assert [line.layout.blank_before for line in lines] == [False, True, True]


def test_a_title_glued_to_the_first_sentence_is_set_apart(text_of: TextOf) -> None:
    document = text_of(TITLE, f"{TITLE} {SENTENCE}", "Put the feet up.")
    assert texts(document) == [TITLE, TITLE, SENTENCE, "Put the feet up."]
    assert [line.number for line in document.lines] == [1, 3, 3, 5]


def test_a_title_twice_on_one_line_is_set_apart(text_of: TextOf) -> None:
    assert texts(text_of(f"{TITLE} {TITLE}", SENTENCE)) == [TITLE, TITLE, SENTENCE]


@pytest.mark.parametrize(
    "line",
    [
        "Gout attack or infection? Only a doctor can tell.",
        "Gout attacks come at night. They hurt.",
        "Gout attack: causes and treatment",
    ],
)
def test_a_sentence_that_starts_like_the_title_stays_whole(text_of: TextOf, line: str) -> None:
    assert texts(text_of("Gout attack", line)) == ["Gout attack", line]


def test_links_at_the_end_of_a_sentence_are_set_apart(text_of: TextOf) -> None:
    document = text_of("Title", "Drink between meals. <<: Is it late? >>: Why does it growl?")
    assert texts(document)[1:] == [
        "Drink between meals.",
        "<<: Is it late?",
        ">>: Why does it growl?",
    ]


@pytest.mark.parametrize(
    "label",
    [
        "Read also: How to clean a flat",
        "Zobacz też: How to clean a flat",
        "ALSO READ | How to clean a flat",
        ">>> See more: How to clean a flat",
        "Disclaimer: for reference only.",
        "© 2019 A site",
        "Copyright 2019 A site",
        "This entry was posted in Homes and walls.",
        "Was this article helpful? Yes No",
    ],
)
def test_a_label_behind_a_sentence_is_set_apart(text_of: TextOf, label: str) -> None:
    assert texts(text_of("Title", f"Spores irritate the airways. {label}"))[1:] == [
        "Spores irritate the airways.",
        label,
    ]


def test_a_question_of_the_article_is_not_set_apart(text_of: TextOf) -> None:
    line = "Spores irritate the airways. Was this page of history forgotten. Is it late?"
    assert texts(text_of("Title", line))[1:] == [line]


def test_a_page_on_one_line_is_cut_at_title_and_labels(text_of: TextOf) -> None:
    article = f"{SENTENCE} " * 9
    line = (
        f"{TITLE} {TITLE} {article.strip()} <<: Before >>: After Recommend One is cut... Two is..."
    )
    assert texts(text_of(line)) == [
        TITLE,
        TITLE,
        article.strip(),
        "<<: Before",
        ">>: After",
        "Recommend One is cut... Two is...",
    ]


@given(st.text(max_size=300))
def test_no_text_is_lost(text: str) -> None:
    from pipeline.model.records import RawPage

    raw = RawPage("a", "a", 0, None, "a", None, "", "text/plain", "utf-8", "given", text)
    whole = "".join("".join(line.text.split()) for line in text_lines(text))
    document = read(raw)
    assert "".join("".join(line.text.split()) for line in document.lines) == whole
    assert split_glued(document).lines == document.lines


def test_wide_gaps_inside_a_line_are_counted_and_folded() -> None:
    home, twice, plain = text_lines("Home   Skin\tHair\nIt hurts.  It swells.\n  Rest the arm")
    assert (home.text, home.layout.columns) == ("Home Skin Hair", 3)
    assert (twice.layout.columns, plain.layout.columns) == (1, 1)
