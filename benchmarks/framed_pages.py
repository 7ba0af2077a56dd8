"""Pages made of judged parts: the furniture of one around the article of another.

`site_frames.txt` holds what sites print around an article, line by line, with the marks of
`tests/gold/cleaning`; `{title}` stands for the title of the article and `{text}` for a piece of
it. A made page takes what stands above the title, below it, inside and at the end from one frame
or from several, and leaves out some of the lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.cleaning_text import MARKS, JudgedLine, JudgedPage
from benchmarks.shown_pages import flattened

FRAMES = Path(__file__).with_name("site_frames.txt")
TITLE, TEXT = "{title}", "{text}"
PARTS = 4  # the frames are told apart by so many sources
LEFT_OUT = 0.12  # share of the lines
MIXED = 0.4  # share of the places that are taken from another frame
FLAT = 0.12  # share of the pages without line breaks
SENTENCE = 50  # letters of a paragraph behind which something may stand
LEAST = 6  # lines of an article that is framed
Lines = tuple[JudgedLine, ...]


@dataclass(frozen=True)
class Frame:
    """What a site prints around an article, by the place where it stands."""

    source: str
    above: Lines
    below: Lines
    inside: tuple[Lines, ...]
    end: Lines


def written_frames() -> list[Frame]:
    """The frames of the file, in its order."""
    frames = []
    chunks = re.split(r"^#### ", FRAMES.read_text("utf-8"), flags=re.MULTILINE)[1:]
    for number, chunk in enumerate(chunks):
        rows = [row.split("|", 1) for row in chunk.split("\n")[1:] if row]
        lines = [JudgedLine(text, MARKS[mark]) for mark, text in rows]
        pieces: list[list[JudgedLine]] = [[]]
        for line in lines:
            if line.text in {TITLE, TEXT} and line.reason is None:
                pieces.append([])
            else:
                pieces[-1].append(line)
        above, below, *rest = map(tuple, pieces)
        frames.append(Frame(f"frames {number % PARTS}", above, below, tuple(rest[:-1]), rest[-1]))
    return frames


def framed(articles: Sequence[Lines], rounds: int, seed: int = 1) -> Iterator[JudgedPage]:
    """Each frame around so many articles; the first time as it is written."""
    random = np.random.default_rng(seed)
    frames = written_frames()
    fitting = [lines for lines in articles if len(lines) >= LEAST]
    order = random.permutation(len(fitting))
    for number in range(rounds * len(frames)):
        frame = frames[number % len(frames)]
        first = number < len(frames)
        others = [other for other in frames if other.source == frame.source]
        lines = _page(fitting[order[number % len(order)]], frame, others, random, first=first)
        page = JudgedPage(frame.source, "\n\n".join(line.text for line in lines), tuple(lines))
        yield page if first or random.random() >= FLAT else flattened(page)


def _page(
    article: Lines,
    frame: Frame,
    others: Sequence[Frame],
    random: np.random.Generator,
    *,
    first: bool,
) -> list[JudgedLine]:
    title, *text = article

    def chosen() -> Frame:
        mixed = not first and random.random() < MIXED
        return others[random.integers(len(others))] if mixed else frame

    def left(lines: Lines) -> list[JudgedLine]:
        return [
            replace(line, text=line.text.replace(TITLE, title.text))
            for line in lines
            if first or line.reason is None or random.random() >= LEFT_OUT
        ]

    lines = [*left(chosen().above), title, *left(chosen().below)]
    inside = chosen().inside
    ends = [n for n, line in enumerate(text[:-1], 1) if _ends_paragraph(line.text)]
    cuts = np.sort(random.permutation(ends)[: len(inside)]).tolist()
    begin = 0
    for cut, piece in zip(cuts, inside, strict=False):
        lines += [*text[begin:cut], *left(piece)]
        begin = cut
    return [*lines, *text[begin:], *left(chosen().end)]


def _ends_paragraph(text: str) -> bool:
    return len(text) > SENTENCE and text[-1] in ".!。"
