"""What the network sees of a page."""

from collections.abc import Callable

import numpy as np

from pipeline.model.settings import TagSettings
from pipeline.tag.condition import condition_named
from pipeline.tag.features import (
    PASSAGE_FLAGS,
    TOKEN_FLAGS,
    WORD_CODES,
    WORD_FLAGS,
    Inputs,
    word_flags,
)
from pipeline.tag.model import tagger
from pipeline.tag.passages import Passage
from pipeline.tag.vocabulary import vocabulary

LINES = ["Causes", "the causes are many:", "Ibuprofen and cold. Cold lumbar cramps?"]


def seen(passages: list[Passage]) -> Inputs:
    return tagger(TagSettings()).inputs(passages, condition_named("lumbar cramps", vocabulary()))


def marked(page: Inputs, flag: str) -> list[str]:
    column = page.token_flags[:, TOKEN_FLAGS.index(flag)]
    return [page.words[row] for row in np.flatnonzero(column)]


def told(page: Inputs, flag: str) -> list[int]:
    return np.flatnonzero(page.passage_flags[:, PASSAGE_FLAGS.index(flag)]).tolist()


def test_a_word_has_its_class_and_its_shape() -> None:
    flags = {WORD_FLAGS[index] for index in word_flags("Long-standing")}
    assert flags == {WORD_CODES[WORD_CODES.index("G")], "capital", "-ing", "hyphen"}
    assert word_flags(" ") == []


def test_words_know_their_place(passages_of: Callable[..., list[Passage]]) -> None:
    page = seen(passages_of(LINES))
    assert marked(page, "first") == ["Causes", "the", "Ibuprofen", "Cold"]
    assert marked(page, "second") == ["causes", "and", "lumbar"]
    assert marked(page, "last") == ["Causes", ":", ".", "?"]
    assert marked(page, "seen") == ["causes", "Cold"]
    assert marked(page, "in heading") == ["causes"]
    assert marked(page, "condition") == ["lumbar", "cramps"]
    assert marked(page, "drug") == ["Ibuprofen"]


def test_passages_know_their_place(passages_of: Callable[..., list[Passage]]) -> None:
    page = seen(passages_of(LINES))
    assert told(page, "kind causes")[:2] == [0, 1]
    assert told(page, "heading causes") == [0]
    assert told(page, "question") == [3]
    assert told(page, "after colon") == [2]
    assert page.heading.tolist() == [0, 0, 0, 0]


def test_the_words_of_a_passage_are_found_again(
    passages_of: Callable[..., list[Passage]],
) -> None:
    page = seen(passages_of(LINES))
    first, last = page.first_words[0], page.first_words[1]
    assert page.words_at(first, last) == [(0, "Causes")]
