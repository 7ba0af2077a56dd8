"""Where a heading ends: on its line, at a colon or full stop, or where a sentence begins.

A heading that stands alone takes its line. A run-in heading ends at the first colon, dash or full
stop after a few words (`1. Rest. If the pain …`). In flattened text, where no mark is left between
the two, it ends where a sentence begins (`1. Cold stimulation Cold is a common …`).
"""

import re
from typing import NamedTuple

from pipeline.segment.vocabulary import words

MAX_WORDS = 16  # longer headings are sentences of the text; the longest question in use has 15
QUESTION_STARTS = -0.5  # only a clear beginning splits what ends as a question
SENTENCE_WORDS = 4  # after a capital, so many words up to the mark are a sentence
SUBTITLE_WORDS = 8  # "Causes: where the noise comes from"
SHORT_REST = 4  # no text of its own: "Is it serious? Typical signs", "Vitamin D - 20 drops"
LIKELY = 1.5  # a place that costs less is taken as the beginning of a sentence
ASKED_WORDS = 5  # more words after a capital and before the question mark are a question
RUN_IN_WORDS = 16  # a first sentence of more words is no heading of the rest

SOURCES = re.compile(
    r"(?:References|Sources|Bibliography|Literature|Further reading)\W*", re.IGNORECASE
)  # a heading above entries that are text

_TRAILING = " \t.:：。,，;；、-–—"
# One class of characters comes first, so that the search skips the others fast.
_STOP = re.compile(
    r"[.。!！?？:：;；… —](?:(?<![ —])[.。!！?？:：;；…]*[\"”’)]*(?=\s|[A-Z\u2e80-\uffff]|$)"
    r"|(?<=[。！？：])|(?<= )[-–—]+ |(?<=—))"
)
_FULL_STOP = re.compile(r"[.?!](?=\s|$)|[。！？]")
_COMPLETE = '.。!！?？;；…"”'
_WORD = re.compile(r"\S+")
# Words that begin sentences but not headings' second halves.
STARTERS = words(
    "the when if in some many this it for because people patients you most these those there "
    "although while after during as at since once a an we our both such its their they he she "
    "generally usually however according due long excessive to doctors eating getting having "
    "common clinically research studies experts under with before about one do not can"
)
_WIDE = re.compile(r"[^\x00-\u2e80]")
_INNER_CAPITALS = words("i")


class Heading(NamedTuple):
    """Where a heading stands in its line, where its text begins, and how that was seen."""

    start: int
    end: int
    body: int  # equals the line's length where no text follows
    how: str  # line, colon, stop, dash, sentence, question, long


