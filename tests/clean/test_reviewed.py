"""Reviewers' decisions on blocks."""

import pytest

from pipeline.clean import clean
from pipeline.clean.reviewed import reviewed
from pipeline.ingest import decode_page
from pipeline.model.decisions import NO_DECISIONS, Decision, Decisions, Scope, Verdict, in_force
from pipeline.model.ids import digest
from pipeline.model.reasons import Reason
from pipeline.model.records import Block, CleanPage
from pipeline.model.settings import Settings

PAGE = b"Gout\n\nBeer causes gout.\n\nShare this page\n"


def cleaned(decisions: Decisions = NO_DECISIONS) -> CleanPage:
    settings = Settings()
    raw = decode_page(PAGE, source="a.example/gout.txt", settings=settings.ingest)
    return clean(raw, settings.clean, None, decisions)


def decide(block: Block, verdict: Verdict, **values: str) -> Decision:
    return Decision(
        decision_id=digest("decision", block.block_id, verdict),
        at="2026-01-01T00:00:00Z",
        reviewer="Ada",
        verdict=verdict,
        scope=Scope(values.pop("scope", "page")),
        site=values.pop("site", "a.example"),
        page_id=block.page_id,
        target_id=block.block_id,
        text=block.text,
        run_id="20260101T000000Z-abcdef",
        **values,
    )


@pytest.fixture
def share() -> Block:
    block = cleaned().blocks[-1]
    assert not block.kept
    return block


def test_a_block_that_a_reviewer_keeps_is_kept_without_a_reason(share: Block) -> None:
    decided = cleaned(in_force([decide(share, Verdict.KEEP, comment="a heading")])).blocks[-1]
    assert (decided.kept, decided.reason, decided.rule) == (True, None, "reviewed")
    assert decided.evidence == "decided by Ada: a heading"


def test_a_block_that_a_reviewer_removes_has_the_reason_reviewed() -> None:
    blocks = cleaned().blocks
    decided = cleaned(in_force([decide(blocks[1], Verdict.REMOVE)])).blocks
    assert (decided[1].kept, decided[1].reason) == (False, Reason.REVIEWED)
    assert [decided[0], decided[2]] == [blocks[0], blocks[2]]


def test_a_removal_may_be_given_another_reason(share: Block) -> None:
    decided = cleaned(in_force([decide(share, Verdict.REMOVE, reason="advert")])).blocks[-1]
    assert (decided.kept, decided.reason) == (False, Reason.ADVERT)


def test_a_decision_for_the_site_holds_on_its_pages_and_on_no_other(share: Block) -> None:
    decision = decide(share, Verdict.KEEP, scope="site")
    index = in_force([decision])
    assert reviewed([share], "a.example", index)[0].kept
    assert reviewed([share], "a.example", index)[0].evidence == "decided by Ada, for the whole site"
    assert reviewed([share], "b.example", index) == (share,)


def test_a_page_of_which_a_reviewer_removes_all_has_no_article() -> None:
    decisions = [decide(block, Verdict.REMOVE) for block in cleaned().blocks]
    page = cleaned(in_force(decisions))
    assert page.text == ""
    assert [problem.code for problem in page.problems] == ["no_article"]


def test_without_decisions_nothing_is_touched(share: Block) -> None:
    assert reviewed([share], "a.example", NO_DECISIONS) == (share,)
