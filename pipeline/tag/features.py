"""What the fitted network sees of a page: its words, and flags for words and for passages.

A page is one row of words. A flag is a fact that holds or not: of a word by its place ("first of
its passage", "part of a listed drug"), or of a passage ("in a section on causes"). Facts that a
word has wherever it stands are in `word_flags`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from pipeline.model.records import Kind
from pipeline.tag.condition import Condition
from pipeline.tag.passages import Passage
from pipeline.tag.vocabulary import CATEGORIES
from pipeline.tag.words import LETTERS, letter

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

SHORT = 6  # words of a passage that may be a line of a list or a heading
DEEPEST = 3  # level of a section; deeper ones count alike
TELLING_LENGTH = 4  # letters; shorter words come back on every page
WORD_CODES = tuple(dict.fromkeys([code for _, code in LETTERS] + ["G", "I", "L", "W"]))
WORD_FLAGS = (*WORD_CODES, "capital", "-s", "-ed", "-ing", "hyphen")
PLACE_FLAGS = ("first", "second", "last", "seen", "in heading", "condition", "starts term")
TOKEN_FLAGS = (*PLACE_FLAGS, *CATEGORIES)
STARTS_TERM = TOKEN_FLAGS.index("starts term")
CATEGORY_COLUMNS = MappingProxyType({name: TOKEN_FLAGS.index(name) for name in CATEGORIES})
KINDS = tuple(Kind)
PASSAGE_FLAGS = (
    *(f"kind {kind}" for kind in KINDS),
    *(f"page {kind}" for kind in KINDS),
    *(f"heading {kind}" for kind in KINDS),
    *(f"level {level}" for level in range(DEEPEST + 1)),
    "names item",
    "item heading",
    "first of line",
    "denied",
    "turned",
    "in list",
    "question",
    "no section",
    "short",
    "after colon",
)
FACT_COLUMNS = range(PASSAGE_FLAGS.index("names item"), len(PASSAGE_FLAGS))


@dataclass(frozen=True)
class Inputs:
    """A page as numbers; `passage` says for each word in which passage it stands."""

    words: list[str]
    at: Ints  # where each word starts in the text
    passage: Ints
    starts: Ints  # where each passage starts in the text
    heading: Ints  # of each passage: the passage that is its section's heading, or -1
    token_flags: Flags
    passage_flags: Flags
    inside: Bools  # of each word: whether it is one, not the break after a passage

    @property
    def first_words(self) -> Ints:
        """The index of the first word of each passage, and the number of words."""
        return np.searchsorted(self.passage, np.arange(len(self.starts) + 1))

    def words_at(self, first: int, last: int) -> list[tuple[int, str]]:
        """Some words, each with where it starts; without the break after a passage."""
        places = zip(self.at[first:last].tolist(), self.words[first:last], strict=True)
        return [(at, word) for at, word in places if word != "\n"]


def word_flags(word: str) -> list[int]:
    """The flags that a printed word has wherever it stands, by index."""
    lower = word.lower()
    told = (word[:1].isupper(), lower.endswith("s"), lower.endswith("ed"), lower.endswith("ing"))
    found = [WORD_CODES.index(letter(lower))] if lower.strip() else []
    found += [len(WORD_CODES) + index for index, holds in enumerate((*told, "-" in word)) if holds]
    return found


def inputs(doc: Doc, text: str, terms: Sequence[tuple[int, int, str]]) -> Inputs:
    """The numbers of a Doc whose passages stand one to a line; `terms` are its listed terms."""
    passages: Sequence[Passage] = doc.user_data["passages"]
    array: Any = doc.to_array(["IDX", "LENGTH", "LOWER"])  # unsigned 64 bit
    starts = array[:, 0].astype(np.int64)
    ends = starts + array[:, 1].astype(np.int64)
    bounds = np.cumsum([0] + [len(passage.text) + 1 for passage in passages])[:-1]
    passage = np.searchsorted(bounds, starts, side="right") - 1
    words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    inside = _letters(text)[starts] != ord("\n")
    for place in np.flatnonzero(~inside).tolist():
        words[place] = "\n"  # a break may have white space of the next passage with it
    heading = _headings(passages)
    flags = np.zeros((len(words), len(TOKEN_FLAGS)), dtype=np.float32)
    _mark_edges(flags, passage, inside)
    _mark_repeats(flags, passage, heading, array[:, 2], ends - starts >= TELLING_LENGTH)
    _mark_condition(flags, doc.user_data["condition"], text, (starts, ends))
    for start, end, category in terms:
        flags[start, STARTS_TERM] = 1
        flags[start:end, CATEGORY_COLUMNS[category]] = 1
    flags[~inside] = 0
    lengths = np.bincount(passage[inside], minlength=len(passages)).tolist()
    told = _passage_flags(passages, lengths)
    return Inputs(words, starts, passage, bounds, heading, flags, told, inside)


def _letters(text: str) -> npt.NDArray[np.uint32]:
    """The code of each letter of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _headings(passages: Sequence[Passage]) -> Ints:
    """For each passage where the heading of its section stands."""
    place = {
        one.section.section_id: index
        for index, one in enumerate(passages)
        if one.in_heading and one.section
    }
    found = [place.get(one.section.section_id, -1) if one.section else -1 for one in passages]
    return np.array(found, dtype=np.int64)


