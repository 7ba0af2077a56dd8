"""The labelled article pages: how they are read, scored, and aligned with the lines of a page."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.clean.document import Document
from pipeline.model.ids import page_id
from pipeline.model.records import RawPage

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ArticlePage:
    """A page with what an annotator called its article."""

    name: str
    url: str
    html: str
    article: str
    wanted: tuple[str, ...]  # snippets that must survive
    unwanted: tuple[str, ...]  # snippets that must not

    @property
    def raw(self) -> RawPage:
        """The page as cleaning takes it."""
        return RawPage(
            page_id=page_id(self.url, self.name, 0),
            source=self.name,
            source_index=0,
            url=self.url,
            site=urlsplit(self.url).hostname or "local",
            fetched_at=None,
            content_sha256=sha256(self.html.encode()).hexdigest(),
            media_type="text/html",
            encoding="utf-8",
            encoding_source="given",
            text=self.html,
        )


def read_pages(folder: Path) -> Iterator[ArticlePage]:
    """The pages of the folder, in order of their names."""
    for path in sorted((folder / "html").glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        entry = json.loads((folder / "ground-truth" / f"{name}.json").read_text("utf-8"))
        truth = entry["ground_truth"]
        yield ArticlePage(
            name=name,
            url=entry["url"],
            html=gzip.decompress(path.read_bytes()).decode("utf-8"),
            article=truth.get("main_content") or "",
            wanted=tuple(truth.get("with") or ()),
            unwanted=tuple(truth.get("without") or ()),
        )


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower())


def word_f1(text: str, article: str) -> float:
    """The F1 of the words, each counted as often as it stands there."""
    found, wanted = Counter(words_of(text)), Counter(words_of(article))
    both = (found & wanted).total()
    return 2 * both / (found.total() + wanted.total()) if found or wanted else 1.0


def part_of(url: str, parts: int) -> int:
    """Which part of a split by site a page falls into."""
    host = (urlsplit(url).hostname or "").split(".")
    digest = sha256(".".join(host[-2:]).encode()).digest()
    return int.from_bytes(digest[:4], "big") % parts


def words_in_article(document: Document, article: str) -> tuple[list[int], list[int]]:
    """For each line its words, and how many of them stand in the article, in order."""
    words: list[str] = []
    owners: list[int] = []
    for index, line in enumerate(document.lines):
        found = words_of(line.text)
        words += found
        owners += [index] * len(found)
    hits, totals = [0] * len(document.lines), [0] * len(document.lines)
    for owner in owners:
        totals[owner] += 1
    matcher = SequenceMatcher(None, words, words_of(article), autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        for owner in owners[start : start + size]:
            hits[owner] += 1
    return totals, hits
