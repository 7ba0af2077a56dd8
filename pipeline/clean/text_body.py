"""Lines of bare text that the rules left and that are still no part of the article.

Every line gets a score by fitted trees, from the features of `text_features.py`. A tree asks the
same four questions of every line and adds a number for the sixteen answers that there are; all
numbers are whole, so the score is the same on every machine. What is glued to the end of a line,
and the sentences of a page that lost its line breaks, are judged each on its own; a line is cut
only where the verdicts differ.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, groupby
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.document import Document, Line, Removal
from pipeline.clean.network import Matrix
from pipeline.clean.shape import ends_sentence
from pipeline.clean.spoken import is_confirmed
from pipeline.clean.text_features import line_features
from pipeline.clean.text_words import hint_of, telling_word
from pipeline.model.reasons import Reason

TREES = Path(__file__).with_name("text_body.npz")
UNIT = 256  # a whole number of an answer stands for this part of one
FIRST_SCORE = -1.0


class Trees(NamedTuple):
    """The fitted trees: for each its questions and its answers."""

    columns: NDArray[np.int16]  # (trees, depth): the feature that a question is about
    cuts: NDArray[np.float32]  # (trees, depth): whether it is larger
    answers: NDArray[np.int16]  # (trees, 2 ** depth)


def scores(trees: Trees, features: Matrix) -> NDArray[np.float64]:
    """How likely each line is no part of the article, from 0 to 1."""
    count, depth = trees.columns.shape
    larger = features[:, trees.columns.ravel()] > trees.cuts.ravel()
    powers = 1 << np.arange(depth)[::-1]
    leaf = larger.reshape(len(features), count, depth) @ powers
    total = trees.answers[np.arange(count), leaf].sum(axis=1, dtype=np.int64)
    found: NDArray[np.float64] = 1 / (1 + np.exp(-(FIRST_SCORE + total / UNIT)))
    return found


@cache
def stored_trees() -> Trees:
    """The trees that ship with the project."""
    with np.load(TREES) as stored:
        return Trees(stored["columns"], stored["cuts"], stored["answers"])


# --- what is judged ---------------------------------------------------------------------------

_BREAK = re.compile(r"[.!?][\"'”’)\]]{0,2}\s+(?=\S)|[。！？]\s*(?=\S)")
_BODY = 60  # letters before the break at which something is glued to a line
_GLUED = 400  # letters; longer ends are text that lacks its full stop
_SENTENCE = 30  # letters of a sentence of a flat page
_FLAT = 600  # letters of a line that holds most of a page
_FLAT_LINES = 4  # ... and the lines that such a page has at most, beside what was split off before


class Part(NamedTuple):
    """A line, or the part of one that is judged on its own."""

    line: int
    text: str


def parts_of(texts: Sequence[str], removed: Sequence[bool]) -> list[Part]:
    """The parts of all lines of a page; lines that were removed are whole."""
    kept = sum(len(text) for text, gone in zip(texts, removed, strict=True) if not gone)
    parts: list[Part] = []
    for index, (text, gone) in enumerate(zip(texts, removed, strict=True)):
        flat = len(text) >= _FLAT and len(text) * 4 > kept * 3
        cuts = () if gone or len(text) <= _BODY else _cuts(text, flat=flat)
        begin = 0
        for end in (*cuts, len(text)):
            parts.append(Part(index, text[begin:end].strip()))
            begin = end
    return parts


def _cuts(text: str, *, flat: bool) -> tuple[int, ...]:
    if not flat and ends_sentence(text):
        return ()
    breaks = [found.end() for found in _BREAK.finditer(text)]
    if not flat:
        return tuple(cut for cut in breaks[-1:] if cut >= _BODY and len(text) - cut <= _GLUED)
    cuts: list[int] = []
    for end in breaks:
        if end - (cuts[-1] if cuts else 0) >= _SENTENCE:
            cuts.append(end)
    return tuple(cuts)


# --- the verdict ------------------------------------------------------------------------------

THRESHOLD = 0.7  # set by cross-validation: see docs/cleaning.md
_TITLE_SCORE = 0.3  # a title that scores less is one
_BETTER = 0.15  # so much less another line must score
_TOP = 12  # lines; titles stand above the text
_LONGEST_TITLE = 200
_DIGITS = 3  # of a score
# A number alone on its line is the marker of the heading below it.
_ALONE = re.compile(r"[(（]?\w{1,3}[)）.、:：]?")
_NEAR = 2  # lines; what was removed so near gives its reason
# What goes on over several lines, so that a line among them is of the same kind.
_LASTING = frozenset({
    Reason.RELATED_LIST, Reason.COMMENTS, Reason.FOOTER, Reason.MENU, Reason.BYLINE,
    Reason.CONTENTS_LIST, Reason.TAG_LIST, Reason.NEWSLETTER, Reason.ADVERT,
})  # fmt: skip


class Judged(NamedTuple):
    """The document with glued furniture on lines of its own, and all its removals."""

    document: Document
    removals: dict[int, Removal]


def other_title(
    document: Document, title: str | None, removed: Mapping[int, Removal]
) -> str | None:
    """A line above the text that is the title, where the line taken for it is furniture."""
    if title is None or is_confirmed(title, document.lines):
        return None
    texts = [line.text for line in document.lines]
    free = [n for n, text in enumerate(texts[:_TOP]) if n not in removed]
    start = next((n for n in free if texts[n] == title), None)
    if start is None:
        return None
    below = []
    for index in (n for n in free if n > start):
        if len(texts[index]) > _LONGEST_TITLE or texts[index][-1] in ".:":
            break
        below.append(index)
    if not below:
        return None
    found = _scores(texts, None, _reasons_of(removed, range(len(texts))))
    best = min(below, key=lambda index: (found[index], index))
    return texts[best] if found[start] > max(_TITLE_SCORE, found[best] + _BETTER) else None


def _reasons_of(removed: Mapping[int, Removal], lines: Iterable[int]) -> list[Reason | None]:
    """For each line the reason for which the rules removed it, if they did."""
    return [cut.reason if (cut := removed.get(line)) else None for line in lines]


def _scores(
    texts: Sequence[str], title: str | None, verdicts: Sequence[Reason | None]
) -> NDArray[np.float64]:
    return scores(stored_trees(), line_features(texts, title, verdicts))


def judge_text(document: Document, title: str | None, removed: dict[int, Removal]) -> Judged:
    """The verdict on a page of bare text, from what the rules removed."""
    texts = [line.text for line in document.lines]
    if len(texts) == len(removed):
        return Judged(document, removed)
    parts = parts_of(texts, [n in removed for n in range(len(texts))])
    verdicts = _reasons_of(removed, (part.line for part in parts))
    found = np.round(_scores([part.text for part in parts], title, verdicts), _DIGITS)
    out = [
        reason is None and score >= THRESHOLD and part.text != title
        for part, reason, score in zip(parts, verdicts, found.tolist(), strict=True)
    ]
    out = [
        gone and not _ALONE.fullmatch(parts[n].text) and not _asks_on(parts, out, n)
        for n, gone in enumerate(out)
    ]
    out = _whole(parts, out, found.tolist())
    reasons = _reasons(parts, verdicts, out)
    return _assembled(document, removed, parts, out, reasons, found.tolist())


def _asks_on(parts: Sequence[Part], out: Sequence[bool], index: int) -> bool:
    """Whether a line is a question that the kept paragraph below it answers."""
    if parts[index].text[-1] not in "?？" or index + 1 >= len(parts) or out[index + 1]:
        return False
    below = parts[index + 1].text
    return len(below) >= _BODY and ends_sentence(below)


def _whole(parts: Sequence[Part], out: Sequence[bool], found: Sequence[float]) -> list[bool]:
    """What is out at the ends of each line: what is out between kept parts is kept with them."""
    result = list(out)
    begin = 0
    for _, group in groupby(parts, key=lambda part: part.line):
        end = begin + len(list(group))
        if end > begin + 1:
            result[begin:end] = _ends_out(found[begin:end])
        begin = end
    return result


def _ends_out(found: Sequence[float]) -> list[bool]:
    """The beginning and the end of a line that speak most against the article, each as a whole.

    A sentence of the article ends neither of them where those beyond it say more.
    """
    sums = [0.0, *accumulate(_against(score) for score in found)]
    begin = max(range(len(sums)), key=lambda cut: (sums[cut], -cut))
    end = min(range(begin, len(sums)), key=lambda cut: (sums[cut], -cut))
    return [index < begin or index >= end for index in range(len(found))]


def _against(score: float) -> float:
    """How much a score speaks against a part, in logarithms of chances beyond the threshold."""
    least = 10.0**-_DIGITS
    sure = min(max(score, least), 1 - least)
    return log(sure / (1 - sure)) - log(THRESHOLD / (1 - THRESHOLD))


def _assembled(  # noqa: PLR0913, PLR0917  what was decided of each part
    document: Document,
    removed: Mapping[int, Removal],
    parts: Sequence[Part],
    out: Sequence[bool],
    reasons: Sequence[Reason | None],
    found: Sequence[float],
) -> Judged:
    """The lines with parts joined again where their verdicts agree, and the removals of all."""
    lines: list[Line] = []
    removals: dict[int, Removal] = {}
    last = (-1, False)
    for index, part in enumerate(parts):
        line = document.lines[part.line]
        here = (part.line, out[index])
        if here == last:
            whole = lines[-1]
            lines[-1] = whole._replace(text=f"{whole.text} {part.text}")
            continue
        last = here
        lines.append(line if part.text == line.text else line._replace(text=part.text))
        at = len(lines) - 1
        known = removed.get(part.line)
        reason = reasons[index]
        if known is not None:
            removals[at] = known if known.index == at else replace(known, index=at)
        elif out[index] and reason is not None:
            evidence = _evidence(part.text, found[index], out, index)
            removals[at] = Removal(at, reason, "text_body", evidence, found[index])
    if len(lines) == len(document.lines):
        return Judged(document, removals)
    return Judged(replace(document, lines=tuple(lines)), removals)


def _reasons(
    parts: Sequence[Part], verdicts: Sequence[Reason | None], out: Sequence[bool]
) -> list[Reason | None]:
    """For each line that is out the reason its words hint at, else that of the lines beside."""
    reasons = list(verdicts)
    for index, part in enumerate(parts):
        if out[index]:
            reasons[index] = hint_of(part.text) or _reason_above(reasons, index)
    return reasons


def _reason_above(reasons: Sequence[Reason | None], index: int) -> Reason:
    for reason in reasons[max(0, index - _NEAR) : index][::-1]:
        if reason in _LASTING:
            return reason
    return Reason.OUTSIDE_ARTICLE


def _evidence(text: str, score: float, out: Sequence[bool], index: int) -> str:
    """What can be said of the line: its score, its most telling word, and where it stands."""
    evidence = f"score {score:.3f}, {text.count(' ') + 1} words"
    word = telling_word(text)
    if word:
        evidence += f", says “{word}”"
    if all(out[index:]):
        evidence += ", ends the page"
    elif all(out[: index + 1]):
        evidence += ", begins the page"
    return evidence
