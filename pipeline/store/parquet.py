"""One Parquet file of a table: same rows, same bytes.

Rows arrive in the table's order. A row group ends after `Table.row_group_size` rows or
`ROW_GROUP_CHARS` of text, whichever is first, so neither memory nor bytes depend on how the rows
arrive. zstd 3 and the page index were measured to read fastest for their size.
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
TEXT_TYPES = ("text", "label")


class PartWriter:
    """Writes one part file of a table row by row; the file appears when the block ends well."""

    def __init__(self, table: str, path: Path) -> None:
        self.n_rows = 0
        self._table = TABLES[table]
        self._schema = arrow_schema(table)
        self._row_of = attrgetter(*(field.name for field in self._table.fields))
        self._is_text = [field.type in TEXT_TYPES for field in self._table.fields]
        self._rows: list[tuple[Any, ...]] = []
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

    def write(self, records: Iterable[object]) -> None:
        """Add the records as rows, in their order."""
        for record in records:
            self.write_row(self._row_of(record))

    def write_row(self, values: tuple[Any, ...]) -> None:
        """Add one row, its values in the order of the table's fields."""
        self._rows.append(values)
        self._chars += sum(
            len(value) for value, text in zip(values, self._is_text, strict=True) if text and value
        )
        if len(self._rows) >= self._table.row_group_size or self._chars >= ROW_GROUP_CHARS:
            self._end_row_group()

    def _end_row_group(self) -> None:
        self._writer.write_table(to_table(self._table.name, self._rows))
        self.n_rows += len(self._rows)
        self._rows = []
        self._chars = 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None and self._rows:
            self._end_row_group()
        self._writer.close()
        self._replacing.__exit__(kind, error, trace)


def to_table(table: str, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """The rows as an Arrow table with the exact schema of `table`."""
    schema = arrow_schema(table)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(column, field) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Sequence[Any], field: pa.Field) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return pa.array(values, field.type.value_type).dictionary_encode()
    return pa.array(values, field.type)


def write_part(table: str, path: Path, rows: Iterable[tuple[Any, ...]]) -> int:
    """Write the rows as one part file; returns their number."""
    with PartWriter(table, path) as writer:
        for values in rows:
            writer.write_row(values)
    return writer.n_rows


def read_rows(
    path: Path, columns: Sequence[str], batch_size: int = 2_000
) -> Iterator[tuple[Any, ...]]:
    """The rows of a part in their order, each a tuple of the named columns."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=batch_size, columns=list(columns)):
            lists = [batch.column(name).to_pylist() for name in columns]
            yield from zip(*lists, strict=True)


def write_records(table: str, path: Path, records: Iterable[object]) -> int:
    """Sort the records as the table is sorted and write them as one part; returns their number."""
    order = attrgetter(*TABLES[table].sort_by)
    rows = sorted(records, key=lambda record: tuple(map(_with_nulls_first, order(record))))
    with PartWriter(table, path) as writer:
        writer.write(rows)
    return writer.n_rows


def _with_nulls_first(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
