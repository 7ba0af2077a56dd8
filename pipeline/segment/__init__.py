"""Clean page to section tree: the outline that a careful reader would draw.

`markers` finds whatever may be a marker, `candidates` adds headings and their shapes, `outline`
chooses the one tree that explains them all, and `tree` makes sections of it.
"""

from collections.abc import Container

from pipeline.model.records import CleanPage, Section
from pipeline.model.settings import SegmentSettings
from pipeline.segment import bare, candidates, outline, tree


def segment(
    page: CleanPage, settings: SegmentSettings, not_headings: Container[str] = ()
) -> tuple[Section, ...]:
    """The page's sections in reading order; together they tile the text after the first heading.

    `not_headings` holds ids of sections whose heading a reviewer refused. Without one of them the
    outline is another, and a reviewer may have refused a heading of that one in turn; so it is
    drawn again until none of it is refused.
    """
    lines = candidates.Lines(page)
    found = candidates.find(lines)
    starts = [start for _, start, _ in page.kept_spans()]
    while True:
        placed = outline.resolve(found) or bare.headings(lines, found)
        made = tree.sections(page, lines, found, placed)
        refused = {each.start for each in made if each.section_id in not_headings}
        if not refused:
            return made
        found = [each for each in found if starts[each.line] + each.start not in refused]
