"""`healthpages run`: what it passes on, what it tells, and its exit codes."""

import io
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console
from rich.progress import Progress

import flows.cluster
import flows.nightly
import pipeline.cli.run
from pipeline.cli.run import _Bars, run
from pipeline.model.errors import StopRun
from pipeline.run.progress import Progress as Step
from pipeline.run.whole import RunSummary
from pipeline.store.manifest import Finding

GAPS = Finding("numbering_gaps", "warning", False, 2, 0, "Section numbers leave none out.")  # noqa: FBT003
RUN_ID = "20260101T000000Z-abcdef"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Calls the command with a flow that ends in the given status; keeps what it was passed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Rest and warmth.")
    monkeypatch.setattr(pipeline.cli.run, "_stop_at_once_when_told", lambda: None)

    def caller(status: str, *options: str) -> tuple[Result, dict[str, Any]]:
        passed: dict[str, Any] = {}

        def ended(*arguments: Any, **options: Any) -> RunSummary:
            passed.update(options, raw=arguments[0], processed=arguments[1])
            options["progress"](Step("plan", 0, 0, "3 sources"))
            return RunSummary(RUN_ID, status, {"pages": 1200, "blocks": 5}, 0.5, (GAPS,))

        monkeypatch.setattr(flows.nightly, "run_here", ended)
        return CliRunner().invoke(run, ["in", "out", *options]), passed

    return caller


def test_a_published_run_tells_its_rows_and_how_to_read_it(call: Any) -> None:
    result, passed = call("published")
    assert result.exit_code == 0
    assert f"Run {RUN_ID} is published.\n" in result.output
    assert "pages       1,200 rows" in result.output
    assert (
        "warning: numbering_gaps: found 2, limit 0. Section numbers leave none out."
        in result.output
    )
    assert 'pandas.read_parquet("out/current/sections")' in result.output
    assert (passed["raw"], passed["processed"]) == ("in", Path("out"))


@pytest.mark.parametrize(
    ("status", "code", "next_call"),
    [
        ("candidate", 0, f"healthpages publish {RUN_ID} --processed out\n"),
        ("needs_review", 1, f"healthpages publish {RUN_ID} --processed out --reviewer NAME\n"),
        ("refused", 1, f"healthpages check {RUN_ID} --processed out\n"),
    ],
)
def test_another_end_names_the_next_call(call: Any, status: str, code: int, next_call: str) -> None:
    result, _ = call(status)
    assert result.exit_code == code
    assert next_call in result.output
    assert "read_parquet" not in result.output


def test_options_are_passed_on(call: Any) -> None:
    _, passed = call("candidate", "--limit", "7", "--no-publish", "--full")
    assert (passed["limit"], passed["publish"], passed["full"]) == (7, False, True)


def test_who_does_the_work_is_passed_on(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.cluster, "check_address", lambda _: None)
    _, passed = call("published")
    assert (passed["runner"], passed["workers"], passed["dask_address"]) == ("local", None, "")
    _, passed = call("published", "--runner", "dask", "--workers", "3")
    assert (passed["runner"], passed["workers"]) == ("dask", 3)
    _, passed = call("published", "--dask-address", "tcp://here:8786")
    assert passed["dask_address"] == "tcp://here:8786"


def test_workers_that_can_not_be_had_are_told_before_the_flow_starts(call: Any) -> None:
    both, passed = call("published", "--workers", "2", "--dask-address", "tcp://here:8786")
    assert (both.exit_code, passed) == (2, {})
    assert "--workers is for workers on this machine" in both.output
    nobody, passed = call("published", "--dask-address", "tcp://127.0.0.1:1")
    assert isinstance(nobody.exception, StopRun)
    assert "No Dask scheduler answers at tcp://127.0.0.1:1" in str(nobody.exception)
    assert passed == {}


def test_a_log_gets_a_line_a_report(call: Any) -> None:
    result, _ = call("published")
    assert "plan: 3 sources\n" in result.stderr


def test_a_log_collector_gets_an_object_a_line(call: Any) -> None:
    result, _ = call("published", "--log", "json")
    told = json.loads(result.stderr.splitlines()[0])
    assert datetime.fromisoformat(told.pop("at")).tzinfo is not None
    assert told == {"step": "plan", "done": 0, "total": 0, "message": "3 sources"}


def test_a_terminal_gets_a_bar_a_step_that_ends_full() -> None:
    with Progress(console=Console(file=io.StringIO())) as bars:
        shown = _Bars(bars)
        for step in (
            Step("plan", 0, 0, "3 sources"),
            Step("ingest", 0, 0, "shard 0"),
            Step("ingest", 1, 2, "1 of 2"),
            Step("ingest", 2, 2, "2 of 2"),
            Step("audit", 0, 0, "passed"),
        ):
            shown.show(step)
        assert [(task.description, task.finished) for task in bars.tasks] == [
            ("plan", True),
            ("ingest", True),
            ("audit", True),
        ]


def test_a_missing_input_and_a_file_as_output_are_told_before_the_flow_starts(
    call: Any, tmp_path: Path
) -> None:
    call("published")
    missing = CliRunner().invoke(run, ["none", "out"])
    assert isinstance(missing.exception, StopRun)
    assert "no input at none" in str(missing.exception)
    (tmp_path / "file").touch()
    in_the_way = CliRunner().invoke(run, ["in", "file"])
    assert isinstance(in_the_way.exception, StopRun)
    assert "Can't write to file" in str(in_the_way.exception)


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_an_interrupt_ends_the_process_at_once_with_one_line(name: str, code: int) -> None:
    program = (
        "import os, signal\n"
        "from pipeline.cli.run import _stop_at_once_when_told\n"
        "_stop_at_once_when_told()\n"
        f"os.kill(os.getpid(), signal.{name})\n"
        "print('went on')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert done.stdout == ""
    assert done.stderr.strip() == "healthpages: stopped; the same command goes on from here."


@pytest.mark.parametrize(("server", "told"), [("http://127.0.0.1:1/api", True), ("", False)])
def test_an_interrupt_is_told_to_a_server_that_goes_on(
    server: str, *, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", server)
    program = (
        "import os, signal, sys\n"
        "from pipeline.cli.run import _stop_at_once_when_told\n"
        "_stop_at_once_when_told()\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(77))\n"  # stands for Prefect's
        "os.kill(os.getpid(), signal.SIGINT)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == (77 if told else 130)
