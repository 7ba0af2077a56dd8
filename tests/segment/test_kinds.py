"""What a heading says about its section's kind, and what the section around it adds."""

import pytest

from pipeline.model.records import Kind
from pipeline.segment.kinds import (
    NOTHING,
    advice,
    alone,
    echo_of,
    from_heading,
    is_question,
    of_heading,
    of_label,
    of_list,
    of_title,
)

CHAPTERS = {
    "Causes of gout": Kind.CAUSES,
    "Why do eyelids twitch": Kind.CAUSES,
    "Where reflux comes from": Kind.CAUSES,
    "Which foods cause gout?": Kind.CAUSES,
    "Early symptoms": Kind.SYMPTOMS,
    "How it feels": Kind.SYMPTOMS,
    "How is gout treated?": Kind.TREATMENT,
    "What should I do if my gums bleed": Kind.TREATMENT,
    "Tips for preventing gout": Kind.PREVENTION,
    "How to keep it from coming back": Kind.PREVENTION,
    "Which tests are needed?": Kind.DIAGNOSIS,
    "Possible complications": Kind.COMPLICATIONS,
    "What to eat with gout": Kind.DIET,
    "What is gout?": Kind.OVERVIEW,
    "Is gout inherited?": Kind.OTHER,
    "Inducement of gout": Kind.CAUSES,
    "The formation of gout": Kind.CAUSES,
    "Who easily gets gout": Kind.CAUSES,
    "What brings it about": Kind.CAUSES,
    "How is gout manifested?": Kind.SYMPTOMS,
    "Do I have gout?": Kind.SYMPTOMS,
    "What are the methods?": Kind.TREATMENT,
    "Western medicine treatment": Kind.TREATMENT,
    "How to lower uric acid": Kind.TREATMENT,
    "Prevent recurrence": Kind.PREVENTION,
    "How to reduce attacks": Kind.PREVENTION,
    "Will it kill me?": Kind.COMPLICATIONS,
    "Mechanism of disease": Kind.CAUSES,
    "Red flags": Kind.SYMPTOMS,
    "Folk prescriptions": Kind.TREATMENT,
    "Nursing at home": Kind.TREATMENT,
    "Do antibiotics help?": Kind.TREATMENT,
    "How does the doctor find the cause?": Kind.DIAGNOSIS,
    "Dietary taboos for gout?": Kind.DIET,
    "What happens if gout is not treated?": Kind.COMPLICATIONS,
    "What problems can gout cause?": Kind.COMPLICATIONS,
    "Hazards of gout": Kind.COMPLICATIONS,
    "Gout at a glance": Kind.OVERVIEW,
    "Is gout contagious?": Kind.OTHER,
    "How long does it last?": Kind.OTHER,
}
ITEMS = ("Remove the cause", "Medicines", "Avoid salty food", "Drug injections at home")


@pytest.mark.parametrize("heading", CHAPTERS)
def test_a_chapter_names_its_kind(heading: str) -> None:
    named = of_heading(heading, frozenset({"gout", "eyelids"}))
    assert named is not None
    assert (named.kind, named.chapter) == (CHAPTERS[heading], True)


@pytest.mark.parametrize("heading", ITEMS)
def test_an_item_that_contains_a_kinds_word_is_no_chapter(heading: str) -> None:
    named = of_heading(heading)
    assert named is not None
    assert not named.chapter


def test_the_first_word_that_names_a_kind_counts() -> None:
    named = of_heading("Treatment and prevention")
    assert named is not None
    assert named.kind is Kind.TREATMENT


def test_an_item_takes_the_kind_of_the_section_around_it() -> None:
    assert from_heading(of_heading("Medicines"), (Kind.CAUSES, 0.9)) == (Kind.CAUSES, 0.81)


def test_a_chapter_keeps_its_kind_inside_another() -> None:
    decided = from_heading(of_heading("How is it treated?"), (Kind.OVERVIEW, 0.9))
    assert decided is not None
    assert decided[0] is Kind.TREATMENT


def test_a_title_with_one_kind_decides_for_a_list_of_things() -> None:
    title = of_title("Seven remedies for period pain")
    assert of_list(["Put it on the belly."], title, NOTHING) == (Kind.TREATMENT, 0.7)


def test_a_title_names_all_its_kinds_and_food_only_alone() -> None:
    assert of_title("What causes gout and how to treat it") == {Kind.CAUSES, Kind.TREATMENT}
    assert of_title("Foods that prevent gout") == {Kind.PREVENTION}
    assert of_title("What to eat for kidney stones") == {Kind.DIET}


def test_the_word_of_a_marker_names_a_kind() -> None:
    named = of_label("cause")
    assert named is not None
    assert named.kind is Kind.CAUSES
    assert of_label("step") is None


def test_a_text_decides_where_its_heading_says_nothing() -> None:
    text = "Signs and symptoms include fever, cough and fatigue. People may also feel dizzy."
    assert alone([text], None)[0] is Kind.SYMPTOMS


def test_a_text_that_begins_with_a_question_echoes_its_kind() -> None:
    assert echo_of("How is gout treated? With rest and tablets.") is Kind.TREATMENT
    assert echo_of("With rest and tablets. How is gout treated?") is None


def test_questions_are_known_without_their_mark() -> None:
    assert is_question("How do stones form")
    assert is_question("Serious or not?")
    assert not is_question("Cold compresses")


def test_what_is_said_of_several_kinds_leans_and_the_text_may_overrule_it() -> None:
    named = of_heading("What should patients pay attention to?")
    assert named is not None
    assert named.leaning
    assert alone([""], named)[0] is Kind.PREVENTION
    text = "Signs and symptoms include fever, cough and fatigue. People may also feel dizzy."
    assert alone([text], named)[0] is Kind.SYMPTOMS


def test_advice_treats_first_and_prevents_where_treatment_was_before() -> None:
    headings = ["Wear loose clothes", "Stop smoking", "The left side"]
    assert alone([""], None, advice(headings, treated=False))[0] is Kind.TREATMENT
    assert alone([""], None, advice(headings, treated=True))[0] is Kind.PREVENTION


def test_a_list_of_things_is_no_advice() -> None:
    assert advice(["Cold", "Heat", "Wear and tear"], treated=False) == NOTHING


def test_the_name_of_an_item_is_no_chapter_beside_others() -> None:
    named = of_heading("Massage")
    assert named is not None
    assert named.item


def test_food_among_what_is_done_is_diet_but_not_among_causes() -> None:
    food = of_heading("Food and drink")
    assert from_heading(food, (Kind.TREATMENT, 0.9)) == (Kind.DIET, 0.85)
    assert from_heading(food, (Kind.CAUSES, 0.9)) == (Kind.CAUSES, 0.81)
