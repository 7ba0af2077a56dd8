"""How the whole chain reads the judged sample pages in `tests/gold/pages`.

Each judged page names the lines of its article, its furniture and its outline, as a language model
judged them without having seen the rules; they were made together with the sample.

Usage: python -m benchmarks.judged_pages [--verbose]
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.clean import SiteProfile, learn_site
from pipeline.ingest import decode_page
from pipeline.model.records import PageResult, RawPage
from pipeline.model.settings import Settings
from pipeline.process import process_raw

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "pages"
SETTINGS = Settings()

# Glyphs that a page shows beside a line and that belong to none.
_GLYPHS = re.compile(r"[✚›👁★↗]|\s+")

Judged = dict[str, Any]


@dataclass
class Score:
    """Counts over pages, and what was found wrong, a line each."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        """One count as a share of another."""
        return self.counts[part] / max(1, self.counts[whole])

    def figures(self) -> dict[str, float]:
        """Every measure, 0 to 1."""
        return {
            "article lines kept": self.share("kept", "article"),
            "furniture removed": self.share("removed", "furniture"),
            "titles": self.share("titles", "pages"),
            "heading precision": self.share("headings", "found"),
            "heading recall": self.share("headings", "outline"),
            "path accuracy": self.share("paths", "headings"),
            "kind accuracy": self.share("kinds", "headings"),
        }


def score(pages: Iterable[Judged]) -> Score:
    """The score of the chain over judged pages, each cleaned with what its site repeats."""
    total = Score()
    for judged in pages:
        result = process_raw(_raw(judged["source"]), SETTINGS, _profile(judged["source"]))
        total.counts["pages"] += 1
        _score_lines(judged, result, total)
        _score_outline(judged, result, total)
    return total


def judged_pages() -> Iterator[Judged]:
    """All judged pages, by name."""
    for path in sorted(GOLD.glob("*.json")):
        yield json.loads(path.read_text("utf-8"))


def _raw(source: str) -> RawPage:
    return decode_page((ROOT / source).read_bytes(), source=source, settings=SETTINGS.ingest)


def _profile(source: str) -> SiteProfile | None:
    folder = str(Path(source).parent)
    return _profile_of(folder) if ".example" in folder else None


@cache
def _profile_of(folder: str) -> SiteProfile:
    files = sorted((ROOT / folder).glob("*.html"))
    return learn_site([_raw(str(file.relative_to(ROOT))) for file in files], SETTINGS.clean)


def _folded(text: str) -> str:
    return _GLYPHS.sub("", text).casefold()


def _score_lines(judged: Judged, result: PageResult, total: Score) -> None:
    text = _folded(result.page.text)
    lines = {_folded(line) for line in result.page.text.split("\n")}
    for line in judged["kept"]:
        total.counts["article"] += 1
        if _folded(line) in text:
            total.counts["kept"] += 1
        else:
            total.faults.append(f"{judged['source']}: lost: {line[:90]}")
    article = {_folded(line) for line in judged["kept"]}
    for line in judged["removed"]:
        if _folded(line) in article:
            continue
        total.counts["furniture"] += 1
        if _folded(line) in lines:
            total.faults.append(f"{judged['source']}: left in: {line[:90]}")
        else:
            total.counts["removed"] += 1
    title_is_right = _folded(result.page.title or "") == _folded(judged["kept"][0])
    total.counts["titles"] += title_is_right
    if not title_is_right:
        total.faults.append(f"{judged['source']}: title: {result.page.title}")


def _score_outline(judged: Judged, result: PageResult, total: Score) -> None:
    found: dict[str, list[Any]] = {}
    for section in result.sections:
        found.setdefault(_heading(section.heading), []).append(section)
    total.counts["found"] += len(result.sections)
    for expected in judged["sections"]:
        total.counts["outline"] += 1
        candidates = found.get(_heading(expected["heading"]))
        if not candidates:
            total.faults.append(f"{judged['source']}: no section: {expected['heading']}")
            continue
        section = candidates.pop(0)
        total.counts["headings"] += 1
        _score_place(judged, expected, section, total)
    for sections in found.values():
        for section in sections:
            total.faults.append(f"{judged['source']}: is no section: {section.heading[:80]}")


def _heading(text: str) -> str:
    return _folded(text).rstrip(":.。：")


def _score_place(judged: Judged, expected: Judged, section: Any, total: Score) -> None:
    where = f"{judged['source']}: {section.heading[:50]}"
    if section.number == expected["number"]:
        total.counts["paths"] += 1
    else:
        total.faults.append(f"{where}: path {section.number}, not {expected['number']}")
    if section.kind in (expected["kind"], *expected.get("also", ())):
        total.counts["kinds"] += 1
    else:
        total.faults.append(f"{where}: kind {section.kind}, not {expected['kind']}")


def main() -> None:
    """Print the figures; with --verbose every fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    total = score(judged_pages())
    if options.verbose:
        print("\n".join(total.faults))
    for name, value in total.figures().items():
        print(f"{name:<20} {value:.3f}")


if __name__ == "__main__":
    main()
