"""Stable ids: 24 hex digits that the same content gets in every run, on every machine.

A page's id comes from its canonical URL, else from the path of its source and its index there.
Ids of blocks, sections and mentions come from the page's id, their content and a count of equal
contents before them; so a block that is added or lost elsewhere on the page does not change them.
"""

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

ID_LENGTH = 24  # 96 bits: at a billion pages a collision has a chance of about 1 in 10^11

TRACKING_PARAMETERS = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "fbclid",
    "gclid",
    "msclkid",
)


def digest(*parts: str) -> str:
    """The first 24 hex digits of the SHA-256 of the parts, each set off by a zero byte."""
    joined = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return sha256(joined).hexdigest()[:ID_LENGTH]


def canonical_url(url: str) -> str:
    """The URL without fragment and tracking parameters, with sorted query and lower-case host."""
    cleaned = url_query_cleaner(url.strip(), TRACKING_PARAMETERS, remove=True)
    return str(canonicalize_url(cleaned))


def site_of(url: str | None, source: str) -> str:
    """The site a page belongs to: the URL's host without `www.`, else the folder of its source.

    Files directly under the root, and pages of a container file without URLs, belong to `local`.
    """
    host = _host(url)
    if host:
        return host
    folder = source.rpartition("/")[0]
    return folder or "local"


def _host(url: str | None) -> str:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # an unbalanced bracket in the host part
        return ""
    return host.removeprefix("www.")


def page_id(url: str | None, source: str, source_index: int) -> str:
    """The page's id: from its canonical URL where it has one, else from source path and index."""
    if _host(url):
        return digest("url", canonical_url(url or ""))
    return digest("source", source, str(source_index))


def content_ids(parent_id: str, kind: str, contents: Iterable[str]) -> list[str]:
    """One id for each content, in order; equal contents differ by their count from the top."""
    seen: dict[str, int] = {}
    ids = []
    start = f"{kind}\x00{parent_id}\x00"
    for content in contents:  # as `digest` does, without a call for every line of every page
        count = seen[content] = seen.get(content, -1) + 1
        joined = f"{start}{content}\x00{count}".encode("utf-8", "surrogatepass")
        ids.append(sha256(joined).hexdigest()[:ID_LENGTH])
    return ids
