"""Differences in words."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.words import MAX_WORDS, same_without_space, similarity, split_words, word_diff

TEXTS = st.text(alphabet="ab ,.\n咳嗽é", max_size=40)


@given(TEXTS, TEXTS)
def test_a_word_diff_holds_both_texts(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(text for kind, text in pieces if kind != "+") == old
    assert "".join(text for kind, text in pieces if kind != "-") == new


@given(TEXTS)
def test_words_joined_are_the_text(text: str) -> None:
    assert "".join(split_words(text)) == text


def test_a_changed_word_is_struck_out_and_put_in() -> None:
    assert word_diff("three cups of tea", "two cups of tea") == [
        ("-", "three"),
        ("+", "two"),
        ("=", " cups of tea"),
    ]


def test_ideographs_are_words() -> None:
    assert word_diff("咳嗽原因", "咳嗽的原因") == [("=", "咳嗽"), ("+", "的"), ("=", "原因")]


def test_a_text_of_very_many_words_is_replaced_whole() -> None:
    long = "word " * MAX_WORDS
    assert word_diff(long, "short") == [("-", long), ("+", "short")]


def test_likeness_counts_shared_words() -> None:
    assert similarity("one two three four", "one two three five") == 0.75
    assert similarity("one two three", "four five six") == 0.0


def test_white_space_alone_is_told_apart() -> None:
    assert same_without_space("ice\u00a0pack", "icepack")
    assert not same_without_space("ice pack", "ice packs")
