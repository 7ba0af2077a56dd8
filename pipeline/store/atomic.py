"""Files that are there whole or not at all: written beside, flushed to disk, renamed.

A name that begins with `.` is unfinished; readers and later steps never look at one.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

_UNFINISHED = re.compile(r"\..*\.tmp")  # as `filling` names a folder

CHUNK = 1 << 20  # bytes read at once while hashing; larger gains nothing


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place when the block ends well.

    In a folder that is being filled nothing is flushed: that comes with the folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        alone = not any(_UNFINISHED.fullmatch(part) for part in path.parent.parts)
        if alone:
            flush_to_disk(temporary)
        temporary.replace(path)
        if alone:
            flush_to_disk(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def filling(folder: Path, *, shared: bool = False) -> Iterator[Path]:
    """A temporary folder beside `folder` that becomes it, with all its files, at the end.

    `shared` is for what several processes may do at once, since one of them was taken for lost:
    each has its own temporary folder, and the first to end leaves it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    own = f".{uuid4().hex}" if shared else ""
    temporary = folder.with_name(f".{folder.name}{own}.tmp")
    remove_folder(temporary)
    temporary.mkdir()
    try:
        yield temporary
        for path in sorted(temporary.rglob("*"), reverse=True):
            flush_to_disk(path)
        flush_to_disk(temporary)
        _appear(temporary, folder, shared=shared)
        flush_to_disk(folder.parent)
    finally:
        remove_folder(temporary)


def _appear(temporary: Path, folder: Path, *, shared: bool) -> None:
    try:
        temporary.rename(folder)
    except OSError:
        if not (shared and folder.is_dir()):
            raise


def flush_to_disk(path: Path) -> None:
    """Return once the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it; nothing happens where there is none."""
    if folder.exists():
        shutil.rmtree(folder)


def write_json(path: Path, value: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write `value` as JSON, an entry a line, whole or not at all.

    Indenting all of it would take ten times as long, which long lists of inputs would show.
    """
    if isinstance(value, Mapping):
        text = ",\n".join(f" {_as_json(key)}: {_as_json(value[key])}" for key in sorted(value))
        text = f"{{\n{text}\n}}\n"
    else:
        text = "[\n" + ",\n".join(map(_as_json, value)) + "\n]\n"
    with replacing(path) as temporary:
        temporary.write_text(text, "ascii")


def _as_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)  # ASCII: file names may be no valid UTF-8


def read_json(path: Path) -> Any:
    """The value of a JSON file."""
    return json.loads(path.read_text("ascii"))


def sha256_of(path: Path) -> str:
    """64 hex digits of the file's content."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()
