"""Markup to lines as a browser shows them; the only module of this step that knows lxml."""

import re
from typing import Any, NamedTuple, cast

from lxml import etree

from pipeline.clean.document import Line, Places
from pipeline.clean.metadata import Head
from pipeline.clean.reader import Reader


class Markup(NamedTuple):
    """What reading the markup of one page yields."""

    lines: tuple[Line, ...]
    places: Places
    head: Head
    escaped_twice: int  # lines in which an entity was escaped twice, now repaired
    unparsable: str  # why the parser gave up, else empty


# The parser drops all that stands behind this end tag.
_END_TAG = re.compile(rb"</[hH][tT][mM][lL]\b[^>]*>?")


def read_markup(text: str) -> Markup:
    """The lines, places and head of a page; broken markup gives what can be read of it."""
    reader = Reader()
    fault = _parse(text, reader)
    lines = tuple(reader.lines)
    return Markup(lines, reader.places, reader.head.head, reader.escaped_twice, fault)


def _parse(text: str, reader: Reader) -> str:
    """Let the parser hand the page to the reader; the fault with which it gave up, if it did."""
    data = text.encode("utf-8", "replace").replace(b"\x00", b"")
    end = data.lower().find(b"</html")
    if end >= 0 and _END_TAG.sub(b"", data[end:]).strip():
        data = _END_TAG.sub(b"", data)
    if not data.strip():
        return "no content"
    parser = etree.HTMLParser(
        target=cast("Any", reader),
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError as error:
        return str(error)
    return "" if reader.has_begun else "no content"
