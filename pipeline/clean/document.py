"""What the rules of cleaning look at, and what they answer.

Markup and bare text become the same `Document`: a list of `Line`s with what the page says of
itself. A rule is a pure function from a document to `Removal`s; it never changes a line. The first
removal of a line holds, so the order of the rules is the order of their authority.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model.reasons import Reason
from pipeline.model.records import Layout, Problem, RawPage
from pipeline.model.settings import CleanSettings


@dataclass(frozen=True, slots=True)
class Places:
    """The elements of the markup that have text: what surrounds the lines, one column a fact.

    A parent stands before its children.
    """

    parents: list[int] = field(default_factory=list)  # index of the place around; -1 at the root
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # class and id
    cues: list[int] = field(default_factory=list)  # what the names hint at, a bit each of cues.CUES
    hidden: list[bool] = field(default_factory=list)  # not shown, or inside what is not shown

    def __len__(self) -> int:
        return len(self.parents)


class Line(NamedTuple):
    """A block before it is decided: one run of text that a browser shows on its own line."""

    text: str  # white space folded, never empty
    tag: str  # name of the block-level element; "line" for text input
    xpath: str | None = None
    number: int | None = None  # line number from 1, for text input
    layout: Layout = Layout()
    place: int = -1  # index in Document.places of the element around all of it; markup only


@dataclass(frozen=True, slots=True)
class Document:
    """A page as lines, with the titles and the facts that it states about itself."""

    raw: RawPage
    lines: tuple[Line, ...]
    titles: tuple[str, ...] = ()  # best first: og:title, JSON-LD headline, <title>, h1, ...
    title: str | None = None  # the one that `titles.choose_title` chose
    author: str | None = None
    published: str | None = None
    language: str | None = None  # as declared by the markup
    places: Places = field(default_factory=Places)  # empty for text input
    problems: tuple[Problem, ...] = ()  # what reading the page met


@dataclass(frozen=True, slots=True)
class Removal:
    """A rule's verdict that a line is not part of the article."""

    index: int  # of the line in Document.lines
    reason: Reason
    rule: str
    evidence: str
    score: float


Rule = Callable[[Document, CleanSettings], Iterable[Removal]]
