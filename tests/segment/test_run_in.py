"""Lines right below a heading that begin alike with a few words and a mark are its parts."""

from collections.abc import Callable

import pytest

Tree = Callable[..., list[str]]
TEXT = "It comes and goes, and nobody knows why it does so in the evening."
AFTER = ["What helps?", TEXT]


@pytest.mark.parametrize("mark", [".", ":", " -", " –"])
def test_three_leads_with_the_same_mark_are_parts(tree: Tree, mark: str) -> None:
    leads = [f"{lead}{mark} It lasts a week." for lead in ("Early on", "Later", "At the end")]
    assert tree("How it goes", *leads, *AFTER) == [
        "1 How it goes",
        "1.1 Early on",
        "1.2 Later",
        "1.3 At the end",
        "2 What helps?",
    ]


def test_two_leads_are_parts_if_they_are_very_short(tree: Tree) -> None:
    leads = ["All at once. A fall on the hand.", "Bit by bit. Years of work."]
    assert tree("How it tears", *leads, *AFTER)[1:3] == ["1.1 All at once", "1.2 Bit by bit"]


def test_two_longer_leads_are_sentences(tree: Tree) -> None:
    leads = ["Cold comes first of all. It dries.", "Soap comes second in line. It burns."]
    assert tree("Where it comes from", *leads, *AFTER)[1:] == ["2 What helps?"]


def test_sentences_are_no_leads(tree: Tree) -> None:
    lines = ["One is age. It stiffens.", "One is salt. It swells.", "One is rest. It fades."]
    assert tree("Where it comes from", *lines, *AFTER)[1:] == ["2 What helps?"]


def test_leads_below_a_text_stay_text(tree: Tree) -> None:
    leads = ["Diet: cheese and wine.", "Sleep: too little of it.", "Mood: the day after."]
    assert tree("What sets it off?", TEXT, *leads, *AFTER)[1:] == ["2 What helps?"]


def test_a_menu_without_full_stops_stays_text(tree: Tree) -> None:
    menu = ["Breakfast: oats", "Lunch: soup", "Dinner: fish"]
    assert tree("A day of meals", *menu, *AFTER)[-1] == "2 What helps?"


def test_one_line_may_close_the_parts(tree: Tree) -> None:
    leads = ["Rest. A day.", "Ice. An hour.", "Height. A cushion."]
    assert tree("First steps", *leads, "Coins make it worse.", *AFTER)[1:4] == [
        "1.1 Rest",
        "1.2 Ice",
        "1.3 Height",
    ]


def test_leads_behind_bullets_are_parts_too(tree: Tree) -> None:
    leads = ["• Nerve: it stands still.", "• Smoke: it swells.", "• Strain: it wears."]
    assert tree("Reasons", *leads, *AFTER)[1:4] == ["1.1 Nerve", "1.2 Smoke", "1.3 Strain"]


def test_two_leads_that_name_times_are_parts(tree: Tree) -> None:
    leads = ["Within a day: dots where it went in.", "After three to eight weeks: a fever."]
    assert len(tree("How it goes", *leads, *AFTER)) == 4


def test_grades_with_a_roman_numeral_are_parts(tree: Tree) -> None:
    leads = [f"Grade {grade} – it hurts for a week." for grade in ("I", "II", "III")]
    assert tree("How bad it is", *leads, *AFTER)[1:4] == [
        "1.1 Grade I",
        "1.2 Grade II",
        "1.3 Grade III",
    ]


def test_a_lead_may_begin_with_a_number(tree: Tree) -> None:
    leads = [f"{grade} degree. It hurts for a week." for grade in (1, 2, 3)]
    assert tree("Degrees", *leads, *AFTER)[1:4] == ["1.1 1 degree", "1.2 2 degree", "1.3 3 degree"]


def test_long_dashes_may_stand_before_leads(tree: Tree) -> None:
    leads = [f"— {lead}: it lasts a week." for lead in ("Early on", "Later", "At the end")]
    assert tree("How it goes", *leads, *AFTER)[1] == "1.1 Early on"
