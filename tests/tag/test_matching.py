"""From triggers to mentions."""

from collections.abc import Callable

import pytest

from pipeline.tag.matching import can_act
from pipeline.tag.words import Words

Match = Callable[..., list[tuple[str, bool, str]]]


@pytest.mark.parametrize(
    "sentence",
    [
        "What can cause lumbar cramps?",
        "Bacteria that cause lumbar cramps are rare guests.",
        "Smoking can cause lung cancer.",
        "It can cause lumbar cramps.",
    ],
)
def test_these_sentences_name_no_cause(sentence: str, match_sentence: Match) -> None:
    assert match_sentence(sentence) == []


def test_a_list_before_a_trigger_splits(match_sentence: Match) -> None:
    found = match_sentence("Cold, fatigue and stress can cause lumbar cramps.")
    assert [text for text, _, _ in found] == ["Cold", "fatigue", "stress"]


def test_a_cue_after_the_phrase_denies_it(match_sentence: Match) -> None:
    ((text, negated, _),) = match_sentence("Cold does not cause lumbar cramps.")
    assert (text, negated) == ("Cold", True)


def test_a_part_of_the_body_acts_on_nothing() -> None:
    words = Words([(0, 4), (5, 8)], "skin nicotine")
    assert not can_act(words, (0, 1))
    assert can_act(words, (1, 2))
