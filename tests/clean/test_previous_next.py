"""Links to the neighbour pages, in all their prints."""

from collections.abc import Callable

import pytest

Removed = Callable[..., dict[str, str]]
TEXT = "Warm milk in the evening helps some people to fall asleep, though nobody knows why."


@pytest.mark.parametrize(
    "lines",
    [
        ("<<: Why do we dream?", ">>: Is snoring bad?"),
        ("<< Why do we dream?", ">> Is snoring bad?"),
        ("Previous: Why do we dream?", "Next: Is snoring bad?"),
        ("Previous article: Why do we dream?", "Next article: Is snoring bad?"),
        ("Previous article：Why do we dream?", "Next article：Is snoring bad?"),
        ("Previous article:", "Why do we dream?", "Next article:", "Is snoring bad?"),
        ("上一篇：为什么做梦", "下一篇：打鼾好吗"),
        ("← Why do we dream?", "Is snoring bad? →"),
        ("« Why do we dream?", "Is snoring bad? »"),
        ("Previous", "Next"),
        ("Prev", "Next »"),
        ("Older posts", "Newer posts"),
        ("Previous: Why do we dream? | Next: Is snoring bad?",),
    ],
    ids=lambda lines: lines[0],
)
def test_links_to_the_neighbours_go(removed: Removed, lines: tuple[str, ...]) -> None:
    found = removed("Warm milk", TEXT, *lines)
    assert found == dict.fromkeys(lines, "previous_next")


def test_they_go_above_the_article_as_well(removed: Removed) -> None:
    lines = ("<<: Why do we dream?", ">>: Is snoring bad?")
    assert list(removed(*lines, "Warm milk", TEXT, "Drink it slowly.")) == list(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("→ Warm the milk", "→ Stir in honey", "→ Drink it slowly"),
        ("First: warm the milk", "Next: stir in honey", "Then drink."),
        ("> 38 degrees: see a doctor", "< 36 degrees: warm the child"),
        ("Next steps", TEXT),
        ("Previous history: none", TEXT),
    ],
    ids=lambda lines: lines[0],
)
def test_steps_and_arrows_of_the_article_stay(removed: Removed, lines: tuple[str, ...]) -> None:
    assert removed("Warm milk", TEXT, *lines, TEXT) == {}


def test_one_link_back_and_one_on_are_a_pair_wherever_they_stand(removed: Removed) -> None:
    back, on = "<< Why do we dream of falling?", ">> Is snoring a disease?"
    assert list(removed("Warm milk", back, TEXT, TEXT, TEXT, on, TEXT)) == [back, on]
    assert removed("Warm milk", back, TEXT, TEXT, TEXT, "<< What are owls?", TEXT) == {}
