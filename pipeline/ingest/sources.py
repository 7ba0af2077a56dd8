"""The input files of a folder, a file, a glob or a URL of any file system that fsspec knows."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from pipeline.model.errors import HealthpagesError, StopRun, TryAgain


class Format(StrEnum):
    """What an input file holds, by its name."""

    HTML = "html"
    TEXT = "text"
    JSONL = "jsonl"
    PARQUET = "parquet"
    WARC = "warc"
    UNKNOWN = "unknown"  # another suffix: one info problem
    UNREADABLE = "unreadable"  # a folder that can't be listed, a dangling link, a pipe


SUFFIXES = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".parquet": Format.PARQUET,
    ".warc": Format.WARC,
}

COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}

SETTLED = 2.0  # seconds; the coarsest clock of a file system in use (FAT)

# Names that start so are hidden: dot files, and the `_SUCCESS` and `_temporary` of other tools.
HIDDEN = (".", "_")

EXTRAS = {"s3": "s3", "s3a": "s3"}  # of this project, by the protocol that needs it

# How often s3fs makes a request, and how often the library below it tries each of these. Both
# think of five, with 15 seconds for an answer: a server that never gives one would be waited for
# seven minutes, at every request. So it is one minute.
S3_TRIES = 2

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+(?:://|::)")
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: `path` opens it, `name` identifies it, relative and in posix form."""

    path: str
    name: str
    size: int
    format: Format
    compression: str | None = None  # gzip or zstd
    stamp: str = ""  # equal stamps of a source mean equal bytes; empty where that is not sure


def find_sources(raw: str) -> list[Source]:
    """The input files sorted by name; raises StopRun where there is nothing at that place.

    Hidden files and folders are left out. A folder that can be reached in several ways, such as
    through a link that loops, is read once.
    """
    is_url = bool(_URL.match(raw))
    with reaching(raw) if is_url else nullcontext():
        entries, top, system = _found(raw)
        sources = [_source(entry, top, system, is_url=is_url) for entry in entries]
    return sorted(sources, key=lambda source: source.name)


def check_input(raw: str) -> None:
    """Raise StopRun where there is no file; only folders down to the first file are listed."""
    with reaching(raw) if _URL.match(raw) else nullcontext():
        first = next(_found(raw)[0], None)
    if first is None:
        raise StopRun(f"There is no file in {raw}.")


def _found(raw: str) -> tuple[Iterator[dict[str, Any]], str, Any]:
    """What stands at a place, the folder from which it is named, and the file system."""
    system, path = file_system(raw)
    system.invalidate_cache()  # a process that runs every night would see the files of the first
    if _exists(system, path):
        if system.isdir(path):
            return _walk(system, path), path, system
        return iter([_info(system, path)]), path.rpartition("/")[0], system
    if not _GLOB.search(path):
        raise StopRun(f"There is no input at {raw}.")
    return _matches(system, path), _fixed_part(path), system


def file_system(path: str, *, listed_anew: bool = False) -> tuple[Any, str]:
    """The fsspec file system that a path or URL belongs to, and the path on it.

    A storage remembers what it listed, unless other processes write there and it is `listed_anew`.
    """
    if _URL.match(path):
        return _storage(path, {"use_listings_cache": False} if listed_anew else {})
    from fsspec.implementations.local import LocalFileSystem

    return LocalFileSystem(), os.path.abspath(path)  # noqa: PTH100 - keeps links as they are


def _storage(url: str, options: dict[str, Any]) -> tuple[Any, str]:
    """The same for a URL; raises StopRun where no storage is of that name, or not installed."""
    from fsspec.core import url_to_fs

    is_s3 = url.partition(":")[0].lower() in EXTRAS
    try:
        system, path = url_to_fs(url, **options, **(_s3_options() if is_s3 else {}))
    except ImportError as error:
        protocol = url.partition(":")[0]
        extra = EXTRAS.get(protocol)
        advice = f"pip install 'healthpages[{extra}]'" if extra else str(error)
        raise StopRun(f"{protocol}:// needs a package that is not installed: {advice}.") from error
    except ValueError as error:
        raise StopRun(f"{url} can't be opened: {error}.") from error
    if is_s3:
        system.retries = S3_TRIES
    return system, path


def _s3_options() -> dict[str, Any]:
    """How patient the library below s3fs is, where the user's configuration does not say."""
    from fsspec.config import conf

    set_by_user = [conf.get(name, {}).get("config_kwargs", {}) for name in EXTRAS]
    ours = {"retries": {"total_max_attempts": S3_TRIES}}
    return {"config_kwargs": {**ours, **set_by_user[0], **set_by_user[1]}}


