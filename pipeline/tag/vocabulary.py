"""Vocabularies as data: the files in `lexicon/` and the files that a user adds.

A TOML file states `source`, `licence` and `[terms]`: lists of phrases by category. A CSV file has
the columns `term` and `category`. `[synonyms]` (CSV: the column `synonym_of`) maps a phrase to the
one that stands for it, `[complaints]` a condition to how people tell of it: "wets the bed".
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.model.errors import StopRun

HERE = Path(__file__).parent
WORD = re.compile(r"[\w'-]+")

# Terms by category, synonyms, complaints.
Read = tuple[dict[str, set[str]], dict[str, str], dict[str, str]]
# What a phrase can be; a user's file may use these and no others.
CATEGORIES = ("condition", "symptom", "cause", "remedy", "food", "drug", "examination")


@dataclass(frozen=True)
class Vocabulary:
    """Phrases by category and the table of synonyms, all in lower case."""

    terms: Mapping[str, frozenset[str]]
    synonyms: Mapping[str, str]
    conditions: frozenset[str]  # the terms of that category and their synonyms, also in plural
    concepts: Mapping[str, str]  # each name of a condition with synonyms: the one for them all
    alike: Mapping[str, frozenset[str]]  # all names of such a concept
    complaints: Mapping[str, str]  # how people tell of a condition, and its name
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]  # of both, by first word, longest first


@cache
def vocabulary(files: tuple[Path, ...] = ()) -> Vocabulary:
    """The vocabulary of the project with the user's files added; raises StopRun for a bad file."""
    terms: dict[str, set[str]] = {category: set() for category in CATEGORIES}
    synonyms: dict[str, str] = {}
    complaints: dict[str, str] = {}
    for path in (*sorted((HERE / "lexicon").glob("*.toml")), *files):
        _add(path, terms, synonyms, complaints)
    frozen = {category: frozenset(phrases) for category, phrases in terms.items()}
    listed = {form for name in frozen["condition"] for form in _forms(name)}
    concepts = {
        form: other
        for one, other in synonyms.items()
        if other in listed
        for name in (one, other)
        for form in _forms(name)
    }
    return Vocabulary(
        MappingProxyType(frozen),
        MappingProxyType(synonyms),
        frozenset(listed | concepts.keys()),
        MappingProxyType(concepts),
        MappingProxyType(_inverted(concepts)),
        MappingProxyType(complaints),
        MappingProxyType(_by_first_word({*listed, *concepts, *complaints})),
    )


def _inverted(concepts: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form, concept in concepts.items():
        found.setdefault(concept, set()).add(form)
    return {concept: frozenset(forms) for concept, forms in found.items()}


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases):
        words = tuple(WORD.findall(phrase))
        found.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(same, key=len, reverse=True)) for word, same in found.items()}


def _forms(name: str) -> tuple[str, ...]:
    """The name with the endings of the plural added or taken away."""
    return name, name + "s", name.removesuffix("s")


def _add(
    path: Path,
    terms: dict[str, set[str]],
    synonyms: dict[str, str],
    complaints: dict[str, str],
) -> None:
    reader = _read_csv if path.suffix.lower() == ".csv" else _read_toml
    try:
        found, same, told = reader(path)
    except OSError as error:
        raise StopRun(f"Can't read the vocabulary {path}: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StopRun(f"The vocabulary {path} is not as docs/tagging.md says: {error}.") from error
    for category, phrases in found.items():
        if category not in terms:
            known = ", ".join(CATEGORIES)
            raise StopRun(f"The vocabulary {path} has the category {category!r}; use {known}.")
        terms[category].update(phrases)
    synonyms.update(same)
    complaints.update(told)


def _read_toml(path: Path) -> Read:
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    terms = {category: set(_folded(phrases)) for category, phrases in data.get("terms", {}).items()}
    return terms, _by_variant(data, "synonyms"), _by_variant(data, "complaints")


def _by_variant(data: Mapping[str, Any], table: str) -> dict[str, str]:
    return {
        variant: preferred.casefold()
        for preferred, variants in data.get(table, {}).items()
        for variant in _folded(variants)
    }


def _read_csv(path: Path) -> Read:
    terms: dict[str, set[str]] = {}
    synonyms: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            (phrase,) = _folded([row["term"]])
            terms.setdefault(row["category"].strip().lower(), set()).add(phrase)
            if row.get("synonym_of"):
                synonyms[phrase] = row["synonym_of"].strip().casefold()
    return terms, synonyms, {}


def _folded(phrases: Iterable[str]) -> Iterable[str]:
    return [" ".join(phrase.casefold().split()) for phrase in phrases]


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """The word classes of `words.toml`, by name."""
    return _word_data("classes")


@cache
def _word_data(part: str) -> Mapping[str, frozenset[str]]:
    data = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
    return MappingProxyType({name: frozenset(words.split()) for name, words in data[part].items()})


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of one list of `words.toml`."""
    return _word_data("lists")[name]
