"""The command line: help without heavy imports, mistakes in one line."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, SUMMARIES, healthpages

HEAVY = ("spacy", "prefect", "pandas", "pyarrow", "lxml", "pydantic", "rich")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from pipeline.cli import healthpages\n"
        "healthpages(['--help'], standalone_mode=False)\n"
        f"print('heavy:', [name for name in {HEAVY} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_listed_and_has_help(command: str) -> None:
    runner = CliRunner()
    listed = runner.invoke(healthpages, ["--help"])
    assert command in listed.output
    assert SUMMARIES[command][:40] in listed.output
    assert runner.invoke(healthpages, [command, "--help"]).exit_code == 0


def test_a_mistake_is_one_line_and_exit_code_2() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "show", "no-such-file.txt"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "healthpages: There is no file no-such-file.txt. "
        "Give the path of one page or container file.\n"
    )


def test_an_unknown_command_is_named() -> None:
    result = CliRunner().invoke(healthpages, ["sow"])
    assert result.exit_code == 2
    assert "No such command 'sow'" in result.output


def test_the_version_is_printed() -> None:
    assert "healthpages, version" in CliRunner().invoke(healthpages, ["--version"]).output
