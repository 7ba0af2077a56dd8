"""`healthpages deploy` says what it needs before it starts Prefect."""

import pytest
from click.testing import CliRunner

from pipeline.cli.deploy import _absolute, deploy
from pipeline.model.errors import StopRun


def test_without_a_server_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    result = CliRunner().invoke(deploy, ["raw", "processed"])
    assert isinstance(result.exception, StopRun)
    assert "Set PREFECT_API_URL" in str(result.exception)


@pytest.mark.parametrize("wrong", [["--watch", "0"], ["--review-hours", "-1"]])
def test_hours_and_minutes_must_make_sense(wrong: list[str]) -> None:
    result = CliRunner().invoke(deploy, ["raw", "processed", *wrong])
    assert result.exit_code == 2
    assert "Invalid value" in result.output


def test_a_worker_finds_the_pages_from_any_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert _absolute("raw/sample") == "/raw/sample"
    assert _absolute("s3://pages/raw") == "s3://pages/raw"
