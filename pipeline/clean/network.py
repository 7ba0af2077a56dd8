"""A small network over the lines of a page, in plain NumPy.

Each line's features pass through two layers that also see the lines beside it, the mean over the
lines of each element around it, and the mean of the page; the second layer sees as well what
stands before and behind the line. One number a line comes out: how likely it is of the article.

The weights are fitted by `benchmarks/fit_article.py` and stored as one flat array.
"""

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
WIDTHS = {"first": 64, "seen_first": 24, "second": 48, "seen_second": 16, "third": 32}
CLIP = 5.0  # features further from their mean than this many deviations say no more
_SEEN = len(SHIFTS) + LEVELS + 1


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


def shapes(features: int) -> Weights:
    """The shape of each array of weights for this number of features."""
    first, seen, second, seen_again, third = WIDTHS.values()
    return Weights(
        *((features,), (features,)),  # type: ignore[arg-type]
        *((features, first), (first,), (first, seen)),  # type: ignore[arg-type]
        *((first + seen * _SEEN, second), (second,), (second, seen_again)),  # type: ignore[arg-type]
        *((second + seen_again * (_SEEN + 2), third), (third,), (third, 1), (1,)),  # type: ignore[arg-type]
    )


class Ranges(NamedTuple):
    """Which lines each line of a page, or of several pages in a row, sees."""

    begins: Indices  # (levels + 1, lines): first line of each element around, then of the page
    ends: Indices


@cache
def stored_weights() -> Weights:
    """The weights that ship with the project."""
    flat = np.load(WEIGHTS)
    features = int(flat[0])
    arrays = []
    start = 1
    for shape in shapes(features):
        size = int(np.prod(shape))
        arrays.append(flat[start : start + size].astype(np.float32).reshape(shape))
        start += size
    return Weights(*arrays)


def scores(weights: Weights, features: Matrix, ranges: Ranges) -> NDArray[np.float64]:
    """How likely each line is of the article, 0 to 1."""
    scaled = np.clip((features - weights.mean) / weights.deviation, -CLIP, CLIP)
    first = np.maximum(scaled @ weights.first + weights.first_bias, 0)
    seen = surroundings(first @ weights.first_seen, ranges, along=False)
    second = np.hstack([first, seen]) @ weights.second + weights.second_bias
    second = np.maximum(second, 0)
    seen = surroundings(second @ weights.second_seen, ranges, along=True)
    third = np.hstack([second, seen]) @ weights.third + weights.third_bias
    logits = (np.maximum(third, 0) @ weights.last + weights.last_bias)[:, 0]
    return 1 / (1 + np.exp(-logits.astype(np.float64)))


def surroundings(values: Matrix, ranges: Ranges, *, along: bool) -> Matrix:
    """What each line sees: its neighbours, means of elements and page, and what is before, behind."""
    lines, width = values.shape
    sums = np.zeros((lines + 1, width))
    np.cumsum(values, axis=0, out=sums[1:])
    begins, ends = ranges
    means = (sums[ends] - sums[begins]) / (ends - begins)[:, :, None]
    columns = [_shifted(values, by, ranges) for by in SHIFTS]
    columns.extend(means)
    if along:
        here = np.arange(lines)
        begin, end = begins[-1], ends[-1]
        columns.append((sums[here] - sums[begin]) / np.maximum(here - begin, 1)[:, None])
        columns.append((sums[end] - sums[here + 1]) / np.maximum(end - here - 1, 1)[:, None])
    return np.hstack(columns).astype(np.float32)


def _shifted(values: Matrix, by: int, ranges: Ranges) -> Matrix:
    """The values of the line that stands `by` lines below, zero beyond the page."""
    there = np.arange(len(values)) + by
    inside = (there >= ranges.begins[-1]) & (there < ranges.ends[-1])
    shifted: Matrix = np.where(inside[:, None], values[np.where(inside, there, 0)], 0)
    return shifted
