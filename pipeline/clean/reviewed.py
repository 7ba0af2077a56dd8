"""Reviewers' decisions on blocks: they hold over every rule."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model.decisions import Decision, Decisions, Verdict
from pipeline.model.reasons import Reason
from pipeline.model.records import Block

RULE = "reviewed"


def reviewed(blocks: Iterable[Block], site: str, decisions: Decisions) -> tuple[Block, ...]:
    """The blocks as reviewers decided; those that nobody decided on as they were."""
    if not (decisions.blocks or decisions.site_texts):
        return tuple(blocks)
    return tuple(
        _decided(block, decisions.for_block(block.block_id, site, block.text)) for block in blocks
    )


def _decided(block: Block, decision: Decision | None) -> Block:
    if decision is None:
        return block
    keep = decision.verdict is Verdict.KEEP
    named = Reason(decision.reason) if decision.reason else Reason.REVIEWED
    return replace(
        block,
        kept=keep,
        reason=None if keep else named,
        rule=RULE,
        evidence=_evidence(decision),
        score=1.0,
    )


def _evidence(decision: Decision) -> str:
    reach = ", for the whole site" if decision.scope == "site" else ""
    remark = f": {decision.comment}" if decision.comment else ""
    return f"decided by {decision.reviewer}{reach}{remark}"
