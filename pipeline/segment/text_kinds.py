"""The kind of a section from its text and place: a linear model over patterns, words and order.

The patterns (`kinds.toml`) were written by hand, each for one kind and with a weight of that kind
to start from; `benchmarks/fit_kinds.py` moved the weights only as far as labelled texts asked
for (`kinds.json`). So a pattern that one source never uses keeps a sensible weight for another.
Words and places (first, last, after causes) and the words of headings start from nothing. Training
data: MedQuAD, Ben Abacha and Demner-Fushman 2019, CC BY 4.0, and the project's own judged pages;
only weights are kept.
"""

import json
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import exp, sqrt
from pathlib import Path
from typing import NamedTuple

from pipeline.model.records import Kind

KINDS = tuple(kind for kind in Kind if kind is not Kind.DIET)  # no text of MedQuAD is about diet
CHAPTER_KINDS = tuple(Kind)
MAX_CHARS = 800  # what a section is about shows in its first sentences
MAX_SENTENCES = 8
SENTENCE_CHARS = 400  # bounds the time a pattern takes
HEADING_CHARS = 120  # of a heading are looked at
MAX_WORDS = 16
FEW_WORDS = 4  # more make a heading long
LONG = ("many words",)
LEAD = 3  # sentences that count more than the rest
FEW_SENTENCES = 4
WORD_SCALE = 3.0  # of a word's weight; long texts share it out
MANY_HITS = 4  # fewer sentences than that after the lead don't make a share

# The weight that a pattern has for its own kind before any fitting.
PRIOR = {
    "start": 0.8,
    "first": 0.5,
    "lead": 0.25,
    "rest": 0.5,
    "echo": 4.0,
    "share": 0.5,
    "top": 1.0,
    "diversity": 0.5,
}

_HERE = Path(__file__).parent
_SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n")
_LOOSE = re.compile(r"\\.[*+?]?|\[[^\]]*\][*+?]?|.[*?]|.\{[^}]*\}|[.+^$]")
_LITERAL = re.compile(r"[a-z][a-z ]*[a-z]")
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_SPACES = re.compile(r"[ \t\r\f\v]+")


class Patterns(NamedTuple):
    """The compiled patterns, each with its kind."""

    start: tuple[tuple[Kind, "re.Pattern[str]"], ...]
    sentence: tuple[tuple[Kind, "re.Pattern[str]"], ...]
    cues: tuple[
        tuple[str, ...], ...
    ]  # for each sentence pattern letters without which it can't match


@cache
def patterns() -> Patterns:
    """The patterns of `kinds.toml`, compiled once a process."""
    table = tomllib.loads((_HERE / "kinds.toml").read_text("utf-8"))
    return Patterns(
        tuple(
            (Kind(kind), re.compile(f"(?:{pattern})"))
            for kind, listed in table["start"].items()
            for pattern in listed
        ),
        tuple(
            (Kind(kind), re.compile(rf"\b(?:{pattern})"))
            for kind, listed in table["sentence"].items()
            for pattern in listed
        ),
        tuple(_cues(pattern) for listed in table["sentence"].values() for pattern in listed),
    )


def _cues(pattern: str) -> tuple[str, ...]:
    """Letters of which one must stand in a text for the pattern to match; none if unknown."""
    cues: list[str] = []
    for flat, groups in _alternatives(pattern):
        runs = [(run,) for run in _LITERAL.findall(_LOOSE.sub("\n", flat))]
        known = [each for each in (*runs, *map(_cues, groups)) if each]
        if not known:
            return ()
        cues.extend(max(known, key=lambda each: min(map(len, each))))
    return tuple(dict.fromkeys(cues))


def _alternatives(pattern: str) -> Iterator[tuple[str, list[str]]]:
    """The outermost alternatives: each without its groups, and what its mandatory groups hold."""
    depth = start = 0
    flat, groups = "", []
    for place, char in enumerate(pattern):
        depth += char == "("
        if depth == 1 and char == "(":
            start = place + 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                flat += "\n"
                if pattern[place + 1 : place + 2] not in {"?", "*"}:
                    groups.append(pattern[start:place])
        elif depth == 0 and char == "|":
            yield flat, groups
            flat, groups = "", []
        elif depth == 0:
            flat += char
    yield flat, groups


