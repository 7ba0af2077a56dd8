"""One writer at a time: a lock on a file that the system drops when its holder dies."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.model.errors import TryAgain

LOCK_NAME = ".lock"


@contextmanager
def one_writer(processed: Path) -> Iterator[None]:
    """Hold the output folder's lock inside the block; raises TryAgain that says who holds it.

    The lock belongs to the open file, so it ends with the process, whatever ends it. The file
    stays: removing it would let a third process lock a new file of the same name.
    """
    processed.mkdir(parents=True, exist_ok=True)
    with (processed / LOCK_NAME).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise TryAgain(
                f"{processed} is being written by {holder}; wait for it to end, or stop it."
            ) from error
        file.truncate(0)
        file.write(_me())
        file.flush()
        yield


def _me() -> str:
    started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"process {os.getpid()} on {socket.gethostname()} (since {started})"
