"""Candidates for headings and their shapes: what headings of one list have in common."""

from math import log2
from typing import NamedTuple

from pipeline.segment import costs
from pipeline.segment.headings import Heading, words_in
from pipeline.segment.kinds import Named, of_heading, of_label
from pipeline.segment.lines import Lines
from pipeline.segment.markers import Marker, Reading

# Ranks: 1 to 6 are those of h1 to h6, the levels of the page.
LAST_TAG = 6
BOLD = 7
TERM = 8  # a definition's term, or what opens a folded answer
BARE = 9  # a line without marker or markup
TOPIC_WORDS = 2
QUESTION_MARKS = ("?", "？")
LABEL = "label-"
PLAIN = 10  # a numbered line without markup
LABELLED = 11  # a run-in heading without a marker: "After a week: the rash fades."


class Shape(NamedTuple):
    """What headings of one list have in common."""

    length: float  # log2 of the number of words
    question: bool
    topic: float  # how much of the page's topic it names: 0, 0.5 or 1
    named: Named | None  # the kind that it names
    names: bool  # whether it does so, and not by the name of an item
    rank: int
    css_class: str
    run_in: bool  # its text follows on its line
    inside: bool = False
    closed: bool = False  # so it does, or its line ends in a full stop


class Candidate(NamedTuple):
    """A place where a section may begin."""

    line: int  # of the kept lines
    start: int  # of the marker in the line
    printed: str | None
    heading_line: int  # the next line where the number stands alone
    heading_start: int
    heading_end: int
    body: int  # where text follows on the heading's line
    readings: tuple[Reading, ...]
    rank: int
    accept: float
    refuse: float
    shape: Shape
    inside: bool
    how: str
    counted: bool = True  # whether its number is surely one, or has a neighbour in the count


class Price(NamedTuple):
    """What it costs to take a candidate, and to leave it in the text."""

    accept: float
    refuse: float


def candidate(  # noqa: PLR0913, PLR0917  a heading is a place, a text, a look and a price
    lines: Lines,
    index: int,
    heading: Heading,
    rank: int,
    price: Price,
    marker: Marker | None = None,
    *,
    limit: int | None = None,
    below: bool = False,
) -> Candidate:
    """The candidate of a line; `limit` ends one inside a line, `below` has its heading under it."""
    within = limit is not None
    heading_line = index + below
    line = lines.folded[heading_line]
    text = line[heading.start : heading.end]
    run_in = heading.body < (len(line) if limit is None else limit)
    closed = run_in or (limit is None and line[-1] in ".。")
    return Candidate(
        index,
        marker.start if marker and within else 0,
        marker and _printed(lines.texts[index], marker),
        heading_line,
        heading.start,
        heading.end,
        heading.body,
        marker.readings if marker else (),
        rank,
        price.accept + case_cost(text, marker),
        price.refuse,
        shape_of(
            lines, heading_line, text, rank, marker, run_in=run_in, inside=within, closed=closed
        ),
        within,
        heading.how,
    )


def _printed(text: str, marker: Marker) -> str:
    """The marker as the page prints it; the one of an `ol` stands in no text."""
    if marker.end == marker.start:
        return marker.printed
    return text[marker.start : marker.start + len(marker.printed)].strip()


def shape_of(  # noqa: PLR0913  what a heading looks like has many sides
    lines: Lines,
    index: int,
    heading: str,
    rank: int,
    marker: Marker | None = None,
    *,
    run_in: bool = False,
    inside: bool = False,
    closed: bool = False,
) -> Shape:
    """The shape of a heading on a line."""
    lowered = heading.lower()
    named = of_heading(heading, lines.topic) or _of_label(marker)
    return Shape(
        log2(words_in(heading) + 1),
        heading.endswith(QUESTION_MARKS),
        _topic_share(lowered, lines.topic),
        named,
        named is not None and not named.item,
        PLAIN if rank == BARE else rank,
        lines.blocks[index].layout.css_class,
        run_in,
        inside,
        closed,
    )


def _topic_share(heading: str, topic: frozenset[str]) -> float:
    """Two words of the topic name it; one of several names half of it ("cold" of "cold hands")."""
    if not topic:
        return 0.0
    named = len([word for word in topic if word in heading])
    return min(named, TOPIC_WORDS) / min(len(topic), TOPIC_WORDS)


def _of_label(marker: Marker | None) -> Named | None:
    if marker is None or not marker.readings[0].family.startswith(LABEL):
        return None
    return of_label(marker.readings[0].family.removeprefix(LABEL))


def case_cost(heading: str, marker: Marker | None) -> float:
    """What it costs that a heading begins with a small letter; after "First," most do."""
    if marker is None or marker.printed.endswith(","):
        return 0.0
    return costs.LOWER_CASE if heading[:1].islower() else 0.0


def difference(one: Shape, other: Shape) -> float:
    """What it costs that two headings of one list differ."""
    length, question, topic, named, names, rank, css_class, _, inside, closed = one
    length_2, question_2, topic_2, named_2, names_2, rank_2, css_class_2, _, inside_2, closed_2 = (
        other
    )
    cost = costs.SHAPE_LENGTH * min(abs(length - length_2), 3.0)
    if question != question_2:
        cost += costs.SHAPE_QUESTION
    chapters = named is not None and named_2 is not None and named.chapter and named_2.chapter
    if topic != topic_2 and not chapters:
        cost += costs.SHAPE_TOPIC * abs(topic - topic_2)
    if names != names_2:
        cost += costs.SHAPE_KIND
    if rank != rank_2:
        cost += costs.SHAPE_RANK
    if css_class != css_class_2:
        cost += costs.SHAPE_CLASS
    if inside != inside_2:
        cost += costs.SHAPE_INSIDE
    if closed != closed_2:
        cost += costs.SHAPE_RUN_IN
    return cost
