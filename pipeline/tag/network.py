"""The fitted network: from a page's words and flags to what each word is.

Each word starts as a vector: what its word pieces, its own row (if it is frequent) and its flags
add up to. Layers with a window of three words, further apart from layer to layer, look around; one
pooled step lets each word know the strongest signals of its passage. At the end each word has a
score for five tags (outside, first and further word of a cause, of a remedy), for negation, for
prevention and for being a cue. `benchmarks/fit_tagging.py` fits the weights.

All numbers are whole: activations are counts of 1/32, weights of 1/64, and no sum reaches 2**24, so
that float32 holds each of them exactly. The order of summing then makes no difference, and every
machine gives the same scores.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.tag.features import Inputs, Ints, word_flags

Array = npt.NDArray[np.float32]
Follows = npt.NDArray[np.float64]

ACTIVATION = 32  # counts to one
WEIGHT = 64
ONE_WEIGHT = np.float32(1 / WEIGHT)  # a power of two: no rounding
LARGEST = 511  # counts of an activation: 16
DILATIONS = (1, 1, 2, 4, 1)  # distance of the words that a layer sees beside each word
POOLED_AFTER = 1  # the layer after which words hear of their passage
TAGS = ("O", "B-CAUSE", "I-CAUSE", "B-REMEDY", "I-REMEDY")
# No phrase goes on that did not start: "I-CAUSE" only follows on "B-CAUSE" and "I-CAUSE".
MAY_FOLLOW = np.array(
    [[new[0] != "I" or old[1:] == new[1:] for new in TAGS] for old in TAGS], dtype=bool
)
NEGATED, PREVENTS, CUE = 5, 6, 7  # further columns of the scores
FILE = Path(__file__).with_name("network.npz")
PART = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
UNKNOWN = "[UNK]"
MOST_WORDS = 20_000  # whose rows are remembered: some ten megabytes
FIRST_WORDS = 4_096  # for which there is room at first


@dataclass(frozen=True)
class Weights:
    """All that was fitted, as whole numbers."""

    pieces: npt.NDArray[np.int8]  # a vector for each word piece
    piece_names: Mapping[str, int]
    words: Array  # rows of frequent words
    word_names: Mapping[str, int]
    project: Array  # from a piece vector to a word's row, and to its row as a part of a heading
    word_flags: Array
    token_flags: Array
    passage_flags: Array
    bias: Array
    layers: tuple[tuple[Array, Array], ...]
    pool: tuple[tuple[Array, Array], tuple[Array, Array]]
    out: tuple[Array, Array]
    follows: Follows  # what a tag (column) after another (row) adds to a sequence's score


def load(path: Path = FILE) -> Weights:
    """The weights of a file."""
    with np.load(path, allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    names = {key: bytes(stored.pop(key)).decode().split("\n") for key in ("pieces_of", "words_of")}
    pieces = stored.pop("pieces")
    whole = {name: value.astype(np.float32) for name, value in stored.items()}
    pairs = {
        name: (whole[name], whole[f"{name} bias"]) for name in whole if f"{name} bias" in whole
    }
    return Weights(
        pieces=pieces,
        piece_names={name: row for row, name in enumerate(names["pieces_of"])},
        words=whole["words"],
        word_names={name: row for row, name in enumerate(names["words_of"])},
        project=whole["project"],
        word_flags=whole["word flags"],
        token_flags=whole["token flags"],
        passage_flags=whole["passage flags"],
        bias=whole["bias"],
        layers=tuple(pairs[f"layer {index}"] for index in range(len(DILATIONS))),
        pool=(pairs["pool in"], pairs["pool out"]),
        out=pairs["out"],
        follows=np.where(MAY_FOLLOW, whole["follows"], -np.inf).astype(np.float64),
    )


def pieces_of(word: str, names: Mapping[str, int]) -> list[int]:
    """The rows of a lower-case word's pieces, longest first from the left (WordPiece)."""
    found = [row for part in PART.findall(word) for row in _pieces(part, names)]
    return found or [names[UNKNOWN]]


def _pieces(part: str, names: Mapping[str, int]) -> list[int]:
    found = []
    start = 0
    while start < len(part):
        mark = "##" if start else ""
        ends = range(len(part), start, -1)
        end = next((end for end in ends if mark + part[start:end] in names), None)
        if end is None:
            return [names[UNKNOWN]]
        found.append(names[mark + part[start:end]])
        start = end
    return found


