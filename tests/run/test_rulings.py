"""The decisions that could touch a page are those on it and those on its site."""

from dataclasses import replace
from pathlib import Path

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.review.log import append_decisions
from pipeline.run.rulings import Rulings

ON_PAGE = Decision(
    decision_id="a" * 24,
    at="2026-01-01T00:00:00Z",
    reviewer="tester",
    verdict=Verdict.REMOVE,
    scope=Scope.PAGE,
    site="a.example",
    page_id="1" * 24,
    target_id="2" * 24,
    text="A line.",
    run_id="run",
)
ON_SITE = replace(ON_PAGE, decision_id="b" * 24, scope=Scope.SITE, text="Another line.")


def test_a_page_has_the_decisions_on_it_and_on_its_site(tmp_path: Path) -> None:
    log = tmp_path / "decisions.jsonl"
    append_decisions(log, [ON_SITE, ON_PAGE])
    rulings = Rulings(log)
    assert rulings.on("1" * 24, "a.example") == f"{'a' * 24},{'b' * 24}"
    assert rulings.on("3" * 24, "a.example") == "b" * 24
    assert rulings.on("3" * 24, "b.example") == ""
    assert rulings.decisions.for_block("2" * 24, "a.example", "A line.") == ON_PAGE


def test_without_a_log_there_are_none(tmp_path: Path) -> None:
    assert Rulings(tmp_path / "none.jsonl").on("1" * 24, "a.example") == ""
