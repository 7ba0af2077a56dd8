"""Lines of bare text that the rules left and that are still no part of the article.

Every line gets a score by fitted trees, from the features of `text_features.py`; other trees tell
the reason of those that go. What is glued to the end of a line, and the sentences of a page that
lost its line breaks, are judged each on its own; a line is cut only where the verdicts differ.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
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
from pipeline.clean.text_reasons import kinds_of
from pipeline.clean.text_words import telling_word
from pipeline.clean.trees import Trees, load, logits
from pipeline.model.reasons import Reason

TREES = Path(__file__).with_name("text_body.npz")


@cache
def stored_trees() -> Trees:
    """The trees that ship with the project."""
    return load(TREES)


def scores(features: Matrix, trees: Trees | None = None) -> NDArray[np.float64]:
    """How likely each line is no part of the article, from 0 to 1."""
    found: NDArray[np.float64] = 1 / (1 + np.exp(-logits(trees or stored_trees(), features)[:, 0]))
    return found


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
    gaps: int


def parts_of(lines: Sequence[Line], removed: Container[int]) -> list[Part]:
    """The parts of all lines of a page; lines that were removed are whole."""
    kept = sum(len(line.text) for n, line in enumerate(lines) if n not in removed)
    parts: list[Part] = []
    for index, line in enumerate(lines):
        text = line.text
        gone = index in removed
        flat = len(text) >= _FLAT and len(text) * 4 > kept * 3
        cuts = () if gone or len(text) <= _BODY else _cuts(text, flat=flat)
        gaps = 0 if cuts else line.layout.columns - 1
        begin = 0
        for end in (*cuts, len(text)):
            parts.append(Part(index, text[begin:end].strip(), gaps))
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

THRESHOLD = 0.85  # set by cross-validation: see docs/cleaning.md
BELOW = 0.5  # ... of what stands below all running text, where an article has little left to say
_TEXT_SCORE = 0.5  # running text scores less
_TITLE_SCORE = 0.3  # a title that scores less is one
_BETTER = 0.15  # so much less another line must score
_TOP = 12  # lines; titles stand above the text
_LONGEST_TITLE = 200
_DIGITS = 3  # of a score
# A number alone on its line is the marker of the heading below it.
_ALONE = re.compile(r"[(（]?\w{1,3}[)）.、:：]?")


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
    verdicts = _reasons_of(removed, range(len(texts)))
    gaps = [line.layout.columns - 1 for line in document.lines]
    asked = [start, *below]
    found = scores(line_features(texts, None, verdicts, gaps)[asked])
    best = int(found[1:].argmin())
    return texts[below[best]] if found[0] > max(_TITLE_SCORE, found[1 + best] + _BETTER) else None


def _reasons_of(removed: Mapping[int, Removal], lines: Iterable[int]) -> list[Reason | None]:
    """For each line the reason for which the rules removed it, if they did."""
    return [cut.reason if (cut := removed.get(line)) else None for line in lines]


def judge_text(document: Document, title: str | None, removed: dict[int, Removal]) -> Judged:
    """The verdict on a page of bare text, from what the rules removed."""
    if len(document.lines) == len(removed):
        return Judged(document, removed)
    parts = parts_of(document.lines, removed)
    verdicts = _reasons_of(removed, (part.line for part in parts))
    features = line_features(
        [part.text for part in parts], title, verdicts, [part.gaps for part in parts]
    )
    free = np.array([reason is None for reason in verdicts])
    judged = np.zeros(len(parts))
    judged[free] = np.round(scores(features[free]), _DIGITS)
    found = judged.tolist()
    least = _thresholds(parts, verdicts, found)
    out = [
        reason is None and score >= enough and part.text != title
        for part, reason, score, enough in zip(parts, verdicts, found, least, strict=True)
    ]
    out = [
        gone and not _ALONE.fullmatch(parts[n].text) and not _asks_on(parts, out, n)
        for n, gone in enumerate(out)
    ]
    out = _whole(parts, out, list(map(_against, found, least)))
    kinds = iter(kinds_of(features[out]))
    reasons = [next(kinds) if gone else reason for gone, reason in zip(out, verdicts, strict=True)]
    return _assembled(document, removed, parts, out, reasons, found)


def _thresholds(
    parts: Sequence[Part], verdicts: Sequence[Reason | None], found: Sequence[float]
) -> list[float]:
    """The score from which each part is removed."""
    running = [
        reason is None and score < _TEXT_SCORE and _is_text(part.text)
        for part, reason, score in zip(parts, verdicts, found, strict=True)
    ]
    last = max((n for n, is_text in enumerate(running) if is_text), default=len(parts))
    return [THRESHOLD if n <= last else BELOW for n in range(len(parts))]


def _is_text(text: str) -> bool:
    return len(text) >= _BODY and ends_sentence(text)


def _asks_on(parts: Sequence[Part], out: Sequence[bool], index: int) -> bool:
    """Whether a line is a question that the kept paragraph below it answers."""
    if parts[index].text[-1] not in "?？" or index + 1 >= len(parts) or out[index + 1]:
        return False
    return _is_text(parts[index + 1].text)


def _whole(parts: Sequence[Part], out: Sequence[bool], against: Sequence[float]) -> list[bool]:
    """What is out at the ends of each line: what is out between kept parts is kept with them."""
    result = list(out)
    begin = 0
    for _, group in groupby(parts, key=lambda part: part.line):
        end = begin + len(list(group))
        if end > begin + 1:
            result[begin:end] = _ends_out(against[begin:end])
        begin = end
    return result


def _ends_out(against: Sequence[float]) -> list[bool]:
    """The beginning and the end of a line that speak most against the article, each as a whole.

    A sentence of the article ends neither of them where those beyond it say more.
    """
    sums = [0.0, *accumulate(against)]
    begin = max(range(len(sums)), key=lambda cut: (sums[cut], -cut))
    end = min(range(begin, len(sums)), key=lambda cut: (sums[cut], -cut))
    return [index < begin or index >= end for index in range(len(against))]


def _against(score: float, enough: float) -> float:
    """How much a score speaks against a part, in logarithms of chances beyond what is enough."""
    least = 10.0**-_DIGITS
    sure = min(max(score, least), 1 - least)
    return log(sure / (1 - sure)) - log(enough / (1 - enough))


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
