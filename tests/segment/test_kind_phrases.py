"""Phrases say a kind where no word of the heading names one."""

import pytest

from pipeline.model.records import Kind
from pipeline.segment import kinds
from pipeline.segment.kind_phrases import ADVICE, PHRASES

SAID = {
    "Where it grows from": Kind.CAUSES,
    "How the germ enters": Kind.CAUSES,
    "How it behaves": Kind.SYMPTOMS,
    "How you will notice": Kind.SYMPTOMS,
    "Appearance": Kind.SYMPTOMS,
    "How it is found": Kind.DIAGNOSIS,
    "Reading your report": Kind.DIAGNOSIS,
    "What the dentist can do": Kind.TREATMENT,
    "The maneuver": Kind.TREATMENT,
    "Next time": Kind.PREVENTION,
    "How not to get it again": Kind.PREVENTION,
    "Kinds": Kind.OVERVIEW,
    "How it works": Kind.OVERVIEW,
}


@pytest.mark.parametrize("heading", SAID)
def test_a_heading_says_its_kind_in_other_words(heading: str) -> None:
    named = kinds.of_heading(heading)
    assert named is not None
    assert named.chapter
    assert named.kind is SAID[heading]


def test_every_phrase_has_words_by_which_it_is_found() -> None:
    assert all(rule.words for rule in PHRASES)


def test_advice_begins_with_verbs() -> None:
    assert {"wear", "drink", "don't"} <= ADVICE
