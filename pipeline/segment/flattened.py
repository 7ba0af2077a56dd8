"""Where the lines of a flattened page ended: headings without a marker inside one long line.

A scraper that loses the line breaks leaves "… for a week. Causes The skin is …". A heading shows
there as a few words between the end of a sentence and a capital that begins another sentence: that
of a word which is also written small. Where several chapters end in a full stop or a colon
("Symptoms. Pink plaques …"), these are headings too.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.segment import markers, text_kinds
from pipeline.segment.headings import STARTERS
from pipeline.segment.kind_phrases import ADVICE
from pipeline.segment.kinds import is_question, of_heading
from pipeline.segment.vocabulary import words as words_of

TITLE_CHARS = 240  # in which a title ends
FLAT_CHARS = 600  # shorter lines are paragraphs
MOST_CHARS = 100_000  # of a line are looked at; no article is longer
HEADING_WORDS = 12
ASKED_WORDS = 16  # of a heading that asks
LABEL_WORDS = 6  # of a heading with a full stop or a colon
FEWEST_ASKED = 2  # such headings
FEWEST_LABELS = 3  # such headings on a page
FEWEST_DASHES = 4  # fewer are no bullets

_WORD = re.compile(r"\S+")
_GLUED = re.compile(r"[.?!。？！][\[(（]?\d{1,2}[.、)）\]:]+$")  # "… too much.2. Which …"
# "Clean: soften the crust." right below a heading; the first words of each such sentence.
_LEAD = re.compile(r"[A-Z][^.:!?;,]{1,40}: (?=\S)")
_LEADS = re.compile(rf"(?:(?<=[.!?] )|^){_LEAD.pattern}")
_OPENING = "\"'“‘(["
_CLOSING = "\"'”’)]"
_ENDS = tuple(".!?。！？…")
_INNER = (",", ";", ":", "，", "：", "；")
_SHORT = words_of(
    "dr. mr. mrs. ms. prof. st. e.g. i.e. etc. vs. no. approx. fig. u.s. u.k. a.m. p.m."
)
_LINKING = words_of(
    "of the a an in on for to and or with by from at is are your be as not but if than that into "
    "called"
)
_BULLETS = frozenset("•·*●■▪◆✓○")
_ORNAMENTS = frozenset("●■◆")  # before headings as well as before things
FEWEST_ORNATE = 3  # such headings
_DASHES = frozenset("-–")
_DASH = (" - ", " – ")
_GRADED = words_of("vitamin group grade type class hepatitis influenza stage protein")
# Words with a capital of their own that the tables of words know in small letters.
_NAMES = words_of(
    "chinese western american british indian european asian african english german french "
    "japanese korean x-ray x-rays"
)
_NEVER_FIRST = words_of("i i'm i've i’m i’ve")


class Piece(NamedTuple):
    """Words from one beginning to the next."""

    first: int  # of the words
    last: int
    marked: bool  # it begins with a marker or a bullet
    after_end: bool  # of a sentence
    begins_list: bool


class _Start(NamedTuple):
    word: int
    marked: bool
    after_end: bool
    begins_list: bool = False


@cache
def _known() -> frozenset[str]:
    """Words that are written small, as the models of kinds know them."""
    known = text_kinds.weights()
    return (STARTERS | ADVICE | known.words.keys() | known.chapters.keys()) - _NAMES


class _Text:
    """A flattened line as words, with its pieces."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = list(_WORD.finditer(text))
        self.said = [one.group() for one in self.words]
        small = {said.rstrip(".,;:?!)") for said in self.said if said[0].islower()}
        self.common = _known() | (small - _NAMES)
        dashes = sum(said in _DASHES for said in self.said)
        self.bullets = _BULLETS | (_DASHES if dashes >= FEWEST_DASHES else frozenset())
        self.pieces = list(self._pieces())

    def line(self, piece: Piece) -> str:
        """What a piece says."""
        return self.text[self.words[piece.first].start() : self.words[piece.last].end()]

    def title(self) -> int:
        """The piece in which the title ends; one that asks goes on."""
        for place, piece in enumerate(self.pieces):
            if self.said[piece.last][-1] not in "?!":
                return place
        return 0

    def _pieces(self) -> Iterator[Piece]:
        starts = [_Start(0, marked=False, after_end=True), *self._starts()]
        for one, following in pairwise([*starts, _Start(len(self.words), False, False)]):  # noqa: FBT003
            yield Piece(one.word, following.word - 1, *one[1:])

    def _starts(self) -> Iterator[_Start]:
        before = _Start(0, marked=False, after_end=True)
        skip = -1  # the end of a marker; the word there begins no piece of its own
        for index in range(1, len(self.words)):
            word = self.words[index]
            if word.start() < skip:
                continue
            said = self.said[index]
            ended = self._ends_sentence(index - 1)
            inner = said.islower() and said.isalpha() and len(said) > 1 and not ended
            if inner and self.said[index - 1][-1] != ":":
                continue  # inside a sentence, and no marker
            marker = markers.at(self.text, word.start())
            start = None
            if _GLUED.search(said):
                start, skip = _Start(index, marked=True, after_end=ended), word.end() + 1
            elif marker and (ended or not marker.weak):
                first = any(reading.value == 1 for reading in marker.readings)
                start, skip = _Start(index, True, ended, first), marker.end  # noqa: FBT003
            elif word.start() != skip:
                start = self._plain_start(index, before, ended=ended)
            if start:
                before = start
                yield start

    def _plain_start(self, index: int, before: _Start, *, ended: bool) -> _Start | None:
        """The piece that begins at a word without a marker, if one does."""
        if self.said[index] in self.bullets:
            return _Start(index, marked=True, after_end=ended, begins_list=True)
        if before.marked and before.word == index - 1:
            return None
        ornate = self.said[before.word] in _ORNAMENTS
        labelled = self._follows_label(index, before)
        if ended or (labelled and not (ornate and self.said[index].islower())):
            return _Start(index, marked=False, after_end=True)
        if self._is_capital(index) and (ornate or self._begins_sentence(index, before)):
            return _Start(index, marked=False, after_end=False)
        return None

    def _ends_sentence(self, index: int) -> bool:
        word = self.said[index]
        return word.rstrip(_CLOSING).endswith(_ENDS) and word.lower() not in _SHORT

    def _follows_label(self, index: int, start: _Start) -> bool:
        """Whether the word stands after a colon that ends a few words."""
        before = self.said[index - 1]
        colon = before[-1] == ":" and before[:-1].isalpha()
        return colon and start.after_end and index - start.word <= LABEL_WORDS

    def _is_capital(self, index: int) -> bool:
        """Whether a word inside a sentence has a capital and stands as the first of one does."""
        word = self.said[index].lstrip(_OPENING)
        before = self.said[index - 1]
        if not word[:1].isupper() or word.lower() in _NEVER_FIRST or index + 1 == len(self.words):
            return False
        if before.endswith(_INNER) or before.lower() in _LINKING:
            return False
        following = self.said[index + 1]
        if word == "A":
            return following[0].islower() and before.lower() not in _GRADED
        if not word[1:].rstrip(",'’s.").islower():
            return False
        return following[0].islower() or following[0].isdecimal() or word[-1] in ",:"

    def _begins_sentence(self, index: int, before: _Start) -> bool:
        """Whether the word is one that is also written small, or stands after a kind's name."""
        plain = self.said[index].lstrip(_OPENING).rstrip(",;:.").lower()
        if plain in self.common or plain.split("'")[0].split("’")[0] in self.common:
            return True
        if not before.after_end or before.marked or index - before.word > LABEL_WORDS:
            return False
        said = self.text[self.words[before.word].start() : self.words[index].start()].strip()
        return said.split()[0].lower() not in ADVICE and of_heading(said) is not None

    def labels(self, pieces: Sequence[Piece]) -> frozenset[int]:
        """The first words of headings with a full stop or a colon, where there are several."""
        labels: set[int] = set()
        kinds: set[str] = set()
        for piece in pieces:
            line = self.line(piece)
            short = piece.last - piece.first < LABEL_WORDS and line[-1] in ".:"
            if piece.marked or not short or not piece.after_end or not line[0].isupper():
                continue
            named = of_heading(line[:-1])
            if named:
                labels.add(piece.first)
                kinds.add(named.kind.value)
        return frozenset(labels if len(labels) >= FEWEST_LABELS and len(kinds) > 1 else ())

    def headings(self) -> Iterator[Piece]:
        """The pieces that are headings without a marker."""
        rest = self.pieces[self.title() + 1 :]
        labels = self.labels(rest) | self._ornate(rest)
        asked = self._asks(rest)
        headed = False  # whether the piece before is a heading
        for piece, following in pairwise(rest):
            headed = piece.first in labels or self._heads(
                piece, following, headed=headed, asked=asked
            )
            if headed:
                yield piece

    def _ornate(self, pieces: Sequence[Piece]) -> frozenset[int]:
        """The first words of headings behind an ornament; where it marks things, of none."""
        found: set[int] = set()
        for piece, following in pairwise(pieces):
            if self.said[piece.first] not in _ORNAMENTS:
                continue
            line = self.line(piece)
            above = following.begins_list or not following.marked
            ended = line.endswith((*_INNER, *_ENDS)) and line[-1] not in "?？"
            if ended or not above or piece.last - piece.first > HEADING_WORDS:
                return frozenset()
            if self.said[following.first] in _ORNAMENTS:
                return frozenset()
            found.add(piece.first)
        return frozenset(found if len(found) >= FEWEST_ORNATE else ())

    def _asks(self, pieces: Sequence[Piece]) -> bool:
        """Whether several chapters ask, so that other questions may be headings as well."""
        lines = (self.line(piece) for piece in pieces if self._is_asked(piece))
        named = (of_heading(line) for line in lines)
        return sum(one is not None and one.chapter for one in named) >= FEWEST_ASKED

    def _is_asked(self, piece: Piece) -> bool:
        asked = self.said[piece.last].rstrip(_CLOSING)[-1] == "?"
        return asked and not piece.marked and piece.last - piece.first < ASKED_WORDS

    def _heads(self, piece: Piece, following: Piece, *, headed: bool, asked: bool) -> bool:
        line = self.line(piece)
        if piece.marked or line[0].islower() or not (line[0].isalpha() or line[0] in _OPENING):
            return False
        if following.marked and not following.begins_list:
            return False
        count = piece.last - piece.first + 1
        named = of_heading(line)
        chapter = named is not None and named.chapter
        end = line.rstrip(_CLOSING)[-1:]
        if end == "?":
            return self._is_asked(piece) and (chapter or (asked and is_question(line)))
        if end in _ENDS or line.endswith(_INNER) or count > HEADING_WORDS:
            return False
        return piece.after_end or headed or chapter


