"""A title is what the text below speaks of; a pair of links above it is none."""

import pytest

from pipeline.clean.document import Line
from pipeline.clean.lines import text_lines
from pipeline.clean.spoken import is_confirmed, is_row, no_titles, spoken_of, title_by_place


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text, "line") for text in texts)


def test_the_word_that_the_text_says_most_counts() -> None:
    assert spoken_of("Cramps at night", "the nights are long, at night cramps come") == 2
    assert spoken_of("Green Valley Online", "a cramp is a cramp, by night or by day") == 0


def test_a_title_is_confirmed_by_the_text_below_it() -> None:
    page = lines(
        "Green Valley", "Cramp in the calf", "By Jo", "2 May", *["A cramp in the calf"] * 3
    )
    assert is_confirmed("Cramp in the calf", page)
    assert not is_confirmed("Green Valley", page)


def test_a_line_that_the_top_says_twice_is_confirmed_as_the_title() -> None:
    page = lines("Search, sign in", "Cramp in the calf", "Cramp in the calf", "Warmth helps.")
    assert is_confirmed("Cramp in the calf", page)
    assert title_by_place(page, ["Search, sign in"]) == "Cramp in the calf"


def test_a_heading_that_stands_twice_is_no_title_where_the_text_confirms_another() -> None:
    text = ["A cramp in the calf"] * 3
    page = lines("Cramp in the calf", "By Jo", "Where it hurts", "Where it hurts", *text)
    assert title_by_place(page, ["Cramp in the calf"]) == ""


def test_the_title_stands_below_the_way_that_names_it_or_above_its_byline() -> None:
    way = "Home > Muscles > Cramp in the calf"
    assert title_by_place(lines("Health", way, "Cramp in the calf"), []) == "Cramp in the calf"
    dated = lines("Health", "Home > Muscles", "Why it hurts", "2 May 2019")
    assert title_by_place(dated, []) == "Why it hurts"
    assert title_by_place(dated[:3], []) == ""


def test_links_to_both_neighbours_are_a_pair() -> None:
    page = lines("Previous: Sore feet at noon", "Next: Warm baths at night", "Cramp in the calf")
    assert no_titles(page) == {0, 1}
    assert no_titles(page[1:]) == frozenset()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Home   About me   Babies   Skin", 1),
        ("Home\tAbout me\tBabies", 1),
        ("Home About me Babies Skin", 0),
        ("Jo Field   Dietitian   2 May 2019", 0),
        ("Warm  the calf  slowly.", 0),
        ("Warm the calf  slowly", 0),
    ],
)
def test_wide_gaps_between_short_entries_make_a_row_of_a_menu(text: str, told: int) -> None:
    (line,) = text_lines(text)
    assert is_row(line) == told
