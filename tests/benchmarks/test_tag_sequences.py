"""The sum over all sequences of tags against counting them out."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.tag_sequences import all_sequences, pairs
from pipeline.tag.network import MAY_FOLLOW, TAGS

PASSAGE = np.array([0, 0, 0, 1, 2, 2])
JUDGED = np.array([0, 1, 2, 3, 0, 1])
COUNTED = np.array([True, False, True])
EVERY = np.ones(3, dtype=bool)
STEP = 1e-6

RANDOM = np.random.default_rng(5)
SCORES: NDArray[np.float64] = RANDOM.normal(size=(len(PASSAGE), len(TAGS)))
FOLLOWS: NDArray[np.float64] = RANDOM.normal(size=(len(TAGS), len(TAGS)))


def value(scores: NDArray[np.float64], follows: NDArray[np.float64]) -> float:
    return all_sequences(scores, follows, PASSAGE, EVERY).value  # type: ignore[arg-type]


def weight(places: list[int], tags: tuple[int, ...]) -> float:
    """The weight of one sequence over the words at some places."""
    steps = list(zip((0, *tags), tags, strict=False))
    if not all(MAY_FOLLOW[step] for step in steps):
        return 0.0
    told = sum(SCORES[place, tag] for place, tag in zip(places, tags, strict=True))
    return float(np.exp(told + sum(FOLLOWS[step] for step in steps)))


def test_the_value_is_the_log_of_all_sequences() -> None:
    expected = 0.0
    for passage in range(3):
        places = np.flatnonzero(passage == PASSAGE).tolist()
        every = product(range(len(TAGS)), repeat=len(places))
        expected += float(np.log(sum(weight(places, tags) for tags in every)))
    assert value(SCORES, FOLLOWS) == pytest.approx(expected)


def test_the_slopes_say_how_the_value_changes() -> None:
    slopes = all_sequences(SCORES, FOLLOWS, PASSAGE, EVERY)  # type: ignore[arg-type]
    for values, told in ((SCORES, slopes.scores), (FOLLOWS, slopes.follows)):
        for place in np.ndindex(values.shape):
            moved = values.copy()
            moved[place] += STEP
            changed = (moved, FOLLOWS) if values is SCORES else (SCORES, moved)
            slope = (value(*changed) - value(SCORES, FOLLOWS)) / STEP
            assert told[place] == pytest.approx(slope, abs=1e-4)


def test_what_follows_what_is_told_of_the_counted_passages() -> None:
    some = all_sequences(SCORES, FOLLOWS, PASSAGE, COUNTED)  # type: ignore[arg-type]
    every = all_sequences(SCORES, FOLLOWS, PASSAGE, EVERY)  # type: ignore[arg-type]
    assert some.follows.sum() == pytest.approx(5)  # a step for each of their words
    assert every.follows.sum() == pytest.approx(6)


def test_pairs_begin_with_outside_and_end_with_their_passage() -> None:
    found = pairs(JUDGED, PASSAGE, COUNTED)
    steps = np.argwhere(found).tolist()
    assert steps == [[0, 0], [0, 1], [1, 2]]
    assert found[0].tolist() == [2, 2, 0, 0, 0]
