"""Parts: exact schema, same rows same bytes, pleasant in plain pandas."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.model.records import PageResult, Problem, Severity
from pipeline.schemas import TABLES, arrow_schema
from pipeline.store import parquet
from pipeline.store.carry import Carrier
from pipeline.store.parquet import PartWriter, read_rows, write_records

NewPage = Callable[..., PageResult]


def page_id(result: PageResult) -> str:
    return result.page.page_id


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_part_has_the_full_schema(table: str, tmp_path: Path) -> None:
    assert write_records(table, tmp_path / "part.parquet", []) == 0
    schema = pq.read_schema(tmp_path / "part.parquet")
    assert schema.equals(arrow_schema(table), check_metadata=True)


def test_parts_with_different_labels_and_an_empty_one_read_together(
    tmp_path: Path, new_page: NewPage
) -> None:
    for number, pages in enumerate(
        ([new_page("a", "x.example").page], [], [new_page("b", "y.example").page])
    ):
        write_records("pages", tmp_path / f"part-{number}.parquet", pages)
    sites = pd.read_parquet(tmp_path)["site"]
    assert sites.dtype == "category"
    assert sites.to_list() == ["x.example", "y.example"]


def test_plain_pandas_gives_clean_types(tmp_path: Path, new_page: NewPage) -> None:
    page = new_page("a")
    write_records("blocks", tmp_path / "blocks.parquet", page.blocks)
    write_records("pages", tmp_path / "pages.parquet", [page.page])
    blocks = pd.read_parquet(tmp_path / "blocks.parquet")
    assert blocks.dtypes[["position", "kept", "reason", "text"]].astype(str).to_list() == [
        "int64",
        "bool",
        "category",
        "str",
    ]
    pages = pd.read_parquet(tmp_path / "pages.parquet")
    assert str(pages["fetched_at"].dtype) == "datetime64[us, UTC]"
    assert pages.attrs["columns"]["title"].startswith("The page's title")


def test_the_same_rows_give_the_same_bytes_however_they_arrive(
    tmp_path: Path, new_page: NewPage
) -> None:
    blocks = [block for name in "abc" for block in new_page(name).blocks]
    with PartWriter("blocks", tmp_path / "one.parquet") as writer:
        writer.write(blocks)
    with PartWriter("blocks", tmp_path / "many.parquet") as writer:
        for block in blocks:
            writer.write([block])
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "many.parquet").read_bytes()


def test_long_texts_end_a_row_group_early(
    tmp_path: Path, new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP_CHARS", 500)
    with PartWriter("pages", tmp_path / "part.parquet") as writer:
        for name in "abcdef":
            writer.write([new_page(name).page], chars=200)
    metadata = pq.read_metadata(tmp_path / "part.parquet")
    assert metadata.num_row_groups == 2
    assert metadata.num_rows == 6


def test_parts_are_compressed_and_have_a_page_index(tmp_path: Path, new_page: NewPage) -> None:
    write_records("pages", tmp_path / "part.parquet", [new_page("a").page])
    column = pq.read_metadata(tmp_path / "part.parquet").row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert column.has_offset_index
    assert column.has_column_index


def test_records_are_sorted_as_the_table_is_with_nulls_first(tmp_path: Path) -> None:
    def problem(index: int | None, code: str) -> Problem:
        return Problem("a.jsonl", "ingest", code, "…", Severity.INFO, source_index=index)

    problems = [problem(1, "b"), problem(None, "z"), problem(1, "a")]
    write_records("problems", tmp_path / "part.parquet", problems)
    rows = list(read_rows(tmp_path / "part.parquet", ["source_index", "code"]))
    assert rows == [(None, "z"), (1, "a"), (1, "b")]


def test_rows_are_read_as_plain_values_of_every_type(tmp_path: Path) -> None:
    values = {
        "text": ["a", None],
        "label": pa.array(["x", None]).dictionary_encode(),
        "whole": [1, 2],
        "gap": [1, None],
        "share": [0.5, 1.0],
        "flag": [True, False],
        "list": [["a"], []],
        "time": [datetime(2026, 1, 2, tzinfo=UTC), None],
    }
    table = pa.table(values)
    pq.write_table(table, tmp_path / "part.parquet")
    rows = list(read_rows(tmp_path / "part.parquet", table.column_names))
    assert rows == [tuple(row.values()) for row in table.to_pylist()]
    assert [type(value) for value in rows[0]] == [str, str, int, int, float, bool, list, datetime]


def test_a_fault_while_writing_leaves_no_part(tmp_path: Path, new_page: NewPage) -> None:
    with (  # noqa: PT012  the fault has to come after a row
        pytest.raises(RuntimeError),
        PartWriter("pages", tmp_path / "part.parquet") as writer,
    ):
        writer.write([new_page("a").page])
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_rows_carried_over_give_the_same_bytes_as_rows_written(
    tmp_path: Path, new_page: NewPage
) -> None:
    pages = sorted((new_page(name, f"{name}.example") for name in "abcdef"), key=page_id)
    write_blocks = {"old": pages[:5], "all": pages}
    for name, written in write_blocks.items():
        with PartWriter("blocks", tmp_path / f"{name}.parquet") as writer:
            for page in written:
                writer.write(page.blocks, chars=1)
    carrier = Carrier(tmp_path / "old.parquet")
    with PartWriter("blocks", tmp_path / "mixed.parquet") as writer:
        for number, page in enumerate(pages):
            if number in {1, 5}:
                writer.write(page.blocks, chars=1)
            else:
                writer.carry(carrier.take(page.page.page_id), chars=1)
    assert (tmp_path / "mixed.parquet").read_bytes() == (tmp_path / "all.parquet").read_bytes()
