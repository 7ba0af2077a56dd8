"""What the network says of a mention."""

from collections.abc import Callable

import pytest

from pipeline.model.records import Aspect, Label, Tags

LINES = [
    "Lumbar cramps",
    "1. Causes",
    "1. Calcium deficiency",
    "2. How to treat it",
    "1. Hot compress",
    "Avoid alcohol and drink more water.",
    "3. Prevention",
    "1. Keep warm",
]
ROWS = [
    ("1. Causes", "1", "causes"),
    ("1. Calcium deficiency", "1.1", "other"),
    ("2. How to treat it", "2", "treatment"),
    ("1. Hot compress", "2.1", "other"),
    ("3. Prevention", "3", "prevention"),
    ("1. Keep warm", "3.1", "other"),
]


@pytest.fixture(scope="module")
def tags(tag_lines: Callable[..., Tags]) -> Tags:
    return tag_lines(LINES, ROWS)


def test_sub_headings_are_what_their_sections_are_about(tags: Tags) -> None:
    heads = [(one.label, one.text, one.aspect) for one in tags.mentions if one.in_heading]
    assert heads == [
        (Label.CAUSE, "Calcium deficiency", None),
        (Label.REMEDY, "Hot compress", Aspect.TREATS),
        (Label.REMEDY, "Keep warm", Aspect.PREVENTS),
    ]


def test_what_is_to_be_avoided_is_denied_with_its_cue(tags: Tags) -> None:
    assert [(one.text, one.cue) for one in tags.mentions if one.negated] == [("alcohol", "avoid")]


def test_a_mention_says_that_it_was_fitted_and_how_sure_it_is(tags: Tags) -> None:
    assert {one.rule for one in tags.mentions} == {"fitted"}
    assert all(0.2 < one.score <= 0.99 for one in tags.mentions)
