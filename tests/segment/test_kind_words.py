"""The tables of words: every rule can be found by its words, and every phrase matches them."""

from pipeline.segment.kind_words import FIRST, INDEX, LEANING, NAMES, PHRASES


def test_every_word_of_every_rule_is_in_the_index() -> None:
    for rule in (*FIRST, *NAMES, *PHRASES):
        for word in rule.words.split():
            assert any(entry.kind is rule.kind for entry in INDEX[word])


def test_words_are_lower_case_so_that_a_folded_heading_finds_them() -> None:
    assert all(word == word.lower() for word in INDEX)


def test_the_tiers_follow_the_order_of_the_tables() -> None:
    assert {entry.tier for entry in INDEX["inherited"]} == {0}
    assert {entry.tier for entry in INDEX["symptoms"]} == {1}
    assert {entry.tier for entry in INDEX["why"]} == {2}


def test_a_question_that_is_asked_of_anything_only_leans() -> None:
    assert LEANING.match("what to do for gout")
    assert not LEANING.match("what to do about gout")
