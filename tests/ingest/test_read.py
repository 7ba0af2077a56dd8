"""Any source to pages and problems."""

import gzip
import os
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import find_sources, read_source
from pipeline.ingest.read import READERS
from pipeline.ingest.sources import Format
from pipeline.model.records import Problem
from pipeline.model.settings import IngestSettings

Write = Callable[[str, bytes], Path]
Read = Callable[..., tuple[list[Any], list[Any]]]


def packed_parquet() -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"text": ["Rest", "Warmth"], "date": ["2026-03-04", None]}), sink)
    return bytes(sink.getvalue().to_pybytes())


LINE = b'{"text": "Rest"}\n'


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == set(Format)


def test_a_bad_file_does_not_stop_the_others(write: Write, read: Read) -> None:
    write("a.txt", b"")
    write("b.warc.gz", b"\x1f\x8b\x08 broken")
    write("c.parquet", b"PAR1")
    write("d.md", b"# Read me")
    folder = write("e.txt", b"Rest").parent
    (folder / "f.txt").symlink_to("nowhere")
    pages, problems = read(folder)
    assert [page.source for page in pages] == ["e.txt"]
    assert {(problem.source, problem.code) for problem in problems} == {
        ("a.txt", "empty_file"),
        ("b.warc.gz", "unreadable"),
        ("c.parquet", "unreadable"),
        ("d.md", "unknown_format"),
        ("f.txt", "unreadable"),
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_it_is_a_problem(write: Write, read: Read) -> None:
    path = write("x.txt", b"x")
    path.chmod(0)
    _, problems = read(path)
    assert [problem.code for problem in problems] == ["unreadable"]


@pytest.mark.parametrize("name", ["x.jsonl", "x.warc"])
def test_a_container_without_pages_is_empty(write: Write, read: Read, name: str) -> None:
    _, problems = read(write(name, b"\n"))
    assert [problem.code for problem in problems] == ["empty_file"]


def test_reading_stops_at_the_largest_number_of_records(write: Write, read: Read) -> None:
    path = write("x.jsonl", LINE * 5)
    pages, problems = read(path, IngestSettings(max_records=3))
    assert len(pages) == 3
    assert [problem.code for problem in problems] == ["too_many_records"]
    pages, problems = read(path, IngestSettings(max_records=5))
    assert (len(pages), problems) == (5, [])


def test_many_problems_are_counted_in_one_row(write: Write, read: Read) -> None:
    path = write("x.jsonl", b"bad\n" * 5 + LINE)
    pages, problems = read(path, IngestSettings(max_problems=2))
    assert len(pages) == 1
    assert [problem.code for problem in problems] == ["not_json", "not_json", "more_problems"]
    assert problems[-1].message.startswith("3 more")


def test_a_file_that_changes_while_it_is_read_is_told(write: Write) -> None:
    path = write("x.jsonl", LINE * 2)
    (source,) = find_sources(str(path))
    results = read_source(source, IngestSettings())
    next(results)
    path.write_bytes(LINE * 3)
    rest = [result.code for result in results if isinstance(result, Problem)]
    assert rest == ["changed_while_read"]


def test_a_file_that_vanishes_is_a_problem(write: Write) -> None:
    path = write("x.txt", b"x")
    (source,) = find_sources(str(path))
    path.unlink()
    (result,) = read_source(source, IngestSettings())
    assert isinstance(result, Problem)
    assert result.code == "unreadable"


@pytest.mark.parametrize("name", ["x.txt", "x.jsonl", "x.warc", "x.parquet"])
def test_pages_come_from_any_file_system_alike(write: Write, read: Read, name: str) -> None:
    data = LINE if name != "x.txt" else b"Rest"
    memory = fsspec.filesystem("memory")
    memory.pipe_file(f"/there/{name}", data)
    try:
        assert read("memory://there") == read(write(name, data).parent)
    finally:
        memory.rm("/there", recursive=True)


SEEDS = {
    "x.txt": b"Rest",
    "x.html.gz": gzip.compress(b"<p>Rest</p>", mtime=0),
    "x.jsonl": LINE * 2,
    "x.jsonl.zst": zstandard.ZstdCompressor().compress(LINE * 2),
    "x.warc": b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 4\r\n\r\nRest\r\n\r\n" * 2,
    "x.parquet": packed_parquet(),
}


@settings(max_examples=300)
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 10_000), st.binary(max_size=4), st.booleans())
def test_damage_anywhere_raises_nothing(name: str, at: int, new: bytes, cut: bool) -> None:  # noqa: FBT001
    data = SEEDS[name]
    at %= len(data)
    damaged = data[:at] + new + (b"" if cut else data[at + len(new) :])
    memory = fsspec.filesystem("memory")
    memory.pipe_file(f"/fuzz/{name}", damaged)
    (source,) = find_sources(f"memory://fuzz/{name}")
    results = list(read_source(source, IngestSettings()))
    assert results
    for result in results:
        assert "".join(part for part in astuple(result) if isinstance(part, str)).encode()
    assert results == list(read_source(source, IngestSettings()))
