"""Decisions in force: the later holds, undone ones do not, the order of lines is no matter."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.decisions import Decision, Scope, Verdict, in_force, text_digest

KEEP = Decision(
    decision_id="d1",
    at="2026-01-01T10:00:00Z",
    reviewer="first reviewer",
    verdict=Verdict.KEEP,
    scope=Scope.PAGE,
    site="health.example",
    page_id="p",
    target_id="b1",
    text="Foods to eat",
    run_id="20260101T000000Z-abcdef",
)
REMOVE = replace(KEEP, decision_id="d2", at="2026-01-02T10:00:00Z", verdict=Verdict.REMOVE)
UNDO = replace(
    KEEP, decision_id="d3", at="2026-01-03T10:00:00Z", verdict=Verdict.UNDO, target_id="d2"
)
ON_SITE = replace(KEEP, decision_id="d4", scope=Scope.SITE, verdict=Verdict.REMOVE)


def test_of_two_decisions_on_a_block_the_later_holds() -> None:
    assert in_force([REMOVE, KEEP]).blocks["b1"].verdict is Verdict.REMOVE


def test_an_undone_decision_does_not_hold_and_the_earlier_one_does_again() -> None:
    assert in_force([KEEP, REMOVE, UNDO]).blocks["b1"].verdict is Verdict.KEEP


def test_a_blocks_own_decision_goes_before_the_sites() -> None:
    index = in_force([KEEP, ON_SITE])
    own = index.for_block("b1", "health.example", "Foods to eat")
    other = index.for_block("b2", "health.example", "Foods  to\teat")
    assert own is not None
    assert other is not None
    assert (own.verdict, other.verdict) == (Verdict.KEEP, Verdict.REMOVE)


def test_a_site_wide_decision_holds_on_its_site_and_for_its_text_only() -> None:
    index = in_force([ON_SITE])
    assert index.for_block("b2", "other.example", "Foods to eat") is None
    assert index.for_block("b2", "health.example", "Foods to avoid") is None


def test_headings_and_mentions_are_looked_up_by_their_ids() -> None:
    heading = replace(KEEP, decision_id="h", verdict=Verdict.NOT_HEADING, target_id="s1")
    mention = replace(KEEP, decision_id="m", verdict=Verdict.NOT_MENTION, target_id="m1")
    index = in_force([heading, mention])
    assert (set(index.headings), set(index.mentions)) == ({"s1"}, {"m1"})


def test_an_accepted_block_and_a_comment_change_nothing() -> None:
    remarks = [replace(KEEP, verdict=Verdict.ACCEPT), replace(REMOVE, verdict=Verdict.COMMENT)]
    assert in_force(remarks) == in_force([])


@given(st.permutations([KEEP, REMOVE, UNDO, ON_SITE, KEEP]))
def test_the_order_of_lines_does_not_matter(decisions: list[Decision]) -> None:
    assert in_force(decisions) == in_force([KEEP, REMOVE, UNDO, ON_SITE])


def test_a_texts_digest_does_not_depend_on_its_white_space() -> None:
    assert text_digest("a  b\n") == text_digest(" a b")
