"""Bullets and Markdown around a line are set aside, and every character keeps its place."""

import pytest

from pipeline.segment.decoration import Plain, plain

LEVELS = {
    "## 2. Causes": ("   2. Causes", 2),
    "#### Causes": ("     Causes", 4),
    "## Causes ##": ("   Causes   ", 2),
}
BULLETS = ("• 1. Cold", "- 2) Cold", "★1、Cold", "* (3) Cold")
UNTOUCHED = ("- Cold", "#1 Cold", "-5 degrees", "[1] Cold", "Take 2 * 3", "* Cold")


@pytest.mark.parametrize("line", LEVELS)
def test_a_markdown_heading_has_its_level(line: str) -> None:
    text, level = LEVELS[line]
    assert plain(line, markdown=True) == Plain(text, level + 1, level)


@pytest.mark.parametrize("line", BULLETS)
def test_a_bullet_before_a_marker_is_set_aside(line: str) -> None:
    found = plain(line, markdown=False)
    assert len(found.text) == len(line)
    assert found.text[: found.start].strip() == ""
    assert found.text[found.start] in "12("


@pytest.mark.parametrize("line", UNTOUCHED)
def test_other_signs_stay(line: str) -> None:
    assert plain(line, markdown=True) == Plain(line)


@pytest.mark.parametrize("line", ["**1. Rest**", "__1. Rest__", "**1. Rest**:"])
def test_a_line_in_strong_signs_is_bold(line: str) -> None:
    found = plain(line, markdown=True)
    assert found.bold
    assert found.text.rstrip(" :") == "  1. Rest"


def test_strong_words_in_a_line_only_lose_their_signs() -> None:
    found = plain("1. **Rest**: lie down", markdown=True)
    assert (found.text, found.bold) == ("1.   Rest  : lie down", False)


def test_a_line_in_brackets_is_set_off() -> None:
    assert plain("[Causes of gout]", markdown=False) == Plain(
        " Causes of gout ", 1, None, bold=True
    )


def test_markdown_is_read_in_text_pages_only() -> None:
    assert plain("## Causes", markdown=False) == Plain("## Causes")