def parts(text: str) -> list[tuple[str, bool]]:
    """The lines of a flattened line, and whether each is a heading; one space is between them."""
    flat = _Text(text[:MOST_CHARS])
    lines: list[tuple[str, bool]] = []
    end = 0
    for piece in flat.headings():
        start, stop = flat.words[piece.first].start(), flat.words[piece.last].end()
        if start > end:
            lines.extend(_below(text[end : start - 1], first=not lines))
        if text.startswith(_DASH, stop) and _LEAD.match(text, stop + len(_DASH[0])):
            stop += 2  # "Causes - In the baby: the canal …"
        lines.append((text[start:stop], True))
        end = stop + 1
    return [*lines, *_below(text[end:], first=not lines)]


def _below(text: str, *, first: bool) -> Iterator[tuple[str, bool]]:
    """The lines of what stands below a heading: those that begin alike, if it begins so."""
    leads = [] if first else [found.start() for found in _LEADS.finditer(text)]
    if len(leads) > 1 and leads[0] == 0:
        for start, stop in pairwise([*leads, len(text) + 1]):
            yield text[start : stop - 1], False
    else:
        yield text, False


def title_of(text: str) -> str:
    """The title with which a flattened page begins."""
    flat = _Text(text[:TITLE_CHARS])
    return flat.text[: flat.words[flat.pieces[flat.title()].last].end()] if flat.words else ""
