"""From a page's lines to candidates: whatever may be the heading of a section."""

import re
from collections.abc import Sequence

from pipeline.model.records import Block
from pipeline.segment import costs
from pipeline.segment.headings import MAX_WORDS, Heading, exceeds, split
from pipeline.segment.inline import TEASER, inside
from pipeline.segment.lines import Lines
from pipeline.segment.markers import Marker, Reading
from pipeline.segment.numerals import LARGEST_ROMAN, roman
from pipeline.segment.shapes import (
    BARE,
    BOLD,
    LAST_TAG,
    PLAIN,
    TERM,
    Candidate,
    case_cost,
    shape_of,
)

BARE_WORDS = 12  # a longer line without markup is a sentence
TERM_TAGS = ("dt", "summary")
CELL_TAGS = ("td", "th", "tr", "li", "figcaption", "caption")  # their short lines are no headings
NO_HEADING_END = ".。,，;；:：…!！"
LETTERS = 26
_SAID = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W\d_]")


def find(lines: Lines) -> list[Candidate]:
    """All candidates of a page in reading order."""
    listed = lines.contents()
    found: list[Candidate] = []
    taken = -1  # a line that is the heading of the number alone above it
    for index in range(len(lines.texts)):
        if index == taken or index in listed or lines.is_title(index):
            continue
        at_start = _at_start(lines, index)
        if at_start and at_start.heading_line > index:
            taken = at_start.heading_line
        within = _within(lines, index, at_start)
        if at_start:
            found.append(_cut(lines, at_start, within))
        found.extend(within)
    return [each for each in found if _says_something(lines, each)]


def _says_something(lines: Lines, candidate: Candidate) -> bool:
    """Whether the heading has a letter or a digit; signs alone are an ornament."""
    text = lines.folded[candidate.heading_line]
    return _SAID.search(text, candidate.heading_start, candidate.heading_end) is not None


def _within(lines: Lines, index: int, at_start: Candidate | None) -> list[Candidate]:
    """The candidates inside the line; a line that is set as a heading holds no other."""
    if at_start is None:
        return inside(lines, index, 0)
    return [] if at_start.rank <= TERM else inside(lines, index, at_start.heading_start)


def _cut(lines: Lines, candidate: Candidate, within: Sequence[Candidate]) -> Candidate:
    """The candidate, its heading ended before the next marker of its line."""
    if not within or candidate.heading_line != candidate.line:
        return candidate
    line = lines.folded[candidate.line]
    heading = split(line, candidate.heading_start, within[0].start, below=False, inside=True)
    return candidate._replace(heading_end=heading.end, body=heading.body, how=heading.how)


def _at_start(lines: Lines, index: int) -> Candidate | None:
    block = lines.blocks[index]
    line = lines.folded[index]
    rank = _rank(block, bold_tells=lines.bold_tells)
    marker = lines.markers[index]
    if marker is not None and marker.end >= len(line):
        return _number_alone(lines, index, marker, rank)
    if marker is None and block.layout.ordinal is not None:
        marker = _implied(block)
    if marker is not None:
        return _numbered(lines, index, marker, rank)
    return _unnumbered(lines, index, rank)


def _rank(block: Block, *, bold_tells: bool) -> int:
    if block.layout.heading_level:
        return block.layout.heading_level
    if block.tag in TERM_TAGS:
        return TERM
    return BOLD if block.layout.emphasised and bold_tells else PLAIN


def _implied(block: Block) -> Marker:
    """The marker that a browser prints before the item of an ordered list."""
    value = block.layout.ordinal or 0
    kind = block.layout.ordinal_type or "1"
    printed = str(value)
    if kind in "aA" and 1 <= value <= LETTERS:
        printed = chr(ord("a") - 1 + value)
    elif kind in "iI" and 1 <= value <= LARGEST_ROMAN:
        printed = roman(value)
    printed = (printed.upper() if kind in "AI" else printed) + "."
    reading = Reading(f"ol-{kind}", str(block.layout.list_depth), value)
    return Marker(0, 0, printed, (reading,))


def _numbered(lines: Lines, index: int, marker: Marker, rank: int) -> Candidate:
    line = lines.folded[index]
    if rank <= LAST_TAG:
        heading = Heading(len(line.rstrip(" .:：。")), len(line), "line")
    else:
        below = lines.is_text(index + 1)
        heading = split(line, marker.end, len(line), below=below, inside=False)
    text = line[marker.end : heading.end]
    accept, refuse = _numbered_costs(line, marker, rank, heading)
    run_in = heading.body < len(line)
    printed = lines.texts[index][: len(marker.printed)].strip() if marker.end else marker.printed
    return Candidate(
        line=index,
        start=0,
        printed=printed,
        heading_line=index,
        heading_start=marker.end,
        heading_end=heading.end,
        body=heading.body,
        readings=marker.readings,
        rank=rank,
        accept=accept + case_cost(text),
        refuse=refuse,
        shape=shape_of(lines, index, text, rank, marker, run_in=run_in),
        inside=False,
        how=heading.how,
    )


