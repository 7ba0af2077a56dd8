"""The command `review`, and who publishes."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import healthpages
from pipeline.model.errors import StopRun
from pipeline.run import run
from pipeline.store import Store
from pipeline.store.manifest import write_manifest

DECISION = (
    '{"decision_id":"%s","at":"2026-01-01T00:00:00Z","reviewer":"Ada","verdict":"accept",'
    '"scope":"page","site":"local","page_id":"%s","target_id":"%s","text":"x","run_id":"r"}\n'
) % (("ab" * 12,) * 3)


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one run of a page."""
    folder = tmp_path_factory.mktemp("review")
    page = folder / "raw" / "gout.txt"
    page.parent.mkdir()
    page.write_text("Gout\nGout\n\n1. Causes\nBeer causes gout.\n\nShare this page\n", "utf-8")
    run(page.parent, folder / "processed")
    return folder / "processed"


def call(*arguments: str, processed: Path) -> Result:
    return CliRunner().invoke(healthpages, [*arguments, "--processed", str(processed)])


def test_the_page_is_written_beside_the_decisions(processed: Path) -> None:
    done = call("review", processed=processed)
    assert done.exit_code == 0
    run_id = Store(processed).current_id()
    page = processed / "review" / f"{run_id}.html"
    assert done.output == f"Open {page} in a browser.\n"
    assert f"<title>Review of run {run_id}</title>" in page.read_text("utf-8")


def test_a_file_of_decisions_is_taken_once(processed: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(DECISION, "utf-8")
    arguments = ("review", "--take", str(file), "--output", str(tmp_path / "page.html"))
    assert "1 of 1 decisions were new" in call(*arguments, processed=processed).output
    assert "0 of 1 decisions were new" in call(*arguments, processed=processed).output


def test_a_file_that_holds_no_decisions_is_refused(processed: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text("no decision\n", "utf-8")
    done = call("review", "--take", str(file), processed=processed)
    assert isinstance(done.exception, StopRun)


def test_a_golden_page_waits_for_the_run_that_holds_the_decision(
    processed: Path, tmp_path: Path
) -> None:
    store = Store(processed)
    block = "cd" * 12
    made = DECISION.replace('"accept"', '"keep"').replace("ab" * 12, block)
    early, late = made, made.replace("2026-01-01", "2100-01-01")
    arguments = ("review", "--golden", str(tmp_path / "golden"))
    for line, refused in ((early, False), (late, True)):
        store.decisions.parent.mkdir(exist_ok=True)
        store.decisions.write_text(line, "utf-8")
        done = call(*arguments, processed=processed)
        assert isinstance(done.exception, StopRun) is refused
    assert "1 decision is newer than run" in str(done.exception)
    store.decisions.unlink()


def test_a_run_that_is_not_there_is_told(processed: Path) -> None:
    done = call("review", "20200101T000000Z-abcdef", processed=processed)
    assert isinstance(done.exception, StopRun)


def test_a_run_in_need_of_review_is_published_by_a_named_reviewer_alone(processed: Path) -> None:
    store = Store(processed)
    run_id = store.current_id() or ""
    waiting = replace(store.manifest(run_id), status="needs_review")
    write_manifest(store.folder(run_id), waiting)
    assert isinstance(call("publish", run_id, processed=processed).exception, StopRun)
    assert call("publish", run_id, "--reviewer", "Ada", processed=processed).exit_code == 0
    manifest = store.manifest(run_id)
    assert manifest.status == "published"
    assert manifest.published[-1]["reviewer"] == "Ada"
