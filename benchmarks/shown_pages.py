"""Pages of bare text as the fitted part of cleaning is shown them, each line with its judgement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zlib import crc32

from benchmarks.cleaning_text import JudgedLine, JudgedPage, raw_page
from benchmarks.shared_data import ROOT
from pipeline.clean import rules_alone
from pipeline.clean.text_body import parts_of
from pipeline.model.reasons import Reason
from pipeline.model.settings import CleanSettings


@dataclass(frozen=True)
class Shown:
    """A page as the trees see it: what cleaning made of it, and what was judged."""

    source: str  # the file of judged pages, or nothing for an article
    texts: tuple[str, ...]
    title: str | None
    verdicts: tuple[Reason | None, ...]
    judged: tuple[Reason | None, ...]
    gaps: tuple[int, ...]


def shown(page: JudgedPage, source: str) -> Shown:
    """The page in the parts that are judged, as the rules leave it, with their judgements."""
    document, title, removals = rules_alone(raw_page(page), CleanSettings())
    parts = parts_of(document.lines, removals)
    letters = [line.reason for line in page.lines for letter in line.text if not letter.isspace()]
    judged: list[Reason | None] = []
    start = 0
    for part in parts:
        found = letters[start : (start := start + len("".join(part.text.split())))]
        judged.append(max(dict.fromkeys(found), key=found.count) if found else None)
    return Shown(
        source,
        tuple(part.text for part in parts),
        title,
        tuple(cut.reason if (cut := removals.get(part.line)) else None for part in parts),
        tuple(judged),
        tuple(part.gaps for part in parts),
    )


def flattened(page: JudgedPage) -> JudgedPage:
    """The page as a scraper prints it that loses the line breaks."""
    return replace(page, text=" ".join(line.text for line in page.lines))


def forgotten(page: Shown, percent: int, draw: int) -> Shown:
    """The page as if the rules knew less: what they removed in a row is kept, or single lines."""

    def lost(text: str, share: float) -> bool:
        return crc32(f"{draw} {text}".encode()) % 1000 < share * 10

    verdicts = list(page.verdicts)
    whole = False
    for index, reason in enumerate(page.verdicts):
        if index == 0 or reason != page.verdicts[index - 1]:
            whole = lost(page.texts[index], percent)
        if whole or lost(f"{page.texts[index]} alone", percent / 3):
            verdicts[index] = None
    return replace(page, title=page.title if draw % 2 else None, verdicts=tuple(verdicts))


def articles() -> Iterator[tuple[str, str]]:
    """Name and text of the articles without furniture."""
    gold = ROOT / "tests" / "gold"
    for path in sorted((gold / "segmenting").glob("*/*.txt")):
        if path.stem.startswith("html"):
            continue
        for part in path.read_text("utf-8").split("\n=== "):
            name, _, body = part.removeprefix("=== ").partition("\n")
            yield name, body.split("\n--- tree")[0].strip()
    for path in sorted((gold / "tagging" / "marked").glob("*.txt")):
        marked = path.read_text("utf-8").partition("---\n")[2].strip()
        yield path.stem, re.sub(r"\[\[\w!? |\]\]", "", marked)


def article(name: str, text: str) -> JudgedPage:
    """An article as a page without furniture."""
    lines = tuple(JudgedLine(line, None) for line in text.splitlines() if line.strip())
    return JudgedPage(name, text, lines)
