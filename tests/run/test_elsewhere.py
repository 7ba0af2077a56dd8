"""A worker that is not like the process that planned the run says so before it does anything."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.model.settings import Settings, TagSettings
from pipeline.run.elsewhere import do_elsewhere
from pipeline.run.plan import make_plan
from pipeline.run.shards import ingest_shard
from pipeline.run.work import Work


@pytest.fixture
def work(raw: Path, tmp_path: Path) -> Work:
    """The work area of a planned run."""
    return make_plan(str(raw), tmp_path / "out", Settings())


def test_a_worker_like_the_planner_does_the_step(work: Work) -> None:
    assert do_elsewhere(ingest_shard, work.folder, 0).n_pages == 18


def test_a_worker_that_does_not_see_the_output_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(StopRun, match=r"sees no .*none: every worker needs that folder"):
        do_elsewhere(ingest_shard, tmp_path / "none", 0)


def test_a_worker_with_other_code_says_so(work: Work) -> None:
    work.write_plan(replace(work.plan(), code_version="0.0.1+abc"))
    with pytest.raises(StopRun, match=r"planned with 0\.0\.1\+abc: install the same version"):
        do_elsewhere(ingest_shard, work.folder, 0)
    assert not work.shard_folder(0).exists()


def test_a_worker_that_does_not_see_a_lexicon_says_so(raw: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.csv"
    words.write_text("term,kind\n", "utf-8")
    settings = Settings(tag=TagSettings(lexicon_files=(words,)))
    work = make_plan(str(raw), tmp_path / "out", settings)
    words.unlink()
    with pytest.raises(StopRun, match=f"does not find {words} as they were"):
        do_elsewhere(ingest_shard, work.folder, 0)


def test_a_worker_that_does_not_see_the_input_says_so(work: Work, raw: Path) -> None:
    shutil.rmtree(raw)
    with pytest.raises(StopRun, match=f"sees no {raw}: every worker needs that input"):
        do_elsewhere(ingest_shard, work.folder, 0)
    assert not work.shard_folder(0).exists()
