"""From triggers to mentions."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.tag.condition import condition_named
from pipeline.tag.matching import can_act, in_sentence
from pipeline.tag.passages import Passage
from pipeline.tag.sentence import Sentence
from pipeline.tag.vocabulary import vocabulary
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


def test_words_are_made_only_of_a_sentence_with_a_trigger(
    passages_of: Callable[[list[str]], list[Passage]],
) -> None:
    (passage,) = passages_of(["The moon is round."])
    asked: list[str] = []

    def make_words() -> Words:
        asked.append("words")
        return Words([], "")

    condition = condition_named("lumbar cramps", vocabulary())
    plain = Sentence(passage, condition, passage.text.lower(), make_words)
    assert in_sentence(plain) == []
    assert not asked
    in_sentence(replace(plain, lower="cold can cause lumbar cramps."))
    assert asked == ["words"]


def test_a_part_of_the_body_acts_on_nothing() -> None:
    words = Words([(0, 4), (5, 8)], "skin nicotine")
    assert not can_act(words, (0, 1))
    assert can_act(words, (1, 2))
