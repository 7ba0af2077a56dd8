"""The parts of a chapter without numbers: which short lines are parts, and where the next begins.

A short line right above another is its chapter. Nothing printed says where its parts end: the next
chapter names a kind, asks, is longer than the parts, or stands after a second paragraph, and what
the chapter's heading promises ("Two kinds of it") is counted. Each sign adds to the odds; their
weights were fitted to the 147 such lines of the gold, whole sets of pages left out to judge them
(0.92 of the lines; a rule of words alone reached 0.86).
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

# Log-odds that a line begins the next chapter.
BEGINS = -2.1
AFTER_ONE = -2.5  # a chapter with a single part is none
AFTER_MANY = 1.1
MANY_PARTS = 3
AS_PROMISED = 1.4
NAMES_KIND = 2.7
ASKS = 0.7
OPENS = 2.0
LONGER = 1.5  # for each doubling of the words of the parts' headings
LONGEST = 1.5  # doublings that count
UNLIKE = 0.9  # where the parts begin alike: "Weeks 1 to 3", "Weeks 4 to 6"
AFTER_CLOSING = 1.6  # a paragraph more than the parts have closes the chapter
LONGER_TEXT = 1.2
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
    chapter, *others = (candidates[heads[place]] for place in range(parts[0] - 1, parts[-1] + 2))
    *_, last, one = others
    if _asks(lines, last) and not _asks(lines, chapter):
        return not _asks(lines, one)
    if _ornate(lines, last) and not _ornate(lines, chapter):
        return not _ornate(lines, one)
    if _DONT.fullmatch(lines.folded[last.line]):
        return True
    ends = [candidates[head].line for head in heads[parts[-1] + 2 :][:1]] or [len(lines.texts)]
    places = [other.line for other in others]
    below = [lines.folded[start + 1 : end] for start, end in pairwise([*places, *ends])]
    headings = [lines.folded[line] for line in places]
    odds = BEGINS + _by_count(lines.folded[chapter.line], len(parts))
    odds += _by_heading(headings, names=names_chapter(one)) + _by_text(below)
    return odds > 0


def _by_count(chapter: str, count: int) -> float:
    odds = AS_PROMISED if _promised(chapter) == count else 0.0
    if count == 1:
        return odds + AFTER_ONE
    return odds + AFTER_MANY if count >= MANY_PARTS else odds


def _promised(heading: str) -> int:
    """How many parts a heading speaks of: "Three stages"."""
    for word in heading.lower().split():
        count = int(word) if word.isdecimal() else CARDINALS.get(word, 0)
        if 1 < count <= MOST_PROMISED:
            return count
    return 0


def _by_heading(headings: Sequence[str], *, names: bool) -> float:
    """The odds by the last heading, beside those before."""
    *others, one = headings
    asks = is_question(one) and not any(other.endswith(ASKED) for other in others)
    odds = NAMES_KIND * names + ASKS * asks + OPENS * (_OPENING.match(one) is not None)
    length = sum(map(words_in, others)) / len(others)
    doublings = log2((words_in(one) + 1) / (length + 1))
    odds += LONGER * max(-LONGEST, min(LONGEST, doublings))
    first = [heading.split(None, 1)[0].lower() for heading in headings]
    if len({*first[:-1]}) < len(others):
        odds += UNLIKE if first[-1] not in first[:-1] else -UNLIKE
    return odds


def _by_text(below: Sequence[Sequence[str]]) -> float:
    """The odds by what stands below the last heading, beside what stands below those before."""
    *others, one = below
    closing = len(others) > 1 and len(others[-1]) > 1 == max(map(len, others[:-1]))
    length = sum(sum(map(len, lines)) for lines in others) / len(others)
    doublings = log2((sum(map(len, one)) + TEXT_CHARS) / (length + TEXT_CHARS))
    odds = LONGER_TEXT * max(-LONGEST_TEXT, min(LONGEST_TEXT, doublings))
    return odds + AFTER_CLOSING * closing


def _ornate(lines: Lines, one: Candidate) -> bool:
    return one.rank == BOLD or ORNAMENT.match(lines.folded[one.line]) is not None


def _asks(lines: Lines, one: Candidate) -> bool:
    return lines.folded[one.line].endswith(ASKED)
