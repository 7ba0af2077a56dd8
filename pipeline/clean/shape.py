"""What the shape of a line says, whatever it is about: its key, its end, its marker.

Everything here is cheap and linear: the rules ask it of every line of every page.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape

# Read at the very end: a closing quotation mark after the dots is a quotation that trails off,
# not a teaser that was cut.
_CUT = re.compile(r"(?:\.{2,}|…|\[…\]|\[\.{2,3}\]|。{2,})\s*$")
_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)\]»』」）]{0,3}$")
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)\]]{0,2}\s|[。！？]")
_MARKER = re.compile(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[ivx]{1,5}|[a-h])[.):、．）](?:\s*(?=[^\s\d])|\s+(?=\d))"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=(?-i:[A-Z]))"
    r"|(?:step|part|tip|stage)\s\d{1,2}\s?[.:)\-–]?\s*(?=\S)"
    r"|[(（][一二三四五六七八九十]{1,3}[)）]\s*(?=\S)"
    r"|(?:part|step) (?:one|two|three|four|five)\b[.:]?\s*(?=\S)"
    r"|[①-⑳]\s*(?=\S)|第?[一二三四五六七八九十]{1,3}[、.．章节]\s*(?=\S))",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•·*●◆■□▪◦★☆○◇➤✓✔]\s*|[-–—]\s+")
_NOT_ALNUM = re.compile(r"[\W_]+")
# For ASCII, which most lines are, a third of the time.
_NOT_LETTERS = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())
_WORD = re.compile(r"[^\W\d_]{2,}")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# A Chinese or Japanese character says about as much as three Latin letters.
_CJK_WEIGHT = 3

# Words that say nothing about what a line is about; stems as `topic_words` makes them.
_STOPS = (
    "about after again also although among and any are because been before being below between"
    " both but can could did does doing down during each few for from further get had has have"
    " having here how into its itself just know like make many may might more most much must need"
    " not off once only other our out over own people same should some such take than that the"
    " their them then there these they this those through too under until use using very was way"
    " well were what when where which while who whom why will with without would you your"
)
_STOP_WORDS = frozenset(_STOPS.split())
_STEM_LENGTH = 6  # treat, treats, treatment, treating meet in "treatm" or "treat"


def fold(text: str) -> str:
    """The text in lower case, with plain quotes and entities resolved, for patterns to match."""
    if text.isascii() and "&" not in text:
        return text.lower()
    folded = unicodedata.normalize("NFKC", unescape(text)).lower()
    return folded.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def has_one_case(text: str) -> bool:
    """Whether all letters are capitals or none is, so that the case of the words is not told."""
    return text.isupper() or text.islower()


def key(text: str) -> str:
    """Letters and digits alone: equal for texts that differ in case, quotes, spaces, signs."""
    folded = fold(text)
    return folded.translate(_NOT_LETTERS) if folded.isascii() else _NOT_ALNUM.sub("", folded)


def ending(text: str) -> str:
    """The last letters: a cheap look that tells most lines apart before their keys are made."""
    return text.rstrip("?!.:：？！。\"'”’)] ")[-4:].lower()


def weight(text: str) -> int:
    """The length in Latin letters' worth, so that one threshold serves all scripts."""
    if text.isascii():
        return len(text)
    return len(text) + (_CJK_WEIGHT - 1) * len(_CJK.findall(text))


def is_cut(text: str) -> bool:
    """Whether the text ends in an ellipsis, as a teaser or a shortened title does."""
    last = text[-1]
    if last == ".":
        return text[-2:-1] == "."
    return last in "…。] " and _CUT.search(text) is not None


def without_cut(text: str) -> str:
    """The text without the ellipsis at its end."""
    return _CUT.sub("", text).rstrip()


def ends_sentence(text: str) -> bool:
    """Whether the text ends like a sentence, and not in an ellipsis."""
    return _SENTENCE_END.search(text, max(0, len(text) - 4)) is not None and not is_cut(text)


def is_prose(text: str, at_least: int) -> bool:
    """Whether the text is a finished sentence of at least this weight."""
    return weight(text) >= at_least and ends_sentence(text)


def sentence_breaks(text: str) -> int:
    """How many sentences end before the end of the text."""
    return len(_SENTENCE_BREAK.findall(text))


def without_marker(text: str) -> str:
    """The text without a number, a letter or a bullet before it."""
    bullet = _BULLET.match(text)
    rest = text[bullet.end() :] if bullet else text
    marker = _MARKER.match(rest)
    return rest[marker.end() :] if marker else rest


def is_numbered(text: str) -> bool:
    """Whether the text starts with the marker of a numbered heading or item."""
    return _MARKER.match(text) is not None


def topics(text: str) -> Iterator[str]:
    """Stems of the words that say what the text is about, as often as they occur."""
    for word in _WORD.findall(text.lower()):
        if word not in _STOP_WORDS and len(word) > 2:  # noqa: PLR2004  "is", "of" and the like
            yield word[:_STEM_LENGTH]


def topic_words(text: str) -> set[str]:
    """Stems of the words that say what the text is about."""
    return set(topics(text))


def vocabulary(texts: Iterable[str]) -> set[str]:
    """The topic words of all the texts together."""
    words: set[str] = set()
    for text in texts:
        words |= topic_words(text)
    return words
