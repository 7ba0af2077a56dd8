"""`healthpages export` writes tables and says where, or tells in one line why not."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import healthpages
from pipeline.model.errors import StopRun
from pipeline.run import run


def test_one_table_of_the_published_run_is_written(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Cold hands\n\n1. Causes\nSmoking causes cold hands.\n")
    summary = run(tmp_path / "page.txt", tmp_path / "out")
    options = ["--to", "jsonl", "--output", str(tmp_path / "new"), "--table", "sections"]
    place = ["--processed", str(tmp_path / "out")]
    result = CliRunner().invoke(healthpages, ["export", *options, *place])
    assert result.exit_code == 0, result.output
    assert result.output == (f"sections of run {summary.run_id} written to {tmp_path / 'new'}.\n")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["sections.jsonl"]


def test_without_a_run_nothing_is_written(tmp_path: Path) -> None:
    options = ["--to", "csv", "--output", str(tmp_path / "new"), "--processed", str(tmp_path)]
    result = CliRunner().invoke(healthpages, ["export", *options])
    assert isinstance(result.exception, StopRun)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("missing", ["--to", "--output"])
def test_format_and_path_have_to_be_named(tmp_path: Path, missing: str) -> None:
    given = {"--to": "csv", "--output": str(tmp_path / "new")}
    del given[missing]
    result = CliRunner().invoke(healthpages, ["export", *next(iter(given.items()))])
    assert result.exit_code == 2
    assert f"Missing option '{missing}'" in result.output
