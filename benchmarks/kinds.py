"""Kinds of sections on MedQuAD: from heading and text, and from the text alone.

    python -m benchmarks.kinds

For the text alone each source is left out once: weights are fitted on the others and tested on it.
Prints macro F1 over all answers and for each source over the kinds that it has.
"""

import argparse
from collections.abc import Sequence

import numpy as np

from benchmarks.fit_kinds import fit, matrix, prior
from benchmarks.shared_data import answers
from pipeline.model.records import Kind
from pipeline.segment import kinds, text_kinds


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
    labels = np.array([text_kinds.KINDS.index(Kind(kind)) for kind in wanted])
    sources = np.array([row["source"] for row in rows])
    values = matrix([row["answer"] for row in rows])
    found = np.zeros(len(rows), dtype=int)
    for source in sorted(set(sources)):
        test = sources == source
        weights = fit(values[~test], labels[~test].tolist())
        found[test] = (values[test] @ weights).argmax(axis=1)
    by_hand = (values @ prior()).argmax(axis=1)
    print(f"{'hand-written weights':24} {macro_f1(wanted, _names(by_hand)):.3f}")
    return sources.tolist(), wanted, _names(found)


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
