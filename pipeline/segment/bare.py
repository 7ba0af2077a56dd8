"""Headings without any marker or heading tag: short lines above paragraphs and lists.

On a page with numbered sections such a line is text ("What should I do if it comes back?" inside
section 3), unless it stands in the place of a lost number or above a list that starts again. It is
a heading where the numbering does not run through the page: where nothing else divides it, or where
its lists stand between such lines ("Causes", "Treatment" with its items 1 to 4, "Prevention").
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from pipeline.segment.headings import exceeds
from pipeline.segment.lines import Lines
from pipeline.segment.numerals import CARDINALS
from pipeline.segment.outline import Placed
from pipeline.segment.parts import (
    ASKED,
    BULLETS,
    DIVIDES,
    STOPS,
    holds,
    is_chapter,
    names_chapter,
    nested,
)
from pipeline.segment.shapes import BARE, BOLD, TERM, Candidate

FEWEST = 2  # one short line is a subtitle or a slip, not a division
ENOUGH = 4  # around a list; a line that names a kind counts twice
PARAGRAPH_WORDS = 12  # a line below with fewer words and no full stop is no paragraph
LEAST_LISTED = 4  # short lines in a row: a heading, two things, and what follows
LISTED_WORDS = 18  # of a thing in such a list
CELLS = " | "  # between the cells of a table in a text page


def divided(
    lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> list[Placed]:
    """The outline with the bare lines that divide the page, as chapters above its lists."""
    if any(candidates[placed.candidate].rank <= TERM for placed in outline):
        return _around_bold(lines, candidates, outline)
    heads = _heads(lines, candidates)
    if not heads:
        return list(outline)
    if not outline:
        return nested(lines, candidates, heads) if len(heads) >= FEWEST else []
    covered = _covered(outline)
    free = [head for head in heads if head not in covered]
    if not _divide(candidates, outline, free):
        after = nested(lines, candidates, _after(lines, candidates, outline, free))
        return _inside(candidates, [*outline, *after], heads)
    promised = _is_promised(lines, candidates, outline, free)
    return _above(outline, nested(lines, candidates, free), stays=promised)


def _around_bold(
    lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> list[Placed]:
    """The outline; where a bare line stands right above one in bold, these are parts of those."""
    bold = frozenset(one.candidate for one in outline)
    if any(one.reading or candidates[one.candidate].rank != BOLD for one in outline):
        return list(outline)
    heads = _heads(lines, candidates, bold)
    above = {candidates[head].line + 1 for head in heads if head not in bold}
    if above.isdisjoint(candidates[index].line for index in bold):
        return list(outline)
    return nested(lines, candidates, heads)


def _heads(
    lines: Lines, candidates: Sequence[Candidate], bold: frozenset[int] = frozenset()
) -> list[int]:
    """The bare lines that stand above text, a list or, as its chapter, above another such line.

    Lines in bold are such lines where they are given.
    """
    heads: list[int] = []
    above: Candidate | None = None  # the heading on the next line
    if all(one.rank != BARE for one in candidates):
        return heads
    listed = _listed(lines)
    for index in range(len(candidates) - 1, -1, -1):
        one = candidates[index]
        if index in bold:
            heads.append(index)
            above = one
            continue
        if one.rank != BARE or CELLS in lines.folded[one.line] or one.line in listed:
            continue
        below = above if above and above.line == one.line + 1 else None
        if (
            one.line + 1 in listed
            or _heads_text(lines, one.line)
            or (below and holds(lines, one, below))
        ):
            heads.append(index)
            above = one
    return heads[::-1]


def _listed(lines: Lines) -> frozenset[int]:
    """The lines of lists without bullets: those inside a run of short lines without a full stop."""
    listed: set[int] = set()
    run: list[int] = []
    for index in range(len(lines.texts) + 1):
        if index < len(lines.texts) and _is_short(lines, index):
            run.append(index)
            continue
        if len(run) >= LEAST_LISTED:
            ends = index < len(lines.texts) and not lines.folded[index].endswith(ASKED)
            ends = ends and ", " not in lines.folded[run[-1]]  # a thing: "Chicken, skin off"
            inside = run[not _introduced(lines, run[0]) : -1 if ends else None]
            listed.update(one for one in inside if not _stands_out(lines, one))
        run = []
    return frozenset(listed)


def _introduced(lines: Lines, index: int) -> bool:
    """Whether the line before ends in a colon, so that the whole run is a list."""
    return index > 0 and lines.folded[index - 1][-1] in ":："


def _stands_out(lines: Lines, index: int) -> bool:
    """Whether the line begins with a capital and one beside it with a small letter."""
    beside = (lines.folded[index - 1], *lines.folded[index + 1 : index + 2])
    return lines.folded[index][0].isupper() and any(line[0].islower() for line in beside)


def _is_short(lines: Lines, index: int) -> bool:
    line = lines.folded[index]
    if lines.markers[index] is not None or lines.is_title(index) or line.startswith(BULLETS):
        return False
    return line[-1] not in "?？" and not line.endswith(STOPS) and not exceeds(line, LISTED_WORDS)


def _heads_text(lines: Lines, index: int) -> bool:
    """Whether the line stands above a paragraph, a numbered list or one with bullets."""
    below = lines.folded[index + 1]
    if below.startswith(BULLETS) or below[0].islower():  # a list, with or without bullets
        return True
    if below[-1] in ":：" or _begins_list(lines, index + 1):
        return True
    line = lines.folded[index]
    if len(below) <= len(line) and not (line.endswith(ASKED) and below[-1] == "."):
        return False
    return below.endswith(STOPS) or len(below.split()) >= PARAGRAPH_WORDS


def _begins_list(lines: Lines, index: int) -> bool:
    marker = lines.markers[index]
    return marker is not None and any(reading.value == 1 for reading in marker.readings)


def _covered(outline: Sequence[Placed]) -> Container[int]:
    """The candidates from the first to the last item of each list, and those placed elsewhere."""
    lists: defaultdict[int | None, list[int]] = defaultdict(list)
    covered = {
        placed.candidate for placed in outline if placed.reading or placed.parent is not None
    }
    for placed in outline:
        if placed.reading:
            lists[placed.parent].append(placed.candidate)
    for items in lists.values():
        covered.update(range(items[0], items[-1] + 1))
    return covered


def _divide(
    candidates: Sequence[Candidate], outline: Sequence[Placed], heads: Sequence[int]
) -> bool:
    """Whether these lines and not the numbers divide the page."""
    if any(placed.reading is None for placed in outline if placed.parent is None):
        return True  # lists that start again have said so
    before = any(head < outline[0].candidate for head in heads)
    named = sum(candidates[head].shape.names for head in heads)
    return before and len(heads) + named >= ENOUGH


def _after(
    lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed], heads: Sequence[int]
) -> Sequence[int]:
    """The bare lines after a list of things that ends before the page does: its chapters go on."""
    tops = [candidates[placed.candidate] for placed in outline if placed.parent is None]
    if sum(is_chapter(lines, top) for top in tops) * 2 >= len(tops):
        return []
    after = [head for head in heads if head > outline[-1].candidate]
    named = [head for head in after if names_chapter(candidates[head])]
    asked = len(after) >= FEWEST and any(is_chapter(lines, candidates[head]) for head in after)
    return after if named or asked else []


def _inside(
    candidates: Sequence[Candidate], outline: Sequence[Placed], heads: Sequence[int]
) -> list[Placed]:
    """The outline with the bare lines that divide a numbered section: the first right below it."""
    placed: list[Placed] = []
    ends = [*(one.candidate for one in outline[1:]), len(candidates)]
    for one, end in zip(outline, ends, strict=True):
        placed.append(one)
        inner = [head for head in heads if one.candidate < head < end]
        below = candidates[one.candidate].heading_line + 1
        if one.reading and len(inner) >= FEWEST and candidates[inner[0]].line == below:
            parts = (Placed(head, one.candidate, None, DIVIDES, 1.0) for head in inner)
            placed.extend(parts)
    return placed


def _is_promised(
    lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed], heads: Sequence[int]
) -> bool:
    """Whether a list below a chapter with text is the one of the page's title: "9 ways to …"."""
    tops = [placed.candidate for placed in outline if placed.parent is None and placed.reading]
    before = [head for head in heads if tops and head < tops[0]]
    if not before or candidates[tops[0]].line == candidates[before[-1]].line + 1:
        return False
    places = [candidates[top].line for top in tops]
    if sum(two - one > 1 for one, two in pairwise(places)) * 2 < len(places):
        return False  # most have no text of their own
    counted = {int(word) if word.isdecimal() else CARDINALS.get(word) for word in _counts(lines)}
    return len(tops) in counted


