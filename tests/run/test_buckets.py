"""A bucket of pages becomes part files; what is done is not done again."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.model.settings import Settings, StoreSettings
from pipeline.run import buckets, learn
from pipeline.run.buckets import PAGE_TABLES, part_file, process_bucket
from pipeline.run.pieces import cut_sites
from pipeline.run.plan import make_plan
from pipeline.run.shards import ingest_shard
from pipeline.run.work import Work
from pipeline.store.parquet import read_rows


@pytest.fixture
def work(raw: Path, tmp_path: Path) -> Work:
    """Work whose one shard is read."""
    settings = Settings(store=StoreSettings(buckets=3))
    work = make_plan(str(raw), tmp_path / "out", settings)
    ingest_shard(work.folder, 0)
    cut_sites(work.folder)
    return work


def test_every_table_has_a_part_and_the_counts_are_theirs(work: Work) -> None:
    counts = process_bucket(work.folder, 1)
    assert counts.rows["pages"] == 6
    for table in (*PAGE_TABLES, "problems"):
        rows = list(read_rows(work.part_folder(1) / part_file(table), ["page_id"]))
        assert len(rows) == counts.rows[table]


def test_pages_stand_in_the_order_of_their_ids(work: Work) -> None:
    process_bucket(work.folder, 0)
    ids = list(read_rows(work.part_folder(0) / part_file("pages"), ["page_id"]))
    assert ids == sorted(ids)


def test_what_repeats_on_a_site_is_removed_from_its_pages(work: Work) -> None:
    process_bucket(work.folder, 1)
    part = work.part_folder(1) / part_file("blocks")
    rows = [row for row in read_rows(part, ["text", "kept"]) if "no medical advice" in row[0]]
    assert len(rows) == 6
    assert not any(kept for _, kept in rows)


def test_nothing_but_the_parts_is_left(work: Work) -> None:
    process_bucket(work.folder, 1)
    names = {path.name for path in work.part_folder(1).iterdir()}
    tables = {f"{table}.parquet" for table in (*PAGE_TABLES, "problems", "site_blocks")}
    assert names == tables | {buckets.BUCKET_SUMMARY, "_memory.parquet"}


def test_a_bucket_that_is_done_is_not_processed_again(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = process_bucket(work.folder, 1)
    monkeypatch.setattr(buckets, "process_raw", None)
    assert process_bucket(work.folder, 1) == first


def test_a_page_that_learning_cannot_read_does_not_stop_it(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = learn.read

    def fragile(page: object, limits: object) -> object:
        if "itchy" in page.source:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return read(page, limits)  # type: ignore[arg-type]

    monkeypatch.setattr(learn, "read", fragile)
    assert process_bucket(work.folder, 1).rows["pages"] == 6


def test_a_site_that_cannot_be_learned_is_told_and_its_pages_are_processed(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(notes: Iterable[object], _: object) -> None:
        next(iter(notes))
        raise ZeroDivisionError

    monkeypatch.setattr(learn, "learn_site", fail)
    assert process_bucket(work.folder, 1).rows["pages"] == 6
    part = work.part_folder(1) / part_file("problems")
    assert ("a.example", "site_not_learned") in set(read_rows(part, ["source", "code"]))
