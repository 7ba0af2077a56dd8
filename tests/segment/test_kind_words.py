"""The tables of words: every rule can be found by its words, and every phrase matches them."""

from pipeline.segment.kind_phrases import PHRASES
from pipeline.segment.kind_words import FIRST, INDEX, NAMES


def test_every_word_of_every_rule_is_in_the_index() -> None:
    for rule in (*FIRST, *NAMES, *PHRASES):
        for word in rule.words.split():
            assert any(entry.rule is rule for entry in INDEX[word])


def test_words_are_lower_case_so_that_a_folded_heading_finds_them() -> None:
    assert all(word == word.lower() for word in INDEX)


def test_the_tiers_follow_the_order_of_the_tables() -> None:
    assert {entry.tier for entry in INDEX["inherited"]} == {0}
    assert {entry.tier for entry in INDEX["symptoms"]} == {1}
    assert {entry.tier for entry in INDEX["kill"]} == {2}


def test_what_is_said_of_several_kinds_only_leans() -> None:
    assert all(entry.rule.leaning for entry in INDEX["habits"])
    assert not any(entry.rule.leaning for entry in INDEX["symptoms"])
