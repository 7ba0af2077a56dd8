"""A run is started only when sources changed, and not while they are being written."""

import os
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.run import plan, run
from pipeline.run.changes import find_changes


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for ailment in ("cold hands", "dry cough"):
        (folder / f"{ailment}.txt").write_text(f"Smoking can cause {ailment}.\n", "utf-8")
    return folder


def test_before_the_first_run_everything_is_new(pages: Path, tmp_path: Path) -> None:
    found = find_changes(str(pages), tmp_path / "out")
    assert (found.since, found.new) == (None, ("cold hands.txt", "dry cough.txt"))
    assert found.worth_a_run
    assert str(found) == "Sources 2 new: cold hands.txt, dry cough.txt."


def test_after_a_run_only_what_changed_counts(pages: Path, tmp_path: Path) -> None:
    run_id = run(str(pages), tmp_path / "out").run_id
    found = find_changes(str(pages), str(tmp_path / "out"))
    assert not found.worth_a_run
    assert str(found) == f"No source changed since run {run_id}."
    (pages / "cold hands.txt").write_text("Frost can cause cold hands.\n", "utf-8")
    (pages / "dry cough.txt").unlink()
    (pages / "stiff neck.txt").write_text("Stress can cause a stiff neck.\n", "utf-8")
    found = find_changes(str(pages), tmp_path / "out")
    assert found.worth_a_run
    assert (found.new, found.changed, found.gone) == (
        ("stiff neck.txt",),
        ("cold hands.txt",),
        ("dry cough.txt",),
    )


def test_a_run_that_is_not_for_readers_does_not_count(pages: Path, tmp_path: Path) -> None:
    run_id = run(str(pages), tmp_path / "out").run_id
    (pages / "stiff neck.txt").write_text("Stress can cause a stiff neck.\n", "utf-8")
    assert run(str(pages), tmp_path / "out", publish=False).status == "candidate"
    found = find_changes(str(pages), tmp_path / "out")
    assert (found.since, found.new) == (run_id, ("stiff neck.txt",))


def test_a_source_of_the_same_size_counts_if_its_bytes_differ(pages: Path, tmp_path: Path) -> None:
    run(str(pages), tmp_path / "out")
    page = pages / "dry cough.txt"
    same = page.read_bytes()
    page.write_bytes(same)
    assert not find_changes(str(pages), tmp_path / "out").worth_a_run
    page.write_bytes(same.replace(b"Smoking", b"Shaking"))
    assert find_changes(str(pages), tmp_path / "out").changed == ("dry cough.txt",)


def test_a_source_that_was_not_touched_is_not_read(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.ingest.sources.SETTLED", -1.0)  # also of a file written just now
    run(str(pages), tmp_path / "out")
    monkeypatch.setattr(plan, "_sha256", None)
    assert not find_changes(str(pages), tmp_path / "out").worth_a_run


def test_a_run_waits_until_nothing_is_being_written(pages: Path, tmp_path: Path) -> None:
    touched = (pages / "dry cough.txt").stat().st_mtime
    os.utime(pages / "cold hands.txt", (touched - 90, touched - 90))
    soon = find_changes(str(pages), tmp_path / "out", quiet_seconds=60, now=touched + 10)
    assert not soon.worth_a_run
    assert str(soon) == "Still being written: dry cough.txt."
    later = find_changes(str(pages), tmp_path / "out", quiet_seconds=60, now=touched + 61)
    assert later.worth_a_run


def test_an_empty_place_starts_nothing_and_a_missing_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    assert not find_changes(str(tmp_path / "raw"), tmp_path / "out").worth_a_run
    with pytest.raises(StopRun, match="There is no input at"):
        find_changes(str(tmp_path / "none"), tmp_path / "out")
