"""The records that travel between the steps: frozen, plain, without I/O.

    bytes --ingest--> RawPage --clean--> CleanPage --segment--> Section... --tag--> Tags

`Page`, `Block`, `Section`, `Mention` and `Problem` have the fields of their tables
(`pipeline/schemas.py` describes each); what a later step needs beside them stands in `Layout`.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from pipeline.model.reasons import Reason
from pipeline.schemas import row


class Severity(StrEnum):
    """How much a problem matters: `info` keeps a page `ok`, `warning` and `error` don't."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Status(StrEnum):
    """How processing a page ended; `ok` is never given to a page with a warning or an error."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


class Kind(StrEnum):
    """What a section is about."""

    CAUSES = "causes"
    SYMPTOMS = "symptoms"
    TREATMENT = "treatment"
    PREVENTION = "prevention"
    DIAGNOSIS = "diagnosis"
    DIET = "diet"
    COMPLICATIONS = "complications"
    OVERVIEW = "overview"
    OTHER = "other"


class Label(StrEnum):
    """What a mention is said to be to the page's condition."""

    CAUSE = "CAUSE"
    REMEDY = "REMEDY"


class Aspect(StrEnum):
    """What a remedy is said to do; a cause has none."""

    TREATS = "treats"
    PREVENTS = "prevents"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or was repaired; `page_id` is None for a whole source."""

    source: str
    stage: str
    code: str
    message: str
    severity: Severity
    page_id: str | None = None
    source_index: int | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """One scraped document, decoded: `text` is markup for HTML and the bare text otherwise."""

    page_id: str
    source: str
    source_index: int
    url: str | None
    site: str
    fetched_at: datetime | None
    content_sha256: str
    media_type: str  # "text/html" or "text/plain"
    encoding: str
    encoding_source: str  # bom, http, meta, detected, given
    text: str
    problems: tuple[Problem, ...] = ()

    @property
    def is_html(self) -> bool:
        """Whether `text` is markup."""
        return self.media_type == "text/html"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a block is set on the page: evidence for later steps that no table holds."""

    heading_level: int | None = None  # 1..6 from h1..h6 or role=heading
    ordinal: int | None = None  # number that an `ol` gives to this item
    ordinal_type: str | None = None  # the `type` of that `ol`: 1, a, A, i, I
    list_depth: int = 0  # number of ul, ol, dl around the block
    emphasised: bool = False  # the whole line is bold, strong or a definition term
    css_class: str = ""  # class of the block's own element
    link_chars: int = 0  # characters of the text that stand in links
    hrefs: tuple[str, ...] = ()  # targets of these links
    blank_before: bool = False  # text input: an empty line stands before this one
    columns: int = 1  # text input: parts of the line that wide gaps set apart

    def __reduce__(self) -> tuple[type["Layout"], tuple[Any, ...]]:
        return Layout, _LAYOUT_OF(self)  # a third of the time that pickling takes by itself


_LAYOUT_OF = attrgetter(*(each.name for each in fields(Layout)))


@dataclass(frozen=True, slots=True)
class Block:
    """One run of visible text on its own line, kept or removed with a reason.

    `start` and `end` index the page's visible text: the texts of all its blocks, kept and
    removed, in order of `position` (from 0), joined by newlines.
    """

    block_id: str
    page_id: str
    position: int
    tag: str  # name of the block-level element; "line" for text input
    xpath: str | None
    line: int | None  # from 1; text input
    start: int
    end: int
    text: str
    kept: bool = True
    reason: Reason | None = None
    rule: str | None = None
    evidence: str | None = None
    score: float | None = None  # how sure the decision is, 0..1
    section_id: str | None = None
    layout: Layout = field(default=Layout(), compare=False)


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page whose blocks are all decided; its clean text is the kept blocks joined by newlines."""

    raw: RawPage
    title: str | None
    author: str | None
    published: str | None  # ISO 8601 date or date and time, as printed on the page
    language: str | None  # ISO 639-1
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def kept(self) -> tuple[Block, ...]:
        """The blocks that make the clean text, in order."""
        return tuple(block for block in self.blocks if block.kept)

    @property
    def text(self) -> str:
        """The clean text: what `pages.text` holds and sections and mentions point into."""
        return "\n".join(block.text for block in self.kept)

    def kept_spans(self) -> list[tuple[Block, int, int]]:
        """Each kept block with the start and end of its text in the clean text."""
        spans = []
        start = 0
        for block in self.kept:
            spans.append((block, start, start + len(block.text)))
            start += len(block.text) + 1
        return spans


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what belongs to it, up to the next heading of any level.

    `start` and `end` index the clean text; `text` is that slice: the heading's line as printed
    and the section's own body, without its sub-sections. Sections do not overlap.
    """

    section_id: str
    page_id: str
    parent_id: str | None
    block_id: str  # the block in which the heading stands
    position: int  # from 0, in reading order
    number: str  # path in the tree, "2.1"; counted, a printed gap is kept
    level: int  # 1 for a top section
    marker: str | None  # as printed, "1."; None for an unnumbered heading
    heading: str  # without the marker
    kind: Kind
    kind_score: float
    start: int
    end: int
    text: str
    score: float = 1.0  # how sure the heading and its place in the tree are, 0..1
    evidence: str = ""  # what the decision leaned on


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the clean text that names a cause of, or a remedy for, the page's condition."""

    mention_id: str
    page_id: str
    section_id: str | None  # None in the text before the first section
    block_id: str
    label: Label
    text: str
    term: str
    start: int
    end: int
    sentence: str
    condition: str
    aspect: Aspect | None
    negated: bool
    cue: str | None
    in_heading: bool
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What tagging adds to a page."""

    condition: str | None
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One row of the `pages` table."""

    page_id: str
    url: str | None
    site: str
    source: str
    source_index: int
    fetched_at: datetime | None
    content_sha256: str
    media_type: str
    encoding: str
    encoding_source: str
    language: str | None
    title: str | None
    author: str | None
    published: str | None
    condition: str | None
    status: Status
    duplicate_of: str | None
    text: str
    visible_chars: int
    kept_chars: int
    n_blocks: int
    n_removed: int
    n_sections: int
    n_causes: int
    n_remedies: int


@dataclass(frozen=True, slots=True)
class PageResult:
    """All that one page yields."""

    page: Page
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-ready dicts, fields named and ordered as in the tables."""
        return {
            "page": row("pages", self.page),
            "blocks": [row("blocks", block) for block in self.blocks],
            "sections": [row("sections", section) for section in self.sections],
            "mentions": [row("mentions", mention) for mention in self.mentions],
            "problems": [row("problems", problem) for problem in self.problems],
        }
