"""Markup to lines as a browser shows them; the only module of this step that knows lxml.

Rules of reading
- One pass over the tree in document order, without recursion, whatever the depth.
- A block-level element, `<br>` and a table row end a line; inline elements are joined.
- Cells of a row are joined by a tab, unless one of them holds several lines or a heading.
- Scripts, styles, templates and comments have no text. `hidden`, `aria-hidden`, `display:none` and
  `noscript` have, but a browser does not show it: such text gets lines of its own, marked hidden.
- What surrounds a line (class, id, path) is looked up where text stands, not for every element.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from pipeline.clean.cues import cues_of
from pipeline.clean.document import Line, Place
from pipeline.clean.elements import (
    BLOCK,
    BOLD,
    CODE,
    DEEPEST_PATH,
    HEADING,
    LISTS,
    MARKING,
    PRE,
    ROOTS,
    SIDE_BY_SIDE,
    SKIP,
    SPACED,
    OpenElement,
    integer,
    note_attributes,
)
from pipeline.clean.metadata import Head
from pipeline.clean.runs import (
    Counter,
    Run,
    is_one_row,
    joined_row,
    repaired,
    without_invisible,
)
from pipeline.model.records import Layout

_NO_MARKER = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)


class _Reader:
    """Reads a parsed page; `lines` and `places` are what it found."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.places: list[Place] = []
        self.escaped_twice = 0
        self._elements: list[Any] = []
        self._open: list[OpenElement] = []
        self._run = Run()
        self._unseen = Run()  # text that is not displayed, beside the text that is
        self._counters: list[Counter] = []
        self._marker: tuple[int, str] | None = None  # of a list item whose text has not begun
        self._rows: list[list[int]] = []  # for each open row, the line at which each cell begins
        self._layouts: dict[tuple[Any, ...], Layout] = {}
        self._nths: list[int] = []  # for each open element, its number among its namesakes

    def read(self, root: Any) -> None:  # noqa: C901, PLR0912  calls would double its time
        """Walk the tree; the loop does no more for an element than it must."""
        elements, opened, nths = self._elements, self._open, self._nths
        pieces, unseen = self._run.pieces, self._unseen.pieces
        counts: list[dict[str, int] | None] = [None]  # most elements hold no others
        ended = ""  # the inline box that ended right before
        walk = etree.iterwalk(root, ("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                elements.append(element)
                siblings = counts[-1]
                if siblings is None:
                    siblings = counts[-1] = {}
                nth = siblings[tag] = siblings.get(tag, 0) + 1
                nths.append(nth)
                counts.append(None)
                if tag in SKIP:
                    walk.skip_subtree()
                    continue
                if tag in BLOCK:
                    if pieces or unseen:
                        self._end_line()
                    if tag in _STARTS:
                        _STARTS[tag](self, element)
                elif tag == ended and pieces:
                    pieces.append(" ")
                text = element.text
                ended = ""
            else:
                elements.pop()
                nths.pop()
                counts.pop()
                if len(opened) > len(elements):
                    opened.pop()
                if tag in BLOCK:
                    if pieces or unseen:
                        self._end_line()
                    if tag in _ENDS:
                        _ENDS[tag](self)
                elif pieces and tag in SPACED:
                    pieces.append(" ")
                text = element.tail
                ended = tag if tag in SIDE_BY_SIDE and not text else ""
            if text:
                if not text.isspace():
                    self._add(text)
                elif pieces:
                    pieces.append(text)
        self._end_line()

    def _add(self, text: str) -> None:
        opened, elements = self._open, self._elements
        while len(opened) < len(elements):
            opened.append(self._enter(len(opened)))
        place = opened[-1]
        if "\n" in text and place.block.pre:
            self._add_preformatted(text, place)
        elif place.hidden:
            self._unseen.add(f" {text}", place)
            if self._run.pieces:
                self._run.pieces.append(" ")
        else:
            self._run.add(text, place)

    def _add_preformatted(self, text: str, place: OpenElement) -> None:
        run = self._unseen if place.hidden else self._run
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            if line.strip():
                run.add(line, place)

    def _enter(self, depth: int) -> OpenElement:
        """What the open element at this depth hands down; the one above if it adds nothing."""
        element = self._elements[depth]
        above = self._open[-1] if depth else None
        tag = element.tag
        attributes = element.items()
        is_block = tag in BLOCK or above is None
        if not is_block and not attributes and tag not in MARKING:
            return above  # type: ignore[return-value]
        place = OpenElement(tag, depth, above)
        if is_block:
            self._enter_block(place, above)
        elif tag in BOLD:
            place.bold = True
        names, role = (
            note_attributes(attributes, place, is_block=is_block) if attributes else ("", None)
        )
        if tag == "a":
            place.href = (element.get("href") or "").strip()
        elif tag in CODE:
            place.code = True
        elif tag == "noscript":
            place.hidden = True
        cues = 0 if tag in ROOTS else cues_of(tag, names, role)
        if is_block or cues or place.hidden:
            parent = above.index if above else -1
            place.index = len(self.places)
            self.places.append(Place(parent, tag, names, cues, place.hidden, is_block))
        return place

    def _enter_block(self, place: OpenElement, above: OpenElement | None) -> None:
        place.become_block(above)
        tag, depth = place.tag, place.depth
        if tag in HEADING:
            place.heading = HEADING[tag]
        elif tag in LISTS:
            place.list_depth += 1
        elif tag in PRE:
            place.pre = True
        elif tag == "dt":
            place.bold = True
        if place.path is None or depth > DEEPEST_PATH:
            place.path = None
        elif above is None or depth == above.block.depth + 1:
            place.path = f"{place.path}/{tag}[{self._nths[depth]}]"
        else:
            place.path += self._steps(above.block.depth + 1, depth + 1)

    def _steps(self, first: int, end: int) -> str:
        """The steps of an XPath that lead through the open elements at these depths."""
        return "".join(
            f"/*[name()='{self._elements[depth].tag}'][{self._nths[depth]}]"
            for depth in range(first, end)
        )

    def _end_line(self) -> None:
        if self._run.pieces:
            self._emit(self._run)
        if self._unseen.pieces:
            self._emit(self._unseen)

    def _emit(self, run: Run) -> None:
        text = " ".join("".join(run.pieces).split())
        owner = run.owner
        if owner is None:
            run.clear()
            return
        text = without_invisible(text)
        if "&" in text and not owner.code:
            plain = repaired(text)
            self.escaped_twice += plain != text
            text = plain
        if text:
            block = owner.block
            place = block if run.mixed and not owner.hidden else owner
            layout = self._layout(run, block)
            self.lines.append(Line(text, block.tag, block.path, None, layout, place.index))
        run.clear()

    def _layout(self, run: Run, block: OpenElement) -> Layout:
        number, kind = self._marker or (None, None)
        self._marker = None
        key = (
            block.heading,
            number,
            kind,
            block.list_depth,
            not run.plain,
            block.css,
            run.link_chars,
            tuple(run.hrefs),
        )
        layout = self._layouts.get(key)
        if layout is None:
            layout = self._layouts[key] = Layout(*key)
        return layout

    def start_list(self, element: Any) -> None:
        """Push the counter of an `ol`, or an empty one for other lists."""
        if element.tag != "ol" or _NO_MARKER.search(element.get("style") or ""):
            self._counters.append(Counter())
            return
        backwards = element.get("reversed") is not None
        first = sum(1 for _ in element.iterchildren("li")) if backwards else 1
        start = integer(element.get("start"), first)
        kind = element.get("type") or "1"
        self._counters.append(Counter(start, -1 if backwards else 1, kind))

    def end_list(self) -> None:
        """Go back to the counter of the list around this one."""
        if self._counters:
            self._counters.pop()

    def start_item(self, element: Any) -> None:
        """Number a list item."""
        self._marker = None
        counter = self._counters[-1] if self._counters else None
        if counter is None or not counter.step:
            return
        counter.value = integer(element.get("value"), counter.value)
        self._marker = (counter.value, counter.kind)
        counter.value += counter.step

    def end_item(self) -> None:
        """Drop the number of an item without text."""
        self._marker = None

    def start_row(self, _element: Any) -> None:
        """Note that a row of a table begins."""
        self._rows.append([])

    def start_cell(self, _element: Any) -> None:
        """Note at which line a cell begins."""
        if self._rows:
            self._rows[-1].append(len(self.lines))

    def end_row(self) -> None:
        """Join the lines of a row to one, if each of its cells has at most one."""
        starts = self._rows.pop() if self._rows else []
        cells = self.lines[starts[0] :] if starts else []
        if len(cells) < 2 or not is_one_row(cells, starts, len(self.lines)):  # noqa: PLR2004  nothing to join
            return
        index = cells[0].place
        while self.places[index].tag not in ("tr", "table") and self.places[index].parent >= 0:
            index = self.places[index].parent
        if not any(self.places[cell.place].hidden for cell in cells):
            self.lines[starts[0] :] = [joined_row(cells, index)]


_STARTS: dict[str, Callable[[_Reader, Any], None]] = {
    "ol": _Reader.start_list,
    "ul": _Reader.start_list,
    "menu": _Reader.start_list,
    "dir": _Reader.start_list,
    "li": _Reader.start_item,
    "tr": _Reader.start_row,
    "td": _Reader.start_cell,
    "th": _Reader.start_cell,
}
_ENDS: dict[str, Callable[[_Reader], None]] = {
    "ol": _Reader.end_list,
    "ul": _Reader.end_list,
    "menu": _Reader.end_list,
    "dir": _Reader.end_list,
    "li": _Reader.end_item,
    "tr": _Reader.end_row,
}


class Markup(NamedTuple):
    """What reading the markup of one page yields."""

    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    head: Head
    escaped_twice: int  # lines in which an entity was escaped twice, now repaired
    too_deep: bool  # nested deeper than the parser can follow; read without its structure
    unparsable: str  # why the parser gave up, else empty


_MOST_HEADINGS = 4  # pages with more h1 use them for sections

# The parser drops all that stands behind this end tag.
_END_TAG = re.compile(rb"</[hH][tT][mM][lL]\b[^>]*>?")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^>]*>")
# What stays of the markup of a page that is nested too deep.
_FLAT_TAGS = frozenset(("html", "head", "title", "meta", "script", "style", "body"))


def read_markup(text: str) -> Markup:
    """The lines, places and head of a page; broken markup gives what can be read of it."""
    root, fault = _parse(text)
    too_deep = "depth" in fault
    if too_deep:
        root, fault = _parse(_TAG.sub(_flat, text))
    if root is None:
        return Markup((), (), Head(), 0, too_deep, fault or "no content")
    reader = _Reader()
    reader.read(root)
    head = _head(root)
    return Markup(
        tuple(reader.lines), tuple(reader.places), head, reader.escaped_twice, too_deep, ""
    )


def _parse(text: str) -> tuple[Any, str]:
    """The root element, if there is one, and the fault that ended the parsing early."""
    data = text.encode("utf-8", "replace").replace(b"\x00", b"")
    end = _END_TAG.search(data)
    if end and data[end.end() :].strip():
        data = _END_TAG.sub(b"", data)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser=parser) if data.strip() else None
    except etree.XMLSyntaxError as error:
        return None, str(error)
    last = parser.error_log.last_error
    deep = last is not None and "Excessive depth" in last.message
    return root, "depth" if deep else ""


def _flat(match: "re.Match[str]") -> str:
    tag = match.group(2).lower()
    if tag in _FLAT_TAGS:
        return match.group()
    return "<br>" if tag in BLOCK else ""


def _head(root: Any) -> Head:
    title = ""
    headings: list[str] = []
    meta: list[tuple[str, str]] = []
    times: list[str] = []
    scripts: list[str] = []
    for element in root.iter("title", "meta", "h1", "time", "script"):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop")
            if name:
                meta.append((name.lower(), element.get("content") or ""))
        elif tag == "script":
            if "ld+json" in (element.get("type") or "") and element.text:
                scripts.append(element.text)
        elif tag == "title":
            title = title or _joined_text(element)
        elif tag == "time":
            times.append(element.get("datetime") or "")
        elif len(headings) < _MOST_HEADINGS:
            headings.append(_joined_text(element))
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return Head(
        title, tuple(meta), tuple(scripts), language, tuple(filter(None, headings)), tuple(times)
    )


def _joined_text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
