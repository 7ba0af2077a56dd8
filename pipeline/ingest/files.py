"""One page a file: HTML and bare text."""

from collections.abc import Iterator

from pipeline.ingest import media
from pipeline.ingest.pages import decode_page, unusable
from pipeline.ingest.problems import Finding, problem
from pipeline.ingest.sources import Format, Source
from pipeline.ingest.streams import ReadFailed, chunks, opened
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

MEDIA_TYPES = {Format.HTML: media.HTML, Format.TEXT: media.TEXT}


def read_file(source: Source, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    """The page of the file, or the problem that there is none."""
    data, failure = _read(source, settings)
    finding = unusable(data, settings)
    if failure and (finding or failure.code != "truncated"):
        yield problem(failure, source.name, 0)
    elif finding:
        yield problem(finding, source.name, 0)
    else:
        page = decode_page(
            data, source=source.name, media_type=MEDIA_TYPES[source.format], settings=settings
        )
        yield page
        if failure:
            yield problem(failure, source.name, 0, page.page_id)


def _read(source: Source, settings: IngestSettings) -> tuple[bytes, Finding | None]:
    """The file's bytes, up to one more than a page may have, and what stopped the reading."""
    parts: list[bytes] = []
    size = 0
    try:
        with opened(source) as file:
            for piece in chunks(file, source.compression, settings):
                parts.append(piece)
                size += len(piece)
                if size > settings.max_page_bytes:
                    break
    except ReadFailed as error:
        return b"".join(parts), error.finding
    return b"".join(parts), None
