"""How often a removal is right, from the reviewed sample, and how far reviewers agree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, sqrt

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.review.queue import in_sample

Z = 1.96  # 95 % of a normal distribution lie within as many standard deviations
HALF_WIDTH = 0.02  # the error that a stated precision should have at most
EXPECTED = 0.95  # precision that the needed sample is planned for
PAIR = 2

JUDGEMENTS = (Verdict.ACCEPT, Verdict.KEEP, Verdict.REMOVE)


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of removals that are right, with its 95 % interval."""

    right: int
    reviewed: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself; 1 where nothing was reviewed."""
        return self.right / self.reviewed if self.reviewed else 1.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers of the same blocks agree; kappa takes out what chance gives."""

    same: int
    both: int
    kappa: float


def wilson(right: int, reviewed: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson: honest for few blocks and for shares near 1."""
    if not reviewed:
        return 0.0, 1.0
    share = right / reviewed
    spread = 1 + Z * Z / reviewed
    middle = (share + Z * Z / (2 * reviewed)) / spread
    half = Z * sqrt(share * (1 - share) / reviewed + Z * Z / (4 * reviewed**2)) / spread
    return max(0.0, middle - half), min(1.0, middle + half)


def sample_size(expected: float = EXPECTED, half_width: float = HALF_WIDTH) -> int:
    """Removals to review so that the share is known to `half_width`, if it is as expected."""
    return ceil(Z * Z * expected * (1 - expected) / half_width**2)


def precision(decisions: Iterable[Decision]) -> Precision:
    """How many of the reviewed removals of the random sample are right."""
    last: dict[str, Decision] = {}
    for decision in _judgements(decisions):
        if in_sample(decision.target_id) and _is_on_removal(decision):
            last[decision.target_id] = decision
    right = sum(decision.verdict is not Verdict.KEEP for decision in last.values())
    return Precision(right, len(last), *wilson(right, len(last)))


def agreement(decisions: Iterable[Decision]) -> Agreement:
    """How far the first two reviewers of each block agree that the cleaner was right."""
    views: dict[str, dict[str, bool]] = defaultdict(dict)
    for decision in _judgements(decisions):
        views[decision.target_id][decision.reviewer] = decision.verdict is Verdict.ACCEPT
    pairs = [tuple(each.values())[:PAIR] for each in views.values() if len(each) >= PAIR]
    same = sum(one == two for one, two in pairs)
    return Agreement(same, len(pairs), _kappa(pairs))


def _kappa(pairs: list[tuple[bool, ...]]) -> float:
    """Cohen's kappa: 1 for full agreement, 0 for what chance would give."""
    if not pairs:
        return 1.0
    count = len(pairs)
    observed = sum(one == two for one, two in pairs) / count
    first, second = (sum(pair[place] for pair in pairs) / count for place in (0, 1))
    chance = first * second + (1 - first) * (1 - second)
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def _judgements(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions on single blocks that were not taken back, in order of time."""
    all_decisions = list(decisions)
    undone = {each.target_id for each in all_decisions if each.verdict is Verdict.UNDO}
    left = [
        each
        for each in all_decisions
        if each.verdict in JUDGEMENTS
        and each.scope is Scope.PAGE
        and each.decision_id not in undone
    ]
    return sorted(left, key=lambda each: (each.at, each.decision_id))


def _is_on_removal(decision: Decision) -> bool:
    """Whether the judged block was removed: only then a rule is named."""
    return decision.rule is not None
