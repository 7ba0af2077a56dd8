"""The names that a page may be about."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage
from pipeline.tag.names import Name, concept_of, names_of, told_by
from pipeline.tag.vocabulary import vocabulary

Build = Callable[..., CleanPage]


def found(build: Build, *lines: str) -> dict[str, Name]:
    told = told_by(build(list(lines), lines[0]), ())
    return {name.printed: name for name in names_of(told, vocabulary())}


def test_synonyms_are_one_name_printed_as_the_page_does(build: Build) -> None:
    names = found(build, "Piles in pregnancy", "Haemorrhoids itch.", "Piles bleed.")
    assert names["piles"].forms == {"piles": 2, "haemorrhoids": 1}
    assert "haemorrhoids" not in names


def test_a_longer_listed_name_hides_the_shorter_one_in_it(build: Build) -> None:
    names = found(build, "Kidney stones", "Kidney stones hurt.")
    assert "kidney stones" in names
    assert "stones" not in names


@pytest.mark.parametrize("printed", ["hand, foot and mouth disease", "hand foot and mouth disease"])
def test_commas_inside_a_name_are_read_over(build: Build, printed: str) -> None:
    assert printed in found(build, f"What about {printed}?", f"The {printed} is mild.")


def test_no_name_reaches_over_the_end_of_a_line_or_sentence(build: Build) -> None:
    assert "kidney stones" not in found(
        build, "A page", "About the kidney", "Stones. Kidney. Stones"
    )


@pytest.mark.parametrize(
    ("line", "name"), [("My son wets the bed.", "bedwetting"), ("Is she short-sighted?", "myopia")]
)
def test_a_complaint_tells_of_a_condition(build: Build, line: str, name: str) -> None:
    assert found(build, "A letter", line)[name].complaints == 1


def test_a_word_that_the_page_keeps_adding_makes_a_longer_name(build: Build) -> None:
    names = found(
        build, "Eczema", "Scrotal eczema itches.", "Treat scrotal eczema.", "Eczema dries."
    )
    assert names["scrotal eczema"].base is names["eczema"]
    assert len(names["scrotal eczema"].places) == 2


def test_a_word_added_once_makes_none(build: Build) -> None:
    assert "wild eczema" not in found(build, "Eczema", "A wild eczema itches.")


def test_what_is_said_behind_a_name_may_belong_to_it(build: Build) -> None:
    lines = ("Eczema", "Eczema on the shins is common.")
    assert "eczema on the shins" not in found(build, *lines)
    assert "eczema on the shins" in found(build, *lines, "So eczema on the shins passes.")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How to treat zorb fever?", "zorb fever"),
        ("What causes blue toes?", "blue toes"),
        ("Causes of zorb palsy and its cure", "zorb palsy"),
    ],
)
def test_a_template_singles_out_what_no_vocabulary_lists(
    build: Build, title: str, name: str
) -> None:
    assert found(build, title)[name].by_template


@pytest.mark.parametrize("title", ["What is the reason", "What is going on with it", "How to eat"])
def test_words_that_name_nothing_are_no_names(build: Build, title: str) -> None:
    assert not {"reason", "the reason", "going", "it"} & found(build, title).keys()


def test_a_concept_is_the_name_that_stands_for_the_others() -> None:
    known = vocabulary()
    assert concept_of("piles", known) == concept_of("haemorrhoids", known)
    assert concept_of("zorb fevers", known) == "zorb fever"