Row = tuple[float, ...]  # a weight for each of `KINDS`, for chapters of `CHAPTER_KINDS`


class Weights(NamedTuple):
    """The fitted weights."""

    features: dict[str, Row]  # of patterns, where the place is not known
    words: dict[str, Row]  # beside them
    places: dict[str, Row]  # of chapters
    chapters: dict[str, Row]  # words of their texts
    headings: dict[str, Row]  # words of their headings, pairs of words, shapes


class Place(NamedTuple):
    """Where a chapter stands among those of its page."""

    first: bool
    last: bool
    before: Kind | None  # the kind of the chapter before
    seen: frozenset[Kind]  # the kinds of all before

    def names(self) -> list[str]:
        """The names of what holds for it."""
        named = [ANY, *(f"seen {kind}" for kind in Kind if kind in self.seen)]
        named += ["first"] * self.first + ["last"] * self.last
        return [*named, f"before {self.before}"] if self.before else named


ANY = "any"  # holds for every chapter
PLACES = (ANY, "first", "last", *(f"{name} {kind}" for name in ("before", "seen") for kind in Kind))


@cache
def weights() -> Weights:
    """The fitted weights, read once a process."""
    stored = json.loads((_HERE / "kinds.json").read_text("utf-8"))
    tables = (stored[name] for name in Weights._fields)
    return Weights(*({name: _row(row) for name, row in table.items()} for table in tables))


def _row(stored: str) -> Row:
    """The weights as they are stored: in hundredths."""
    return tuple(int(weight) / 100 for weight in stored.split())


def words_of(text: str) -> list[str]:
    """The different words at the beginning of a text, in order."""
    return list(dict.fromkeys(_WORD.findall(text[:MAX_CHARS].lower())))


def sentences_of(text: str) -> list[str]:
    """The first sentences of a text, folded."""
    folded = _SPACES.sub(" ", text[:MAX_CHARS]).strip()
    return [part for part in _SENTENCE.split(folded) if part][:MAX_SENTENCES]


def features(text: str, echo: Kind | None) -> dict[str, float]:
    """What the model sees of a text; `echo` is the kind of a question that the text begins with."""
    sentences = sentences_of(text)
    if len(sentences) > 1 and sentences[0].endswith("?"):
        sentences = sentences[1:]
    lowered = [sentence[:SENTENCE_CHARS].lower() for sentence in sentences]
    seen: dict[str, float] = {"bias": 1.0}
    if not lowered:
        return seen
    for index, (_, pattern) in enumerate(patterns().start):
        if pattern.match(lowered[0]):
            seen[f"start {index}"] = 1.0
    hits = [[0] * len(lowered) for _ in KINDS]
    for index, places in _possible(lowered):
        kind, pattern = patterns().sentence[index]
        found = [place for place in places if pattern.search(lowered[place])]
        if found:
            _add_pattern(seen, index, found, hits[KINDS.index(kind)])
    if echo:
        seen[f"echo {echo}"] = 1.0
    _add_shares(seen, hits, len(lowered))
    seen["length"] = min(1.0, len(lowered) / MAX_SENTENCES)
    if " - " in text[:MAX_CHARS]:
        seen["list"] = 1.0
    if len(lowered) < FEW_SENTENCES:
        seen["short"] = 1.0
    return seen


def _possible(sentences: Sequence[str]) -> Iterator[tuple[int, Sequence[int]]]:
    """The sentence patterns that may match, with the sentences that hold a cue of theirs."""
    text = "\n".join(sentences)
    ends = list(accumulate(len(sentence) + 1 for sentence in sentences))
    for index, cues in enumerate(patterns().cues):
        present = [cue for cue in cues if cue in text]
        if present:
            yield index, sorted({place for cue in present for place in _holding(text, cue, ends)})
        elif not cues:
            yield index, range(len(sentences))


