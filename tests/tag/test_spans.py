"""Boundaries of phrases and members of lists."""

import pytest

from pipeline.model.settings import TagSettings
from pipeline.tag.model import build
from pipeline.tag.spans import argument_after, argument_before, split, without_dose
from pipeline.tag.words import Words

BLANK = build(TagSettings())


def words_of(text: str) -> Words:
    return Words([(token.idx, len(token)) for token in BLANK.make_doc(text)], text.lower())


def phrases(words: Words, ranges: list[tuple[int, int]]) -> list[str]:
    return [" ".join(words.lower[start:end]) for start, end in ranges]


def members(text: str) -> list[str]:
    words = words_of(text)
    return phrases(words, split(words, 0, len(words)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("calcium deficiency, fatigue and cold", ["calcium deficiency", "fatigue", "cold"]),
        ("cold, heat, as well as damp", ["cold", "heat", "damp"]),
        (
            "keeping warm and resting, massage and sport",
            ["keeping warm and resting", "massage", "sport"],
        ),
        ("lack of sleep and movement", ["lack of sleep and movement"]),
        ("spicy and pickled food", ["spicy and pickled food"]),
        ("two or three tablets", ["two or three tablets"]),
        (
            "diseases, such as stroke, epilepsy, and gout",
            ["diseases", "stroke", "epilepsy", "gout"],
        ),
        ("improving blood supply and flow", ["improving blood supply and flow"]),
        ("the cold (in winter), often, and a draught", ["cold", "draught"]),
    ],
)
def test_lists_split_into_their_members(text: str, expected: list[str]) -> None:
    assert members(text) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Generally, cold and damp air can cause it", "can", ["cold and damp air"]),
        ("If you sweat, cold can cause it", "can", ["cold"]),
        ("Studies show that smoking can cause it", "can", ["smoking"]),
        ("Picky eating, which weakens, can cause it", "can", ["picky eating"]),
        ("A room that is too hot can cause it", "can", ["room that is too hot"]),
        ("Consistent with this, stress can cause it", "can", ["stress"]),
        ("It is said that he can cause it", "can", []),
    ],
)
def test_an_argument_before_its_trigger(text: str, verb: str, expected: list[str]) -> None:
    words = words_of(text)
    assert phrases(words, argument_before(words, words.lower.index(verb))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by cold or stress.", ["cold", "stress"]),
        ("by cold, massage alone cannot cure it", ["cold"]),
        ("by cold and can be relieved", ["cold"]),
        ("by long-term invasion of cold, which is rare", ["long-term invasion of cold"]),
        ("by stress, leading to pain", ["stress"]),
    ],
)
def test_an_argument_after_its_trigger(text: str, expected: list[str]) -> None:
    words = words_of(text)
    assert phrases(words, argument_after(words, 1)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colchicine 0.5 mg twice a day", "colchicine"),
        ("hot compresses for ten minutes", "hot compresses"),
        ("cream with cortisone every day", "cream with cortisone"),
        ("gentle stretching", "gentle stretching"),
    ],
)
def test_doses_belong_to_no_remedy(text: str, expected: str) -> None:
    words = words_of(text)
    start, end = without_dose(words, 0, len(words))
    assert " ".join(words.lower[start:end]) == expected
