"""Sources of a shard become sorted pages by bucket, with problems for what could not be read."""

from pathlib import Path

import pytest

from pipeline.model.settings import Settings, StoreSettings
from pipeline.run import shards
from pipeline.run.plan import make_plan
from pipeline.run.shards import ingest_shard, source_problems
from pipeline.run.work import Work
from pipeline.store.spool import by_site, merged


def planned(raw: Path, tmp_path: Path) -> Work:
    settings = Settings(store=StoreSettings(buckets=3))
    return make_plan(str(raw), tmp_path / "out", settings, shard_files=7)


def test_all_pages_arrive_in_the_buckets_of_their_sites(raw: Path, tmp_path: Path) -> None:
    work = planned(raw, tmp_path)
    counts = [ingest_shard(work.folder, shard) for shard in range(3)]
    assert sum(each.n_pages for each in counts) == 18
    assert sum(each.n_sources for each in counts) == 20
    for bucket, site in enumerate(("notes", "a.example", "b.example")):
        with work.pages_of(bucket) as paths:
            pages = list(merged(paths, by_site, tmp_path))
        assert [page.site for page in pages] == [site] * 6
        assert pages == sorted(pages, key=by_site)


def test_problems_of_sources_are_kept(raw: Path, tmp_path: Path) -> None:
    work = planned(raw, tmp_path)
    for shard in range(3):
        ingest_shard(work.folder, shard)
    assert {problem.source for problem in source_problems(work)} == {"empty.txt", "readme.md"}


def test_a_shard_that_is_done_is_not_read_again(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = planned(raw, tmp_path)
    first = ingest_shard(work.folder, 0)
    monkeypatch.setattr(shards, "read_source", None)
    assert ingest_shard(work.folder, 0) == first


def test_small_runs_are_written_before_memory_is_full(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "RUN_CHARS", 1_000)
    work = planned(raw, tmp_path)
    for shard in range(3):
        ingest_shard(work.folder, shard)
    with work.pages_of(1) as paths:
        assert len(paths) > 1
        assert len(list(merged(paths, by_site, tmp_path))) == 6
