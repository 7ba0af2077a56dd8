"""From a decision to the next run: what was decided holds, and nothing else changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.model.ids import digest
from pipeline.review.diff import Change, diff_runs
from pipeline.review.log import append_decisions
from pipeline.review.rows import run_pages
from pipeline.run import run
from pipeline.store import Store
from pipeline.store.pagerows import Row
from pipeline.store.parquet import read_rows

NewDecision = Callable[..., Decision]


@pytest.fixture
def store(raw: Path, tmp_path: Path) -> Store:
    """An output folder with one run of both pages."""
    run(raw, tmp_path / "processed")
    return Store(tmp_path / "processed")


def rows(store: Store, table: str, page: str) -> list[Row]:
    newest = store.folder(store.run_ids()[-1])
    for each in run_pages(newest):
        if each.page["source"] == page:
            found: list[Row] = getattr(each, table)
            return found
    raise AssertionError(page)


def block(store: Store, page: str, text: str) -> Row:
    return next(each for each in rows(store, "blocks", page) if each["text"] == text)


def decide(store: Store, new_decision: NewDecision, row: Row, key: str, **values: object) -> None:
    """Decide on a row of the newest run and run again."""
    named = {"text": row.get("heading") or row["text"], "page_id": row["page_id"], "site": "local"}
    made = new_decision("a", target_id=row[key], **{**named, **values})
    append_decisions(store.decisions, [made])
    run(store.processed.parent / "raw", store.processed)


def changes(store: Store) -> list[tuple[str, Change, str]]:
    """All differences of the last two runs."""
    found = diff_runs(*map(store.folder, store.run_ids()[-2:]))
    told = []
    for page in found.pages:
        for kind in ("blocks", "sections", "mentions"):
            told += [
                (kind, each.change, each.row.get("heading") or each.row["text"])
                for each in getattr(page, kind)
            ]
        told += [("facts", Change.CHANGED, name) for name, _, _ in page.facts]
    return told


def problems(store: Store) -> list[str]:
    newest = store.folder(store.run_ids()[-1])
    parts = (newest / "problems").glob("*.parquet")
    return [code for part in parts for (code,) in read_rows(part, ("code",))]


def test_a_wrong_removal_that_is_rejected_is_kept_by_the_next_run_and_nothing_else_changes(
    store: Store, new_decision: NewDecision
) -> None:
    wrong = block(store, "gout.txt", "Share this page")
    assert not wrong["kept"]
    decide(store, new_decision, wrong, "block_id")
    kept = block(store, "gout.txt", "Share this page")
    assert (kept["kept"], kept["reason"], kept["rule"]) == (True, None, "reviewed")
    assert changes(store) == [("blocks", Change.KEPT, "Share this page")]
    assert "stale_decision" not in problems(store)


def test_a_decision_for_the_site_holds_on_every_page(
    store: Store, new_decision: NewDecision
) -> None:
    wrong = block(store, "gout.txt", "Share this page")
    decide(store, new_decision, wrong, "block_id", scope=Scope.SITE)
    assert changes(store) == [("blocks", Change.KEPT, "Share this page")] * 2


def test_a_heading_that_is_refused_becomes_body_text(
    store: Store, new_decision: NewDecision
) -> None:
    before = rows(store, "sections", "gout.txt")
    assert [each["heading"] for each in before] == ["Causes", "What helps"]
    decide(store, new_decision, before[1], "section_id", verdict=Verdict.NOT_HEADING)
    after = rows(store, "sections", "gout.txt")
    assert [each["heading"] for each in after] == ["Causes"]
    assert "Drinking enough water relieves gout." in after[0]["text"]
    assert ("sections", Change.LOST, "What helps") in changes(store)
    assert "stale_decision" not in problems(store)


def test_a_mention_that_is_refused_is_gone(store: Store, new_decision: NewDecision) -> None:
    before = rows(store, "mentions", "gout.txt")
    wrong = next(each for each in before if each["text"] == "meat")
    decide(store, new_decision, wrong, "mention_id", verdict=Verdict.NOT_MENTION)
    assert changes(store) == [("mentions", Change.LOST, "meat")]


def test_undoing_brings_the_old_run_back(store: Store, new_decision: NewDecision) -> None:
    wrong = block(store, "gout.txt", "Share this page")
    decide(store, new_decision, wrong, "block_id")
    undo = new_decision("b", verdict=Verdict.UNDO, target_id=digest("a"))
    append_decisions(store.decisions, [undo])
    run(store.processed.parent / "raw", store.processed)
    runs = store.run_ids()
    assert not diff_runs(store.folder(runs[0]), store.folder(runs[-1])).differ


def test_a_decision_whose_text_is_gone_is_listed_and_not_applied(
    store: Store, new_decision: NewDecision
) -> None:
    wrong = block(store, "gout.txt", "Share this page")
    page = store.processed.parent / "raw" / "gout.txt"
    page.write_text(page.read_text("utf-8").replace("Share this page", "Tell a friend"), "utf-8")
    decide(store, new_decision, wrong, "block_id")
    assert problems(store).count("stale_decision") == 1
    assert all(each["rule"] != "reviewed" for each in rows(store, "blocks", "gout.txt"))
