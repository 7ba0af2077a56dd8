"""Clean page to section tree: the outline that a careful reader would draw.

`markers` finds whatever may be a marker, `candidates` adds headings and their shapes, `outline`
chooses the one tree that explains them all, and `tree` makes sections of it.
"""

from collections.abc import Container, Sequence

from pipeline.model.records import CleanPage, Section
from pipeline.model.settings import SegmentSettings
from pipeline.segment import bare, candidates, outline, run_in, tree
from pipeline.segment.lines import Lines
from pipeline.segment.outline import Placed


def segment(
    page: CleanPage,
    settings: SegmentSettings,  # noqa: ARG001  every step takes its own; this one has none yet
    not_headings: Container[str] = (),
) -> tuple[Section, ...]:
    """The page's sections in reading order; together they tile the text after the first heading.

    `not_headings` holds ids of sections whose heading a reviewer refused. It becomes body text of
    the section before it, and what stood under it moves up. The numbers after it may change, and
    with them ids that were refused in a later run; so the tree is made again until none is left.
    """
    lines = Lines(page)
    found = candidates.find(lines)
    placed = bare.divided(lines, found, outline.resolve(found))
    found, placed = run_in.with_run_in(lines, found, placed)
    while True:
        made = tree.sections(page, lines, found, placed)
        if not not_headings:
            return made
        wrong = {each.start for each in made if each.section_id in not_headings}
        if not wrong:
            return made
        starts = lines.offsets()
        begins = {each.candidate: found[each.candidate] for each in placed}
        places = [n for n, one in begins.items() if starts[one.line] + one.start in wrong]
        placed = _without(placed, frozenset(places))


def _without(placed: Sequence[Placed], refused: Container[int]) -> list[Placed]:
    """The outline without some candidates; what stood under one stands under its parent."""
    above: dict[int, int | None] = {}
    left = []
    for each in placed:  # a parent stands before its children
        parent = above.get(each.parent, each.parent) if each.parent is not None else None
        if each.candidate in refused:
            above[each.candidate] = parent
        else:
            left.append(each._replace(parent=parent))
    return left
