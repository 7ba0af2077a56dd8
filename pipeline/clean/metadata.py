"""What a page states about itself: titles, author, date of publication, language.

The evidence is read from `<title>`, meta elements, JSON-LD and `time` elements. Nothing is
guessed: a statement that does not read like a name or a date is left out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "headline")
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
)
_LANGUAGE_NAMES = ("content-language", "og:locale", "inlanguage", "language", "dc.language")
# Types whose `name` and `headline` are about the page rather than about the site.
_PAGE_TYPES = (
    "Article", "NewsArticle", "BlogPosting", "MedicalWebPage", "WebPage", "Report", "TechArticle",
    "ScholarlyArticle", "HowTo", "FAQPage", "Recipe", "MedicalCondition", "HealthTopicContent",
)  # fmt: skip

_DATE = re.compile(
    r"(?P<day>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    r"(?P<time>[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?(?:\.\d{1,9})?)?"
    r"(?P<zone>Z|[+-][0-2]\d:?[0-5]\d)?"
)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]|$)")
_LONGEST_NAME = 80  # an author's name; longer texts are sentences
_LONGEST_JSON = 2_000_000  # characters; larger scripts are data sets, not descriptions
_MOST_NODES = 500  # of a JSON-LD graph; the page's own node stands among the first


class Head(NamedTuple):
    """What a page states about itself, as raw strings; `describe` makes sense of it."""

    title: str = ""
    meta: tuple[tuple[str, str], ...] = ()  # name, property or itemprop; content
    json_ld: tuple[str, ...] = ()
    language: str = ""
    headings: tuple[str, ...] = ()  # texts of the h1
    times: tuple[str, ...] = ()  # datetime of `time` elements


class Facts(NamedTuple):
    """What the page states, best evidence first."""

    titles: tuple[str, ...]
    author: str | None
    published: str | None
    language: str | None


def describe(head: Head) -> Facts:
    """The titles, author, date and language that the page states."""
    meta: dict[str, str] = {}
    for name, content in head.meta:
        meta.setdefault(name, " ".join(content.split()))
    nodes = [node for script in head.json_ld for node in _nodes(script)]
    nodes = [node for node in nodes if _is_page(node)]
    return Facts(
        titles=tuple(_unique(_titles(head, meta, nodes))),
        author=_author(meta, nodes),
        published=_published(head, meta, nodes),
        language=_language(head, meta),
    )


def _titles(head: Head, meta: dict[str, str], nodes: list[dict[str, Any]]) -> Iterator[str]:
    yield from (meta[name] for name in _TITLE_NAMES if name in meta)
    yield from (_text(node.get("headline")) for node in nodes)
    yield from (_text(node.get("name")) for node in nodes)
    yield head.title
    yield from head.headings


def _author(meta: dict[str, str], nodes: list[dict[str, Any]]) -> str | None:
    stated = [_text(node.get("author")) for node in nodes]
    stated += [meta[name] for name in _AUTHOR_NAMES if name in meta]
    for name in stated:
        if name and len(name) <= _LONGEST_NAME and "://" not in name and not name.startswith("@"):
            return name
    return None


def _published(head: Head, meta: dict[str, str], nodes: list[dict[str, Any]]) -> str | None:
    stated = [_text(node.get("datePublished")) for node in nodes]
    stated += [meta[name] for name in _DATE_NAMES if name in meta]
    stated += head.times[:1]
    return next(filter(None, map(iso_date, stated)), None)


def iso_date(text: str) -> str | None:
    """The ISO 8601 date or date and time at the start of the text, if there is one."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    day, time, zone = match.group("day", "time", "zone")
    if time is None:
        return day
    return f"{day}T{time[1:]}{zone or ''}"


def _language(head: Head, meta: dict[str, str]) -> str | None:
    for stated in (head.language, *(meta.get(name, "") for name in _LANGUAGE_NAMES)):
        match = _LANGUAGE.match(stated.strip().lower())
        if match:
            return match.group(1)[:2]
    return None


def _nodes(script: str) -> list[dict[str, Any]]:
    """The objects of a JSON-LD script, in the order of the text; none if it is broken."""
    if len(script) > _LONGEST_JSON:
        return []
    try:
        waiting = [json.loads(script.strip().removesuffix(";"), strict=False)]
    except (ValueError, RecursionError):  # sites publish broken JSON; other evidence remains
        return []
    found: list[dict[str, Any]] = []
    while waiting and len(found) < _MOST_NODES:
        node = waiting.pop()
        if isinstance(node, dict):
            found.append(node)
            waiting.extend(node[key] for key in ("mainEntity", "@graph") if key in node)
        elif isinstance(node, list):
            waiting.extend(reversed(node))
    return found


def _is_page(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(kind in _PAGE_TYPES for kind in kinds if isinstance(kind, str))


def _text(value: Any) -> str:
    """The first name in a JSON-LD value: a string, an object with a name, or a list of them."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or ""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _unique(texts: Iterable[str]) -> Iterator[str]:
    seen = set()
    for text in texts:
        if text and text not in seen:
            seen.add(text)
            yield text
