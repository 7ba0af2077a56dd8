"""Where the parts of a chapter without numbers end: the signs of it, fitted and left out in turn.

    python -m benchmarks.chapter_parts

Takes the short lines of the gold pages that follow the first part of a chapter without text of its
own; each goes on its parts or begins the next chapter. Prints the weights of a logistic regression
beside those of pipeline/segment/parts.py, and how many lines are told right where each set of pages
is left out of the fit in turn.
"""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.outline_score import page_of
from benchmarks.segmenting import GOLD, GoldPage, load
from pipeline.segment import candidates, parts
from pipeline.segment.lines import Lines
from pipeline.segment.shapes import BARE

PULL = 0.3  # of the weights towards zero
STEPS = 3_000
STEP = 0.05

Matrix = npt.NDArray[np.float64]


class Seen(NamedTuple):
    """A line after parts of a chapter."""

    source: str  # the set of pages
    signs: list[float]
    ends: bool  # whether it begins the next chapter


def of_page(page: GoldPage) -> Iterator[Seen]:
    """The lines of a page after the first part of a chapter."""
    lines = Lines(page_of(page.lines, page.title))
    found = candidates.find(lines)
    index = {one.line: place for place, one in enumerate(found) if one.rank == BARE}
    tree = [one for one in page.expected if one.line in index]
    heads = [index[one.line] for one in tree]
    chapter: str | None = None
    inside: list[int] = []
    for place, one in enumerate(tree):
        above = one.path.rpartition(".")[0]
        if chapter is not None and inside:
            seen = parts.signs(lines, found, heads, inside)
            values = [float(seen[name]) for name in parts.WEIGHTS]
            yield Seen(page.name.split(":")[0], values, above != chapter)
        if chapter is not None and above == chapter:
            inside.append(place)
            continue
        following = tree[place + 1] if place + 1 < len(tree) else None
        holds = following is not None and following.line == one.line + 1
        chapter, inside = (one.path if holds else None), []


def fit(values: Matrix, labels: Matrix) -> Matrix:
    """The weights of a logistic regression."""
    weights = np.zeros(values.shape[1])
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (odds - labels) + PULL * weights
        weights -= STEP * slope / np.sqrt(len(labels))
    return weights


def main() -> None:
    """Prints the weights and how often they are right."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    rows = [one for page in load(GOLD) if len(page.lines) > 3 for one in of_page(page)]
    values = np.array([row.signs for row in rows])
    labels = np.array([float(row.ends) for row in rows])
    sources = np.array([row.source for row in rows])
    for name, weight in zip(parts.WEIGHTS, fit(values, labels), strict=True):
        print(f"{name:16} {weight:5.1f}  used: {parts.WEIGHTS[name]}")
    right = np.zeros(len(rows), dtype=bool)
    for source in sorted(set(sources)):
        out = sources == source
        told = values[out] @ fit(values[~out], labels[~out]) > 0
        right[out] = told == labels[out]
        print(f"{source:16} {right[out].mean():.3f} of {out.sum()}")
    print(f"{'together':16} {right.mean():.3f} of {len(rows)}")
    names = [list(parts.WEIGHTS).index(name) for name in ("names a kind", "asks", "opens")]
    words = values[:, names].max(axis=1) > 0
    print(f"{'by words alone':16} {(words == labels).mean():.3f}")


if __name__ == "__main__":
    main()
