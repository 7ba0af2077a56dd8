"""Any source to its pages and problems."""

from collections.abc import Iterator

from pipeline.ingest.files import read_file
from pipeline.ingest.problems import Finding, problem
from pipeline.ingest.sources import Format, Source
from pipeline.ingest.streams import state
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings


def read_source(source: Source, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    """The pages of a source in their order, with problems for what can't be read.

    Raises TryAgain where a network fails; nothing else.
    """
    before = state(source)
    yield from _read(source, settings)
    if state(source) != before:
        message = "The file changed while it was read; its pages may be a mixture."
        yield problem(Finding("changed_while_read", message), source.name)


def _read(source: Source, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    if source.format in (Format.HTML, Format.TEXT):
        return read_file(source, settings)
    return _not_read(source)


def _not_read(source: Source) -> Iterator[Problem]:
    if source.format is Format.UNREADABLE:
        finding = Finding("unreadable", "It can't be opened: no file, or no right to read it.")
    else:
        finding = Finding("unknown_format", "Its suffix is none that pages come in.")
    yield problem(finding, source.name)
