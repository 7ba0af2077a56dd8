"""Fits the weights of the signs that a name is what a page is about.

    python -m benchmarks.fit_condition             # writes pipeline/tag/condition.json
    python -m benchmarks.fit_condition --folds 5   # cross-validation by pages

The score of a name is the weighted sum of its signs; the softmax of the scores of a page's names
is the chance of each (a conditional logit). Fitted by gradient descent with a quadratic penalty to
the judged pages that are not held, to those names that say the same as the judged one: equal when
folded, or synonyms. Where no name does, the ones that share the most words with it stand in.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.tag_examples import judged_pages
from benchmarks.tagging import prepare
from pipeline.model.settings import Settings
from pipeline.tag.model import tagger
from pipeline.tag.name_signs import SIGNS, WEIGHTS, signs
from pipeline.tag.names import concept_of, names_of, told_by
from pipeline.tag.terms import singular
from pipeline.tag.vocabulary import Vocabulary

Array = npt.NDArray[np.float64]

STEPS, RATE, PENALTY = 400, 0.1, 0.002
LIKE = 0.3  # share of words that stands in for the name where no candidate says the same


@dataclass(frozen=True)
class Choice:
    """The names of a page with their signs, and which of them say what it is about."""

    page: str
    judged: str
    names: tuple[str, ...]
    signs: Array
    right: Array
    exact: bool  # whether one of them says it, not only shares words with it


def choices(known: Vocabulary) -> list[Choice]:
    """All judged pages that offer a name."""
    found = (choice(page, judged, known) for page, judged in judged_pages().items())
    return [one for one in found if one is not None]


def choice(page: str, judged: dict[str, str], known: Vocabulary) -> Choice | None:
    """A judged page; None where it has no name."""
    told = told_by(*prepare(judged))
    names = names_of(told, known)
    if not names:
        return None
    printed = tuple(name.printed for name in names)
    condition = judged["condition"].casefold()
    right = np.array([means_the_same(one, condition, known) for one in printed], dtype=float)
    exact = bool(right.any())
    if not exact:
        likes = np.array([likeness(one, condition) for one in printed])
        right = np.where(likes.max() >= LIKE, likes == likes.max(), 0).astype(float)
    return Choice(page, condition, printed, np.array(signs(names, told, known)), right, exact)


def means_the_same(one: str, other: str, known: Vocabulary) -> bool:
    """Whether two names are the same but for spelling, number and synonyms."""
    return folded(one) == folded(other) or concept_of(one, known) == concept_of(other, known)


def folded(name: str) -> str:
    """A name in the singular, in American spelling, without hyphens and apostrophes."""
    plain = name.replace("-", " ").replace("'s", "").replace("'", "")
    american = plain.replace("oe", "e").replace("ae", "e").replace("our", "or")
    return " ".join(map(singular, american.split()))


def likeness(one: str, other: str) -> float:
    """Shared words as a share of all words."""
    left, right = set(folded(one).split()), set(folded(other).split())
    return len(left & right) / len(left | right)


def fit(examples: Sequence[Choice]) -> Array:
    """The weights under which the right names are likeliest; Adam, always the same steps."""
    told = [one for one in examples if one.right.any()]
    values = np.concatenate([one.signs for one in told])
    right = np.concatenate([one.right for one in told])
    sizes = [len(one.right) for one in told]
    starts = np.cumsum([0, *sizes])[:-1]
    page = np.repeat(np.arange(len(told)), sizes)
    weights, mean, square = (np.zeros(values.shape[1]) for _ in range(3))
    for step in range(1, STEPS + 1):
        scores = values @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[page])
        chance = odds / np.add.reduceat(odds, starts)[page]
        aim = odds * right / np.add.reduceat(odds * right, starts)[page]
        slope = values.T @ (chance - aim) / len(told) + PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        ahead, wide = mean / (1 - 0.9**step), square / (1 - 0.99**step)
        weights -= RATE * ahead / (np.sqrt(wide) + 1e-8)
    return weights


def chosen(one: Choice, weights: Array) -> str:
    """The name with the highest score."""
    return one.names[int(np.argmax(one.signs @ weights))]


def cross_validate(
    examples: Sequence[Choice], folds: int, known: Vocabulary, *, show: bool
) -> None:
    """Prints how often pages that weights were not fitted to get the judged name."""
    alike = equal = 0
    for fold in range(folds):
        weights = fit([one for row, one in enumerate(examples) if row % folds != fold])
        for one in examples[fold::folds]:
            name = chosen(one, weights)
            is_alike = means_the_same(name, one.judged, known)
            alike += is_alike
            equal += name == one.judged
            if show and not is_alike:
                print(f"{one.page}: {name!r}, judged {one.judged!r}")
    offered = sum(one.exact for one in examples)
    print(f"{len(examples)} pages, {offered} offer the judged name or a synonym")
    print(f"chosen {alike} ({alike / len(examples):.3f}), in the same words {equal}")


def main() -> None:
    """Fits the weights, or measures how well they do on pages they have not seen."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print the pages that get another name")
    options = parser.parse_args()
    known = tagger(Settings().tag).vocabulary
    examples = choices(known)
    if options.folds:
        cross_validate(examples, options.folds, known, show=options.show)
        return
    rounded = {sign.name: round(w, 2) for sign, w in zip(SIGNS, fit(examples), strict=True)}
    WEIGHTS.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
