"""A fault of the disk is told in one line, and readers keep the run they have."""

import errno
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.run import run
from pipeline.run.faults import ADVICE, told_plainly
from pipeline.store import Store, atomic


@pytest.mark.parametrize("code", ADVICE)
def test_a_fault_of_the_disk_says_what_to_do(code: int, tmp_path: Path) -> None:
    with pytest.raises(StopRun, match=ADVICE[code][:20]), told_plainly(tmp_path):
        raise OSError(code, "as the system says it")


def test_another_fault_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="odd"), told_plainly(tmp_path):
        raise OSError(errno.EIO, "odd")


def test_a_full_disk_leaves_the_published_run_and_the_work(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(raw, tmp_path / "out").run_id
    (raw / "notes" / "stiff-neck.txt").unlink()
    flush = atomic.flush_to_disk
    left = iter(range(20))

    def full(path: Path) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(path)

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "flush_to_disk", full)
        with pytest.raises(StopRun, match="the disk is full"):
            run(raw, tmp_path / "out")
    assert Store(tmp_path / "out").current_id() == first
    assert run(raw, tmp_path / "out").status == "published"


def test_an_output_that_is_a_file_is_told(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(StopRun, match="a file is in the way"):
        run(raw, tmp_path / "out")
