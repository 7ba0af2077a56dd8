"""First lines below a heading that only repeat it."""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.clean.document import Line, Removal
from pipeline.clean.shape import (
    ending,
    is_cut,
    is_numbered,
    is_prose,
    key,
    without_cut,
    without_marker,
)
from pipeline.model.reasons import Reason

MIN_CUT = 10  # so many letters of a shortened title make sure which title it was
_HEADING = 150  # a section's heading that is repeated below is not longer


def repeated_headings(lines: tuple[Line, ...]) -> Iterator[Removal]:
    """The first line below a heading that only repeats the heading."""
    endings = [ending(line.text) if len(line.text) <= _HEADING else None for line in lines]
    for index, (line, below) in enumerate(pairwise(lines), start=1):
        mine, theirs = endings[index - 1], endings[index]
        if mine is None or theirs is None or (mine != theirs and not is_cut(below.text)):
            continue
        if _may_repeat(line, below) and _same_heading(line.text, below.text):
            evidence = f"repeats the heading “{line.text}”"
            yield Removal(index, Reason.DUPLICATE_TITLE, "repeated_heading", evidence, 0.95)


def _may_repeat(line: Line, below: Line) -> bool:
    return line.tag not in {"tr", "td", "li"} and not is_numbered(below.text)


def _same_heading(heading: str, below: str) -> bool:
    if is_prose(heading, 80) and not is_numbered(heading):
        return False  # a sentence said twice is the author's, not the page's
    mine = key(without_marker(heading))
    if len(mine) < MIN_CUT:
        return False
    if is_cut(below):
        return mine.startswith(key(without_cut(below))) and len(key(below)) >= MIN_CUT
    return mine == key(below)
