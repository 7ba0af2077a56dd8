"""Composes gold pages: every pair of outer and inner markers, as lines, flattened and as HTML.

    python -m benchmarks.compose_gold

Writes tests/gold/segmenting/composed. The pages were read once they stood; a change of this script
is a change of the gold.
"""

import argparse
import random

from benchmarks.outline_bank import CHAPTERS, CONDITIONS, INTRODUCTIONS, ITEMS, SENTENCES, TITLES
from benchmarks.outline_stress import FORMS
from benchmarks.segmenting import GOLD

# One form of each family that can number chapters, and of each that can number their items.
OUTER = (
    "1.",
    "1、",
    "1)",
    "(1)",
    "#1",
    "01.",
    "I.",
    "IV、",
    "A.",
    "一、",
    "第一",
    "Step 1:",
    "Part Two",
    "Q1:",
)
INNER = (
    "1.",
    "1、",
    "1)",
    "（1）",
    "1:",
    "1.1",
    "i)",
    "a)",
    "A.",
    "①",
    "⑴",
    "（一）",
    "First,",
    "Cause #1:",
    "Tip 3 -",
)
HTML_OUTER = ("h2", "b", "h2 1.", "h2 一、", "h3 Step 1:", "dt")
HTML_INNER = ("h3", "h4 1.", "li", "li a", "b 1.", "b", "1.", "①")

Row = tuple[str, str, str]


def main() -> None:
    """Writes the pages, one file for each outer marker."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    rng = random.Random(20)  # noqa: S311  any seed; the pages are frozen
    folder = GOLD / "composed"
    folder.mkdir(parents=True, exist_ok=True)
    for place, outer in enumerate(OUTER):
        pages = [text_page(rng, outer, inner, number) for number, inner in enumerate(INNER)]
        (folder / f"text-{place + 1:02}.txt").write_text("\n".join(pages), "utf-8")
    for place, outer in enumerate(HTML_OUTER):
        pages = [html_page(rng, outer, inner) for inner in HTML_INNER if _below(inner, outer)]
        (folder / f"html-{place + 1:02}.txt").write_text("\n".join(pages), "utf-8")


def _below(inner: str, outer: str) -> bool:
    """Whether anyone would set items this way under such chapters."""
    ranks = ("h2", "h3", "h4", "b", "dt")
    tags = [form.split()[0] for form in (outer, inner)]
    places = [ranks.index(tag) if tag in ranks else len(ranks) for tag in tags]
    return places[0] < places[1]


def text_page(rng: random.Random, outer: str, inner: str, number: int) -> str:
    """A page of text; every fifth is flattened to one line."""
    outer = "I、" if outer == "IV、" else outer
    lines, rows = [], []
    condition = _opening(rng, lines)
    for chapter, (kind, heading) in enumerate(_chapters(rng, condition), 1):
        lines.append(FORMS[outer](chapter) + heading)
        rows.append((str(chapter), kind, heading, len(lines) - 1))
        for item, name in enumerate(_items(rng, kind, chapter), 1):
            mark = f"{chapter}.{item} " if inner == "1.1" else FORMS[inner](item)
            lines.append(mark + name)
            rows.append((f"{chapter}.{item}", kind, name, len(lines) - 1))
            lines.extend(_body(rng))
        if rows[-1][0] == str(chapter):
            lines.extend(_body(rng))
    if number % 5 == 4:
        lines = [" ".join(lines)]
        rows = [(path, kind, heading, 0) for path, kind, heading, _ in rows]
    return _written(f"{outer} over {inner}", lines, rows)


def html_page(rng: random.Random, outer: str, inner: str) -> str:
    """A page of tagged lines."""
    lines, rows = [], []
    condition = _opening(rng, lines, "<h1> ", "<p> ")
    for chapter, (kind, heading) in enumerate(_chapters(rng, condition), 1):
        lines.append(_tagged(outer, chapter) + heading)
        rows.append((str(chapter), kind, heading, len(lines) - 1))
        for item, name in enumerate(_items(rng, kind, chapter), 1):
            mark = _tagged(inner, item)
            run_in = f": {_body(rng)[0]}" if mark.startswith("<li") else ""
            lines.append(f"{mark}{name}{run_in}")
            rows.append((f"{chapter}.{item}", kind, name, len(lines) - 1))
            if not run_in:
                lines.extend(f"<p> {text}" for text in _body(rng))
        if rows[-1][0] == str(chapter):
            lines.extend(f"<p> {text}" for text in _body(rng))
    return _written(f"{outer} over {inner}", lines, rows)


def _tagged(form: str, value: int) -> str:
    tag, _, marker = form.partition(" ")
    if tag in FORMS:
        return f"<p> {FORMS[tag](value)}"
    if tag == "li":
        return f"<li {marker}{value}> "
    return f"<{tag}> " + (FORMS[marker](value) if marker else "")


def _opening(rng: random.Random, lines: list[str], title: str = "", text: str = "") -> str:
    condition = rng.choice(CONDITIONS)
    line = rng.choice(TITLES).format(c=condition)
    lines.append(title + line[:1].upper() + line[1:])
    lines.append(text + rng.choice(INTRODUCTIONS).format(c=condition))
    return condition


def _chapters(rng: random.Random, condition: str) -> list[tuple[str, str]]:
    chosen = rng.sample([kind for kind in CHAPTERS if kind != "overview"], 3)
    listed = []
    for kind in ["overview", *chosen]:
        options = [text for text in CHAPTERS[kind] if "? T" not in text]
        listed.append((kind, _capital(rng.choice(options).format(c=condition))))
    return listed


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _items(rng: random.Random, kind: str, chapter: int) -> list[str]:
    if chapter == 1:
        return []
    return rng.sample(ITEMS[kind], rng.randint(2, 5))


def _body(rng: random.Random) -> list[str]:
    return [" ".join(rng.sample(SENTENCES, rng.randint(1, 2))) for _ in range(rng.randint(1, 2))]


def _written(name: str, lines: list[str], rows: list[tuple[str, str, str, int]]) -> str:
    tree = [f"@{line} {path} | {kind} | {heading}" for path, kind, heading, line in rows]
    return "\n".join([f"=== {name}", *lines, "--- tree", *tree, ""])


if __name__ == "__main__":
    main()
