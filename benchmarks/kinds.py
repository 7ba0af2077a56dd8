"""Kinds of sections from their text, on MedQuAD and on chapters of judged pages.

    python -m benchmarks.kinds

For the text alone each source of MedQuAD is left out once: weights are fitted to the others and to
the chapters, and tested on it. Prints macro F1 over all answers and for each source over the kinds
that it has. Of the judged pages a third is left out each time.
"""

import argparse
from collections.abc import Sequence

import numpy as np

from benchmarks.fit_kinds import (
    Data,
    fit_chapters,
    fit_texts,
    heading_vocabulary,
    of_answers,
    of_chapter_texts,
    of_chapters,
    prior,
    vocabulary,
)
from benchmarks.kind_chapters import all_chapters, chapters, split
from benchmarks.shared_data import answers
from pipeline.segment import kinds, text_kinds

FOLDS = 3


def macro_f1(wanted: Sequence[str], found: Sequence[str]) -> float:
    """The mean F1 of the kinds that are wanted."""
    scores = []
    for kind in sorted(set(wanted)):
        right = sum(one == two == kind for one, two in zip(wanted, found, strict=True))
        total = sum(one == kind for one in wanted) + sum(two == kind for two in found)
        scores.append(2 * right / total)
    return sum(scores) / len(scores)


def from_text() -> tuple[list[str], list[str], list[str]]:
    """Source, wanted and found kind of each answer, from its text, its source left out."""
    rows = answers()
    wanted = [row["kind"] for row in rows]
    sources = np.array([row["source"] for row in rows])
    pages = chapters()
    words = vocabulary(pages)
    data, own = of_answers(words), of_chapter_texts(pages, words)
    found = np.zeros(len(rows), dtype=int)
    for source in sorted(set(sources)):
        test = sources == source
        others = Data(data.values[~test], data.labels[~test])
        weights = fit_texts([others, own], words)
        found[test] = (data.values[test] @ weights).argmax(axis=1)
    by_hand = (data.values @ prior(words)).argmax(axis=1)
    print(f"{'hand-written weights':24} {macro_f1(wanted, _names(by_hand)):.3f}")
    return sources.tolist(), wanted, _names(found)


def of_pages() -> None:
    """Prints how often the text and place of a chapter tell its kind, by pages left out."""
    right = silent_right = silent = total = 0
    for known, left_out in split(all_chapters(), FOLDS):
        words, headed = vocabulary(known), heading_vocabulary(known)
        weights = fit_chapters(of_chapters(known, words, headed))
        data = of_chapters(left_out, words, headed)
        hits = (data.values @ weights).argmax(axis=1) == data.labels
        quiet = np.array([not one.named for one in left_out])
        right, total = right + int(hits.sum()), total + len(hits)
        silent_right, silent = silent_right + int(hits[quiet].sum()), silent + int(quiet.sum())
    print(f"chapters by text and place: {right / total:.3f} of {total}")
    print(f"of these with a heading that names no kind: {silent_right / silent:.3f} of {silent}")


def _names(found: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> list[str]:
    return [text_kinds.KINDS[index].value for index in found]


def _of(question: str, answer: str) -> str:
    named = kinds.of_heading(question)
    return (kinds.from_heading(named, None) or kinds.alone([answer], named))[0].value


def from_heading() -> float:
    """Macro F1 with the question as heading and the answer as text."""
    rows = answers()
    found = [_of(row["question"], row["answer"]) for row in rows]
    wrong = [
        (row["kind"], kind, row["question"])
        for row, kind in zip(rows, found, strict=True)
        if row["kind"] != kind
    ]
    for kind, other, question in wrong[:5]:
        print(f"  {kind} taken for {other}: {question}")
    return macro_f1([row["kind"] for row in rows], found)


def main() -> None:
    """Prints the figures."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"{'heading and text':24} {from_heading():.3f}")
    of_pages()
    sources, wanted, found = from_text()
    print(f"{'text, across sources':24} {macro_f1(wanted, found):.3f}")
    for source in sorted(set(sources)):
        pairs = [
            (one, two)
            for one, two, where in zip(wanted, found, sources, strict=True)
            if where == source
        ]
        score = macro_f1([one for one, _ in pairs], [two for _, two in pairs])
        print(f"  {source:22} {score:.3f}  ({len(pairs)} answers)")


if __name__ == "__main__":
    main()