@contextmanager
def reaching(place: object) -> Iterator[None]:
    """Turn a storage's own errors into ours; a file that is missing stays what it is."""
    try:
        yield
    except (FileNotFoundError, FileExistsError, HealthpagesError):
        raise
    except PermissionError as error:
        raise StopRun(f"{place} may not be read or written with these credentials.") from error
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise TryAgain(f"{place} can't be reached ({why}); start again, it goes on.") from error


def _on_disk(system: Any) -> bool:
    return "file" in system.protocol


def _exists(system: Any, path: str) -> bool:
    try:
        return bool(system.exists(path))
    except (OSError, ValueError):  # a null byte in the path, a name that is too long
        if _on_disk(system):
            return False
        raise


def _info(system: Any, path: str) -> dict[str, Any]:
    """What the file system says of a path; of a type of its own where it says nothing."""
    try:
        found: dict[str, Any] = system.info(path)
    except OSError as error:
        _refuse_outage(system, error)
        return {"name": path, "size": 0, "type": "unreadable"}
    return found


def _refuse_outage(system: Any, error: OSError) -> None:
    """Raise the error again where it says nothing of the file: a storage did not answer."""
    if not _on_disk(system) and not isinstance(error, FileNotFoundError | PermissionError):
        raise error


def _walk(system: Any, top: str) -> Iterator[dict[str, Any]]:
    """All files below a folder; links are followed after real folders, each folder once."""
    seen = {_identity(system, top)}
    links: list[str] = []
    pending = [top]
    while pending or links:
        folder = pending.pop() if pending else links.pop(0)
        for entry in _entries(system, folder):
            if entry["type"] != "directory":
                yield entry
                continue
            identity = _identity(system, entry["name"])
            if entry.get("islink"):
                links = sorted([*links, entry["name"]])
            elif identity not in seen:
                pending.append(entry["name"])
                seen.add(identity)


def _entries(system: Any, folder: str) -> list[dict[str, Any]]:
    """What stands in a folder, without hidden names, sorted; the folder itself if unreadable."""
    try:
        listed = system.ls(folder, detail=True)
    except OSError as error:
        _refuse_outage(system, error)
        return [{"name": folder, "size": 0, "type": "unreadable"}]
    # Object stores may list a folder among its own files.
    inside = [entry for entry in listed if str(entry["name"]).rstrip("/") != folder.rstrip("/")]
    shown = [entry for entry in inside if not _base(entry["name"]).startswith(HIDDEN)]
    resolved = [_info(system, e["name"]) if e.get("islink") else e for e in shown]
    return sorted(resolved, key=lambda entry: str(entry["name"]))


def _identity(system: Any, folder: str) -> str:
    """The folder's real path: equal for all ways that lead to it."""
    return os.path.realpath(folder) if _on_disk(system) else folder


def _base(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _fixed_part(pattern: str) -> str:
    """The folder above the first part of a glob that has a wildcard."""
    return pattern[: _GLOB.search(pattern).start()].rpartition("/")[0]  # type: ignore[union-attr]


def _matches(system: Any, pattern: str) -> Iterator[dict[str, Any]]:
    top = _fixed_part(pattern)
    for path in system.glob(pattern):
        parts = path[len(top) :].strip("/").split("/")
        info = _info(system, path)
        if info["type"] != "directory" and not any(part.startswith(HIDDEN) for part in parts):
            yield info


def _source(entry: dict[str, Any], top: str, system: Any, *, is_url: bool) -> Source:
    path = str(entry["name"])
    name = path[len(top) :].strip("/") if path.startswith(top) else _base(path)
    kind, compression = format_of(name)
    if entry["type"] != "file":
        kind = Format.UNREADABLE
    return Source(
        path=system.unstrip_protocol(path) if is_url else path,
        name=name.encode("utf-8", "backslashreplace").decode(),
        size=int(entry.get("size") or 0),
        format=kind,
        compression=compression,
        stamp=_stamp(entry),
    )


def _stamp(entry: dict[str, Any]) -> str:
    """What tells that a file was not written since, without reading it.

    An object's ETag; of a file on a disk both its times and its number, as git does, so that a
    time that was set back does not deceive. A file that was just written may be written once more
    within the same tick of the clock, so it has no stamp yet.
    """
    if "ETag" in entry:
        return str(entry["ETag"])
    if not {"mtime", "created", "ino"} <= entry.keys():
        return ""
    if max(entry["mtime"], entry["created"]) > time.time() - SETTLED:
        return ""
    return f"{entry['mtime']!r} {entry['created']!r} {entry['ino']}"


def format_of(name: str) -> tuple[Format, str | None]:
    """Format and compression by the suffixes of a name."""
    path = PurePosixPath(name)
    compression = COMPRESSIONS.get(path.suffix.lower())
    if compression:
        path = path.with_suffix("")
    return SUFFIXES.get(path.suffix.lower(), Format.UNKNOWN), compression
