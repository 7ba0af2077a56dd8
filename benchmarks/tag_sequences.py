"""How likely the judged sequence of tags is among all, and how that changes with each score.

A sequence is worth the sum of its words' scores and of what each tag adds after the one before it.
Passages stand side by side, the longest first, and all are walked word by word at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.tag.network import MAY_FOLLOW, TAGS

Numbers = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
LEAST = 1e-300


@dataclass(frozen=True)
class Slopes:
    """What was found: a loss or log of a sum, with its slopes."""

    value: float
    scores: Numbers
    follows: Numbers

    def __sub__(self, other: "Slopes") -> "Slopes":
        return Slopes(
            self.value - other.value, self.scores - other.scores, self.follows - other.follows
        )


def sequence_loss(
    scores: npt.NDArray[np.float32],
    follows: npt.NDArray[np.float32],
    allowed: Numbers,
    passage: Ints,
) -> Slopes:
    """The loss: the log of all sequences' weight less that of the allowed ones."""
    starts = np.flatnonzero(np.diff(passage, prepend=-1))
    lengths = np.diff(starts, append=len(passage))
    starts = starts[np.argsort(-lengths, kind="stable")]
    still = [int((lengths > at).sum()) for at in range(int(lengths.max()))]
    worth = np.exp((scores - scores.max(axis=1, keepdims=True)).astype(np.float64))
    ways = np.exp(follows.astype(np.float64)) * MAY_FOLLOW
    every = _all_sequences(worth, ways, starts, still)
    return every - _all_sequences(worth * allowed, ways, starts, still)


def _all_sequences(worth: Numbers, ways: Numbers, starts: Ints, still: Sequence[int]) -> Slopes:
    """The log of the weight of all sequences; `still` passages have a word at each place."""
    shares, sums = _forward(worth, ways, starts, still)
    slope, follows = np.zeros_like(worth), np.zeros_like(ways)
    behind = np.ones((still[-1], len(TAGS)))
    for at in range(len(still) - 1, -1, -1):
        slope[starts[: still[at]] + at] = shares[at] * behind
        before = shares[at - 1][: still[at]] if at else np.eye(len(TAGS))[[0] * still[0]]
        step = worth[starts[: still[at]] + at] * behind / sums[at]
        follows += (before.T @ step) * ways
        behind = np.ones((still[max(at - 1, 0)], len(TAGS)))
        behind[: still[at]] = step @ ways.T
    return Slopes(float(sum(np.log(one).sum() for one in sums)), slope, follows)


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
