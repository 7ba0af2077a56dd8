"""`load` gives a typed table of one run, whatever is published meanwhile."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.model.errors import StopRun
from pipeline.model.records import PageResult, Problem, Severity
from pipeline.model.settings import AuditSettings
from pipeline.schemas import TABLES
from pipeline.store import load
from pipeline.store.audit import audit
from pipeline.store.runs import Store, publish

FIRST, SECOND = "20260101T000000Z-000001", "20260102T000000Z-000002"


@pytest.fixture
def two_sites(
    store: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path]
) -> Store:
    problem = Problem("a.example/a.txt", "ingest", "odd", "Odd.", Severity.INFO, "x", None)
    first = new_page("a", "a.example")
    results = [replace(first, problems=(problem,)), new_page("b", "b.example")]
    new_run(store, results, FIRST)
    audit(store, store.folder(FIRST), AuditSettings())
    publish(store, FIRST)
    return store


@pytest.mark.parametrize("table", TABLES)
def test_every_table_loads_in_its_order_and_explains_itself(two_sites: Store, table: str) -> None:
    frame = load(table, processed=two_sites.processed)
    assert list(frame.columns) == [field.name for field in TABLES[table].fields]
    keys = list(TABLES[table].sort_by)
    assert frame[keys].equals(frame.sort_values(keys, kind="stable")[keys])
    assert frame.attrs["table"] == table


@pytest.mark.parametrize(
    ("table", "column", "dtype"),
    [
        ("pages", "site", "category"),
        ("pages", "n_blocks", "int64"),
        ("pages", "text", "str"),
        ("pages", "fetched_at", "datetime64[us, UTC]"),
        ("blocks", "line", "Int64"),
        ("blocks", "kept", "bool"),
        ("blocks", "score", "float64"),
        ("problems", "source_index", "Int64"),
    ],
)
def test_columns_have_clean_types(two_sites: Store, table: str, column: str, dtype: str) -> None:
    assert str(load(table, processed=two_sites.processed)[column].dtype) == dtype


def test_some_columns_can_be_asked_for(two_sites: Store) -> None:
    frame = load("sections", columns=["heading", "page_id"], processed=two_sites.processed)
    assert list(frame.columns) == ["heading", "page_id"]
    assert len(frame) == 2


@pytest.mark.parametrize("table", ["pages", "blocks", "sections", "mentions"])
def test_one_site_can_be_asked_for(two_sites: Store, table: str) -> None:
    pages = load("pages", columns=["page_id", "site"], processed=two_sites.processed)
    wanted = pages[pages["site"] == "b.example"]["page_id"]
    frame = load(table, site="b.example", processed=two_sites.processed)
    assert set(frame["page_id"]) == set(wanted)


def test_claims_have_no_site(two_sites: Store) -> None:
    with pytest.raises(StopRun, match="counts over all sites"):
        load("claims", site="b.example", processed=two_sites.processed)


def test_an_unknown_site_gives_no_rows(two_sites: Store) -> None:
    assert load("pages", site="c.example", processed=two_sites.processed).empty


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"table": "page"}, "There is no table page; there are pages, blocks"),
        ({"table": "pages", "columns": ["titel"]}, "has no column titel; it has page_id"),
        ({"table": "pages", "run": SECOND}, "There is no run"),
    ],
)
def test_a_mistake_is_told_with_what_there_is(
    two_sites: Store, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(StopRun, match=message):
        load(**asked, processed=two_sites.processed)


def test_an_older_run_loads_by_its_id(
    two_sites: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path]
) -> None:
    new_run(two_sites, [new_page("c")], SECOND)
    audit(two_sites, two_sites.folder(SECOND), AuditSettings())
    publish(two_sites, SECOND)
    assert len(load("pages", processed=two_sites.processed)) == 1
    assert len(load("pages", run=FIRST, processed=two_sites.processed)) == 2


def test_plain_pandas_reads_the_published_run(two_sites: Store) -> None:
    sections = pd.read_parquet(two_sites.processed / "current" / "sections")
    assert sections["heading"].to_list() == ["Causes", "Causes"]


def test_importing_the_store_brings_neither_pandas_nor_pyarrow() -> None:
    code = "import sys, pipeline.store; print('pandas' in sys.modules, 'pyarrow' in sys.modules)"
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stdout == "False False\n"


WRITER = """
import sys
from pathlib import Path
from pipeline.store.runs import Store, publish
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
for turn in range(100):
    publish(store, store.run_ids()[turn % 2])
"""


def test_readers_see_one_run_while_others_are_published(
    two_sites: Store, new_page: Callable[..., PageResult], new_run: Callable[..., Path]
) -> None:
    new_run(two_sites, [new_page(name) for name in "cdef"], SECOND)
    audit(two_sites, two_sites.folder(SECOND), AuditSettings(max_row_drift=9))
    command = [sys.executable, "-c", WRITER, str(two_sites.processed)]
    seen = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        while writer.poll() is None:
            seen.add(len(load("blocks", columns=["text"], processed=two_sites.processed)))
    assert writer.returncode == 0
    assert seen <= {8, 16}
    assert seen
