"""Bytes of an input file: opened through fsspec, decompressed within limits."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from pipeline.ingest.problems import Finding
from pipeline.ingest.sources import Source, file_system
from pipeline.model.errors import HealthpagesError, TryAgain
from pipeline.model.settings import IngestSettings

# Read at once: large enough that calls don't count, small enough that memory doesn't.
CHUNK_BYTES = 262_144

# Faults of a network that are expected to pass.
PASSING = (ConnectionError, TimeoutError)


class ReadFailed(HealthpagesError):
    """The rest of a source can't be read; `code` is that of the problem."""

    def __init__(self, message: str, code: str = "unreadable") -> None:
        super().__init__(message, code)
        self.finding = Finding(code, message)


@dataclass(frozen=True, slots=True)
class State:
    """What a file looked like; it changes when the file is written to."""

    size: int
    changed: str


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """The source as a binary file; ReadFailed where it can't be read, TryAgain where it may later."""
    try:
        system, path = file_system(source.path)
        with system.open(path, "rb") as file:
            yield file
    except PASSING as error:
        raise TryAgain(f"{source.name} can't be read now: {error}.") from error
    except OSError as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ReadFailed(f"The file can't be read: {reason}.") from error


def state(source: Source) -> State | None:
    """The source's size and time of change now; None where it can't be told."""
    system, path = file_system(source.path)
    try:
        system.invalidate_cache(path)
        info = system.info(path)
    except PASSING as error:
        raise TryAgain(f"{source.name} can't be read now: {error}.") from error
    except OSError:
        return None
    stamps = (
        info.get(key) for key in ("mtime", "LastModified", "last_modified", "ETag", "created")
    )
    changed = next((str(stamp) for stamp in stamps if stamp is not None), "")
    return State(int(info.get("size") or 0), changed)


def chunks(file: IO[bytes], compression: str | None, settings: IngestSettings) -> Iterator[bytes]:
    """The decompressed bytes in pieces; ReadFailed where they are broken or expand too much."""
    if compression == "gzip":
        pieces = _gunzip(file)
    elif compression == "zstd":
        pieces = _unzstd(file)
    else:
        pieces = _plain(file)
    return _limited(pieces, file, settings) if compression else pieces


def _plain(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK_BYTES):
        yield piece


def _limited(pieces: Iterator[bytes], file: IO[bytes], settings: IngestSettings) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        check_expansion(total, file.tell(), settings)
        yield piece


def check_expansion(total: int, compressed: int, settings: IngestSettings) -> None:
    """Raises ReadFailed where so many bytes out of so few are more than the settings allow."""
    if total > settings.max_decompressed_bytes:
        limit = settings.max_decompressed_bytes
        raise ReadFailed(f"It decompresses to more than {limit} bytes.", "expands_too_much")
    allowed = max(settings.max_page_bytes, settings.max_compression_ratio * compressed)
    if total > allowed:
        ratio = settings.max_compression_ratio
        message = f"It decompresses to more than {ratio} times its size."
        raise ReadFailed(message, "expands_too_much")


def _gunzip(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of all gzip members; what stands behind the last one is left aside."""
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
    members = 0
    data = b""
    while True:
        data = data or file.read(CHUNK_BYTES)
        if not data:
            break
        if decompressor.eof:
            members += 1
            data = data.lstrip(b"\x00")  # padding between members
            if not data.startswith(b"\x1f"):
                return
            decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            piece = decompressor.decompress(data, CHUNK_BYTES)
        except zlib.error as error:
            raise ReadFailed("The gzip data is broken.", "unreadable") from error
        data = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
        if piece:
            yield piece
    if not decompressor.eof:
        raise ReadFailed("The gzip data ends in the middle.", "truncated")


def _unzstd(file: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    # A window of 128 MB is what the format's own tool accepts without being asked.
    decompressor = zstandard.ZstdDecompressor(max_window_size=2**27)
    reader: Any = decompressor.stream_reader(file, read_across_frames=True, closefd=False)
    try:
        while piece := reader.read(CHUNK_BYTES):
            yield piece
    except zstandard.ZstdError as error:
        raise ReadFailed("The Zstandard data is broken.", "unreadable") from error
