"""Scores tagging against judged pages, and measures its speed and memory.

    python benchmarks/tagging.py quality [--held] [--errors]
    python benchmarks/tagging.py speed
    python benchmarks/tagging.py memory [--pages 200000]

quality: a mention is found where the tagger gives one with the same label whose words overlap with
IoU >= 0.5 (and, counted apart, where the bounds are the same). Pages run through all steps.
speed: processor time of tagging against spaCy's blank English tokenizer on the same clean texts,
    with as many BLAS threads as `pipeline` sets (one) unless the environment says otherwise.
memory: resident memory and entries of the string store over many short pages with ever new words.
"""

import argparse
import json
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.clean import clean
from pipeline.ingest import decode_page
from pipeline.model.records import CleanPage, Section
from pipeline.model.settings import Settings
from pipeline.segment import segment
from pipeline.tag import tag
from pipeline.tag.model import tagger

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "tagging"
WORD = re.compile(r"\w+")
OVERLAP = 0.5
SHORT = 8  # lines of a page in the measurement of memory


@dataclass(frozen=True)
class Judged:
    """A mention, judged or found: which words of the judged text it covers."""

    label: str
    words: frozenset[int]
    span: tuple[int, int]
    text: str
    aspect: str | None
    negated: bool
    rule: str = ""


def prepare(judged_page: dict[str, Any]) -> tuple[CleanPage, tuple[Section, ...]]:
    """The page as it was scraped, or its judged text where that is all there is, with sections."""
    settings = Settings()
    name = judged_page.get("source") or ""
    path = ROOT / name
    if path.suffix in (".txt", ".html", ".xhtml", ".htm") and path.is_file():
        raw = decode_page(path.read_bytes(), source=name, settings=settings.ingest)
    else:
        text = judged_page["text"]
        raw = decode_page(text.encode(), source="judged.txt", settings=settings.ingest)
    page = clean(raw, settings.clean)
    return page, segment(page, settings.segment)


def offsets(page: CleanPage, text: str) -> dict[int, int]:
    """Where each kept line of the page stands in the judged text, by its start."""
    places = {}
    position = 0
    for block, start, _ in page.kept_spans():
        at = text.find(block.text, position)
        if at >= 0:
            places[start] = at
            position = at + len(block.text)
    return places


def found_in(judged_page: dict[str, Any]) -> tuple[str | None, list[Judged]]:
    """The condition and the mentions that the chain finds, placed in the judged text."""
    page, sections = prepare(judged_page)
    text = judged_page["text"]
    tags = tag(page, sections, Settings().tag)
    places = offsets(page, text)
    starts = {block.block_id: start for block, start, _ in page.kept_spans()}
    words = [match.span() for match in WORD.finditer(text)]
    found = []
    for mention in tags.mentions:
        block_start = starts[mention.block_id]
        if block_start in places:
            shift = places[block_start] - block_start
            row = {**vars_of(mention), "start": mention.start + shift, "end": mention.end + shift}
            found.append(judged(row, words))
    return tags.condition, found


def vars_of(mention: object) -> dict[str, object]:
    """The fields of a mention that are scored."""
    return {name: getattr(mention, name) for name in ("label", "text", "aspect", "negated", "rule")}


def judged(row: dict[str, object], words: list[tuple[int, int]]) -> Judged:
    """A mention as it is compared."""
    start, end = int(str(row["start"])), int(str(row["end"]))
    covered = (i for i, (first, last) in enumerate(words) if first < end and start < last)
    aspect = str(row["aspect"]) if row["aspect"] else None
    return Judged(
        str(row["label"]),
        frozenset(covered),
        (start, end),
        str(row["text"]),
        aspect,
        bool(row["negated"]),
        str(row.get("rule", "")),
    )


def overlap(one: Judged, other: Judged) -> float:
    """Share of common words."""
    union = one.words | other.words
    return len(one.words & other.words) / len(union) if union else 0.0


