"""Faults of the place that a run writes to, told in one line that says what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

from pipeline.model.errors import StopRun
from pipeline.store.places import Place

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
def told_plainly(processed: Place) -> Iterator[None]:
    """Turn a fault of the disk inside the block into StopRun; the published run is untouched.

    A run on a storage writes to this machine's disk as well, before it puts files there.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in ADVICE:
            raise
        place = processed if isinstance(processed, Path) else gettempdir()
        raise StopRun(f"Can't write to {place}: {ADVICE[error.errno]}.") from error