class Network:
    """Gives scores; remembers the rows of words it has seen."""

    def __init__(self, weights: Weights) -> None:
        self.follows = weights.follows
        self._weights = weights
        self._width = weights.out[0].shape[0]
        self._index: dict[str, int] = {}
        self._rows = np.zeros((FIRST_WORDS, self._width), dtype=np.float32)
        self._heading_rows = np.zeros_like(self._rows)  # of words as a part of a heading

    def scores(self, page: Inputs) -> Array:
        """The scores of each word, eight columns."""
        hidden = self._first(page)
        starts = _first_words(page.passage)
        # Room that all layers share.
        wide, sums = (np.empty((len(hidden), n * self._width), np.float32) for n in (3, 2))
        for index, (layer, distance) in enumerate(
            zip(self._weights.layers, DILATIONS, strict=True)
        ):
            fill_window(wide, hidden, distance)
            hidden += _maxout(wide, layer, sums)
            _clipped(hidden)
            if index == POOLED_AFTER:
                hidden += self._pooled(hidden, starts)[page.passage]
                _clipped(hidden)
        weights, bias = self._weights.out
        return hidden @ weights + bias

    def _first(self, page: Inputs) -> Array:
        """What each word starts as: its own row, its flags', its passage's and its heading's."""
        weights = self._weights
        rows = self._rows_of(page.words)
        around = page.passage_flags @ weights.passage_flags + weights.bias
        has = page.heading >= 0
        if has.any():
            around[has] += self._headings(page, rows)[page.heading[has]]
        total = self._rows[rows]
        total += page.token_flags @ weights.token_flags
        total += around[page.passage]
        return np.maximum(_scaled(total), 0, out=total)

    def _rows_of(self, words: Sequence[str]) -> Ints:
        """Where the rows of words stand; those of new words are made."""
        index = self._index
        if len(index) > MOST_WORDS:
            index.clear()
        for word in set(words).difference(index):
            row = len(index)
            if row == len(self._rows):
                self._rows, self._heading_rows = _longer(self._rows), _longer(self._heading_rows)
            new = self._new_row(word)
            self._rows[row], self._heading_rows[row] = new[: self._width], new[self._width :]
            index[word] = row
        return np.array([index[word] for word in words], dtype=np.int64)

    def _headings(self, page: Inputs, rows: Ints) -> Array:
        """The mean row of the words of each passage that is a heading, as parts of it."""
        is_heading = np.zeros(len(page.heading), dtype=bool)
        is_heading[page.heading[page.heading >= 0]] = True
        words = np.flatnonzero(is_heading[page.passage])
        starts = _first_words(page.passage[words])
        sizes = np.diff(starts, append=len(words))
        means = np.zeros((len(is_heading), self._width), dtype=np.float32)
        total = np.add.reduceat(self._heading_rows[rows[words]], starts)
        means[is_heading] = np.rint(total / sizes[:, None])
        return means

    def _new_row(self, word: str) -> Array:
        weights = self._weights
        lower = word.lower()
        if not lower.strip():
            return np.zeros(2 * self._width, dtype=np.float32)
        pieces = weights.pieces[pieces_of(lower, weights.piece_names)].astype(np.float32)
        row = np.rint(pieces.sum(axis=0) / len(pieces)) @ weights.project
        row[: self._width] += weights.word_flags[word_flags(word)].sum(axis=0)
        if lower in weights.word_names:
            row[: self._width] += weights.words[weights.word_names[lower]]
        return np.asarray(row, dtype=np.float32)

    def _pooled(self, hidden: Array, starts: npt.NDArray[np.int64]) -> Array:
        """What each passage tells its words."""
        (weights, bias), out = self._weights.pool
        # The strongest sum is the strongest signal too, whatever is added to all and cut alike.
        strongest = _scaled(np.maximum.reduceat(hidden @ weights, starts) + bias)
        return _dense(np.maximum(strongest, 0), out)


def _first_words(passage: Ints) -> Ints:
    """Where each passage starts."""
    return np.flatnonzero(np.diff(passage, prepend=-1))


def _dense(hidden: Array, layer: tuple[Array, Array]) -> Array:
    weights, bias = layer
    return _scaled(hidden @ weights + bias)


def fill_window(wide: Array, hidden: Array, distance: int) -> None:
    """Puts each word's row between those of the words at a distance before and after it."""
    width = hidden.shape[1]
    wide[:distance, :width] = 0
    wide[distance:, :width] = hidden[:-distance]
    wide[:, width : 2 * width] = hidden
    wide[:-distance, 2 * width :] = hidden[distance:]
    wide[-distance:, 2 * width :] = 0


def _maxout(hidden: Array, layer: tuple[Array, Array], sums: Array) -> Array:
    """The larger of the two halves of a dense layer; `sums` is room for it."""
    weights, bias = layer
    np.matmul(hidden, weights, out=sums)
    sums += bias
    half = sums.shape[1] // 2
    return _scaled(np.maximum(sums[:, :half], sums[:, half:]))


def _longer(rows: Array) -> Array:
    """Rows with room for as many more."""
    return np.concatenate([rows, np.zeros_like(rows)])


def _scaled(sums: Array) -> Array:
    """Sums as activations, in place."""
    sums *= ONE_WEIGHT
    return _clipped(np.rint(sums, out=sums))


def _clipped(values: Array) -> Array:
    """Activations within their bounds, in place."""
    return np.clip(values, -LARGEST, LARGEST, out=values)


@cache
def network() -> Network:
    """The network of this process."""
    return Network(load())
