"""An HTTP response as archives hold it: status, content type, and the body as it was sent."""

import zlib
from dataclasses import dataclass
from io import BytesIO

from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from pipeline.ingest.problems import Finding

# All headers together; real ones have a few kilobytes.
MAX_HEADER_BYTES = 1_000_000

# Ways in which a server may have compressed a page, with the window sizes that zlib is to try.
# `deflate` is sent with and without its header.
CONTENT_ENCODINGS: dict[str, tuple[int, ...]] = {
    "gzip": (zlib.MAX_WBITS | 16,),
    "x-gzip": (zlib.MAX_WBITS | 16,),
    "deflate": (zlib.MAX_WBITS, -zlib.MAX_WBITS),
}

# What an archive that has already undone the compression may have left in the headers.
NOT_COMPRESSED = frozenset({"", "identity", "none", "utf-8"})


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered; `body` has one byte more than allowed where it is longer."""

    status: str
    content_type: str | None
    body: bytes
    findings: tuple[Finding, ...] = ()


def parse_headers(block: bytes) -> tuple[StatusAndHeaders, int] | None:
    """Status line and headers, and where they end; None where they don't."""
    stream = BytesIO(block[:MAX_HEADER_BYTES])
    try:
        headers = StatusAndHeadersParser([], verify=False).parse(stream)
    except EOFError:
        return None
    end = stream.tell()
    return None if end == MAX_HEADER_BYTES else (headers, end)


def response(payload: bytes, limit: int) -> Response | Finding:
    """The response that a record holds, its body unpacked; a finding where that is impossible."""
    parsed = parse_headers(payload)
    if parsed is None or not parsed[0].protocol.upper().startswith("HTTP/"):
        return Finding("bad_record", "The record holds no HTTP response.")
    headers, end = parsed
    body = payload[end:]
    if "chunked" in headers.get_header("Transfer-Encoding", "").lower():
        body = ChunkedDataReader(BytesIO(body)).read(limit + 1)
    encoding = headers.get_header("Content-Encoding", "").strip().lower()
    status, content_type = headers.get_statuscode(), headers.get_header("Content-Type")
    if encoding in NOT_COMPRESSED:
        return Response(status, content_type, body)
    if encoding not in CONTENT_ENCODINGS:
        shown = ascii(encoding)
        return Finding("bad_record", f"Its content encoding {shown} is not supported.")
    unpacked, findings = _unpack(body, CONTENT_ENCODINGS[encoding], limit)
    return Response(status, content_type, unpacked, findings)


def _unpack(body: bytes, windows: tuple[int, ...], limit: int) -> tuple[bytes, tuple[Finding, ...]]:
    """The body without compression; as it is where it has none in spite of its header."""
    for window in windows:
        decompressor = zlib.decompressobj(window)
        try:
            unpacked = decompressor.decompress(body, limit + 1)
        except zlib.error:
            continue
        if decompressor.eof or len(unpacked) > limit:
            return unpacked, ()
        return unpacked, (Finding("truncated", "The compressed body ends in the middle."),)
    return body, ()
