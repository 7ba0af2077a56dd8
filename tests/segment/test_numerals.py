"""Numerals are worth what a reader says they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.segment.numerals import (
    ENCLOSED,
    FOREIGN_LETTERS,
    LARGEST_ROMAN,
    han_value,
    roman,
    roman_value,
)


@given(st.integers(min_value=1, max_value=LARGEST_ROMAN))
def test_a_roman_numeral_is_read_as_it_is_written(value: int) -> None:
    assert roman_value(roman(value)) == value


@pytest.mark.parametrize("letters", ["iiii", "vx", "ic", "ivi"])
def test_letters_that_make_no_roman_numeral_have_no_value(letters: str) -> None:
    assert roman_value(letters) is None


@pytest.mark.parametrize(
    ("numeral", "value"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23)]
)
def test_a_han_numeral_has_its_value(numeral: str, value: int) -> None:
    assert han_value(numeral) == value


def test_two_han_digits_in_a_row_are_no_numeral() -> None:
    assert han_value("三四") is None


def test_enclosed_digits_count_from_the_first_of_their_run() -> None:
    assert ENCLOSED["①"][1] == 1
    assert ENCLOSED["⑳"][1] == 20
    assert ENCLOSED["①"][0] != ENCLOSED["⑴"][0]


def test_greek_and_russian_letters_count() -> None:
    assert FOREIGN_LETTERS["γ"] == ("greek", 3)
    assert FOREIGN_LETTERS["ж"] == ("cyrillic", 7)
