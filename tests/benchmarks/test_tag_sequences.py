"""The loss of whole sequences against counting all of them out."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.tag_sequences import sequence_loss
from pipeline.tag.network import MAY_FOLLOW, TAGS

PASSAGE = np.array([0, 0, 0, 1, 2, 2])
JUDGED = [0, 1, 2, 3, 0, 1]
OPEN = 4  # a word of which nothing is known: every tag is allowed
STEP = 1e-6

RANDOM = np.random.default_rng(5)
SCORES: NDArray[np.float64] = RANDOM.normal(size=(len(PASSAGE), len(TAGS)))
FOLLOWS: NDArray[np.float64] = RANDOM.normal(size=(len(TAGS), len(TAGS)))
ALLOWED: NDArray[np.float64] = np.eye(len(TAGS))[JUDGED]
ALLOWED[OPEN] = 1


def loss(scores: NDArray[np.float64], follows: NDArray[np.float64]) -> float:
    return sequence_loss(scores, follows, ALLOWED, PASSAGE).value  # type: ignore[arg-type]


def weight(places: list[int], tags: tuple[int, ...]) -> float:
    """The weight of one sequence over the words at some places."""
    pairs = list(zip((0, *tags), tags, strict=False))
    if not all(MAY_FOLLOW[pair] for pair in pairs):
        return 0.0
    told = sum(SCORES[place, tag] for place, tag in zip(places, tags, strict=True))
    return float(np.exp(told + sum(FOLLOWS[pair] for pair in pairs)))


def test_the_loss_is_the_share_of_the_allowed_sequences() -> None:
    expected = 0.0
    for passage in range(3):
        places = np.flatnonzero(passage == PASSAGE).tolist()
        every = list(product(range(len(TAGS)), repeat=len(places)))
        allowed = [
            tags
            for tags in every
            if all(ALLOWED[place, tag] for place, tag in zip(places, tags, strict=True))
        ]
        total, kept = (sum(weight(places, tags) for tags in some) for some in (every, allowed))
        expected += float(np.log(total) - np.log(kept))
    assert loss(SCORES, FOLLOWS) == pytest.approx(expected)


def test_the_slopes_say_how_the_loss_changes() -> None:
    slopes = sequence_loss(SCORES, FOLLOWS, ALLOWED, PASSAGE)  # type: ignore[arg-type]
    for values, told in ((SCORES, slopes.scores), (FOLLOWS, slopes.follows)):
        for place in np.ndindex(values.shape):
            moved = values.copy()
            moved[place] += STEP
            changed = (moved, FOLLOWS) if values is SCORES else (SCORES, moved)
            slope = (loss(*changed) - loss(SCORES, FOLLOWS)) / STEP
            assert told[place] == pytest.approx(slope, abs=1e-4)
