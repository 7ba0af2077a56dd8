"""Faults of the place that a run writes to, told in one line that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import StopRun

ADVICE = {
    errno.ENOSPC: "the disk is full; free some space and start the run again, it goes on",
    errno.EDQUOT: "your quota is used up; free some space and start the run again",
    errno.EROFS: "it is on a disk that can't be written",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.ENOTDIR: "a part of this path is a file",
    errno.EEXIST: "a file is in the way of a folder",
    errno.EMFILE: "too many files are open; raise the limit (ulimit -n)",
}


@contextmanager
def told_plainly(processed: Path) -> Iterator[None]:
    """Turn a fault of the disk inside the block into StopRun; the published run is untouched."""
    try:
        yield
    except OSError as error:
        if error.errno not in ADVICE:
            raise
        raise StopRun(f"Can't write to {processed}: {ADVICE[error.errno]}.") from error
