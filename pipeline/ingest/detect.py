"""Which encoding bytes are in, where nobody says so or what is said does not fit.

UTF-8 and UTF-16 are recognised by their form, which is as good as certain. The rest is a guess by
charset-normalizer over the encodings that web pages use; among the Latin ones, which differ in a
few letters only, the language of the text decides.
"""

# ruff: noqa: RUF001 - the characters that look alike are what is told apart

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.ingest.problems import Finding

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Encodings of web pages that a guess may name, likeliest first.
CANDIDATES = (
    "cp1252",
    "gb18030",
    "cp1251",
    "cp932",
    "euc_jp",
    "big5",
    "cp949",
    "cp1250",
    "cp1254",
    "cp1253",
    "cp1256",
    "cp1255",
    "cp1257",
    "koi8_r",
    "cp874",
)

# Codecs that Python knows but that no page may choose: they transform text or smuggle markup.
UNSAFE_CODECS = frozenset({"utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode"})

MULTI_BYTE = frozenset(
    {"gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp932", "shift_jis", "euc_jp", "cp949"}
)

# The Latin encodings other than windows-1252, with the languages that are written in them.
LATIN_LANGUAGES = {
    "cp1250": frozenset({"cs", "sk", "pl", "hu", "ro", "sl", "hr", "bs", "sq", "sr"}),
    "cp1254": frozenset({"tr", "az", "tk", "ku"}),
    "cp1257": frozenset({"lt", "lv", "et"}),
}
LATIN = frozenset({"cp1252", *LATIN_LANGUAGES})

# Bytes around characters outside ASCII that are looked at: enough for any guess to settle, and a
# guess over 8 kB costs a few milliseconds.
SAMPLE_BYTES = 8_192

# Mess above which charset-normalizer's candidate is not taken; its own default is 0.2.
MAX_MESS = 0.25

# charset-normalizer's mess of text that was read in a wrong encoding starts near 0.5 for other
# scripts, and stays below 0.2 for text that was read right.
WRONG_MESS = 0.4

# A sample with fewer letters outside ASCII says too little to overrule a declaration.
MIN_EVIDENCE = 8

# Share of null bytes at one parity that only UTF-16 has, and the share that is noise.
MANY_NULLS = 0.1
FEW_NULLS = 0.02

# Share of East Asian characters from which UTF-16 without any null byte is believed.
EAST_ASIAN_SHARE = 0.95

# Share of broken sequences up to which bytes count as UTF-8 with faults.
MAX_BROKEN_SHARE = 0.2

_BETWEEN_MARKUP = re.compile(rb"[<>\n]")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CUT_OFF = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_WESTERN_PUNCTUATION = frozenset("…‘’“”•–—™\xa0°®©«»·½¼¾£€§")


@dataclass(frozen=True, slots=True)
class Guess:
    """A Python codec, and what has to be said about how sure it is."""

    encoding: str
    findings: tuple[Finding, ...] = field(default=())


def detect(data: bytes, default_encoding: str) -> Guess:
    """The encoding that fits the bytes best."""
    if found := _by_form(data):
        return Guess(found)
    sample = _sample(data)
    guess = _by_statistics(sample)
    if guess is None:
        message = f"No encoding fits the bytes; {default_encoding} was taken."
        return Guess(default_encoding, (Finding("encoding_uncertain", message),))
    message = f"Nobody names the encoding; {guess} fits best."
    return Guess(guess, (Finding("encoding_guessed", message),))


def fits(data: bytes, encoding: str) -> bool:
    """Whether bytes that are declared to be in the encoding can be."""
    if data.isascii() and b"\x00" not in data:
        return not encoding.startswith(("utf-16", "utf-32"))
    if b"\x00" in data[:SAMPLE_BYTES] and wide(data):
        return encoding == wide(data)
    if encoding.startswith(("utf-16", "utf-32")):
        return not _is_mess(data[: SAMPLE_BYTES * 2].decode(encoding, "replace"))
    if encoding == "utf-8":
        return is_utf8(data)
    return not _certainly_utf8(data) and _fits_legacy(_sample(data), encoding)


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, give or take a broken sequence."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return _mostly_utf8(data)
    return True


