"""Fitted trees: what they say of rows of numbers.

A tree asks the same few questions of every row and adds, for each kind that is told apart, a number
for the answers that there were. All numbers are whole, so the sums are the same on every machine.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.network import Matrix

UNIT = 256  # a whole number of an answer stands for this part of one


class Trees(NamedTuple):
    """The trees: for each its questions and its answers."""

    columns: NDArray[np.int16]  # (trees, depth): the feature that a question is about
    cuts: NDArray[np.float32]  # (trees, depth): whether it is larger
    answers: NDArray[np.int16]  # (trees, 2 ** depth, kinds)
    first: NDArray[np.int16]  # (kinds): what stands before any question


def load(path: Path) -> Trees:
    """The trees of a file."""
    with np.load(path) as stored:
        return Trees(*(stored[name] for name in Trees._fields))


def logits(trees: Trees, features: Matrix) -> NDArray[np.float64]:
    """For each row what all trees together say of each kind."""
    count, depth = trees.columns.shape
    larger = features[:, trees.columns.ravel()] > trees.cuts.ravel()
    powers = 1 << np.arange(depth)[::-1]
    leaf = larger.reshape(len(features), count, depth) @ powers
    total = trees.answers[np.arange(count), leaf].sum(axis=1, dtype=np.int64)
    found: NDArray[np.float64] = (trees.first + total) / UNIT
    return found