def pairs(gold: list[Judged], found: list[Judged]) -> list[tuple[Judged, Judged]]:
    """Each judged mention with the found one that overlaps it most, one to one."""
    ranked = sorted(
        (
            (-overlap(one, other), i, j)
            for i, one in enumerate(gold)
            for j, other in enumerate(found)
            if one.label == other.label and overlap(one, other) >= OVERLAP
        ),
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    matched = []
    for _, i, j in ranked:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            matched.append((gold[i], found[j]))
    return matched


def f1(hits: int, found: int, gold: int) -> str:
    """Precision, recall and F1 as text."""
    precision = hits / found if found else 0.0
    recall = hits / gold if gold else 0.0
    score = 2 * hits / (found + gold) if found + gold else 0.0
    return f"P {precision:.3f}  R {recall:.3f}  F1 {score:.3f}"


def quality(folder: Path, *, errors: bool) -> None:
    """Prints the scores over all judged pages of a folder."""
    count: Counter[str] = Counter()
    paths = sorted(folder.glob("*.json"))
    for path in paths:
        score_page(path, count, errors=errors)
    print(f"{len(paths)} pages in {folder.name}")
    report(count, len(paths))


def report(count: Counter[str], pages: int) -> None:
    """Prints the scores that belong to some counts."""
    for label in ("CAUSE", "REMEDY"):
        parts = [count[f"{what} {label}"] for what in ("hit", "found", "gold")]
        print(f"{label:7} {f1(*parts)}   exact {f1(count[f'exact {label}'], *parts[1:])}")
    print(f"negation {f1(count['negated hit'], count['negated found'], count['negated gold'])}")
    remedies = max(count["hit REMEDY"], 1)
    print(f"aspect {count['aspect'] / remedies:.3f}  condition {count['condition']}/{pages}")


def score_page(path: Path, count: Counter[str], *, errors: bool) -> None:
    """Adds one page to the counts."""
    data = json.loads(path.read_text("utf-8"))
    score_mentions(data, found_in(data), count, errors_of=path.stem if errors else None)


def score_mentions(
    data: dict[str, Any],
    result: tuple[str | None, list[Judged]],
    count: Counter[str],
    errors_of: str | None = None,
) -> None:
    """Adds what was found on a page to the counts."""
    condition, found = result
    words = [match.span() for match in WORD.finditer(data["text"])]
    gold = [judged(row, words) for row in data["mentions"]]
    matched = pairs(gold, found)
    same = (condition or "").casefold() == (data["condition"] or "").casefold()
    count["condition"] += same
    for one in gold:
        count[f"gold {one.label}"] += 1
    for one in found:
        count[f"found {one.label}"] += 1
    for one, other in matched:
        count[f"hit {one.label}"] += 1
        count[f"exact {one.label}"] += one.span == other.span
        count["aspect"] += one.label == "REMEDY" and one.aspect == other.aspect
        count["negated hit"] += one.negated and other.negated
    count["negated gold"] += sum(one.negated for one in gold)
    count["negated found"] += sum(one.negated for one in found)
    if errors_of:
        print_errors(errors_of, data, condition, (gold, found, matched))


def print_errors(
    name: str,
    data: dict[str, str],
    condition: str | None,
    result: tuple[list[Judged], list[Judged], list[tuple[Judged, Judged]]],
) -> None:
    """Prints what was missed (-), found in vain (+) or found with another reading (~)."""
    gold, found, matched = result
    print(f"== {name}: {condition!r}, judged {data['condition']!r}")
    hit_gold = {one.span for one, _ in matched}
    hit_found = {other.span for _, other in matched}
    rows = [(one.span, "-", one) for one in gold if one.span not in hit_gold]
    rows += [(one.span, "+", one) for one in found if one.span not in hit_found]
    rows += [
        (one.span, "~", other)
        for one, other in matched
        if (one.negated, one.aspect) != (other.negated, other.aspect)
    ]
    for (start, _), sign, one in sorted(rows, key=lambda row: (row[0], row[1])):
        around = data["text"][max(0, start - 40) : start + 60].replace("\n", " | ")
        reading = f"{one.aspect or ''}{' negated' if one.negated else ''}"
        print(f"  {sign} {one.label:6} {one.text!r} {reading} {one.rule}   ...{around}...")


def sample_pages() -> list[tuple[CleanPage, tuple[Section, ...]]]:
    """The judged texts, cleaned and segmented."""
    paths = sorted(GOLD.glob("*.json"))
    return [prepare(json.loads(path.read_text("utf-8"))) for path in paths]


def speed(rounds: int) -> None:
    """Prints the cost of tagging as a multiple of the blank tokenizer's."""
    # Here, not above: NumPy comes with it, and reads the number of threads that `pipeline` sets.
    import spacy

    pages = sample_pages()
    settings = Settings().tag
    blank = spacy.blank("en")
    texts = [page.text for page, _ in pages]
    words = sum(len(text.split()) for text in texts)
    best = {"tokenize": float("inf"), "tag": float("inf")}
    for _ in range(rounds):
        best["tokenize"] = min(best["tokenize"], seconds(lambda: [len(blank(t)) for t in texts]))
        best["tag"] = min(
            best["tag"], seconds(lambda: [tag(page, secs, settings) for page, secs in pages])
        )
    print(f"{len(pages)} pages, {words} words, best of {rounds}")
    for name, took in best.items():
        print(f"{name:9} {took * 1000:8.1f} ms  {words / took:10.0f} words/s")
    print(f"ratio {best['tag'] / best['tokenize']:.2f}")


def seconds(work: object) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    assert callable(work)
    work()
    return time.process_time() - start


def memory(pages: int) -> None:
    """Prints memory while pages with ever new words are tagged."""
    settings = Settings().tag
    prepared = sample_pages()
    worker = tagger(settings)
    step = max(pages // 10, 1)
    for number, (page, sections) in enumerate(renewed(prepared, pages)):
        tag(page, sections, settings)
        if number % step == 0:
            used = resident()
            print(f"{number:8} pages  {used:7.1f} MB  {worker.strings()} strings", flush=True)


def renewed(
    prepared: list[tuple[CleanPage, tuple[Section, ...]]], pages: int
) -> Iterator[tuple[CleanPage, tuple[Section, ...]]]:
    """Pages in turn, each with words in its lines that no page before had."""
    for number in range(pages):
        page, _ = prepared[number % len(prepared)]
        blocks = tuple(
            replace(block, text=fresh(block.text, f"x{number}y{place}"))
            for place, block in enumerate(page.blocks[:SHORT])
        )
        yield replace(page, blocks=blocks), ()


def fresh(text: str, word: str) -> str:
    """The text with its fourth word replaced, at the same length where possible."""
    parts = text.split(" ")
    if len(parts) > 4:
        parts[3] = word
    return " ".join(parts)


def resident() -> float:
    """Resident megabytes now."""
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Runs one of the three measurements."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("quality", "speed", "memory"))
    parser.add_argument("--held", action="store_true", help="score the half kept apart")
    parser.add_argument("--errors", action="store_true", help="print what differs")
    parser.add_argument("--pages", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.what == "quality":
        quality(GOLD / "held" if options.held else GOLD, errors=options.errors)
    elif options.what == "speed":
        speed(options.rounds)
    else:
        memory(options.pages)


if __name__ == "__main__":
    main()
