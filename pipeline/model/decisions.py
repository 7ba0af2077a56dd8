"""Reviewers' decisions: what they say, and the index by which the steps look them up.

A decision is tied to content: a block's id stands for its page, its text and its place among equal
texts, and a decision on a site's repeated block names the digest of the text. So a decision whose
text is gone touches nothing; it is listed as stale, never applied to something else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.model.ids import digest


class Verdict(StrEnum):
    """What a reviewer says of a block, a section's heading or a mention."""

    ACCEPT = "accept"  # it is right as it is; counted, changes nothing
    KEEP = "keep"  # the block belongs to the article
    REMOVE = "remove"  # the block does not
    NOT_HEADING = "not_heading"  # the section's heading is no heading
    NOT_MENTION = "not_mention"  # the mention names no cause or remedy
    COMMENT = "comment"  # only a remark
    UNDO = "undo"  # takes the decision named by `target_id` back


class Scope(StrEnum):
    """How far a decision on a block reaches."""

    PAGE = "page"  # this block
    SITE = "site"  # every block of the site with this text


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of `review/decisions.jsonl`."""

    decision_id: str  # 24 hex digits, made by the writer; equal ids are one decision
    at: str  # ISO 8601, UTC
    reviewer: str
    verdict: Verdict
    scope: Scope
    site: str
    page_id: str
    target_id: str  # block_id, section_id, mention_id, or the decision_id that is taken back
    text: str  # of the block, heading or mention, as the reviewer saw it
    run_id: str  # the run that was reviewed
    rule: str | None = None  # the rule whose decision was judged
    comment: str = ""
    reason: str | None = None  # of a removal: the reason that holds instead

    @property
    def text_digest(self) -> str:
        """24 hex digits of the text, by which a site-wide decision is looked up."""
        return text_digest(self.text)


def text_digest(text: str) -> str:
    """24 hex digits of a block's text with white space folded."""
    return digest(" ".join(text.split()))


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions in force, by what they are about; of two on one thing the later holds."""

    blocks: dict[str, Decision] = field(default_factory=dict)  # by block_id
    site_texts: dict[tuple[str, str], Decision] = field(default_factory=dict)  # site, text_digest
    headings: dict[str, Decision] = field(default_factory=dict)  # by section_id
    mentions: dict[str, Decision] = field(default_factory=dict)  # by mention_id

    def for_block(self, block_id: str, site: str, text: str) -> Decision | None:
        """The decision on a block: its own, else the site's on its text."""
        if block_id in self.blocks:
            return self.blocks[block_id]
        return self.site_texts.get((site, text_digest(text))) if self.site_texts else None


NO_DECISIONS = Decisions()


def in_force(decisions: Iterable[Decision]) -> Decisions:
    """The index of the decisions that change output, undone ones left out.

    The order of lines does not matter, so files merged in git give the same index: decisions are
    taken in order of time, then id.
    """
    ordered = sorted({decision.decision_id: decision for decision in decisions}.values(), key=_time)
    undone = {item.target_id for item in ordered if item.verdict is Verdict.UNDO}
    index = Decisions()
    for decision in ordered:
        if decision.decision_id not in undone:
            _enter(index, decision)
    return index


def _time(decision: Decision) -> tuple[str, str]:
    return (decision.at, decision.decision_id)


def _enter(index: Decisions, decision: Decision) -> None:
    if decision.verdict is Verdict.NOT_HEADING:
        index.headings[decision.target_id] = decision
    elif decision.verdict is Verdict.NOT_MENTION:
        index.mentions[decision.target_id] = decision
    elif decision.verdict in (Verdict.KEEP, Verdict.REMOVE):
        if decision.scope is Scope.SITE:
            index.site_texts[decision.site, decision.text_digest] = decision
        else:
            index.blocks[decision.target_id] = decision
