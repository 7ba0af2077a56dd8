"""What the rules of cleaning look at, and what they answer.

Markup and bare text become the same `Document`: a list of `Line`s with what the page says of
itself. A rule is a pure function from a document to `Removal`s; it never changes a line. The first
removal of a line holds, so the order of the rules is the order of their authority.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.model.reasons import Reason
from pipeline.model.records import Layout, RawPage
from pipeline.model.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class Line:
    """A block before it is decided: one run of text that a browser shows on its own line."""

    text: str  # white space folded, never empty
    tag: str  # name of the block-level element; "line" for text input
    xpath: str | None = None
    number: int | None = None  # line number from 1, for text input
    layout: Layout = field(default=Layout())


@dataclass(frozen=True, slots=True)
class Document:
    """A page as lines, with the titles and the facts that it states about itself."""

    raw: RawPage
    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()  # best first: og:title, JSON-LD headline, <title>, h1, ...
    author: str | None = None
    published: str | None = None
    language: str | None = None  # as declared by the markup


@dataclass(frozen=True, slots=True)
class Removal:
    """A rule's verdict that a line is not part of the article."""

    index: int  # of the line in Document.lines
    reason: Reason
    rule: str
    evidence: str
    score: float


Rule = Callable[[Document, CleanSettings], Iterable[Removal]]
