"""How much oftener words stand in furniture than in articles, counted by sites and pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.article_pages import part_of, read_pages, words_in_article
from benchmarks.shown_pages import Shown
from pipeline.clean import read
from pipeline.clean.text_words import LETTER_OF, LETTERS, SHORT, TENTHS, words_of

_MOST = 30  # tenths; the largest score
_LEAST = 6  # ... and the smallest that is kept
_SEEN = 4  # sites or pages that a word must stand on
_LARGEST = 1800  # words in the table


@dataclass
class Counts:
    """On how many pages a word stands in furniture, and in an article."""

    pages: int = 0
    furniture: Counter[bytes] = field(default_factory=Counter)
    article: Counter[bytes] = field(default_factory=Counter)

    def add(self, lines: Iterable[tuple[str, bool]]) -> None:
        """Take up the lines of a page, each with whether it is of the article."""
        self.pages += 1
        found: dict[bool, set[bytes]] = {True: set(), False: set()}
        for text, inside in lines:
            if len(text) <= SHORT:
                found[inside].update(words_of(text))
        self.article.update(found[True])
        self.furniture.update(found[False])

    def without(self, other: "Counts") -> "Counts":
        """The counts as if these pages had not been seen."""
        return Counts(
            self.pages - other.pages, self.furniture - other.furniture, self.article - other.article
        )


def scores_of_words(web: Counts, judged: Counts, health: Counts) -> dict[str, int]:
    """Tenths of the logarithm of how much oftener a word stands in furniture than in articles."""
    scores = {}
    gains = {}
    for word in web.furniture.keys() | judged.furniture.keys() | health.article.keys():
        seen = (
            web.furniture[word] + judged.furniture[word] + web.article[word] + health.article[word]
        )
        if len(word) < 2 or seen + judged.article[word] < _SEEN:
            continue
        here = (judged.furniture[word] + 0.2) / (judged.pages + 5)
        furniture = 0.4 * (web.furniture[word] + 0.5) / (web.pages + 5) + 0.6 * here
        pages = health.pages + judged.pages + 5
        article = (health.article[word] + judged.article[word] + 0.5) / pages
        article = max(article, 0.6 * (web.article[word] + 0.5) / (web.pages + 5))
        score = max(-_MOST, min(_MOST, round(10 * log(furniture / article))))
        if abs(score) >= _LEAST:
            scores[word.decode("latin-1")] = score
            gains[word.decode("latin-1")] = abs(score) * (furniture if score > 0 else article / 4)
    best = sorted(gains, key=lambda word: (-gains[word], word))[:_LARGEST]
    return {word: scores[word] for word in sorted(best)}


def costs_of_pairs(pages: Iterable[Shown]) -> NDArray[np.int16]:
    """How seldom a letter follows another in the pages, in tenths of the logarithm of its share."""
    kinds = int(LETTER_OF.max()) + 1
    counts = np.full((kinds, kinds), 0.5)
    for page in pages:
        spelled = "\n".join(page.texts).encode("latin-1", "replace").translate(LETTERS)
        letter = LETTER_OF[np.frombuffer(spelled, dtype=np.uint8)].astype(np.int64)
        cells = letter[:-1] * kinds + letter[1:]
        counts += np.bincount(cells, minlength=kinds * kinds).reshape(kinds, kinds)
    counts[0, 0] = 0.5
    shares = counts / counts.sum(axis=1, keepdims=True)
    return np.round(-TENTHS * np.log(shares)).astype(np.int16)


def web_counts(folder: Path) -> Counts:
    """The counts of the labelled web pages; a site counts as one page."""
    sites: dict[int, list[tuple[str, bool]]] = {}
    for page in read_pages(folder):
        document = read(page.raw)
        totals, hits = words_in_article(document, page.article)
        lines = sites.setdefault(part_of(page.url, 1 << 32), [])
        for line, total, hit in zip(document.lines, totals, hits, strict=True):
            lines.append((line.text, hit * 2 >= max(total, 1)))
    counts = Counts()
    for lines in sites.values():
        counts.add(lines)
    return counts


def shown_counts(pages: Iterable[Shown]) -> Counts:
    """The counts of judged pages."""
    counts = Counts()
    for page in pages:
        counts.add(
            (text, reason is None) for text, reason in zip(page.texts, page.judged, strict=True)
        )
    return counts
