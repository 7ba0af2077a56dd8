"""What is named without a pattern: bare lists, subjects of mechanisms, listed drugs."""

from collections.abc import Callable

import pytest

from pipeline.model.records import Label, Tags


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        (
            "Dandruff, staying up late and high blood sugar.",
            ["Dandruff", "staying up late", "high blood sugar"],
        ),
        ("Nicotine slackens the valve.", ["Nicotine"]),
        ("Old clots weaken the walls.", ["Old clots"]),
        ("The valve slackens the flow.", []),
        ("Overview of the tests", []),
        ("B.", []),
    ],
)
def test_lists_and_subjects_are_causes_in_a_section_on_causes(
    sentence: str, phrases: list[str], tag_sentence: Callable[..., Tags]
) -> None:
    mentions = tag_sentence(sentence, "causes").mentions
    assert [mention.text for mention in mentions] == phrases
    assert tag_sentence(sentence, "symptoms").mentions == ()


def test_a_list_may_deny_its_members(tag_sentence: Callable[..., Tags]) -> None:
    mentions = tag_sentence("No books, no phone.", "prevention").mentions
    assert [(one.text, one.cue) for one in mentions] == [("books", "no"), ("phone", "no")]


def test_a_listed_drug_is_a_remedy_with_its_form(tag_sentence: Callable[..., Tags]) -> None:
    (mention,) = tag_sentence("In the evening azelastine drops are usual.", "treatment").mentions
    assert (mention.text, mention.rule) == ("azelastine drops", "vocabulary")


def test_a_warning_denies_no_drug(tag_sentence: Callable[..., Tags]) -> None:
    assert tag_sentence("Pregnant women do not get isotretinoin.", "treatment").mentions == ()


def test_a_known_cause_stays_one_among_remedies(tag_sentence: Callable[..., Tags]) -> None:
    (mention,) = tag_sentence("Nicotine narrows the vessels.", "treatment").mentions
    assert mention.label is Label.CAUSE


def test_a_colon_spells_out_what_an_instruction_leaves_out(
    tag_sentence: Callable[..., Tags],
) -> None:
    found = tag_sentence("Leave out one suspect: wine, mint and coffee.", "treatment").mentions
    assert {(one.text, one.negated) for one in found} >= {("wine", True), ("coffee", True)}


def test_a_listed_subject_counts_whatever_its_verb_says(tag_sentence: Callable[..., Tags]) -> None:
    found = tag_sentence("Red wine is named most often.", "causes").mentions
    assert [one.text for one in found] == ["Red wine"]
    assert not tag_sentence("Experience is named most often.", "causes").mentions


def test_an_instruction_is_no_cause(tag_sentence: Callable[..., Tags]) -> None:
    found = tag_sentence("Open the window.", "causes").mentions
    assert [one.label for one in found] == [Label.REMEDY]
