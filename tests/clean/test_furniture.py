"""The table of furniture: each rule matches its examples, and not what only resembles them."""

import re

import pytest

from pipeline.clean.furniture import (
    LineRule,
    Place,
    likely_rule,
    line_rules,
    sure_rule,
    sure_rules,
    top_rule,
)
from pipeline.clean.shape import fold

RULES = line_rules()


def matches(rule: LineRule, text: str) -> bool:
    subject = text if rule.cased else fold(text)
    pattern = "|".join(rule.patterns)
    if rule.hints:
        hinted = any(hint in subject for hint in rule.hints)
        return hinted and re.search(pattern, subject) is not None
    return re.fullmatch(pattern, subject) is not None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_matches_its_examples_alone(rule: LineRule) -> None:
    assert rule.examples
    assert [text for text in rule.examples if not matches(rule, text)] == []
    assert [text for text in rule.counterexamples if matches(rule, text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_examples_are_found_in_the_whole_table(rule: LineRule) -> None:
    find = {Place.ANY: sure_rule, Place.TOP: top_rule}.get(rule.place, likely_rule)
    for text in rule.examples:
        found = find(text, fold(text)) or sure_rule(text, fold(text))
        assert found is not None, text
        assert rule.place is not Place.ANY or found.reason is rule.reason, text


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "text",
    [
        "Calcium deficiency, fatigue and cold are the usual causes of cramps.",
        "See a doctor if the pain lasts for more than two weeks.",
        "1. Warm up before you run",
        "Milk, soy products and dark green leafy vegetables",
        "Take 500 mg twice a day",
        "Next to the joint lies a small bursa.",
        "Home remedies",
        "What should I do if my baby has a fever?",
    ],
)
def test_lines_of_articles_match_no_rule(text: str) -> None:
    assert sure_rule(text, fold(text)) is None
    assert likely_rule(text, fold(text)) is None


def test_a_notice_inside_a_paragraph_does_not_condemn_the_paragraph() -> None:
    text = "The skin heals within a week. Some shops use cookies to sell creams."
    assert sure_rule(text, fold(text)) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("home | " * 40, "menu_row"),
        ("share " + "x " * 140, None),
        ("1 " * 149 + "z", None),
        ("a>" * 149, None),
        ("previous " + "«" * 290, "previous_next_word"),
        ("we use " + "very " * 180 + "cookies", None),
        ("facebook " * 30 + "z", None),
        ("menu " * 50 + "z", None),
        ("By A" + " A" * 140, None),
    ],
    ids=lambda text: str(text)[:12],
)
def test_long_repetitions_are_decided_in_linear_time(text: str, name: str | None) -> None:
    """A pattern that backtracks without end would not come back from these."""
    found = sure_rule(text, fold(text)) or likely_rule(text, fold(text))
    assert (found.name if found else None) == name


def test_the_lines_of_a_page_are_judged_as_each_alone() -> None:
    texts = [text for rule in RULES for text in (*rule.examples, *rule.counterexamples)]
    folded = [fold(text) for text in texts]
    together = [rule and rule.name for rule in sure_rules(texts, folded)]
    alone = [sure_rule(text, small) for text, small in zip(texts, folded, strict=True)]
    assert together == [rule and rule.name for rule in alone]


def test_no_rule_that_needs_a_place_looks_at_paragraphs() -> None:
    assert all(rule.longest <= 300 for rule in RULES if rule.place is not Place.ANY)
