"""What a document is, by its content: markup or bare text, a page or something else."""

import re
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from pipeline.ingest.detect import CONTROLS, is_utf16

HTML = "text/html"
TEXT = "text/plain"

HTML_TYPES = frozenset({HTML, "application/xhtml+xml", "application/xhtml", "application/html"})

# Beginnings that no text has. Only formats that turn up among scraped pages.
BINARY_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x7fELF", "ELF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"OggS\x00", "Ogg"),
    (b"wOF2", "font"),
    (b"wOFF", "font"),
)

# Bytes from the start in which the nature of a document shows.
HEAD_BYTES = 8_192

# Share of control characters from which bytes are held to be binary; text has none.
CONTROL_SHARE = 0.05

# A text that starts with one of these is markup; a less-than sign alone is not.
_STARTS_WITH_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|main|article|section|header|"
    r"nav|div|p|h[1-6]|table|ul|ol|span|br|img|a|b|strong|em|center|font|figure)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)

# A text in which this many blocks end is markup, whatever it starts with.
MIN_BLOCK_ENDS = 3
_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|tr|section|article|body|html)\s*>", re.IGNORECASE)

# What may stand before the first tag.
PROLOGUES = (("<?xml", "?>"), ("<!--", "-->"))

_SPACE = re.compile(r"\s*")
_ANY_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]*>")

_LINK_TAG = re.compile(r"<link\s[^<>]{0,2000}>", re.IGNORECASE)
_CANONICAL = re.compile(r"""\brel\s*=\s*["']?canonical["'\s/>]""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_HEAD_END = re.compile(r"</head|<body", re.IGNORECASE)

# The canonical link stands in the head; one after this many characters is not looked for.
HEAD_CHARACTERS = 65_536


TAG_CHARS = 2_000  # a longer tag is none that a page ends with
_OPEN_TAG = re.compile(r"</?[a-zA-Z][^<>]*\Z")


def split_media_type(value: str | None) -> tuple[str | None, str | None]:
    """Media type and charset of a Content-Type; None where they are not given."""
    if not value:
        return None, None
    media_type, _, parameters = value.partition(";")
    charset = None
    for parameter in parameters.split(";"):
        name, _, setting = parameter.partition("=")
        if name.strip().lower() == "charset" and setting.strip():
            charset = setting.strip().strip("\"'")
    return media_type.strip().lower() or None, charset


def is_page_type(media_type: str | None) -> bool:
    """Whether a document that is declared so can be a page; undeclared ones can."""
    return media_type is None or media_type in HTML_TYPES or media_type == TEXT


def binary_kind(data: bytes) -> str | None:
    """What the bytes are, where they are no text in any encoding; else None."""
    for signature, kind in BINARY_SIGNATURES:
        if data.startswith(signature):
            return kind
    head = data[:HEAD_BYTES]
    controls = len(head) - len(head.translate(None, CONTROLS))
    is_binary = controls > CONTROL_SHARE * len(head) and not is_utf16(data)
    return "binary" if is_binary else None


def by_content(text: str, declared: str | None) -> str:
    """`text/html` or `text/plain`: as declared, unless the text is plainly the other."""
    if _STARTS_WITH_MARKUP.match(text, _after_prologue(text)):
        return HTML
    if declared in HTML_TYPES:
        return HTML if _ANY_TAG.search(text) else TEXT
    ends = sum(1 for _ in islice(_BLOCK_END.finditer(text), MIN_BLOCK_ENDS))
    return HTML if ends == MIN_BLOCK_ENDS else TEXT


def _after_prologue(text: str) -> int:
    """Where the text starts behind white space, XML declaration and comments."""
    start = 0
    while True:
        start = _SPACE.match(text, start).end()  # type: ignore[union-attr]
        end = next((end for begin, end in PROLOGUES if text.startswith(begin, start)), None)
        found = text.find(end, start) if end else -1
        if end is None or found < 0:
            return start
        start = found + len(end)


def canonical_link(markup: str) -> str | None:
    """The page's own address as its head states it: absolute, and not the site's front page.

    A link to the front page is left aside: sites that print it on every page are common, and all
    their pages would be one.
    """
    head = markup[:HEAD_CHARACTERS]
    if "canonical" not in head.lower():
        return None
    end = _HEAD_END.search(head)
    for tag in _LINK_TAG.finditer(head, 0, end.start() if end else len(head)):
        if _CANONICAL.search(tag.group()) and (href := _HREF.search(tag.group())):
            url = unescape(next(filter(None, href.groups()), "")).strip()
            return url if _is_page_address(url) else None
    return None


def _is_page_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return is_web and (parts.path.strip("/") != "" or bool(parts.query))


def ends_inside_a_tag(text: str) -> bool:
    """Whether markup stops in the middle of a tag, as that of a broken-off download does."""
    tail = text[-TAG_CHARS:].rstrip()
    return _OPEN_TAG.match(tail, tail.rfind("<")) is not None if "<" in tail else False
