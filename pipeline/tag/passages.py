"""From a clean page to passages: headings and sentences, each with where it stands.

A passage is the unit that is tokenised and tagged. Sentences end at a full stop that is followed
by white space and no small letter; semicolons and the bounds of blocks and cells also end them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model.records import Block, CleanPage, Kind, Section
from pipeline.tag import headings
from pipeline.tag.announced import kind_announced
from pipeline.tag.turns import OPEN, turns_to
from pipeline.tag.vocabulary import word_list

# Kinds that say what the phrases of a section are to the condition.
TELLING = (Kind.CAUSES, Kind.TREATMENT, Kind.PREVENTION, Kind.DIET)

SENTENCE_END = re.compile(
    r"(?<=[.!?\u3002\uff01\uff1f])[\"'\u201d\u2019)]?\s+(?=[^a-z\s])|\t|(?<=[\u3002\uff01\uff1f])"
)
ABBREVIATION = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|vs|e\.g|i\.e|approx|No|St)\.$")
LONGEST = 1_000  # characters; flattened text without stops is cut there so that no rule is slow


@dataclass(frozen=True, slots=True)
class Place:
    """What the sections around a passage say of it."""

    kind: Kind  # the section's own, or that of the nearest one around it that tells
    names_item: bool = False  # the section's heading stands for a cause or a remedy
    page_kind: Kind = Kind.OTHER  # what the title says of the page
    cue: str | None = None  # the heading that denies what stands under it: "What not to eat"
    was: Kind | None = None  # the kind around a sentence that turns to another by its own words


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or a sentence: `start` indexes the clean text."""

    text: str
    start: int
    block: Block
    section: Section | None
    place: Place
    in_heading: bool = False
    first: bool = False  # the first sentence of its block

    @property
    def kind(self) -> Kind:
        """The kind of its place."""
        return self.place.kind


def passages(page: CleanPage, sections: Sequence[Section], page_kind: Kind) -> Iterator[Passage]:
    """The headings and sentences of a page in reading order, without the title's line."""
    places = section_places(sections, page_kind)
    introduction = Place(Kind.OVERVIEW, page_kind=page_kind)
    title = (page.title or "").casefold()
    announced: Place | None = None
    for block, section, text, start in _slices(page, sections):
        if start == 0 and text.casefold() == title:
            continue
        place = places[section.section_id] if section else introduction
        if section is not None and section.start == start:
            announced = None
        elif _is_heading_like(block, text):
            announced = _announced(text, place) or announced
        place = announced or place
        body = 0
        if section is not None and section.start == start:
            at = text.find(section.heading)
            if section.heading and at >= 0:
                yield Passage(section.heading, start + at, block, section, place, in_heading=True)
                body = at + len(section.heading)
        yield from _body(block, section, place, (text, body, start))


def _body(
    block: Block, section: Section | None, place: Place, line: tuple[str, int, int]
) -> Iterator[Passage]:
    """The sentences of a line after its heading; in an open section each may turn its kind."""
    text, body, start = line
    first = body == 0
    around = place.kind
    is_open = around in OPEN and not place.cue
    for begin, end in sentences(text[body:]):
        sentence = text[body + begin : body + end]
        if is_open and (kind := turns_to(sentence.lower())):
            place = replace(place, kind=kind, was=around)
        yield Passage(sentence, start + body + begin, block, section, place, first=first)
        first = False
        place = replace(place, was=None) if place.was else place


LONGEST_HEADING = 12  # words of a line that may announce what follows


def _is_heading_like(block: Block, text: str) -> bool:
    """Whether a line that is no section's heading may still announce what follows it."""
    line = text.rstrip()
    return (
        block.layout.list_depth == 0
        and len(line.split()) <= LONGEST_HEADING
        and line[-1:] not in tuple(".!;,\u3002")
        and line[:1].isupper()
    )


def _announced(text: str, place: Place) -> Place | None:
    """The place of the lines under "Why ankles get sprained" where no section was made of it."""
    kind = kind_announced(text)
    if kind is not Kind.OTHER:
        return Place(kind, page_kind=place.page_kind, cue=headings.leaves_out(text))
    return Place(Kind.OTHER, page_kind=place.page_kind) if text.rstrip().endswith("?") else None


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


def section_places(sections: Sequence[Section], page_kind: Kind) -> dict[str, Place]:
    """The place of each section by id."""
    listed = Place(_listed_kind(sections, page_kind))
    places: dict[str, Place] = {}
    for section in sections:
        around = places.get(section.parent_id or "", Place(Kind.OTHER))
        if section.parent_id is None and _is_plain(section):
            around = listed
        places[section.section_id] = _place(section, around, page_kind)
    return places


def _place(section: Section, around: Place, page_kind: Kind) -> Place:
    own = _own_kind(section)
    inherited = around.kind in TELLING and not _breaks_off(own, around)
    cue = headings.leaves_out(section.heading) or around.cue
    kind = around.kind if inherited else own
    if kind is Kind.OTHER and page_kind in (Kind.TREATMENT, Kind.PREVENTION):
        kind = page_kind
    if cue and kind not in TELLING:
        kind = Kind.PREVENTION
    return Place(kind, inherited and not around.names_item, page_kind, cue)


# A diet may be a cause or a remedy, so a heading on it goes on with what stands around it.
BREAKING = (Kind.CAUSES, Kind.TREATMENT, Kind.PREVENTION)


def _breaks_off(own: Kind, around: Place) -> bool:
    """Whether a sub-section tells of another thing: risks under "Prevention", cures under "Why"."""
    return own in BREAKING and (own is Kind.CAUSES) is not (around.kind is Kind.CAUSES)


def _own_kind(section: Section) -> Kind:
    """The section's kind; one that only the words "factor" or "risk" tell is on causes."""
    if section.kind in (Kind.OTHER, Kind.DIET, Kind.OVERVIEW):
        words = set(section.heading.lower().split())
        if words & word_list("cause_heading"):
            return Kind.CAUSES
    if section.kind in (Kind.OTHER, Kind.OVERVIEW):
        announced = kind_announced(section.heading)
        return section.kind if announced is Kind.OTHER else announced
    return section.kind


# A page is a list of items where at least this share of its top headings names no kind.
LIST_SHARE = 0.5
LIST_LENGTH = 3


def _is_plain(section: Section) -> bool:
    """Whether a top heading may be an item itself, as in "Five causes of X"."""
    words = set(section.heading.lower().split())
    telling = headings.TOPIC.search(section.heading.lower()) or words & word_list("kind_words")
    return bool(section.marker) and section.kind is not Kind.SYMPTOMS and not telling


def _listed_kind(sections: Sequence[Section], page_kind: Kind) -> Kind:
    """What the top headings name if they are items: by the title; numbered steps treat."""
    if not _is_list(sections):
        return Kind.OTHER
    steps = any((section.marker or "").lower().startswith("step") for section in sections)
    return Kind.TREATMENT if steps and page_kind not in TELLING else page_kind


def _is_list(sections: Sequence[Section]) -> bool:
    tops = [section for section in sections if section.parent_id is None]
    plain = sum(map(_is_plain, tops))
    return plain >= LIST_LENGTH and plain >= LIST_SHARE * len(tops)


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
    while begin < end and not text[begin].isalnum() and text[begin] not in "([\"'\u201c\u2018":
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    for cut in range(begin, end, LONGEST):
        yield cut, min(cut + LONGEST, end)
