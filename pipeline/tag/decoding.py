"""From scores to mentions: the best sequence of tags, and what other scores say of each span."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from pipeline.model.records import Label
from pipeline.tag.features import Inputs, Ints
from pipeline.tag.network import ACTIVATION, CUE, TAGS, WEIGHT, Array, Follows
from pipeline.tag.spans import Range
from pipeline.tag.words import letter

ONE = ACTIVATION * WEIGHT  # counts to one in the scores
# A word whose other tags all lie so far below "outside" is outside; e**3 to one.
CERTAIN = 3 * ONE
LABELS = ((Label.CAUSE, 1, 3), (Label.REMEDY, 3, 5))  # with the columns of their tags
FIRST_TAGS = (TAGS.index("B-CAUSE"), TAGS.index("B-REMEDY"))
IS_FIRST, IS_FURTHER = (np.array([tag[0] == place for tag in TAGS]) for place in "BI")
OUTSIDE = np.array([[0.0], *[[-np.inf]] * (len(TAGS) - 1)])
LEAST = 0.01  # no mention is surer, or less sure, than this allows
Span = tuple[int, int, Label]
Runs = tuple[Ints, Ints]  # where each starts and ends


def spans(scores: Array, page: Inputs, follows: Follows) -> Iterator[Span]:
    """First word, end and label of each mention."""
    tags = best_tags(scores[:, : len(TAGS)], _open_runs(scores, page), follows)
    starts = np.flatnonzero(IS_FIRST[tags])
    others = np.flatnonzero(~IS_FURTHER[tags])  # where what came before has ended
    ends = np.append(others, len(tags))[np.searchsorted(others, starts, side="right")]
    rows = zip(starts.tolist(), ends.tolist(), tags[starts].tolist(), strict=True)
    for start, end, tag in rows:
        label = Label.CAUSE if tag == FIRST_TAGS[0] else Label.REMEDY
        yield from _trimmed(page.words, start, end, label)


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


def _open_runs(scores: Array, page: Inputs) -> Runs:
    """Stretches of words that may be part of a mention; they end at each passage's end."""
    is_open = scores[:, 1 : len(TAGS)].max(axis=1) > scores[:, 0] - CERTAIN
    is_open &= page.inside
    edges = np.flatnonzero(np.diff(is_open, prepend=False, append=False))
    return edges[::2], edges[1::2]


def best_tags(scores: Array, runs: Runs, follows: Follows) -> Ints:
    """For each word its tag in the best sequence of its run, "outside" where no run is.

    The best sequence has the highest sum of scores and of what may follow what (Viterbi); the
    words before and after a run are outside. All runs go on together word by word, the longest
    first: those that have not ended are always the first ones.
    """
    starts, going = _longest_first(runs)
    columns = scores.T.astype(np.float64)
    state, states = np.repeat(OUTSIDE, len(starts), axis=1), []
    for step, count in enumerate(going):
        reached = (state[:, None, :count] + follows[:, :, None]).max(axis=0)
        state = reached + columns[:, starts[:count] + step]
        states.append(state)
    tags = np.zeros(len(scores), dtype=np.int64)
    after = np.zeros(len(starts), dtype=np.int64)  # the tag of each run's word after
    for step, count in reversed(list(enumerate(going))):
        after[:count] = (states[step] + follows[:, after[:count]]).argmax(axis=0)
        tags[starts[:count] + step] = after[:count]
    return tags


def _longest_first(runs: Runs) -> tuple[Ints, list[int]]:
    """Where the runs start, the longest first, and how many of them have a word at each step."""
    starts, ends = runs
    order = np.argsort(starts - ends, kind="stable")
    shortness = (starts - ends)[order]
    steps = np.arange(-shortness.min(initial=0))
    return starts[order], np.searchsorted(shortness, -steps).tolist()


def sureness(scores: Array, found: Sequence[Span]) -> list[float]:
    """For each span the mean probability that its words belong to a mention with its label."""
    rows = scores[:, : len(TAGS)].T.astype(np.float64) / ONE
    odds = np.exp(rows - rows.max(axis=0))
    odds /= odds.sum(axis=0)
    shares = {label: odds[first:last].sum(axis=0).tolist() for label, first, last in LABELS}
    means = [sum(shares[label][start:end]) / (end - start) for start, end, label in found]
    return [round(min(max(mean, LEAST), 1 - LEAST), 2) for mean in means]


def says(scores: Array, column: int, found: Sequence[Span]) -> list[bool]:
    """For each span whether its words say together that it is denied, or that it prevents."""
    total = np.append(0, np.cumsum(scores[:, column].astype(np.int64))).tolist()
    return [total[end] > total[start] for start, end, _ in found]


class Cues:
    """The words of a page that are a cue."""

    def __init__(self, scores: Array, page: Inputs) -> None:
        self._page = page
        self._places: list[int] = np.flatnonzero(scores[:, CUE] > 0).tolist()
        self._bounds: list[int] = page.first_words.tolist()

    def of(self, span: Span) -> Range | None:
        """First word and end of the nearest words of the passage that are a cue, if any."""
        return self._nearest(int(self._page.passage[span[0]]), span[:2])

    def of_heading(self, span: Span) -> Range | None:
        """First word and end of the cue in the heading that a span stands under, if any."""
        own = int(self._page.passage[span[0]])
        heading = int(self._page.heading[own])
        return None if heading in (own, -1) else self._nearest(heading, (span[0], span[0]))

    def _nearest(self, passage: int, around: Range) -> Range | None:
        start, end = around
        first, last = (bisect_left(self._places, at) for at in self._bounds[passage : passage + 2])
        told = [place for place in self._places[first:last] if not start <= place < end]
        if not told:
            return None
        begin = min(told, key=lambda place: start - place if place < start else place - end + 1)
        stop = begin + 1
        while begin - 1 in told:
            begin -= 1
        while stop in told:
            stop += 1
        return begin, stop
