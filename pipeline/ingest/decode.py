"""Bytes to text: by byte order mark, HTTP header, declaration in the page, detection.

The first of these that fits the bytes decides. A declaration that clearly does not fit is passed
over, on record; a broken byte here and there does not unseat it. Bytes that are valid UTF-8 are
read as UTF-8, whatever single-byte encoding is declared: text in another encoding is almost never
valid UTF-8 by chance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding, to_unicode

from pipeline.ingest import detect
from pipeline.ingest.problems import Finding

# A declaration after this many bytes is not looked for; scripts may stand before it.
DECLARATION_BYTES = 65_536

# Where a declaration starts that stands behind the first 4,096 bytes, in which w3lib looks.
_LATE_META = re.compile(rb"<meta\s[^<>]{0,300}charset", re.IGNORECASE)

# The encodings that a page may name, by Python's name, with that of the Encoding Standard. Others
# that Python knows turn markup into something else, or are not used on the web.
STANDARD_NAMES = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "utf-32": "utf-32",
    "utf-32-le": "utf-32le",
    "utf-32-be": "utf-32be",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "cp866": "ibm866",
    "cp874": "windows-874",
    "iso8859-2": "iso-8859-2",
    "iso8859-3": "iso-8859-3",
    "iso8859-4": "iso-8859-4",
    "iso8859-5": "iso-8859-5",
    "iso8859-6": "iso-8859-6",
    "iso8859-7": "iso-8859-7",
    "iso8859-8": "iso-8859-8",
    "iso8859-10": "iso-8859-10",
    "iso8859-13": "iso-8859-13",
    "iso8859-14": "iso-8859-14",
    "iso8859-15": "iso-8859-15",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-roman": "macintosh",
    "mac-cyrillic": "x-mac-cyrillic",
    "gb18030": "gb18030",
    "hz": "hz-gb-2312",
    "big5hkscs": "big5",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "cp949": "euc-kr",
}

# Labels of the Encoding Standard that Python does not know.
OTHER_LABELS = {
    "cn-big5": "big5hkscs",
    "dos-874": "cp874",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "ksc5601": "cp949",
    "logical": "iso8859-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "visual": "iso8859-8",
    "windows-949": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-cp1253": "cp1253",
    "x-cp1254": "cp1254",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-roman": "mac-roman",
    "x-x-big5": "big5hkscs",
}

# Encodings whose text can't be cut at the bytes of markup and line ends.
UNSPLIT = frozenset(
    {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "iso2022_jp", "hz"}
)

_LABEL = re.compile(r"[A-Za-z0-9_.:\-]{1,40}")
_BROKEN_BYTE = re.compile("[\udc80-\udcff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding by which it was read and who named that encoding."""

    text: str
    encoding: str
    source: str  # bom, http, meta, detected
    findings: tuple[Finding, ...] = ()


def to_text(data: bytes, http_charset: str | None, default_encoding: str) -> Decoded:
    """The bytes as text with the decision on record; never raises for bad bytes."""
    findings: list[Finding] = []
    for source, encoding, start in _declared(data, http_charset):
        body = data[start:]
        fits = detect.fits_mark if source == "bom" else detect.fits
        if fits(body, encoding):
            return _decode(body, encoding, source, findings)
        findings.append(_wrong(source, encoding))
    guess = detect.detect(data, default_encoding)
    findings.extend(guess.findings)
    return _decode(data, guess.encoding, "detected", findings)


def standard_name(codec: str) -> str:
    """The name of the Encoding Standard for a Python codec, its own name where there is none."""
    return STANDARD_NAMES.get(codec, codec)


def without_surrogates(text: str) -> tuple[str, int]:
    """The text with each lone surrogate replaced by U+FFFD, and their number.

    A lone surrogate can't be written as UTF-8, so none may leave this step.
    """
    if text.isascii():
        return text, 0
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE_SURROGATE.subn("\ufffd", text)
    return text, 0


def _declared(data: bytes, http_charset: str | None) -> Iterator[tuple[str, str, int]]:
    """Who names an encoding, which one, and where the text starts; best first."""
    bom_encoding, bom = read_bom(data)
    if bom_encoding is not None and bom is not None:
        yield "bom", bom_encoding, len(bom)
    http = _codec(http_charset) if http_charset else None
    if http:
        yield "http", _with_byte_order(http, data), 0
    meta = _declared_in_page(data)
    if meta in STANDARD_NAMES:
        # A declaration that can be read as ASCII does not stand in UTF-16.
        yield "meta", "utf-8" if meta.startswith(("utf-16", "utf-32")) else meta, 0


