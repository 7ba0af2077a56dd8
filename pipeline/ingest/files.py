"""One page a file: HTML and bare text."""

from collections.abc import Iterator

from pipeline.ingest.pages import MEDIA_TYPES, Origin, page_or_problem
from pipeline.ingest.sources import Source
from pipeline.ingest.streams import Buffered, chunks, opened
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings


def read_file(source: Source, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    """The page of the file, or the problem that there is none."""
    with opened(source) as file:
        stream = Buffered(chunks(file, source.compression, settings))
        data = stream.read(settings.max_page_bytes + 1)
    origin = Origin(
        source.name,
        media_type=MEDIA_TYPES[source.format],
        findings=(stream.failure,) if stream.failure else (),
    )
    yield page_or_problem(data, origin, settings)
