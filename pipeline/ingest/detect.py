"""Which encoding bytes are in, where nobody says so or what is said does not fit.

UTF-8 and UTF-16 are recognised by their form, which is as good as certain. The rest is a guess by
charset-normalizer over the encodings that web pages use; among the Latin and the Cyrillic ones,
which differ in a few letters only, the letters of the language decide (`alphabets.py`).
"""

import re
from dataclasses import dataclass, field

from w3lib.encoding import read_bom, resolve_encoding

from pipeline.ingest import alphabets
from pipeline.ingest.problems import Finding

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

# Encodings in which two bytes of a character may look like UTF-8 by chance.
MULTI_BYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})

# Bytes around characters outside ASCII that are looked at: enough for any guess to settle, and a
# guess over 8 kB costs a few milliseconds.
SAMPLE_BYTES = 8_192

# charset-normalizer's mess above which a candidate is not taken: text that is read rightly stays
# below 0.1, but for pages full of symbols.
MAX_MESS = 0.25

# Mess of a declared encoding that makes another one worth a look, and by how much the other must
# be tidier: Japanese read as Chinese lies between 0.1 and 0.2.
SUSPICIOUS_MESS, TIDIER = 0.08, 0.06

# Share of characters outside ASCII that a declared encoding may fail to give.
MAX_REPLACED_SHARE = 0.2

# A sample with fewer characters outside ASCII says too little to overrule a declaration.
MIN_EVIDENCE = 8

# Share of bytes outside ASCII that stand alone from which text is Latin: other scripts have words
# of them.
ALONE_SHARE = 0.7

# Share of letters of other scripts that stand alone beside a Latin letter, as the ones that are
# misread do, from which the encoding is held to be wrong.
MISREAD_SHARE = 0.5

# Share of null bytes at one parity that only UTF-16 has, and the share that is noise.
MANY_NULLS, FEW_NULLS = 0.1, 0.02

# UTF-16 of East Asian text has few null bytes or none, but control characters, which no other text
# has. Read in the right order nearly all characters belong together, and half are East Asian; a
# shorter text may look so by chance.
UTF16_SHARE, EAST_ASIAN_SHARE, UTF16_MIN_CHARACTERS = 0.97, 0.5, 16

# Faults for each sound sequence up to which bytes count as UTF-8 with faults: a page with pasted-in
# bytes stays below it, a page in another encoding lies at 5 and more.
MAX_BROKEN_SHARE = 0.5

# Bytes in runs too long for one fault from which they are held to be of another encoding.
MIN_FOREIGN = 12

# Bytes in a row that one fault can break: a stray byte inside a character of four.
LONGEST_FAULT = 5

# Pages of another encoding that are valid UTF-8 by chance have no longer sequence than two bytes,
# and no more of these.
CHANCE_SEQUENCES = 3

# Control characters other than white space, escape (of ISO-2022) and null.
CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])

ASCII = bytes(range(128))

