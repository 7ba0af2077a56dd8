"""Where runs stand: a folder on this machine, or a path on any storage that fsspec knows.

A folder is a `pathlib.Path`. A path on a storage offers the part of it that is used here, so most
code does not ask which of the two it has. What differs is how things become whole: `atomic.py`
renames on a disk; on a storage a file is put at once, and of many files one is put last.

Readers of whole files take a local copy (`fetched`): Parquet is read faster from a disk than by
many small requests, and everything that reads a run reads nearly all of it.
"""

import errno
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.ingest.sources import file_system, reaching
from pipeline.model.errors import StopRun

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+)(?:://|::)")
_LOCAL = ("file", "local")

SCRATCH = "healthpages-"  # how names of temporary folders begin


@dataclass(frozen=True, slots=True)
class StoragePath:
    """A path on a storage: what of `pathlib.Path` is used here. It holds no connection."""

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> "StoragePath":
        return StoragePath(f"{self.url}/{name}")

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.url.rpartition("/")[2]

    @property
    def parent(self) -> "StoragePath":
        """The path without its last part."""
        return StoragePath(self.url.rpartition("/")[0])

    @property
    def on_storage(self) -> tuple[Any, str]:
        """The file system and the path as it knows it; nothing that was listed is remembered."""
        with reaching(self):
            return file_system(self.url, listed_anew=True)

    def resolve(self) -> "StoragePath":
        """The path itself: a storage knows no links."""
        return self

    def exists(self) -> bool:
        """Whether a file stands here, or anything below this path."""
        system, path = self.on_storage
        with reaching(self):
            return bool(system.exists(path))

    def is_file(self) -> bool:
        """Whether a file stands here."""
        system, path = self.on_storage
        with reaching(self):
            return bool(system.isfile(path))

    def iterdir(self) -> Iterator["StoragePath"]:
        """What stands directly below, by name; nothing where there is nothing."""
        system, path = self.on_storage
        with reaching(self):
            try:
                listed = system.ls(path, detail=False)
            except FileNotFoundError:
                return
        names = {str(each).rstrip("/").rpartition("/")[2] for each in listed if each != path}
        yield from (self / name for name in sorted(names))

    def glob(self, pattern: str) -> Iterator["StoragePath"]:
        """The files below that match, by name."""
        system, path = self.on_storage
        with reaching(self):
            found = system.glob(f"{path}/{pattern}")
        yield from (self / name[len(path) + 1 :] for name in sorted(found))

    def read_bytes(self) -> bytes:
        """The content of the file; raises FileNotFoundError where there is none."""
        system, path = self.on_storage
        with reaching(self):
            content: bytes = system.cat_file(path)
            return content

    def read_text(self, encoding: str) -> str:
        """The content of the file as text."""
        return self.read_bytes().decode(encoding)

    def write_bytes(self, content: bytes) -> None:
        """Put the file, whole."""
        system, path = self.on_storage
        with _written(self):
            system.pipe_file(path, content)

    def create(self, content: bytes) -> None:
        """Put the file unless there is one; raises FileExistsError where there is."""
        system, path = self.on_storage
        with _written(self):
            system.pipe_file(path, content, mode="create")

    def version(self) -> str | None:
        """What S3 calls the file's state; None where there is no file, or no such name for it."""
        system, path = self.on_storage
        with reaching(self):
            try:
                found = system.info(path).get("ETag")
            except FileNotFoundError:
                return None
            return None if found is None else str(found)

    def swap(self, content: bytes, version: str | None) -> None:
        """Put the file if it is still of that version; raises FileExistsError if it is not."""
        system, path = self.on_storage
        if version is None:  # the storage can't tell
            self.write_bytes(content)
            return
        with _written(self):
            try:
                system.pipe_file(path, content, IfMatch=version)
            except OSError as error:
                if error.errno != errno.EINVAL:  # what s3fs makes of "precondition failed"
                    raise
                raise FileExistsError(f"{self} was written meanwhile.") from error

    def put(self, local: Path) -> None:
        """Put a local file here."""
        system, path = self.on_storage
        with _written(self):
            system.put_file(str(local), path)

    def copy_from(self, other: "StoragePath") -> None:
        """Let the storage copy a file of its own to here."""
        system, path = self.on_storage
        with _written(self):
            system.cp_file(other.on_storage[1], path)

    def remove(self) -> None:
        """Remove the file, or all that stands below; nothing happens where there is nothing."""
        system, path = self.on_storage
        with reaching(self):
            if system.exists(path):
                system.rm(path, recursive=True)


Place = Path | StoragePath


def place_of(named: "str | Place") -> Place:
    """The folder or the path on a storage that a user named."""
    if isinstance(named, Path | StoragePath):
        return named
    url = _URL.match(named)
    if url is None:
        return Path(named)
    if url[1].lower() in _LOCAL:
        return Path(file_system(named)[1])
    file_system(named, listed_anew=True)  # says at once what it needs and does not have
    return StoragePath(named.rstrip("/"))


@contextmanager
def fetched(folder: Place, names: Sequence[str] | None = None) -> Iterator[Path]:
    """A local folder of the same name with these files of `folder`, or all, where they stood in it.

    On this machine it is the folder itself; of a storage, a copy that is gone after the block.
    """
    if isinstance(folder, Path):
        yield folder
        return
    with TemporaryDirectory(prefix=SCRATCH) as scratch:
        copy = Path(scratch) / folder.name
        copy.mkdir()
        _fetch(folder, names, copy)
        yield copy


def _fetch(folder: StoragePath, names: Sequence[str] | None, copy: Path) -> None:
    system, path = folder.on_storage
    with reaching(folder):
        found = system.find(path) if names is None else [f"{path}/{name}" for name in names]
        targets = [copy / name[len(path) + 1 :] for name in found]
        for target in {target.parent for target in targets}:
            target.mkdir(parents=True, exist_ok=True)
        if found:
            system.get(found, list(map(str, targets)))


@contextmanager
def _written(place: StoragePath) -> Iterator[None]:
    with reaching(place):
        try:
            yield
        except FileNotFoundError as error:
            raise StopRun(f"Can't write {place}: there is no such bucket or folder.") from error
