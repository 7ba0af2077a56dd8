"""The command `diff`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import healthpages
from pipeline.run import run

PAGE = "Gout\nGout\n\n1. Causes\nBeer causes gout.\n\n2. What helps\nWater {helps} gout.\n"


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of a page: in the second one a word is another."""
    folder = tmp_path_factory.mktemp("diff")
    page = folder / "raw" / "gout.txt"
    page.parent.mkdir()
    for word in ("relieves", "eases"):
        page.write_text(PAGE.format(helps=word), "utf-8")
        run(page.parent, folder / "processed")
    return folder / "processed"


def run_ids(processed: Path) -> list[str]:
    return sorted(path.name for path in (processed / "runs").iterdir())


def call(processed: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(healthpages, ["diff", *arguments, "--processed", str(processed)])
    return done.exit_code, done.output


def test_a_run_does_not_differ_from_itself(processed: Path) -> None:
    first = run_ids(processed)[0]
    assert call(processed, first, first) == (0, "No difference on 1 page.\n")


def test_runs_that_differ_give_exit_code_1_and_show_the_words(processed: Path) -> None:
    code, told = call(processed, *run_ids(processed))
    assert code == 1
    assert "text changed\n" in told
    assert "Water [-relieves-]{+eases+} gout." in told  # to be told apart without colours


def test_markdown_marks_the_words(processed: Path) -> None:
    code, told = call(processed, *run_ids(processed), "--markdown")
    assert code == 1
    assert "~~relieves~~ **eases**" in told
