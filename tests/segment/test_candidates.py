"""Whatever may be a heading becomes a candidate."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage, Layout
from pipeline.segment.candidates import find
from pipeline.segment.lines import Lines
from pipeline.segment.shapes import BARE, BOLD, PLAIN, TERM, Candidate

Page = Callable[..., CleanPage]


def candidates(page: CleanPage) -> list[Candidate]:
    return find(Lines(page))


def headings(page: CleanPage) -> list[str]:
    lines = Lines(page)
    return [
        lines.texts[each.heading_line][each.heading_start : each.heading_end]
        for each in find(lines)
    ]


def test_a_numbered_line_is_one(page: Page) -> None:
    (only,) = candidates(page(["1. Cold hands", "Text that goes on for a while."]))
    assert (only.printed, only.rank) == ("1.", PLAIN)


def test_the_marker_is_kept_as_it_is_printed(page: Page) -> None:
    (only,) = candidates(page(["（１）Cold hands", "Text that goes on for a while."]))
    assert only.printed == "（１）"


def test_a_number_alone_takes_the_next_line_as_its_heading(page: Page) -> None:
    (only,) = candidates(page(["2.", "Cold hands", "Text that goes on for a while."]))
    assert (only.line, only.heading_line) == (0, 1)


@pytest.mark.parametrize(
    ("layout", "tag", "rank"),
    [
        (Layout(heading_level=3), "h3", 3),
        (Layout(emphasised=True), "p", BOLD),
        (Layout(), "dt", TERM),
    ],
)
def test_a_line_set_as_a_heading_is_one(page: Page, layout: Layout, tag: str, rank: int) -> None:
    found = candidates(page([("Cold hands", tag, layout), "Text.", "More text."]))
    assert [each.rank for each in found] == [rank]


def test_a_short_line_above_others_may_be_one(page: Page) -> None:
    (only,) = candidates(page(["Cold hands", "Text that goes on for a while."]))
    assert (only.rank, only.refuse) == (BARE, 0.0)


@pytest.mark.parametrize(
    ("kind", "value", "printed"), [("1", 3, "3."), ("a", 2, "b."), ("I", 4, "IV.")]
)
def test_an_item_of_an_ordered_list_has_the_marker_that_a_browser_shows(
    page: Page, kind: str, value: int, printed: str
) -> None:
    layout = Layout(ordinal=value, ordinal_type=kind, list_depth=1)
    (only,) = candidates(page([("Cold: it narrows the vessels.", "li", layout)]))
    assert only.printed == printed


def test_a_printed_number_goes_before_that_of_the_list(page: Page) -> None:
    layout = Layout(ordinal=1, list_depth=1)
    (only,) = candidates(page([("5. Cold: it narrows the vessels.", "li", layout)]))
    assert only.printed == "5."


def test_a_heading_by_its_tag_holds_no_other_heading(page: Page) -> None:
    heading = ("10. Leica Q3 - best of all", "h3", Layout(heading_level=3))
    assert headings(page([heading, "Text."])) == ["Leica Q3 - best of all"]


def test_a_symbol_in_bold_is_no_heading(page: Page) -> None:
    assert candidates(page([("★ ★ ★", "p", Layout(emphasised=True)), "Text.", "Text."])) == []


def test_a_marker_before_signs_alone_is_none(page: Page) -> None:
    assert candidates(page(["1. * * *", "Text that goes on for a while."])) == []


def test_a_sentence_without_a_marker_is_none(page: Page) -> None:
    assert candidates(page(["It is cold today.", "And it stays cold,", "they say: really!"])) == []


def test_a_few_words_with_an_exclamation_mark_may_be_a_heading(page: Page) -> None:
    assert headings(page(["Keep it up!", "Text that goes on for a while."])) == ["Keep it up!"]
    assert headings(page(["Hello!", "Text that goes on for a while."])) == []


def test_what_somebody_says_may_be_a_heading(page: Page) -> None:
    assert headings(page(['"It is like sand"', "Text that goes on."])) == ['"It is like sand"']
    assert headings(page(['"It is like sand."', "Text that goes on."])) == []


def test_the_lines_of_a_menu_are_no_headings(page: Page) -> None:
    lines = ["Breakfast: an egg", "Lunch: rice with fish", "Text that goes on for a while."]
    assert headings(page(lines)) == []


ITEMS = ["1. Tea: it warms the throat.", "2. Steam: it opens the nose.", "3. Honey: it soothes."]


def test_the_number_of_the_items_below_belongs_to_the_heading(page: Page) -> None:
    assert headings(page(["3 Home remedies", *ITEMS]))[0] == "3 Home remedies"


def test_another_number_than_that_of_the_items_is_a_marker(page: Page) -> None:
    assert headings(page(["4 Home remedies", *ITEMS]))[0] == "Home remedies"


def test_the_number_of_the_items_is_a_marker_where_the_one_before_it_stands(page: Page) -> None:
    lines = ["2 Causes", "Text that goes on for a while.", "3 Home remedies", *ITEMS]
    assert "Home remedies" in headings(page(lines))


def test_a_short_line_may_begin_with_a_count(page: Page) -> None:
    (only,) = candidates(page(["1 to 2 years old", "Text that goes on for a while."]))
    assert (only.printed, only.rank) == (None, BARE)


def test_a_list_of_sources_may_have_a_colon(page: Page) -> None:
    assert headings(page(["Bibliography:", "Text that goes on for a while."])) == ["Bibliography"]


@pytest.mark.parametrize("sign", ["×", "√", "✔"])
def test_a_cross_or_a_tick_is_no_part_of_the_heading(page: Page, sign: str) -> None:
    lines = [f"{sign} Red wine", "Text that goes on for a while."]
    assert headings(page(lines)) == ["Red wine"]