def _numbered_costs(line: str, marker: Marker, rank: int, heading: Heading) -> tuple[float, float]:
    """What taking and what leaving a numbered line costs."""
    if rank <= LAST_TAG:
        return _tag_costs(line)
    accept, refuse = 0.0, costs.TEXT_LINE
    if heading.how == "long":
        accept, refuse = costs.LONG, costs.TEXT_LONG
    if marker.weak and rank == PLAIN:
        refuse = min(refuse, costs.TEXT_WEAK)
    family, wrapper, *_ = marker.readings[0]
    if family == "decimal" and not wrapper:
        accept += costs.NO_SEPARATOR
    if marker.weak and (not wrapper or family.startswith("letter")) and family != "ordinal":
        refuse = min(refuse, costs.TEXT_NO_SEPARATOR)  # "2 Treatment", "A: It is a disease"
    return accept, 0.0 if line.endswith(TEASER) else refuse


def _tag_costs(line: str) -> tuple[float, float]:
    """What taking and what leaving an h1 to h6 costs; some hold whole paragraphs."""
    if exceeds(line, MAX_WORDS) and line.endswith((".", "。")):
        return costs.LONG, costs.TEXT_LONG
    return 0.0, costs.TEXT_HEADING


def _number_alone(lines: Lines, index: int, marker: Marker, rank: int) -> Candidate | None:
    """A number on its own line with the next line as its heading."""
    following = index + 1
    if following >= len(lines.texts) or lines.blocks[following].layout.ordinal is not None:
        return None
    line = lines.folded[following]
    if lines.markers[following] or exceeds(line, MAX_WORDS) or line.endswith((".", "。", ",")):
        return None
    end = len(line.rstrip(" :："))
    rank = min(rank, lines.blocks[following].layout.heading_level or PLAIN)
    bare = marker.printed[-1:].isdecimal()
    return Candidate(
        line=index,
        start=0,
        printed=lines.texts[index][: len(marker.printed)].strip(),
        heading_line=following,
        heading_start=0,
        heading_end=end,
        body=len(line),
        readings=marker.readings,
        rank=rank,
        accept=case_cost(line),
        refuse=costs.TEXT_NUMBER_ALONE if bare else costs.TEXT_LINE,
        shape=shape_of(lines, following, line[:end], rank, marker),
        inside=False,
        how="number alone",
    )


def _unnumbered(lines: Lines, index: int, rank: int) -> Candidate | None:
    """A heading without a marker: by its tag, its weight, or as a short line above others."""
    line = lines.folded[index]
    accept = 0.0
    if rank == PLAIN:
        if not _is_bare_heading(lines, index):
            return None
        rank, refuse, how = BARE, _bare_refusal(lines, index), "bare line"
    elif rank <= LAST_TAG:
        how = f"h{rank}"
        accept, refuse = _tag_costs(line)
    elif exceeds(line, MAX_WORDS) or line[-1] in ".。,;；" or not _LETTERS.search(line):
        return None
    else:
        refuse, how = costs.TEXT_BOLD, "bold line" if rank == BOLD else "term"
    end = len(line.rstrip(" :：.")) or len(line)
    return Candidate(
        line=index,
        start=0,
        printed=None,
        heading_line=index,
        heading_start=0,
        heading_end=end,
        body=len(line),
        readings=(),
        rank=rank,
        accept=accept,
        refuse=refuse,
        shape=shape_of(lines, index, line[:end], rank),
        inside=False,
        how=how,
    )


def _bare_refusal(lines: Lines, index: int) -> float:
    marker = lines.markers[index + 1]
    first = marker is not None and any(reading.value == 1 for reading in marker.readings)
    return costs.TEXT_BARE_INTRO if first else costs.TEXT_BARE


def _is_bare_heading(lines: Lines, index: int) -> bool:
    """Whether it is a short line without a full stop that has something below it."""
    line = lines.folded[index]
    block = lines.blocks[index]
    if index + 1 >= len(lines.texts) or line[-1] in NO_HEADING_END:
        return False
    if block.layout.list_depth or block.tag in CELL_TAGS:
        return False
    return (line[0].isupper() or line[0] > "⺀") and not exceeds(line, BARE_WORDS)
