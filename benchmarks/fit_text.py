"""Fits what `pipeline/clean/text_body.py` knows of bare text: scores of words, and trees.

    python -m benchmarks.fit_text [--check] [--cross-validate PARTS]

Scores of words come from the lines of WCXB (labelled as in `fit_article`), of the judged pages of
`tests/gold/cleaning`, and of articles without furniture: how much oftener a word stands in short
lines of furniture than in lines of articles, counted by sites and pages. The trees are fitted to
the judged pages and to the articles of `tests/gold/segmenting` and `tests/gold/tagging`. Rules
know the pages that they were mended by; so that the trees learn to do without them, each page
is also shown as if the rules had found less, and sometimes as if nothing told the title.
`--cross-validate` judges each part of the files by a fit that has seen no page of them.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from benchmarks.article_pages import part_of, read_pages, words_in_article
from benchmarks.cleaning_text import GOLD, JudgedLine, JudgedPage, raw_page
from benchmarks.cleaning_text import read_pages as judged_pages
from benchmarks.shared_data import ROOT, shared
from pipeline.clean import read, rules_alone
from pipeline.clean.network import Matrix
from pipeline.clean.text_body import (
    FIRST_SCORE,
    UNIT,
    Trees,
    parts_of,
    scores,
    stored_trees,
)
from pipeline.clean.text_body import TREES as TREES_FILE
from pipeline.clean.text_features import line_features
from pipeline.clean.text_words import SHORT, WORDS, by_bytes, words_of
from pipeline.model.reasons import Reason
from pipeline.model.settings import CleanSettings

SEED = 0
THRESHOLDS = (0.5, 0.6, 0.7, 0.8)
# Percent of what was removed, and the draw.
FORGOTTEN = (
    (0, 0),
    (30, 1),
    (60, 2),
    (60, 3),
    (90, 4),
)
FLAT_EVERY = 3  # one judged page of so many is also shown without its line breaks
ARTICLE_EVERY = 4  # one article without furniture of so many is shown
ARTICLE_WEIGHT = 2.5  # of a line of the article against one of furniture


@dataclass(frozen=True)
class Shown:
    """A page as the trees see it: what cleaning made of it, and what was judged."""

    source: str  # the file of judged pages, or nothing for an article
    texts: tuple[str, ...]
    title: str | None
    verdicts: tuple[Reason | None, ...]
    judged: tuple[Reason | None, ...]


@dataclass(frozen=True)
class Example:
    """The numbers of a page that is shown."""

    features: Matrix
    furniture: NDArray[np.bool_]  # whether each line is judged to be some
    weights: NDArray[np.float32]  # of each line in the loss; nothing for lines decided before


def shown(page: JudgedPage, source: str) -> Shown:
    """The page in the parts that are judged, as the rules leave it, with their judgements."""
    document, title, removals = rules_alone(raw_page(page), CleanSettings())
    texts = [line.text for line in document.lines]
    parts = parts_of(texts, [n in removals for n in range(len(texts))])
    letters = [line.reason for line in page.lines for letter in line.text if not letter.isspace()]
    judged: list[Reason | None] = []
    start = 0
    for part in parts:
        found = letters[start : (start := start + len("".join(part.text.split())))]
        judged.append(max(dict.fromkeys(found), key=found.count) if found else None)
    return Shown(
        source,
        tuple(part.text for part in parts),
        title,
        tuple(cut.reason if (cut := removals.get(part.line)) else None for part in parts),
        tuple(judged),
    )


def flattened(page: JudgedPage) -> JudgedPage:
    """The page as a scraper prints it that loses the line breaks."""
    return replace(page, text=" ".join(line.text for line in page.lines))


def forgotten(page: Shown, percent: int, draw: int) -> Shown:
    """The page as if the rules knew less: what they removed in a row is kept, or single lines."""

    def lost(text: str, share: float) -> bool:
        return crc32(f"{draw} {text}".encode()) % 1000 < share * 10

    verdicts = list(page.verdicts)
    whole = False
    for index, reason in enumerate(page.verdicts):
        if index == 0 or reason != page.verdicts[index - 1]:
            whole = lost(page.texts[index], percent)
        if whole or lost(f"{page.texts[index]} alone", percent / 3):
            verdicts[index] = None
    return replace(page, title=page.title if draw % 2 else None, verdicts=tuple(verdicts))


def articles() -> Iterator[tuple[str, str]]:
    """Name and text of the articles without furniture."""
    gold = ROOT / "tests" / "gold"
    for path in sorted((gold / "segmenting").glob("*/*.txt")):
        if path.stem.startswith("html"):
            continue
        for part in path.read_text("utf-8").split("\n=== "):
            name, _, body = part.removeprefix("=== ").partition("\n")
            yield name, body.split("\n--- tree")[0].strip()
    for path in sorted((gold / "tagging" / "marked").glob("*.txt")):
        marked = path.read_text("utf-8").partition("---\n")[2].strip()
        yield path.stem, re.sub(r"\[\[\w!? |\]\]", "", marked)


# --- scores of words ---------------------------------------------------------------------------

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


# --- the trees ---------------------------------------------------------------------------------

TREES = 240
DEPTH = 4
RATE = 0.1
BINS = 24
COLUMNS = 0.2  # share of the features that a tree may ask about
ROWS = 0.5  # share of the lines that a tree is fitted to
RIDGE = 6.0
LEAST = 4.0  # weight of the lines that either side of a question must have


def example(page: Shown, words: dict[str, int]) -> Example:
    """The numbers of a page; a line that was decided before has no weight."""
    features = line_features(page.texts, page.title, page.verdicts, by_bytes(words))
    furniture = np.array([reason is not None for reason in page.judged])
    weights = np.where(furniture, 1.0, ARTICLE_WEIGHT if page.source else 1.0)
    weights[[reason is not None for reason in page.verdicts]] = 0
    return Example(features, furniture, weights.astype(np.float32))


def fit_trees(pages: Sequence[Example], trees: int = TREES, seed: int = SEED) -> Trees:
    """Boosted trees that ask the same question of all lines at each level, by Newton's steps."""
    random = np.random.default_rng(seed)
    wanted = [page.weights > 0 for page in pages]
    rows = np.vstack([page.features[used] for page, used in zip(pages, wanted, strict=True)])
    furniture = [page.furniture[used] for page, used in zip(pages, wanted, strict=True)]
    weights = np.concatenate([page.weights[used] for page, used in zip(pages, wanted, strict=True)])
    edges = [_edges(column) for column in rows.T]
    asked = np.array([n for n, edge in enumerate(edges) if len(edge)])
    binned = np.array([np.searchsorted(edges[n], rows[:, n], side="left") for n in asked])
    labels = np.concatenate(furniture).astype(np.float64)
    score = np.full(len(labels), FIRST_SCORE)
    questions, answers = [], []
    for _ in range(trees):
        found = 1 / (1 + np.exp(-score))
        slope, curve = weights * (found - labels), weights * found * (1 - found)
        chosen = random.random(len(labels)) < ROWS
        columns = np.sort(random.permutation(len(asked))[: int(COLUMNS * len(asked))])
        leaf = np.zeros(len(labels), dtype=np.int64)
        for level in range(DEPTH):
            column, cut = _best(
                binned[columns][:, chosen], leaf[chosen], 1 << level, slope[chosen], curve[chosen]
            )
            column = columns[column]
            leaf = leaf * 2 + (binned[column] > cut)
            questions.append((asked[column], edges[asked[column]][cut]))
        size = 1 << DEPTH
        down = np.bincount(leaf[chosen], slope[chosen], size)
        wide = np.bincount(leaf[chosen], curve[chosen], size)
        values = np.round(-RATE * down / (wide + RIDGE) * UNIT)
        answers.append(values)
        score = score + values[leaf] / UNIT
    columns, cuts = zip(*questions, strict=True)
    return Trees(
        np.array(columns, dtype=np.int16).reshape(trees, DEPTH),
        np.array(cuts, dtype=np.float32).reshape(trees, DEPTH),
        np.array(answers, dtype=np.int16),
    )


