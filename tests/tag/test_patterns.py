"""The examples in the pattern table are its tests: what must match does, what must not doesn't."""

import re
from collections.abc import Callable

import pytest

from pipeline.model.records import Kind
from pipeline.tag.patterns import Pattern, table, triggers

MARKED = re.compile(r"\[([^\]]+)\]|!([^!]+)!")
PATTERNS = table()


def bare(example: str) -> str:
    return MARKED.sub(lambda mark: mark[1] or mark[2], example)


def expected(example: str) -> list[tuple[str, bool]]:
    return [(plain or denied, bool(denied)) for plain, denied in MARKED.findall(example)]


MATCH = [(pattern, example) for pattern in PATTERNS for example in pattern.match]
MISS = [(pattern, example) for pattern in PATTERNS for example in pattern.miss]


@pytest.mark.parametrize(
    ("pattern", "example"), MATCH, ids=lambda value: getattr(value, "name", "")
)
def test_an_example_yields_its_marked_phrases(
    pattern: Pattern, example: str, match_sentence: Callable[..., list[tuple[str, bool, str]]]
) -> None:
    found = match_sentence(bare(example), pattern.examples_kind.value)
    assert [(text, negated) for text, negated, _ in found] == expected(example)
    assert pattern.name in {rule for _, _, rule in found}


@pytest.mark.parametrize(("pattern", "example"), MISS, ids=lambda value: getattr(value, "name", ""))
def test_a_counter_example_yields_nothing(
    pattern: Pattern, example: str, match_sentence: Callable[..., list[tuple[str, bool, str]]]
) -> None:
    assert match_sentence(example, pattern.examples_kind.value) == []


def test_names_are_unique_and_each_pattern_has_both_kinds_of_example() -> None:
    assert len({pattern.name for pattern in PATTERNS}) == len(PATTERNS)
    assert all(pattern.match and pattern.miss for pattern in PATTERNS)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_sentence_that_a_trigger_matches_has_one_of_its_hints(pattern: Pattern) -> None:
    for example in pattern.match:
        lower = bare(example).lower()
        if pattern.trigger.search(lower):
            assert not pattern.hints.isdisjoint(re.findall("[a-z]+", lower))


def test_no_trigger_is_tried_without_a_hint() -> None:
    assert list(triggers("the moon is round", Kind.CAUSES)) == []
