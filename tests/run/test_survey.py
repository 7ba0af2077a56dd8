"""A large site in several buckets gives the rows that it gives in one."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.clean import site
from pipeline.model.settings import CleanSettings, Settings, StoreSettings
from pipeline.run import learn, run, survey
from pipeline.run.pieces import cut_sites
from pipeline.run.plan import make_plan
from pipeline.run.progress import Progress
from pipeline.run.shards import ingest_shard
from pipeline.run.survey import survey_bucket
from pipeline.schemas import TABLES
from pipeline.store import Store, load

Parts = Callable[[Path], dict[str, str]]


def settings(max_site_pages: int, buckets: int = 4) -> Settings:
    store = StoreSettings(buckets=buckets, max_site_pages=max_site_pages)
    return Settings(store=store, clean=CleanSettings(site_min_pages=3))


CUT = settings(2)


@pytest.mark.parametrize(("buckets", "counted"), [(2, 3), (4, 3), (8, site.SAMPLE_PAGES)])
def test_the_rows_are_those_of_a_site_in_one_bucket(
    raw: Path, tmp_path: Path, buckets: int, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "SAMPLE_PAGES", counted)
    monkeypatch.setattr(survey, "SAMPLE_PAGES", counted)
    shutil.copy(raw / "a.example" / "dry-cough.html", raw / "z-again.html")
    run(raw, tmp_path / "whole", settings(1_000, buckets))
    run(raw, tmp_path / "cut", settings(2, buckets))
    assert parts_with(tmp_path / "whole", "a.example") == 1
    assert parts_with(tmp_path / "cut", "a.example") > 1
    for table in TABLES.keys() - {"audit"}:
        whole, cut = (load(table, processed=tmp_path / name) for name in ("whole", "cut"))
        keys = list(whole.columns)
        pd.testing.assert_frame_equal(
            whole.sort_values(keys, ignore_index=True).astype(object),
            cut.sort_values(keys, ignore_index=True).astype(object),
        )
    assert len(load("site_blocks", processed=tmp_path / "cut")) > 0


def parts_with(out: Path, of: str) -> int:
    """How many parts hold pages of the site."""
    parts = (out / "current" / "pages").iterdir()
    return sum(of in set(pd.read_parquet(part)["site"]) for part in parts)


def test_five_workers_give_the_same_bytes_as_one(raw: Path, tmp_path: Path, parts: Parts) -> None:
    run(raw, tmp_path / "one", settings(2, buckets=5))
    run(raw, tmp_path / "five", settings(2, buckets=5), workers=5)
    assert parts(tmp_path / "one" / "current") == parts(tmp_path / "five" / "current")


def test_where_nothing_changed_nothing_is_read_or_computed(
    raw: Path, tmp_path: Path, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raw, tmp_path / "out", CUT)
    first = parts(tmp_path / "out" / "current")
    monkeypatch.setattr(learn, "read", None)
    run(raw, tmp_path / "out", CUT)
    assert parts(tmp_path / "out" / "current") == first
    assert Store(tmp_path / "out").manifest().figures["carried"] == 18


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("max_site_pages", [3, 6])  # 6: sites become large, and small again
def test_any_sequence_of_changes_gives_what_full_runs_give(
    seed: int, max_site_pages: int, raw: Path, tmp_path: Path, parts: Parts
) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    chosen = settings(max_site_pages)
    out, full = tmp_path / "out", tmp_path / "full"
    run(raw, out, chosen, publish=False)
    for _ in range(3):
        change(raw, chance)
        run_id = run(raw, out, chosen, publish=False).run_id
        shutil.rmtree(full, ignore_errors=True)
        full_id = run(raw, full, chosen, publish=False, full=True).run_id
        assert parts(Store(out).folder(run_id)) == parts(Store(full).folder(full_id))


def change(raw: Path, chance: random.Random) -> None:
    """Edit, remove or copy some pages."""
    for path in chance.sample(sorted(raw.glob("*/*.*")), 3):
        match chance.choice(["edit", "remove", "copy"]):
            case "edit":
                path.write_text(path.read_text("utf-8").replace("warm", "hot"), "utf-8")
            case "remove":
                path.unlink()
            case "copy":
                text = path.read_text("utf-8").replace("canonical", "shortlink")
                path.with_name(f"copy-{chance.randrange(99)}{path.suffix}").write_text(
                    text, "utf-8"
                )


def test_a_survey_that_is_done_is_not_done_again(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = make_plan(str(raw), tmp_path / "out", CUT)
    ingest_shard(work.folder, 0)
    bucket, *_ = cut_sites(work.folder)
    first = survey_bucket(work.folder, bucket)
    assert all(first.changed.values())
    names = {path.name for path in work.survey_folder(bucket).iterdir()}
    assert names == {"survey.json", "notes.parquet", "sample.parquet"}
    monkeypatch.setattr(learn, "read", None)
    assert survey_bucket(work.folder, bucket) == first


def test_a_large_site_that_cannot_be_learned_is_told_once(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn, "learn_site", None)
    run(raw, tmp_path / "out", CUT)
    problems = load("problems", processed=tmp_path / "out")
    told = problems[problems["code"] == "site_not_learned"]["source"]
    assert sorted(told) == ["a.example", "b.example", "notes"]


def test_a_page_that_the_survey_gives_up_is_a_failed_row(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(self: learn.Reader, page: object) -> None:
        why = survey.Stopped("timed_out", "Too long.")
        self._learned.stopped[page.page_id] = why  # type: ignore[attr-defined]

    monkeypatch.setattr(learn.Reader, "notes", stop)
    run(raw, tmp_path / "out", CUT, publish=False)
    (run_id,) = Store(tmp_path / "out").run_ids()
    assert (load("pages", run=run_id, processed=tmp_path / "out")["status"] == "failed").all()


def test_a_base_that_is_damaged_after_the_survey_is_not_missed(
    raw: Path, tmp_path: Path, parts: Parts
) -> None:
    run(raw, tmp_path / "out", CUT)
    base = Store(tmp_path / "out").folder().resolve()
    expected = parts(base)

    def damage(progress: Progress) -> None:
        if progress.step == "survey" and progress.done == progress.total > 0:
            for part in (base / "blocks").iterdir():
                part.unlink()

    second = run(raw, tmp_path / "out", CUT, publish=False, progress=damage).run_id
    found = parts(Store(tmp_path / "out").folder(second))
    assert found == expected
