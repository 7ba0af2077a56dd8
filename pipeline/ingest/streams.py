"""Bytes of an input file: opened through fsspec, decompressed and split within limits."""

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

# Lines of headers are cut at this length, which no header of a real server reaches.
MAX_HEADER_LINE = 65_536

# The window that Zstandard's own tool accepts without being asked.
MAX_ZSTD_WINDOW = 2**27

# What the frame behind the end of a Zstandard file holds; no page ends so.
SEAL = b"\x00healthpages: end of file\x00"

GZIP = zlib.MAX_WBITS | 16
GZIP_MAGIC = b"\x1f\x8b\x08"

# Faults of a network that are expected to pass.
PASSING = (ConnectionError, TimeoutError)


class ReadFailed(HealthpagesError):
    """The rest of a source can't be read; `code` is that of the problem."""

    def __init__(self, message: str, code: str = "unreadable") -> None:
        super().__init__(message, code)
        self.finding = Finding(code, message)


@dataclass(frozen=True, slots=True)
class State:
    """What a file looks like from outside; it changes when the file is written to."""

    size: int
    changed: str


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes]]:
    """The source as a binary file.

    Raises ReadFailed where it can't be read, and TryAgain where it may be read later.
    """
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
    try:
        system, path = file_system(source.path)
        system.invalidate_cache(path)
        info = system.info(path)
    except PASSING as error:
        raise TryAgain(f"{source.name} can't be read now: {error}.") from error
    except OSError:
        return None
    stamps = (info.get(key) for key in ("mtime", "ETag", "LastModified", "updated", "created"))
    changed = next((str(stamp) for stamp in stamps if stamp is not None), "")
    return State(int(info.get("size") or 0), changed)


def chunks(file: IO[bytes], compression: str | None, settings: IngestSettings) -> Iterator[bytes]:
    """The decompressed bytes in pieces; ReadFailed where they are broken or expand too much."""
    if compression == "gzip":
        return _all_members(file, settings)
    if compression == "zstd":
        return _limited(_unzstd(file), file, settings)
    return _plain(file)


