"""Boosted trees that ask the same question of all rows at each level, fitted by Newton's steps.

One kind against all else is a logistic loss, several kinds a softmax; a tree answers for all kinds
at once. The same rows give the same trees. After Friedman 2001, "Greedy function approximation".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.network import Matrix
from pipeline.clean.trees import UNIT, Trees

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """How many trees are fitted, and how."""

    trees: int
    depth: int
    rate: float
    first: float = 0.0  # the score before any question
    columns: float = 0.2  # share of the features that a tree may ask about
    rows: float = 0.5  # share of the rows that a tree is fitted to
    ridge: float = 6.0
    bins: int = 24
    seed: int = 0


def fit_trees(rows: Matrix, wanted: Numbers, weights: Numbers, shape: Shape) -> Trees:
    """Trees for the rows; `wanted` has a column for each kind, one where a row is of it."""
    random = np.random.default_rng(shape.seed)
    edges = [_edges(column, shape.bins) for column in rows.T]
    asked = np.array([n for n, edge in enumerate(edges) if len(edge)])
    binned = np.array(
        [np.searchsorted(edges[n], rows[:, n], side="left") for n in asked], dtype=np.uint8
    )
    count, kinds = wanted.shape
    first = np.full(kinds, round(shape.first * UNIT), dtype=np.int16)
    score = np.zeros(wanted.shape) + first / UNIT
    questions, answers = [], []
    for _ in range(shape.trees):
        slope, curve = _steps(score, wanted, weights)
        chosen = np.flatnonzero(random.random(count) < shape.rows)
        columns = np.sort(random.permutation(len(asked))[: int(shape.columns * len(asked))])
        leaf = np.zeros(count, dtype=np.int64)
        part = binned[np.ix_(columns, chosen)]
        here = (np.asfortranarray(slope[chosen]), np.asfortranarray(curve[chosen]))
        for level in range(shape.depth):
            column, cut = _best(part, leaf[chosen], 1 << level, *here, shape)
            column = columns[column]
            leaf = leaf * 2 + (binned[column] > cut)
            questions.append((asked[column], edges[asked[column]][cut]))
        down = _sums(leaf[chosen], here[0], 1 << shape.depth)
        wide = _sums(leaf[chosen], here[1], 1 << shape.depth)
        values = np.round(-shape.rate * down / (wide + shape.ridge) * UNIT)
        answers.append(values)
        score = score + values[leaf] / UNIT
    columns, cuts = zip(*questions, strict=True)
    return Trees(
        np.array(columns, dtype=np.int16).reshape(shape.trees, shape.depth),
        np.array(cuts, dtype=np.float32).reshape(shape.trees, shape.depth),
        np.array(answers, dtype=np.int16),
        first,
    )


def _steps(score: Numbers, wanted: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Slope and curvature of the loss at the scores."""
    if score.shape[1] == 1:
        found = 1 / (1 + np.exp(-score))
    else:
        found = np.exp(score - score.max(axis=1, keepdims=True))
        found /= found.sum(axis=1, keepdims=True)
    heavy = weights[:, None]
    return heavy * (found - wanted), heavy * found * (1 - found)


def _edges(column: NDArray[np.float32], bins: int) -> NDArray[np.float32]:
    """The values between which a question may cut, at most so many."""
    values = np.unique(column)
    if len(values) > bins:
        values = np.unique(np.quantile(column, np.linspace(0, 1, bins + 1), method="lower"))
    return values[:-1]


def _sums(cells: NDArray[np.int64], values: Numbers, size: int) -> Numbers:
    """For each cell and kind the sum of the values in it."""
    columns = (np.bincount(cells, column, size) for column in values.T)
    return np.stack(list(columns), axis=1)


def _best(  # noqa: PLR0913, PLR0917  what a level is chosen by
    binned: NDArray[np.uint8],
    leaf: NDArray[np.int64],
    leaves: int,
    slope: Numbers,
    curve: Numbers,
    shape: Shape,
) -> tuple[int, int]:
    """The column and the cut that lower the loss most, over all leaves together."""
    best = (-1.0, 0, 0)
    size = shape.bins + 1
    base = leaf * size
    for number, column in enumerate(binned):
        cells = base + column
        down = _sums(cells, slope, leaves * size).reshape(leaves, size, -1).cumsum(axis=1)
        wide = _sums(cells, curve, leaves * size).reshape(leaves, size, -1).cumsum(axis=1)
        gain = (down**2 / (wide + shape.ridge)).sum(axis=(0, 2))
        other, rest = down[:, -1:] - down, wide[:, -1:] - wide
        gain = gain + (other**2 / (rest + shape.ridge)).sum(axis=(0, 2))
        cut = int(np.argmax(gain[:-1]))
        if gain[cut] > best[0]:
            best = (float(gain[cut]), number, cut)
    return best[1:]
