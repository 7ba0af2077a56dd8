"""Cues of negation, each with its example."""

import pytest

from pipeline.tag.context import Cue, cue_after, cue_before, cues


@pytest.mark.parametrize("cue", cues(), ids=lambda cue: cue.example)
def test_a_cue_denies_the_phrase_of_its_example(cue: Cue) -> None:
    before, _, after = cue.example.lower().split("!")
    assert cue_before(before) if cue.scope == "after" else cue_after(after)


def test_not_enough_alone_is_said_with_the_whole_cue() -> None:
    assert cue_after("alone cannot cure it") == "alone cannot cure"


@pytest.mark.parametrize("text", ["not only", "it is no doubt", "helps many people", ""])
def test_what_only_looks_like_a_negation_denies_nothing(text: str) -> None:
    assert cue_before(text) is None
    assert cue_after(text) is None
