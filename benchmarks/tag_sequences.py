"""How likely sequences of tags are, and how that changes with each score.

A sequence is worth the sum of its words' scores and of what each tag adds after the one before it.
Passages stand side by side, the longest first, and all are walked word by word at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.tag.network import MAY_FOLLOW, TAGS

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
LEAST = 1e-300


@dataclass(frozen=True)
class Sequences:
    """All sequences: the log of their weight, and how it changes with each score.

    `scores` are the odds of each word's tags, `follows` counts what tag comes after what.
    """

    value: float
    scores: Numbers
    follows: Numbers


def all_sequences(
    scores: npt.NDArray[np.float32],
    follows: npt.NDArray[np.float32],
    passage: Ints,
    counted: npt.NDArray[np.bool_],
) -> Sequences:
    """What all sequences of some passages add up to; `follows` is of the counted passages."""
    starts = np.flatnonzero(np.diff(passage, prepend=-1))
    lengths = np.diff(starts, append=len(passage))
    order = np.argsort(-lengths, kind="stable")
    still = [int((lengths > at).sum()) for at in range(int(lengths.max()))]
    highest = scores.max(axis=1, keepdims=True)
    worth = np.exp((scores - highest).astype(np.float64))
    ways = np.exp(follows.astype(np.float64)) * MAY_FOLLOW
    found = _walked(worth, ways, (starts[order], counted[order, None]), still)
    return replace(found, value=found.value + float(highest.sum()))


def pairs(tags: Ints, passage: Ints, counted: npt.NDArray[np.bool_]) -> Numbers:
    """How often which tag stands after which in the counted passages; outside stands before."""
    before = np.where(np.diff(passage, prepend=-1) != 0, 0, np.roll(tags, 1))
    found = np.zeros((len(TAGS), len(TAGS)))
    here = counted[passage]
    np.add.at(found, (before[here], tags[here]), 1)
    return found


def _walked(
    worth: Numbers,
    ways: Numbers,
    rows: tuple[Ints, npt.NDArray[np.bool_]],
    still: Sequence[int],
) -> Sequences:
    """The sum over all sequences; `still` passages have a word at each place."""
    starts, counted = rows
    shares, sums = _forward(worth, ways, starts, still)
    slope, follows = np.zeros_like(worth), np.zeros_like(ways)
    behind = np.ones((still[-1], len(TAGS)))
    for at in range(len(still) - 1, -1, -1):
        slope[starts[: still[at]] + at] = shares[at] * behind
        before = shares[at - 1][: still[at]] if at else np.eye(len(TAGS))[[0] * still[0]]
        step = worth[starts[: still[at]] + at] * behind / sums[at]
        follows += (before.T @ (step * counted[: still[at]])) * ways
        behind = np.ones((still[max(at - 1, 0)], len(TAGS)))
        behind[: still[at]] = step @ ways.T
    return Sequences(float(sum(np.log(one).sum() for one in sums)), slope, follows)


def _forward(
    worth: Numbers, ways: Numbers, starts: Ints, still: Sequence[int]
) -> tuple[list[Numbers], list[Numbers]]:
    """For each place the shares of the tags, given the words so far, and their sums before."""
    shares: list[Numbers] = []
    sums: list[Numbers] = []
    for at, count in enumerate(still):
        before = shares[-1][:count] @ ways if at else ways[0]  # before the first word is outside
        here = before * worth[starts[:count] + at]
        sums.append(np.maximum(here.sum(axis=1, keepdims=True), LEAST))
        shares.append(here / sums[-1])
    return shares, sums
