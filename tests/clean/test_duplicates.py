# ruff: noqa: S311  made-up words need no secrets
"""Copies of an article are found by what they share, whatever the order, and one is kept."""

import random
from datetime import UTC, datetime
from itertools import compress

import pytest

from pipeline.clean.duplicates import (
    Sketch,
    _Index,
    _precedence,
    find_duplicates,
    may_repeat,
    signature,
    similarity,
    sketch,
)
from pipeline.model.settings import CleanSettings

SETTINGS = CleanSettings()
WORDS = [a + b for a in "bdfgklmnprst" for b in ("al", "en", "ist", "or", "um", "ex", "ip", "ou")]


def text(seed: int, words: int = 300) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(words))


def changed(original: str, share: float) -> str:
    rng = random.Random(5)
    return " ".join(word if rng.random() > share else "other" for word in original.split())


def page(name: str, content: str, year: int | None = 2020) -> Sketch:
    return sketch(name, datetime(year, 1, 1, tzinfo=UTC) if year else None, content)


@pytest.mark.parametrize("copy", [text(1), changed(text(1), 0.02), text(1)[:-80], text(1).upper()])
def test_a_copy_names_the_kept_page(copy: str) -> None:
    assert find_duplicates([page("a", text(1)), page("b", copy, 2021)], SETTINGS) == {"b": "a"}


def test_other_articles_are_no_copies() -> None:
    assert find_duplicates([page(str(n), text(n)) for n in range(20)], SETTINGS) == {}


def test_one_template_for_two_conditions_makes_no_copies() -> None:
    words = text(2).split()
    template = " ".join(f"gout {word}" if n % 20 == 0 else word for n, word in enumerate(words))
    other = template.replace("gout", "asthma")
    assert similarity(signature(template), signature(other)) > SETTINGS.near_duplicate_similarity
    assert find_duplicates([page("a", template), page("b", other)], SETTINGS) == {}


def test_the_oldest_then_the_longest_then_the_smallest_id_is_kept() -> None:
    one = text(3)
    longer = f"{one} more words"
    assert find_duplicates([page("a", one, 2021), page("b", one, 2020)], SETTINGS) == {"a": "b"}
    assert find_duplicates([page("a", one), page("b", longer)], SETTINGS) == {"a": "b"}
    assert find_duplicates([page("b", one), page("a", one)], SETTINGS) == {"b": "a"}
    assert find_duplicates([page("a", one, None), page("b", one)], SETTINGS) == {"a": "b"}


def test_the_order_makes_no_difference() -> None:
    pages = [page(f"{n}-{m}", changed(text(n), m / 100)) for n in range(8) for m in range(3)]
    shuffled = random.Random(4).sample(pages, len(pages))
    assert find_duplicates(shuffled, SETTINGS) == find_duplicates(pages, SETTINGS) != {}


def test_a_duplicate_names_a_page_that_is_none_itself() -> None:
    pages = [page(str(n), changed(text(6), n / 40), 2000 + n) for n in range(12)]
    found = find_duplicates(pages, SETTINGS)
    assert not set(found.values()) & set(found)


def test_short_texts_are_copies_only_if_they_are_equal() -> None:
    pages = [page("a", "Page not found."), page("b", "Page not found"), page("c", "Not here.")]
    assert find_duplicates(pages, SETTINGS) == {"b": "a"}


def test_empty_texts_are_no_copies_of_each_other() -> None:
    assert find_duplicates([page("a", ""), page("b", " ")], SETTINGS) == {}


def test_signatures_are_the_same_in_every_process() -> None:
    assert signature(text(1))[:8].hex() == "fbd3fd0146ac1302"


def test_pages_that_meet_no_other_are_left_out_and_no_copy_with_them() -> None:
    words = [f"word{n}" for n in range(400)]
    texts = [" ".join(words[start : start + 120]) for start in range(0, 280, 3)]
    pages = [sketch(f"{n:024x}", None, text) for n, text in enumerate(texts)]
    index = _Index(0.7)
    asked = {}
    for page in sorted(pages, key=_precedence):
        near = index.near(page)
        if near:
            asked[page.page_id] = min(near, key=_precedence).page_id
        else:
            index.add(page)
    assert len(asked) > 10
    assert find_duplicates(pages, SETTINGS) == asked
    alone = sketch("f" * 24, None, " ".join(f"other{n}" for n in range(100)))
    short = sketch("e" * 24, None, "Page not found.")
    everything = [*pages, alone, short]
    met = may_repeat((page.signature for page in everything), SETTINGS)
    assert list(met[-2:]) == [False, True]
    assert find_duplicates(compress(everything, met), SETTINGS) == asked
    assert not may_repeat([], SETTINGS).size
