"""What a page is about."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage
from pipeline.tag.condition import condition_named, find_condition
from pipeline.tag.vocabulary import vocabulary

Build = Callable[..., CleanPage]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How to treat lumbar cramps? These methods are worth a look!", "lumbar cramps"),
        ("Chronic gastritis: five causes and the right diet", "chronic gastritis"),
        ("Acute bronchitis: coughing is normal", "acute bronchitis"),
        ("What are the causes of zorb fever and how is it treated?", "zorb fever"),
        ("Gout", "gout"),
    ],
)
def test_the_title_names_the_condition(title: str, name: str, build: Build) -> None:
    found = find_condition(
        build([title, "Zorb fever is new.", "Zorb fever is rare."], title), (), vocabulary()
    )
    assert found is not None
    assert found.name == name


def test_a_longer_name_is_taken_where_the_title_begins_with_it(build: Build) -> None:
    lines = ["Travellers' diarrhoea: peel it", "Travellers' diarrhoea comes from germs.", "Drink."]
    found = find_condition(build(lines, lines[0]), (), vocabulary())
    assert found is not None
    assert found.name == "travellers' diarrhoea"


def test_a_page_without_title_is_read_from_its_first_lines(build: Build) -> None:
    found = find_condition(build(["Many people suffer from tinnitus."]), (), vocabulary())
    assert found is not None
    assert found.name == "tinnitus"


def test_an_empty_page_has_no_condition(build: Build) -> None:
    assert find_condition(build([]), (), vocabulary()) is None


@pytest.mark.parametrize(
    "text", ["waist cramp", "lumbar cramp", "the cramps", "this disease", "alone cannot cure it"]
)
def test_variants_and_pointers_name_the_condition(text: str) -> None:
    assert condition_named("lumbar cramps", vocabulary()).stands_in(text)


def test_another_disease_does_not_name_the_condition() -> None:
    assert not condition_named("lumbar cramps", vocabulary()).stands_in("gout is painful")


@pytest.mark.parametrize(
    ("title", "line", "name"),
    [
        ("Underactive thyroid (hypothyroidism)", "It is slow.", "underactive thyroid"),
        ("Severe constipation: what helps", "Constipation is common. Drink.", "constipation"),
        ("Croup: leaflet for your child", "Croup in children starts at night.", "croup"),
        (
            "One headache every night at two",
            "A cluster headache wakes you. Oxygen helps against cluster headache.",
            "cluster headache",
        ),
        (
            "Hand, foot and mouth disease in nurseries",
            "It spreads.",
            "hand, foot and mouth disease",
        ),
    ],
)
def test_the_name_is_the_whole_one_that_the_page_uses(
    build: Build, title: str, line: str, name: str
) -> None:
    page = build([title, line], title)
    found = find_condition(page, (), vocabulary(()))
    assert found is not None
    assert found.name == name


def test_without_a_better_sign_the_name_that_the_page_repeats_is_taken(build: Build) -> None:
    lines = ["My skin itches where my watch sits", "It is red.", "See.", "Look.", "So you have it:"]
    told = ["contact dermatitis, no doubt. What helps against contact dermatitis?"]
    page = build([*lines, *told], lines[0])
    found = find_condition(page, (), vocabulary(()))
    assert found is not None
    assert found.name == "contact dermatitis"
