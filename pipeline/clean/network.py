"""A small network over the lines of a page, in plain NumPy.

Each line's features pass through two layers that also see the lines beside it, the mean over the
lines of each element around it, and the mean of the page; the second layer sees as well what
stands before and behind the line. One number a line comes out: how likely it is of the article.

The weights are fitted by `benchmarks/fit_article.py` and stored as one flat array.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Indices = NDArray[np.int64]

WEIGHTS = Path(__file__).with_name("article.npy")

SHIFTS = (-2, -1, 1, 2)  # neighbours that a line sees
LEVELS = 5  # elements around a line whose mean it sees, the nearest first
# Values a line has in the three layers, and those of the first two that other lines see of it.
FIRST, FIRST_SEEN, SECOND, SECOND_SEEN, THIRD = 48, 16, 32, 8, 24
CLIP = 5.0  # features further from their mean than this many deviations say no more
_SEEN = len(SHIFTS) + LEVELS + 1
_ROWS = 32  # of a product at a time


class Weights(NamedTuple):
    """The fitted numbers, in the order in which they are stored."""

    mean: Matrix
    deviation: Matrix
    first: Matrix
    first_bias: Matrix
    first_seen: Matrix
    second: Matrix
    second_bias: Matrix
    second_seen: Matrix
    third: Matrix
    third_bias: Matrix
    last: Matrix
    last_bias: Matrix


def shapes(features: int) -> tuple[tuple[int, ...], ...]:
    """The shape of each array of `Weights` for this number of features."""
    second_sees = FIRST + FIRST_SEEN * _SEEN
    third_sees = SECOND + SECOND_SEEN * (_SEEN + 2)
    return (
        *((features,), (features,)),
        *((features, FIRST), (FIRST,), (FIRST, FIRST_SEEN)),
        *((second_sees, SECOND), (SECOND,), (SECOND, SECOND_SEEN)),
        *((third_sees, THIRD), (THIRD,), (THIRD, 1), (1,)),
    )


class Ranges(NamedTuple):
    """Which lines each line of a page, or of several pages in a row, sees."""

    begins: Indices  # (levels + 1, lines): first line of each element around, then of the page
    ends: Indices


class Layers(NamedTuple):
    """All that is computed on the way to the scores; fitting needs it, scoring the last field."""

    scaled: Matrix
    first: Matrix
    first_seen: Matrix  # the first layer with what is seen around each line
    second: Matrix
    second_seen: Matrix
    third: Matrix
    logits: Matrix


def unpack(flat: Matrix) -> Weights:
    """The weights from the flat array that is stored; its first number is that of the features."""
    arrays = []
    start = 1
    for shape in shapes(int(flat[0])):
        size = int(np.prod(shape))
        arrays.append(flat[start : start + size].astype(np.float32).reshape(shape))
        start += size
    return Weights(*arrays)


@cache
def stored_weights() -> Weights:
    """The weights that ship with the project."""
    return unpack(np.load(WEIGHTS))


def scores(weights: Weights, features: Matrix, ranges: Ranges) -> NDArray[np.float64]:
    """How likely each line is of the article, 0 to 1."""
    scaled = (features - weights.mean) / weights.deviation
    np.clip(scaled, -CLIP, CLIP, out=scaled)
    logits = layers(weights, scaled, ranges).logits[:, 0]
    return 1 / (1 + np.exp(-logits.astype(np.float64)))


def layers(weights: Weights, scaled: Matrix, ranges: Ranges, kept: Sequence[Matrix] = ()) -> Layers:
    """The layers for features that are scaled; the lines may be of several pages in a row.

    `kept` holds a factor for each value of the first two layers: fitting leaves some out.
    """
    first = np.maximum(_product(scaled, weights.first) + weights.first_bias, 0)
    first = first * kept[0] if kept else first
    seen = surroundings(_product(first, weights.first_seen), ranges, along=False)
    first_seen = np.hstack([first, seen])
    second = np.maximum(_product(first_seen, weights.second) + weights.second_bias, 0)
    second = second * kept[1] if kept else second
    seen = surroundings(_product(second, weights.second_seen), ranges, along=True)
    second_seen = np.hstack([second, seen])
    third = np.maximum(_product(second_seen, weights.third) + weights.third_bias, 0)
    logits = _product(third, weights.last) + weights.last_bias
    return Layers(scaled, first, first_seen, second, second_seen, third, logits)


def _product(rows: Matrix, weights: Matrix) -> Matrix:
    """The matrix product, a few rows at a time: larger ones would wake a pool of threads."""
    result = np.empty((len(rows), weights.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), _ROWS):
        end = start + _ROWS
        np.matmul(rows[start:end], weights, out=result[start:end])
    return result


def surroundings(values: Matrix, ranges: Ranges, *, along: bool) -> Matrix:
    """What each line sees: its neighbours, means of elements and page; before and behind it."""
    lines, width = values.shape
    sums = np.zeros((lines + 1, width))
    np.cumsum(values, axis=0, out=sums[1:])
    begins, ends = ranges
    means = (sums[ends] - sums[begins]) / (ends - begins)[:, :, None]
    beyond = len(SHIFTS) + len(means)
    seen = np.zeros((lines, beyond + 2 * along, width), dtype=np.float32)
    for place, by in enumerate(SHIFTS):
        _shift(values, by, ranges, seen[:, place])
    seen[:, len(SHIFTS) : beyond] = means.transpose(1, 0, 2)
    if along:
        for place, (begin, end) in enumerate(before_and_behind(ranges), start=beyond):
            seen[:, place] = (sums[end] - sums[begin]) / np.maximum(end - begin, 1)[:, None]
    return seen.reshape(lines, -1)


def before_and_behind(ranges: Ranges) -> tuple[tuple[Indices, Indices], tuple[Indices, Indices]]:
    """For each line the range of lines before it and of those behind it on its page."""
    here = np.arange(ranges.begins.shape[1])
    return (ranges.begins[-1], here), (here + 1, ranges.ends[-1])


def _shift(values: Matrix, by: int, ranges: Ranges, shifted: Matrix) -> None:
    """Fill in the values of the line that stands `by` lines below; beyond the page they stay 0."""
    there = np.arange(by, len(values) + by)
    inside = (there >= ranges.begins[-1]) & (there < ranges.ends[-1])
    shifted[inside] = values[there[inside]]