def wide(data: bytes) -> str | None:
    """utf-16-le or utf-16-be where the bytes have the form of it, else None."""
    head = data[:SAMPLE_BYTES]
    half = len(head) // 2
    if half == 0:
        return None
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > MANY_NULLS and even < FEW_NULLS:
        return "utf-16-le"
    if even > MANY_NULLS and odd < FEW_NULLS:
        return "utf-16-be"
    return None


def cut_off_bytes(data: bytes) -> int:
    """The number of bytes at the end that begin a UTF-8 sequence and do not finish it."""
    found = _CUT_OFF.search(data[-3:])
    return len(found.group()) if found else 0


def as_western(text: str, index: int) -> str:
    """A byte that UTF-8 can't hold, escaped at this place, as windows-1252; else U+FFFD.

    It is believed where it stands alone, and is punctuation or a letter beside a letter.
    """
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    character = bytes([ord(text[index]) - 0xDC00]).decode("cp1252", "replace")
    if _is_escaped(before) or _is_escaped(after):
        return "\ufffd"
    beside_letter = before.isalpha() or after.isalpha()
    if character in _WESTERN_PUNCTUATION or (character.isalpha() and beside_letter):
        return character
    return "\ufffd"


def _is_escaped(character: str) -> bool:
    return "\udc80" <= character <= "\udcff"


def _by_form(data: bytes) -> str | None:
    if b"\x00" in data[:SAMPLE_BYTES] and (found := wide(data)):
        return found
    if b"\x1b$" in data and data.isascii():
        return "iso2022_jp"
    if is_utf8(data):
        return "utf-8"
    return _east_asian_utf16(data)


def _mostly_utf8(data: bytes) -> bool:
    broken = len(re.findall("[\udc80-\udcff]", data.decode(errors="surrogateescape")))
    broken -= cut_off_bytes(data)
    return broken <= MAX_BROKEN_SHARE * len(_UTF8_SEQUENCE.findall(data))


def _certainly_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _east_asian_utf16(data: bytes) -> str | None:
    """UTF-16 of East Asian text that has not even a line end in it, and so no null byte."""
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[:SAMPLE_BYTES].decode(encoding, "replace")
        if sum(map(_is_east_asian, text)) > EAST_ASIAN_SHARE * len(text):
            return encoding
    return None


def _is_east_asian(character: str) -> bool:
    return "\u3000" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff"


def _sample(data: bytes) -> bytes:
    """The pieces of the page between markup that hold bytes outside ASCII, up to a limit."""
    pieces = (piece for piece in _BETWEEN_MARKUP.split(data) if not piece.isascii())
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if size >= SAMPLE_BYTES:
            break
    return b"\n".join(taken)[:SAMPLE_BYTES]


def _fits_legacy(sample: bytes, encoding: str) -> bool:
    text = sample.decode(encoding, "replace")
    broken = text.count("\ufffd")
    outside = sum(1 for character in text if character > "\x7f")
    if broken > MAX_BROKEN_SHARE * outside:
        return False
    return outside < MIN_EVIDENCE or not _is_mess(text)


def _is_mess(text: str) -> bool:
    from charset_normalizer.md import mess_ratio

    return mess_ratio(text, 1.0) > WRONG_MESS


def _by_statistics(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=list(CANDIDATES), threshold=MAX_MESS)
    ranked = [match.encoding for match in islice(matches, 3)]
    if not ranked:
        return None
    return _latin(sample) if ranked[0] in LATIN else ranked[0]


def _latin(sample: bytes) -> str:
    """The Latin encoding of the language that the text is in, windows-1252 for most."""
    language, _ = _languages().classify(sample.decode("cp1252", "replace"))
    for encoding, languages in LATIN_LANGUAGES.items():
        if language in languages:
            return encoding
    return "cp1252"


@cache
def _languages() -> "LanguageIdentifier":
    """Built once a process: it reads a model of some megabytes."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
