"""Links that the markup calls navigation, aims at this very page, or sets above the title."""

from collections.abc import Iterable, Iterator

from pipeline.clean.cues import BIT, names_mask
from pipeline.clean.document import Document, Line, Places, Removal
from pipeline.model.reasons import Reason
from pipeline.model.settings import CleanSettings

_LINKED = 0.7  # share of a line's letters that stand in links; the rest are numbers and signs
_MOSTLY = 0.5
_SURE = 0.97
_LABEL = 25  # characters; a list's label is shorter
_ROW = 200  # characters; longer lines above a title are its lead
_NEAR = 2  # elements between a list's line and what holds both list and label


def contents_links(document: Document, _settings: CleanSettings) -> Iterable[Removal]:
    """A removal for each line of links to parts of this page, with the label of the list."""
    lines = document.lines
    aims = [bool(line.layout.hrefs) and _aims_within(line) for line in lines]
    for index, line in enumerate(lines):
        if not aims[index]:
            continue
        beside = any(aims[max(0, index - 1) : index]) or any(aims[index + 1 : index + 2])
        if not beside and len(line.layout.hrefs) == 1:
            continue
        evidence = f"links to {line.layout.hrefs[0][:60]} on this page"
        yield Removal(index, Reason.CONTENTS_LIST, "links_within_page", evidence, _SURE)
        if index and not aims[index - 1] and _is_label(document, lines[index - 1], line):
            evidence = "stands above links to parts of this page"
            yield Removal(index - 1, Reason.CONTENTS_LIST, "label_of_links", evidence, _SURE)


def _aims_within(line: Line) -> bool:
    layout = line.layout
    return (
        layout.heading_level is None
        and layout.link_chars >= _LINKED * len(line.text)
        and all(href.startswith("#") and len(href) > 1 for href in layout.hrefs)
    )


def _is_label(document: Document, label: Line, line: Line) -> bool:
    if len(label.text) > _LABEL or label.layout.heading_level == 1 or label.place < 0:
        return False
    own = {label.place, document.places.parents[label.place]}
    return not own.isdisjoint(_around(document.places, line.place, _NEAR))


def _around(places: Places, place: int, most: int) -> Iterator[int]:
    """The element and so many around it."""
    for _ in range(most + 1):
        if place < 0:
            return
        yield place
        place = places.parents[place]


def menu_links(document: Document, _settings: CleanSettings) -> Iterable[Removal]:
    """A removal for each line of links inside an element whose tag or role says navigation."""
    menus: list[bool] = []
    places, menu = document.places, BIT["menu"]
    for parent, names, cues in zip(places.parents, places.names, places.cues, strict=True):
        own = cues & menu != 0 and not names_mask(names) & menu
        menus.append(own or (parent >= 0 and menus[parent]))
    if True not in menus:
        return
    for index, line in enumerate(document.lines):
        inside = line.place >= 0 and menus[line.place]
        if inside and line.layout.link_chars >= _MOSTLY * len(line.text):
            yield Removal(index, Reason.MENU, "menu_element", "links in a menu element", _SURE)


def links_above_title(document: Document, _settings: CleanSettings) -> Iterable[Removal]:
    """A removal for each row of links above the line that prints the title as a heading."""
    for index, line in enumerate(document.lines):
        if line.text == document.title and line.layout.heading_level is not None:
            yield from (
                Removal(above, Reason.MENU, "links_above_title", "links above the title", _SURE)
                for above in range(index)
                if _is_row(document.lines[above])
            )
            return


def _is_row(line: Line) -> bool:
    layout = line.layout
    return (
        len(layout.hrefs) > 1
        and len(line.text) <= _ROW
        and layout.heading_level is None
        and layout.link_chars * 3 >= len(line.text)
        and line.text[-1] not in ".!?。！？"
    )
