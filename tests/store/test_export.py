"""A run goes to other tools row by row, and comes back from them unchanged."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from deltalake import DeltaTable
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import StopRun
from pipeline.model.records import PageResult
from pipeline.schemas import TABLES
from pipeline.store import export as module
from pipeline.store.export import FORMATS, export, neutralised
from pipeline.store.parquet import read_rows
from pipeline.store.runs import Store

FORMULA = '=HYPERLINK("http://bad.example","Click")'
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.fixture
def run(store: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path]) -> Path:
    """A run of two pages, one of which begins with a formula."""
    lines = (FORMULA, "1. Causes", "Smoking narrows\u2028the “vessels”, it's said.", "- Share")
    return new_run(store, [new_page("a", lines=lines), new_page("b", "b.example")])


def rows_of(run: Path, table: str) -> list[tuple[object, ...]]:
    columns = [field.name for field in TABLES[table].fields]
    return list(read_rows(run / table / "part-0000.parquet", columns))


@pytest.mark.parametrize("table", TABLES)
def test_csv_holds_all_rows_and_no_formula(run: Path, tmp_path: Path, table: str) -> None:
    export(run, "csv", tmp_path / "out")
    frame = pd.read_csv(tmp_path / "out" / f"{table}.csv")
    assert list(frame.columns) == [field.name for field in TABLES[table].fields]
    assert len(frame) == len(rows_of(run, table))
    texts = [text for row in frame.to_numpy().tolist() for text in row if isinstance(text, str)]
    assert not [text for text in texts if text.startswith(SIGNS)]


def test_csv_gives_the_text_back_when_the_apostrophe_is_taken_away(
    run: Path, tmp_path: Path
) -> None:
    export(run, "csv", tmp_path / "out", ["blocks"])
    frame = pd.read_csv(tmp_path / "out" / "blocks.csv")
    texts = frame["text"].str.replace(r"\A'('*[=+\-@\t\r\n＝＋－＠])", r"\1", regex=True)
    assert set(texts) == {row[8] for row in rows_of(run, "blocks")}
    assert f"'{FORMULA}" in set(frame["text"])
    assert "'- Share" in set(frame["text"])


def test_csv_leaves_numbers_and_missing_values_alone(run: Path, tmp_path: Path) -> None:
    export(run, "csv", tmp_path / "out", ["pages"])
    frame = pd.read_csv(tmp_path / "out" / "pages.csv", parse_dates=["fetched_at"])
    assert frame["n_blocks"].tolist() == [4, 4]
    assert frame["duplicate_of"].isna().all()
    assert frame["fetched_at"].dt.year.tolist() == [2026, 2026]


@given(st.text("='+-@a\t", max_size=6), st.text(max_size=6))
def test_no_two_texts_become_one_and_none_begins_with_a_sign(one: str, other: str) -> None:
    made = neutralised(pa.array([one, other])).to_pylist()
    assert (made[0] == made[1]) == (one == other)
    assert not any(text.startswith(SIGNS) for text in made)


@pytest.mark.parametrize("table", TABLES)
def test_json_lines_hold_every_row_as_it_is(run: Path, tmp_path: Path, table: str) -> None:
    export(run, "jsonl", tmp_path / "out", [table])
    lines = (tmp_path / "out" / f"{table}.jsonl").read_text("utf-8").split("\n")
    read = [json.loads(line) for line in lines if line]
    expected = rows_of(run, table)
    if table == "pages":
        assert read[0].pop("fetched_at") == "2026-01-02T00:00:00.000000Z"
        expected = [(*row[:5], *row[6:]) for row in expected]
        read[1].pop("fetched_at")
    assert [tuple(row.values()) for row in read] == expected


def test_duckdb_holds_every_row_and_says_what_columns_mean(run: Path, tmp_path: Path) -> None:
    export(run, "duckdb", tmp_path / "run.duckdb")
    with duckdb.connect(str(tmp_path / "run.duckdb"), read_only=True) as database:
        for table in TABLES:
            columns = [field.name for field in TABLES[table].fields if field.type != "timestamp"]
            found = database.table(table).select(*columns).fetchall()
            expected = rows_of(run, table)
            if table == "pages":
                expected = [(*row[:5], *row[6:]) for row in expected]
            assert found == expected
        comment = database.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'claims'"
            " AND column_name = 'n_pages'"
        ).fetchone()
        kinds = database.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = 'pages' AND is_nullable"
        ).fetchall()
    assert comment == ("Pages that say so; near-duplicates count once.",)
    assert {name for (name,) in kinds} == {
        field.name for field in TABLES["pages"].fields if field.nullable
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_delta_table_holds_every_row_and_its_meaning(
    run: Path, tmp_path: Path, table: str
) -> None:
    export(run, "delta", tmp_path / "out", [table])
    delta = DeltaTable(tmp_path / "out" / table)
    rows = pa.table(delta.to_pyarrow_table()).to_pylist()
    assert [tuple(row.values()) for row in rows] == rows_of(run, table)
    assert delta.metadata().description == TABLES[table].description
    described = {field.name: field.metadata.get("description") for field in delta.schema().fields}
    assert described == {field.name: field.description for field in TABLES[table].fields}


@pytest.mark.parametrize("to", FORMATS)
def test_what_stands_at_the_path_is_not_touched(run: Path, tmp_path: Path, to: str) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(StopRun, match=r"out exists; name a path that does not, or remove it\."):
        export(run, to, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_is_left_of_an_export_that_fails(run: Path, tmp_path: Path, to: str) -> None:
    (run / "claims" / "part-0000.parquet").write_bytes(b"damaged")
    target = tmp_path / "exports" / "out"
    with pytest.raises(Exception, match=r"(?i)parquet|file"):
        export(run, to, target)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(("to", "needs"), [("duckdb", "duckdb"), ("delta", "deltalake")])
def test_a_missing_package_is_named_with_the_way_to_install_it(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, needs: str
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    told = rf"needs the package {needs}; install it: pip install 'healthpages\[{to}\]'"
    with pytest.raises(StopRun, match=told):
        export(run, to, tmp_path / "out")


def test_an_unknown_table_or_format_is_named(run: Path, tmp_path: Path) -> None:
    with pytest.raises(StopRun, match=r"no table page; there are pages, blocks"):
        export(run, "csv", tmp_path / "out", ["page"])
    with pytest.raises(StopRun, match=r"no format xls; there are csv"):
        export(run, "xls", tmp_path / "out")