def _codec(label: str) -> str | None:
    """The Python codec for a label such as `latin-1`; None where pages can't be in it."""
    stripped = label.strip(" \t\"'")
    known = OTHER_LABELS.get(stripped.lower())
    codec = known or (resolve_encoding(stripped) if _LABEL.fullmatch(stripped) else None)
    return codec if codec in STANDARD_NAMES else None


def _declared_in_page(data: bytes) -> str | None:
    head = data[:DECLARATION_BYTES]
    if b"charset" not in head.lower() and b"encoding" not in head[:200]:
        return None
    found = html_body_declared_encoding(head)
    if found is None and (late := _LATE_META.search(head)):
        found = html_body_declared_encoding(head[late.start() :])
    return found


def _with_byte_order(encoding: str, data: bytes) -> str:
    if encoding in ("utf-16", "utf-32"):
        return detect.wide(data) or f"{encoding}-le"
    return encoding


def _wrong(source: str, encoding: str) -> Finding:
    named = {"bom": "byte order mark", "http": "HTTP header", "meta": "page"}[source]
    return Finding(
        "declared_encoding_wrong",
        f"The {named} names {standard_name(encoding)}, which does not fit the bytes.",
    )


def _decode(data: bytes, encoding: str, source: str, findings: list[Finding]) -> Decoded:
    if encoding == "utf-8":
        text, found = _decode_utf8(data)
    else:
        text, found = _decode_other(data, encoding)
    return Decoded(text, standard_name(encoding), source, (*findings, *found))


def _decode_utf8(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _decode_broken_utf8(data)
    return text, replacements_in(text)


def replacements_in(text: str) -> tuple[Finding, ...]:
    """A finding where text was lost before it came here."""
    if "\ufffd" not in text:
        return ()
    count = text.count("\ufffd")
    message = f"The page came with {count} replacement characters: text was lost before."
    return (Finding("replacement_characters", message),)


def _decode_broken_utf8(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """UTF-8 with what else stands in it: pieces of another encoding, stray bytes, broken ones."""
    foreign = detect.foreign(data)
    return _decode_pieces(data, foreign) if foreign else _decode_stray(data)


def _decode_pieces(data: bytes, encoding: str) -> tuple[str, tuple[Finding, ...]]:
    """Pieces between markup that are UTF-8 as such, the others by the encoding."""
    parts = []
    count = 0
    for piece in detect.PIECE_ENDS.split(data):
        is_utf8 = detect.is_surely_utf8(piece)
        count += is_utf8
        parts.append(piece.decode() if is_utf8 else to_unicode(piece, encoding))
    text = "".join(parts)
    message = f"{count} pieces are UTF-8, the others were read as {standard_name(encoding)}."
    lost = text.count("\ufffd")
    found = Finding("mixed_encoding", message)
    return text, (found, _undecodable(lost, encoding)) if lost else (found,)


def _decode_stray(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """UTF-8 in which stray bytes of windows-1252 are read as such, other bytes replaced."""
    text = data.decode(errors="surrogateescape")
    cut_off = detect.cut_off_bytes(data)
    body, tail = (text[:-cut_off], "\ufffd") if cut_off else (text, "")
    western = 0

    def read(match: re.Match[str]) -> str:
        nonlocal western
        character = detect.as_western(body, match.start())
        western += character != "\ufffd"
        return character

    repaired, broken = _BROKEN_BYTE.subn(read, body)
    lost = broken - western + cut_off
    found = []
    if western:
        found.append(_mixed(western))
    if lost:
        found.append(_undecodable(lost, "utf-8"))
    return repaired + tail, tuple(found)


def _mixed(count: int) -> Finding:
    message = f"{count} bytes are not UTF-8 and were read as windows-1252."
    return Finding("mixed_encoding", message)


def _decode_other(data: bytes, encoding: str) -> tuple[str, tuple[Finding, ...]]:
    if encoding not in UNSPLIT and detect.has_utf8_pieces(data):
        return _decode_pieces(data, encoding)
    text, _ = without_surrogates(to_unicode(data, encoding))
    count = text.count("\ufffd")
    return text, (_undecodable(count, encoding),) if count else ()


def _undecodable(count: int, encoding: str) -> Finding:
    message = f"{count} places can't be read as {standard_name(encoding)} and were replaced."
    return Finding("undecodable_bytes", message)
