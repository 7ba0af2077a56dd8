"""The pattern table: loads `patterns.toml` and finds triggers in a sentence.

Regular expressions are slow to try, so each pattern is tried only where one of its hint words
stands: words that its trigger can't match without.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.model.records import Kind, Label

WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Pattern:
    """One row of the table; `patterns.toml` describes the fields."""

    name: str
    label: Label
    trigger: re.Pattern[str]
    hints: frozenset[str]
    argument: str
    target: str
    aspect: str | None
    subject: bool
    denies: bool
    kinds: frozenset[Kind]
    only: frozenset[Kind]
    score: float
    match: tuple[str, ...]
    miss: tuple[str, ...]
    examples_kind: Kind


@cache
def table() -> tuple[Pattern, ...]:
    """The patterns in the order of the file."""
    path = Path(__file__).with_name("patterns.toml")
    rows = tomllib.loads(path.read_text("utf-8"))["pattern"]
    return tuple(_pattern(row) for row in rows)


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        name=row["name"],
        label=Label(row["label"]),
        trigger=re.compile(row["trigger"].replace("\n", "")),
        hints=frozenset(row["hints"].split()),
        argument=row["argument"],
        target=row["target"],
        aspect=row.get("aspect"),
        subject=row.get("subject", False),
        denies=row.get("denies", False),
        kinds=frozenset(Kind(kind) for kind in row.get("kinds", ())),
        only=frozenset(Kind(kind) for kind in row.get("only", ())),
        score=row["score"],
        match=tuple(row["match"]),
        miss=tuple(row["miss"]),
        examples_kind=Kind(row.get("examples_kind", "overview")),
    )


@cache
def _by_hint() -> Mapping[str, tuple[int, ...]]:
    by_hint: dict[str, list[int]] = {}
    for index, pattern in enumerate(table()):
        for hint in pattern.hints:
            by_hint.setdefault(hint, []).append(index)
    return MappingProxyType({hint: tuple(indices) for hint, indices in by_hint.items()})


# "The pain eases on its own": nothing is said to ease it.
UNAIDED = re.compile(r"\s+(?:on\s+(?:its|their)\s+own|by\s+(?:itself|themselves))\b")


def triggers(lower: str, kind: Kind) -> Iterator[tuple[Pattern, int, int]]:
    """Each trigger in a lower-case sentence of a section of this kind, in order of the table."""
    by_hint = _by_hint()
    hints = by_hint.keys() & WORD.findall(lower)
    for index in sorted({index for hint in hints for index in by_hint[hint]}):
        pattern = table()[index]
        if pattern.only and kind not in pattern.only:
            continue
        for match in pattern.trigger.finditer(lower):
            if UNAIDED.match(lower, match.end()):
                continue
            yield pattern, match.start(), match.end()
            if pattern.subject:
                break
