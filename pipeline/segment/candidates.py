"""From a page's lines to candidates: whatever may be the heading of a section."""

import re
from collections.abc import Sequence

from pipeline.model.records import Block
from pipeline.segment import costs
from pipeline.segment.headings import MAX_WORDS, SOURCES, Heading, exceeds, split, whole
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
    Price,
    candidate,
)

BARE_WORDS = 12  # a longer line without markup is a sentence, unless it asks something
TERM_TAGS = ("dt", "summary")
CELL_TAGS = ("td", "th", "tr", "li", "figcaption", "caption")  # their short lines are no headings
SENTENCE_END = (".", "。", ":", ",")
NO_HEADING_END = ".。,，;；:：…!！"
ORNAMENT = re.compile(r"[◇◆▶►▷→➤➔⇒■□●○★☆✦✧❖▪▲△※✿❀♦×√✓✔✗✘❌🔹🔸✅👉📌]️? *(?=\w)")  # before a heading
QUOTED = re.compile(r"[\"“][^\"”]+[^\"”.,!…][\"”]")  # what a reader asks or says as a heading
GREETING = re.compile(r"(?:Hello|Hi|Dear|Thank|Good|Take care|Get well|Welcome)\b")
CALL_WORDS = 4  # of a heading that ends in an exclamation mark
ASKED = re.compile(r"(?:Q[:：.]|(?:Ask|Question)[:：]) *(?=.+[?？]$)")  # "Q: Will it go away?"
LETTERS = 26
COUNTED = re.compile(r"\d{1,2} (?:to \d{1,2} )?[A-Za-z]{3}")  # "6 Remedies", "1 to 2 years old"
MOST_PROMISED = 99
FEWEST_PROMISED = 3  # "2 Causes" above two items may be the second chapter
_SAID = re.compile(r"[^\W_]")
_LETTERS = re.compile(r"[^\W\d_]")


def find(lines: Lines) -> list[Candidate]:
    """All candidates of a page in reading order."""
    listed = lines.contents()
    promising = _promising(lines)
    found: list[Candidate] = []
    taken = -1  # a line that is the heading of the number alone above it
    for index in range(len(lines.texts)):
        if index == taken or index in listed or lines.is_title(index):
            continue
        promised = index in promising and _unnumbered(lines, index, _rank(lines, index))
        at_start = promised or _at_start(lines, index)
        if at_start and at_start.heading_line > index:
            taken = at_start.heading_line
        within = _within(lines, index, at_start)
        if at_start:
            found.append(_cut(lines, at_start, within))
        found.extend(within)
    return _counted([each for each in found if _says_something(lines, each)])


def _promising(lines: Lines) -> frozenset[int]:
    """The lines whose number says how many items the list below has: "6 Home remedies"."""
    numbers = [(index, one.readings[0]) for index, one in enumerate(lines.markers) if one]
    bare = {one.value for _, one in numbers if one.family == "decimal" and not one.wrapper}
    found = set()
    for place, (index, one) in enumerate(numbers[:-1], 1):
        plain = one.family == "decimal" and not one.wrapper and one.value - 1 not in bare
        if plain and FEWEST_PROMISED <= one.value <= MOST_PROMISED:
            below, first = numbers[place]
            counted = [first._replace(value=value) for value in range(1, one.value + 1)]
            listed = [each for _, each in numbers[place : place + one.value]]
            if below == index + 1 and listed == counted:
                found.add(index)
    return frozenset(found)


def _counted(found: list[Candidate]) -> list[Candidate]:
    """The candidates; a number without a separator in a heading counts where its neighbour does."""
    bare = {
        place: (each.rank, each.readings[0].value)
        for place, each in enumerate(found)
        if each.readings and each.rank <= TERM and each.how != "number alone"
        if each.readings[0].family == "decimal" and not each.readings[0].wrapper
    }
    known = set(bare.values())
    for place, (rank, value) in bare.items():
        counted = (rank, value - 1) in known or (rank, value + 1) in known
        found[place] = found[place]._replace(counted=counted)
    return found


def _says_something(lines: Lines, candidate: Candidate) -> bool:
    """Whether the heading has a letter or a digit; signs alone are an ornament."""
    text = lines.folded[candidate.heading_line]
    return _SAID.search(text, candidate.heading_start, candidate.heading_end) is not None


def _within(lines: Lines, index: int, at_start: Candidate | None) -> list[Candidate]:
    """The candidates inside the line; a line that is set as a heading holds no other."""
    if at_start is None:
        return inside(lines, index, lines.begins[index])
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
    rank = _rank(lines, index)
    marker = lines.markers[index]
    if marker is not None and marker.end >= len(line):
        return _number_alone(lines, index, marker, rank)
    if marker is None and block.layout.ordinal is not None:
        marker = _implied(block)
    if marker is not None:
        return _numbered(lines, index, marker, rank)
    return _unnumbered(lines, index, rank)


def _rank(lines: Lines, index: int) -> int:
    level = lines.levels[index]
    if level:
        return level
    if lines.blocks[index].tag in TERM_TAGS:
        return TERM
    return BOLD if lines.bold[index] and lines.bold_tells else PLAIN


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
        heading = whole(line, marker.end, "line")
    else:
        below = lines.is_text(index + 1)
        heading = split(line, marker.end, len(line), below=below, inside=False)
    price = _numbered_price(line, marker, rank, heading)
    return candidate(lines, index, heading, rank, price, marker)


