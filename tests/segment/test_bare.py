"""Pages without markers are divided by their short lines, if by anything."""

from collections.abc import Callable

Tree = Callable[..., list[str]]
TEXT = "It comes and goes, and nobody knows why it does so in the evening."


def test_short_lines_above_paragraphs_divide_a_page_without_markers(tree: Tree) -> None:
    lines = ["What is it?", TEXT, "What helps?", TEXT]
    assert tree(*lines) == ["1 What is it?", "2 What helps?"]


def test_short_lines_above_bullets_do_as_well(tree: Tree) -> None:
    lines = ["What causes it", "• Pollen", "• Dust", "What helps", "• Drops"]
    assert tree(*lines) == ["1 What causes it", "2 What helps"]


def test_one_short_line_is_no_division(tree: Tree) -> None:
    assert tree("A word before", TEXT, TEXT) == []


def test_a_list_of_words_is_no_division(tree: Tree) -> None:
    assert tree(TEXT, "Milk", "Tofu", "Melon", "Celery", "Barley") == []


def test_on_a_page_with_markers_such_lines_are_text(tree: Tree) -> None:
    lines = ["1. Causes", TEXT, "What else?", TEXT, "2. Treatment", TEXT, "What now?", TEXT]
    assert tree(*lines) == ["1 Causes", "2 Treatment"]
