"""Chosen sources go to folders of their own, and an output folder has one name everywhere."""

from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.run.backfill import outputs_of, turn_name


def test_each_source_has_an_output_folder_named_like_it() -> None:
    sources = ["/data/crawl 2026-01/", "s3://pages/2026-02/*.warc.gz", "old.jsonl"]
    assert outputs_of(sources, "processed/") == {
        "/data/crawl 2026-01/": "processed/crawl-2026-01",
        "s3://pages/2026-02/*.warc.gz": "processed/2026-02",
        "old.jsonl": "processed/old.jsonl",
    }


def test_sources_that_would_share_a_folder_are_refused() -> None:
    with pytest.raises(StopRun, match="processed/crawl: give their folder as one"):
        outputs_of(["/a/crawl", "/b/crawl"], "processed")


def test_an_output_folder_has_one_name_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "processed")
    names = {turn_name(name) for name in ("processed", str(tmp_path / "processed"), "link")}
    assert len(names) == 1
    assert names.pop().startswith("healthpages-processed-")
    assert turn_name("s3://pages/processed") != turn_name("processed")
