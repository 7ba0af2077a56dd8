"""Any source to its pages and problems."""

from collections.abc import Callable, Iterator

from pipeline.ingest.files import read_file
from pipeline.ingest.jsonl import read_jsonl
from pipeline.ingest.parquet import read_parquet
from pipeline.ingest.problems import Finding, problem
from pipeline.ingest.sources import Format, Source
from pipeline.ingest.streams import ReadFailed, state
from pipeline.ingest.warc import read_warc
from pipeline.model.records import Problem, RawPage, Severity
from pipeline.model.settings import IngestSettings

Results = Iterator[RawPage | Problem]


def read_source(source: Source, settings: IngestSettings) -> Results:
    """The pages of a source in their order, with problems for what can't be read.

    Raises TryAgain where a network fails; nothing else.
    """
    before = state(source) if _may_change(source) else None
    try:
        yield from _within_limits(READERS[source.format](source, settings), source, settings)
    except ReadFailed as error:
        yield problem(error.finding, source.name)
    if before and state(source) != before:
        message = "The file changed while it was read; its pages may be a mixture."
        yield problem(Finding("changed_while_read", message), source.name)


def _may_change(source: Source) -> bool:
    """Whether the source is read in several requests; a remote page comes in one."""
    return source.format not in (Format.HTML, Format.TEXT) or "://" not in source.path


def _within_limits(results: Results, source: Source, settings: IngestSettings) -> Results:
    """The results up to the largest number of records, and of problems with a row each."""
    count = failed = 0
    for count, result in enumerate(results, start=1):
        if count > settings.max_records:
            message = f"Reading stopped after {settings.max_records} records."
            yield problem(Finding("too_many_records", message), source.name)
            break
        is_failure = isinstance(result, Problem) and result.severity is not Severity.INFO
        failed += is_failure
        if not is_failure or failed <= settings.max_problems:
            yield result
    if not count:
        yield problem(Finding("empty_file", "There is no page in it."), source.name)
    if failed > settings.max_problems:
        message = f"{failed - settings.max_problems} more records could not be read."
        yield problem(Finding("more_problems", message), source.name)


def _unreadable(source: Source, settings: IngestSettings) -> Results:
    del settings  # all readers are called alike
    finding = Finding("unreadable", "It can't be opened: no file, or no right to read it.")
    yield problem(finding, source.name)


def _unknown(source: Source, settings: IngestSettings) -> Results:
    del settings
    finding = Finding("unknown_format", "Its suffix is none that pages come in.")
    yield problem(finding, source.name)


READERS: dict[Format, Callable[[Source, IngestSettings], Results]] = {
    Format.HTML: read_file,
    Format.TEXT: read_file,
    Format.JSONL: read_jsonl,
    Format.PARQUET: read_parquet,
    Format.WARC: read_warc,
    Format.UNREADABLE: _unreadable,
    Format.UNKNOWN: _unknown,
}
