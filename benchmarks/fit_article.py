"""Fits the network of `pipeline/clean/network.py` to labelled pages, in plain NumPy.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.fit_article [--check] [--cross-validate 5]

Labels: the words of a page and of its article are aligned in order; a line is of the article if at
least half of its words are. Loss: cross-entropy of the lines, each weighted with its share of the
article's words, less half of the word F1 that is to be expected, so that every page counts alike.
The labels are softened first: half-way to what networks say that have not seen the page's site.
Nothing but the labelled pages goes in: the same pages give the same bytes (`--check`). With
`--cross-validate` the pages are split by site, and each part is judged by a network that has not
seen any of its sites.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.article_pages import part_of, read_pages, word_f1, words_in_article
from benchmarks.shared_data import shared
from pipeline.clean import read
from pipeline.clean.article import best_threshold
from pipeline.clean.document import Document, Line, Places
from pipeline.clean.elements import BLOCK
from pipeline.clean.features import page_features
from pipeline.clean.network import (
    CLIP,
    FIRST,
    FIRST_SEEN,
    SECOND,
    SECOND_SEEN,
    SHIFTS,
    WEIGHTS,
    Matrix,
    Ranges,
    Weights,
    before_and_behind,
    layers,
    scores,
    shapes,
    unpack,
)

EPOCHS = 20  # more add nothing to pages of other sites
PAGES_A_STEP = 12
RATE = 2e-3  # falls to nothing along a cosine
WARM_UP = 100  # steps over which the rate rises
DROPPED = 0.25  # share of the values of a layer that a step leaves out; half of it of the features
DECAY = 1e-2  # of the weights, against learning single pages by heart
PLAIN = 0.25  # share of the pages that a step sees as if their markup said nothing
F1_SHARE = 0.5  # of the expected word F1 in the loss
SMALL_ARTICLE = 50  # words added to an article's, so that tiny ones do not outweigh all others
TEACHERS = 3  # networks that soften the labels, each fitted to the sites of the others' parts
SEED = 0
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True)
class Labelled:
    """A page as the network sees it, with its labels."""

    url: str
    texts: tuple[str, ...]
    article: str
    features: Matrix
    ranges: Ranges
    words: NDArray[np.float64]
    labels: NDArray[np.float64]
    plain: tuple[Matrix, Ranges]  # features and ranges as if the markup said nothing


def labelled_pages(folder: Path) -> Iterator[Labelled]:
    """The labelled pages with text, read as cleaning reads them."""
    for page in read_pages(folder):
        document = read(page.raw)
        if not document.lines:
            continue
        totals, hits = words_in_article(document, page.article)
        seen = page_features(document)
        counted = np.array(totals, dtype=np.float64)
        labels = np.array(hits) * 2 >= np.maximum(counted, 1)
        texts = tuple(line.text for line in document.lines)
        bare = page_features(plain(document))
        yield Labelled(
            page.url,
            texts,
            page.article,
            seen.lines,
            seen.ranges,
            counted,
            labels.astype(float),
            (bare.lines, bare.ranges),
        )


def plain(document: Document) -> Document:
    """The page as if it were set with `<br>` and classless elements, as old sites are."""
    count = len(document.places)
    tags = ["div" if tag in BLOCK else "span" for tag in document.places.tags]
    places = replace(document.places, tags=tags, names=[""] * count, cues=[0] * count)
    lines = tuple(_plain_line(line, document.places) for line in document.lines)
    return replace(document, lines=lines, places=places)


def _plain_line(line: Line, places: Places) -> Line:
    place = line.place
    while places.tags[place] not in BLOCK:
        place = places.parents[place]
    if line.tag in _PARAGRAPHS and places.parents[place] >= 0:
        place = places.parents[place]
    tag = "div" if line.tag in _PARAGRAPHS else line.tag
    layout = replace(line.layout, heading_level=None)
    return line._replace(tag=tag, place=place, layout=layout)


def fit(pages: Sequence[Labelled]) -> Matrix:
    """The weights fitted to the pages with softened labels, as the flat array that is stored."""
    return fit_once(softened(pages))


def softened(pages: Sequence[Labelled]) -> list[Labelled]:
    """The pages with labels half-way to what networks say that have not seen their sites.

    Annotators differ in what they call the article; where all other sites speak against a label,
    it weighs less.
    """
    parts = [part_of(page.url, TEACHERS) for page in pages]
    teachers = []
    for part in range(TEACHERS):
        others = [page for page, other in zip(pages, parts, strict=True) if other != part]
        teachers.append(unpack(fit_once(others)))
    found = (
        scores(teachers[n], page.features, page.ranges)
        for n, page in zip(parts, pages, strict=True)
    )
    return [
        replace(page, labels=(page.labels + score) / 2)
        for page, score in zip(pages, found, strict=True)
    ]


def fit_once(pages: Sequence[Labelled], epochs: int = EPOCHS) -> Matrix:
    """The weights fitted to the pages with their labels as they are."""
    random = np.random.default_rng(SEED)
    stacked = np.vstack([page.features for page in pages])
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0) + np.float32(1e-3)
    weights = _first_weights(random, mean, deviation)
    scaled = [np.clip((page.features - mean) / deviation, -CLIP, CLIP) for page in pages]
    bare = [np.clip((page.plain[0] - mean) / deviation, -CLIP, CLIP) for page in pages]
    steps = epochs * -(-len(pages) // PAGES_A_STEP)
    optimiser = Optimiser(steps)
    for _ in range(epochs):
        order = random.permutation(len(pages))
        for start in range(0, len(order), PAGES_A_STEP):
            chosen = order[start : start + PAGES_A_STEP]
            shown = [
                (pages[index], bare[index], pages[index].plain[1])
                if random.random() < PLAIN
                else (pages[index], scaled[index], pages[index].ranges)
                for index in chosen
            ]
            batch = Batch(shown)
            weights = optimiser.step(weights, gradient(weights, batch, random))
    flat = np.concatenate([array.ravel() for array in weights])
    return np.concatenate([[stacked.shape[1]], flat]).astype(np.float32)


def _first_weights(random: np.random.Generator, mean: Matrix, deviation: Matrix) -> Weights:
    arrays = [mean, deviation]
    for shape in shapes(len(mean))[2:]:
        scale = np.sqrt(2 / shape[0]) if len(shape) > 1 else 0.0
        arrays.append((random.standard_normal(shape) * scale).astype(np.float32))
    return Weights(*arrays)


class Batch:
    """Some pages in a row."""

    def __init__(self, shown: Sequence[tuple[Labelled, Matrix, Ranges]]) -> None:
        pages = [page for page, _, _ in shown]
        sizes = [len(page.words) for page in pages]
        offsets = np.cumsum([0, *sizes[:-1]])
        self.features = np.vstack([scaled for _, scaled, _ in shown]).astype(np.float32)
        ranges = list(zip([ranges for _, _, ranges in shown], offsets, strict=True))
        self.ranges = Ranges(
            np.hstack([each.begins + at for each, at in ranges]),
            np.hstack([each.ends + at for each, at in ranges]),
        )
        self.words = np.concatenate([page.words for page in pages])
        self.labels = np.concatenate([page.labels for page in pages])
        self.page = np.repeat(np.arange(len(pages)), sizes)
        self.pages = len(pages)

    def sum_by_page(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum over the lines of each page."""
        return np.bincount(self.page, weights=values, minlength=self.pages)

    def slope(self, logits: Matrix) -> Matrix:
        """The slope of the loss by the logit of each line."""
        found = 1 / (1 + np.exp(-np.clip(logits[:, 0].astype(np.float64), -30, 30)))
        words, labels, page = self.words, self.labels, self.page
        article = self.sum_by_page(words * labels)
        weight = (words + 1) / (article + SMALL_ARTICLE)[page]
        right = self.sum_by_page(found * labels * words)
        both = self.sum_by_page(found * words) + article + 1
        f1_slope = 2 * words * (labels / both[page] - right[page] / both[page] ** 2)
        slope = weight * (found - labels) - F1_SHARE * f1_slope * found * (1 - found)
        return (slope / self.pages).astype(np.float32)[:, None]


