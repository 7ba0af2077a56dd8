"""Pages that nobody judged, for the teacher of tagging to read to the network.

Those of this project that were written for other steps, and, if its folder is there, answers of
MedQuAD (Ben Abacha and Demner-Fushman 2019, CC BY 4.0): whole, with the question as title, and
single sentences that name what the answer is about. No page of the sample: some are held.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.shared_data import answers, shared
from pipeline.tag.passages import sentences

GOLD = Path(__file__).parent.parent / "tests" / "gold"
SEGMENTED = ("popular/f*.txt", "popular/[lstu]*.txt", "varied/*.txt")
WORDS = (40, 900)  # of an answer
SITES = ("GHR",)  # whose answers are all of genes: only single sentences
TABLE = "Human Phenotype Ontology"  # answers with it hold a table that was run together
LINE = re.compile(r"\s*\n\s*|\s{2,}(?=- )|\s{3,}|(?<=[.:]) (?=- )")
SENTENCE = (6, 45)  # words
SENTENCES = 6_000
SEED = 0
ARTICLE_LINE = re.compile(r"=(?:\[[^\]]*\])*\|")


def transfer_pages() -> dict[str, dict[str, Any]]:
    """All such pages in the form of judged ones, without mentions, by name."""
    pages = dict(_segmented()) | dict(_cleaned())
    if (shared() / "data" / "medquad").is_dir():
        pages |= dict(_answers()) | dict(_lone_sentences())
    return {name: {"source": None} | page for name, page in pages.items()}


def _segmented() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(path for form in SEGMENTED for path in GOLD.glob(f"segmenting/{form}")):
        if path.stem == "sites":  # markup
            continue
        for part in path.read_text("utf-8").split("=== ")[1:]:
            name, _, body = part.partition("\n")
            text = body.split("\n--- tree")[0].strip()
            yield f"segmenting/{path.stem}/{name}", {"text": text, "condition": None}


def _cleaned() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(GOLD.glob("cleaning/*.txt")):
        for part in path.read_text("utf-8").split("#### ")[1:]:
            name, *lines = part.split("\n")
            own = [line[place.end() :] for line in lines if (place := ARTICLE_LINE.match(line))]
            yield f"cleaning/{path.stem}/{name}", {"text": "\n".join(own), "condition": None}


def _answers() -> Iterator[tuple[str, dict[str, Any]]]:
    for row, one in enumerate(answers()):
        if any(site in one["source"] for site in SITES) or TABLE in one["answer"]:
            continue
        if WORDS[0] <= len(one["answer"].split()) <= WORDS[1]:
            lines = [line for line in LINE.split(one["answer"].strip()) if line]
            title = one["question"].replace(" ?", "?")
            yield f"medquad/{row}", {"text": "\n".join([title, *lines]), "condition": None}


def _lone_sentences() -> Iterator[tuple[str, dict[str, Any]]]:
    """Sentences about a condition that stand alone, as in an abstract."""
    found = {}
    for one in answers():
        condition = re.split(r"[:(]", one["focus"])[0].strip()
        if TABLE in one["answer"] or not condition:
            continue
        for line in LINE.split(one["answer"].strip()):
            for begin, end in sentences(line):
                words = len(line[begin:end].split())
                if (
                    SENTENCE[0] <= words <= SENTENCE[1]
                    and condition.lower() in line[begin:end].lower()
                ):
                    found[line[begin:end]] = condition
    chosen = random.Random(SEED).sample(sorted(found.items()), min(SENTENCES, len(found)))  # noqa: S311
    for row, (sentence, condition) in enumerate(chosen):
        yield f"medquad/alone/{row}", {"text": sentence, "condition": condition, "alone": True}
