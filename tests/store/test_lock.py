"""One process writes at a time, and a dead one holds nothing."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun, TryAgain
from pipeline.store.lock import STALE, Holder, one_writer, refuse_without_lock
from pipeline.store.places import StoragePath

HOLD = """
import sys, time
from pathlib import Path
from pipeline.store.lock import one_writer
with one_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with one_writer(tmp_path), pytest.raises(TryAgain, match=f"process {os.getpid()} on"):
        one_writer(tmp_path).__enter__()


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    with one_writer(tmp_path):
        pass
    with one_writer(tmp_path):
        assert (tmp_path / ".lock").read_text("utf-8").startswith(f"process {os.getpid()}")


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(TryAgain, match=f"process {holder.pid} on"):
            one_writer(tmp_path).__enter__()
        holder.kill()
        holder.wait()
        with one_writer(tmp_path):
            pass


@pytest.fixture
def lock(s3: str) -> StoragePath:
    """The lock of an output folder on a storage."""
    return StoragePath(f"{s3}/processed/.lock")


def held_by(lock: StoragePath, holder: Holder) -> None:
    lock.write_bytes(holder.as_bytes())


def test_on_a_storage_a_second_writer_is_told_as_well(lock: StoragePath) -> None:
    with (
        one_writer(lock.parent),
        pytest.raises(TryAgain, match=rf"process {os.getpid()} on .* sign of life \d+ s ago"),
    ):
        one_writer(lock.parent).__enter__()
    assert not lock.exists()


def test_a_holder_that_is_silent_for_long_is_taken_over_and_told(
    lock: StoragePath, caplog: pytest.LogCaptureFixture
) -> None:
    silent = Holder(pid=7, host="elsewhere", seen=time.time() - STALE - 1)
    held_by(lock, silent)
    with one_writer(lock.parent):
        assert json.loads(lock.read_bytes())["pid"] == os.getpid()
    assert "was held by process 7 on elsewhere" in caplog.text


def test_a_holder_that_gives_signs_of_life_is_waited_for(lock: StoragePath) -> None:
    held_by(lock, Holder(pid=7, host="elsewhere", seen=time.time() - STALE / 2))
    with pytest.raises(TryAgain, match="process 7 on elsewhere"):
        one_writer(lock.parent).__enter__()


def test_a_process_that_is_gone_from_this_machine_holds_nothing(lock: StoragePath) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    held_by(lock, Holder(pid=gone.pid))
    with one_writer(lock.parent):
        pass
    assert not lock.exists()


def test_of_two_that_take_over_one_holds_the_lock(
    lock: StoragePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_by(lock, Holder(pid=7, host="elsewhere", seen=0))
    version = StoragePath.version

    def taken_meanwhile(path: StoragePath) -> str | None:
        found = version(path)
        held_by(lock, Holder(pid=8, host="elsewhere"))
        return found

    monkeypatch.setattr(StoragePath, "version", taken_meanwhile)
    with pytest.raises(TryAgain, match="process 8 on elsewhere"):
        one_writer(lock.parent).__enter__()


def test_who_lost_the_lock_is_refused_and_told_who_has_it(lock: StoragePath) -> None:
    with one_writer(lock.parent):
        refuse_without_lock(lock.parent, "Nothing was done")
        held_by(lock, Holder(pid=8, host="elsewhere"))
        with pytest.raises(
            StopRun, match=r"taken over by process 8 on elsewhere.* Nothing was done"
        ):
            refuse_without_lock(lock.parent, "Nothing was done")
        lock.remove()
        with pytest.raises(StopRun, match="another process, which has ended"):
            refuse_without_lock(lock.parent, "Nothing was done")
    refuse_without_lock(lock.parent, "Nothing was done")  # who took no lock has lost none


def test_a_sign_of_life_does_not_undo_a_take_over(
    lock: StoragePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.store.lock.HEARTBEAT", 0.01)
    swapped = threading.Event()
    swap = StoragePath.swap

    def taken_before(path: StoragePath, content: bytes, version: str | None) -> None:
        held_by(lock, Holder(pid=8, host="elsewhere"))
        try:
            swap(path, content, version)
        finally:
            swapped.set()

    with one_writer(lock.parent):
        monkeypatch.setattr(StoragePath, "swap", taken_before)
        assert swapped.wait(30)
    assert json.loads(lock.read_bytes())["pid"] == 8


def test_signs_of_life_are_given_until_another_one_took_over(
    lock: StoragePath, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("pipeline.store.lock.HEARTBEAT", 0.01)
    with one_writer(lock.parent):
        first = json.loads(lock.read_bytes())["seen"]
        while json.loads(lock.read_bytes())["seen"] == first:
            time.sleep(0.01)
        other = Holder(pid=8, host="elsewhere")
        while "took over" not in caplog.text:
            held_by(lock, other)
            time.sleep(0.01)
    assert json.loads(lock.read_bytes())["pid"] == 8
