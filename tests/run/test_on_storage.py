"""Runs on an S3 server: the same tables as on a disk, published whole, taken up after a fault."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.cli import healthpages
from pipeline.model.errors import StopRun, TryAgain
from pipeline.model.settings import Settings, StoreSettings
from pipeline.run import run
from pipeline.run.progress import Progress
from pipeline.store import Store, load, publish, rollback, runs
from pipeline.store.lock import Holder
from pipeline.store.places import StoragePath, fetched

Parts = Callable[[Path], dict[str, str]]
SPREAD = Settings(store=StoreSettings(buckets=3))  # each of the three sites in its own
CUT = Settings(store=StoreSettings(buckets=3, max_site_pages=4))  # each in two of them
TABLES = ("pages", "blocks", "sections", "mentions", "claims", "problems")


@pytest.fixture
def out(s3: str) -> str:
    """The output folder on the server."""
    return f"{s3}/processed"


def stored(out: str, parts: Parts) -> dict[str, str]:
    """The hashes of the published run's parts."""
    with Store(StoragePath(out)).opened() as folder:
        return parts(folder)


def change(raw: Path) -> None:
    """Another page, and one gone."""
    (raw / "notes" / "dry-cough.txt").unlink()
    page = (raw / "a.example" / "stiff-neck.html").read_text("utf-8")
    (raw / "a.example" / "stiff-back.html").write_text(page.replace("neck", "back"), "utf-8")


def test_a_run_on_a_storage_has_the_same_bytes_as_on_a_disk(
    raw: Path, tmp_path: Path, out: str, parts: Parts
) -> None:
    assert run(raw, out, SPREAD).status == "published"
    run(raw, tmp_path / "out", SPREAD)
    assert stored(out, parts) == parts(tmp_path / "out" / "current")
    names = {path.name for path in StoragePath(out).iterdir()}
    assert names == {"current.json", "runs"}
    for table in TABLES:
        pd.testing.assert_frame_equal(
            load(table, processed=out), load(table, processed=tmp_path / "out")
        )


def test_raw_pages_may_stand_on_a_storage_as_well(
    raw: Path, tmp_path: Path, s3: str, out: str, parts: Parts
) -> None:
    for path in filter(Path.is_file, raw.rglob("*")):
        (StoragePath(s3) / "raw" / path.relative_to(raw).as_posix()).put(path)
    run(f"{s3}/raw", out, SPREAD)
    run(raw, tmp_path / "out", SPREAD)
    assert stored(out, parts) == parts(tmp_path / "out" / "current")


def test_workers_share_nothing_but_the_storage(
    raw: Path, tmp_path: Path, out: str, parts: Parts
) -> None:
    run(raw, out, CUT, workers=2)
    run(raw, tmp_path / "out", CUT)
    assert stored(out, parts) == parts(tmp_path / "out" / "current")


def test_a_second_run_carries_over_and_equals_a_full_one(
    raw: Path, tmp_path: Path, out: str, parts: Parts
) -> None:
    first = run(raw, out, SPREAD)
    change(raw)
    second = run(raw, out, SPREAD)
    manifest = Store(StoragePath(out)).manifest()
    assert manifest.run_id == second.run_id != first.run_id
    assert manifest.figures["carried"] > 5
    run(raw, tmp_path / "out", SPREAD)
    assert stored(out, parts) == parts(tmp_path / "out" / "current")


def test_rollback_goes_back_and_prune_removes_what_is_left(raw: Path, out: str) -> None:
    store = Store(StoragePath(out))
    first = run(raw, out).run_id
    change(raw)
    second = run(raw, out).run_id
    assert store.current_id() == second
    assert rollback(store).run_id == first
    assert len(load("pages", processed=out)) == 18
    result = CliRunner().invoke(healthpages, ["prune", out, "--keep", "1"])
    assert "Runs left: 2." in result.output  # the newest and the published one
    rollback(store, second)
    CliRunner().invoke(healthpages, ["prune", out, "--keep", "1"])
    assert store.run_ids() == [second]
    assert [path.name for path in store.runs.iterdir()] == [second]


