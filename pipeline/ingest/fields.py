"""Which fields of a JSON or Parquet record mean what, whoever wrote it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from pipeline.ingest import media
from pipeline.ingest.pages import Origin, in_utc, page_or_problem
from pipeline.ingest.problems import Finding, problem
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

# Of several, the first that holds text is taken: markup says more than text made of it.
TEXT_FIELDS = ("html", "text", "content", "body", "raw_content")
URL_FIELDS = ("url", "uri", "link")
TIME_FIELDS = ("fetched_at", "timestamp", "warc_date", "date")
TYPE_FIELDS = ("media_type", "content_type")
# Records of other tools keep the address and the date one level down.
NESTED_FIELDS = ("metadata", "meta")

FIELDS = (*TEXT_FIELDS, *URL_FIELDS, *TIME_FIELDS, *TYPE_FIELDS, *NESTED_FIELDS)

# The web is younger than this year, and crawls are not dated ahead.
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Epoch times above this are in milliseconds: in seconds it is the year 5138.
MAX_EPOCH_SECONDS = 10**11

# Characters of a wrong value that a message quotes.
MAX_SHOWN = 40


def page_of_record(
    record: Mapping[str, Any],
    source: str,
    index: int,
    settings: IngestSettings,
    findings: tuple[Finding, ...] = (),
) -> RawPage | Problem:
    """The page that the record holds, or the problem that it holds none."""
    name, content = _content(record)
    if content is None:
        wanted = ", ".join(TEXT_FIELDS)
        finding = Finding("missing_text", f"None of the fields {wanted} holds text.")
        return problem(finding, source, index)
    declared, charset = media.split_media_type(_string(record, TYPE_FIELDS))
    if not media.is_page_type(declared):
        return problem(Finding("not_a_page", f"Its media type is {declared}."), source, index)
    fetched_at, dated = _fetched_at(record)
    origin = Origin(
        source=source,
        source_index=index,
        url=_string(record, URL_FIELDS),
        media_type=declared or (media.HTML if name == "html" else None),
        charset=charset,
        fetched_at=fetched_at,
        findings=(*findings, *dated),
    )
    return page_or_problem(content, origin, settings)


def moment(value: object) -> datetime | None:
    """A date in any usual notation as a moment in UTC; None where it is none or out of range.

    ISO 8601, the date of an HTTP header, 14 digits as in archives, seconds or milliseconds since
    1970, a date or datetime.
    """
    try:
        found = in_utc(_parsed(value))
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found and EARLIEST <= found < LATEST else None


def _parsed(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    return _of_text(value.strip()) if isinstance(value, str) else None


def _since_1970(value: float) -> datetime:
    return EPOCH + timedelta(seconds=value / 1000 if value > MAX_EPOCH_SECONDS else value)


def _of_text(text: str) -> datetime:
    digits = len(text) if text.isascii() and text.isdigit() else 0
    if digits == len("20240131235959"):
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if digits and digits != len("20240131"):
        return _since_1970(float(text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


def _fetched_at(record: Mapping[str, Any]) -> tuple[datetime | None, tuple[Finding, ...]]:
    value = _first(record, TIME_FIELDS)
    if value is None or value == "":
        return None, ()
    found = moment(value)
    if found:
        return found, ()
    shown = ascii(value)[:MAX_SHOWN]
    return None, (Finding("bad_date", f"{shown} is no date of a crawl."),)


def _content(record: Mapping[str, Any]) -> tuple[str, str | bytes | None]:
    for name in TEXT_FIELDS:
        value = record.get(name)
        if isinstance(value, str | bytes) and value:
            return name, value
    return "", None


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> object:
    nested = (record.get(name) for name in NESTED_FIELDS)
    for level in (record, *(found for found in nested if isinstance(found, Mapping))):
        for name in names:
            if level.get(name) is not None:
                value: object = level[name]
                return value
    return None


def _string(record: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    value = _first(record, names)
    return value if isinstance(value, str) else None
