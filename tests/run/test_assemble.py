"""The parts of all buckets become one run folder with a manifest that names each file."""

from pathlib import Path

import frictionless

from pipeline.model.settings import Settings, StoreSettings
from pipeline.run import run
from pipeline.schemas import TABLES
from pipeline.store import Store
from pipeline.store.atomic import sha256_of


def test_the_manifest_names_every_part_with_its_hash_and_rows(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out", Settings(store=StoreSettings(buckets=3)))
    folder = Store(tmp_path / "out").folder()
    manifest = Store(tmp_path / "out").manifest()
    named = {output.path: output for output in manifest.outputs}
    assert set(named) == {
        path.relative_to(folder).as_posix() for path in folder.glob("[a-z]*/*.parquet")
    }
    assert {output.table for output in manifest.outputs} == set(TABLES)
    for output in manifest.outputs:
        path = folder / output.path
        assert output.sha256 == sha256_of(path)
        assert output.size == path.stat().st_size


def test_the_manifest_tells_what_went_in_and_how(raw: Path, tmp_path: Path) -> None:
    settings = Settings()
    run(raw, tmp_path / "out", settings)
    manifest = Store(tmp_path / "out").manifest()
    assert len(manifest.inputs) == 20
    assert {item.source: item.sha256 for item in manifest.inputs}["empty.txt"].startswith("e3b0c4")
    assert manifest.settings_digest == settings.digest()
    assert Settings.model_validate(manifest.settings) == settings
    assert manifest.run_id in str(Store(tmp_path / "out").folder())
    assert set(manifest.timings) == {"ingest", "process", "assemble"}


def test_figures_are_sums_over_all_pages(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    figures = Store(tmp_path / "out").manifest().figures
    assert figures["rejected"] == 1
    assert sum(count for name, count in figures.items() if name.startswith("status_")) == 18
    assert 0.5 < figures["kept_share"] < 1
    assert figures["kept_share"] == round(figures["kept_chars"] / figures["visible_chars"], 6)


def test_only_whole_folders_stand_among_the_runs(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    (only,) = (tmp_path / "out" / "runs").iterdir()
    assert sorted(path.name for path in only.iterdir()) == sorted(
        [*TABLES, "_memory", "datapackage.json", "manifest.json", "metrics.json", "report.html"]
    )


def test_the_data_package_describes_every_part_of_the_run(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out")
    report = frictionless.validate(str(Store(tmp_path / "out").folder() / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert {task.name: task.stats["rows"] for task in report.tasks} == summary.rows
