"""What the elements of HTML do to text: which begin a line, and what an open one hands down."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from pipeline.clean.cues import cues_of

# Elements whose content is no text of the page.
SKIP = frozenset(
    (
        "head",
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "title",
        "desc",
        "audio",
        "datalist",
    )
)
_BLOCK_NAMES = (
    "html body address article aside blockquote caption center dd details dialog dir div dl"
    " dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup"
    " legend li listing main menu nav noscript ol optgroup option p plaintext pre search"
    " section select summary table tbody td textarea tfoot th thead tr ul video xmp br hr"
)
BLOCK = frozenset(_BLOCK_NAMES.split())
HEADING = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ol", "ul", "dl", "menu", "dir"))
BOLD = frozenset(("b", "strong", "dt"))
PRE = frozenset(("pre", "listing", "xmp", "plaintext"))
# Boxes within a line: the words in them are not glued to the words beside them.
SPACED = frozenset(("button", "input", "img", "svg", "canvas", "wbr"))
# Where one of them follows another without a space, the style sheet sets them apart.
SIDE_BY_SIDE = frozenset(("a", "span", "button", "label"))
CODE = frozenset(("pre", "code", "xmp", "listing", "plaintext", "kbd", "samp"))
# Inline elements that say something of their text without any attribute.
MARKING = BOLD | CODE | frozenset(("a", "label", "button", "time"))
# Their classes describe the whole page.
ROOTS = frozenset(("html", "body"))

_NOT_DISPLAYED = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![\w-])", re.IGNORECASE
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
# Classes by which sites give text to screen readers alone.
_FOR_READERS = re.compile(r"(?<![\w-])(?:sr-only|screen-reader-text|visually-?hidden)(?![\w-])")

T = TypeVar("T")

_KINDS = 1 << 14  # elements that are remembered: pages of a site are built from the same ones


@dataclass(frozen=True, slots=True)
class Kind:
    """What an element's tag and attributes say, whatever stands around it."""

    tag: str
    is_block: bool  # begins a line of its own
    is_link: bool
    is_plain: bool  # an inline element that says nothing of its text
    css: str  # class
    cues: int
    hidden: bool
    bold: bool
    code: bool
    pre: bool
    heading: int | None  # level
    is_heading_by_role: bool
    deeper: int  # lists that it opens


@lru_cache(maxsize=_KINDS)
def kind_of(  # noqa: PLR0913, PLR0917  the attributes that say something; a mapping has no hash
    tag: str,
    css: str | None = None,
    role: str | None = None,
    style: str | None = None,
    hidden: str | None = None,
    aria_hidden: str | None = None,
) -> Kind:
    """The kind of an element with these attributes."""
    is_block, is_link, is_code = tag in BLOCK, tag == "a", tag in CODE
    hides = tag == "noscript" or _hides(css or "", style or "", hidden, aria_hidden)
    bold = tag in BOLD or (style is not None and _BOLD_STYLE.search(style) is not None)
    return Kind(
        tag=tag,
        is_block=is_block,
        is_link=is_link,
        is_plain=not (is_block or is_link or is_code or hides or bold),
        css=css or "",
        cues=0 if tag in ROOTS else cues_of(tag, css or "", role),
        hidden=hides,
        bold=bold,
        code=is_code,
        pre=tag in PRE,
        heading=HEADING.get(tag),
        is_heading_by_role=is_block and role == "heading",
        deeper=int(tag in LISTS),
    )


def _hides(css: str, style: str, hidden: str | None, aria_hidden: str | None) -> bool:
    return (
        (hidden is not None and hidden != "until-found")
        or (aria_hidden is not None and aria_hidden.strip().lower() == "true")
        or _NOT_DISPLAYED.search(style) is not None
        or _FOR_READERS.search(css) is not None
    )


class OpenElement:
    """An open element with text in it, and what it hands down to that text."""

    __slots__ = (
        "around", "bold", "code", "css", "depth", "heading", "hidden", "href", "index",
        "list_depth", "path", "pre", "tag",
    )  # fmt: skip
    around: "OpenElement | None"  # the block around an inline element; None for a block
    index: int  # in the places of the page
    href: str | None
    bold: bool
    code: bool
    hidden: bool
    # Only blocks have what follows.
    tag: str
    css: str
    depth: int
    path: str | None
    pre: bool
    heading: int | None
    list_depth: int

    def __init__(self, kind: Kind, above: "OpenElement") -> None:
        self.href = above.href
        self.index = above.index
        self.bold = kind.bold or above.bold
        self.code = kind.code or above.code
        self.hidden = kind.hidden or above.hidden
        block = above.around or above
        if not kind.is_block:
            self.around = block
            return
        # A block does not point at itself: a cycle would wait for the garbage collector.
        self.around = None
        self.tag = kind.tag
        self.css = kind.css
        self.pre = kind.pre or block.pre
        self.heading = kind.heading or block.heading
        self.list_depth = kind.deeper + block.list_depth

    @classmethod
    def page(cls) -> "OpenElement":
        """What stands around the root: it hands down nothing."""
        page = cls.__new__(cls)
        page.around = page.href = page.heading = None
        page.index = page.depth = -1
        page.bold = page.code = page.hidden = page.pre = False
        page.list_depth = 0
        page.path = ""
        return page

    @property
    def block(self) -> "OpenElement":
        """The element that begins the line in which this one stands: itself or one around it."""
        return self.around or self


def integer(value: str | None, otherwise: T) -> int | T:
    """The number that an attribute holds, or the other value if it holds none."""
    try:
        return int(value) if value else otherwise
    except ValueError:
        return otherwise
