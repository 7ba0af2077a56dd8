"""From an outline to sections: numbers, offsets, kinds, ids."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model.ids import content_ids
from pipeline.model.records import CleanPage, Section
from pipeline.segment import kinds
from pipeline.segment.candidates import Candidate, Lines
from pipeline.segment.outline import Placed
from pipeline.segment.plain import without_plain_lists

LARGEST_GAP = 5  # a printed number further ahead is a misprint; it is counted instead


class Item(NamedTuple):
    """A heading in the tree."""

    candidate: Candidate
    parent: int | None  # of the items
    number: str
    level: int
    placed: Placed


def sections(
    page: CleanPage, lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> tuple[Section, ...]:
    """The sections of an outline, with the lists left out whose items are no headings."""
    items = _items(candidates, without_plain_lists(lines, candidates, outline))
    if not items:
        return ()
    text = page.text
    starts, offset = [], 0
    for line in lines.texts:
        starts.append(offset)
        offset += len(line) + 1
    headings = [
        lines.texts[item.candidate.heading_line][
            item.candidate.heading_start : item.candidate.heading_end
        ]
        for item in items
    ]
    ids = content_ids(
        page.raw.page_id,
        "section",
        [f"{item.number} {heading}" for item, heading in zip(items, headings, strict=True)],
    )
    begins = [starts[item.candidate.line] + item.candidate.start for item in items]
    ends = [*begins[1:], len(text)]
    made: list[Section] = []
    title_kind = kinds.of_title(page.title or "")
    for position, item in enumerate(items):
        body = text[begins[position] : ends[position]].rstrip()
        parent = made[item.parent] if item.parent is not None else None
        kind, kind_score = kinds.decide(
            headings[position],
            body[item.candidate.body - item.candidate.start :] if item.candidate.line == item.candidate.heading_line else body[len(headings[position]) :],
            (parent.kind, parent.kind_score) if parent else None,
            title_kind,
            lines.topic,
        )
        made.append(
            Section(
                section_id=ids[position],
                page_id=page.raw.page_id,
                parent_id=parent.section_id if parent else None,
                block_id=lines.blocks[item.candidate.heading_line].block_id,
                position=position,
                number=item.number,
                level=item.level,
                marker=item.candidate.printed,
                heading=headings[position],
                kind=kind,
                kind_score=kind_score,
                start=begins[position],
                end=begins[position] + len(body),
                text=body,
                score=round(1.0 / (1.0 + max(0.0, item.placed.cost) / 3.0), 4),
                evidence=f"{item.placed.why}; {item.candidate.how}",
            )
        )
    return tuple(made)


def _items(candidates: Sequence[Candidate], outline: Sequence[Placed]) -> list[Item]:
    place_of: dict[int, int] = {}
    last_number: defaultdict[int | None, int] = defaultdict(int)
    items: list[Item] = []
    for placed in outline:
        parent = place_of.get(placed.parent) if placed.parent is not None else None
        number = _number(placed, last_number[parent])
        last_number[parent] = number
        above = items[parent] if parent is not None else None
        path = f"{above.number}.{number}" if above else str(number)
        place_of[placed.candidate] = len(items)
        items.append(
            Item(
                candidates[placed.candidate], parent, path, above.level + 1 if above else 1, placed
            )
        )
    return items


def _number(placed: Placed, previous: int) -> int:
    printed = placed.reading.value if placed.reading else 0
    return printed if previous < printed <= previous + LARGEST_GAP + 1 else previous + 1
