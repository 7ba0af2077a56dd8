"""From scores to mentions: the best sequence of tags, and what other scores say of each span."""

import math
from collections.abc import Iterator, Sequence
from operator import add

import numpy as np
import numpy.typing as npt

from pipeline.model.records import Label
from pipeline.tag.features import Inputs, Ints
from pipeline.tag.network import ACTIVATION, CUE, TAGS, WEIGHT, Array, Follows
from pipeline.tag.words import letter

ONE = ACTIVATION * WEIGHT  # counts to one in the scores
# A word whose other tags all lie so far below "outside" is outside; e**3 to one.
CERTAIN = 3 * ONE
LABELS = ((Label.CAUSE, 1, 3), (Label.REMEDY, 3, 5))  # with the columns of their tags
FIRST_TAGS = (TAGS.index("B-CAUSE"), TAGS.index("B-REMEDY"))
OUTSIDE = [0.0, *[-math.inf] * (len(TAGS) - 1)]
LEAST = 0.01  # no mention is surer, or less sure, than this allows
Span = tuple[int, int, Label]


def spans(scores: Array, page: Inputs, follows: Follows) -> Iterator[Span]:
    """First word, end and label of each mention."""
    for start, rows in _open_runs(scores, page):
        tags = best_tags(rows, follows)
        begin = 0
        for index in range(1, len(tags) + 1):
            goes_on = index < len(tags) and tags[index] != 0 and tags[index] not in FIRST_TAGS
            if goes_on:
                continue
            if tags[begin]:
                label = Label.CAUSE if tags[begin] == FIRST_TAGS[0] else Label.REMEDY
                yield from _trimmed(page.words, start + begin, start + index, label)
            begin = index


LOOSE = frozenset(
    "C,DOTP"
)  # classes of words that end no phrase: "and", ",", "the", "of", "to", "with"
OPEN_ENDS = frozenset(["etc", "etc."])
PARTICLES = frozenset(["in", "on"])  # ... unless they belong to a verb: "breathe in"


def _trimmed(words: Sequence[str], start: int, end: int, label: Label) -> Iterator[Span]:
    """A span without what can't end it, if anything else is left."""
    while end > start and _is_loose(words[end - 1].lower()):
        end -= 1
    if end > start:
        yield start, end, label


def _is_loose(word: str) -> bool:
    return word in OPEN_ENDS or (letter(word) in LOOSE and word not in PARTICLES)


def _open_runs(scores: Array, page: Inputs) -> Iterator[tuple[int, list[list[float]]]]:
    """Stretches of words that may be part of a mention; they end at each passage's end."""
    is_open = scores[:, 1:5].max(axis=1) > scores[:, 0] - CERTAIN
    is_open &= np.array([word != "\n" for word in page.words], dtype=bool)
    edges = np.flatnonzero(np.diff(is_open, prepend=False, append=False)).tolist()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield start, scores[start:end, :5].tolist()


def best_tags(rows: Sequence[Sequence[float]], follows: Follows) -> list[int]:
    """The sequence of tags with the highest sum of scores and of what may follow what.

    The words before and after are outside.
    """
    into = list(zip(*follows, strict=True))  # for each tag what coming from each other adds
    state, states = OUTSIDE, []
    for row in rows:
        best = [max(map(add, state, column)) for column in into]
        state = list(map(add, best, row))
        states.append(state)
    tags = [0]  # the word after
    for state in reversed(states):
        ways = list(map(add, state, into[tags[-1]]))
        tags.append(ways.index(max(ways)))
    return tags[:0:-1]


def sureness(scores: Array, found: Sequence[Span]) -> list[float]:
    """For each span the mean probability that its words belong to a mention with its label."""
    rows = scores[:, :5].astype(np.float64) / ONE
    odds = np.exp(rows - rows.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    shares = {label: odds[:, first:last].sum(axis=1).tolist() for label, first, last in LABELS}
    means = [sum(shares[label][start:end]) / (end - start) for start, end, label in found]
    return [round(min(max(mean, LEAST), 1 - LEAST), 2) for mean in means]


def says(scores: Array, column: int, found: Sequence[Span]) -> list[bool]:
    """For each span whether its words say together that it is denied, or that it prevents."""
    total = np.append(0, np.cumsum(scores[:, column].astype(np.int64))).tolist()
    return [total[end] > total[start] for start, end, _ in found]


def cue_words(scores: Array, passage: Ints, span: Span) -> tuple[int, int] | None:
    """First word and end of the nearest words of the passage that are a cue, if any."""
    start, end, _ = span
    return _nearest_cue(scores, passage, int(passage[start]), (start, end))


def cue_of_heading(scores: Array, page: Inputs, span: Span) -> tuple[int, int] | None:
    """First word and end of the cue in the heading that a span stands under, if any."""
    own = int(page.passage[span[0]])
    heading = int(page.heading[own])
    if heading in (own, -1):
        return None
    return _nearest_cue(scores, page.passage, heading, (span[0], span[0]))


def _nearest_cue(
    scores: Array, passage: Ints, index: int, around: tuple[int, int]
) -> tuple[int, int] | None:
    start, end = around
    first, last = np.searchsorted(passage, [index, index + 1]).tolist()
    told: npt.NDArray[np.bool_] = scores[first:last, CUE] > 0
    told[max(start - first, 0) : max(end - first, 0)] = False
    places = np.flatnonzero(told) + first
    if not len(places):
        return None
    nearest = int(places[np.argmin(np.where(places < start, start - places, places - end + 1))])
    begin, stop = nearest, nearest + 1
    while begin > first and told[begin - 1 - first]:
        begin -= 1
    while stop < last and told[stop - first]:
        stop += 1
    return begin, stop
