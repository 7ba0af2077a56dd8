"""The lines of a page, from the tags and texts of its markup as the parser hands them over.

The reader is a target of the parser: no tree is built, and nothing recurses, whatever the depth.

Rules of reading
- A block-level element, `<br>` and a table row end a line; inline elements are joined.
- Cells of a row are joined by a tab, unless one of them holds several lines or a heading.
- Scripts, styles, templates and comments have no text. `hidden`, `aria-hidden`, `display:none` and
  `noscript` have, but a browser does not show it: such text gets lines of its own, marked hidden.
- What surrounds a line (class, id, path) is looked up where text stands, not for every element.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pipeline.clean.cues import names_mask
from pipeline.clean.document import Line, Places
from pipeline.clean.elements import (
    BLOCK,
    MARKING,
    ROOTS,
    SIDE_BY_SIDE,
    SKIP,
    SPACED,
    Kind,
    OpenElement,
    integer,
    kind_of,
)
from pipeline.clean.head import NOTED, HeadReader
from pipeline.clean.runs import (
    Counter,
    Run,
    is_one_row,
    joined_row,
    repaired,
    without_invisible,
)
from pipeline.model.records import Layout

Attributes = Mapping[str, str]

_SAYING = frozenset(("role", "style", "hidden", "aria-hidden"))  # attributes that few elements have
_DEEPEST_PATH = 250  # a path through more elements would be longer than most pages
_NO_MARKER = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)


class Reader:
    """Reads a page while it is parsed; `lines`, `places` and `head` are what it found."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.places = Places()
        self.head = HeadReader()
        self.escaped_twice = 0
        self._texts: list[str] = []  # since the last tag
        self.data = self._texts.append  # the parser calls it for each text
        self._elements: list[tuple[str, Attributes, int]] = []  # open ones; number among namesakes
        self._counts: list[dict[str, int] | None] = [None]  # most elements hold no others
        self._open = [OpenElement.page()]  # and the outermost of the open elements: they have text
        self._skipped = 0  # open elements without text of the page
        self._ended = ""  # the inline box that ended right before
        self._rejoins = False  # ... was a link to where the one that begins leads
        self._run = Run()
        self._pieces = self._run.pieces
        self._unseen = Run()  # text that is not displayed, beside the text that is
        self._unseen_pieces = self._unseen.pieces
        self._counters: list[Counter] = []
        self._marker: tuple[int, str, Counter] | None = (
            None  # of a list item whose text has not begun
        )
        self._rows: list[list[int]] = []  # for each open row, the line at which each cell begins
        self._layouts: dict[tuple[Any, ...], Layout] = {}

    @property
    def has_begun(self) -> bool:
        """Whether the page has any element."""
        return self._counts[0] is not None

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take up a start tag; this runs for every element and does no more than it must."""
        if self._texts:
            self._take_text()
        step = _STEPS.get(tag, 0)
        if step & _NOTED:
            self.head.start(tag, attributes)
        if self._skipped or step & _SKIPPED:
            self._skipped += 1
            return
        counts = self._counts
        siblings = counts[-1]
        if siblings is None:
            counts[-1] = {tag: 1}
            self._elements.append((tag, attributes, 1))
        else:
            nth = siblings[tag] = siblings.get(tag, 0) + 1
            self._elements.append((tag, attributes, nth))
        counts.append(None)
        if step & _BLOCK:
            if self._pieces or self._unseen_pieces:
                self._end_line()
            if step & _STARTS:
                _START_OF[tag](self, attributes)
        elif tag == self._ended and self._pieces:
            self._pieces.append(" ")
            target = attributes.get("href", "#")
            self._rejoins = tag == "a" and target[:1] != "#" and target in self._run.hrefs[-1:]
        self._ended = ""

    def end(self, tag: str) -> None:
        """Take up an end tag, printed or implied."""
        if self._texts:
            self._take_text()
        step = _STEPS.get(tag, 0)
        if step & _NOTED:
            self.head.end(tag)
        if self._skipped:
            self._skipped -= 1
            self._ended = ""
            return
        elements = self._elements
        elements.pop()
        self._counts.pop()
        if len(self._open) > len(elements) + 1:
            self._open.pop()
        if step & _BLOCK:
            self._ended = ""
            if self._pieces or self._unseen_pieces:
                self._end_line()
            if step & _ENDS:
                _END_OF[tag](self)
        else:
            if step & _SPACED and self._pieces:
                self._pieces.append(" ")
            self._ended = tag if step & _SIDE_BY_SIDE else ""

    def close(self) -> "Reader":
        """End the last line."""
        self._texts.clear()  # white space behind the root
        self._end_line()
        return self

    def _take_text(self) -> None:
        texts = self._texts
        text = texts[0] if len(texts) == 1 else "".join(texts)
        texts.clear()
        if self.head.is_listening:
            self.head.data(text)
        if self._skipped:
            return
        self._ended = ""
        if text.isspace():
            if self._pieces:
                self._pieces.append(text)
            return
        if len(self._open) <= len(self._elements):
            self._enter()
        place = self._open[-1]
        if self._rejoins:
            self._rejoin(text)
        if "\n" in text and place.block.pre:
            self._add_preformatted(text, place)
        elif place.hidden:
            self._unseen.add(f" {text}", place)
            if self._pieces:
                self._pieces.append(" ")
        else:
            self._run.add(text, place)

    def _rejoin(self, text: str) -> None:
        """Take back the space between two halves of one link if it would cut a word."""
        self._rejoins = False
        pieces = self._pieces
        if pieces[-1:] == [" "] and text[0].islower() and pieces[-2][-1].isalpha():
            pieces.pop()

    def _add_preformatted(self, text: str, place: OpenElement) -> None:
        run = self._unseen if place.hidden else self._run
        for number, line in enumerate(text.split("\n")):
            if number:
                self._end_line()
            if line.strip():
                run.add(line, place)

    def _enter(self) -> None:
        """Look up what the open elements hand down; those that add nothing, what is above them."""
        opened, places = self._open, self.places
        above = opened[-1]
        for depth in range(len(opened) - 1, len(self._elements)):
            tag, attributes, nth = self._elements[depth]
            if attributes:
                kind, names, cues = _with_attributes(tag, attributes)
            elif tag in BLOCK or tag in MARKING:
                kind, names = kind_of(tag), ""
                cues = kind.cues
            else:
                opened.append(above)
                continue
            if kind.is_plain and not (cues or above.around or above.hidden):
                opened.append(above)
                continue
            place = OpenElement(kind, above)
            if kind.is_block:
                self._set_block(place, above.around or above, depth, nth)
                if kind.is_heading_by_role and not place.heading:
                    place.heading = integer(attributes.get("aria-level"), 2)
            elif kind.is_link:
                place.href = (attributes.get("href") or "").strip()
            if kind.is_block or cues or place.hidden:
                place.index = len(places.tags)
                places.parents.append(above.index)
                places.tags.append(tag)
                places.names.append(names)
                places.cues.append(cues)
                places.hidden.append(place.hidden)
            opened.append(place)
            above = place

    def _set_block(self, block: OpenElement, around: OpenElement, depth: int, nth: int) -> None:
        block.depth = depth
        if depth > _DEEPEST_PATH:
            block.path = None
        elif around.depth + 1 == depth:
            block.path = f"{around.path}/{block.tag}[{nth}]"
        else:
            block.path = f"{around.path}{self._steps(around.depth + 1, depth + 1)}"

    def _steps(self, first: int, end: int) -> str:
        """The steps of an XPath that lead through the open elements at these depths."""
        return "".join(f"/*[name()='{tag}'][{nth}]" for tag, _, nth in self._elements[first:end])

    def _end_line(self) -> None:
        if self._run.pieces:
            self._emit(self._run)
        if self._unseen.pieces:
            self._emit(self._unseen)

    def _emit(self, run: Run) -> None:
        owner = run.owner
        if owner is None:
            run.clear()
            return
        text = without_invisible(" ".join("".join(run.pieces).split()))
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
        number = kind = None
        if self._marker:
            number, kind, counter = self._marker
            if counter.backwards_to_one:
                counter.lines.append(len(self.lines))
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

    def start_list(self, attributes: Attributes) -> None:
        """Push the counter of an `ol`, or an empty one for other lists."""
        if self._elements[-1][0] != "ol" or _NO_MARKER.search(attributes.get("style") or ""):
            self._counters.append(Counter())
            return
        backwards = attributes.get("reversed") is not None
        start = integer(attributes.get("start"), None)
        counter = Counter(1 if start is None else start, -1 if backwards else 1)
        counter.kind = attributes.get("type") or "1"
        if backwards and start is None:
            counter.backwards_to_one, counter.value = True, 0
        self._counters.append(counter)

    def end_list(self) -> None:
        """Go back to the counter of the list around this one."""
        if not self._counters:
            return
        counter = self._counters.pop()
        for index in counter.lines:  # their number is known now that all items are
            line = self.lines[index]
            if line.layout.ordinal is not None:
                layout = replace(line.layout, ordinal=line.layout.ordinal + counter.items)
                self.lines[index] = line._replace(layout=layout)

    def start_item(self, attributes: Attributes) -> None:
        """Number a list item."""
        self._marker = None
        counter = self._counters[-1] if self._counters else None
        if counter is None or not counter.step:
            return
        counter.items += 1
        value = integer(attributes.get("value"), None)
        if value is not None:
            counter.backwards_to_one, counter.value = False, value
        self._marker = (counter.value, counter.kind, counter)
        counter.value += counter.step

    def end_item(self) -> None:
        """Drop the number of an item without text."""
        self._marker = None

    def start_row(self, _attributes: Attributes) -> None:
        """Note that a row of a table begins."""
        self._rows.append([])

    def start_cell(self, _attributes: Attributes) -> None:
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
        places = self.places
        while places.tags[index] not in ("tr", "table") and places.parents[index] >= 0:
            index = places.parents[index]
        if not any(places.hidden[cell.place] for cell in cells):
            self.lines[starts[0] :] = [joined_row(cells, index)]


def _with_attributes(tag: str, attributes: Attributes) -> tuple[Kind, str, int]:
    """The kind of an element, its class and id, and what these hint at.

    Ids are many, so they are no part of the kind that is remembered.
    """
    get = attributes.get
    css, ident = get("class"), get("id")
    if _SAYING.isdisjoint(attributes):
        kind = kind_of(tag, css)
    else:
        kind = kind_of(tag, css, get("role"), get("style"), get("hidden"), get("aria-hidden"))
    if not ident:
        return kind, kind.css, kind.cues
    cues = kind.cues if tag in ROOTS else kind.cues | names_mask(ident)
    return kind, f"{css} {ident}" if css else ident, cues


_START_OF: dict[str, Callable[[Reader, Attributes], None]] = {
    "ol": Reader.start_list,
    "ul": Reader.start_list,
    "menu": Reader.start_list,
    "dir": Reader.start_list,
    "li": Reader.start_item,
    "tr": Reader.start_row,
    "td": Reader.start_cell,
    "th": Reader.start_cell,
}
_END_OF: dict[str, Callable[[Reader], None]] = {
    "ol": Reader.end_list,
    "ul": Reader.end_list,
    "menu": Reader.end_list,
    "dir": Reader.end_list,
    "li": Reader.end_item,
    "tr": Reader.end_row,
}

# What is to be done at a tag, one bit each: one look-up for every tag.
_BLOCK, _STARTS, _ENDS, _SKIPPED, _NOTED, _SPACED, _SIDE_BY_SIDE = (1 << bit for bit in range(7))
_STEPS = {
    tag: sum(
        bit
        for bit, tags in (
            (_BLOCK, BLOCK),
            (_STARTS, _START_OF),
            (_ENDS, _END_OF),
            (_SKIPPED, SKIP),
            (_NOTED, NOTED),
            (_SPACED, SPACED),
            (_SIDE_BY_SIDE, SIDE_BY_SIDE),
        )
        if tag in tags
    )
    for tag in (*BLOCK, *SKIP, *NOTED, *SPACED, *SIDE_BY_SIDE)
}
