"""Precision with its interval, and agreement of reviewers."""

from collections.abc import Callable
from itertools import count

import pytest

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.model.ids import digest
from pipeline.review.precision import agreement, precision, sample_size, wilson
from pipeline.review.queue import in_sample

NewDecision = Callable[..., Decision]
SAMPLED = [digest(str(n)) for n in range(400) if in_sample(digest(str(n)))]
OTHERS = [digest(str(n)) for n in range(400) if not in_sample(digest(str(n)))]


def test_the_sample_is_about_a_tenth() -> None:
    assert 20 <= len(SAMPLED) <= 60


@pytest.mark.parametrize(
    ("right", "reviewed", "low", "high"),
    [(0, 0, 0.0, 1.0), (10, 10, 0.722, 1.0), (95, 100, 0.888, 0.978), (0, 5, 0.0, 0.434)],
)
def test_the_interval_is_wilsons(right: int, reviewed: int, low: float, high: float) -> None:
    assert wilson(right, reviewed) == pytest.approx((low, high), abs=0.001)


def test_the_sample_for_two_points_is_known_in_advance() -> None:
    assert sample_size() == 457
    assert sample_size(0.5, 0.05) == 385


def test_precision_counts_sampled_removals_alone(new_decision: NewDecision) -> None:
    ids = count()

    def say(target: str, verdict: Verdict, **values: object) -> Decision:
        usual = {"decision_id": digest("d", str(next(ids))), "rule": "menu_words"}
        return new_decision("a", target_id=target, verdict=verdict, **{**usual, **values})

    decisions = [
        *(say(target, Verdict.ACCEPT) for target in SAMPLED[:8]),
        say(SAMPLED[8], Verdict.REMOVE, reason="menu"),
        say(SAMPLED[9], Verdict.KEEP),
        say(SAMPLED[10], Verdict.REMOVE, rule=None),  # a kept block: no removal
        say(SAMPLED[11], Verdict.KEEP, scope=Scope.SITE),  # one word on many blocks
        say(OTHERS[0], Verdict.KEEP),
    ]
    found = precision(decisions)
    assert (found.right, found.reviewed) == (9, 10)
    assert found.low < found.share < found.high


def test_a_decision_that_was_taken_back_does_not_count(new_decision: NewDecision) -> None:
    one = new_decision("a", target_id=SAMPLED[0], rule="x")
    undo = new_decision("b", verdict=Verdict.UNDO, target_id=one.decision_id)
    assert precision([one, undo]).reviewed == 0


def test_agreement_is_over_blocks_that_two_reviewers_saw(new_decision: NewDecision) -> None:
    views = {"Ada": "aakka", "Ben": "akkk"}
    words = {"a": Verdict.ACCEPT, "k": Verdict.KEEP}
    decisions = [
        new_decision(
            name,
            decision_id=digest(name, str(place)),
            reviewer=name,
            target_id=digest(str(place)),
            verdict=words[letter],
        )
        for name, letters in views.items()
        for place, letter in enumerate(letters)
    ]
    found = agreement(decisions)
    assert (found.same, found.both) == (3, 4)
    assert found.kappa == pytest.approx(0.5)


def test_without_decisions_nothing_is_claimed() -> None:
    assert (precision([]).low, precision([]).high) == (0.0, 1.0)
    assert agreement([]).both == 0
