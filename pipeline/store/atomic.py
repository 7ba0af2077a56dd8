"""Files that are there whole or not at all: written beside, flushed to disk, renamed.

A name that begins with `.` is unfinished; readers and later steps never look at one. On a storage
a file appears whole anyway; a folder is complete there once it has the file that is put last.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from pipeline.store.places import SCRATCH, Place, StoragePath

_UNFINISHED = re.compile(r"\..*\.tmp")  # as `filling` names a folder

CHUNK = 1 << 20  # bytes read at once while hashing; larger gains nothing


@contextmanager
def replacing(path: Place) -> Iterator[Path]:
    """A temporary path that takes the place of `path` when the block ends well.

    In a folder that is being filled nothing is flushed: that comes with the folder.
    """
    if isinstance(path, StoragePath):
        with TemporaryDirectory(prefix=SCRATCH) as scratch:
            yield Path(scratch) / path.name
            path.put(Path(scratch) / path.name)
        return
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
def filling(
    folder: Place,
    last: str = "",
    links: Mapping[str, Place] | None = None,
    *,
    shared: bool = False,
) -> Iterator[Path]:
    """A temporary folder that becomes `folder`, with all its files, at the end.

    The folder is complete when the file `last` is in it. `links`, which may be filled inside the
    block, names files that stand elsewhere already: a disk links them, a storage copies them by
    itself. `shared` is for what several processes may do at once, since one of them was taken for
    lost: each works in a folder of its own, and as all give the same bytes, either one may stay.
    """
    links = {} if links is None else links
    if isinstance(folder, StoragePath):
        with TemporaryDirectory(prefix=SCRATCH) as scratch:
            yield Path(scratch)
            if not shared:
                folder.remove()  # what a killed process left
            _put_all(Path(scratch), folder, last, links)
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    own = f".{uuid4().hex}" if shared else ""
    temporary = folder.with_name(f".{folder.name}{own}.tmp")
    remove_folder(temporary)
    temporary.mkdir()
    try:
        yield temporary
        for name, source in links.items():
            os.link(str(source), temporary / name)
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


def _put_all(scratch: Path, folder: StoragePath, last: str, links: Mapping[str, Place]) -> None:
    """Put the files of a local folder onto a storage, `last` when all others are there."""
    for name, source in links.items():
        if isinstance(source, StoragePath):
            (folder / name).copy_from(source)
    found = sorted(path for path in scratch.rglob("*") if path.is_file())
    names = [path.relative_to(scratch).as_posix() for path in found]
    for name in sorted(names, key=lambda name: name == last):
        (folder / name).put(scratch / name)


def flush_to_disk(path: Path) -> None:
    """Return once the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_folder(folder: Place) -> None:
    """Remove a folder and all in it; nothing happens where there is none."""
    if isinstance(folder, StoragePath):
        folder.remove()
    elif folder.exists():
        shutil.rmtree(folder)


def write_json(path: Place, value: Mapping[str, Any] | Sequence[Any]) -> None:
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


def read_json(path: Place) -> Any:
    """The value of a JSON file."""
    return json.loads(path.read_text("ascii"))


def sha256_of(path: Path) -> str:
    """64 hex digits of the file's content."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()
