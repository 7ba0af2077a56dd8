"""The input files of a folder, a file, a glob or a URL of any file system that fsspec knows."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from pipeline.model.errors import StopRun


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

# Names that start so are hidden: dot files, and the `_SUCCESS` and `_temporary` of other tools.
HIDDEN = (".", "_")

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


def find_sources(raw: str) -> list[Source]:
    """The input files sorted by name; raises StopRun where there is nothing at that place.

    Hidden files and folders are left out. A folder that can be reached in several ways, such as
    through a link that loops, is read once.
    """
    system, path = file_system(raw)
    is_url = bool(_URL.match(raw))
    if _exists(system, path):
        if system.isdir(path):
            return _sorted(_walk(system, path), path, system, is_url=is_url)
        return _sorted([_info(system, path)], path.rpartition("/")[0], system, is_url=is_url)
    if not _GLOB.search(path):
        raise StopRun(f"There is no input at {raw}.")
    return _sorted(_matches(system, path), _fixed_part(path), system, is_url=is_url)


def file_system(path: str) -> tuple[Any, str]:
    """The fsspec file system that a path or URL belongs to, and the path on it."""
    if _URL.match(path):
        from fsspec.core import url_to_fs

        system, on_system = url_to_fs(path)
        return system, on_system
    from fsspec.implementations.local import LocalFileSystem

    return LocalFileSystem(), os.path.abspath(path)  # noqa: PTH100 - keeps links as they are


def _exists(system: Any, path: str) -> bool:
    try:
        return bool(system.exists(path))
    except (OSError, ValueError):  # a null byte in the path, a name that is too long
        return False


def _info(system: Any, path: str) -> dict[str, Any]:
    """What the file system says of a path; of a type of its own where it says nothing."""
    try:
        found: dict[str, Any] = system.info(path)
    except OSError:
        return {"name": path, "size": 0, "type": "unreadable"}
    return found


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
    except OSError:
        return [{"name": folder, "size": 0, "type": "unreadable"}]
    # Object stores may list a folder among its own files.
    inside = [entry for entry in listed if str(entry["name"]).rstrip("/") != folder.rstrip("/")]
    shown = [entry for entry in inside if not _base(entry["name"]).startswith(HIDDEN)]
    resolved = [_info(system, e["name"]) if e.get("islink") else e for e in shown]
    return sorted(resolved, key=lambda entry: str(entry["name"]))


def _identity(system: Any, folder: str) -> str:
    """The folder's real path: equal for all ways that lead to it."""
    return os.path.realpath(folder) if "file" in system.protocol else folder


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


def _sorted(
    entries: Iterable[dict[str, Any]], top: str, system: Any, *, is_url: bool
) -> list[Source]:
    sources = [_source(entry, top, system, is_url=is_url) for entry in entries]
    return sorted(sources, key=lambda source: source.name)


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
    )


def format_of(name: str) -> tuple[Format, str | None]:
    """Format and compression by the suffixes of a name."""
    path = PurePosixPath(name)
    compression = COMPRESSIONS.get(path.suffix.lower())
    if compression:
        path = path.with_suffix("")
    return SUFFIXES.get(path.suffix.lower(), Format.UNKNOWN), compression
