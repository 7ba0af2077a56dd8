"""Headings of pages without any marker or heading tag: short lines above paragraphs.

On a page with numbered sections such a line is text ("What should I do if it comes back?" inside
section 3), unless it stands in the place of a lost number or above a list that starts again. Where
nothing else divides the page, these lines are its headings.
"""

from collections.abc import Sequence

from pipeline.segment.lines import Lines
from pipeline.segment.outline import Placed
from pipeline.segment.shapes import BARE, Candidate

FEWEST = 2  # one short line is a subtitle or a slip, not a division
PARAGRAPH_WORDS = 12  # a line below with fewer words and no full stop is no paragraph
BULLETS = tuple("•·-–—*●■◆▪")


def headings(lines: Lines, candidates: Sequence[Candidate]) -> list[Placed]:
    """The bare lines that divide the page, as one list at the top; empty where there is none."""
    found = [
        index
        for index, candidate in enumerate(candidates)
        if candidate.rank == BARE and _heads_text(lines, candidate.line)
    ]
    if len(found) < FEWEST:
        return []
    return [Placed(index, None, None, "nothing else divides the page", 1.0) for index in found]


def _heads_text(lines: Lines, index: int) -> bool:
    """Whether the line stands above a paragraph or a list with bullets."""
    below = lines.folded[index + 1]
    if below.startswith(BULLETS):
        return True
    if len(below) <= len(lines.folded[index]):
        return False
    return below[-1] in '.。!！?？…"”' or len(below.split()) >= PARAGRAPH_WORDS
