"""Plots are inline SVG: text as text, colours from the style sheet, same figures same bytes."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from pipeline.run.plots import LABEL_CHARS, TONES, Bar, bars, changes, columns, shortened

ROWS = [Bar("stress", 12, "12 pages", "cause"), Bar("cold air", 3, "3 pages", "cause")]
HOSTILE = "<script>alert(1)</script> $x^{ & 咳嗽 --> \x0b#010101"


def texts(svg: str) -> list[str]:
    found = re.findall(r"<text [^>]*>([^<]*)</text>", svg)
    return [unescape(text) for text in found]


def test_bars_show_label_and_value_as_text() -> None:
    assert texts(bars("Causes", ROWS)) == ["stress", "12 pages", "cold air", "3 pages"]


def test_the_longest_bar_fills_the_room_and_the_others_are_in_proportion() -> None:
    drawn = re.findall(r'd="M ([\d.]+) [\d.]+ \nL ([\d.]+)', bars("Causes", ROWS))
    lengths = [float(right) - float(left) for left, right in drawn]
    assert lengths[0] == pytest.approx(lengths[1] * 4, rel=1e-4)


def test_a_row_of_nothing_has_no_bar() -> None:
    assert bars("x", [Bar("a", 0, "0")]).count("<path") == 0
    assert texts(columns("x", [0, 0], ["0", "1", "2"])) == ["0", "1", "2"]
    assert bars("x", []).startswith("<svg")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: bars("t", [Bar(HOSTILE, 1, HOSTILE, mark=0.5)], whole=1.0),
        lambda: changes(HOSTILE, [Bar(HOSTILE, -1, "−1"), Bar("b", 2, "+2")]),
        lambda: columns("t", [1, 5], ["0", "1", "2"]),
    ],
)
def test_every_plot_is_the_same_each_time_and_names_no_colour(
    draw: Callable[[], str],
) -> None:
    svg = draw()
    assert svg == draw()
    styles = " ".join(re.findall(r'style="([^"]*)"', svg))
    assert not re.search(r": #[0-9a-f]{3}", styles)
    assert set(re.findall(r"var\(--(\w+)\)", svg)) <= set(TONES)
    for unwanted in ("<script", "<metadata", "<!--", " id=", "xlink:href", "url("):
        assert unwanted not in svg


def test_text_of_pages_stays_text() -> None:
    svg = bars(HOSTILE, [Bar(HOSTILE, 1, "1")])
    assert texts(svg)[0] == shortened(HOSTILE)
    assert "&lt;script&gt;" in svg


def test_long_labels_are_cut_and_signs_that_cannot_be_printed_go() -> None:
    assert shortened("a\x0b b\n c\u202e") == "a b c"
    assert len(shortened("insufficient excretion by the kidney")) <= LABEL_CHARS
    assert shortened("insufficient excretion by the kidney").endswith("…")
