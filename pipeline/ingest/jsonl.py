"""JSON Lines: one page a line, read line by line however long the file is."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.ingest.decode import without_surrogates
from pipeline.ingest.fields import page_of_record
from pipeline.ingest.problems import Finding, problem
from pipeline.ingest.sources import Source
from pipeline.ingest.streams import ReadFailed, chunks, lines, opened
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

BOM = b"\xef\xbb\xbf"
WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(source: Source, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    """A page or a problem for each line that is not blank; its index is the line's, from 0."""
    with opened(source) as file:
        pieces = chunks(file, source.compression, settings)
        for index, (line, ended) in enumerate(lines(pieces, settings.max_record_bytes)):
            if line is None:
                limit = settings.max_record_bytes
                finding = Finding("too_large", f"The line has more than {limit} bytes.")
                yield problem(finding, source.name, index)
                continue
            if index == 0 and line.startswith(WIDE_BOMS):
                raise ReadFailed("It is UTF-16; JSON Lines are UTF-8.", "not_json")
            data = line.removeprefix(BOM) if index == 0 else line
            if data.strip():
                yield _page(data, source.name, index, settings, ended=ended)


def _page(
    line: bytes, source: str, index: int, settings: IngestSettings, *, ended: bool
) -> RawPage | Problem:
    text, findings = _decoded(line)
    record = _parsed(text, ended=ended)
    if isinstance(record, Finding):
        return problem(record, source, index)
    return page_of_record(record, source, index, settings, findings)


def _decoded(line: bytes) -> tuple[str, tuple[Finding, ...]]:
    try:
        return line.decode(), ()
    except UnicodeDecodeError:
        text = line.decode(errors="replace")
    count = text.count("\ufffd")
    message = f"{count} places of the line are not UTF-8 and were replaced."
    return text, (Finding("undecodable_bytes", message),)


def _parsed(text: str, *, ended: bool) -> Mapping[str, Any] | Finding:
    try:
        record = json.loads(text)
    except RecursionError:
        return Finding("bad_record", "The line is nested too deeply.")
    except ValueError as error:
        if not ended:
            return Finding("truncated", "The last line is cut off.")
        reason, _ = without_surrogates(str(error))
        return Finding("not_json", f"The line is not JSON: {reason}.")
    if not isinstance(record, dict):
        return Finding("bad_record", "The line is JSON but no object.")
    return record
