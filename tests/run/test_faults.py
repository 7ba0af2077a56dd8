"""A fault of the disk is told in one line, and readers keep the run they have."""

import errno
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun
from pipeline.run import run
from pipeline.run.faults import ADVICE, told_plainly
from pipeline.store import Store, atomic, load


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("needs the right to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607  in the path of whoever may mount


@pytest.mark.parametrize("left", [0, 16, 96])  # kilobytes: for the plan, for pages, for parts
def test_a_disk_that_is_really_full_leaves_the_published_run(
    raw: Path, small_disk: Path, left: int
) -> None:
    out = small_disk / "out"
    first = run(raw, out).run_id
    pages = len(load("pages", processed=out))
    (raw / "notes" / "stiff-neck.txt").unlink()
    with (small_disk / "ballast").open("wb") as ballast:
        free = shutil.disk_usage(small_disk).free
        ballast.write(bytes(max(free - left * 1024, 0)))
    with pytest.raises(StopRun, match="the disk is full; free some space"):
        run(raw, out)
    assert Store(out).current_id() == first
    assert len(load("pages", processed=out)) == pages
    (small_disk / "ballast").unlink()
    assert run(raw, out).status == "published"
    assert len(load("pages", processed=out)) == pages - 1


def test_pages_on_a_disk_that_can_not_be_written_are_read(raw: Path, tmp_path: Path) -> None:
    bind = ["mount", "--bind", "-o", "ro", str(raw), str(raw)]
    if (
        not shutil.which("mount")
        or subprocess.run(bind, check=False, capture_output=True).returncode
    ):
        pytest.skip("needs the right to mount")
    try:
        assert run(raw, tmp_path / "out").status == "published"
    finally:
        subprocess.run(["umount", str(raw)], check=True)  # noqa: S607  in the path of whoever may mount
    assert len(load("pages", processed=tmp_path / "out")) == 18