def _counts(lines: Lines) -> list[str]:
    return [word for word in lines.title.split() if word.isdecimal() or word in CARDINALS]


def _above(
    outline: Sequence[Placed], heads: Sequence[Placed], *, stays: bool = False
) -> list[Placed]:
    """The outline with the bare lines in it; the lists at its top stand under the line before.

    `stays` says that they stay at the top.
    """
    merged = sorted(_union(outline, heads), key=itemgetter(0))
    placed: list[Placed] = []
    last: int | None = None
    bare = {head.candidate for head in heads}
    for _, one in merged:
        if one.candidate in bare:
            last = one.candidate
            placed.append(one)
        else:
            outside = not stays and one.parent is None
            outside = outside or (one.parent is not None and last is not None and one.parent < last)
            placed.append(one._replace(parent=last) if outside else one)
    return _without_single(placed)


def _without_single(placed: Sequence[Placed]) -> list[Placed]:
    """Without numbers that are alone under their line: "Week one: rest" begins no list."""
    below = Counter(one.parent for one in placed)
    return [
        one
        for one in placed
        if one.reading is None
        or one.parent is None
        or below[one.parent] > 1
        or below[one.candidate]
    ]


def _union(outline: Sequence[Placed], heads: Sequence[Placed]) -> Iterator[tuple[int, Placed]]:
    taken = {head.candidate for head in heads}
    yield from ((head.candidate, head) for head in heads)
    yield from ((one.candidate, one) for one in outline if one.candidate not in taken)
