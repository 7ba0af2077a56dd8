"""Numbered headings of real pages: how many reach the tree, beside what trafilatura keeps of them.

    python -m benchmarks.numbered_headings [--show]

Reads WCXB's article pages. A numbered heading is an h2 to h6 that begins with a number and a
separator (`3. `, `3) `, `3: `, `#3 `, `Step 3`), stands in the page's labelled main content, is not
the page's title, and has a neighbour in the count on the page. trafilatura is counted where it is
installed: it keeps a heading if a line of its Markdown has the heading's words.
"""

import argparse
import gzip
import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from lxml import html

from benchmarks.shared_data import shared
from pipeline.clean import clean
from pipeline.ingest import decode_page
from pipeline.model.records import CleanPage, RawPage
from pipeline.model.settings import Settings
from pipeline.segment import segment

MARKED = re.compile(r"\s*(?:#|[Ss]tep )?(\d{1,2})(?:[.):](?!\d)|(?<=#\d)|(?<=#\d\d)| )\s*(?=\S)")


def pages() -> Iterator[tuple[Path, bytes, str]]:
    """Each page with its bytes and its labelled main content."""
    folder = shared() / "data" / "wcxb"
    for path in sorted((folder / "html").glob("*.html.gz")):
        truth = folder / "ground-truth" / f"{path.name.removesuffix('.html.gz')}.json"
        labelled = json.loads(truth.read_text("utf-8"))["ground_truth"]
        yield path, gzip.decompress(path.read_bytes()), labelled.get("main_content") or ""


def words_of(text: str) -> str:
    """The words of a text, for comparison."""
    return " ".join(re.findall(r"\w+", text.lower()))


def numbered(raw: RawPage, title: str | None, content: str) -> list[str]:
    """The numbered headings of a page that stand in its main content and are not its title."""
    known = words_of(content)
    found: list[tuple[int, str]] = []
    root = html.fromstring(raw.text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in root.iter("h2", "h3", "h4", "h5", "h6"):
        text = " ".join(element.text_content().split())
        marker = MARKED.match(text)
        if text == title or not marker or not text[marker.end() : marker.end() + 1].isupper():
            continue
        if words_of(text) in known:
            found.append((int(marker.group(1)), text))
    values = {value for value, _ in found}
    return [text for value, text in found if {value - 1, value + 1} & values]


def found_in(page: CleanPage, settings: Settings) -> tuple[set[str], set[str]]:
    """The kept lines, and the headings of our tree with and without their markers."""
    headings = {
        words_of(text)
        for section in segment(page, settings.segment)
        for text in (section.heading, f"{section.marker or ''} {section.heading}")
    }
    return {words_of(block.text) for block in page.kept}, headings


def by_trafilatura(module: ModuleType, data: bytes) -> set[str]:
    """The lines that trafilatura keeps, as Markdown."""
    text = module.extract(data, output_format="markdown", include_formatting=True) or ""
    return {words_of(line) for line in text.splitlines()}


def trafilatura() -> ModuleType | None:
    """The peer, where it is installed."""
    try:
        return importlib.import_module("trafilatura")
    except ImportError:
        return None


def main() -> None:
    """Prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is lost")
    options = parser.parse_args()
    peer = trafilatura()
    total = kept_lines = ours = theirs = with_headings = 0
    for path, data, content in pages():
        settings = Settings()
        raw = decode_page(data, source=path.name, settings=settings.ingest)
        page = clean(raw, settings.clean)
        headings = numbered(raw, page.title, content)
        if not headings:
            continue
        with_headings += 1
        total += len(headings)
        lines, tree = found_in(page, settings)
        kept_lines += sum(words_of(text) in lines for text in headings)
        lost = [text for text in headings if words_of(text) not in tree]
        ours += len(headings) - len(lost)
        if peer:
            kept = by_trafilatura(peer, data)
            theirs += sum(words_of(text) in kept for text in headings)
        if options.show and lost:
            print(path.name, len(headings), *lost[:6], sep="\n   ")
    print(f"{total} numbered headings on {with_headings} pages")
    print(f"{'kept by cleaning':20} {kept_lines:5} {kept_lines / max(1, total):.3f}")
    print(f"{'in our tree':20} {ours:5} {ours / max(1, total):.3f}")
    if peer:
        print(f"{'kept by trafilatura':20} {theirs:5} {theirs / max(1, total):.3f}")


if __name__ == "__main__":
    main()
