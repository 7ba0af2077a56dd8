"""Cleaning of markup, side by side with other extractors, on labelled article pages.

    python -m benchmarks.cleaning [--every N] [--environment FOLDER]

Installs the peers in an environment of their own, runs all on the same pages on one core, and
prints word F1, the share of wanted snippets kept and of unwanted ones gone, numbered headings kept
and CPU relative to parsing alone; then the difference to each peer with a paired bootstrap
interval. `python -m benchmarks.fit_article --cross-validate 5` gives the figures of the fitted part
for sites that it has not seen.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml.html import document_fromstring

from benchmarks.article_pages import ArticlePage, read_pages, word_f1, words_of
from benchmarks.peers import REQUIREMENTS, THEIR_DEPENDENCIES, WITHOUT_DEPENDENCIES
from benchmarks.shared_data import shared
from pipeline.clean import clean
from pipeline.model.settings import CleanSettings

OURS = "healthpages"
DRAWS = 2000  # of the bootstrap
SEED = 0
_NUMBERED = re.compile(r"(?:\d{1,2}[.)]|(?:Step|Part|Tip)\s\d{1,2}\b)\s*(\S.*)", re.IGNORECASE)
_LONGEST_HEADING = 90  # characters


@dataclass(frozen=True)
class Result:
    """What one extractor made of the pages."""

    name: str
    cpu: float  # relative to parsing the same pages in the same process, page by page in turn
    texts: Sequence[str]


def ours(pages: Sequence[ArticlePage]) -> Result:
    """The clean texts of this project."""
    raws = [page.raw for page in pages]
    settings = CleanSettings()
    clean(raws[0], settings)  # loads the weights
    texts = []
    times = np.zeros(2)
    for raw in raws:
        started = time.process_time()
        document_fromstring(raw.text)
        parsed = time.process_time()
        texts.append(clean(raw, settings).text)
        times += (parsed - started, time.process_time() - parsed)
    return Result(OURS, float(times[1] / times[0]), texts)


def peers(folder: Path, environment: Path, every: int) -> list[Result]:
    """The texts of the peers, from a process in their own environment."""
    python = environment / "bin" / "python"
    if not python.exists():
        _install(environment, python)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "peers.json"
        script = Path(__file__).with_name("peers.py")
        subprocess.run([python, script, folder, out, "--every", str(every)], check=True)  # noqa: S603
        found = json.loads(out.read_text("utf-8"))
    alone = found.pop("lxml parse alone")["cpu"]
    return [Result(name, result["cpu"] / alone, result["texts"]) for name, result in found.items()]


def _install(environment: Path, python: Path) -> None:
    venv.create(environment, with_pip=True)
    alone = [name for name in REQUIREMENTS if name.startswith(WITHOUT_DEPENDENCIES)]
    others = [*(name for name in REQUIREMENTS if name not in alone), *THEIR_DEPENDENCIES]
    for arguments in (others, ["--no-deps", *alone]):
        subprocess.run([python, "-m", "pip", "install", "-q", *arguments], check=True)  # noqa: S603


def share_found(texts: Sequence[str], snippets: Sequence[Sequence[str]]) -> float:
    """The share of all snippets whose words stand in the text of their page, in order."""
    found = total = 0
    for text, wanted in zip(texts, snippets, strict=True):
        words = "".join(words_of(text))
        for snippet in wanted:
            total += 1
            found += "".join(words_of(snippet)) in words
    return found / max(1, total)


def numbered_headings(page: ArticlePage) -> list[str]:
    """The lines of the article that read like numbered headings, without the number.

    The number of a list item is no text of the page: a browser counts it.
    """
    lines = (line.strip() for line in page.article.splitlines())
    short = (line for line in lines if len(line) <= _LONGEST_HEADING and line[-1:] not in ".,;")
    return [found.group(1) for found in map(_NUMBERED.fullmatch, short) if found]


def report(pages: Sequence[ArticlePage], results: Sequence[Result]) -> None:
    """Print one row an extractor, then the differences."""
    headings = [numbered_headings(page) for page in pages]
    print(f"{len(pages)} pages, {sum(map(len, headings))} numbered headings")
    print(f"{'':18}{'word F1':>9}{'kept':>8}{'gone':>8}{'headings':>10}{'CPU':>8}")
    scores = {}
    for result in results:
        pairs = zip(pages, result.texts, strict=True)
        scores[result.name] = np.array([word_f1(text, page.article) for page, text in pairs])
        kept = share_found(result.texts, [page.wanted for page in pages])
        gone = 1 - share_found(result.texts, [page.unwanted for page in pages])
        stay = share_found(result.texts, headings)
        mean = scores[result.name].mean()
        print(f"{result.name:18}{mean:9.4f}{kept:8.3f}{gone:8.3f}{stay:10.3f}{result.cpu:8.1f}")
    print("CPU is relative to lxml.html.document_fromstring alone.\n")
    for name, theirs in scores.items():
        if name != OURS:
            low, high = interval(scores[OURS] - theirs)
            gain = (scores[OURS] - theirs).mean()
            print(f"{OURS} - {name}: {gain:+.4f} (95 % {low:+.4f} to {high:+.4f})")


def interval(differences: np.ndarray) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean of paired differences."""
    random = np.random.default_rng(SEED)
    draws = random.integers(0, len(differences), (DRAWS, len(differences)))
    low, high = np.quantile(differences[draws].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def main() -> int:
    """Run all and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take every n-th page")
    parser.add_argument(
        "--environment", type=Path, default=Path(tempfile.gettempdir(), "healthpages-peers")
    )
    arguments = parser.parse_args()
    folder = shared() / "data" / "wcxb"
    if not folder.exists():
        print("The labelled pages are not here; set HEALTHPAGES_SHARED.")
        return 2
    pages = list(read_pages(folder))[:: arguments.every]
    report(pages, [ours(pages), *peers(folder, arguments.environment, arguments.every)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
