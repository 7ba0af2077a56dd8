"""Clean page to section tree: the outline that a careful reader would draw.

`markers` finds whatever may be a marker, `candidates` adds headings and their shapes, `outline`
chooses the one tree that explains them all, and `tree` makes sections of it.
"""

from pipeline.model.records import CleanPage, Section
from pipeline.model.settings import SegmentSettings
from pipeline.segment import candidates, outline, tree


def segment(page: CleanPage, settings: SegmentSettings) -> tuple[Section, ...]:
    """The page's sections in reading order; together they tile the text after the first heading."""
    lines = candidates.Lines(page)
    found = candidates.find(lines)
    return tree.sections(page, lines, found, outline.resolve(found))
