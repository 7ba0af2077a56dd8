"""Chapters of the judged pages of tagging with their kinds, to fit and to judge kinds by text.

A chapter whose heading names its kind has that kind; any other has the kind that the spans judged
in it show: causes, remedies that treat, remedies that prevent. Where these are few or mixed it is
left out. Pages that are also in the gold of segmenting by the names in `KEPT` are left out.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.marked_pages import FOLDER, read_marked
from benchmarks.outline_score import page_of
from benchmarks.segmenting import GoldPage, load
from pipeline.model.records import Kind, Layout, Section
from pipeline.model.settings import SegmentSettings
from pipeline.segment import kinds, segment
from pipeline.segment.text_kinds import Place

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "segmenting" / "popular"
KEPT = ("fresh.txt", "last.txt", "unseen.txt")  # first readings are taken of these pages
LAST = "406"  # pages with a higher number are left out where texts alone are judged
FEWEST_SPANS = 3
LEAST_SHARE = 0.8  # of the spans that show one kind
MOST_TEXTS = 6  # of what stands below a chapter are read, as in segmenting

SHOWN = {
    ("CAUSE", None): Kind.CAUSES,
    ("REMEDY", "treats"): Kind.TREATMENT,
    ("REMEDY", "prevents"): Kind.PREVENTION,
}


class Chapter(NamedTuple):
    """A chapter with the texts in it."""

    page: str
    heading: str
    named: bool  # whether the heading says the kind
    kind: Kind
    texts: tuple[str, ...]
    place: Place
    judged: bool  # or shown by what is marked in it


def all_chapters() -> list[Chapter]:
    """The chapters of the gold of segmenting, as judged, and those of all other judged pages."""
    judged = [one for page in load(GOLD) for one in _of_gold(page)]
    kept = {title for path in sorted(GOLD.glob("*.txt")) for title in _titles(path)}
    return judged + [
        one
        for path in sorted(FOLDER.glob("*.txt"))
        if (page := read_marked(path))["text"].strip().split("\n", 1)[0] not in kept
        for one in _of_page(path.stem, page)
    ]


def chapters() -> list[Chapter]:
    """The chapters that texts alone are fitted to, in order: none is about diet."""
    kept = {title for name in KEPT for title in _titles(GOLD / name)}
    found: list[Chapter] = []
    for path in sorted(FOLDER.glob("*.txt")):
        page = read_marked(path)
        if path.stem[: len(LAST)] <= LAST and page["text"].strip().split("\n", 1)[0] not in kept:
            found.extend(_of_page(path.stem, page))
    return [one for one in found if one.kind is not Kind.DIET]


def _of_gold(page: GoldPage) -> Iterator[Chapter]:
    """The chapters of a page with a tree; those whose kind no reader could tell are left out."""
    text = page_of(page.lines, page.title).text
    starts = list(accumulate((len(line[0]) + 1 for line in page.lines), initial=0))
    places: list[tuple[int, int]] = []
    for one in page.expected:
        after = max(starts[one.line], places[-1][1] if places else 0)
        at = text.find(one.heading, after)
        places.append((at, at + len(one.heading)))
    tops = [index for index, one in enumerate(page.expected) if "." not in one.path]
    before: list[Kind] = []
    for index, end in pairwise([*tops, len(page.expected)]):
        one = page.expected[index]
        named = kinds.of_heading(one.heading)
        ends = [start for start, _ in places[index + 1 :]] + [len(text)]
        inside = range(index, min(end, index + MOST_TEXTS + 1))
        bodies = [text[places[n][1] : ends[n - index]].strip(" .:\n") for n in inside]
        texts = tuple(body for body in bodies if body)
        kind = Kind(one.kind) if one.kind else None
        if kind and texts:
            last = end == len(page.expected)
            place = Place(index == 0, last, before[-1] if before else None, frozenset(before))
            says = named is not None and named.chapter
            yield Chapter(page.name, one.heading, says, kind, texts, place, judged=True)
        before.append(kind or (named.kind if named else Kind.OTHER))


def _titles(path: Path) -> Iterator[str]:
    for part in path.read_text("utf-8").split("=== ")[1:]:
        yield part.split("\n", 2)[1]


def _of_page(name: str, page: Mapping[str, Any]) -> Iterator[Chapter]:
    lines = [line for line in page["text"].splitlines() if line.strip()]
    clean = page_of([(line, "line", Layout()) for line in lines], lines[0])
    sections = segment(clean, SegmentSettings())
    spans = _shown(page, clean.text)
    before: list[Kind] = []
    tops = [index for index, one in enumerate(sections) if one.parent_id is None]
    for index, end in pairwise([*tops, len(sections)]):
        inside = sections[index:end]
        shown = Counter(kind for place, kind in spans if inside[0].start <= place < inside[-1].end)
        kind, named = _kind(inside[0], shown)
        texts = tuple(text for one in inside[: MOST_TEXTS + 1] if (text := _body(one)))
        if kind and texts:
            place = Place(
                index == 0, end == len(sections), before[-1] if before else None, frozenset(before)
            )
            yield Chapter(name, inside[0].heading, named, kind, texts, place, judged=False)
        says = kinds.of_heading(inside[0].heading)  # not the fitted kind, which a fit would change
        before.append(kind or (says.kind if says else Kind.OTHER))


def _body(section: Section) -> str:
    _, _, rest = section.text.partition(section.heading)
    return rest.lstrip(" .:\n")


def _shown(page: Mapping[str, Any], text: str) -> list[tuple[int, Kind]]:
    """Where the judged spans stand in the clean text, which has no blank lines."""
    starts, shifts, place = [], [], 0
    clean = 0
    for line in page["text"].splitlines(keepends=True):
        if line.strip():
            starts.append(place)
            shifts.append(clean - place)
            clean += len(line.rstrip("\n")) + 1
        place += len(line)
    spans = []
    for mention in page["mentions"]:
        at = mention["start"]
        moved = at + shifts[bisect_right(starts, at) - 1]
        assert text.startswith(mention["text"], moved), mention
        spans.append((moved, SHOWN[mention["label"], mention["aspect"]]))
    return spans


def _kind(section: Section, shown: Counter[Kind]) -> tuple[Kind | None, bool]:
    named = kinds.of_heading(section.heading)
    if named and named.chapter:
        return named.kind, True
    if named and named.kind is Kind.DIET:
        return Kind.DIET, True
    total = sum(shown.values())
    if total < FEWEST_SPANS:
        return None, False
    kind, count = shown.most_common(1)[0]
    return (kind if count >= LEAST_SHARE * total else None), False


def split(found: Sequence[Chapter], folds: int) -> Iterator[tuple[list[Chapter], list[Chapter]]]:
    """The chapters to fit and to judge by, each page in one of the folds."""
    order = {page: place for place, page in enumerate(dict.fromkeys(one.page for one in found))}
    for fold in range(folds):
        here = [one for one in found if order[one.page] % folds == fold]
        yield [one for one in found if order[one.page] % folds != fold], here
