"""Golden pages from decisions."""

import json
from collections.abc import Callable

from pipeline.model.decisions import Decision, in_force
from pipeline.review.golden import golden_pages
from pipeline.review.rows import run_pages
from pipeline.store import Store

NewDecision = Callable[..., Decision]


def test_a_page_that_was_decided_on_becomes_a_golden_page_and_no_other(
    two_runs: Store, new_decision: NewDecision
) -> None:
    folder = two_runs.folder()
    page = next(each for each in run_pages(folder) if each.page["source"] == "gout.txt")
    decision = new_decision("a", page_id=page.page["page_id"])
    ((name, text),) = golden_pages(folder, "raw/sample/", in_force([decision]))
    values = json.loads(text)
    assert name == "gout.json"
    assert values["source"] == "raw/sample/gout.txt"
    assert values["sections"][0].startswith("1 | 1. | Causes | causes")
    assert "1 | CAUSE | Beer" in "\n".join(values["mentions"])
    assert any(line.endswith("| Share this page") for line in values["removed"])
    assert list(values) == [
        *("source", "title", "condition", "status", "removed", "text"),
        *("sections", "mentions", "problems"),
    ]