def words_in(text: str) -> int:
    """The number of words; a line of Han characters counts one word for two characters."""
    count = len(text.split())
    return count if text.isascii() else max(count, len(_WIDE.findall(text)) // 2)


def exceeds(text: str, most: int) -> bool:
    """Whether a text has more words than that; a word takes two characters."""
    if len(text) <= 2 * most:
        return False
    if len(text.split(None, most)) > most:
        return True
    return not text.isascii() and len(_WIDE.findall(text)) // 2 > most


def split(line: str, start: int, limit: int, *, below: bool, inside: bool) -> Heading:
    """The heading that begins at `start` of the line and ends before `limit`.

    `below` says that text of its own follows on the next line, `inside` that the marker stands
    inside a line, so that no line break can be trusted.
    """
    stop = _first_stop(line, start, limit, below=below)
    whole = line[start:limit]
    long = exceeds(whole, MAX_WORDS)
    if inside or long:
        before = stop.end if stop else _full_stop(line, start, limit)
        boundary = _sentence_start(line, start, before)
        if boundary and not inside and _is_name(line[start : boundary[1]], boundary[0]):
            boundary = None
        if boundary and (stop is None or _beats(boundary, stop, line, start)):
            end = len(line[: boundary[1]].rstrip(_TRAILING))
            return Heading(start, end, boundary[1], "sentence")
    if stop:
        return stop
    end = start + len(whole.rstrip(_TRAILING))
    return Heading(start, end, limit, "long" if long else "line")


def _is_name(before: str, cost: float) -> bool:
    """Whether the capital after a single word begins a name: "Knead Taiyang and Fengchi"."""
    return cost >= 0 and " " not in before.strip()


def whole(line: str, start: int, how: str, closing: str = " :：.。") -> Heading:
    """The heading that takes the rest of its line, without the signs that close it."""
    return Heading(start, len(line.rstrip(closing)) or len(line), len(line), how)


def _first_stop(line: str, start: int, limit: int, *, below: bool) -> Heading | None:
    """The heading up to the first mark that ends one on its line."""
    for found in _STOP.finditer(line, start, limit):
        if exceeds(line[start : found.start()], MAX_WORDS):
            return None
        heading = _at_stop(line, start, limit, found, below=below)
        if heading:
            return heading
    return None


def _full_stop(line: str, start: int, limit: int) -> int:
    found = _FULL_STOP.search(line, start, limit)
    return found.start() if found else limit


def _beats(boundary: tuple[float, int], stop: Heading, line: str, start: int) -> bool:
    """Whether a sentence begins before the mark, so that the mark belongs to the sentence."""
    cost, position = boundary
    between = words_in(line[position : stop.end])
    if stop.how == "question":
        return cost < QUESTION_STARTS and between > ASKED_WORDS
    too_long = exceeds(line[start : stop.end], RUN_IN_WORDS)
    return cost < 0 or too_long or between >= SENTENCE_WORDS


def _at_stop(
    line: str, start: int, limit: int, found: "re.Match[str]", *, below: bool
) -> Heading | None:
    """The heading that ends at this mark, if text of its own follows the mark."""
    before = line[start : found.start()].strip()
    after = line[found.end() : limit].lstrip()
    rest = after.rstrip()
    if not before or not rest:
        return None
    mark = found.group().strip()[0]
    complete = rest[-1] in _COMPLETE or rest[-1] in ":："
    if below and not complete and not exceeds(rest, SUBTITLE_WORDS):
        return None  # a heading with a subtitle: its text is on the next line
    body = limit - len(after)
    if mark in "?？!！":
        asks_on = not complete and not exceeds(rest, SHORT_REST)
        return None if asks_on else Heading(start, found.start() + 1, body, "question")
    dash = mark in "-–—"
    too_short = dash and not exceeds(rest, SHORT_REST - 2)
    if too_short or mark in ";；…" or exceeds(before, RUN_IN_WORDS):
        return None
    how = "dash" if dash else "colon" if mark in ":：" else "stop"
    return Heading(start, len(line[: found.start()].rstrip()), body, how)


def _sentence_start(line: str, start: int, limit: int) -> tuple[float, int] | None:
    """The place where a sentence begins after a heading without any mark between them."""
    words = list(_WORD.finditer(line, start, min(limit, start + 240)))
    best: tuple[float, int] | None = None
    for index in range(1, min(len(words) - 1, MAX_WORDS + 1)):
        word = words[index].group()
        if not word[0].isupper() or word.lower() in _INNER_CAPITALS:
            continue
        cost = _boundary_cost(words, index)
        if best is None or cost < best[0]:
            best = (cost, words[index].start())
    return best if best and best[0] < LIKELY else None


def _boundary_cost(words: "list[re.Match[str]]", index: int) -> float:
    """How little it looks as if a sentence began at this word; the first place wins ties."""
    word = words[index].group()
    following = words[index + 1].group()
    before = words[index - 1].group()
    cost = 0.05 * index
    if word.strip(",'’").lower().split("'")[0] in STARTERS:
        cost -= 1.0
    if not (following[0].islower() or following[0].isdecimal() or word.endswith(",")):
        cost += 1.5
    if not word[1:].rstrip(",'’s").islower() and len(word) > 1:
        cost += 1.5  # "B12", "MRI", "X-ray"
    if len(word) == 1 and word != "A":
        cost += 1.5  # "vitamin C"
    if before.endswith(","):
        cost += 1.0
    if before.lower() in _LINKING:
        cost += 1.0 if before.lower() in _VERBS else 2.0
    inner = sum(w.group()[0].isupper() for w in words[1:index])
    return cost + 0.4 * inner


_VERBS = frozenset({"is", "are", "be"})
_LINKING = words("of the a an in on for to and or with by from at is are your be as")
