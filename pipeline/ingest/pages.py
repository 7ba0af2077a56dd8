"""One document's bytes or text to a `RawPage`, with everything that was decided on record."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipeline.ingest import media
from pipeline.ingest.decode import Decoded, replacements_in, to_text, without_surrogates
from pipeline.ingest.problems import Finding, problem
from pipeline.ingest.repair import repair
from pipeline.ingest.sources import Format, format_of
from pipeline.model.ids import page_id, site_of
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings

# What the suffix of a file says that holds one page.
MEDIA_TYPES = {Format.HTML: media.HTML, Format.TEXT: media.TEXT}

# Longer addresses are of no server; browsers stop at about this length.
MAX_URL = 8_192

# Characters of a wrong address that a message quotes.
MAX_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from and what is said of it there."""

    source: str
    source_index: int = 0
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fetched_at: datetime | None = None
    findings: tuple[Finding, ...] = ()


def decode_page(  # noqa: PLR0913 - a document and all that may be known about it
    data: bytes,
    *,
    source: str,
    source_index: int = 0,
    url: str | None = None,
    media_type: str | None = None,
    http_charset: str | None = None,
    fetched_at: datetime | None = None,
    settings: IngestSettings,
) -> RawPage:
    """The page that the bytes hold; never raises for bad bytes, what is wrong is in `problems`.

    Where no media type is given the suffix of the source says it, else the content alone. The
    page's text is empty where the bytes are none, too many, or no text.
    """
    declared, charset = media.split_media_type(media_type or MEDIA_TYPES.get(format_of(source)[0]))
    origin = Origin(
        source, source_index, url, declared, http_charset or charset, in_utc(fetched_at)
    )
    if finding := unusable(data, settings):
        return _page(Decoded("", "utf-8", "detected", (finding,)), origin, data)
    return _page(to_text(data, origin.charset, settings.default_encoding), origin, data)


def page_or_problem(
    content: bytes | str, origin: Origin, settings: IngestSettings
) -> RawPage | Problem:
    """The page of a document that came as bytes or as characters; the problem if it is none."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    if finding := unusable(data, settings):
        # What made a document empty says more than that it is.
        told = next(iter(origin.findings), finding) if not data else finding
        return problem(told, origin.source, origin.source_index)
    if isinstance(content, bytes):
        return _page(to_text(data, origin.charset, settings.default_encoding), origin, data)
    return _page(_given(content, origin), origin, data)


def unusable(data: bytes, settings: IngestSettings) -> Finding | None:
    """Why no page can be made of the bytes, or None where one can."""
    if len(data) > settings.max_page_bytes:
        message = f"The page has {len(data)} bytes; the limit is {settings.max_page_bytes}."
        return Finding("too_large", message)
    if not data.strip(b"\x00\t\n\v\f\r "):
        return Finding("empty_file", "There is nothing in it but white space.")
    if kind := media.binary_kind(data):
        return Finding("binary_file", f"It is no text but {kind} data.")
    return None


def in_utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC; one without a time zone is held to be in UTC."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _given(text: str, origin: Origin) -> Decoded:
    text, lone = without_surrogates(text)
    is_told = any(finding.code == "undecodable_bytes" for finding in origin.findings)
    findings = () if is_told else replacements_in(text)
    if lone:
        findings = (Finding("lone_surrogates", f"{lone} lone surrogates were replaced."),)
    return Decoded(text, "utf-8", "given", findings)


def _page(decoded: Decoded, origin: Origin, data: bytes) -> RawPage:
    text, tidied = _tidy(decoded.text)
    media_type, recognised = _media_type(text, origin.media_type)
    text, repaired = repair(text, is_html=media_type == media.HTML)
    url, located = _address(text, media_type, origin.url)
    findings = (
        *origin.findings,
        *decoded.findings,
        *tidied,
        *recognised,
        *repaired,
        *located,
        *_cut_off(text, media_type),
    )
    identity = page_id(url, origin.source, origin.source_index)
    return RawPage(
        page_id=identity,
        source=origin.source,
        source_index=origin.source_index,
        url=url,
        site=site_of(url, origin.source),
        fetched_at=origin.fetched_at,
        content_sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        encoding=decoded.encoding,
        encoding_source=decoded.source,
        text=text,
        problems=tuple(
            problem(finding, origin.source, origin.source_index, identity) for finding in findings
        ),
    )


def _tidy(text: str) -> tuple[str, tuple[Finding, ...]]:
    """The text without byte order mark and null characters, its lines ending in a newline."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    count = text.count("\x00")
    if not count:
        return text, ()
    finding = Finding("null_characters", f"{count} null characters were dropped.")
    return text.replace("\x00", ""), (finding,)


def _media_type(text: str, declared: str | None) -> tuple[str, tuple[Finding, ...]]:
    found = media.by_content(text, declared)
    said = media.HTML if declared in media.HTML_TYPES else declared
    if not text or said is None or said == found:
        return found, ()
    message = f"It is declared as {said}, but its content is {found}."
    return found, (Finding("media_type_by_content", message),)


def _cut_off(text: str, media_type: str) -> tuple[Finding, ...]:
    if media_type == media.HTML and media.ends_inside_a_tag(text):
        return (Finding("truncated", "The markup ends inside a tag."),)
    return ()


def _address(text: str, media_type: str, url: str | None) -> tuple[str | None, tuple[Finding, ...]]:
    """The given address, else the one that the page names as its own."""
    given = url.strip() if url else ""
    if given and not _is_usable(given):
        shown = ascii(given)[:MAX_SHOWN]
        return None, (Finding("bad_url", f"{shown} is no address; the page has none."),)
    if given:
        return given, ()
    found = media.canonical_link(text) if media_type == media.HTML else None
    if found and _is_usable(found):
        return found, ()
    return None, ()


def _is_usable(url: str) -> bool:
    """Whether an id can be made of the address and a table can hold it."""
    try:
        url.encode()
        urlsplit(url)
        page_id(url, "", 0)
    except ValueError:  # an unbalanced bracket, a port that is none, a lone surrogate
        return False
    return len(url) <= MAX_URL and url.isprintable()
