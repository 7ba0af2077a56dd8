"""Checks the sentence patterns on labelled sentences from abstracts, outside the project's domain.

    python benchmarks/relations.py [--errors cause|treat]

A pair counts as *cause* where tagging the sentence as running text, on a page about one of the two
terms, yields a CAUSE mention that overlaps the other term and is not denied; *treat* likewise with
REMEDY. The data is no part of the project: set HEALTHPAGES_SHARED to the folder that has it.
"""

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.model.records import Block, CleanPage, Label, RawPage
from pipeline.model.settings import TagSettings
from pipeline.tag import tag

SHARED = Path(os.environ.get("HEALTHPAGES_SHARED", Path(__file__).parents[2] / "shared"))
FOLDER = SHARED / "data" / "relations"
POSITIVE = 0.5  # the crowd's score from which a relation counts as stated


@dataclass(frozen=True)
class Pair:
    """Two terms of a sentence; `either` says that any of them may be the condition."""

    sentence: str
    term: tuple[int, int]
    condition: tuple[int, int]
    either: bool
    is_cause: bool | None
    is_treat: bool | None


def page_of(sentence: str, condition: str) -> CleanPage:
    """A page about the condition whose only line is the sentence."""
    raw = RawPage(
        page_id="0" * 24,
        source="relations",
        source_index=0,
        url=None,
        site="local",
        fetched_at=None,
        content_sha256="0" * 64,
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="given",
        text=sentence,
    )
    block = Block("b", raw.page_id, 0, "line", None, 1, 0, len(sentence), sentence)
    return CleanPage(raw, condition, None, None, "en", (block,))


def stated(pair: Pair, label: Label) -> bool:
    """Whether tagging finds the relation between the two terms."""
    sides = [(pair.term, pair.condition)]
    if pair.either:
        sides.append((pair.condition, pair.term))
    return any(_found(pair.sentence, term, condition, label) for term, condition in sides)


def _found(sentence: str, term: tuple[int, int], condition: tuple[int, int], label: Label) -> bool:
    page = page_of(sentence, sentence[slice(*condition)])
    return any(
        mention.label is label
        and not mention.negated
        and mention.start < term[1]
        and term[0] < mention.end
        for mention in tag(page, (), TagSettings()).mentions
    )


def food_pairs() -> Iterator[Pair]:
    """Sentences with a food and a disease."""
    for row in _rows("fooddisease_dev.jsonl"):
        lower = row["sentence"].lower()
        places = [lower.find(row[name].lower()) for name in ("term", "condition")]
        if min(places) >= 0:
            term, condition = places
            yield Pair(
                row["sentence"],
                (term, term + len(row["term"])),
                (condition, condition + len(row["condition"])),
                either=False,
                is_cause=row["is_cause"],
                is_treat=row["is_treat"],
            )


def crowd_pairs(relation: str) -> Iterator[Pair]:
    """Sentences with two medical terms, judged by a crowd for one relation."""
    for row in _rows(f"crowdtruth_{relation}_dev.jsonl"):
        positive = float(row["score"]) >= POSITIVE
        yield Pair(
            row["sentence"],
            place(row["sentence"], row["term1"], int(row["b1"])),
            place(row["sentence"], row["term2"], int(row["b2"])),
            either=True,
            is_cause=positive if relation == "cause" else None,
            is_treat=positive if relation == "treat" else None,
        )


def place(sentence: str, term: str, offset: int) -> tuple[int, int]:
    """Where the term stands: nearest to its offset, which is a little off in places."""
    at = sentence.find(term, max(0, offset - len(term)))
    at = sentence.find(term) if at < 0 else at
    return (at, at + len(term)) if at >= 0 else (offset, offset + len(term))


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def report(name: str, pairs: list[Pair], label: Label, *, errors: bool) -> None:
    """Prints F1 of the positive class and macro F1."""
    gold = [pair.is_cause if label is Label.CAUSE else pair.is_treat for pair in pairs]
    found = [stated(pair, label) for pair in pairs]
    if errors:
        for pair, is_gold, is_found in zip(pairs, gold, found, strict=True):
            if is_gold != is_found:
                terms = [pair.sentence[slice(*span)] for span in (pair.term, pair.condition)]
                print("-" if is_gold else "+", terms, pair.sentence)
    positive = f1(gold, found, value=True)
    macro = (positive + f1(gold, found, value=False)) / 2
    print(
        f"{name:12} {label.value:6} {len(pairs):5} pairs  F1 {positive:.3f}  macro F1 {macro:.3f}"
    )


def f1(gold: list[bool | None], found: list[bool], *, value: bool) -> float:
    """F1 of one class."""
    hits = sum(a == b == value for a, b in zip(gold, found, strict=True))
    total = gold.count(value) + found.count(value)
    return 2 * hits / total if total else 0.0


def main() -> None:
    """Scores the three sets, as far as they are there."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--errors", choices=("cause", "treat"), help="print what differs")
    parser.add_argument("--limit", type=int, default=None, help="first so many pairs of each")
    options = parser.parse_args()
    if not FOLDER.is_dir():
        print(f"No data in {FOLDER}; set HEALTHPAGES_SHARED.")
        return
    food = list(food_pairs())[: options.limit]
    report("FoodDisease", food, Label.CAUSE, errors=options.errors == "cause")
    report("FoodDisease", food, Label.REMEDY, errors=options.errors == "treat")
    for relation, label in (("cause", Label.CAUSE), ("treat", Label.REMEDY)):
        pairs = list(crowd_pairs(relation))[: options.limit]
        report("CrowdTruth", pairs, label, errors=options.errors == relation)


if __name__ == "__main__":
    main()
