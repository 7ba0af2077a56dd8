"""Word lists are split at white space."""

from pipeline.segment.vocabulary import words


def test_a_string_lists_its_words_once() -> None:
    assert words("tea  water\ntea") == {"tea", "water"}
