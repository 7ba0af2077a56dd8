"""Fits the weights of `pipeline/segment/text_kinds.py` and writes `kinds.json` beside it.

    python -m benchmarks.fit_kinds

Two sets of weights: of patterns and words for a text alone, fitted to MedQuAD's answers and to the
chapters of the judged pages of tagging (`benchmarks/kind_chapters.py`), and of words and places
for a chapter among others, fitted to these chapters. Multinomial logistic regression, pulled
towards the hand-written weights of the patterns and towards zero for words and places, by plain
accelerated gradient descent: no randomness, and weights are rounded, so a second fit writes the
same bytes. Only weights are kept.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from benchmarks.kind_chapters import Chapter, all_chapters, chapters
from benchmarks.shared_data import answers
from pipeline.model.records import Kind
from pipeline.segment import kinds, text_kinds

Matrix = npt.NDArray[np.float64]

TARGET = Path(text_kinds.__file__).with_name("kinds.json")
PRIOR_SCALE = 4.0  # of the hand-written weights: best across sources among 1, 2, 3, 4
PULL = 0.005  # towards them; 0.003 to 0.03 differ by 0.01 macro F1 across sources
PULL_NEW = 0.0005  # of words and places towards zero; 0.0003 and 0.001 are within 0.005
PULL_BIAS = 0.001
FEWEST_PAGES = 8  # a word must stand on
FEWEST_HEADED = 2  # a word of headings must stand on
FEWEST_PAIRED = 3  # a pair of words
LEAST_WEIGHT = 0.12  # of a word for any kind; lighter ones are left out
LEAST_OF_CHAPTER = 0.2  # of a word of chapters
MARKED = "marked"  # a chapter whose kind the marked causes and remedies show
STEPS = 400
DECIMALS = 2


class Data(NamedTuple):
    """Texts with their kinds, as features."""

    values: Matrix
    labels: npt.NDArray[np.int64]


def vocabulary(pages: Sequence[Chapter]) -> list[str]:
    """The words that stand on enough pages."""
    counts: Counter[str] = Counter()
    for page in {one.page for one in pages}:
        texts = [text for one in pages if one.page == page for text in one.texts]
        counts.update({word for text in texts for word in text_kinds.words_of(text)})
    return sorted(word for word, count in counts.items() if count >= FEWEST_PAGES)


def heading_vocabulary(pages: Sequence[Chapter]) -> list[str]:
    """The terms that stand in headings of several pages."""
    said = {(one.page, term) for one in pages for term in text_kinds.heading_terms(one.heading)}
    counts = Counter(term for _, term in said)
    return sorted(
        term
        for term, count in counts.items()
        if count >= (FEWEST_PAIRED if " " in term else FEWEST_HEADED)
    )


def names(words: Sequence[str] = ()) -> list[str]:
    """The names of all features, in order: of patterns and words."""
    patterns = text_kinds.patterns()
    listed = ["bias"] + [f"start {index}" for index in range(len(patterns.start))]
    for place in ("first", "lead", "rest"):
        listed += [f"{place} {index}" for index in range(len(patterns.sentence))]
    for name in ("echo", "share", "top"):
        listed += [f"{name} {kind}" for kind in text_kinds.KINDS]
    listed += ["diversity", "length", "list", "short"]
    return [*listed, *(f"word {word}" for word in words)]


def prior(words: Sequence[str] = ()) -> Matrix:
    """The hand-written weights: each pattern speaks for its own kind."""
    patterns = text_kinds.patterns()
    weights = np.zeros((len(names(words)), len(text_kinds.KINDS)))
    for row, name in enumerate(names()):
        kind = _own_kind(name, patterns)
        if kind:
            group = name.split()[0]
            weights[row, text_kinds.KINDS.index(kind)] = text_kinds.PRIOR[group] * PRIOR_SCALE
    return weights


def _own_kind(name: str, patterns: text_kinds.Patterns) -> Kind | None:
    group, _, which = name.partition(" ")
    if group == "start":
        return patterns.start[int(which)][0]
    if group in ("first", "lead", "rest"):
        return patterns.sentence[int(which)][0]
    if group in ("echo", "share", "top"):
        return Kind(which)
    return Kind.OVERVIEW if group == "diversity" else None


def matrix(rows: Sequence[Sequence[str]], words: Sequence[str] = ()) -> Matrix:
    """The features of the texts, one row for the mean of each group."""
    listed = names(words)
    column = {name: index for index, name in enumerate(listed)}
    values = np.zeros((len(rows), len(listed)))
    for row, texts in enumerate(rows):
        for text in texts:
            for name, value in _of_text(text).items():
                if name in column:
                    values[row, column[name]] += value / len(texts)
    return values


def _of_text(text: str) -> dict[str, float]:
    said = text_kinds.words_of(text)
    share = text_kinds.WORD_SCALE / sqrt(len(said)) if said else 0.0
    return text_kinds.features(text, kinds.echo_of(text)) | {f"word {word}": share for word in said}


def of_chapter_texts(pages: Sequence[Chapter], words: Sequence[str]) -> Data:
    """The texts of chapters, each as a text alone."""
    labels = [text_kinds.KINDS.index(one.kind) for one in pages]
    return Data(matrix([one.texts for one in pages], words), np.array(labels))


def chapter_names(words: Sequence[str], headed: Sequence[str]) -> list[str]:
    """The names of what is seen of a chapter: its place, words of its texts and its heading."""
    said = [*(f"word {w}" for w in words), *(f"headed {w}" for w in headed)]
    return [*text_kinds.PLACES, *said, MARKED]


def of_chapters(pages: Sequence[Chapter], words: Sequence[str], headed: Sequence[str]) -> Data:
    """The chapters of judged pages, with their places and headings."""
    column = {name: index for index, name in enumerate(chapter_names(words, headed))}
    values = np.zeros((len(pages), len(column)))
    for row, one in enumerate(pages):
        # Those pages were chosen for their causes and remedies: their kinds stand in no order and
        # are not as frequent as elsewhere. What is due to that is left to a column of their own.
        place = one.place.names() if one.judged else [MARKED]
        seen = [*place, *(f"headed {term}" for term in text_kinds.heading_terms(one.heading))]
        for name in seen:
            if name in column:
                values[row, column[name]] = 1.0
        for text in one.texts:
            said = text_kinds.words_of(text)
            share = text_kinds.WORD_SCALE / sqrt(len(said) or 1) / len(one.texts)
            for name in (f"word {word}" for word in said):
                if name in column:
                    values[row, column[name]] += share
    return Data(values, np.array([text_kinds.CHAPTER_KINDS.index(one.kind) for one in pages]))


def of_answers(words: Sequence[str]) -> Data:
    """The answers of MedQuAD."""
    rows = answers()
    labels = [text_kinds.KINDS.index(Kind(row["kind"])) for row in rows]
    return Data(matrix([[row["answer"]] for row in rows], words), np.array(labels))


def fit_texts(data: Sequence[Data], words: Sequence[str]) -> Matrix:
    """The weights of patterns and words, where nothing is known of the place."""
    start = prior(words)
    pull = np.full((len(start), 1), PULL)
    pull[len(names()) :] = PULL_NEW
    pull[0] = PULL_BIAS
    return fit(data, start, pull)


def fit_chapters(data: Data) -> Matrix:
    """The weights of words and places, where chapters are read."""
    start = np.zeros((data.values.shape[1], len(text_kinds.CHAPTER_KINDS)))
    return fit([data], start, np.full((len(start), 1), PULL_NEW))


def fit(data: Sequence[Data], start: Matrix, pull: Matrix) -> Matrix:
    """The weights that explain the labels; each set of data counts the same."""
    kinds = start.shape[1]
    values = csr_matrix(np.vstack([one.values for one in data]))
    labels = np.concatenate([one.labels for one in data])
    share = np.concatenate([_shares(one.labels, kinds) for one in data])[:, None] / len(data)
    target = np.eye(kinds)[labels]
    step = 1.0 / (0.5 * float(share[:, 0] @ values.power(2).sum(axis=1).A1) + float(pull.max()))
    weights, ahead = start.copy(), start.copy()
    for turn in range(STEPS):
        scores = values @ ahead
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        slope = values.T @ ((odds - target) * share) + pull * (ahead - start)
        moved = ahead - step * slope
        ahead = moved + turn / (turn + 3) * (moved - weights)
        weights = moved
    return np.round(weights, DECIMALS)


def _shares(labels: npt.NDArray[np.int64], kinds: int) -> Matrix:
    """How much each text counts: texts of a frequent kind less."""
    counts = np.bincount(labels, minlength=kinds)
    share = counts[labels] ** -0.5
    return np.asarray(share / share.sum())


def _packed(row: Matrix) -> str:
    """The weights of a row in hundredths."""
    return " ".join(str(round(weight * 100)) for weight in row.tolist())


def stored(
    texts: Matrix, words: Sequence[str], chapter: Matrix, seen: Sequence[str]
) -> dict[str, object]:
    """What the file holds; words that weigh little are left out."""
    tables: dict[str, dict[str, str]] = {name: {} for name in text_kinds.Weights._fields}
    for name, row in zip(names(words), texts, strict=True):
        if not name.startswith("word "):
            tables["features"][name] = _packed(row)
        elif np.abs(row).max() >= LEAST_WEIGHT:
            tables["words"][name.removeprefix("word ")] = _packed(row)
    for name, row in zip(seen, chapter, strict=True):
        group, _, word = name.partition(" ")
        if name in text_kinds.PLACES:
            tables["places"][name] = _packed(row)
        elif name != MARKED and np.abs(row).max() >= LEAST_OF_CHAPTER:
            tables["chapters" if group == "word" else "headings"][word] = _packed(row)
    return {
        "about": "Weights of pipeline/segment/text_kinds.py, one for each kind.",
        "fitted_by": "benchmarks/fit_kinds.py",
        "data": "MedQuAD, Ben Abacha and Demner-Fushman 2019, CC BY 4.0; tests/gold/tagging/marked",
        "kinds": [kind.value for kind in text_kinds.KINDS],
        "kinds_of_chapters": [kind.value for kind in text_kinds.CHAPTER_KINDS],
        **tables,
    }


def main() -> None:
    """Writes the weights."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    pages = chapters()
    words = vocabulary(pages)
    texts = fit_texts([of_answers(words), of_chapter_texts(pages, words)], words)
    judged = all_chapters()
    read, headed = vocabulary(judged), heading_vocabulary(judged)
    chapter = fit_chapters(of_chapters(judged, read, headed))
    kept = stored(texts, words, chapter, chapter_names(read, headed))
    TARGET.write_text(json.dumps(kept, indent=0) + "\n", "utf-8")
    print(f"{TARGET.name}: {len(words)} and {len(read)} words, {len(judged)} chapters")


if __name__ == "__main__":
    main()
