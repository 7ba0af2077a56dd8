"""Fits what `pipeline/clean/text_body.py` knows of bare text: scores of words, and trees.

    python -m benchmarks.fit_text [--check] [--cross-validate]

Scores of words come from the lines of WCXB (labelled as in `fit_article`), of the judged pages of
`tests/gold/cleaning`, of the frames of `site_frames.txt`, and of articles without furniture: how
much oftener a word stands in short lines of furniture than in lines of articles, counted by sites
and pages. The trees are fitted to the judged pages, to articles of `tests/gold/segmenting` and
`tests/gold/tagging`, and to such articles within frames; those of `text_reasons.py` to the lines
of furniture alone. Rules know the pages that they were mended by; so that the trees learn to do
without them, each page is also shown as if the rules had found less, and sometimes as if nothing
told the title. `--cross-validate` judges each file of whole pages by a fit that has seen no page of
it and no article that its pages share.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.boosting import Shape, fit_trees
from benchmarks.cleaning_text import GOLD, JudgedPage, score
from benchmarks.cleaning_text import read_pages as judged_pages
from benchmarks.framed_pages import framed
from benchmarks.shared_data import shared
from benchmarks.shown_pages import Shown, article, articles, flattened, forgotten, shown
from benchmarks.word_scores import Counts, costs_of_pairs, scores_of_words, shown_counts, web_counts
from pipeline.clean import text_body, text_features, text_reasons, text_words
from pipeline.clean.network import Matrix
from pipeline.clean.text_features import line_features
from pipeline.clean.text_reasons import KINDS
from pipeline.clean.text_words import PAIRS, WORDS, Lexicon, by_bytes
from pipeline.clean.trees import Trees, load

THRESHOLDS = (0.6, 0.7, 0.8, 0.9)
# Percent of what was removed, and the draw.
FORGOTTEN = ((0, 0), (30, 1), (60, 2), (60, 3), (90, 4))
FLAT_EVERY = 3  # one judged page of so many is also shown without its line breaks
ARTICLE_EVERY = 4  # one article without furniture of so many is shown
ARTICLE_WEIGHT = 2.5  # of a line of the article against one of furniture
FRAME_ROUNDS = 3  # articles that each frame is put around
LONG = 60  # letters of a line that no two articles share by chance

BODY = Shape(trees=400, depth=4, rate=0.1, first=-1.0)
REASONS = Shape(trees=80, depth=3, rate=0.15, ridge=2.0)


@dataclass(frozen=True)
class Example:
    """The numbers of a page that is shown."""

    features: Matrix
    judged: NDArray[np.object_]  # the reason of each line that is furniture
    weights: NDArray[np.float64]  # of each line in the loss; nothing for lines decided before


class Fitted(NamedTuple):
    """All that is stored."""

    words: dict[str, int]
    pairs: NDArray[np.int16]
    body: Trees
    reasons: Trees


@dataclass(frozen=True)
class Material:
    """All pages that are learned from."""

    judged: list[Shown]
    flat: list[Shown]  # some of the judged pages as if their line breaks were lost
    articles: list[Shown]
    framed: list[Shown]
    web: Counts

    def without(self, files: frozenset[str]) -> "Material":
        """The material without the pages of some files, and without what shares their articles."""
        held = {
            text
            for page in self.judged
            if page.source in files
            for text in page.texts
            if len(text) > LONG
        }

        def fresh(pages: Iterable[Shown]) -> list[Shown]:
            return [page for page in pages if held.isdisjoint(page.texts)]

        return Material(
            [page for page in self.judged if page.source not in files],
            [page for page in self.flat if page.source not in files],
            fresh(self.articles),
            fresh(self.framed),
            self.web,
        )


def material(folder: Path) -> Material:
    """The pages of the repository, and what the web pages of the folder say of words."""
    judged: list[Shown] = []
    flat: list[Shown] = []
    for path in sorted(GOLD.glob("*.txt")):
        pages = list(judged_pages([path]))
        judged += [shown(page, path.stem) for page in pages]
        flat += [shown(flattened(page), path.stem) for page in pages[::FLAT_EVERY]]
    whole = [article(name, text) for name, text in articles()]
    made = framed([page.lines for page in whole], FRAME_ROUNDS)
    return Material(
        judged,
        flat,
        [shown(page, "") for page in whole],
        [shown(page, page.name) for page in made],
        web_counts(folder),
    )


def example(page: Shown, words: Lexicon) -> Example:
    """The numbers of a page; a line that was decided before has no weight."""
    features = line_features(page.texts, page.title, page.verdicts, page.gaps, words)
    heavy = ARTICLE_WEIGHT if page.source else 1.0
    weights = np.array([heavy if reason is None else 1.0 for reason in page.judged])
    weights[[reason is not None for reason in page.verdicts]] = 0
    judged = np.array(page.judged, dtype=np.object_)
    return Example(features, judged, weights)


def fit(known: Material) -> Fitted:
    """Trees and scores of words; each file is shown with scores that have not seen it."""
    health = shown_counts(known.articles)
    frames = known.framed[: len(known.framed) // FRAME_ROUNDS]
    judged = shown_counts([*known.judged, *frames])
    pairs = costs_of_pairs(known.articles)
    pages: list[Example] = []
    for source in sorted({page.source for page in [*known.judged, *known.framed]}):
        here = [page for page in [*known.judged, *frames] if page.source == source]
        scores = scores_of_words(known.web, judged.without(shown_counts(here)), health)
        words = Lexicon(by_bytes(scores), pairs)
        for group, versions in (
            (known.judged, FORGOTTEN),
            (known.flat, FORGOTTEN[:2]),
            (known.framed, FORGOTTEN[::2][:2]),
        ):
            shows = (page for page in group if page.source == source)
            pages += [example(forgotten(page, *much), words) for page in shows for much in versions]
    scores = scores_of_words(known.web, judged, health)
    words = Lexicon(by_bytes(scores), pairs)
    pages += [example(page, words) for page in known.articles[::ARTICLE_EVERY]]
    return Fitted(scores, pairs, *_trees(pages))


def _trees(pages: Sequence[Example]) -> tuple[Trees, Trees]:
    """The trees that tell furniture, and those that tell its reasons."""
    wanted = [page.weights > 0 for page in pages]
    rows = np.vstack([page.features[used] for page, used in zip(pages, wanted, strict=True)])
    judged = np.concatenate([page.judged[used] for page, used in zip(pages, wanted, strict=True)])
    weights = np.concatenate([page.weights[used] for page, used in zip(pages, wanted, strict=True)])
    furniture = np.array([reason is not None for reason in judged])
    body = fit_trees(rows, furniture[:, None].astype(np.float64), weights, BODY)
    kinds = np.array([[reason is kind for kind in KINDS] for reason in judged[furniture]])
    reasons = fit_trees(rows[furniture], kinds.astype(np.float64), weights[furniture], REASONS)
    return body, reasons


def cross_validated(known: Material, files: Sequence[str]) -> Iterator[str]:
    """For each file how the fit to the others judges its pages, at several thresholds."""
    for name in files:
        fitted = fit(known.without(frozenset([name])))
        pages = list(judged_pages([GOLD / f"{name}.txt"]))
        for threshold in THRESHOLDS:
            yield f"{name} from {threshold}: {_judged_by(fitted, pages, threshold)}"


def _judged_by(fitted: Fitted, pages: Sequence[JudgedPage], threshold: float) -> str:
    lexicon = Lexicon(by_bytes(fitted.words), fitted.pairs)
    with (
        patch.object(text_features, "stored_lexicon", lambda: lexicon),
        patch.object(text_words, "stored_lexicon", lambda: lexicon),
        patch.object(text_body, "stored_trees", lambda: fitted.body),
        patch.object(text_reasons, "stored_kinds", lambda: fitted.reasons),
        patch.object(text_body, "THRESHOLD", threshold),
    ):
        total, _ = score(pages)
    return (
        f"{total.found} of {total.removed} found, {total.lost} of {total.kept} lost,"
        f" {total.right_reason} for the right reason"
    )


def main() -> int:
    """Fit, check or cross-validate, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with what is stored")
    parser.add_argument("--cross-validate", action="store_true", help="judge each file by the rest")
    arguments = parser.parse_args()
    folder = shared() / "data" / "wcxb"
    if not folder.exists():
        print("The labelled pages are not here; set HEALTHPAGES_SHARED.")
        return 2
    known = material(folder)
    if arguments.cross_validate:
        files = [path.stem for path in sorted(GOLD.glob("sites*.txt"))]
        for line in cross_validated(known, files):
            print(line, flush=True)
        return 0
    fitted = fit(known)
    table = json.dumps(fitted.words, ensure_ascii=False, indent=0) + "\n"
    stored = (text_body.TREES, text_reasons.TREES)
    if arguments.check:
        same = WORDS.read_text("utf-8") == table and np.array_equal(np.load(PAIRS), fitted.pairs)
        same = same and all(
            np.array_equal(new, old)
            for trees, path in zip((fitted.body, fitted.reasons), stored, strict=True)
            for new, old in zip(trees, load(path), strict=True)
        )
        print("what is stored is reproduced" if same else "what is stored differs")
        return 0 if same else 1
    WORDS.write_text(table, "utf-8")
    np.save(PAIRS, fitted.pairs)
    for trees, path in zip((fitted.body, fitted.reasons), stored, strict=True):
        np.savez(path, **trees._asdict())
    trees = len(fitted.body.answers) + len(fitted.reasons.answers)
    print(f"{len(fitted.words)} words, {trees} trees from {len(known.judged)} judged pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
