"""From sentences and headings to mentions."""

from collections.abc import Callable

import pytest

from pipeline.model.records import Aspect, Tags


def test_a_heading_that_lists_splits(tag_lines: Callable[..., Tags]) -> None:
    lines = ["1. Causes", "1. Sweets and dairy products", "2. Diseases that lead to lumbar cramps"]
    rows = [(lines[0], "1", "causes"), (lines[1], "1.1", "other"), (lines[2], "1.2", "other")]
    mentions = tag_lines(lines, rows).mentions
    assert [mention.text for mention in mentions] == ["Sweets", "dairy products", "Diseases"]
    assert all(mention.in_heading for mention in mentions)


def test_items_under_a_denying_heading_are_denied(tag_lines: Callable[..., Tags]) -> None:
    lines = ["1. What not to eat", "1. Raw fish"]
    mentions = tag_lines(lines, [(lines[0], "1", "diet"), (lines[1], "1.1", "other")]).mentions
    assert [(one.text, one.negated, one.cue) for one in mentions] == [
        ("Raw fish", True, "not to eat")
    ]


@pytest.mark.parametrize(
    ("kind", "aspect"), [("treatment", Aspect.TREATS), ("prevention", Aspect.PREVENTS)]
)
def test_the_section_decides_the_aspect_of_advice(
    kind: str, aspect: Aspect, tag_sentence: Callable[..., Tags]
) -> None:
    (mention,) = tag_sentence("Wear warm clothes.", kind).mentions
    assert mention.aspect is aspect


def test_a_list_without_a_verb_is_read_in_a_telling_section(
    tag_sentence: Callable[..., Tags],
) -> None:
    mentions = tag_sentence("Dandruff, staying up late and high blood sugar.", "causes").mentions
    assert [mention.text for mention in mentions] == [
        "Dandruff",
        "staying up late",
        "high blood sugar",
    ]
    assert (
        tag_sentence("Dandruff, staying up late and high blood sugar.", "symptoms").mentions == ()
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "What can cause lumbar cramps?",
        "Bacteria that cause lumbar cramps are rare guests.",
        "Smoking can cause lung cancer.",
        "It can cause lumbar cramps.",
    ],
)
def test_these_sentences_name_no_cause(sentence: str, tag_sentence: Callable[..., Tags]) -> None:
    assert tag_sentence(sentence).mentions == ()


def test_a_listed_drug_counts_in_a_section_on_treatment(tag_sentence: Callable[..., Tags]) -> None:
    (mention,) = tag_sentence(
        "Ibuprofen 400 mg, mostly in the evening, is usual.", "treatment"
    ).mentions
    assert (mention.text, mention.rule) == ("Ibuprofen", "vocabulary")
    assert tag_sentence("Ibuprofen 400 mg, mostly in the evening, is usual.").mentions == ()
