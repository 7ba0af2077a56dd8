"""Vocabularies as data: the files in `lexicon/` and the files that a user adds.

A TOML file states `source`, `licence` and `[terms]`: lists of phrases by category. A CSV file has
the columns `term` and `category`. `[synonyms]` (CSV: the column `synonym_of`) maps a phrase to the
one that stands for it.
"""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.model.errors import StopRun

HERE = Path(__file__).parent

# What a phrase can be; a user's file may use these and no others.
CATEGORIES = ("condition", "symptom", "cause", "remedy", "food", "drug", "examination")


@dataclass(frozen=True)
class Vocabulary:
    """Phrases by category and the table of synonyms, all in lower case."""

    terms: Mapping[str, frozenset[str]]
    synonyms: Mapping[str, str]
    conditions: frozenset[str]  # the terms of that category, in singular and plural
    first_words: frozenset[str]  # of these conditions


@cache
def vocabulary(files: tuple[Path, ...] = ()) -> Vocabulary:
    """The vocabulary of the project with the user's files added; raises StopRun for a bad file."""
    terms: dict[str, set[str]] = {category: set() for category in CATEGORIES}
    synonyms: dict[str, str] = {}
    for path in (*sorted((HERE / "lexicon").glob("*.toml")), *files):
        _add(path, terms, synonyms)
    frozen = {category: frozenset(phrases) for category, phrases in terms.items()}
    forms = frozenset(form for name in frozen["condition"] for form in _forms(name))
    first = frozenset(form.split(maxsplit=1)[0] for form in forms)
    return Vocabulary(MappingProxyType(frozen), MappingProxyType(synonyms), forms, first)


def _forms(name: str) -> tuple[str, ...]:
    """The name with the endings of the plural added or taken away."""
    return name, name + "s", name.removesuffix("s")


def _add(path: Path, terms: dict[str, set[str]], synonyms: dict[str, str]) -> None:
    reader = _read_csv if path.suffix.lower() == ".csv" else _read_toml
    try:
        found, same = reader(path)
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


def _read_toml(path: Path) -> tuple[dict[str, set[str]], dict[str, str]]:
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    terms = {category: set(_folded(phrases)) for category, phrases in data.get("terms", {}).items()}
    synonyms = {
        variant: preferred.casefold()
        for preferred, variants in data.get("synonyms", {}).items()
        for variant in _folded(variants)
    }
    return terms, synonyms


def _read_csv(path: Path) -> tuple[dict[str, set[str]], dict[str, str]]:
    terms: dict[str, set[str]] = {}
    synonyms: dict[str, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            (phrase,) = _folded([row["term"]])
            terms.setdefault(row["category"].strip().lower(), set()).add(phrase)
            if row.get("synonym_of"):
                synonyms[phrase] = row["synonym_of"].strip().casefold()
    return terms, synonyms


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