def _edges(column: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values between which a question may cut, at most so many."""
    values = np.unique(column)
    if len(values) > BINS:
        values = np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1), method="lower"))
    return values[:-1]


def _best(
    binned: NDArray[np.int64],
    leaf: NDArray[np.int64],
    leaves: int,
    slope: NDArray[np.float64],
    curve: NDArray[np.float64],
) -> tuple[int, int]:
    """The column and the cut that lower the loss most, over all leaves together."""
    best = (-1.0, 0, 0)
    size = BINS + 1
    for number, column in enumerate(binned):
        cell = leaf * size + column
        down = np.bincount(cell, slope, leaves * size).reshape(leaves, size).cumsum(axis=1)
        wide = np.bincount(cell, curve, leaves * size).reshape(leaves, size).cumsum(axis=1)
        gain = (down**2 / (wide + RIDGE)).sum(axis=0)
        other, rest = down[:, -1:] - down, wide[:, -1:] - wide
        gain = gain + (other**2 / (rest + RIDGE)).sum(axis=0)
        cut = int(np.argmax(gain[:-1]))
        if gain[cut] > best[0]:
            best = (float(gain[cut]), number, cut)
    return best[1:]


# --- all together ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Material:
    """All pages that are learned from."""

    judged: list[Shown]
    flat: list[Shown]  # some of the judged pages as if their line breaks were lost
    articles: list[Shown]
    web: Counts


def material(folder: Path) -> Material:
    """The pages of the repository, and what the web pages of the folder say of words."""
    judged: list[Shown] = []
    flat: list[Shown] = []
    for path in sorted(GOLD.glob("*.txt")):
        pages = list(judged_pages([path]))
        judged += [shown(page, path.stem) for page in pages]
        flat += [shown(flattened(page), path.stem) for page in pages[::FLAT_EVERY]]
    whole = [shown(_article(name, text), "") for name, text in articles()]
    return Material(judged, flat, whole, web_counts(folder))


def _article(name: str, text: str) -> JudgedPage:
    lines = tuple(JudgedLine(line, None) for line in text.splitlines() if line.strip())
    return JudgedPage(name, text, lines)


def fit(known: Material) -> tuple[Trees, dict[str, int]]:
    """Trees and scores of words; each file is shown with scores that have not seen it."""
    health, judged = shown_counts(known.articles), shown_counts(known.judged)
    pages: list[Example] = []
    for source in sorted({page.source for page in known.judged}):
        here = [page for page in known.judged if page.source == source]
        words = scores_of_words(known.web, judged.without(shown_counts(here)), health)
        flat = [page for page in known.flat if page.source == source]
        pages += [example(forgotten(page, *much), words) for page in here for much in FORGOTTEN]
        pages += [example(forgotten(page, *much), words) for page in flat for much in FORGOTTEN[:2]]
    words = scores_of_words(known.web, judged, health)
    pages += [example(page, words) for page in known.articles[::ARTICLE_EVERY]]
    return fit_trees(pages), words


def cross_validated(known: Material, folds: int) -> Iterator[tuple[str, str]]:
    """For each part of the files how the fit to the others judges it."""
    files = sorted({page.source for page in known.judged})
    for fold in range(folds):
        part = frozenset(files[fold::folds])
        others = Material(
            [page for page in known.judged if page.source not in part],
            [page for page in known.flat if page.source not in part],
            known.articles,
            known.web,
        )
        trees, words = fit(others)
        pages = [page for page in known.judged if page.source in part]
        yield ", ".join(sorted(part)), _judged_by(trees, by_bytes(words), pages)


def _judged_by(trees: Trees, table: dict[bytes, float], pages: Sequence[Shown]) -> str:
    results = []
    judged = [
        (page, scores(trees, line_features(page.texts, page.title, page.verdicts, table)))
        for page in pages
    ]
    for threshold in THRESHOLDS:
        kept = lost = furniture = found = 0
        for page, score in judged:
            for index, reason in enumerate(page.judged):
                gone = page.verdicts[index] is not None or (
                    score[index] >= threshold and page.texts[index] != page.title
                )
                kept, lost = kept + (reason is None), lost + (reason is None and gone)
                found += reason is not None and gone
                furniture += reason is not None
        results.append(f"from {threshold} {found} of {furniture} found, {lost} of {kept} lost")
    return "; ".join(results)


def main() -> int:
    """Fit, check or cross-validate, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with what is stored")
    parser.add_argument("--cross-validate", type=int, default=0, metavar="PARTS")
    arguments = parser.parse_args()
    folder = shared() / "data" / "wcxb"
    if not folder.exists():
        print("The labelled pages are not here; set HEALTHPAGES_SHARED.")
        return 2
    known = material(folder)
    if arguments.cross_validate:
        for name, result in cross_validated(known, arguments.cross_validate):
            print(f"{name}: {result}", flush=True)
        return 0
    trees, words = fit(known)
    table = json.dumps(words, ensure_ascii=False, indent=0) + "\n"
    if arguments.check:
        same = WORDS.read_text("utf-8") == table and all(map(np.array_equal, trees, stored_trees()))
        print("what is stored is reproduced" if same else "what is stored differs")
        return 0 if same else 1
    WORDS.write_text(table, "utf-8")
    np.savez(TREES_FILE, columns=trees.columns, cuts=trees.cuts, answers=trees.answers)
    print(f"{len(words)} words, {len(trees.answers)} trees from {len(known.judged)} judged pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
