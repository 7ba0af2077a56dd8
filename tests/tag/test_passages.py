"""Sentences and headings with what the sections around them say."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage, Kind, Section
from pipeline.tag.passages import passages, section_places, sentences

Build = Callable[..., CleanPage]
Outline = Callable[..., tuple[Section, ...]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It weighs 1.5 kg. Dr. Who came.", ["It weighs 1.5 kg.", "Dr. Who came."]),
        ("Cells\tof a row", ["Cells", "of a row"]),
        ("e.g. nuts, etc. and so on", ["e.g. nuts, etc. and so on"]),
        (" . ", []),
    ],
)
def test_a_block_falls_into_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_offsets_point_into_the_clean_text(build: Build, sections_of: Outline) -> None:
    page = build(["Title", "Intro. More.", "1. Causes", "1. Cold", "It hurts."], "Title")
    rows = [("1. Causes", "1", "causes"), ("1. Cold", "1.1", "other")]
    found = list(passages(page, sections_of(page, rows), Kind.OTHER))
    assert [passage.text for passage in found] == ["Intro.", "More.", "Causes", "Cold", "It hurts."]
    assert all(page.text[one.start :].startswith(one.text) for one in found)


def test_a_sub_heading_of_a_telling_section_names_an_item(
    build: Build, sections_of: Outline
) -> None:
    page = build(["1. Causes", "1. Cold", "1. Very cold"])
    rows = [
        ("1. Causes", "1", "causes"),
        ("1. Cold", "1.1", "other"),
        ("1. Very cold", "1.1.1", "other"),
    ]
    places = section_places(sections_of(page, rows), Kind.OTHER)
    assert [place.names_item for place in places.values()] == [False, True, False]
    assert {place.kind for place in places.values()} == {Kind.CAUSES}


def test_top_headings_of_a_list_page_are_items(build: Build, sections_of: Outline) -> None:
    page = build(["1. Cold", "2. Stress", "3. Salt"])
    rows = [("1. Cold", "1", "other"), ("2. Stress", "2", "other"), ("3. Salt", "3", "other")]
    places = section_places(sections_of(page, rows), Kind.CAUSES)
    assert all(place.names_item and place.kind is Kind.CAUSES for place in places.values())


def test_a_line_stands_in_for_a_heading_that_was_not_seen(build: Build) -> None:
    page = build(["Why does it hurt?", "Cold.", "How is it treated?", "Heat."])
    kinds = [passage.kind for passage in passages(page, (), Kind.OTHER)]
    assert kinds == [Kind.CAUSES, Kind.CAUSES, Kind.TREATMENT, Kind.TREATMENT]


def test_a_sentence_turns_the_rest_of_its_line_where_no_heading_tells(build: Build) -> None:
    page = build(["Title", "It hurts. The culprit is cold. Damp beds follow. Warm baths help."])
    found = [(one.kind, one.place.was) for one in passages(page, (), Kind.OTHER)][1:]
    assert found == [
        (Kind.OVERVIEW, None),
        (Kind.CAUSES, Kind.OVERVIEW),
        (Kind.CAUSES, None),
        (Kind.TREATMENT, Kind.OVERVIEW),
    ]
