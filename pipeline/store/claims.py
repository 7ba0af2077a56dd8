"""What is said of a condition: the mentions of all parts, counted over pages and sites.

A page and its near-duplicates are one voice: of all that say the same thing, the page that the
others repeat is counted, or the one with the smallest id where that page does not say it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.store.parquet import read_rows, write_records

Key = tuple[str, str, str | None, str]  # condition, label, aspect, term


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the `claims` table."""

    condition: str
    label: str
    aspect: str | None
    term: str
    n_pages: int
    n_sites: int
    n_mentions: int
    n_negated: int
    example_page_id: str


@dataclass(slots=True)
class _Voice:
    """What one page says of a claim."""

    page_id: str
    said: int = 0
    denied: int = 0


def write_claims(pages: Iterable[Path], mentions: Iterable[Path], target: Path) -> int:
    """Count the mentions of all parts and write the `claims` part; returns its rows."""
    voices = _voices(mentions)
    needed = {page_id for by_page in voices.values() for page_id in by_page}
    rows = (row for path in pages for row in read_rows(path, ["page_id", "site", "duplicate_of"]))
    sites = {page_id: (site, repeats) for page_id, site, repeats in rows if page_id in needed}
    return write_records("claims", target, _claims(voices, sites))


def _voices(parts: Iterable[Path]) -> dict[Key, dict[str, _Voice]]:
    voices: dict[Key, dict[str, _Voice]] = {}
    columns = ["condition", "label", "aspect", "term", "page_id", "negated"]
    for path in parts:
        for *key, page_id, negated in read_rows(path, columns):
            by_page = voices.setdefault((key[0], key[1], key[2], key[3]), {})
            voice = by_page.setdefault(page_id, _Voice(page_id))
            voice.said += not negated
            voice.denied += negated
    return voices


def _claims(
    voices: dict[Key, dict[str, _Voice]], sites: dict[str, tuple[str, str | None]]
) -> Iterator[Claim]:
    for (condition, label, aspect, term), by_page in voices.items():
        heard = _one_voice_each(by_page, sites)
        saying = [voice.page_id for voice in heard if voice.said]
        yield Claim(
            condition=condition,
            label=label,
            aspect=aspect,
            term=term,
            n_pages=len(saying),
            n_sites=len({sites[page_id][0] for page_id in saying}),
            n_mentions=sum(voice.said for voice in heard),
            n_negated=sum(voice.denied for voice in heard),
            example_page_id=min(saying or [voice.page_id for voice in heard]),
        )


def _one_voice_each(
    by_page: dict[str, _Voice], sites: dict[str, tuple[str, str | None]]
) -> list[_Voice]:
    """One voice for each group of near-duplicates."""
    heard: dict[str, _Voice] = {}
    for page_id in sorted(by_page):
        heard.setdefault(sites[page_id][1] or page_id, by_page[page_id])
    for original, voice in heard.items():
        heard[original] = by_page.get(original, voice)
    return list(heard.values())