def gradient(weights: Weights, batch: Batch, random: np.random.Generator) -> Weights:
    """The slope of the loss by each weight; some values are left out at random."""
    kept = [
        _kept(random, batch.features.shape, DROPPED / 2),
        _kept(random, (len(batch.words), FIRST), DROPPED),
        _kept(random, (len(batch.words), SECOND), DROPPED),
    ]
    found = layers(weights, batch.features * kept[0], batch.ranges, kept[1:])
    slope = batch.slope(found.logits)
    last, last_bias, slope = _back(slope, found.third, weights.last)
    slope = slope * (found.third > 0)
    third, third_bias, slope = _back(slope, found.second_seen, weights.third)
    seen = unseen(slope[:, SECOND:], batch.ranges, SECOND_SEEN, along=True)
    second_seen, _, back = _back(seen, found.second, weights.second_seen)
    slope = (slope[:, :SECOND] + back) * (found.second > 0) * kept[2]
    second, second_bias, slope = _back(slope, found.first_seen, weights.second)
    seen = unseen(slope[:, FIRST:], batch.ranges, FIRST_SEEN, along=False)
    first_seen, _, back = _back(seen, found.first, weights.first_seen)
    slope = (slope[:, :FIRST] + back) * (found.first > 0) * kept[1]
    first, first_bias, _ = _back(slope, found.scaled, weights.first)
    nothing = np.zeros_like(weights.mean)
    return Weights(
        *(nothing, nothing, first, first_bias, first_seen, second, second_bias, second_seen),
        *(third, third_bias, last, last_bias),
    )


