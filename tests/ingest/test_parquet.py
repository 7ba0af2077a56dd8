"""Parquet."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.model.settings import IngestSettings

Write = Callable[[str, bytes], Path]
Read = Callable[..., tuple[list[Any], list[Any]]]


def packed(columns: dict[str, Any], rows: int = 1_000) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, row_group_size=rows)
    return bytes(sink.getvalue().to_pybytes())


def test_each_row_is_a_page(write: Write, read: Read) -> None:
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    data = packed(
        {
            "text": pa.array(["Rest", "Warmth"]).dictionary_encode(),
            "url": ["https://a.org/1", None],
            "fetched_at": [noon, None],
            "other": [1, 2],
        },
        rows=1,
    )
    pages, problems = read(write("x.parquet", data))
    assert [(page.source_index, page.text, page.url) for page in pages] == [
        (0, "Rest", "https://a.org/1"),
        (1, "Warmth", None),
    ]
    assert [page.fetched_at for page in pages] == [noon, None]
    assert problems == []


def test_bytes_are_decoded_and_text_is_given(write: Write, read: Read) -> None:
    data = packed({"html": pa.array(['<meta charset="gbk"><p>钙'.encode("gb18030")], pa.binary())})
    pages, _ = read(write("x.parquet", data))
    assert (pages[0].text, pages[0].encoding_source) == ('<meta charset="gbk"><p>钙', "meta")


def test_a_row_with_bad_bytes_costs_no_other(write: Write, read: Read) -> None:
    broken = pa.array([b"good", b"caf\xe9"], pa.binary()).view(pa.string())
    pages, _ = read(write("x.parquet", packed({"text": broken})))
    assert [page.text for page in pages] == ["good", "caf\ufffd"]
    assert [problem.code for problem in pages[1].problems] == ["undecodable_bytes"]


def test_a_date_beyond_all_years_costs_no_page(write: Write, read: Read) -> None:
    dates = pa.array([2**50], pa.timestamp("s"))
    pages, _ = read(write("x.parquet", packed({"text": ["Rest"], "date": dates})))
    assert [problem.code for problem in pages[0].problems] == ["bad_date"]


def test_rows_without_text_are_problems(write: Write, read: Read) -> None:
    pages, problems = read(write("x.parquet", packed({"text": [None, "Rest"], "n": [1, 2]})))
    assert [page.source_index for page in pages] == [1]
    assert [(problem.source_index, problem.code) for problem in problems] == [(0, "missing_text")]
    pages, problems = read(write("y.parquet", packed({"n": [1]})))
    assert [problem.code for problem in problems] == ["missing_text"]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no parquet at all", b"PAR1" * 9])
def test_a_file_that_is_none_is_a_problem(write: Write, read: Read, data: bytes) -> None:
    pages, problems = read(write("x.parquet", data))
    assert pages == []
    assert [problem.code for problem in problems] == ["unreadable"]


def test_a_broken_row_group_costs_only_itself(write: Write, read: Read) -> None:
    texts = [f"{i} " + "abcdefgh" * 40 for i in range(4)]
    data = bytearray(packed({"text": texts}, rows=2))
    at = data.find(b"\x15", 4)
    data[at : at + 12] = b"\xff" * 12
    pages, problems = read(write("x.parquet", bytes(data)))
    assert [page.source_index for page in pages] == [2, 3]
    assert [problem.code for problem in problems] == ["bad_record"]


def test_a_row_group_that_expands_too_much_is_not_read(write: Write, read: Read) -> None:
    data = packed({"text": pa.array(["x" * 3_000_000])})
    settings = IngestSettings(max_record_bytes=1_000, max_compression_ratio=3)
    pages, problems = read(write("x.parquet", data), settings)
    assert pages == []
    assert [problem.code for problem in problems] == ["expands_too_much"]


@pytest.mark.parametrize("at", range(4, 700, 29))
def test_damage_does_not_end_the_process(write: Write, read: Read, at: int) -> None:
    data = packed({"text": ["Rest", "Warmth"], "date": ["2026-03-04", None]})
    assert any(read(write("x.parquet", data[:at] + b"\xf9\x01" + data[at + 2 :])))
