"""The shape of a line: key, end, marker, weight."""

import pytest

from pipeline.clean.shape import (
    ends_sentence,
    fold,
    has_one_case,
    is_cut,
    is_numbered,
    is_prose,
    key,
    sentence_breaks,
    topic_words,
    vocabulary,
    weight,
    without_cut,
    without_marker,
)


@pytest.mark.parametrize(
    "other",
    [
        "IS “COLD HANDS” TRUE?",
        "is 'cold hands' true",
        "Is &quot;cold hands&quot; true?",
        "  Is cold-hands true … ",
    ],
)
def test_the_key_ignores_case_quotes_entities_and_signs(other: str) -> None:
    assert key(other) == key('Is "cold hands" true?')


def test_the_key_tells_other_words_and_numbers_apart() -> None:
    assert key("Vitamin B1") != key("Vitamin B12")


def test_folding_keeps_the_words() -> None:
    assert fold("Ｎext：“A”") == 'next:"a"'


@pytest.mark.parametrize("text", ["It is very harm...", "It is very harm…", "More [...]", "So.."])
def test_an_ellipsis_at_the_end_is_a_cut(text: str) -> None:
    assert is_cut(text)
    assert not is_cut(without_cut(text))


@pytest.mark.parametrize("text", ["“I want the...”", "It hurts.", "Wait... now", "Titles"])
def test_other_ends_are_no_cut(text: str) -> None:
    assert not is_cut(text)


@pytest.mark.parametrize("text", ["It hurts.", 'He said "no."', "真的吗？", "(It does.)"])
def test_sentences_end_in_a_stop_before_closing_signs(text: str) -> None:
    assert ends_sentence(text)


def test_a_cut_text_ends_no_sentence() -> None:
    assert not ends_sentence("It hurts...")


def test_prose_needs_weight_and_an_end() -> None:
    assert is_prose("The pain goes away after a day of rest.", 30)
    assert not is_prose("The pain goes away after a day of rest", 30)
    assert not is_prose("Rest.", 30)


def test_chinese_letters_weigh_more() -> None:
    assert weight("小腿抽筋") > weight("calf")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("1. Warmth", "Warmth"),
        ("2.3) Warmth", "Warmth"),
        ("（1）Warmth", "（1）Warmth"),
        ("(1) Warmth", "Warmth"),
        ("一、保暖", "保暖"),
        ("Step 2: Warmth", "Warmth"),
        ("• Warmth", "Warmth"),
        ("Warmth", "Warmth"),
    ],
)
def test_markers_and_bullets_are_set_aside(text: str, rest: str) -> None:
    assert without_marker(text) == rest


def test_a_dose_is_no_marker() -> None:
    assert not is_numbered("1.5 litres of water")
    assert is_numbered("1.Causes")


def test_bullets_are_signs_with_or_without_a_space() -> None:
    assert without_marker("•Milk") == "Milk"
    assert without_marker("-5 degrees") == "-5 degrees"


def test_sentences_inside_a_text_are_counted() -> None:
    assert sentence_breaks("It hurts. It burns! It goes.") == 2


def test_topic_words_leave_out_what_says_nothing() -> None:
    assert topic_words("What should you do about the cramps?") == {"cramps"}
    assert vocabulary(["Cold feet", "Cold hands"]) == {"cold", "feet", "hands"}


@pytest.mark.parametrize(
    ("text", "told"), [("COLD HANDS 2", 1), ("cold hands", 1), ("Cold hands", 0)]
)
def test_a_text_in_one_case_is_told(text: str, told: int) -> None:
    assert has_one_case(text) == told
