"""From a clean page to passages: headings and sentences, each with where it stands.

A passage is the unit that is tokenised and tagged. Sentences end at a full stop that is followed
by white space and no small letter; semicolons and the bounds of blocks and cells also end them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.records import Block, CleanPage, Kind, Section

# Kinds that say what the phrases of a section are to the condition.
TELLING = (Kind.CAUSES, Kind.TREATMENT, Kind.PREVENTION, Kind.DIET)

SENTENCE_END = re.compile(r"(?<=[.!?。！？])[\"'”’)]?\s+(?=[^a-z\s])|\t|(?<=[。！？])")
ABBREVIATION = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|vs|e\.g|i\.e|approx|No|St)\.$")
LONGEST = 1_000  # characters; flattened text without stops is cut there so that no rule is slow


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or a sentence: `start` indexes the clean text."""

    text: str
    start: int
    block: Block
    section: Section | None
    kind: Kind  # of the section, or of the nearest one around it that tells
    in_heading: bool = False
    names_item: bool = False  # a heading that stands for a cause or a remedy


def passages(page: CleanPage, sections: Sequence[Section], page_kind: Kind) -> Iterator[Passage]:
    """The headings and sentences of a page in reading order."""
    kinds = section_kinds(sections, page_kind)
    title = (page.title or "").casefold()
    for block, section, text, start in _slices(page, sections):
        if start == 0 and text.casefold() == title:
            continue
        body = 0
        if section is not None and section.start == start:
            at = text.find(section.heading)
            if section.heading and at >= 0:
                yield _heading(block, section, start + at, kinds)
                body = at + len(section.heading)
        kind = kinds[section.section_id] if section else Kind.OVERVIEW
        for begin, end in sentences(text[body:]):
            yield Passage(
                text[body + begin : body + end], start + body + begin, block, section, kind
            )


def _heading(block: Block, section: Section, start: int, kinds: Mapping[str, Kind]) -> Passage:
    around = kinds[section.parent_id or ""]
    telling = around in TELLING
    kind = around if telling else kinds[section.section_id]
    return Passage(
        section.heading, start, block, section, kind, in_heading=True, names_item=telling
    )


def _slices(
    page: CleanPage, sections: Sequence[Section]
) -> Iterator[tuple[Block, Section | None, str, int]]:
    """Each kept block, cut where a section starts inside it."""
    upcoming = 0
    current: Section | None = None
    for block, block_start, block_end in page.kept_spans():
        start = block_start
        while upcoming < len(sections) and sections[upcoming].start < block_end:
            following = sections[upcoming]
            upcoming += 1
            if following.start > start:
                cut = following.start
                yield block, current, block.text[start - block_start : cut - block_start], start
                start = cut
            current = following
        yield block, current, block.text[start - block_start :], start


def section_kinds(sections: Sequence[Section], page_kind: Kind) -> dict[str, Kind]:
    """The telling kind of each section by id: its own or inherited; "" holds the page's."""
    kinds = {"": page_kind}
    for section in sections:
        inherited = kinds.get(section.parent_id or "", page_kind)
        own = section.kind
        follows = own in (Kind.OTHER, Kind.OVERVIEW) or (section.parent_id and inherited in TELLING)
        kinds[section.section_id] = inherited if follows else own
    return kinds


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The bounds of the sentences of a block's text, without white space around them."""
    begin = 0
    for match in SENTENCE_END.finditer(text):
        if ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            continue
        yield from _stripped(text, begin, match.start())
        begin = match.end()
    yield from _stripped(text, begin, len(text))


def _stripped(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end and not text[begin].isalnum() and text[begin] not in "([\"'“‘":
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    for cut in range(begin, end, LONGEST):
        yield cut, min(cut + LONGEST, end)
