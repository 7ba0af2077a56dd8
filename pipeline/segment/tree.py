"""From an outline to sections: numbers, offsets, kinds, ids."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.ids import content_ids
from pipeline.model.records import CleanPage, Kind, Section
from pipeline.segment import kinds
from pipeline.segment.lines import Lines
from pipeline.segment.outline import DOWN, Placed
from pipeline.segment.plain import without_plain_lists
from pipeline.segment.shapes import Candidate
from pipeline.segment.text_kinds import Place

LARGEST_GAP = 5  # a printed number further ahead is a misprint; it is counted instead
LIKE_SHARE = 0.7  # of siblings that name no kind as a chapter does: they are a list of one kind
LEAST_ALIKE = 3  # two such siblings are no list yet
MOST_TEXTS = 6  # of such a list are read
PLACE_SCALE = 3.0  # a place that costs as much as leaving a heading out is even odds


class Item(NamedTuple):
    """A heading in the tree."""

    candidate: Candidate
    parent: int | None  # of the items
    number: str
    level: int
    placed: Placed
    heading: str
    start: int  # in the clean text, of the marker
    body: int  # in the clean text, where the text after the heading begins
    end: int


def sections(
    page: CleanPage, lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> tuple[Section, ...]:
    """The sections of an outline, with the lists left out whose items are no headings."""
    text = page.text
    items = _items(lines, text, candidates, without_plain_lists(lines, candidates, outline))
    if not items:
        return ()
    ids = content_ids(
        page.raw.page_id, "section", [f"{item.number} {item.heading}" for item in items]
    )
    decided = _kinds(lines, text, items)
    return tuple(
        Section(
            section_id=ids[position],
            page_id=page.raw.page_id,
            parent_id=None if item.parent is None else ids[item.parent],
            block_id=lines.blocks[item.candidate.heading_line].block_id,
            position=position,
            number=item.number,
            level=item.level,
            marker=(item.candidate.printed or None) if item.placed.reading else None,
            heading=item.heading,
            kind=decided[position][0],
            kind_score=decided[position][1],
            start=item.start,
            end=item.end,
            text=text[item.start : item.end],
            score=round(PLACE_SCALE / (PLACE_SCALE + max(0.0, item.placed.cost)), 4),
            evidence=f"{item.placed.why}; {item.candidate.how}",
        )
        for position, item in enumerate(items)
    )


def _items(
    lines: Lines, text: str, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> list[Item]:
    offsets = lines.offsets()
    taken = [candidates[placed.candidate] for placed in outline]
    if not taken:
        return []
    starts = [offsets[candidate.line] + candidate.start for candidate in taken]
    ends = [
        _end(text, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    items = []
    for place, (placed, parent, number, level) in enumerate(_numbered(outline)):
        candidate = taken[place]
        line = lines.texts[candidate.heading_line]
        marked = placed.reading is not None or not candidate.readings
        items.append(
            Item(
                candidate,
                parent,
                number,
                level,
                placed,
                line[candidate.heading_start if marked else 0 : candidate.heading_end],
                starts[place],
                offsets[candidate.heading_line] + candidate.body,
                ends[place],
            )
        )
    return items


def _end(text: str, start: int, limit: int) -> int:
    """The end of a slice without the white space after it."""
    return start + len(text[start:limit].rstrip())


def _numbered(outline: Sequence[Placed]) -> Iterator[tuple[Placed, int | None, str, int]]:
    """Each heading with its parent's place, its number and its level.

    A sibling is numbered as printed where that leads on from the one before, and counted otherwise.
    """
    place_of: dict[int, int] = {}
    last: defaultdict[int | None, int] = defaultdict(int)
    paths: list[tuple[str, int]] = []
    down = {placed.parent for placed in outline if placed.why == DOWN}
    for place, placed in enumerate(outline):
        parent = place_of.get(placed.parent) if placed.parent is not None else None
        printed = placed.reading.value if placed.reading else 0
        leads_on = last[parent] < printed <= last[parent] + LARGEST_GAP + 1
        leads_on = leads_on and placed.parent not in down
        number = printed if leads_on else last[parent] + 1
        last[parent] = number
        above, level = ("", 0) if parent is None else paths[parent]
        paths.append((f"{above}.{number}" if above else str(number), level + 1))
        place_of[placed.candidate] = place
        yield placed, parent, *paths[-1]


def _kinds(lines: Lines, text: str, items: Sequence[Item]) -> list[kinds.Decided]:
    """The kind of each section; parents come before their children."""
    title = kinds.of_title(lines.title)
    below = _children(items)
    lists = _alike(items, below)
    decided: list[kinds.Decided] = []
    of_list: dict[int | None, kinds.Decided] = {}
    treated = Kind.TREATMENT in title
    for place, item in enumerate(items):
        named = item.candidate.shape.named
        parent = None if item.parent is None else decided[item.parent]
        known = kinds.from_heading(named, parent)
        if known is None and item.parent in lists and _is_thing(item):
            if item.parent not in of_list:
                like = lists[item.parent]
                hints = kinds.advice([items[n].heading for n in like], treated=treated)
                bodies = [text[items[n].body : items[n].end] for n in like]
                of_list[item.parent] = kinds.of_list(
                    bodies,
                    frozenset() if parent else title,
                    hints,
                    [items[n].heading for n in like],
                )
            known = of_list[item.parent]
        if known is None or (known[0] is Kind.OTHER and named):
            inner = below.get(place, ())[:MOST_TEXTS]
            hints = kinds.advice([items[n].heading for n in inner], treated=treated)
            bodies = [text[items[n].body : items[n].end] for n in (place, *inner)]
            said = [body for body in bodies if body.strip()]
            several = parent is None and len(below[None]) > 1
            around = _place(below[None], place, decided) if several else None
            known = kinds.alone(said or [""], named, hints, around, [item.heading])
        decided.append(known)
        treated = treated or known[0] is Kind.TREATMENT
    return decided


def _place(tops: Sequence[int], place: int, decided: Sequence[kinds.Decided]) -> Place:
    """Where a chapter stands among those of its page."""
    before = [decided[top][0] for top in tops if top < place]
    return Place(
        place == tops[0], place == tops[-1], before[-1] if before else None, frozenset(before)
    )


def _children(items: Sequence[Item]) -> dict[int | None, list[int]]:
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        children[item.parent].append(place)
    return children


def _alike(
    items: Sequence[Item], below: Mapping[int | None, Sequence[int]]
) -> dict[int | None, list[int]]:
    """For each parent its children that name no kind, where they are a list of like things.

    That is a numbered list most of whose headings are neither questions nor name a kind as a
    chapter does; a few that contain a kind's word ("Medicines") belong to it.
    """
    lists = {}
    for parent, places in below.items():
        if len(places) < LEAST_ALIKE:
            continue
        alike = [place for place in places if _is_thing(items[place])]
        if len(alike) >= max(LEAST_ALIKE, LIKE_SHARE * len(places)):
            silent = [place for place in alike if items[place].candidate.shape.named is None]
            lists[parent] = silent[:MOST_TEXTS]
    return {parent: silent for parent, silent in lists.items() if silent}


def _is_thing(item: Item) -> bool:
    named = item.candidate.shape.named
    numbered = bool(item.candidate.readings)
    return numbered and not kinds.is_question(item.heading) and not (named and named.chapter)
