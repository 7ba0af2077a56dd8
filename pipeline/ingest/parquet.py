"""Parquet: one page a row, read in small batches."""

from collections.abc import Iterator
from typing import IO, Any

from pipeline.ingest.fields import FIELDS, page_of_record
from pipeline.ingest.problems import Finding, problem
from pipeline.ingest.sources import Source
from pipeline.ingest.streams import PASSING, ReadFailed, opened
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

# Rows that are in memory at once, beside the pages of the row group that Arrow has unpacked.
BATCH_ROWS = 64

# What comes out of Arrow beside its own exceptions where a file is broken: names that are not
# UTF-8, numbers out of range, columns that are not there.
FAULTS = (OSError, ValueError, ArithmeticError, LookupError, TypeError)

Row = tuple[dict[str, Any], tuple[Finding, ...]]


def read_parquet(source: Source, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    """A page or a problem for each row; its index is the row's, from 0.

    Where a row group is broken its other rows are lost, and reading goes on with the next group.
    """
    with opened(source) as file:
        archive = _archive(file)
        start = 0
        for group in range(archive.num_row_groups):
            index = start
            try:
                rows = _rows(archive, group, source.size, settings)
                for index, (record, findings) in enumerate(rows, start):
                    yield page_of_record(record, source.name, index, settings, findings)
            except ReadFailed as error:
                yield problem(error.finding, source.name, index)
            start += archive.metadata.row_group(group).num_rows


def _archive(file: IO[bytes]) -> Any:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(file, pre_buffer=False)
    except PASSING:
        raise
    except (pa.ArrowException, *FAULTS) as error:
        raise ReadFailed(f"It is no Parquet file that can be read: {_reason(error)}") from error


def _rows(archive: Any, group: int, size: int, settings: IngestSettings) -> Iterator[Row]:
    import pyarrow as pa

    _check_expansion(archive.metadata.row_group(group).total_byte_size, size, settings)
    columns = [name for name in FIELDS if name in archive.schema_arrow.names]
    try:
        batches = archive.iter_batches(
            BATCH_ROWS, row_groups=[group], columns=columns, use_threads=False
        )
        for batch in batches:
            yield from _records(batch)
    except PASSING:
        raise
    except (pa.ArrowException, *FAULTS) as error:
        raise ReadFailed(f"Row group {group} is broken: {_reason(error)}", "bad_record") from error


def _check_expansion(size: int, compressed: int, settings: IngestSettings) -> None:
    # The sizes of single columns are not asked for: where they are broken, Arrow ends the process.
    allowed = settings.max_compression_ratio * compressed
    if size > max(settings.max_record_bytes, allowed):
        message = f"The row group expands to {size} bytes, more than it may."
        raise ReadFailed(message, "expands_too_much")


def _records(batch: Any) -> Iterator[Row]:
    try:
        rows = batch.to_pylist()
    except (ValueError, OverflowError):  # bytes that are not UTF-8, a date beyond Python's
        yield from (_record(batch, index) for index in range(batch.num_rows))
    else:
        yield from ((row, ()) for row in rows)


def _record(batch: Any, index: int) -> Row:
    """One row value by value, so that a bad value costs no other."""
    record, findings = {}, []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            record[name] = column[index].as_py()
        except UnicodeDecodeError as error:
            record[name] = error.object.decode(errors="replace")
            message = f"The field {name} is not UTF-8; bytes were replaced."
            findings.append(Finding("undecodable_bytes", message))
        except (ValueError, OverflowError):
            findings.append(Finding("bad_date", f"The field {name} holds no date."))
    return record, tuple(findings)


def _reason(error: Exception) -> str:
    """The first line of what Arrow says; what follows names places in its own code."""
    return str(error).partition("\n")[0]
