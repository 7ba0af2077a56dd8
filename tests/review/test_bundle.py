"""What the review page is given."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.model.ids import digest
from pipeline.review.bundle import bundle, decided
from pipeline.review.log import Log
from pipeline.run import run
from pipeline.store import Store


@pytest.fixture
def store(two_runs: Store) -> Store:
    """Two runs of two pages; in the second a line of one page is another."""
    return two_runs


def shown(store: Store, **options: Any) -> dict[str, Any]:
    newest = store.run_ids()[-1]
    return bundle(store.folder(newest), store.manifest(newest), **options)


def blocks(values: dict[str, Any], page: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(zip(values["columns"], row, strict=True)) for row in page["blocks"]]


def test_it_is_json(store: Store) -> None:
    values = shown(store)
    assert json.loads(json.dumps(values))["total"] == 2


def test_no_more_pages_than_asked_are_shown(store: Store) -> None:
    values = shown(store, limit=1)
    assert (len(values["pages"]), values["total"]) == (1, 2)
    assert {page for page, _ in values["queue"]} == {0}


def test_a_text_of_several_pages_is_counted_and_asked_once(store: Store) -> None:
    values = shown(store)
    (group,) = (each for each in values["groups"].values() if each["removed"] == 2)
    assert (group["pages"], group["kept"], sorted(group["examples"])) == (2, 0, ["Cough", "Gout"])
    asked = [
        blocks(values, values["pages"][page])[place]["text"] for page, place in values["queue"]
    ]
    assert asked.count("Share this page") == 1
    assert {"Gout", "Cough"} <= set(asked)


def test_changes_against_another_run_come_first(store: Store) -> None:
    values = shown(store, against=store.folder(store.run_ids()[0]))
    page, place = values["queue"][0]
    first = blocks(values, values["pages"][page])[place]
    assert first["change"] == "text changed"
    assert ["-", "enough"] in [list(piece) for piece in first["pieces"]]
    assert values["pages"][0]["title"] == "Gout"
    unchanged = values["pages"][1]
    assert (unchanged["rows"], unchanged["facts"]) == ([], [])


def test_mentions_are_placed_as_javascript_counts(raw: Path, tmp_path: Path) -> None:
    gout = raw / "gout.txt"
    text = gout.read_text("utf-8").replace("Beer and meat", "\U0001f37a\U0001f37a Beer and meat")
    gout.write_text(text, "utf-8")
    run(raw, tmp_path / "other")
    values = shown(Store(tmp_path / "other"))
    (page,) = (each for each in values["pages"] if each["title"] == "Gout")
    (beer,) = (each for each in page["mentions"] if each["text"] == "Beer")
    assert beer["start"] == 5


def test_decisions_stale_ones_and_figures_are_told(store: Store) -> None:
    gone = Decision(
        decision_id=digest("d"),
        at="2026-01-01T00:00:00Z",
        reviewer="Ada",
        verdict=Verdict.KEEP,
        scope=Scope.PAGE,
        site="local",
        page_id=digest("p"),
        target_id=digest("gone"),
        text="gone",
        run_id="r",
        rule="x",
    )
    values = decided(Log((gone,)), store.folder())
    assert [each["text"] for each in values["stale"]] == ["gone"]
    assert values["figures"]["needed"] == 457
    assert len(values["decisions"]) == 1


def test_a_page_that_the_run_lost_is_told(store: Store, raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "processed")
    (raw / "gout.txt").unlink()
    run(raw, tmp_path / "processed")
    other = Store(tmp_path / "processed")
    values = shown(other, against=other.folder(other.run_ids()[0]))
    assert values["lost"] == [["Gout", "gout.txt"]]
    assert shown(store)["lost"] == []
