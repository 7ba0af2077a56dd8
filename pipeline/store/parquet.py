"""One Parquet file of a table: same rows, same bytes.

Rows arrive in the table's order, page by page: as records, or as slices of an older part. A row
group ends with the page that brings it to `Table.row_group_size` rows or `ROW_GROUP_CHARS` of
text, so neither memory nor bytes depend on how the rows arrive. zstd 3 and the page index were
measured to read fastest for their size.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.schemas import TABLES, arrow_schema
from pipeline.store.atomic import replacing

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 3  # level 9 takes four times as long for 14 % less
ROW_GROUP_CHARS = 32_000_000  # keeps a writer below some 200 MB, however long the pages are
HELD_ROWS = 5_000  # Python's objects take several times what the same rows take in Arrow


class PartWriter:
    """Writes one part file of a table; the file appears when the block ends well."""

    def __init__(self, table: str, path: Path) -> None:
        self.n_rows = 0
        self._row_group_size = TABLES[table].row_group_size
        self._schema = arrow_schema(table)
        self._row_of = attrgetter(*self._schema.names)
        self._rows: list[tuple[Any, ...]] = []
        self._slices: list[pa.RecordBatch] = []
        self._held = 0
        self._chars = 0
        self._replacing = replacing(path)

    def __enter__(self) -> Self:
        self._writer = pq.ParquetWriter(
            self._replacing.__enter__(),
            self._schema,
            compression=COMPRESSION,
            compression_level=COMPRESSION_LEVEL,
            write_page_index=True,
        )
        return self

    def write(self, records: Iterable[object], chars: int = 0) -> None:
        """Add the records of a page as rows; `chars` is the length of its text."""
        self.write_rows([self._row_of(record) for record in records], chars)

    def write_rows(self, rows: Sequence[tuple[Any, ...]], chars: int = 0) -> None:
        """Add the rows of a page, their values in the order of the table's fields."""
        self._rows.extend(rows)
        if len(self._rows) >= HELD_ROWS:
            self._end_rows()
        self._added(len(rows), chars)

    def carry(self, slices: Sequence[pa.RecordBatch], chars: int = 0) -> None:
        """Add the rows of a page as they stand in another part."""
        if slices:
            self._end_rows()
            self._slices.extend(slices)
        self._added(sum(part.num_rows for part in slices), chars)

    def _added(self, rows: int, chars: int) -> None:
        self._held += rows
        self._chars += chars
        if self._held >= self._row_group_size or self._chars >= ROW_GROUP_CHARS:
            self._end_row_group()

    def _end_rows(self) -> None:
        if self._rows:
            self._slices.append(_plain_batch(self._rows, self._schema))
        self._rows = []

    def _end_row_group(self) -> None:
        self._end_rows()
        if self._slices:
            held = pa.Table.from_batches(self._slices)
            self._writer.write_table(_as_stored(held, self._schema))
        self.n_rows += self._held
        self._slices = []
        self._held = self._chars = 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._end_row_group()
        self._writer.close()
        self._replacing.__exit__(kind, error, trace)


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The schema with text in place of labels: rows of several parts have one type."""
    return pa.schema([(field.name, _plain_type(field.type)) for field in schema])


def _plain_type(of: pa.DataType) -> pa.DataType:
    return of.value_type if pa.types.is_dictionary(of) else of


def _plain_batch(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.RecordBatch:
    plain = plain_schema(schema)
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, plain, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=plain)


def _as_stored(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table in one piece a column, labels numbered by first occurrence: no trace of origin."""
    columns = []
    for column, field in zip(table.combine_chunks().columns, schema, strict=True):
        whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        columns.append(whole.dictionary_encode() if pa.types.is_dictionary(field.type) else whole)
    return pa.Table.from_arrays(columns, schema=schema)


def read_plain(
    path: Path, batch_size: int, columns: list[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The batches of a part with text in place of labels, as `PartWriter.carry` takes them."""
    with pq.ParquetFile(path) as file:
        full = file.schema_arrow
        plain = plain_schema(pa.schema(map(full.field, columns)) if columns else full)
        for batch in file.iter_batches(batch_size=batch_size, columns=columns):
            found = (batch.column(name) for name in plain.names)
            decoded = [
                column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
                for column in found
            ]
            yield pa.RecordBatch.from_arrays(decoded, schema=plain)


def read_rows(
    path: Path, columns: Sequence[str], batch_size: int = 2_000
) -> Iterator[tuple[Any, ...]]:
    """The rows of a part in their order, each a tuple of the named columns."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=batch_size, columns=list(columns)):
            yield from zip(*(_values(batch.column(name)) for name in columns), strict=True)


def _values(column: pa.Array) -> list[Any]:
    """The values of a column; by way of NumPy where that gives the same, in a third of the time."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    whole = column.null_count == 0 and _is_plain_number(column.type)
    if whole or pa.types.is_string(column.type):
        found: list[Any] = column.to_numpy(zero_copy_only=False).tolist()
        return found
    return list(column.to_pylist())


def _is_plain_number(of: pa.DataType) -> bool:
    return bool(pa.types.is_integer(of) or pa.types.is_boolean(of) or pa.types.is_floating(of))


def write_records(table: str, path: Path, records: Iterable[object]) -> int:
    """Sort the records as the table is sorted and write them as one part; returns their number."""
    order = attrgetter(*TABLES[table].sort_by)
    row_of = attrgetter(*(field.name for field in TABLES[table].fields))
    ordered = sorted(records, key=lambda record: tuple(map(_with_nulls_first, order(record))))
    size = TABLES[table].row_group_size
    with PartWriter(table, path) as writer:
        for start in range(0, len(ordered), size):
            writer.write_rows([row_of(record) for record in ordered[start : start + size]])
    return writer.n_rows


def _with_nulls_first(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
