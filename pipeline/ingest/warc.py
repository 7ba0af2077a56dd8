"""WARC: web archives, record by record.

Pages are `response` records with status 200, `resource` records, and `conversion` records (text
that another tool extracted). A broken record costs itself only: reading goes on with the next
gzip member or the next line that starts a record.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from warcio.statusandheaders import StatusAndHeaders

from pipeline.ingest import media
from pipeline.ingest.fields import moment
from pipeline.ingest.http import MAX_HEADER_BYTES, parse_headers, response
from pipeline.ingest.pages import Origin, page_or_problem
from pipeline.ingest.problems import Finding, problem
from pipeline.ingest.sources import Source
from pipeline.ingest.streams import Buffered, GzipMembers, ReadFailed, chunks, opened
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

RECORD_START = b"WARC/"
PAGE_RECORDS = frozenset({"response", "resource", "conversion"})

# Records that tell about others: not worth a word.
SILENT_RECORDS = frozenset({"warcinfo", "request", "metadata"})

# Kinds of records that are no pages and are told apart; the rest is counted together.
MAX_KINDS = 50

# Characters of a media type that a message quotes.
MAX_KIND = 80

# Addresses whose responses are not HTTP.
NOT_HTTP = ("dns:", "whois:", "ntp:", "ftp:")


@dataclass(slots=True)
class Tally:
    """The place of the next record in the file, and what was passed over so far."""

    source: str
    index: int = 0
    is_told: bool = False  # whether the last record of a member says itself that it is cut off
    passed: Counter[str] = field(default_factory=Counter)

    def pass_over(self, kind: str) -> None:
        """Counts a record that is no page."""
        known = kind in self.passed or len(self.passed) < MAX_KINDS
        self.passed[kind if known else "of other kinds"] += 1

    def problem(self, code: str, message: str) -> Problem:
        """A problem of the record at the current place."""
        return problem(Finding(code, message), self.source, self.index)

    def summary(self) -> Iterator[Problem]:
        """A row for each kind of record that was passed over."""
        for kind, count in sorted(self.passed.items()):
            yield problem(Finding("not_a_page", f"{count} records are {kind}."), self.source)


def read_warc(source: Source, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    """The pages of the archive, problems for broken records, and counts of what is no page.

    A page's index is that of its record, from 0, counting records of all types.
    """
    tally = Tally(source.name)
    with opened(source) as file:
        if source.compression == "gzip":
            archive = GzipMembers(file, settings)
            while archive.find_member():
                yield from _member(archive.member(), tally, settings)
            if archive.leftover:
                yield tally.problem("truncated", archive.leftover_message)
        else:
            pieces = chunks(file, source.compression, settings)
            yield from _member(pieces, tally, settings)
    yield from tally.summary()


def _member(
    pieces: Iterator[bytes], tally: Tally, settings: IngestSettings
) -> Iterator[RawPage | Problem]:
    stream = Buffered(pieces)
    tally.is_told = False
    while (start := _next_start(stream)) is not None:
        skipped, line = start
        if skipped:
            yield tally.problem("bad_record", f"{skipped} bytes before it belong to no record.")
        if line:
            yield from _record(line, stream, tally, settings)
            tally.index += 1
    if stream.failure and stream.failure.code == "expands_too_much":
        raise ReadFailed(stream.failure.message, stream.failure.code)
    if stream.failure and not tally.is_told:
        yield tally.problem(stream.failure.code, stream.failure.message)


def _next_start(stream: Buffered) -> tuple[int, bytes] | None:
    """The bytes passed over up to the next record, and its first line; None at the end."""
    skipped = 0
    while line := stream.readline():
        if line.startswith(RECORD_START):
            return skipped, line
        skipped += len(line.strip())
    return (skipped, b"") if skipped else None


def _record(
    line: bytes, stream: Buffered, tally: Tally, settings: IngestSettings
) -> Iterator[RawPage | Problem]:
    headers = _headers(line, stream)
    length = _length(headers) if headers else None
    if headers is None:
        tally.is_told = True
        yield tally.problem("truncated", "The headers of the record do not end.")
    elif length is None:
        yield tally.problem("bad_record", "The record does not say how long it is.")
    elif (kind := headers.get_header("WARC-Type", "").lower()) not in PAGE_RECORDS:
        if kind not in SILENT_RECORDS:
            tally.pass_over(f"of type {ascii(kind)[1:-1]}")
        stream.skip(length)
    elif length > settings.max_record_bytes:
        stream.skip(length)
        yield tally.problem("too_large", f"The record has {length} bytes.")
    else:
        payload = _payload(stream, length, headers)
        tally.is_told = len(payload.data) < length
        yield from _content(kind, headers, payload, tally, settings)


def _headers(line: bytes, stream: Buffered) -> StatusAndHeaders | None:
    block = [line]
    size = len(line)
    while line.strip() and size < MAX_HEADER_BYTES:
        line = stream.readline()
        if not line:
            return None
        block.append(line)
        size += len(line)
    parsed = parse_headers(b"".join(block))
    return parsed[0] if parsed else None


def _length(headers: StatusAndHeaders) -> int | None:
    value = headers.get_header("Content-Length", "").strip()
    # Eighteen digits are more than any disk holds, and an integer that is cheap to make.
    is_number = value.isascii() and value.isdigit() and len(value) <= len("999999999999999999")
    return int(value) if is_number else None


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of a record, and what is wrong with them."""

    data: bytes
    findings: tuple[Finding, ...] = ()


def _payload(stream: Buffered, length: int, headers: StatusAndHeaders) -> Payload:
    data = stream.read(length)
    if len(data) < length:
        message = f"The record ends after {len(data)} of {length} bytes."
        return Payload(data, (Finding("truncated", message),))
    if cause := headers.get_header("WARC-Truncated"):
        message = f"The crawler cut the page off: {cause[:40]!a}."
        return Payload(data, (Finding("truncated", message),))
    return Payload(data)


def _content(
    kind: str,
    headers: StatusAndHeaders,
    payload: Payload,
    tally: Tally,
    settings: IngestSettings,
) -> Iterator[RawPage | Problem]:
    if kind != "response":
        yield from _page(headers, headers.get_header("Content-Type"), payload, tally, settings)
    elif headers.get_header("WARC-Target-URI", "").strip("< ").lower().startswith(NOT_HTTP):
        tally.pass_over("responses of another protocol than HTTP")
    elif isinstance(answer := response(payload.data, settings.max_page_bytes), Finding):
        yield tally.problem(answer.code, answer.message)
    elif answer.status != "200":
        tally.pass_over(f"responses with status {ascii(answer.status)[1:4]}")
    else:
        body = Payload(answer.body, (*payload.findings, *answer.findings))
        yield from _page(headers, answer.content_type, body, tally, settings)


def _page(
    headers: StatusAndHeaders,
    content_type: str | None,
    body: Payload,
    tally: Tally,
    settings: IngestSettings,
) -> Iterator[RawPage | Problem]:
    media_type, charset = media.split_media_type(content_type)
    if not media.is_page_type(media_type):
        tally.pass_over(ascii(media_type)[1:-1][:MAX_KIND])
        return
    origin = Origin(
        source=tally.source,
        source_index=tally.index,
        url=headers.get_header("WARC-Target-URI", "").strip("<> ") or None,
        media_type=media_type,
        charset=charset,
        fetched_at=moment(headers.get_header("WARC-Date")),
        findings=body.findings,
    )
    yield page_or_problem(body.data, origin, settings)