def _holding(text: str, cue: str, ends: Sequence[int]) -> Iterator[int]:
    """The sentences that hold a cue, by where they end in the text."""
    at = text.find(cue)
    while at >= 0:
        place = bisect_right(ends, at)
        yield place
        at = text.find(cue, ends[place])


def _add_pattern(seen: dict[str, float], index: int, found: Sequence[int], hits: list[int]) -> None:
    """The features of a pattern that matches in these sentences."""
    for place in found:
        hits[place] += 1
    if found[0] == 0:
        seen[f"first {index}"] = 1.0
    if any(0 < place < LEAD for place in found):
        seen[f"lead {index}"] = 1.0
    rest = sum(place >= LEAD for place in found)
    if rest:
        seen[f"rest {index}"] = rest / max(MANY_HITS, len(hits) - LEAD)


def _add_shares(seen: dict[str, float], hits: Sequence[Sequence[int]], count: int) -> None:
    """For each kind the share of sentences with a pattern of it, and where it has the most."""
    most = [max(column) for column in zip(*hits, strict=True)]
    diversity = 0
    for kind, row in zip(KINDS, hits, strict=True):
        if not any(row):
            continue
        seen[f"share {kind}"] = sum(hit > 0 for hit in row) / count
        top = sum(hit > 0 and hit == best for hit, best in zip(row, most, strict=True)) / count
        if top:
            seen[f"top {kind}"] = top
            diversity += 1
    seen["diversity"] = diversity / len(KINDS)


def decide(
    texts: Sequence[tuple[str, Kind | None]],
    hints: Mapping[Kind, float],
    place: Place | None = None,
    headings: Sequence[str] = (),
) -> tuple[Kind, float]:
    """The likeliest kind of texts of one kind and its share of the odds.

    Each text comes with the kind of the question that it begins with; `hints` are log-odds known
    before. Of several texts the mean counts. Where the place among chapters is known, it and the
    words of heading and text decide; else patterns and words do.
    """
    known = weights()
    listed = CHAPTER_KINDS if place else KINDS
    rows: list[Sequence[float]] = [[hints.get(kind, 0.0) for kind in listed]]
    if place:
        rows += [known.places[name] for name in place.names()]
        rows += _heading_rows(headings, known.headings)
        each = [_word_scores(text, known.chapters, len(listed)) for text, _ in texts]
    else:
        each = [_scores(text, echo) for text, echo in texts]
    rows += [[score / len(texts) for score in scores] for scores in each]
    scores = list(map(sum, zip(*rows, strict=True)))
    top = max(scores)
    odds = [exp(score - top) for score in scores]
    best = scores.index(top)
    return listed[best], odds[best] / sum(odds)


def heading_terms(heading: str) -> list[str]:
    """The words of a heading, neighbours as pairs, and its shape."""
    words = _WORD.findall(heading[:HEADING_CHARS].lower())[:MAX_WORDS]
    pairs = (f"{one} {two}" for one, two in pairwise(["^", *words, "$"]))
    shape = ["?"] * heading.endswith("?") + ["one word"] * (len(words) == 1)
    return [
        *dict.fromkeys(words),
        *dict.fromkeys(pairs),
        *shape,
        *(LONG * (len(words) > FEW_WORDS)),
    ]


def _heading_rows(headings: Sequence[str], known: Mapping[str, Row]) -> Iterator[Sequence[float]]:
    for heading in headings:
        for term in heading_terms(heading):
            if term in known:
                yield [weight / len(headings) for weight in known[term]]


def _scores(text: str, echo: Kind | None) -> list[float]:
    """What a text's patterns and words add to the log-odds of each kind."""
    known = weights()
    scores = _word_scores(text, known.words, len(KINDS))
    for name, value in features(text, echo).items():
        row = known.features.get(name)
        if row:
            scores = [score + value * weight for score, weight in zip(scores, row)]  # noqa: B905
    return scores


def _word_scores(text: str, known: Mapping[str, Row], kinds: int) -> list[float]:
    words = words_of(text)
    rows = [known[word] for word in words if word in known]
    if not rows:
        return [0.0] * kinds
    share = WORD_SCALE / sqrt(len(words))
    return [share * sum(column) for column in zip(*rows, strict=True)]
