"""A run for other tools: CSV, JSON Lines, a DuckDB file, Delta tables.

Whatever is written appears whole at its path, or not at all. Rows come part by part, each part in
the table's order, a batch at a time, so memory does not grow with the run.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from pipeline.model.errors import StopRun
from pipeline.schemas import TABLES, Field, Table, arrow_schema
from pipeline.store.atomic import filling, replacing
from pipeline.store.parquet import plain_schema, read_plain

BATCH_ROWS = 10_000  # held at once; some 50 MB of the longest pages
ARROW_TIME = "%Y-%m-%dT%H:%M:%SZ"  # Arrow's seconds have a fraction
TIME = "%Y-%m-%dT%H:%M:%S.%fZ"

# Spreadsheets take a cell that begins with one of these signs for a formula, full-width ones too.
# Apostrophes before it count, so that taking away one gives back exactly what was there.
FORMULA = r"\A'*[=+\-@\t\r\n＝＋－＠]"

PACKAGES = {"duckdb": "duckdb", "delta": "deltalake"}  # of the formats that need one
SQL_TYPES = {
    "text": "VARCHAR",
    "label": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "timestamp": "TIMESTAMPTZ",
}

Writer = Callable[[Path, Sequence[str], Path], None]  # run folder, tables, target


def export(run: Path, to: str, output: Path, tables: Sequence[str] = ()) -> tuple[str, ...]:
    """Write tables of the run in `run` to `output`, all of them by default; returns their names.

    `output` becomes a file for DuckDB and a folder for the others; what is there is not touched.
    """
    check(to, output, tables)
    held = [table for table in TABLES if (run / table).is_dir()]  # an older run may lack one
    wanted = tuple(dict.fromkeys(tables or held))
    if lacking := sorted(set(wanted) - set(held)):
        raise StopRun(f"Run {run.resolve().name} has no table {lacking[0]}: other code made it.")
    FORMATS[to](run.resolve(), wanted, output)
    return wanted


def check(to: str, output: Path, tables: Sequence[str]) -> None:
    """Raise StopRun for what can't be exported, before anything is fetched or written."""
    unknown = [table for table in tables if table not in TABLES]
    if unknown:
        raise StopRun(f"There is no table {unknown[0]}; there are {', '.join(TABLES)}.")
    if to not in FORMATS:
        raise StopRun(f"There is no format {to}; there are {', '.join(FORMATS)}.")
    if to in PACKAGES and find_spec(PACKAGES[to]) is None:
        raise StopRun(
            f"Exporting to {to} needs the package {PACKAGES[to]}; "
            f"install it: pip install 'healthpages[{to}]'."
        )
    if output.exists():
        raise StopRun(f"{output} exists; name a path that does not, or remove it.")


def _parts(run: Path, table: str) -> list[Path]:
    return sorted((run / table).iterdir())


def _batches(run: Path, table: str) -> Iterator[pa.RecordBatch]:
    for path in _parts(run, table):
        yield from read_plain(path, BATCH_ROWS)


def _csv(run: Path, tables: Sequence[str], output: Path) -> None:
    with filling(output) as folder:
        for table in tables:
            schema = _csv_schema(table)
            with pa_csv.CSVWriter(folder / f"{table}.csv", schema) as writer:
                for batch in _batches(run, table):
                    writer.write_batch(_as_csv(batch, schema))


def _csv_schema(table: str) -> pa.Schema:
    """The table's columns without labels and times, which CSV holds as text."""
    plain = plain_schema(arrow_schema(table))
    return pa.schema(
        [(field.name, pa.string() if _is_time(field) else field.type) for field in plain]
    )


def _is_time(field: pa.Field) -> bool:
    return bool(pa.types.is_timestamp(field.type))


def _as_csv(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [
        pc.strftime(column, ARROW_TIME)
        if _is_time(field)
        else neutralised(column)
        if pa.types.is_string(field.type)
        else column
        for column, field in zip(batch.columns, batch.schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def neutralised(column: pa.Array) -> pa.Array:
    """The texts, with an apostrophe before each that a spreadsheet would take for a formula."""
    formula = pc.match_substring_regex(column, FORMULA)
    return pc.if_else(formula, pc.binary_join_element_wise("'", column, ""), column)


def _jsonl(run: Path, tables: Sequence[str], output: Path) -> None:
    with filling(output) as folder:
        for table in tables:
            with (folder / f"{table}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
                for batch in _batches(run, table):
                    file.writelines(_line(row) for row in batch.to_pylist())


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=_time) + "\n"


def _time(value: datetime) -> str:
    return f"{value:{TIME}}"


def _duckdb(run: Path, tables: Sequence[str], output: Path) -> None:
    import duckdb

    with replacing(output) as temporary, duckdb.connect(str(temporary)) as database:
        for table in tables:
            for statement in _sql(TABLES[table]):
                database.execute(statement)
            names = ", ".join(f'"{field.name}"' for field in TABLES[table].fields)
            database.execute(
                f'INSERT INTO "{table}" SELECT {names} FROM read_parquet(?)',  # noqa: S608  our names
                [[str(path) for path in _parts(run, table)]],
            )
        database.execute("CHECKPOINT")


def _sql(table: Table) -> Iterator[str]:
    """The statements that make an empty table, with what each column means."""
    columns = ", ".join(_sql_column(field) for field in table.fields)
    yield f'CREATE TABLE "{table.name}" ({columns})'
    yield f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.description)}'
    for field in table.fields:
        yield f'COMMENT ON COLUMN "{table.name}"."{field.name}" IS {_quoted(field.description)}'


def _sql_column(field: Field) -> str:
    return f'"{field.name}" {SQL_TYPES[field.type]}{"" if field.nullable else " NOT NULL"}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _delta(run: Path, tables: Sequence[str], output: Path) -> None:
    from deltalake import write_deltalake

    with filling(output) as folder:
        for table in tables:
            schema = _described(table)
            batches = (
                pa.RecordBatch.from_arrays(batch.columns, schema=schema)
                for batch in _batches(run, table)
            )
            write_deltalake(
                folder / table,
                pa.RecordBatchReader.from_batches(schema, batches),
                name=table,
                description=TABLES[table].description,
            )


def _described(table: str) -> pa.Schema:
    """The table's columns without labels, which Delta has not, with what each means."""
    full = arrow_schema(table)
    plain = plain_schema(full)
    return pa.schema(
        [
            pa.field(field.name, plain.field(field.name).type, field.nullable, field.metadata)
            for field in full
        ]
    )


FORMATS: dict[str, Writer] = {"csv": _csv, "jsonl": _jsonl, "duckdb": _duckdb, "delta": _delta}
