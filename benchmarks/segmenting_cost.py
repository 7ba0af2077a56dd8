"""What segmenting costs: beside spaCy's blank tokenizer, on long pages and on hostile ones.

    python -m benchmarks.segmenting_cost

Times are medians of CPU time on one core; each page is segmented and tokenized in turn, so that
both meet the same machine. Ratios count, seconds depend on the machine. spaCy's tokenizer remembers
the words that it has met, so it is measured twice: on the same page again and again, and new, on
each page once.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

import spacy

from benchmarks.outline_score import page_of
from benchmarks.shared_data import ROOT
from pipeline.clean import clean
from pipeline.ingest import decode_page
from pipeline.model.records import CleanPage, Layout
from pipeline.model.settings import Settings
from pipeline.segment import segment

RUNS = 15  # of each page
NEW_RUNS = 7  # with a new tokenizer
HOSTILE_RUNS = 3

HOSTILE = {
    "10,000 numbered lines": [f"{value}. Item of the list" for value in range(1, 10_001)],
    "10,000 lines that restart": [f"{value % 7 + 1}. Item of the list" for value in range(10_000)],
    "10,000 times the same": ["1. Item"] * 10_000,
    "a million digits": ["1" * 1_000_000],
    "a number of 1,000 parts": [".".join("1" * 1_000)],
    "1,000 lists inside one another": [".".join("1" * depth) + " A" for depth in range(1, 1_000)],
    "100,000 open brackets": ["(" * 100_000 + "1. A"],
    "10,000 markers in a line": [" ".join(f"{value}. Then it" for value in range(1, 10_001))],
}


def medians(runs: int, *works: Callable[[], object]) -> list[float]:
    """The median CPU time of each work, in seconds; each run does all of them in turn."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, taken in zip(works, times, strict=True):
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [median(taken) for taken in times]


def first_time(pages: Sequence[CleanPage]) -> tuple[float, float]:
    """The CPU time of segmenting and of a new tokenizer for all pages, each read once."""
    settings = Settings().segment
    rounds = []
    for _ in range(NEW_RUNS):
        nlp = spacy.blank("en")
        ours = tokens = 0.0
        for page in pages:
            one, other = medians(
                1, partial(segment, page, settings), partial(nlp.make_doc, page.text)
            )
            ours, tokens = ours + one, tokens + other
        rounds.append((ours, tokens))
    return median(one for one, _ in rounds), median(other for _, other in rounds)


def sample_pages() -> list[CleanPage]:
    """The text pages of the sample."""
    settings = Settings()
    pages = []
    for path in sorted((ROOT / "raw" / "sample" / "text").glob("*.txt")):
        raw = decode_page(path.read_bytes(), source=path.name, settings=settings.ingest)
        pages.append(clean(raw, settings.clean))
    return pages


def main() -> None:
    """Prints the times."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    settings = Settings().segment
    nlp = spacy.blank("en")
    pages = sample_pages()
    ours = tokens = 0.0
    for page in pages:
        one, other = medians(
            RUNS, partial(segment, page, settings), partial(nlp.make_doc, page.text)
        )
        ours, tokens = ours + one, tokens + other
    n_words = sum(len(page.text.split()) for page in pages)
    print(f"{len(pages)} text pages, {n_words} words")
    print(f"{'segment':32} {ours * 1000:8.1f} ms")
    print(f"{'blank tokenizer':32} {tokens * 1000:8.1f} ms   ratio {ours / tokens:.3f}")
    ours, tokens = first_time(pages)
    print(
        f"{'new tokenizer, each page once':32} {tokens * 1000:8.1f} ms   ratio {ours / tokens:.3f}"
    )
    for name, lines in HOSTILE.items():
        page = page_of([(line, "line", Layout()) for line in lines], None)
        (taken,) = medians(HOSTILE_RUNS, partial(segment, page, settings))
        print(f"{name:32} {taken * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
