"""Decisions whose text is gone."""

from collections.abc import Callable

from pipeline.model.decisions import Decision, Scope, Verdict, in_force
from pipeline.model.ids import digest
from pipeline.review.stale import Sightings

NewDecision = Callable[..., Decision]


def stale(blocks: list[tuple[str, str]], *decisions: Decision) -> list[str]:
    sightings = Sightings(in_force(decisions))
    for block_id, text in blocks:
        sightings.look(digest("page"), "a.example", block_id, text)
    return [each.decision_id for each in sightings.stale()]


def test_a_decision_on_a_block_is_stale_once_its_id_is_gone(new_decision: NewDecision) -> None:
    one = new_decision("a", verdict=Verdict.KEEP, target_id=digest("block"))
    assert stale([(digest("block"), "Home")], one) == []
    assert stale([(digest("other"), "Home")], one) == [digest("a")]


def test_a_decision_for_a_site_goes_by_the_text(new_decision: NewDecision) -> None:
    one = new_decision("a", verdict=Verdict.REMOVE, scope=Scope.SITE, text="Read  this too")
    assert stale([(digest("any"), "Read this too")], one) == []
    assert stale([(digest("any"), "Read that too")], one) == [digest("a")]


def test_a_refused_heading_or_mention_is_in_use_while_its_words_stand_there(
    new_decision: NewDecision,
) -> None:
    one = new_decision("a", verdict=Verdict.NOT_HEADING, text="Causes", page_id=digest("page"))
    two = new_decision("b", verdict=Verdict.NOT_MENTION, text="beer", page_id=digest("page"))
    assert stale([(digest("x"), "1. Causes")], one, two) == [digest("b")]


def test_what_changes_nothing_is_never_stale(new_decision: NewDecision) -> None:
    assert stale([], new_decision("a", verdict=Verdict.ACCEPT)) == []