def _kept(random: np.random.Generator, shape: tuple[int, ...], dropped: float) -> Matrix:
    chosen = random.random(shape, dtype=np.float32) >= dropped
    return chosen.astype(np.float32) / np.float32(1 - dropped)


def _back(slope: Matrix, values: Matrix, weights: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """The slopes by weights, bias and values of a product."""
    return values.T @ slope, slope.sum(axis=0), slope @ weights.T


def unseen(slope: Matrix, ranges: Ranges, width: int, *, along: bool) -> Matrix:
    """The slope by the values, from the slope by what `network.surroundings` makes of them."""
    parts = [slope[:, at : at + width] for at in range(0, slope.shape[1], width)]
    lines = len(slope)
    result = np.zeros((lines, width), dtype=np.float32)
    here = np.arange(lines)
    for by, part in zip(SHIFTS, parts, strict=False):
        inside = (here + by >= ranges.begins[-1]) & (here + by < ranges.ends[-1])
        result[here[inside] + by] += part[inside]
    pairs = list(zip(ranges.begins, ranges.ends, strict=True))
    pairs += before_and_behind(ranges) if along else ()
    changes = np.zeros((lines + 1) * width)
    for (begin, end), part in zip(pairs, parts[len(SHIFTS) :], strict=True):
        share = (part / np.maximum(end - begin, 1)[:, None]).ravel()
        for at, sign in ((begin, 1.0), (end, -1.0)):
            cells = (at[:, None] * width + np.arange(width)).ravel()
            changes += sign * np.bincount(cells, weights=share, minlength=len(changes))
    sums = np.cumsum(changes.reshape(lines + 1, width), axis=0)[:lines]
    return result + sums.astype(np.float32)


class Optimiser:
    """Adam with decay of the weights; the rate rises, then falls along a cosine."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.done = 0
        self.moments: list[tuple[Matrix, Matrix]] = []

    def step(self, weights: Weights, slopes: Weights) -> Weights:
        """The weights a step further down; mean and deviation stay as they are."""
        if not self.moments:
            self.moments = [(np.zeros_like(array), np.zeros_like(array)) for array in weights]
        self.done += 1
        warm = min(1.0, self.done / WARM_UP)
        rate = RATE * warm * 0.5 * (1 + np.cos(np.pi * self.done / self.steps))
        moved = []
        for index, (array, slope) in enumerate(zip(weights, slopes, strict=True)):
            moved.append(array if index < 2 else self._move(index, array, slope, rate))
        return Weights(*moved)

    def _move(self, index: int, array: Matrix, slope: Matrix, rate: float) -> Matrix:
        first, second = self.moments[index]
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        self.moments[index] = (first, second)
        size = np.sqrt(second / (1 - 0.999**self.done)) + 1e-8
        move = first / (1 - 0.9**self.done) / size
        if array.ndim > 1:
            move = move + DECAY * array
        return np.asarray(array - rate * move, dtype=np.float32)


def judged(weights: Weights, page: Labelled) -> float:
    """The word F1 of a page by these weights alone, without any rule."""
    found = scores(weights, page.features, page.ranges)
    threshold = best_threshold(found, page.words)
    text = "\n".join(
        text for text, score in zip(page.texts, found, strict=True) if score >= threshold
    )
    return word_f1(text, page.article)


def cross_validated(pages: Sequence[Labelled], parts: int) -> Iterator[list[float]]:
    """The word F1 of the pages of each part, by weights fitted to the other parts."""
    for part in range(parts):
        others = [page for page in pages if part_of(page.url, parts) != part]
        weights = unpack(fit(others))
        yield [judged(weights, page) for page in pages if part_of(page.url, parts) == part]


def main() -> int:
    """Fit, check or cross-validate, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the stored weights")
    parser.add_argument("--cross-validate", type=int, default=0, metavar="PARTS")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    folder = shared() / "data" / "wcxb"
    if not folder.exists():
        print("The labelled pages are not here; set HEALTHPAGES_SHARED.")
        return 2
    pages = list(labelled_pages(folder))
    if arguments.cross_validate:
        stored = unpack(np.load(WEIGHTS))
        known = [judged(stored, page) for page in pages]
        print(f"word F1 in sample: {np.mean(known):.4f} on {len(known)} pages", flush=True)
        results: list[float] = []
        for part in cross_validated(pages, arguments.cross_validate):
            results += part
            print(f"a part of unseen sites: {np.mean(part):.4f} on {len(part)} pages", flush=True)
        print(f"word F1 on unseen sites: {np.mean(results):.4f} on {len(results)} pages")
        return 0
    flat = fit(pages)
    if arguments.check:
        same = np.array_equal(flat, np.load(WEIGHTS))
        print("the stored weights are reproduced" if same else "the stored weights differ")
        return 0 if same else 1
    np.save(arguments.out, flat)
    print(f"{len(flat)} numbers fitted to {len(pages)} pages: {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