def _mark_edges(flags: Flags, passage: Ints, inside: Bools) -> None:
    places = np.flatnonzero(inside)
    groups = passage[places]
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    ends = np.append(starts[1:], len(groups)) - 1
    flags[places[starts], 0] = 1
    flags[places[np.minimum(starts + 1, ends)[ends > starts]], 1] = 1
    flags[places[ends], 2] = 1


def _mark_repeats(flags: Flags, passage: Ints, heading: Ints, lower: Any, telling: Bools) -> None:
    """Marks words that an earlier passage has, and those that their section's heading has."""
    _, first, word = np.unique(lower, return_index=True, return_inverse=True)
    flags[:, 3] = (passage[first[word]] < passage) & telling
    own = heading[passage]
    is_heading = own == passage
    headed = np.zeros((len(heading), len(first)), dtype=bool)
    headed[own[is_heading & telling], word[is_heading & telling]] = True
    flags[:, 4] = headed[own, word] & telling & ~is_heading & (own >= 0)


def _mark_condition(
    flags: Flags, condition: Condition, text: str, places: tuple[Ints, Ints]
) -> None:
    starts, ends = places
    for match in condition.named.finditer(text.lower()):
        first = np.searchsorted(ends, match.start(), side="right")
        flags[first : np.searchsorted(starts, match.end()), 5] = 1


def _passage_flags(passages: Sequence[Passage], lengths: Sequence[int]) -> Flags:
    flags = np.zeros((len(passages), len(PASSAGE_FLAGS)), dtype=np.float32)
    rows: list[int] = []
    columns: list[int] = []
    after_colon = False
    for row, (passage, length) in enumerate(zip(passages, lengths, strict=True)):
        end = passage.text.rstrip()[-1:]
        facts = (
            *_facts(passage),
            end == "?",
            passage.section is None,
            length <= SHORT,
            after_colon,
        )
        told = [*_kind_columns(passage), *compress(FACT_COLUMNS, facts)]
        rows += [row] * len(told)
        columns += told
        after_colon = end == ":"
    flags[rows, columns] = 1  # at once: each access to an array is dear
    return flags


def _kind_columns(passage: Passage) -> list[int]:
    """The columns of what the kinds around a passage, and its level, say."""
    kind, page_kind = KINDS.index(passage.place.kind), KINDS.index(passage.place.page_kind)
    level = min(passage.section.level, DEEPEST) if passage.section else 0
    columns = [kind, len(KINDS) + page_kind, 3 * len(KINDS) + level]
    return [*columns, 2 * len(KINDS) + kind] if passage.in_heading else columns


def _facts(passage: Passage) -> tuple[bool, ...]:
    """The facts that a passage itself knows, in the order of their flags."""
    place = passage.place
    return (
        place.names_item,
        place.names_item and passage.in_heading,
        passage.first,
        place.cue is not None,
        place.was is not None,
        passage.block.layout.list_depth > 0,
    )
