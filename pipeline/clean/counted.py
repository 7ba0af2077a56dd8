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
_LAST = 12  # lines below the last heading of a count that may hold its text
_TEXT = 60  # characters; shorter lines are prices, buttons and other headings


def counted_headings(lines: Sequence[Line], kept: NDArray[bool_]) -> set[int]:
    """The headings of all counts of which at least half open text that is kept."""
    found: set[int] = set()
    for count in _counts(lines):
        ends = [*count[1:], min(len(lines), count[-1] + _LAST)]
        opening = sum(
            _opens_text(lines, kept, first + 1, end) for first, end in zip(count, ends, strict=True)
        )
        if len(count) >= _FEWEST and opening * 2 >= len(count):
            found.update(count)
    return found


def _counts(lines: Sequence[Line]) -> Iterator[list[int]]:
    """The headings of each level that number each other on, up or down."""
    open_counts: dict[int, tuple[int, list[int]]] = {}
    for index, line in enumerate(lines):
        level = line.layout.heading_level
        number = _NUMBER.match(line.text) if level is not None and level > 1 else None
        if level is None or number is None:
            continue
        value = int(number[1])
        last, count = open_counts.get(level, (value, []))
        if count and abs(value - last) != 1:
            yield count
            count = []
        open_counts[level] = (value, [*count, index])
    yield from (count for _, count in open_counts.values())


def _opens_text(lines: Sequence[Line], kept: NDArray[bool_], start: int, end: int) -> bool:
    return any(
        kept[index]
        and len(lines[index].text) >= _TEXT
        and lines[index].layout.heading_level is None
        for index in range(start, end)
    )
