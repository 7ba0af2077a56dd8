"""Where the lines of a flattened page ended: headings without a marker inside one long line.

A scraper that loses the line breaks leaves "… for a week. Causes The skin is …". A heading shows
there as a few words between the end of a sentence and a capital that begins another sentence: that
of a word which the page also writes small.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.segment import markers
from pipeline.segment import text_kinds
from pipeline.segment.headings import STARTERS
from pipeline.segment.kind_words import ADVICE
from pipeline.segment.kinds import of_heading

TITLE_CHARS = 240  # in which a title ends
FLAT_CHARS = 600  # shorter lines are paragraphs
WORDS = 12  # of a heading; a question has more
ASKED_WORDS = 16
LABEL_WORDS = 6  # of a heading with a full stop
FEWEST_LABELS = 3  # on a page

_WORD = re.compile(r"\S+")
_GLUED = re.compile(r"[.?!。？！][\[(（]?\d{1,2}[.、)）\]:]+$")  # "… too much.2. Which …"
_OPENING = "\"'“‘(["
_CLOSING = "\"'”’)]"
_ENDS = ".!?。！？…"
_INNER = (",", ";", ":", "，", "：", "；")
_SHORT = frozenset(
    "dr. mr. mrs. ms. prof. st. e.g. i.e. etc. vs. no. approx. fig. u.s. u.k. a.m. p.m.".split()
)
_LINKING = frozenset(
    "of the a an in on for to and or with by from at is are your be as not but if than that into "
    "called".split()
)


_BULLETS = frozenset("•·*●■▪◆✓○")
_GRADED = frozenset("vitamin group grade type class hepatitis influenza stage protein".split())
_NAMES = frozenset(
    "chinese western american british indian european asian african english german french "
    "japanese korean x-ray x-rays".split()
)


class Piece(NamedTuple):
    """Words from one beginning to the next."""

    first: int  # of the words
    last: int
    numbered: bool
    after_end: bool  # of a sentence
    is_first: bool  # of a list


def parts(text: str) -> list[tuple[str, bool]]:
    """The lines of a flattened line, and whether each is a heading; one space is between them."""
    words = list(_WORD.finditer(text))
    lines: list[tuple[str, bool]] = []
    end = 0
    for piece in _headings(text, words):
        start, stop = words[piece.first].start(), words[piece.last].end()
        if start > end:
            lines.append((text[end : start - 1], False))
        lines.append((text[start:stop], True))
        end = stop + 1
    return [*lines, (text[end:], False)]


def _headings(text: str, words: "Sequence[re.Match[str]]") -> Iterator[Piece]:
    """The pieces that are headings without a marker."""
    pieces = list(_pieces(text, words))
    top = _title(words, pieces)
    labels = _labels(text, words, pieces[top + 1 :])
    headed = False  # whether the piece before is a heading
    for piece, following in pairwise(pieces[top + 1 :]):
        headed = piece.first in labels or (
            not piece.numbered and _heads(text, words, piece, following, headed=headed)
        )
        if headed:
            yield piece


def _labels(text: str, words: "Sequence[re.Match[str]]", pieces: Sequence[Piece]) -> frozenset[int]:
    """The pieces that are headings with a full stop or a colon: "Symptoms. Pink plaques with …"."""
    labels: set[int] = set()
    chapters = 0
    for piece in pieces:
        line = text[words[piece.first].start() : words[piece.last].end()]
        short = piece.last - piece.first < LABEL_WORDS and line[-1] in ".:"
        if piece.numbered or not short or not piece.after_end or not line[0].isupper():
            continue
        named = of_heading(line[:-1])
        if named:
            labels.add(piece.first)
            chapters += named.chapter
    return frozenset(labels if len(labels) >= FEWEST_LABELS and chapters > 1 else ())


def _title(words: "Sequence[re.Match[str]]", pieces: Sequence[Piece]) -> int:
    for place, piece in enumerate(pieces):
        if words[piece.last].group()[-1] not in "?!":
            return place
    return 0


def _heads(
    text: str,
    words: "Sequence[re.Match[str]]",
    piece: Piece,
    following: Piece,
    *,
    headed: bool,
) -> bool:
    line = text[words[piece.first].start() : words[piece.last].end()]
    count = piece.last - piece.first + 1
    end = line.rstrip(_CLOSING)[-1:]
    if line[0].islower() or not line[0].isalpha() and line[0] not in _OPENING:
        return False
    if following.numbered and not following.is_first:
        return False
    named = of_heading(line)
    chapter = named is not None and named.chapter
    if end == "?":
        return count <= ASKED_WORDS and chapter
    if end in _ENDS or line.endswith(_INNER) or count > WORDS:
        return False
    return piece.after_end or headed or chapter


def _pieces(text: str, words: "Sequence[re.Match[str]]") -> Iterator[Piece]:
    common = (
        STARTERS
        | ADVICE
        | text_kinds.weights().words.keys()
        | text_kinds.weights().chapters.keys()
        | {word.group().rstrip(".,;:?!)") for word in words if word.group()[0].islower()}
    )
    common -= _NAMES
    bullets = _BULLETS | ({"-", "–"} if text.count(" - ") + text.count(" – ") >= 4 else set())
    starts: list[tuple[int, bool, bool]] = [(0, False, True)]
    firsts: set[int] = set()
    skip = -1  # the end of a marker
    for index in range(1, len(words)):
        at = words[index].start()
        if at < skip:
            continue
        before = words[index - 1].group()
        ended = _ends(before) and before.lower() not in _SHORT
        if _GLUED.search(words[index].group()):
            starts.append((index, True, ended))
            skip = words[index].end() + 1
            continue
        marker = markers.at(text, at)
        if marker and _is_marker(marker, ended):
            starts.append((index, True, ended))
            firsts.update([index] * any(reading.value == 1 for reading in marker.readings))
            skip = marker.end
            continue
        if at == skip:
            continue
        if words[index].group() in bullets:
            starts.append((index, True, ended))
            firsts.add(index)
        elif (ended or _labelled(words, index, starts[-1])) and not (
            starts[-1][1] and starts[-1][0] == index - 1
        ):
            starts.append((index, False, True))
        elif _begins(words, index):
            first = starts[-1][0]
            plain = words[index].group().lstrip(_OPENING).rstrip(",;:.").lower()
            known = plain in common or plain.split("'")[0].split("’")[0] in common
            if known or (
                starts[-1][2] and not starts[-1][1] and _named(text[words[first].start() : at])
            ):
                starts.append((index, False, False))
    for (first, numbered, ended), (following, _, _) in zip(
        starts, [*starts[1:], (len(words), False, False)], strict=True
    ):
        yield Piece(first, following - 1, numbered, ended, first in firsts)


def _is_marker(marker: markers.Marker, ended: bool) -> bool:
    return ended or not marker.weak


def _ends(word: str) -> bool:
    return word.rstrip(_CLOSING)[-1:] in tuple(_ENDS)


def _labelled(words: "Sequence[re.Match[str]]", index: int, start: tuple[int, bool, bool]) -> bool:
    """Whether the word stands after a colon that ends a few words."""
    first, _, ended = start
    before = words[index - 1].group()
    colon = before[-1] == ":" and before[:-1].isalpha() and words[index].group()[0].isupper()
    return colon and ended and index - first <= LABEL_WORDS


def _named(before: str) -> bool:
    before = before.strip()
    if len(before.split()) > 6 or before.split()[0].lower() in ADVICE:
        return False
    return of_heading(before) is not None


def _begins(words: "Sequence[re.Match[str]]", index: int) -> bool:
    """Whether a capital inside a sentence begins another one."""
    word = words[index].group().lstrip(_OPENING)
    before = words[index - 1].group()
    if not word[:1].isupper() or word.lower() in {"i", "i'm", "i've"} or index + 1 == len(words):
        return False
    if before.endswith(_INNER) or before.lower() in _LINKING:
        return False
    if word == "A":
        return words[index + 1].group()[0].islower() and before.lower() not in _GRADED
    if len(word.rstrip(",.")) == 1:
        return False
    if not word[1:].rstrip(",'’s.").islower():
        return False
    following = words[index + 1].group()
    return following[0].islower() or following[0].isdecimal() or word.endswith(",")


def title_of(text: str) -> str:
    """The title with which a flattened page begins."""
    words = list(_WORD.finditer(text[:TITLE_CHARS]))
    pieces = list(_pieces(text[:TITLE_CHARS], words))
    top = _title(words, pieces)
    return text[: words[pieces[top].last].end()] if words else ""