PIECE_ENDS = re.compile(rb"([<>\n])")
_BETWEEN_MARKUP = re.compile(rb"[<>\n]")
_UTF8_WORD = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]{2}){2}|(?:[\xd0-\xdf][\x80-\xbf]){3}")
_UTF8_LONG = re.compile(rb"[\xe0-\xf4]")
_CUT_OFF = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_C1_BYTE = re.compile(rb"[\x80-\x9f]")
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_ESCAPED_BYTES = re.compile("[\udc80-\udcff]+")
_EAST_ASIAN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_EAST_ASIAN_OR_ASCII = re.compile("[\t\n\r -~\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_OTHER = "\u0370-\u1dff\u3041-\ud7a3\ue000-\ufaff\uff66-\uff9f"
_OTHER_LETTER = re.compile(f"[{_OTHER}]")
_MISREAD_LETTER = re.compile(
    f"(?<=[A-Za-z])[{_OTHER}](?![{_OTHER}])|(?<![{_OTHER}])[{_OTHER}](?=[A-Za-z])"
)
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
    guess = _by_statistics(_sample(data))
    if guess is None:
        message = f"No encoding fits the bytes; {default_encoding} was taken."
        return Guess(default_encoding, (Finding("encoding_uncertain", message),))
    message = f"Nothing names an encoding that fits; {guess} was guessed."
    return Guess(guess, (Finding("encoding_guessed", message),))


def fits(data: bytes, encoding: str) -> bool:
    """Whether bytes that are declared to be in the encoding can be."""
    if found := wide(data):
        return encoding == found
    if encoding.startswith(("utf-16", "utf-32")):
        return not data.isascii() and not is_utf8(data)
    if data.isascii():
        return True
    if encoding == "utf-8":
        return is_utf8(data)
    return not _is_rather_utf8(data, encoding) and _fits_legacy(_sample(data), encoding)


def fits_mark(data: bytes, encoding: str) -> bool:
    """Whether bytes behind a byte order mark can be what it says; nothing else starts with one."""
    if encoding == "utf-8":
        return is_utf8(data)
    return wide(data) in (None, encoding)


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, give or take some broken sequences."""
    return _is_sound(data) or _broken_share(data) <= MAX_BROKEN_SHARE


def is_utf16(data: bytes) -> bool:
    """Whether the bytes have the mark or the form of UTF-16 or UTF-32."""
    return read_bom(data)[0] not in (None, "utf-8") or wide(data) is not None


def wide(data: bytes) -> str | None:
    """utf-16-le or utf-16-be where null bytes or characters have the form of it, else None."""
    head = data[:SAMPLE_BYTES]
    half = len(head) // 2
    if b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if odd > MANY_NULLS * half and even < FEW_NULLS * half:
            return "utf-16-le"
        if even > MANY_NULLS * half and odd < FEW_NULLS * half:
            return "utf-16-be"
    if len(head.translate(None, CONTROLS)) == len(head):
        return None
    orders = ("utf-16-le", "utf-16-be")
    return next((order for order in orders if _is_east_asian(head, order)), None)


def is_surely_utf8(piece: bytes) -> bool:
    """Whether a piece of text is UTF-8 that no other encoding looks like."""
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return False
    outside = len(text) - (len(piece) - len(piece.translate(None, ASCII)))
    return outside > CHANCE_SEQUENCES or len(_UTF8_LONG.findall(piece)) > 1


def has_utf8_pieces(data: bytes) -> bool:
    """Whether some pieces between markup are UTF-8 in bytes that as a whole are not."""
    if not _UTF8_WORD.search(data):
        return False
    return any(is_surely_utf8(piece) for piece in _BETWEEN_MARKUP.split(data))


def foreign(data: bytes) -> str | None:
    """The encoding of pieces that stand in UTF-8 and are not; None where only bytes are astray."""
    broken = [piece for piece in _BETWEEN_MARKUP.split(data) if not _is_sound(piece)]
    sample = b"\n".join(broken)[:SAMPLE_BYTES]
    runs = _ESCAPED_BYTES.findall(sample.decode(errors="surrogateescape"))
    longest = sum(len(run) for run in runs if len(run) >= LONGEST_FAULT)
    if longest < MIN_FOREIGN or _is_latin(sample):
        return None
    return _by_statistics(sample)


def _is_sound(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def cut_off_bytes(data: bytes) -> int:
    """The number of bytes at the end that begin a UTF-8 sequence and do not finish it."""
    found = _CUT_OFF.search(data[-3:])
    return len(found.group()) if found else 0


def as_western(text: str, index: int) -> str:
    """A byte that UTF-8 can't hold, escaped at this place, as windows-1252; else U+FFFD.

    It is believed where it stands alone, and is punctuation or a letter beside a letter.
    """
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if _ESCAPED_BYTE.match(before) or _ESCAPED_BYTE.match(after):
        return "\ufffd"
    character = bytes([ord(text[index]) - 0xDC00]).decode("cp1252", "replace")
    beside_letter = before.isalpha() or after.isalpha()
    if character in _WESTERN_PUNCTUATION or (character.isalpha() and beside_letter):
        return character
    return "\ufffd"


def _by_form(data: bytes) -> str | None:
    if found := wide(data):
        return found
    if b"\x1b$" in data and data.isascii():
        return "iso2022_jp"
    return "utf-8" if is_utf8(data) else None


def _broken_share(data: bytes) -> float:
    """Faults for each sound sequence of UTF-8, the end aside."""
    whole = data[: len(data) - cut_off_bytes(data)]
    text = whole.decode(errors="surrogateescape")
    runs = _ESCAPED_BYTES.findall(text)
    faults = sum(max(1, len(run) - LONGEST_FAULT + 1) for run in runs)
    ascii_bytes = len(whole) - len(whole.translate(None, ASCII))
    sequences = len(text) - ascii_bytes - sum(map(len, runs))
    return faults / sequences if sequences else float(faults > 0)


def _is_rather_utf8(data: bytes, encoding: str) -> bool:
    """Whether bytes that are declared to be something else are UTF-8 all the same."""
    if not _is_sound(data):
        return _broken_share(data) < MAX_BROKEN_SHARE / 2 and bool(_UTF8_LONG.search(data))
    if encoding not in MULTI_BYTE or _UTF8_LONG.search(data):
        return True
    return len(data.translate(None, ASCII)) > 2 * CHANCE_SEQUENCES


def _is_east_asian(head: bytes, encoding: str) -> bool:
    """Whether the bytes make East Asian text in that order of UTF-16."""
    text = head.decode(encoding, "replace").rstrip("\ufffd")
    if len(text) < UTF16_MIN_CHARACTERS:
        return False
    together = len(_EAST_ASIAN_OR_ASCII.findall(text)) / len(text)
    return together > UTF16_SHARE and len(_EAST_ASIAN.findall(text)) / len(text) > EAST_ASIAN_SHARE


def _sample(data: bytes) -> bytes:
    """The pieces of the page between markup that hold bytes outside ASCII, up to a limit."""
    taken: list[bytes] = []
    size = 0
    for piece in _BETWEEN_MARKUP.split(data):
        if not piece.isascii() and not is_surely_utf8(piece):
            taken.append(piece)
            size += len(piece)
        if size >= SAMPLE_BYTES:
            break
    return b"\n".join(taken)[:SAMPLE_BYTES]


def _fits_legacy(sample: bytes, encoding: str) -> bool:
    if encoding.startswith("iso8859") and _C1_BYTE.search(sample):
        return False  # it is the windows encoding that was made from it
    text = sample.decode(encoding, "replace")
    outside = sum(1 for character in text if character > "\x7f")
    if text.count("\ufffd") > MAX_REPLACED_SHARE * outside or _misreads_latin(text):
        return False
    if encoding in alphabets.LATIN and _is_latin(sample):
        return not alphabets.is_better(sample, alphabets.latin(sample), encoding)
    return outside < MIN_EVIDENCE or not _is_overruled(sample, text, encoding)


def _misreads_latin(text: str) -> bool:
    """Whether letters of other scripts stand alone in Latin words: `na飗e` for `naïve`."""
    misread = len(_MISREAD_LETTER.findall(text))
    return misread > 0 and misread > MISREAD_SHARE * len(_OTHER_LETTER.findall(text))


def _is_overruled(sample: bytes, text: str, encoding: str) -> bool:
    """Whether another encoding than the declared one makes so much better sense of the bytes."""
    if encoding in alphabets.CYRILLIC and not alphabets.is_cyrillic(text):
        return True
    mess = _mess(text)
    if mess < SUSPICIOUS_MESS:
        return False
    guess = _by_statistics(sample)
    if guess in (None, encoding):
        return False
    return _mess(sample.decode(str(guess), "replace")) < mess - TIDIER


def _is_latin(sample: bytes) -> bool:
    runs = _HIGH_BYTES.findall(sample)
    alone = sum(1 for run in runs if len(run) == 1)
    return alone > ALONE_SHARE * len(runs)


def _mess(text: str) -> float:
    from charset_normalizer.md import mess_ratio

    return mess_ratio(text, 1.0)


def _by_statistics(sample: bytes) -> str | None:
    """The likeliest codec, None where all make a mess."""
    from charset_normalizer import from_bytes

    if _is_latin(sample):
        return alphabets.latin(sample)
    best = from_bytes(sample, cp_isolation=list(CANDIDATES), threshold=MAX_MESS).best()
    codec = resolve_encoding(best.encoding) if best else None
    if codec in alphabets.CYRILLIC:
        return alphabets.cyrillic(sample)
    return alphabets.latin(sample) if codec in alphabets.LATIN else codec
