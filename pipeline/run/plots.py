"""Plots of the report as inline SVG: drawn by matplotlib, coloured by the page's style sheet.

The same figures give the same bytes. Colours are named by tones; matplotlib draws with one
stand-in each, which is then replaced by a CSS variable, so one plot serves light, dark and paper.
Text stays text: it can be read aloud, found and copied.
"""

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TONES = {  # CSS variable: the colour that stands for it while matplotlib draws
    "ink": "#010101",
    "soft": "#020202",
    "track": "#030303",
    "bar": "#040404",
    "cause": "#050505",
    "remedy": "#060606",
    "good": "#070707",
    "warn": "#080808",
    "bad": "#090909",
}

WIDTH = 380.0  # of all plots in their own units; a column of the page is about as many pixels
ROW = 22.0  # height of a row of bars
LABEL = 138.0  # width of the column of labels
LABEL_CHARS = 24  # that fit in it
VALUE_CHAR = 6.4  # width of a character of a value
BAR = 11.0  # thickness of a bar
FONT = 10.5

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "healthpages",
    "text.parse_math": False,
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": FONT,
}
_DROPPED = re.compile(
    r"<metadata>.*?</metadata>|<defs>.*?</defs>|<!--.*?-->| id=\"[^\"]*\"", re.DOTALL
)
_HEAD = re.compile(r"<svg [^>]*>")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar plot: its length, what is printed behind it, and a mark to compare with."""

    label: str
    value: float
    told: str
    tone: str = "bar"
    mark: float | None = None


def bars(title: str, rows: Sequence[Bar], whole: float | None = None) -> Markup:
    """Horizontal bars, the longest as long as there is place, or as their share of `whole`."""
    height = ROW * len(rows)
    with _plot() as (drawing, axes):
        room = _room(rows)
        scale = room / (whole or max((row.value for row in rows), default=0) or 1)
        for number, row in enumerate(rows):
            middle = height - ROW * (number + 0.5)
            _text(axes, LABEL - 8, middle, shortened(row.label), "ink", "right")
            if whole:
                _bar(axes, LABEL, middle, room, "track")
            if row.value:
                _bar(axes, LABEL, middle, max(row.value * scale, 1.0), row.tone)
            if row.mark is not None:
                _mark(axes, LABEL + row.mark * scale, middle)
            _text(axes, WIDTH, middle, row.told, "ink", "right")
        return drawing(title, height)


def columns(title: str, values: Sequence[int], edges: Sequence[str]) -> Markup:
    """A histogram: `values` between neighbouring `edges`, with the number above each column."""
    height, foot, head = 170.0, 20.0, 18.0
    with _plot() as (drawing, axes):
        step = (WIDTH - 24) / len(values)
        scale = (height - foot - head) / (max(values, default=0) or 1)
        for number, value in enumerate(values):
            left = 12 + step * number
            _box(axes, (left + 2, foot), step - 4, max(value * scale, 1.0), "bar")
            if value:
                _text(axes, left + step / 2, foot + value * scale + 9, f"{value:,}", "ink")
        for number, edge in enumerate(edges):
            _text(axes, 12 + step * number, foot - 11, edge, "soft")
        return drawing(title, height)


def changes(title: str, rows: Sequence[Bar]) -> Markup:
    """Bars to the left and to the right of a line that stands for no change."""
    height = ROW * len(rows)
    with _plot() as (drawing, axes):
        room = _room(rows) / 2
        middle_x = LABEL + room
        scale = room / (max((abs(row.value) for row in rows), default=0) or 1)
        _box(axes, (middle_x - 0.5, 0), 1, height, "soft")
        for number, row in enumerate(rows):
            middle = height - ROW * (number + 0.5)
            length = abs(row.value) * scale
            _text(axes, LABEL - 8, middle, shortened(row.label), "ink", "right")
            _bar(axes, middle_x if row.value > 0 else middle_x - length, middle, length, row.tone)
            _text(axes, WIDTH, middle, row.told, "ink", "right")
        return drawing(title, height)


def shortened(text: str, chars: int = LABEL_CHARS) -> str:
    """The text in one line of at most `chars` characters that can be printed."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= chars else line[: chars - 1].rstrip() + "…"


def _room(rows: Sequence[Bar]) -> float:
    """The width that labels and values leave for the bars."""
    return WIDTH - LABEL - 10 - VALUE_CHAR * max((len(row.told) for row in rows), default=0)


@contextmanager
def _plot() -> Iterator[tuple[Callable[[str, float], Markup], "Axes"]]:
    """Matplotlib with our settings: the way to end a drawing, and the axes to draw on."""
    import matplotlib as mpl  # half a second; only a report needs it
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_SETTINGS):
        figure = Figure(dpi=72, frameon=False)
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        yield partial(_drawing, figure, axes), axes


def _drawing(figure: "Figure", axes: "Axes", title: str, height: float) -> Markup:
    figure.set_size_inches(WIDTH / 72, max(height, 1) / 72)
    axes.set(xlim=(0, WIDTH), ylim=(0, max(height, 1)))
    written = io.StringIO()
    with warnings.catch_warnings():
        # Only the widths of signs that the font lacks would be off, and no place hangs on them.
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(written, format="svg", metadata={"Date": None})
    return _inline(written.getvalue(), title, height)


def _text(  # noqa: PLR0913, PLR0917  where, what and how
    axes: "Axes", x: float, y: float, text: str, tone: str, side: str = "center"
) -> None:
    axes.text(x, y, text, color=TONES[tone], ha=side, va="center_baseline")


def _bar(axes: "Axes", left: float, middle: float, width: float, tone: str) -> None:
    _box(axes, (left, middle - BAR / 2), width, BAR, tone)


def _mark(axes: "Axes", x: float, middle: float) -> None:
    _box(axes, (x - 1, middle - BAR / 2 - 3), 2, BAR + 6, "ink")


def _box(axes: "Axes", corner: tuple[float, float], width: float, height: float, tone: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_artist(Rectangle(corner, width, height, color=TONES[tone], lw=0, clip_on=False))


def _inline(svg: str, title: str, height: float) -> Markup:
    """The drawing without what belongs to a file of its own, named for screen readers."""
    body = _DROPPED.sub("", svg[svg.index("<svg ") :])
    for tone, colour in TONES.items():
        body = body.replace(f": {colour}", f": var(--{tone})")
    head = (
        f'<svg class="plot" role="img" aria-label="{escape(title)}"'
        f' viewBox="0 0 {WIDTH:g} {max(height, 1):g}">'
    )
    return Markup(_HEAD.sub(lambda _: head, body, count=1))  # noqa: S704  matplotlib escaped it
