"""One writer at a time.

On a disk, a lock on a file that the system drops when its holder dies. On a storage, which knows
no such lock, an object that names its holder and is written anew while the holder lives; who finds
one that was not takes it over. Creating and taking over are conditional where the storage can, as
S3 can. A process from which the lock was taken, because it was silent for too long, may live: it
asks before what others would see (`refuse_without_lock`).
"""

import fcntl
import json
import logging
import os
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from pipeline.model.errors import HealthpagesError, StopRun, TryAgain
from pipeline.store.places import Place, StoragePath

LOCK_NAME = ".lock"
HEARTBEAT = 20.0  # seconds between two signs of life
STALE = 120.0  # seconds without one, after which a holder counts as dead

LOG = logging.getLogger("healthpages")

_MINE: dict[StoragePath, "Holder"] = {}  # the locks on storages that this process took


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock."""

    pid: int = field(default_factory=os.getpid)
    host: str = field(default_factory=socket.gethostname)
    since: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S UTC}")
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    seen: float = field(default_factory=time.time)

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host} (since {self.since})"

    @property
    def silent(self) -> float:
        """Seconds since its last sign of life."""
        return time.time() - self.seen

    def is_dead(self) -> bool:
        """Whether its process is gone from this machine, or was silent for too long."""
        return self.silent > STALE or (self.host == socket.gethostname() and not _lives(self.pid))

    def as_bytes(self) -> bytes:
        """The content of the object."""
        return json.dumps(asdict(self)).encode()


@contextmanager
def one_writer(processed: Place) -> Iterator[None]:
    """Hold the output folder's lock inside the block; raises TryAgain that says who holds it."""
    lock = processed / LOCK_NAME
    holding = _holding_object(lock) if isinstance(lock, StoragePath) else _holding_file(lock)
    with holding:
        yield


@contextmanager
def _holding_file(lock: Path) -> Iterator[None]:
    """The lock belongs to the open file, so it ends with the process, whatever ends it.

    The file stays: removing it would let a third process lock a new file of the same name.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise _held(lock, file.read().strip() or "another process") from error
        file.truncate(0)
        file.write(str(Holder()))
        file.flush()
        yield


@contextmanager
def _holding_object(lock: StoragePath) -> Iterator[None]:
    me = _claim(lock)
    _MINE[lock] = me
    ended = Event()
    beating = Thread(target=_beat, args=(lock, me, ended), daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()
        del _MINE[lock]
        if _is_mine(lock, me):
            lock.remove()


def refuse_without_lock(processed: Place, what: str) -> None:
    """Raise StopRun where the lock that this process took was taken over since; `what` follows."""
    lock = processed / LOCK_NAME
    if isinstance(lock, StoragePath) and lock in _MINE and not _is_mine(lock, _MINE[lock]):
        by = _holder(lock) or "another process, which has ended"
        raise StopRun(
            f"{processed} was taken over by {by}, since this process gave no sign of life for "
            f"{STALE:.0f} s. {what}; healthpages runs tells what there is."
        )


def _claim(lock: StoragePath) -> Holder:
    """The holder that this process is now; raises TryAgain where another one lives."""
    me = Holder()
    version, other = lock.version(), _holder(lock)
    with suppress(FileExistsError):  # another one was faster
        if other is None:
            lock.create(me.as_bytes())
        elif other.is_dead():
            told = (lock.parent, other, other.silent)
            LOG.warning("%s was held by %s, silent for %.0f s; it is taken over.", *told)
            lock.swap(me.as_bytes(), version)
    if not _is_mine(lock, me):
        raise _held(lock, _holder(lock) or "another process")
    return me


def _held(lock: Place, holder: Holder | str) -> TryAgain:
    told = f"{lock.parent} is being written by {holder}; wait for it to end, or stop it."
    if isinstance(holder, Holder):
        told += f" It gave a sign of life {holder.silent:.0f} s ago; after {STALE:.0f} it is dead."
    return TryAgain(told)


def _beat(lock: StoragePath, me: Holder, ended: Event) -> None:
    """Give signs of life, until told to end or until another one took over."""
    while not ended.wait(HEARTBEAT):
        try:
            version = lock.version()
            if not _is_mine(lock, me):
                LOG.error("Another process took over %s while this one was silent.", lock.parent)
                return
            with suppress(FileExistsError):  # taken over since: the next beat tells
                lock.swap(replace(me, seen=time.time()).as_bytes(), version)
        except HealthpagesError as error:  # a storage that fails now may answer at the next beat
            LOG.warning("No sign of life could be given: %s", error)


def _holder(lock: StoragePath) -> Holder | None:
    try:
        return Holder(**json.loads(lock.read_bytes()))
    except FileNotFoundError:
        return None


def _is_mine(lock: StoragePath, me: Holder) -> bool:
    holder = _holder(lock)
    return holder is not None and holder.token == me.token


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True
