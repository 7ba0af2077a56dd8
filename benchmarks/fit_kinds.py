"""Fits the weights of `pipeline/segment/text_kinds.py` and writes `kinds.json` beside it.

    python -m benchmarks.fit_kinds

Multinomial logistic regression, pulled towards the hand-written weights instead of zero, by plain
accelerated gradient descent: no randomness, and weights are rounded, so a second fit writes the
same bytes. Reads MedQuAD's answers; only weights are kept.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.shared_data import answers
from pipeline.model.records import Kind
from pipeline.segment import kinds, text_kinds

Matrix = npt.NDArray[np.float64]

TARGET = Path(text_kinds.__file__).with_name("kinds.json")
PRIOR_SCALE = 4.0  # of the hand-written weights: best across sources among 1, 2, 3, 4
PULL = 0.005  # towards them; 0.003 to 0.03 differ by 0.01 macro F1 across sources
STEPS = 1500
DECIMALS = 3


def names() -> list[str]:
    """The names of all features, in order."""
    patterns = text_kinds.patterns()
    listed = ["bias"] + [f"start {index}" for index in range(len(patterns.start))]
    for place in ("first", "lead", "rest"):
        listed += [f"{place} {index}" for index in range(len(patterns.sentence))]
    for name in ("echo", "share", "top"):
        listed += [f"{name} {kind}" for kind in text_kinds.KINDS]
    return [*listed, "diversity", "length", "list", "short"]


def prior() -> Matrix:
    """The hand-written weights: each feature speaks for its own kind."""
    patterns = text_kinds.patterns()
    weights = np.zeros((len(names()), len(text_kinds.KINDS)))
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


def matrix(texts: Sequence[str]) -> Matrix:
    """The features of the texts, one row each."""
    column = {name: index for index, name in enumerate(names())}
    values = np.zeros((len(texts), len(column)))
    for row, text in enumerate(texts):
        for name, value in text_kinds.features(text, kinds.echo_of(text)).items():
            if name in column:
                values[row, column[name]] = value
    return values


def fit(values: Matrix, labels: Sequence[int]) -> Matrix:
    """The weights that explain the labels without leaving the hand-written ones needlessly."""
    target = np.eye(len(text_kinds.KINDS))[list(labels)]
    counts = Counter(labels)
    share = np.array([counts[label] ** -0.5 for label in labels])[:, None]
    share /= share.sum()
    start = prior()
    pull = np.full((values.shape[1], 1), PULL)
    pull[0] = 0.001
    step = 1.0 / (0.5 * float((share[:, 0] * (values**2).sum(axis=1)).sum()) + PULL)
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


def main() -> None:
    """Writes the weights."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    rows = answers()
    labels = [text_kinds.KINDS.index(Kind(row["kind"])) for row in rows]
    weights = fit(matrix([row["answer"] for row in rows]), labels)
    stored = {
        "about": "Weights of pipeline/segment/text_kinds.py, one for each kind.",
        "fitted_by": "benchmarks/fit_kinds.py",
        "data": "MedQuAD, Ben Abacha and Demner-Fushman 2019, CC BY 4.0",
        "kinds": [kind.value for kind in text_kinds.KINDS],
        "weights": {
            name: [float(value) for value in row]
            for name, row in zip(names(), weights, strict=True)
        },
    }
    lines = json.dumps(stored, indent=1).replace(",\n   ", ", ").replace("[\n   ", "[")
    TARGET.write_text(lines.replace("\n  ]", "]") + "\n", "utf-8")
    print(f"{TARGET.name}: {len(weights)} features, {len(rows)} answers")


if __name__ == "__main__":
    main()