def failing_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server refuse what is put for the `number`th time, and all after it."""
    puts = iter(range(number))
    put = StoragePath.put

    def put_or_fail(self: StoragePath, local: Path) -> None:
        if next(puts, None) is None:
            raise TryAgain(f"{self} can't be reached")
        put(self, local)

    monkeypatch.setattr(StoragePath, "put", put_or_fail)


@pytest.mark.parametrize("number", [1, 12, 30])
def test_a_put_that_fails_leaves_the_published_run_and_the_next_run_goes_on(  # noqa: PLR0913, PLR0917
    raw: Path,
    tmp_path: Path,
    out: str,
    parts: Parts,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(raw, out, SPREAD)
    expected = stored(out, parts)
    first = Store(StoragePath(out)).current_id()
    change(raw)
    with monkeypatch.context() as patch:
        failing_at(number, patch)
        with pytest.raises(TryAgain, match="can't be reached"):
            run(raw, out, SPREAD)
    assert Store(StoragePath(out)).current_id() == first
    assert stored(out, parts) == expected
    assert run(raw, out, SPREAD).status == "published"
    run(raw, tmp_path / "out", SPREAD)
    assert stored(out, parts) == parts(tmp_path / "out" / "current")


KILLED = """
import os, signal, sys
from pipeline.run import run
from pipeline.model.settings import Settings, StoreSettings
from pipeline.store.places import StoragePath
puts, put = iter(range(int(sys.argv[3]))), StoragePath.put
def put_or_die(self, local):
    if next(puts, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    put(self, local)
StoragePath.put = put_or_die
run(sys.argv[1], sys.argv[2], Settings(store=StoreSettings(buckets=3)))
"""


def test_a_killed_run_leaves_a_lock_that_is_taken_over(
    raw: Path, tmp_path: Path, out: str, parts: Parts
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(raw), out, "12"], check=False, env=dict(os.environ)
    )
    assert killed.returncode == -signal.SIGKILL
    assert (StoragePath(out) / ".lock").exists()
    assert run(raw, out, SPREAD).status == "published"
    run(raw, tmp_path / "out", SPREAD)
    assert stored(out, parts) == parts(tmp_path / "out" / "current")


TAKEN = Holder(pid=8, host="elsewhere")


def test_who_lost_the_lock_publishes_nothing_and_leaves_the_work_to_the_other(
    raw: Path, out: str
) -> None:
    first = run(raw, out, SPREAD).run_id
    change(raw)
    lock = StoragePath(out) / ".lock"

    def take_over(progress: Progress) -> None:
        if progress.step == "audit":
            lock.write_bytes(TAKEN.as_bytes())

    with pytest.raises(StopRun, match=r"taken over by process 8 .* was not published"):
        run(raw, out, SPREAD, progress=take_over)
    store = Store(StoragePath(out))
    assert store.current_id() == first
    assert store.manifest(store.run_ids()[-1]).status == "candidate"
    assert store.work.exists()
    assert lock.read_bytes() == TAKEN.as_bytes()


def test_of_two_that_publish_at_once_one_is_told(
    raw: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(raw, out).run_id
    change(raw)
    second = run(raw, out).run_id
    store = Store(StoragePath(out))
    write = runs.write_manifest

    def other_first(*written: Any) -> None:
        write(*written)
        (store.processed / "current.json").write_bytes(b'{"run": "%s"} ' % first.encode())

    monkeypatch.setattr(runs, "write_manifest", other_first)
    with pytest.raises(TryAgain, match="written by another process meanwhile"):
        publish(store, second)
    assert store.current_id() == first


WRITER = """
import sys
from pipeline.store.places import StoragePath
from pipeline.store.runs import Store, publish
store = Store(StoragePath(sys.argv[1]))
first, second = store.run_ids()
for _ in range(10):
    publish(store, first)
    publish(store, second)
"""


def test_readers_see_one_run_while_others_are_published(raw: Path, out: str) -> None:
    run(raw, out, SPREAD)
    (raw / "notes" / "dry-cough.txt").unlink()
    run(raw, out, SPREAD)
    seen = set()
    with subprocess.Popen([sys.executable, "-c", WRITER, out], env=dict(os.environ)) as writer:
        while writer.poll() is None:
            seen.add(len(load("pages", columns=["page_id"], processed=out)))
    assert writer.returncode == 0
    assert seen == {17, 18}


def test_commands_take_a_url(raw: Path, tmp_path: Path, out: str) -> None:
    first = run(raw, out).run_id
    change(raw)
    second = run(raw, out).run_id
    on_storage = ["--processed", out]
    calls = {
        ("runs", out): second,
        ("check", *on_storage): "passed",
        ("diff", first, second, *on_storage): "2 of 19 pages differ",
        ("export", "--to", "jsonl", "--output", str(tmp_path / "j"), *on_storage): "written to",
        ("review", *on_storage, "--against", first): f"{out}/review/{second}.html",
        ("rollback", *on_storage): f"Run {first} is published again.",
        ("publish", second, *on_storage): f"Run {second} is published.",
    }
    for call, expected in calls.items():
        result = CliRunner().invoke(healthpages, list(call))
        assert expected in result.output, result.output
    assert (tmp_path / "j" / "sections.jsonl").is_file()
    assert (StoragePath(out) / "review" / f"{second}.html").is_file()


def test_a_copy_of_a_storage_is_read_from_a_disk(raw: Path, out: str) -> None:
    run(raw, out)
    with fetched(StoragePath(out)) as copy:
        pages = load("pages", processed=copy)
    assert len(pages) == len(load("pages", processed=out)) == 18


def test_a_bucket_that_is_missing_is_told(raw: Path, s3: str) -> None:
    with pytest.raises(StopRun, match="no such bucket"):
        run(raw, f"{s3}-missing/processed")


@pytest.fixture
def in_memory() -> Iterator[str]:
    """A folder in the memory of this process, as fsspec has it."""
    yield "memory://healthpages-test/processed"
    with suppress(FileNotFoundError):
        StoragePath("memory://healthpages-test").remove()


def test_memory_is_a_storage_for_one_process(
    raw: Path, tmp_path: Path, in_memory: str, parts: Parts
) -> None:
    run(raw, in_memory, SPREAD)
    run(raw, tmp_path / "out", SPREAD)
    assert stored(in_memory, parts) == parts(tmp_path / "out" / "current")
