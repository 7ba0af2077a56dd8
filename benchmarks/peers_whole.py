"""What a user would pick instead, from pages in JSON Lines to Parquet.

    python peers_whole.py datatrove|script PAGES OUT

Imports nothing of this project, so that it runs where only the peers are installed. PAGES is a
folder of `.jsonl` files with `url` and `html`.

datatrove   its reader of JSON Lines, its trafilatura extractor, its Parquet writer, one task; as
            they come, but for the time limit of a page, which a busy machine would meet
script      trafilatura to text; spaCy's blank English pipeline with sentence splitting and an
            entity ruler of the words and patterns below; pages and entities by pandas to Parquet
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REQUIREMENTS = (
    "datatrove==0.10.1",
    "lxml_html_clean==0.4.6",
    "orjson",
    "pandas==3.1.1",
    "pyarrow==26.0.1",
    "spacy==3.8.18",
    "trafilatura==2.3.1",
)
PAGE_SECONDS = 30
CAUSES = (
    "anaemia", "anxiety", "bacteria", "calcium deficiency", "cold air", "dehydration", "diabetes",
    "fatigue", "genes", "high blood pressure", "infection", "injury", "lack of exercise",
    "lack of sleep", "overweight", "poor posture", "pregnancy", "smoking", "stress", "virus",
)  # fmt: skip
REMEDIES = (
    "acupuncture", "antibiotics", "bed rest", "compress", "exercise", "foot bath", "ginger tea",
    "heat", "ibuprofen", "massage", "moxibustion", "ointment", "painkillers", "paracetamol",
    "physiotherapy", "probiotics", "stretching", "surgery", "vitamin c", "yoga",
)  # fmt: skip
# Cues, each with up to three words behind it.
CAUSE_CUES = ("caused by", "due to", "because of", "result of", "triggered by", "leads to")
REMEDY_CUES = ("treated with", "relieved by", "helps with", "prevents", "relieves", "treats")


def patterns() -> list[dict[str, Any]]:
    """The rules of the entity ruler."""
    rules: list[dict[str, Any]] = []
    for label, words, cues in (("CAUSE", CAUSES, CAUSE_CUES), ("REMEDY", REMEDIES, REMEDY_CUES)):
        rules += [{"label": label, "pattern": word} for word in words]
        for cue in cues:
            tokens: list[dict[str, Any]] = [{"LOWER": word} for word in cue.split()]
            behind = [{"IS_ALPHA": True}, *[{"IS_ALPHA": True, "OP": "?"}] * 2]
            rules.append({"label": label, "pattern": [*tokens, *behind]})
    return rules


def read(folder: Path) -> Iterator[tuple[str, str]]:
    """Address and markup of each page."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                yield record["html"], record["url"]


def by_script(folder: Path, out: Path) -> None:
    """Two tables: pages with their text, entities with their sentence."""
    import pandas as pd
    import spacy
    import trafilatura

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(patterns())
    texts = (
        (trafilatura.extract(html, url=url, include_comments=False) or "", url)
        for html, url in read(folder)
    )
    pages, entities = [], []
    for doc, url in nlp.pipe(texts, as_tuples=True):
        pages.append({"url": url, "text": doc.text})
        entities += [
            {
                "url": url,
                "label": entity.label_,
                "text": entity.text,
                "start": entity.start_char,
                "end": entity.end_char,
                "sentence": entity.sent.text,
            }
            for entity in doc.ents
        ]
    out.mkdir(parents=True)
    pd.DataFrame(pages).to_parquet(out / "pages.parquet")
    pd.DataFrame(entities).to_parquet(out / "entities.parquet")
    print(f"{len(pages)} pages, {len(entities)} entities", file=sys.stderr)


def by_datatrove(folder: Path, out: Path) -> None:
    """One table: pages with their text."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.extractors import Trafilatura
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import ParquetWriter

    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(folder), text_key="html", id_key="url"),
            Trafilatura(timeout=PAGE_SECONDS),
            ParquetWriter(str(out)),
        ],
        logging_dir=str(out.with_suffix(".log")),
    ).run()


def main() -> None:
    """Run one of the two."""
    ways = {"datatrove": by_datatrove, "script": by_script}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=ways)
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    ways[options.way](options.pages, options.out)


if __name__ == "__main__":
    main()
