"""What the elements of HTML do to text: which begin a line, and what an open one hands down."""

import re

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
BOLD = frozenset(("b", "strong"))
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

DEEPEST_PATH = 250  # a path through more elements would be longer than most pages


class OpenElement:
    """An open element with text in it, and what it hands down to that text."""

    __slots__ = (
        "block", "bold", "code", "css", "depth", "heading", "hidden", "href", "index",
        "list_depth", "path", "pre", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, depth: int, above: "OpenElement | None") -> None:
        self.tag = tag
        self.depth = depth
        if above is None:
            self.block: OpenElement = self
            self.bold = self.code = self.hidden = False
            self.href: str | None = None
            self.index = -1
            return
        self.block = above.block
        self.bold = above.bold
        self.code = above.code
        self.hidden = above.hidden
        self.href = above.href
        self.index = above.index

    def become_block(self, above: "OpenElement | None") -> None:
        """Set what only elements have that begin a line."""
        self.block = self
        self.css = ""
        if above is None:
            self.pre = False
            self.heading: int | None = None
            self.list_depth = 0
            self.path: str | None = ""
            return
        around = above.block
        self.pre = around.pre
        self.heading = around.heading
        self.list_depth = around.list_depth
        self.path = around.path


def note_attributes(  # noqa: C901  a table of names would cost a call for each attribute
    attributes: list[tuple[str, str]], place: OpenElement, *, is_block: bool
) -> tuple[str, str | None]:
    """Class and id, and the role; other attributes that tell something are noted in the place."""
    names = ""
    role = None
    for name, value in attributes:
        if name == "class":
            if is_block:
                place.css = value
            names = f"{value} {names}" if names else value
            if ("hidden" in value or "reader" in value or "sr-only" in value) and not place.hidden:
                place.hidden = _FOR_READERS.search(value) is not None
        elif name == "id":
            names = f"{names} {value}" if names else value
        elif name == "style":
            _style(place, value)
        elif name == "hidden":
            place.hidden = place.hidden or value != "until-found"
        elif name == "aria-hidden":
            place.hidden = place.hidden or value.strip().lower() == "true"
        elif name == "role":
            role = value
    if role == "heading" and is_block:
        place.heading = place.heading or integer(dict(attributes).get("aria-level"), 2)
    return names, role


def _style(place: OpenElement, value: str) -> None:
    if "display" in value or "visibility" in value:
        place.hidden = place.hidden or _NOT_DISPLAYED.search(value) is not None
    if "weight" in value:
        place.bold = place.bold or _BOLD_STYLE.search(value) is not None


def integer(value: str | None, otherwise: int) -> int:
    """The number that an attribute holds, or the other one if it holds none."""
    try:
        return int(value) if value else otherwise
    except ValueError:
        return otherwise
