"""Lists that stay text: short items inside one section that are no headings."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.segment.lines import Lines
from pipeline.segment.shapes import BOLD, Candidate
from pipeline.segment.outline import Placed


def without_plain_lists(
    lines: Lines, candidates: Sequence[Candidate], outline: Sequence[Placed]
) -> list[Placed]:
    """The outline without the items of plain lists and all that stands below these."""
    children: defaultdict[int | None, list[Placed]] = defaultdict(list)
    for placed in outline:
        children[placed.parent].append(placed)
    following = {
        one.candidate: candidates[two.candidate]
        for one, two in zip(outline, outline[1:], strict=False)
    }
    dropped: set[int | None] = set()
    for parent, items in children.items():
        if parent is not None and _is_plain(lines, candidates, items, children, following):
            dropped.update(item.candidate for item in items)
    kept = []
    for placed in outline:
        if placed.parent in dropped:
            dropped.add(placed.candidate)
        if placed.candidate not in dropped:
            kept.append(placed)
    return kept


def _is_plain(lines, candidates, items, children, following) -> bool:
    bodies = 0
    for item in items:
        candidate = candidates[item.candidate]
        if candidate.rank <= BOLD or item.candidate in children:
            return False
        if item.reading and item.reading.prefix:
            return False
        if _has_body(lines, candidate, following.get(item.candidate)) and item is not items[-1]:
            bodies += 1
    return bodies * 2 < len(items) - 1 or (len(items) == 1)


def _has_body(lines: Lines, candidate: Candidate, following: Candidate | None) -> bool:
    limit = following.line if following else len(lines.texts)
    if limit > candidate.heading_line + 1:
        return True
    return candidate.shape.run_in and candidate.how != "long"
