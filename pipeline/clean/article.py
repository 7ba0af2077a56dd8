"""The article body of a page that was read from markup: one decision for all its lines.

Every line gets a score by the fitted network, from the features of `features.py`. The lines that
are kept are those for which the word F1 that is to be expected is highest: with scores p and
words w, the k best lines that maximise 2 * sum(p * w of the k) / (sum(w of the k) + sum(p * w)).
So the threshold is each page's own and needs no tuning.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.cues import reason_of
from pipeline.clean.document import Document, Line, Removal
from pipeline.clean.features import page_features
from pipeline.clean.network import scores, stored_weights
from pipeline.model.reasons import Reason

_DIGITS = 3  # of a score; the last digits of floating point differ between machines
_NO_ARTICLE = 0.1  # a page whose best line scores less has no article


class Verdict(NamedTuple):
    """The scores of all lines and the removals of those outside the article."""

    scores: list[float]
    removals: list[Removal]


def judge(document: Document, title: str | None) -> Verdict:
    """The verdict on a page; empty for a page without markup. The printed title is kept."""
    if not document.places or not document.lines:
        return Verdict([], [])
    page = page_features(document)
    found = np.round(scores(stored_weights(), page.lines, page.ranges), _DIGITS)
    threshold = best_threshold(found, page.words)
    removals = [
        _removal(document.lines[index], index, float(found[index]), page.cues[index])
        for index in np.flatnonzero(found < threshold).tolist()
        if document.lines[index].text != title
    ]
    return Verdict(found.tolist(), removals)


def best_threshold(found: NDArray[np.float64], words: NDArray[np.float64]) -> float:
    """The lowest score that is kept: where the expected word F1 is highest."""
    if found.max() < _NO_ARTICLE:
        return 1.0
    order = np.argsort(-found, kind="stable")
    weights = words[order] + 0.5  # a line of signs counts as half a word
    right = np.cumsum(found[order] * weights)
    expected = 2 * right / (np.cumsum(weights) + right[-1])
    return float(found[order][int(np.argmax(expected))])


def _removal(line: Line, index: int, score: float, cues: int) -> Removal:
    reason, cue = reason_of(cues) or (Reason.OUTSIDE_ARTICLE, "")
    parts = [f"score {score:.3f}", f"{line.text.count(' ') + 1} words"]
    if line.layout.link_chars:
        parts.append(f"links {min(1.0, line.layout.link_chars / len(line.text)):.0%}")
    if cue:
        parts.append(f"inside {cue}")
    return Removal(index, reason, "article_body", ", ".join(parts), round(1 - score, _DIGITS))


def removals_of(verdict: Verdict) -> Iterator[Removal]:
    """The removals, in order."""
    yield from verdict.removals
