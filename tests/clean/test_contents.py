"""A list of the page's own headings goes; the headings stay."""

from collections.abc import Callable

import pytest

Removed = Callable[..., dict[str, str]]
HEADINGS = ("Where warts come from", "How to treat them", "How to avoid them")
TEXT = "The virus enters through small cracks in damp skin, and the wart grows for weeks."
BODY = [line for heading in HEADINGS for line in (heading, TEXT)]


@pytest.mark.parametrize(
    "label",
    [
        "Contents",
        "Table of contents [hide]",
        "In this article:",
        "目录",
        "▶ Outline",
        "Article contents",
        "Page contents",
        "Quick links",
        "Catalogue",
        "Directory",
        "Jump to section",
        "What is in this guide",
        "On this page",
    ],
)
def test_a_labelled_list_goes(removed: Removed, label: str) -> None:
    found = removed("Warts", label, *HEADINGS, TEXT, *BODY)
    assert found == dict.fromkeys((label, *HEADINGS), "contents_list")


def test_a_list_without_a_label_goes_from_three_headings_on(removed: Removed) -> None:
    assert list(removed("Warts", *HEADINGS, TEXT, *BODY)) == list(HEADINGS)
    assert removed("Warts", *HEADINGS[:2], TEXT, *BODY[:4]) == {}


def test_numbers_may_differ_between_list_and_headings(removed: Removed) -> None:
    listed = [f"{n} {heading}" for n, heading in enumerate(HEADINGS, start=1)]
    body = [f"{line[0].lower()}{line[1:]}" if line == TEXT else line for line in BODY]
    assert list(removed("Warts", "Contents", *listed, TEXT, *body)) == ["Contents", *listed]


def test_a_heading_called_contents_stays(removed: Removed) -> None:
    assert removed("First aid kit", TEXT, "Contents", TEXT, "Where to keep it", TEXT) == {}


def test_a_summary_at_the_end_stays(removed: Removed) -> None:
    assert removed("Warts", TEXT, *BODY, "In short", *HEADINGS) == {}


ONE_LINE = "".join(f"{n} {heading}" for n, heading in enumerate(HEADINGS, start=1))


@pytest.mark.parametrize("listed", [ONE_LINE, " ".join(HEADINGS), " | ".join(HEADINGS)])
def test_a_list_on_one_line_goes_with_its_label(removed: Removed, listed: str) -> None:
    found = removed("Warts", "Catalogue", listed, TEXT, *BODY)
    assert found == dict.fromkeys(("Catalogue", listed), "contents_list")
    glued = f"Catalogue: {listed}"
    assert removed("Warts", glued, TEXT, *BODY) == {glued: "contents_list"}


def test_a_line_that_says_more_than_the_headings_stays(removed: Removed) -> None:
    for listed in (f"{ONE_LINE} and back", HEADINGS[0] + HEADINGS[2] + HEADINGS[1], "1 2 3"):
        assert removed("Warts", "Catalogue", listed, TEXT, *BODY) == {}


def test_headings_with_their_text_on_the_line_are_found_below_a_label(removed: Removed) -> None:
    below = [f"{n}. {heading}. {TEXT}" for n, heading in enumerate(HEADINGS, start=1)]
    assert list(removed("Warts", "Catalogue", *HEADINGS, TEXT, *below)) == ["Catalogue", *HEADINGS]


def test_many_lines_that_end_alike_are_no_list(removed: Removed) -> None:
    assert removed("Warts", TEXT, *(f"Wart number {n} of the ending" for n in range(3000))) == {}
