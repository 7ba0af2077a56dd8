"""Words and their classes."""

import pytest

from pipeline.model.settings import TagSettings
from pipeline.tag.model import build
from pipeline.tag.words import Words, lower_case

BLANK = build(TagSettings())


def codes(text: str) -> str:
    return Words(
        [(token.idx, len(token)) for token in BLANK.make_doc(text)], lower_case(text)
    ).codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the cold", "DW"),
        ("cold causes pain", "WVW"),
        ("the causes of pain", "DWOW"),
        ("sitting can hurt", "GMW"),
        ("drugs such as aspirin", "WYYW"),
        ("cold as well as heat", "WCCCW"),
        ("cold (very) air", "W###W"),
        ("the lotion cools the skin", "DWVDW"),
        ("5 times", "IW"),
        ("rarely, we rest", "A,XW"),
    ],
)
def test_each_word_gets_its_class(text: str, expected: str) -> None:
    assert codes(text) == expected


def test_lower_case_keeps_every_letter_in_its_place() -> None:
    assert lower_case(
        "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}T\N{RIGHT SINGLE QUOTATION MARK}S"
    ) == ("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}t's")


def test_words_know_where_they_stand() -> None:
    words = Words([(0, 4), (5, 3)], "cold air")
    assert (words.starts, words.ends, words.first_from(1)) == ([0, 5], [4, 8], 1)
