"""Bytes of files, decompressed and split within limits."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.sources import Format, Source, find_sources
from pipeline.ingest.streams import (
    CHUNK_BYTES,
    MAX_HEADER_LINE,
    Buffered,
    GzipMembers,
    ReadFailed,
    chunks,
    lines,
    opened,
    state,
)
from pipeline.model.errors import TryAgain
from pipeline.model.settings import IngestSettings

SETTINGS = IngestSettings()
TIGHT = IngestSettings(max_record_bytes=1_000, max_compression_ratio=20)


def unpacked(data: bytes, how: str | None, settings: IngestSettings = SETTINGS) -> bytes:
    return b"".join(chunks(io.BytesIO(data), how, settings))


@pytest.mark.parametrize(
    ("how", "pack"),
    [(None, bytes), ("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)],
)
def test_what_was_packed_comes_back(how: str | None, pack: Callable[[bytes], bytes]) -> None:
    data = bytes(range(256)) * 3_000
    assert unpacked(pack(data), how) == data


def test_members_and_frames_behind_one_another_are_all_read() -> None:
    assert (
        unpacked(gzip.compress(b"a", mtime=0) + gzip.compress(b"b") + b"\x00\x00", "gzip") == b"ab"
    )
    pack = zstandard.ZstdCompressor().compress
    assert unpacked(pack(b"a") + pack(b"b"), "zstd") == b"ab"


@pytest.mark.parametrize(
    ("how", "pack"),
    [("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)],
)
def test_a_bomb_is_stopped(how: str, pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ReadFailed, match="times its size") as failure:
        unpacked(pack(bytes(3_000_000)), how, TIGHT)
    assert failure.value.finding.code == "expands_too_much"


def test_the_decompressed_size_has_a_limit_of_its_own() -> None:
    small = IngestSettings(max_decompressed_bytes=100)
    with pytest.raises(ReadFailed, match="more than 100 bytes"):
        unpacked(gzip.compress(bytes(range(200))), "gzip", small)


def test_data_that_ends_or_breaks_in_the_middle_says_so() -> None:
    packed = gzip.compress(bytes(range(256)))
    with pytest.raises(ReadFailed, match="ends in the middle") as failure:
        unpacked(packed[:-9], "gzip")
    assert failure.value.finding.code == "truncated"
    with pytest.raises(ReadFailed, match="gzip data is broken"):
        unpacked(packed[:20] + b"\xff" * 20 + packed[40:], "gzip")
    with pytest.raises(ReadFailed, match="Zstandard data is broken"):
        unpacked(b"no zstd at all", "zstd")


def test_the_member_behind_a_broken_one_is_found() -> None:
    bad = bytearray(gzip.compress(b"second" * 50, mtime=0))
    bad[15:30] = b"\xff" * 15
    file = io.BytesIO(gzip.compress(b"first", mtime=0) + bytes(bad) + gzip.compress(b"third"))
    archive = GzipMembers(file, SETTINGS)
    found: list[bytes | str] = []
    while archive.find_member():
        try:
            found.append(b"".join(archive.member()))
        except ReadFailed as failure:
            found.append(failure.finding.code)
    assert found[0] == b"first"
    assert found[-1] == b"third"
    assert set(found[1:-1]) <= {"unreadable", "truncated"}


def test_zstandard_data_that_is_cut_off_anywhere_says_so() -> None:
    lines_of_text = b"".join(b"line %d\n" % number for number in range(2_000))
    packed = zstandard.ZstdCompressor().compress(lines_of_text)
    for cut in range(1, len(packed), 97):
        found = b""
        with pytest.raises(ReadFailed):  # noqa: PT012 - what came before counts too
            for piece in chunks(io.BytesIO(packed[:cut]), "zstd", SETTINGS):
                found += piece
        assert lines_of_text.startswith(found)


@given(st.lists(st.binary(max_size=9)), st.integers(1, 7))
def test_lines_do_not_depend_on_the_pieces(parts: list[bytes], size: int) -> None:
    data = b"\n".join(parts)
    pieces = iter([data[i : i + size] for i in range(0, len(data), size)])
    expected = data.split(b"\n")
    ends = [True] * (len(expected) - 1) + [False]
    wanted = list(zip(expected, ends, strict=True))
    assert list(lines(pieces, 100)) == (wanted if expected[-1] else wanted[:-1])


def test_a_line_over_the_limit_costs_only_itself() -> None:
    pieces = iter([b"abc\nde", b"fghi", b"jk\nlm\n", b"nopqrs"])
    assert list(lines(pieces, 4)) == [(b"abc", True), (None, True), (b"lm", True), (None, False)]


def test_a_buffered_stream_reads_skips_and_ends() -> None:
    stream = Buffered(iter([b"ab\ncd", b"ef\n", b"ghi"]))
    assert stream.readline() == b"ab\n"
    assert stream.readline() == b"cdef\n"
    assert stream.skip(1) == 1
    assert stream.read(9) == b"hi"
    assert (stream.readline(), stream.read(1), stream.skip(1)) == (b"", b"", 0)


def test_a_header_line_has_a_limit() -> None:
    stream = Buffered(iter([b"x" * (MAX_HEADER_LINE + 5)]))
    assert len(stream.readline()) == MAX_HEADER_LINE
    assert len(stream.readline()) == 5


def test_a_buffered_stream_ends_where_its_pieces_fail() -> None:
    stream = Buffered(chunks(io.BytesIO(gzip.compress(b"x" * 99, mtime=0)[:-4]), "gzip", SETTINGS))
    assert stream.read(200) == b"x" * 99
    assert stream.failure is not None
    assert stream.failure.code == "truncated"


def test_a_large_file_is_read_in_pieces() -> None:
    data = bytes(2 * CHUNK_BYTES + 1)
    assert [len(piece) for piece in chunks(io.BytesIO(data), None, SETTINGS)] == [
        CHUNK_BYTES,
        CHUNK_BYTES,
        1,
    ]


def source(path: object) -> Source:
    return Source(str(path), "x.txt", 0, Format.TEXT)


def test_a_file_that_is_gone_fails_for_good(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match="No such file"), opened(source(tmp_path / "x.txt")):
        pass
    assert state(source(tmp_path / "x.txt")) is None


def test_a_network_that_fails_is_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ConnectionResetError("reset")

    monkeypatch.setattr("pipeline.ingest.streams.file_system", fail)
    with pytest.raises(TryAgain, match="reset"), opened(source("x")):
        pass
    with pytest.raises(TryAgain, match="reset"):
        state(source("x"))


def test_the_state_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(b"a")
    (found,) = find_sources(str(path))
    before = state(found)
    assert before == state(found)
    path.write_bytes(b"ab")
    assert before != state(found)
