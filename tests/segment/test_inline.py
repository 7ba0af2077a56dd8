"""Markers inside a line are found where one could stand, and nowhere else."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage
from pipeline.segment.inline import inside
from pipeline.segment.lines import Lines

Page = Callable[..., CleanPage]

FOUND = {
    "after a sentence": "It passes. 2. Cold air The vessels narrow.",
    "glued to the sentence before": "Is it a disease?2. Cold air",
    "after a word": "and so on 2. Cold air The vessels narrow.",
    "in brackets": "It passes. (2) Cold air The vessels narrow.",
    "a circled digit": "It passes. ②Cold air The vessels narrow.",
    "a Han numeral": "It passes. 二、Cold air The vessels narrow.",
    "a Han numeral with a full stop": "It passes. 二. Cold air The vessels narrow.",
    "a step": "It passes. Step 2: Cold air The vessels narrow.",
    "an ordinal word": "It passes. Second, cold air.",
    "a roman numeral": "It passes. II. Cold air The vessels narrow.",
    "a letter with a bracket": "It passes. b) Cold air The vessels narrow.",
    "a hash": "It passes. #2 Cold air The vessels narrow.",
    "full stops on both sides": "It passes. .2. Cold air The vessels narrow.",
}

NOT_FOUND = {
    "a decimal": "Drink 1.5 litres a day.",
    "a dose": "Take 10 mg 2 times a day.",
    "a year": "A study from 2019 shows it.",
    "a ratio": "The ratio is 2:1 here.",
    "a time": "Between 8:30 and 10:00 it hurts.",
    "a number that ends the line": "It hurts less than 3 out of 10.",
    "a vitamin": "Vitamin B12. is lacking",
    "a range": "Wait 2-3. days",
    "a teaser": "Is it contagious? 1. Lymphoma is a malig...",
}


@pytest.mark.parametrize("place", FOUND)
def test_a_marker_is_found(page: Page, place: str) -> None:
    found = inside(Lines(page([FOUND[place]])), 0, 0)
    assert [each.readings[0].value for each in found] == [2]
    assert found[0].inside


@pytest.mark.parametrize("decoy", NOT_FOUND)
def test_no_marker_is_found_in(page: Page, decoy: str) -> None:
    assert inside(Lines(page([NOT_FOUND[decoy]])), 0, 0) == []


def test_a_heading_ends_before_the_next_marker(page: Page) -> None:
    text = "Causes are many. 1. Cold 2. Heat"
    found = inside(Lines(page([text])), 0, 0)
    assert [text[each.heading_start : each.heading_end] for each in found] == ["Cold", "Heat"]


def test_a_word_after_a_marker_is_its_heading_and_no_label(page: Page) -> None:
    line = "It passes. #4 Prevention 1: Rest It helps. 2: Ice It helps."
    found = inside(Lines(page([line])), 0, 1)
    assert [each.printed for each in found] == ["#4", "1:", "2:"]


def test_first_of_all_begins_a_list_inside_a_line(page: Page) -> None:
    found = inside(Lines(page(["It passes. First of all, cold air. Second, wind."])), 0, 1)
    assert [each.printed for each in found] == ["First of all,", "Second,"]


def test_a_number_at_the_end_of_an_aside_is_none(page: Page) -> None:
    assert inside(Lines(page(["It tingles (day 1). Blisters come (day 3). They dry."])), 0, 1) == []


def test_a_kind_after_a_marker_does_not_count_the_list_below_it(page: Page) -> None:
    line = "It passes. D) Treatment 1. Tablets: for weeks. 2. Foam: at night."
    found = inside(Lines(page([line])), 0, 1)
    assert [each.printed for each in found] == ["D)", "1.", "2."]
