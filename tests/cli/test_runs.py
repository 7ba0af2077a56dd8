"""`runs`, `check`, `publish`, `rollback`, `prune` over two small runs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import healthpages
from pipeline.model.errors import StopRun
from pipeline.run import run
from pipeline.store import Store

PAGE = "Dry lips\n\nDry lips\n\n1. Causes\n\nCold wind can cause dry lips in {season}.\n"


def call(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(
        healthpages, [str(argument) for argument in arguments]
    )


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder in which two runs were published, one after the other."""
    folder = tmp_path_factory.mktemp("runs")
    raw = folder / "raw"
    raw.mkdir()
    for season in ("winter", "spring"):
        (raw / "lips.txt").write_text(PAGE.format(season=season), "utf-8")
        run(raw, folder / "out")
    return folder / "out"


@pytest.fixture
def out(two_runs: Path) -> Path:
    """The same, with the newer run published, whatever a test before did."""
    store = Store(two_runs)
    call("publish", store.run_ids()[-1], "--processed", two_runs, "--reviewer", "a tester")
    return two_runs


def test_runs_lists_both_and_marks_the_published_one(out: Path) -> None:
    older, newer = Store(out).run_ids()
    lines = [line.split() for line in call("runs", out).output.splitlines()]
    assert ["*", newer, "published"] in [line[:3] for line in lines]
    assert [older, "published"] in [line[:2] for line in lines]


def test_an_empty_folder_has_no_runs(tmp_path: Path) -> None:
    assert "There is no run" in call("runs", tmp_path).output


def test_check_names_each_check_and_its_result(out: Path) -> None:
    result = call("check", "--processed", out)
    assert "offsets" in result.output
    assert "passed" in result.output


def test_check_finds_a_changed_part_and_says_so_by_its_exit_code(out: Path) -> None:
    older = Store(out).run_ids()[0]
    manifest = out / "runs" / older / "manifest.json"
    before = manifest.read_text()
    values = json.loads(before)
    values["outputs"][0]["sha256"] = "0" * 64
    manifest.write_text(json.dumps(values))
    result = call("check", older, "--processed", out)
    manifest.write_text(before)
    assert result.exit_code == 1
    assert "was changed" in result.output


def test_rollback_goes_to_the_run_before_and_publish_back(out: Path) -> None:
    older, newer = Store(out).run_ids()
    assert f"Run {older} is published again." in call("rollback", "--processed", out).output
    assert Store(out).current_id() == older
    told = call("publish", newer, "--processed", out, "--reviewer", "a tester").output
    assert f"Run {newer} is published." in told
    assert Store(out).current_id() == newer


def test_an_unknown_run_and_an_empty_folder_are_told(out: Path, tmp_path: Path) -> None:
    for arguments in (
        ("publish", "20200101T000000Z-000000", "--processed", out),
        ("rollback", "--processed", tmp_path / "none"),
    ):
        result = call(*arguments)
        assert isinstance(result.exception, StopRun)
    assert not (tmp_path / "none").exists()


def test_prune_keeps_the_published_run(two_runs: Path, tmp_path: Path) -> None:
    assert "Runs left: 0." in call("prune", tmp_path, "--keep", 1).output
    older, newer = Store(two_runs).run_ids()
    call("rollback", older, "--processed", two_runs)
    assert "Runs left: 2." in call("prune", two_runs, "--keep", 1).output
    call("publish", newer, "--processed", two_runs, "--reviewer", "a tester")
    assert f"Removed run {older}." in call("prune", two_runs, "--keep", 1).output
