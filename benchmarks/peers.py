"""Runs other extractors over labelled pages, in an environment of their own.

    python peers.py FOLDER OUT [--every N]

Imports nothing of this project, so that it runs where only the peers are installed. Writes one JSON
object: for each extractor its CPU seconds and its text of each page.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

# What `benchmarks.cleaning` installs; the versions that the figures in docs/cleaning.md are of.
REQUIREMENTS = (
    "trafilatura==2.3.1",
    "readability-lxml==0.9",
    "lxml_html_clean==0.4.6",
    "jusText==3.0.2",
    "resiliparse==2.0.1",
)
WITHOUT_DEPENDENCIES = ("readability-lxml", "jusText")  # theirs name an extra that lxml dropped
THEIR_DEPENDENCIES = ("cssselect", "chardet")


def extractors() -> dict[str, Callable[[str], str]]:
    """The peers by name: each takes markup and returns text."""
    import justext
    import lxml.html
    import trafilatura
    from readability import Document
    from resiliparse.extract.html2text import extract_plain_text

    stop_words = justext.get_stoplist("English")

    def by_readability(html: str) -> str:
        summary = Document(html).summary()
        return extract_plain_text(summary, main_content=False)

    def by_justext(html: str) -> str:
        paragraphs = justext.justext(html, stop_words)
        return "\n".join(each.text for each in paragraphs if not each.is_boilerplate)

    def parse_alone(html: str) -> str:
        lxml.html.document_fromstring(html)
        return ""

    return {
        "trafilatura": lambda html: trafilatura.extract(html, include_comments=False) or "",
        "readability-lxml": by_readability,
        "jusText": by_justext,
        "resiliparse": lambda html: extract_plain_text(html, main_content=True),
        "keep everything": lambda html: extract_plain_text(html, main_content=False),
        "lxml parse alone": parse_alone,
    }


class Run:
    """The CPU seconds and the texts of one extractor; a page on which it fails has no text."""

    def __init__(self, extract: Callable[[str], str]) -> None:
        self.extract = extract
        self.cpu = 0.0
        self.texts: list[str] = []
        self.failures = 0

    def take(self, html: str) -> None:
        """Extract one more page."""
        started = time.process_time()
        try:
            text = self.extract(html)
        except Exception:  # noqa: BLE001  a peer's failure on a page is its result
            text = ""
            self.failures += 1
        self.cpu += time.process_time() - started
        self.texts.append(text)


def main() -> None:
    """Run all peers over every n-th page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    paths = sorted((options.folder / "html").glob("*.html.gz"))[:: options.every]
    pages = [gzip.decompress(path.read_bytes()).decode("utf-8") for path in paths]
    runs = {name: Run(extract) for name, extract in extractors().items()}
    for html in pages:  # in turn, so that other load on the machine slows all of them alike
        for run in runs.values():
            run.take(html)
    results = {
        name: {"cpu": run.cpu, "texts": run.texts, "failures": run.failures}
        for name, run in runs.items()
    }
    options.out.write_text(json.dumps(results), "utf-8")


if __name__ == "__main__":
    main()
