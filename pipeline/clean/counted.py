"""Headings that count through the article: `1. …`, text, `2. …`, text.

Where most headings of a count open text that is kept, the others belong to the article as well,
whatever links they hold and whatever their classes say.
"""

import re
from collections.abc import Iterator, Sequence

from numpy import bool_
from numpy.typing import NDArray

from pipeline.clean.document import Line

_NUMBER = re.compile(
    r"(?:#|no\. ?|(?:step|part|tip|reason|rule) )?(\d{1,2})[.):\s-]", re.IGNORECASE
)
_FEWEST = 2  # one number alone counts nothing
_WHOLE = 3  # so many headings that count from one without a gap are no chance
_SHARE, _SHARE_OF_WHOLE = 1 / 2, 1 / 3  # of the headings of a count that open text
_LAST = 12  # lines below the last heading of a count that may hold its text
_TEXT = 60  # characters; shorter lines are prices, buttons and other headings


def counted_headings(lines: Sequence[Line], kept: NDArray[bool_]) -> set[int]:
    """The headings of all counts of which at least half open text that is kept."""
    found: set[int] = set()
    for count, whole in _counts(lines):
        ends = [*count[1:], min(len(lines), count[-1] + _LAST)]
        opening = sum(
            _opens_text(lines, kept, first + 1, end) for first, end in zip(count, ends, strict=True)
        )
        share = _SHARE_OF_WHOLE if whole else _SHARE
        if len(count) >= _FEWEST and opening >= share * len(count):
            found.update(count)
    return found


def _counts(lines: Sequence[Line]) -> Iterator[tuple[list[int], bool]]:
    """The headings of each level that number each other on, and whether they count from one.

    A page that arrives in pieces may print them in any order; else they go up or down.
    """
    levels: dict[int, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        level = line.layout.heading_level
        number = _NUMBER.match(line.text) if level is not None and level > 1 else None
        if level is not None and number is not None:
            levels.setdefault(level, []).append((int(number[1]), index))
    for numbered in levels.values():
        whole = sorted(value for value, _ in numbered) == list(range(1, len(numbered) + 1))
        if whole and len(numbered) >= _WHOLE:
            yield [index for _, index in numbered], True
        else:
            yield from ((count, False) for count in _runs(numbered))


def _runs(numbered: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The headings in runs whose numbers differ by one from line to line."""
    last = 0
    run: list[int] = []
    for value, index in numbered:
        if run and abs(value - last) != 1:
            yield run
            run = []
        run.append(index)
        last = value
    yield run


def _opens_text(lines: Sequence[Line], kept: NDArray[bool_], start: int, end: int) -> bool:
    return any(
        kept[index]
        and len(lines[index].text) >= _TEXT
        and lines[index].layout.heading_level is None
        for index in range(start, end)
    )
