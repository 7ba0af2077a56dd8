"""What did not change is carried over, and the result is what a full run gives."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.model.settings import CleanSettings, Settings, StoreSettings
from pipeline.review.log import append_decisions
from pipeline.run import buckets, run
from pipeline.run.base import find_base, open_base
from pipeline.store import Store, load
from pipeline.store.manifest import write_manifest

Parts = Callable[[Path], dict[str, str]]
SPREAD = Settings(store=StoreSettings(buckets=3), clean=CleanSettings(site_min_pages=3))


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources of all pages that are computed."""
    sources: list[str] = []
    process = buckets.process_raw

    def noted(page: object, *known: object, **named: object) -> object:
        sources.append(page.source)  # type: ignore[attr-defined]
        return process(page, *known, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(buckets, "process_raw", noted)
    return sources


def same_as_full(raw: Path, out: Path, parts: Parts, settings: Settings = SPREAD) -> None:
    run_id = run(raw, out, settings, publish=False).run_id
    full = out.with_name("full")
    shutil.rmtree(full, ignore_errors=True)
    if (out / "review").exists():
        shutil.copytree(out / "review", full / "review")
    full_id = run(raw, full, settings, publish=False, full=True).run_id
    assert parts(Store(out).folder(run_id)) == parts(Store(full).folder(full_id))


def test_nothing_is_computed_where_nothing_changed(
    raw: Path, tmp_path: Path, computed: list[str], parts: Parts
) -> None:
    run(raw, tmp_path / "out", SPREAD)
    first = parts(tmp_path / "out" / "current")
    computed.clear()
    run(raw, tmp_path / "out", SPREAD)
    assert computed == []
    assert parts(tmp_path / "out" / "current") == first
    assert Store(tmp_path / "out").manifest().figures["carried"] == 18


def test_unchanged_parts_take_no_space_again(raw: Path, tmp_path: Path) -> None:
    first = run(raw, tmp_path / "out", SPREAD).run_id
    again = run(raw, tmp_path / "out", SPREAD).run_id
    runs = tmp_path / "out" / "runs"
    assert again > first
    parts = [*(runs / again).glob("[b-z]*/*.parquet"), *(runs / again).glob("_memory/*.parquet")]
    assert len(parts) > 20
    for part in parts:
        assert part.samefile(runs / first / part.relative_to(runs / again))


def test_only_a_changed_page_is_computed(
    raw: Path, tmp_path: Path, computed: list[str], parts: Parts
) -> None:
    run(raw, tmp_path / "out", SPREAD)
    computed.clear()
    page = raw / "notes" / "dry-cough.txt"
    page.write_text(page.read_text("utf-8").replace("winter", "early spring"), "utf-8")
    same_as_full(raw, tmp_path / "out", parts)
    assert computed[0] == "notes/dry-cough.txt"
    assert len(computed) == 1 + 18


def test_a_removed_page_is_gone(raw: Path, tmp_path: Path, parts: Parts) -> None:
    run(raw, tmp_path / "out", SPREAD)
    (raw / "a.example" / "dry-cough.html").unlink()
    same_as_full(raw, tmp_path / "out", parts)
    newest = Store(tmp_path / "out").run_ids()[-1]
    pages = load("pages", run=newest, processed=tmp_path / "out")
    assert "a.example/dry-cough.html" not in set(pages["source"])


def test_pages_are_computed_when_what_their_site_repeats_changes(
    raw: Path, tmp_path: Path, computed: list[str], parts: Parts
) -> None:
    run(raw, tmp_path / "out", SPREAD)
    computed.clear()
    for page in sorted((raw / "a.example").iterdir())[:4]:
        text = page.read_text("utf-8")
        page.write_text(text.replace("All rights reserved.", "Legal notice."), "utf-8")
    same_as_full(raw, tmp_path / "out", parts)
    assert len(computed) > 4 + 18


def test_another_setting_carries_nothing_over(
    raw: Path, tmp_path: Path, computed: list[str], parts: Parts
) -> None:
    run(raw, tmp_path / "out", SPREAD)
    computed.clear()
    other = SPREAD.model_copy(update={"clean": CleanSettings(site_min_pages=4)})
    same_as_full(raw, tmp_path / "out", parts, other)
    assert len(computed) == 2 * 18


def test_a_decision_computes_the_pages_that_it_could_touch(
    raw: Path, tmp_path: Path, computed: list[str], parts: Parts
) -> None:
    run(raw, tmp_path / "out", SPREAD)
    blocks = load("blocks", processed=tmp_path / "out")
    pages = load("pages", processed=tmp_path / "out").set_index("page_id")
    block = blocks[blocks["text"].str.startswith("Rest and warm tea")].iloc[0]
    decision = Decision(
        decision_id="0" * 24,
        at="2026-01-01T00:00:00Z",
        reviewer="tester",
        verdict=Verdict.REMOVE,
        scope=Scope.PAGE,
        site=str(pages.loc[block["page_id"], "site"]),
        page_id=block["page_id"],
        target_id=block["block_id"],
        text=block["text"],
        run_id=Store(tmp_path / "out").run_ids()[-1],
    )
    append_decisions(tmp_path / "out" / "review" / "decisions.jsonl", [decision])
    computed.clear()
    same_as_full(raw, tmp_path / "out", parts)
    assert computed[0] == pages.loc[block["page_id"], "source"]
    assert len(computed) == 1 + 18


@pytest.mark.parametrize("seed", range(2))
def test_any_sequence_of_changes_gives_what_full_runs_give(
    seed: int, raw: Path, tmp_path: Path, parts: Parts
) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    store = raw.with_name("aside")
    store.mkdir()
    for _ in range(4):
        for path in chance.sample(sorted(raw.rglob("*.*ht*")) + sorted(raw.rglob("*.txt")), 3):
            if not path.is_file():
                continue
            change = chance.choice(["edit", "remove", "copy", "move"])
            if change == "edit":
                path.write_text(path.read_text("utf-8").replace("warm", "hot"), "utf-8")
            elif change == "remove":
                path.unlink()
            elif change == "copy":
                shutil.copy(path, path.with_name(f"copy-{chance.randrange(99)}{path.suffix}"))
            else:
                path.rename(path.with_name(f"moved-{chance.randrange(99)}{path.suffix}"))
        same_as_full(raw, tmp_path / "out", parts)


def test_a_base_whose_files_were_changed_is_not_used(
    raw: Path, tmp_path: Path, computed: list[str]
) -> None:
    run_id = run(raw, tmp_path / "out", SPREAD).run_id
    store = Store(tmp_path / "out")
    part = store.folder() / "blocks" / "part-0001.parquet"
    part.write_bytes(part.read_bytes() + b"x")
    computed.clear()
    run(raw, tmp_path / "out", SPREAD, publish=False)
    assert len(computed) == 6
    with open_base(store, run_id, 1) as base:
        assert base is None
    with open_base(store, run_id, 0) as base:
        assert base is not None


def test_the_newest_run_of_the_same_method_is_the_base(raw: Path, tmp_path: Path) -> None:
    run_id = run(raw, tmp_path / "out", SPREAD).run_id
    store = Store(tmp_path / "out")
    assert find_base(store, store.manifest().method) == run_id
    assert find_base(store, "another") is None
    with open_base(store, "20000101T000000Z-000000", 0) as base:
        assert base is None


def test_a_run_with_other_tables_is_told_and_never_a_base(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = run(raw, out, SPREAD)
    store = Store(out)
    write_manifest(store.folder(), replace(store.manifest(), schema_version="1"))
    told: list[str] = []
    page = raw / "notes" / "dry-cough.txt"
    page.write_text(page.read_text("utf-8") + "One more line.\n", "utf-8")
    run(raw, out, SPREAD, progress=lambda step: told.append(step.message))
    assert f"run {first.run_id} has tables of version 1" in told[0]
    assert "carried" not in store.manifest().figures