def lines(pieces: Iterator[bytes], limit: int) -> Iterator[tuple[bytes | None, bool]]:
    """Each line, None in place of one that is longer than the limit; and whether it has an end."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        *complete, rest = piece.split(b"\n")
        for part in complete:
            too_long = size + len(part) > limit
            yield None if too_long else b"".join((*kept, part)), True
            kept, size = [], 0
        size += len(rest)
        kept = [*kept, rest] if size <= limit else []
    if size:
        yield None if size > limit else b"".join(kept), False


def _plain(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK_BYTES):
        yield piece


def _limited(pieces: Iterator[bytes], file: IO[bytes], settings: IngestSettings) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        _check_expansion(total, file.tell(), settings)
        yield piece


def _check_expansion(total: int, compressed: int, settings: IngestSettings) -> None:
    if total > settings.max_decompressed_bytes:
        limit = settings.max_decompressed_bytes
        raise ReadFailed(f"It decompresses to more than {limit} bytes.", "expands_too_much")
    # Pages that are nearly alike compress well: what fits into a record does no harm.
    if total > max(settings.max_record_bytes, settings.max_compression_ratio * compressed):
        ratio = settings.max_compression_ratio
        message = f"It decompresses to more than {ratio} times its size."
        raise ReadFailed(message, "expands_too_much")


def _unzstd(file: IO[bytes]) -> Iterator[bytes]:
    import zstandard

    decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_ZSTD_WINDOW)
    seal = zstandard.ZstdCompressor().compress(SEAL)
    sealed: Any = Sealed(file, seal)
    reader: Any = decompressor.stream_reader(sealed, read_across_frames=True)
    held = b""
    try:
        while piece := reader.read(CHUNK_BYTES):
            held += piece
            yield held[: -len(SEAL)]
            held = held[-len(SEAL) :]
    except zstandard.ZstdError as error:
        raise ReadFailed("The Zstandard data is broken or ends in the middle.") from error
    if held != SEAL:
        yield held
        raise ReadFailed("The Zstandard data ends in the middle.", "truncated")


class Sealed:
    """A file with a frame of ours behind its end.

    The reader of Zstandard does not tell a frame that is cut off from one that is finished; ours
    comes out whole only behind a finished one.
    """

    def __init__(self, file: IO[bytes], seal: bytes) -> None:
        self._file = file
        self._seal = seal

    def read(self, size: int) -> bytes:
        """The next bytes of the file, then the frame."""
        piece = self._file.read(size)
        if not piece:
            piece, self._seal = self._seal, b""
        return piece


def _all_members(file: IO[bytes], settings: IngestSettings) -> Iterator[bytes]:
    archive = GzipMembers(file, settings)
    members = 0
    while archive.find_member():
        yield from archive.member()
        members += 1
    if not members:
        raise ReadFailed("It is no gzip data.")
    if archive.leftover:
        raise ReadFailed(archive.leftover_message, "truncated")


class GzipMembers:
    """The members of a gzip file one after the other; after a broken one the next is found."""

    def __init__(self, file: IO[bytes], settings: IngestSettings) -> None:
        self._file = file
        self._settings = settings
        self._data = b""  # compressed bytes that are read and not used
        self._total = 0
        self._is_broken = False  # the member before; what is left of it is no leftover
        self.leftover = 0  # bytes between and behind members that belong to none

    def find_member(self) -> bool:
        """Whether there is another member; moves to where it starts."""
        while True:
            start = self._data.find(GZIP_MAGIC)
            end = start if start >= 0 else max(0, len(self._data) - len(GZIP_MAGIC) + 1)
            self._pass_over(end)
            if start >= 0:
                return True
            piece = self._file.read(CHUNK_BYTES)
            if not piece:
                self._pass_over(len(self._data))
                return False
            self._data += piece

    @property
    def leftover_message(self) -> str:
        """What is to be said of the leftover."""
        return f"{self.leftover} bytes of it are no gzip data."

    def _pass_over(self, size: int) -> None:
        # Null bytes between members are padding of tapes and block devices.
        if not self._is_broken:
            self.leftover += len(self._data[:size].strip(b"\x00"))
        self._data = self._data[size:]

    def member(self) -> Iterator[bytes]:
        """The member's bytes; ReadFailed where it is broken, cut off or expands too much."""
        self._is_broken = False
        decompressor = zlib.decompressobj(GZIP)
        while not decompressor.eof:
            self._data = self._data or self._file.read(CHUNK_BYTES)
            if not self._data:
                raise ReadFailed("The gzip data ends in the middle.", "truncated")
            piece = self._decompress(decompressor)
            self._total += len(piece)
            _check_expansion(self._total, self._file.tell(), self._settings)
            if piece:
                yield piece

    def _decompress(self, decompressor: Any) -> bytes:
        try:
            piece: bytes = decompressor.decompress(self._data, CHUNK_BYTES)
        except zlib.error as error:
            self._is_broken = True
            self._data = self._data[1:]  # the next member is looked for behind this one's start
            raise ReadFailed("The gzip data is broken.") from error
        self._data = decompressor.unused_data or decompressor.unconsumed_tail
        return piece


class Buffered:
    """Pieces of bytes as a stream that reads lines of limited length.

    It ends where the pieces fail; `failure` then says why.
    """

    failure: Finding | None = None

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._data = b""
        self._start = 0

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end."""
        parts = [self._take(size)]
        missing = size - len(parts[0])
        while missing and self._fill():
            parts.append(self._take(missing))
            missing -= len(parts[-1])
        return b"".join(parts)

    def skip(self, size: int) -> int:
        """How many of the next bytes were passed over: fewer than asked for only at the end."""
        skipped = 0
        while skipped < size and (taken := len(self.read(min(size - skipped, CHUNK_BYTES)))):
            skipped += taken
        return skipped

    def readline(self) -> bytes:
        """The next line with its end, cut where it is longer than a header may be."""
        end = self._data.find(b"\n", self._start)
        while end < 0 and len(self._data) - self._start < MAX_HEADER_LINE and self._fill():
            end = self._data.find(b"\n", self._start)
        stop = end + 1 if end >= 0 else len(self._data)
        return self._take(min(stop - self._start, MAX_HEADER_LINE))

    def _fill(self) -> bool:
        try:
            piece = next(self._pieces, b"")
        except ReadFailed as error:
            self.failure, piece = error.finding, b""
        self._data = self._data[self._start :] + piece
        self._start = 0
        return bool(piece)

    def _take(self, size: int) -> bytes:
        taken = self._data[self._start : self._start + size]
        self._start += len(taken)
        return taken
