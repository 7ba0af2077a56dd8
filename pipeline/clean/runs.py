"""Lines in the making: the pieces of one line, the numbers of a list, the cells of a row."""

import re
from html import unescape

from pipeline.clean.document import Line
from pipeline.clean.elements import OpenElement
from pipeline.model.records import Layout

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TO_ROW = re.compile(r".*/(?:tr|\*\[name\(\)='tr'\])\[\d+\]")  # of the path of a cell
_COLON = 2  # a bold label stays bold with a colon behind it that is not


class Run:
    """The text of the line that is being read, piece by piece."""

    __slots__ = ("hrefs", "link_chars", "mixed", "owner", "pieces", "plain")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.clear()

    def clear(self) -> None:
        """Forget the line; the list of pieces stays the same object."""
        self.pieces.clear()
        self.owner: OpenElement | None = None  # around the first piece
        self.mixed = False  # later pieces stand in other elements
        self.plain = False  # some of the text is not bold
        self.link_chars = 0
        self.hrefs: list[str] = []

    def add(self, text: str, place: OpenElement) -> None:
        """Take up a piece that is not blank."""
        self.pieces.append(text)
        if self.owner is None:
            self.owner = place
        elif self.owner is not place:
            self.mixed = True
        if not place.bold and not self.plain:
            self.plain = len(text) > _COLON or text.strip().isalnum()
        if place.href is not None:
            self.link_chars += len(" ".join(text.split()))
            if place.href and place.href not in self.hrefs[-1:]:
                self.hrefs.append(place.href)


class Counter:
    """The numbers that an open `ol` gives to its items; other lists give none."""

    __slots__ = ("backwards_to_one", "items", "kind", "lines", "step", "value")

    def __init__(self, value: int = 0, step: int = 0, kind: str = "1") -> None:
        self.value = value
        self.step = step
        self.kind = kind
        self.items = 0
        self.backwards_to_one = False  # the first number is known when all items are
        self.lines: list[int] = []  # ... and these lines wait for it


def repaired(text: str) -> str:
    """The text without entities that were escaped twice."""
    if not _ENTITY.search(text):
        return text
    return " ".join(unescape(_ENTITY.sub(_known, text)).split())


def _known(match: "re.Match[str]") -> str:
    """An entity as it is; a word that only looks like one keeps its ampersand."""
    entity = match.group()
    return entity if unescape(entity) != entity else entity.replace("&", "&amp;", 1)


def without_invisible(text: str) -> str:
    """The text without characters that have no width."""
    return text if text.isascii() else _INVISIBLE.sub("", text).strip()


def is_one_row(cells: list[Line], starts: list[int], end: int) -> bool:
    """Whether each cell of a row has at most one line, and none a heading or a row."""
    counts = [after - start for start, after in zip(starts, [*starts[1:], end], strict=True)]
    return max(counts) == 1 and not any(
        cell.layout.heading_level or cell.tag == "tr" for cell in cells
    )


def joined_row(cells: list[Line], place: int) -> Line:
    """The row as one line, its cells set apart by tabs."""
    layouts = [cell.layout for cell in cells]
    layout = Layout(
        list_depth=layouts[0].list_depth,
        emphasised=all(layout.emphasised for layout in layouts),
        css_class=layouts[0].css_class,
        link_chars=sum(layout.link_chars for layout in layouts),
        hrefs=tuple(href for layout in layouts for href in layout.hrefs),
    )
    path = cells[0].xpath
    row = _TO_ROW.match(path) if path is not None else None
    path = row[0] if row else None
    return Line("\t".join(cell.text for cell in cells), "tr", path, None, layout, place)
