"""Boosted trees learn what they are shown, and the same from the same."""

import numpy as np

from benchmarks.boosting import Shape, fit_trees
from pipeline.clean.trees import logits

SHAPE = Shape(trees=24, depth=2, rate=0.3, columns=1.0, ridge=1.0)
ROWS = np.random.default_rng(0).random((400, 3)).astype(np.float32)


def test_one_kind_is_told_from_all_else() -> None:
    wanted = (ROWS[:, 1] > 0.5) ^ (ROWS[:, 2] > 0.5)
    trees = fit_trees(ROWS, wanted[:, None].astype(float), np.ones(400), SHAPE)
    assert ((logits(trees, ROWS)[:, 0] > 0) == wanted).mean() > 0.95


def test_several_kinds_are_told_apart() -> None:
    kinds = (ROWS[:, 0] * 3).astype(int)
    trees = fit_trees(ROWS, np.eye(3)[kinds], np.ones(400), SHAPE)
    assert (logits(trees, ROWS).argmax(axis=1) == kinds).mean() > 0.95


def test_a_second_fit_gives_the_same_bytes() -> None:
    wanted = np.eye(2)[(ROWS[:, 0] > 0.3).astype(int)]
    first, second = (fit_trees(ROWS, wanted, np.ones(400), SHAPE) for _ in range(2))
    assert all(one.tobytes() == other.tobytes() for one, other in zip(first, second, strict=True))
