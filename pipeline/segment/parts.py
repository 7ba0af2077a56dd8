"""The parts of a chapter without numbers: which short lines are parts, and where the next begins.

A short line right above another is its chapter. Nothing printed says where its parts end: the next
chapter names a kind, asks, is longer than the parts, or stands after a second paragraph, and what
the chapter's heading promises ("Two kinds of it") is counted. Each sign adds to the odds; their
weights are those of a logistic regression on the gold pages (`benchmarks/chapter_parts.py`).
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import log2

from pipeline.segment.candidates import ORNAMENT
from pipeline.segment.headings import words_in
from pipeline.segment.kinds import is_question
from pipeline.segment.lines import Lines
from pipeline.segment.numerals import CARDINALS
from pipeline.segment.outline import Placed
from pipeline.segment.shapes import BOLD, Candidate

DIVIDES = "short lines divide the page"
BULLETS = tuple("•·-–—*●■◆▪")
STOPS = tuple('.。!！?？…"”')
ASKED = ("?", "？", '?"', "?”")  # a short answer is enough below

# Log-odds that a line begins the next chapter, for each sign of it.
WEIGHTS = {
    "always": -2.6,
    "one part": -2.4,  # a chapter with a single part is none
    "many parts": 1.4,
    "as promised": 1.3,
    "names a kind": 2.8,
    "asks": 1.7,
    "opens": 3.4,
    "longer": 1.5,  # for each doubling of the words of the parts' headings
    "unlike": 1.7,  # where the parts begin alike: "Weeks 1 to 3", "Weeks 4 to 6"
    "after a closing": 0.8,  # a paragraph more than the parts have closes the chapter
    "longer text": 1.0,
}
MANY_PARTS = 3
MOST_PARTS = 20  # that a line is compared with, so that time grows with the number of lines
LONGEST = 1.5  # doublings that count
LONGEST_TEXT = 2.0
TEXT_CHARS = 20  # added to both texts, so that very short ones say little
MOST_PROMISED = 9

_QUESTIONS = re.compile(r"\b(?:FAQ|faq|[Qq]uestions?\b|QUESTIONS)")
_DONT = re.compile(r"(?:Do not|Don['’]t|DON['’]T|Don['’]ts|Avoid)\W*")
# How the next chapter begins after the parts of one.
_OPENING = re.compile(
    r"(?:More |A word )?[Aa]bout |More (?:on|likely) |So that |Questions |Living |Keeping |Staying "
    r"|Looking |Getting |Reducing |Lowering |Protecting |Helping |Preventing |Finally|In summary"
    r"|In short|Every (?:day|week|month|year)|Danger|Never |Don['’]t |Do not |Before |Your "
    r"|Our |My |Call |Contact |Related |Also |Follow-?up|Prognosis|Outlook|You (?:may|might|can) "
    r"|Stay |Keep |Go to |Red flags|The (?:way|path) to |What |Recovery"
)


def names_chapter(candidate: Candidate) -> bool:
    """Whether the heading names a kind as a chapter does."""
    return candidate.shape.named is not None and candidate.shape.named.chapter


def is_chapter(lines: Lines, candidate: Candidate) -> bool:
    """Whether the heading names a kind as a chapter does, or asks."""
    return names_chapter(candidate) or is_question(lines.folded[candidate.line])


def holds(lines: Lines, chapter: Candidate, below: Candidate) -> bool:
    """Whether a line right above another is its chapter: "Treatment" above "In hospital"."""
    if _asks(lines, below) and not _asks(lines, chapter):
        return True
    if _ornate(lines, below) and not _ornate(lines, chapter):
        return True
    if is_chapter(lines, below):
        return False
    before = lines.folded[chapter.line - 1] if chapter.line else ""
    return chapter.shape.named is not None or before.endswith(STOPS) or before.startswith(BULLETS)


def nested(lines: Lines, candidates: Sequence[Candidate], heads: Sequence[int]) -> list[Placed]:
    """The bare lines in order, those after a chapter without text below it up to the next one."""
    placed = []
    chapter: int | None = None
    parts: list[int] = []  # the places of its parts
    for place, index in enumerate(heads):
        one = candidates[index]
        if chapter is not None and parts and _ends(lines, candidates, heads, parts):
            chapter = None
        placed.append(Placed(index, chapter, None, DIVIDES, 1.0))
        if chapter is not None:
            parts.append(place)
            continue
        following = candidates[heads[place + 1]] if place + 1 < len(heads) else None
        asked = (
            following
            and not _asks(lines, one)
            and _QUESTIONS.search(lines.folded[one.line])
            and _asks(lines, following)
        )
        if following and (following.line == one.line + 1 or asked):
            chapter, parts = index, []
    return placed


def _ends(
    lines: Lines, candidates: Sequence[Candidate], heads: Sequence[int], parts: Sequence[int]
) -> bool:
    """Whether the line after the parts of a chapter ends it."""
    chapter, last, one = (
        candidates[heads[place]] for place in (parts[0] - 1, parts[-1], parts[-1] + 1)
    )
    if _asks(lines, last) and not _asks(lines, chapter):
        return not _asks(lines, one)
    if _ornate(lines, last) and not _ornate(lines, chapter):
        return not _ornate(lines, one)
    if _DONT.fullmatch(lines.folded[last.line]):
        return True
    seen = signs(lines, candidates, heads, parts)
    return sum(WEIGHTS[name] * value for name, value in seen.items()) > 0


def signs(
    lines: Lines, candidates: Sequence[Candidate], heads: Sequence[int], parts: Sequence[int]
) -> dict[str, float]:
    """What speaks for a new chapter after these parts of one, as `WEIGHTS` names it."""
    chapter, one = candidates[heads[parts[0] - 1]], candidates[heads[parts[-1] + 1]]
    others = [candidates[heads[place]] for place in parts[-MOST_PARTS:]]
    ends = [candidates[head].line for head in heads[parts[-1] + 2 : parts[-1] + 3]] or [
        len(lines.texts)
    ]
    places = [other.line for other in (*others, one)]
    below = [lines.folded[start + 1 : end] for start, end in pairwise([*places, *ends])]
    headings = [lines.folded[line] for line in places]
    return {
        "always": 1.0,
        "one part": len(parts) == 1,
        "many parts": len(parts) >= MANY_PARTS,
        "as promised": _promised(lines.folded[chapter.line]) == len(parts),
        "names a kind": names_chapter(one),
        **_of_heading(headings),
        **_of_text(below),
    }


def _promised(heading: str) -> int:
    """How many parts a heading speaks of: "Three stages"."""
    for word in heading.lower().split():
        count = int(word) if word.isdecimal() else CARDINALS.get(word, 0)
        if 1 < count <= MOST_PROMISED:
            return count
    return 0


def _of_heading(headings: Sequence[str]) -> dict[str, float]:
    """The signs of the last heading, beside those before."""
    *others, one = headings
    length = sum(map(words_in, others)) / len(others)
    doublings = log2((words_in(one) + 1) / (length + 1))
    *first, begins = (heading.split(None, 1)[0].lower() for heading in headings)
    alike = len(set(first)) < len(first)
    return {
        "asks": is_question(one) and not any(other.endswith(ASKED) for other in others),
        "opens": _OPENING.match(one) is not None,
        "longer": max(-LONGEST, min(LONGEST, doublings)),
        "unlike": (-1.0 if begins in first else 1.0) if alike else 0.0,
    }


def _of_text(below: Sequence[Sequence[str]]) -> dict[str, float]:
    """The signs of what stands below the last heading, beside what stands below those before."""
    *others, one = below
    length = sum(sum(map(len, lines)) for lines in others) / len(others)
    doublings = log2((sum(map(len, one)) + TEXT_CHARS) / (length + TEXT_CHARS))
    return {
        "after a closing": len(others) > 1 and len(others[-1]) > 1 == max(map(len, others[:-1])),
        "longer text": max(-LONGEST_TEXT, min(LONGEST_TEXT, doublings)),
    }


def _ornate(lines: Lines, one: Candidate) -> bool:
    return one.rank == BOLD or ORNAMENT.match(lines.folded[one.line]) is not None


def _asks(lines: Lines, one: Candidate) -> bool:
    return lines.folded[one.line].endswith(ASKED)
