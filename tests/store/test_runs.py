"""Runs are found, published, rolled back and pruned; readers see one of them, whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.model.records import PageResult
from pipeline.model.settings import AuditSettings
from pipeline.store.audit import audit
from pipeline.store.manifest import read_manifest, write_manifest
from pipeline.store.runs import RUN_ID, Store, new_run_id, prune, publish, rollback

NewPage = Callable[..., PageResult]
NewRun = Callable[..., Path]
IDS = [f"2026010{day}T000000Z-00000{day}" for day in range(1, 6)]
NOW = datetime(2026, 1, 9, tzinfo=UTC)


@pytest.fixture
def published(store: Store, new_page: NewPage, new_run: NewRun) -> Callable[[str], None]:
    def publish_new(run_id: str) -> None:
        new_run(store, [new_page("a")], run_id)
        audit(store, store.folder(run_id), AuditSettings())
        publish(store, run_id, now=NOW)

    return publish_new


def test_an_id_sorts_by_time_whatever_the_zone() -> None:
    east = timezone(timedelta(hours=2))
    run_id = new_run_id("abcdef0123", datetime(2026, 11, 23, 17, 45, tzinfo=east))
    assert run_id == "20261123T154500Z-abcdef"
    assert RUN_ID.fullmatch(run_id)


def test_runs_that_begin_within_one_second_sort_as_they_began() -> None:
    now = datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC)
    first = new_run_id("ffffff", now)
    second = new_run_id("000000", now, [first])
    assert (first, second) == ("20260101T235959Z-ffffff", "20260102T000000Z-000000")


def test_before_the_first_run_there_is_nothing(store: Store) -> None:
    assert store.run_ids() == []
    assert store.current_id() is None
    assert store.published() is None
    with pytest.raises(StopRun, match="No run is published"):
        store.folder()


def test_publishing_makes_a_run_current(store: Store, published: Callable[[str], None]) -> None:
    published(IDS[0])
    assert store.current_id() == IDS[0]
    assert (store.processed / "current" / "pages").is_dir()
    assert store.manifest().status == "published"
    assert store.manifest().published == ({"at": "2026-01-09T00:00:00Z", "before": ""},)


def test_the_pointer_is_relative_so_the_folder_can_be_moved(
    store: Store, published: Callable[[str], None]
) -> None:
    published(IDS[0])
    store.processed.rename(store.processed.with_name("moved"))
    assert Store(store.processed.with_name("moved")).manifest().run_id == IDS[0]


def test_a_run_that_was_not_audited_is_not_published(
    store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    new_run(store, [new_page("a")], IDS[0])
    with pytest.raises(StopRun, match="not audited"):
        publish(store, IDS[0])
    assert store.current_id() is None


def test_a_run_whose_audit_found_an_error_is_not_published(
    store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    page = new_page("a")
    folder = new_run(store, [replace(page, page=replace(page.page, n_sections=9))], IDS[0])
    assert audit(store, store.folder(IDS[0]), AuditSettings()).status == "refused"
    with pytest.raises(StopRun, match="its audit failed: counts"):
        publish(store, IDS[0])
    assert read_manifest(folder).status == "refused"


def test_going_back_twice_goes_back_two_runs(
    store: Store, published: Callable[[str], None]
) -> None:
    for run_id in IDS[:3]:
        published(run_id)
    assert rollback(store).run_id == IDS[1]
    assert rollback(store).run_id == IDS[0]
    with pytest.raises(StopRun, match="No run was published before"):
        rollback(store)


def test_going_back_to_a_named_run(store: Store, published: Callable[[str], None]) -> None:
    for run_id in IDS[:3]:
        published(run_id)
    rollback(store, IDS[0])
    assert store.current_id() == IDS[0]


def test_pruning_keeps_the_newest_runs_and_the_published_one(
    store: Store, published: Callable[[str], None]
) -> None:
    for run_id in IDS:
        published(run_id)
    rollback(store, IDS[1])
    assert prune(store, 2) == [IDS[0], IDS[2]]
    assert store.run_ids() == [IDS[1], IDS[3], IDS[4]]


def test_pruning_to_nothing_is_refused(store: Store) -> None:
    with pytest.raises(StopRun, match="at least one"):
        prune(store, 0)


@pytest.mark.parametrize("run", ["20260101T000000Z-ffffff", "../..", "nonsense"])
def test_an_unknown_run_is_named(store: Store, run: str) -> None:
    with pytest.raises(StopRun, match="There is no run"):
        store.folder(run)


def test_unfinished_folders_are_no_runs(store: Store, published: Callable[[str], None]) -> None:
    published(IDS[0])
    (store.runs / f".{IDS[1]}.tmp").mkdir()
    assert store.run_ids() == [IDS[0]]


def test_a_crash_between_manifest_and_pointer_leaves_the_old_run(
    store: Store, published: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    published(IDS[0])

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.store.runs._point", crash)
    with pytest.raises(KeyboardInterrupt):
        published(IDS[1])
    assert store.current_id() == IDS[0]


def test_a_damaged_pointer_is_told(store: Store, published: Callable[[str], None]) -> None:
    published(IDS[0])
    (store.runs / IDS[0] / "manifest.json").unlink()
    with pytest.raises(StopRun, match="There is no run"):
        store.folder()


def test_writing_a_manifest_keeps_all_of_it(store: Store, published: Callable[[str], None]) -> None:
    published(IDS[0])
    manifest = store.manifest()
    write_manifest(store.folder(), manifest)
    assert store.manifest() == manifest


def test_pruning_removes_what_never_became_a_run(
    store: Store, published: Callable[[str], None]
) -> None:
    published(IDS[1])
    (store.runs / IDS[0] / "pages").mkdir(parents=True)
    assert store.run_ids() == [IDS[1]]
    assert prune(store, 1) == []
    assert [path.name for path in store.runs.iterdir()] == [IDS[1]]
