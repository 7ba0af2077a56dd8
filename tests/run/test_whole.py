"""A run, from files to published tables: same input, same bytes, whatever happens on the way."""

import os
import shutil
import signal
import warnings
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pandas as pd
import pytest

from pipeline.model.errors import StopRun, TryAgain
from pipeline.model.settings import Settings, StoreSettings
from pipeline.run import run
from pipeline.run.progress import Progress
from pipeline.store import Store, atomic, load

Parts = Callable[[Path], dict[str, str]]
SPREAD = Settings(store=StoreSettings(buckets=3))  # each of the three sites in its own
CUT = Settings(store=StoreSettings(buckets=3, max_site_pages=4))  # each in two of them


def test_files_become_published_tables(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out")
    assert summary.status == "published"
    assert summary.failed_checks == ()
    assert summary.rows["pages"] == 18
    sections = pd.read_parquet(tmp_path / "out" / "current" / "sections")
    assert {"Causes", "Treatment"} <= set(sections["heading"])
    problems = load("problems", processed=tmp_path / "out")
    assert set(problems["code"]) >= {"empty_file", "unknown_format"}


def test_the_work_area_is_gone_afterwards(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".lock",
        "current",
        "runs",
    ]


def test_without_publication_readers_see_nothing_of_it(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out", publish=False)
    assert summary.status == "candidate"
    assert Store(tmp_path / "out").current_id() is None
    assert len(load("pages", run=summary.run_id, processed=tmp_path / "out")) == 18


def test_a_limit_takes_the_first_pages(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out", limit=5)
    assert len(load("pages", processed=tmp_path / "out")) == 5
    with pytest.raises(StopRun, match="at least one page"):
        run(raw, tmp_path / "out", limit=0)


def test_steps_are_reported(raw: Path, tmp_path: Path) -> None:
    heard: list[Progress] = []
    run(raw, tmp_path / "out", SPREAD, progress=heard.append)
    steps = [progress.step for progress in heard if not progress.total]
    assert steps == ["plan", "ingest", *["process"] * 3, "assemble", "audit", "publish"]
    assert [(each.done, each.total) for each in heard if each.step == "process" and each.total] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]


def test_input_at_another_place_written_in_another_order_gives_the_same_bytes(
    raw: Path, tmp_path: Path, parts: Parts
) -> None:
    other = tmp_path / "elsewhere" / "raw"
    for path in sorted(filter(Path.is_file, raw.rglob("*")), reverse=True):
        target = other / path.relative_to(raw)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    run(raw, tmp_path / "one")
    run(other, tmp_path / "two")
    assert parts(tmp_path / "one" / "current") == parts(tmp_path / "two" / "current")


def test_two_workers_give_the_same_bytes_as_one(raw: Path, tmp_path: Path, parts: Parts) -> None:
    run(raw, tmp_path / "one", SPREAD)
    run(raw, tmp_path / "two", SPREAD, workers=2)
    assert parts(tmp_path / "one" / "current") == parts(tmp_path / "two" / "current")


def test_a_worker_killed_in_the_middle_changes_no_byte(
    raw: Path, tmp_path: Path, parts: Parts
) -> None:
    killed: list[int] = []

    def kill_a_worker(progress: Progress) -> None:
        if progress.step == "process" and progress.done == 1 and not killed:
            killed.append(max(workers(), key=memory_of))  # a worker, not a helper of Python's
            os.kill(killed[0], signal.SIGKILL)

    run(raw, tmp_path / "one", SPREAD)
    run(raw, tmp_path / "two", SPREAD, workers=2, progress=kill_a_worker)
    assert killed
    assert parts(tmp_path / "one" / "current") == parts(tmp_path / "two" / "current")


def workers() -> list[int]:
    return [process.pid for process in active_children() if process.pid]


def memory_of(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])


def test_the_number_of_buckets_changes_the_files_and_not_the_rows(
    raw: Path, tmp_path: Path
) -> None:
    run(raw, tmp_path / "one", Settings(store=StoreSettings(buckets=1)))
    run(raw, tmp_path / "many", Settings(store=StoreSettings(buckets=7)))
    for table in ("pages", "blocks", "sections", "mentions", "claims", "problems"):
        one, many = (load(table, processed=tmp_path / name) for name in ("one", "many"))
        keys = list(one.columns)
        pd.testing.assert_frame_equal(
            one.sort_values(keys, ignore_index=True).astype(object),
            many.sort_values(keys, ignore_index=True).astype(object),
        )


def test_a_page_read_twice_is_kept_once_and_told(raw: Path, tmp_path: Path) -> None:
    again = raw / "z-again.html"
    shutil.copy(raw / "a.example" / "dry-cough.html", again)
    run(raw, tmp_path / "out")
    pages = load("pages", processed=tmp_path / "out")
    problems = load("problems", processed=tmp_path / "out")
    assert len(pages) == 18
    (told,) = problems[problems["code"] == "superseded"].to_dict("records")
    assert told["source"] == "z-again.html"
    assert told["severity"] == "info"
    assert told["page_id"] in set(pages["page_id"])
    assert "a.example/dry-cough.html" in told["message"]


def test_a_page_on_which_a_step_fails_is_a_failed_row(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import process

    clean = process.clean

    def fragile(page: object, *settings: object) -> object:
        if "itchy" in page.source:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return clean(page, *settings)  # type: ignore[arg-type]

    monkeypatch.setattr(process, "clean", fragile)
    assert run(raw, tmp_path / "out").status == "published"
    pages = load("pages", processed=tmp_path / "out")
    assert (pages["status"] == "failed").sum() == 3
    assert not pages[pages["status"] == "failed"]["source"].str.contains("cough").any()


def test_a_second_run_says_who_is_writing(raw: Path, tmp_path: Path) -> None:
    def start_another(_: Progress) -> None:
        with pytest.raises(TryAgain, match=f"process {os.getpid()} on"):
            run(raw, tmp_path / "out")

    assert run(raw, tmp_path / "out", progress=start_another).status == "published"


def test_many_row_groups_with_labels_of_their_own_are_one_run(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.parquet.ROW_GROUP_CHARS", 1)  # one page a row group
    one_bucket = Settings(store=StoreSettings(buckets=1))
    assert run(raw, tmp_path / "out", one_bucket).status == "published"
    assert run(raw, tmp_path / "out", one_bucket).status == "published"
    reasons = pd.read_parquet(tmp_path / "out" / "current" / "blocks")["reason"]
    assert reasons.dtype == "category"
    removed = ~load("blocks", processed=tmp_path / "out")["kept"]
    assert reasons.notna().sum() == removed.sum()


def test_no_input_is_told(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(StopRun, match="There is no file in"):
        run(tmp_path / "raw", tmp_path / "out")
    with pytest.raises(StopRun, match="There is no input at"):
        run(tmp_path / "nowhere", tmp_path / "out")


def killed_at_flush(raw: Path, out: Path, number: int) -> bool:
    """Run in a child that is killed when it flushes for the `number`th time; whether it was."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork with threads: none are ours
        child = os.fork()
    if child == 0:
        flush, count = atomic.flush_to_disk, iter(range(number))

        def flush_or_die(path: Path) -> None:
            if next(count, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            flush(path)

        atomic.flush_to_disk = flush_or_die
        try:
            run(raw, out, CUT)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_run_killed_anywhere_and_started_again_gives_the_same_bytes(
    raw: Path, tmp_path: Path, parts: Parts
) -> None:
    run(raw, tmp_path / "whole", CUT)
    expected = parts(tmp_path / "whole" / "current")
    kills = 0
    for number in range(0, 200, 9):
        out = tmp_path / f"killed-{number}"
        killed = killed_at_flush(raw, out, number)
        current = out / "current"
        if killed and current.exists():
            assert parts(current.resolve()) == expected
        assert run(raw, out, CUT).status == "published"
        assert parts(current.resolve()) == expected
        kills += killed
        if not killed:
            break
    assert kills > 3


def test_a_run_started_again_does_only_what_is_missing(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.run import buckets

    process = buckets.process_raw
    seen: list[str] = []

    def stop_between_buckets(step: Progress) -> None:
        if step.step == "process" and step.total and seen:
            raise KeyboardInterrupt

    def noted(page: object, *known: object, **named: object) -> object:
        seen.append(page.page_id)  # type: ignore[attr-defined]
        return process(page, *known, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(buckets, "process_raw", noted)
    with pytest.raises(KeyboardInterrupt):
        run(raw, tmp_path / "out", SPREAD, progress=stop_between_buckets)
    first = len(seen)
    run(raw, tmp_path / "out", SPREAD)
    assert 0 < first < 18
    assert len(seen) == len(set(seen)) == 18
