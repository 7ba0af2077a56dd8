"""The article body of a page that was read from markup: one decision for all its lines.

Every line gets a score by the fitted network, from the features of `features.py`. The lines that
are kept are those for which the word F1 that is to be expected is highest: with scores p and
words w, the k best lines that maximise 2 * sum(p * w of the k) / (sum(w of the k) + sum(p * w)).
So the threshold is each page's own and needs no tuning.
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.counted import counted_headings
from pipeline.clean.cues import reason_of
from pipeline.clean.document import Document, Line, Removal
from pipeline.clean.features import page_features
from pipeline.clean.network import scores, stored_weights
from pipeline.model.reasons import Reason

_DIGITS = 3  # of a score; the last digits of floating point differ between machines
_WIDEST_GAP = 8  # lines; wider gaps hold boxes of their own
_GAP_SHARE = 0.4  # of the threshold, for a line between kept lines
_HEADING_SHARE = 0.1  # ... and for one that is set or numbered like a heading
_LONGEST_HEADING = 120  # characters
_MARKER = re.compile(r"[(（]?(?:\d{1,2}|[a-hA-H]|[ivxIVX]{1,4})(?:[.)）、:]|\s-)\s?\S")
_NO_CUE = (Reason.OUTSIDE_ARTICLE, "")
_NO_ARTICLE = 0.1  # a page whose best line scores less has no article


class Verdict(NamedTuple):
    """The scores of all lines, the removals outside the article, and headings surely inside."""

    scores: list[float]
    removals: list[Removal]
    counted: frozenset[int] = frozenset()


NO_VERDICT = Verdict([], [])


def judge(document: Document, title: str | None) -> Verdict:
    """The verdict on a page; empty for a page without markup. The printed title is kept."""
    if not document.places or not document.lines:
        return NO_VERDICT
    page = page_features(document)
    found = np.round(scores(stored_weights(), page.lines, page.ranges), _DIGITS)
    threshold = best_threshold(found, page.words)
    kept = found >= threshold
    _fill_gaps(document.lines, found, kept, page.cues, threshold)
    counted = frozenset(counted_headings(document.lines, kept))
    kept[list(counted)] = True
    removals = [
        _removal(document.lines[index], index, float(found[index]), page.cues[index])
        for index in np.flatnonzero(~kept).tolist()
        if document.lines[index].text != title
    ]
    return Verdict(found.tolist(), removals, counted)


def _fill_gaps(
    lines: Sequence[Line],
    found: NDArray[np.float64],
    kept: NDArray[np.bool_],
    cues: Sequence[int],
    threshold: float,
) -> None:
    """Keep what stands between kept lines and reads like them: nothing inside is lost."""
    inside = np.flatnonzero(kept)
    for before, after in itertools.pairwise(inside.tolist()):
        if not 1 < after - before <= _WIDEST_GAP + 1:
            continue
        for index in range(before + 1, after):
            line = lines[index]
            linked = line.layout.link_chars * 2 > len(line.text)
            least = _HEADING_SHARE if _is_heading(line) else _GAP_SHARE
            if not linked and found[index] >= least * threshold and reason_of(cues[index]) is None:
                kept[index] = True


def _is_heading(line: Line) -> bool:
    layout = line.layout
    return (
        layout.heading_level is not None
        or layout.ordinal is not None
        or (layout.emphasised and len(line.text) <= _LONGEST_HEADING)
        or _MARKER.match(line.text) is not None
    )


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
    reason, cue = reason_of(cues) or _NO_CUE
    evidence = f"score {score:.3f}, {line.text.count(' ') + 1} words"
    if line.layout.link_chars:
        evidence += f", links {min(1.0, line.layout.link_chars / len(line.text)):.0%}"
    if cue:
        evidence += f", inside {cue}"
    return Removal(index, reason, "article_body", evidence, round(1 - score, _DIGITS))
