"""What a sub-heading names."""

import pytest

from pipeline.tag.headings import item, leaves_out


def named(heading: str) -> tuple[str, str | None] | None:
    found = item(heading)
    return (heading[found[0] : found[1]], found[2]) if found else None


@pytest.mark.parametrize(
    ("heading", "phrase"),
    [
        ("Calcium deficiency", "Calcium deficiency"),
        ("Some diseases cause", "Some diseases"),
        ("Pay attention to keeping warm", "keeping warm"),
        ("You should exercise regularly.", "exercise regularly"),
        ("Habits that cause kidney stones", "Habits"),
        ("The main cause is stress", "stress"),
        ("Keeping warm is very important", "Keeping warm"),
    ],
)
def test_fillers_are_stripped(heading: str, phrase: str) -> None:
    assert named(heading) == (phrase, None)


@pytest.mark.parametrize(
    ("heading", "phrase", "cue"),
    [
        ("No massage", "massage", "no"),
        ("Avoid spicy food", "spicy food", "avoid"),
        ("Do not drink strong tea", "strong tea", "do not"),
        ("Don\N{RIGHT SINGLE QUOTATION MARK}t stay up late", "stay up late", "don't"),
        ("Massage is not recommended", "Massage", "is not recommended"),
    ],
)
def test_what_is_denied_keeps_its_cue(heading: str, phrase: str, cue: str) -> None:
    assert named(heading) == (phrase, cue)


@pytest.mark.parametrize(
    "heading",
    ["What causes cramps", "Symptoms", "Prevention", "When to see a doctor", "Causes", "?"],
)
def test_a_heading_that_announces_a_part_names_nothing(heading: str) -> None:
    assert item(heading) is None


def test_a_heading_may_deny_what_stands_under_it() -> None:
    assert leaves_out("What not to eat with gout") == "not to eat"
    assert leaves_out("How to avoid gout") is None