def _numbered_price(line: str, marker: Marker, rank: int, heading: Heading) -> Price:
    """What taking and what leaving a numbered line costs."""
    if rank <= LAST_TAG:
        return _tag_price(line)
    accept, refuse = 0.0, costs.TEXT_LINE
    if heading.how == "long":
        accept, refuse = costs.LONG, costs.TEXT_LONG
    if marker.weak and rank == PLAIN and line.endswith(SENTENCE_END):
        refuse = min(refuse, costs.TEXT_WEAK)
    family, wrapper, *_ = marker.readings[0]
    if family == "decimal" and not wrapper:
        accept += costs.NO_SEPARATOR
    spoken = family.startswith("letter") or (
        not wrapper and line.endswith(SENTENCE_END) and heading.how != "stop"
    )
    if marker.weak and spoken and family != "ordinal":
        refuse = min(refuse, costs.TEXT_SPOKEN)  # "A: It is a disease", "2 Tablets are enough."
    return Price(accept, 0.0 if line.endswith(TEASER) else refuse)


def _tag_price(line: str) -> Price:
    """What taking and what leaving an h1 to h6 costs; some hold whole paragraphs."""
    if exceeds(line, MAX_WORDS) and line.endswith((".", "。")):
        return Price(costs.LONG, costs.TEXT_LONG)
    return Price(0.0, costs.TEXT_HEADING)


def _number_alone(lines: Lines, index: int, marker: Marker, rank: int) -> Candidate | None:
    """A number on its own line with the next line as its heading."""
    following = index + 1
    if following >= len(lines.texts) or lines.blocks[following].layout.ordinal is not None:
        return None
    line = lines.folded[following]
    if lines.markers[following] or exceeds(line, MAX_WORDS) or line.endswith((".", "。", ",")):
        return None
    rank = min(rank, lines.levels[following] or PLAIN)
    bare = marker.printed[-1:].isdecimal()
    price = Price(0.0, costs.TEXT_NUMBER_ALONE if bare else costs.TEXT_LINE)
    heading = whole(line, lines.begins[following], "number alone", " :：")
    return candidate(lines, index, heading, rank, price, marker, below=True)


def _unnumbered(lines: Lines, index: int, rank: int) -> Candidate | None:
    """A heading without a marker: by its tag, its weight, or as a short line above others."""
    line = lines.folded[index]
    price = Price(0.0, costs.TEXT_BOLD)
    if rank == PLAIN:
        return _bare(lines, index) if _is_bare_heading(lines, index) else None
    if rank <= LAST_TAG:
        price, how = _tag_price(line), f"h{rank}"
    elif exceeds(line, MAX_WORDS) or line.rstrip()[-1] in ".。,;；" or not _LETTERS.search(line):
        return None
    else:
        how = "bold line" if rank == BOLD else "term"
    return candidate(lines, index, whole(line, lines.begins[index], how, " :：."), rank, price)


def _bare(lines: Lines, index: int) -> Candidate:
    line = lines.folded[index]
    label = ASKED.match(line)
    ornament = ORNAMENT.match(line)
    start = label.end() if label else ornament.end() if ornament else lines.begins[index]
    heading = whole(line, start, "bare line", " :：.-–—")
    return candidate(lines, index, heading, BARE, Price(0.0, _bare_refusal(lines, index)))


def _lists_beside(lines: Lines, index: int) -> bool:
    """Whether a line beside is such a thing as well: "Lunch: rice" and "Supper: soup"."""
    beside = (lines.folded[place] for place in (index - 1, index + 1) if place >= 0)
    return any(
        ": " in line and line[-1] not in "?？.。!" and not exceeds(line, BARE_WORDS)
        for line in beside
    )


def _bare_refusal(lines: Lines, index: int) -> float:
    marker = lines.markers[index + 1]
    first = marker is not None and any(reading.value == 1 for reading in marker.readings)
    return costs.TEXT_BARE_INTRO if first else costs.TEXT_BARE


def _is_bare_heading(lines: Lines, index: int) -> bool:
    """Whether it is a short line without a full stop that has something below it."""
    line = lines.folded[index]
    block = lines.blocks[index]
    if index + 1 >= len(lines.texts):
        return False
    may_close = index in lines.set_off or index in lines.closed_by_colon
    calls = line[-1] in "!！" and not exceeds(line, CALL_WORDS) and not GREETING.match(line)
    may_close = may_close or calls or SOURCES.fullmatch(line) is not None
    if line[-1] in NO_HEADING_END and not may_close:
        return False
    if ": " in line and _lists_beside(lines, index):
        return False
    if block.layout.list_depth or block.tag in CELL_TAGS:
        return False
    ornament = ORNAMENT.match(line)
    start = ornament.end() if ornament else QUOTED.fullmatch(line) is not None
    first = line[start : start + 1]
    most = MAX_WORDS if line[-1] in "?？" else BARE_WORDS
    return (
        first.isupper() or first > "⺀" or COUNTED.match(line, int(start)) is not None
    ) and not exceeds(line, most)
