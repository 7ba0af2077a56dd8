"""The parts of a chapter without numbers end where the next chapter begins."""

from collections.abc import Callable

import pytest

Tree = Callable[..., list[str]]
TEXT = "It comes and goes, and nobody knows why it does so in the evening."
LONG = f"{TEXT} {TEXT} {TEXT}"
PARTS = ["Treatment", "Tablets", TEXT, "Splints", TEXT]


def test_a_question_ends_the_parts(tree: Tree) -> None:
    assert tree("Signs", TEXT, *PARTS, "Can I work?", TEXT)[-1] == "3 Can I work?"


def test_a_heading_that_names_a_kind_ends_the_parts(tree: Tree) -> None:
    assert tree("Signs", TEXT, *PARTS, "Prevention", TEXT)[-1] == "3 Prevention"


def test_what_is_like_the_parts_is_one_of_them(tree: Tree) -> None:
    assert tree("Signs", TEXT, *PARTS, "Knife", TEXT)[-1] == "2.3 Knife"


def test_a_longer_heading_with_a_longer_text_ends_the_parts(tree: Tree) -> None:
    lines = [*PARTS, "Knife", TEXT, "Working with a stiff hand all day", LONG]
    assert tree("Signs", TEXT, *lines)[-1] == "3 Working with a stiff hand all day"


def test_as_many_parts_as_the_chapter_speaks_of(tree: Tree) -> None:
    lines = ["The two that hurry", "Rupture", TEXT, "Torsion", TEXT, "Seen on a picture", TEXT]
    assert tree("Signs", TEXT, *lines)[-1] == "3 Seen on a picture"


def test_a_second_paragraph_closes_the_chapter(tree: Tree) -> None:
    lines = ["Rehab", "Full rest", TEXT, "Gentle moves", TEXT, "Gym work", TEXT]
    chapter = ["Out of trouble now", TEXT]
    assert tree("Signs", TEXT, *lines, TEXT, *chapter)[-1] == "3 Out of trouble now"
    assert tree("Signs", TEXT, *lines, *chapter)[-1] == "2.4 Out of trouble now"


def test_do_and_dont_are_two_parts_and_no_more(tree: Tree) -> None:
    lines = ["At home", "Do", TEXT, "Don't", TEXT, "Someone may help", TEXT]
    assert tree("Signs", TEXT, *lines)[-1] == "3 Someone may help"


@pytest.mark.parametrize("opening", ["Follow-up", "Living on", "Preventing more", "Your rights"])
def test_some_words_open_a_chapter(tree: Tree, opening: str) -> None:
    lines = [*PARTS, "Knife", TEXT, opening, TEXT]
    assert tree("Signs", TEXT, *lines)[-1] == f"3 {opening}"


def test_lines_in_bold_are_parts_of_the_bare_line_above_them(tree: Tree) -> None:
    lines = [
        "What makes them grow?",
        "【Nuts】",
        TEXT,
        "【Smoke】",
        TEXT,
        "How is it treated?",
        TEXT,
    ]
    assert tree(TEXT, *lines) == [
        "1 What makes them grow?",
        "1.1 Nuts",
        "1.2 Smoke",
        "2 How is it treated?",
    ]
