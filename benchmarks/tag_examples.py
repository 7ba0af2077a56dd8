"""Judged pages as numbers that the network of tagging is fitted to.

A page that no one judged may be an example as well: what a teacher says of its words is fitted to.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.marked_pages import FOLDER, PASSAGES, read_marked, read_passages
from benchmarks.relations import page_of
from benchmarks.tagging import GOLD, offsets, prepare
from pipeline.model.records import CleanPage, Section
from pipeline.model.settings import Settings
from pipeline.tag import network as net
from pipeline.tag.announced import kind_announced
from pipeline.tag.condition import find_condition
from pipeline.tag.features import WORD_FLAGS, Inputs, word_flags
from pipeline.tag.model import tagger
from pipeline.tag.passages import passages

Array = npt.NDArray[np.float32]

DIMENSIONS = 48  # of a word piece
PIECE_COUNTS = 16  # to one standard deviation


@dataclass(frozen=True)
class Example:
    """A page with what its words are."""

    name: str
    judged: dict[str, Any]
    inputs: Inputs
    pieces: Array  # the vector of each word
    headings: Array  # the mean vector of the words of each passage's heading
    flags: Array
    tags: npt.NDArray[np.int64]
    counts: Array  # 0 where an earlier mention stands again, for better or worse
    targets: Array  # negated, prevents, cue
    known: Array  # where these are known
    taught: Array | None = None  # what a teacher says: odds of the tags, then of the targets
    is_judged: bool = True


def judged_pages() -> dict[str, dict[str, Any]]:
    """All judged pages that are not held, by name."""
    pages = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))}
    return pages | {path.stem: read_marked(path) for path in sorted(FOLDER.glob("*.txt"))}


def judged_passages() -> dict[str, dict[str, Any]]:
    """All judged passages, each a page of one line about its condition, by name."""
    return {
        f"passages/{path.stem}-{row}": judged | {"alone": True}
        for path in sorted(PASSAGES.glob("*.txt"))
        for row, judged in enumerate(read_passages(path))
    }


def examples_of(
    pages: Mapping[str, dict[str, Any]],
    vectors: "Vectors",
    taught: Mapping[str, Array] | None = None,
) -> Iterator[Example]:
    """The pages that tagging reads at all, with what a teacher says of them.

    What it said of a page that is now cut into other words is void.
    """
    for name, judged in pages.items():
        found = example(name, judged, vectors)
        if found is not None:
            told = (taught or {}).get(name)
            if told is not None and len(told) != len(found.tags):
                told = None
            yield replace(found, taught=told, is_judged="mentions" in judged)


def prepared(judged: dict[str, Any]) -> tuple[CleanPage, tuple[Section, ...]]:
    """The page with its sections; one line that stands alone has none."""
    if judged.get("alone"):
        return page_of(judged["text"], judged["condition"]), ()
    return prepare(judged)


def example(name: str, judged: dict[str, Any], vectors: "Vectors") -> Example | None:
    """A judged page as numbers; None where no condition is found, so that nothing is tagged."""
    page, sections = prepared(judged)
    worker = tagger(Settings().tag)
    condition = find_condition(page, sections, worker.vocabulary)
    if condition is None:
        return None
    starts = {block.block_id: start for block, start, _ in page.kept_spans()}
    places = offsets(page, judged["text"])
    found = [
        one
        for one in passages(page, sections, kind_announced(page.title or ""))
        if starts[one.block.block_id] in places
    ]
    if not found:
        return None
    inputs = worker.inputs(found, condition)
    shifts = [
        places[starts[one.block.block_id]] - starts[one.block.block_id] + one.start for one in found
    ]
    spans = word_spans(inputs, shifts)
    tags, targets, known = labels(judged, spans)
    pieces = np.stack([vectors.of(word) for word in inputs.words])
    return Example(
        name,
        judged,
        inputs,
        pieces,
        heading_means(inputs, pieces),
        all_flags(inputs),
        tags,
        repeats(judged, spans, tags),
        targets,
        known,
    )


def word_spans(inputs: Inputs, shifts: Sequence[int]) -> list[tuple[int, int]]:
    """Start and end of each word in the judged text; (-1, -1) for the breaks between passages."""
    moved = inputs.at - inputs.starts[inputs.passage] + np.array(shifts)[inputs.passage]
    return [
        (-1, -1) if word == "\n" else (start, start + len(word))
        for start, word in zip(moved.tolist(), inputs.words, strict=True)
    ]


def covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """The words that a stretch of the judged text touches."""
    return [index for index, (first, last) in enumerate(spans) if first < end and start < last]


def labels(
    judged: dict[str, Any], spans: Sequence[tuple[int, int]]
) -> tuple[npt.NDArray[np.int64], Array, Array]:
    """Tag, further targets, and where these are known, of each word."""
    tags = np.zeros(len(spans), dtype=np.int64)
    targets = np.zeros((len(spans), 3), dtype=np.float32)
    known = np.zeros((len(spans), 3), dtype=np.float32)
    known[:, 2] = 1
    for row in judged.get("mentions", ()):
        words = covered(spans, row["start"], row["end"])
        tag = net.TAGS.index(f"I-{row['label']}")
        tags[words] = tag
        # A phrase over the end of a passage is two: no sequence of tags reaches over it.
        tags[[word for word in words if word - 1 not in words]] = tag - 1
        targets[words, 0] = row["negated"]
        targets[words, 1] = row["aspect"] == "prevents"
        known[words, 0] = 1
        known[words, 1] = row["aspect"] is not None
        if row.get("cue"):
            targets[cue_words(judged["text"], spans, row), 2] = 1
    for start, end in judged.get("cues", ()):
        targets[covered(spans, start, end), 2] = 1
    return tags, targets, known


def cue_words(text: str, spans: Sequence[tuple[int, int]], row: dict[str, Any]) -> list[int]:
    """The words of the cue that stands nearest to a mention on its line."""
    lower, start = text.lower(), row["start"]
    begin, end = lower.rfind("\n", 0, start) + 1, lower.find("\n", start)
    line = lower[begin : end if end > 0 else len(lower)]
    places = [begin + at for at in range(len(line)) if line.startswith(row["cue"], at)]
    if not places:
        return []
    at = min(places, key=lambda place: abs(place - start))
    return covered(spans, at, at + len(row["cue"]))


def repeats(
    judged: dict[str, Any], spans: Sequence[tuple[int, int]], tags: npt.NDArray[np.int64]
) -> Array:
    """Weight of each word: 0 where a phrase stands again that was judged earlier on the page."""
    weight = np.ones(len(spans), dtype=np.float32)
    lower = judged["text"].lower()
    for row in judged.get("mentions", ()):
        phrase = lower[row["start"] : row["end"]]
        at = lower.find(phrase, row["end"]) if len(phrase) > 3 else -1
        while at >= 0:
            words = covered(spans, at, at + len(phrase))
            weight[[word for word in words if tags[word] == 0]] = 0
            at = lower.find(phrase, at + 1)
    return weight


def heading_means(inputs: Inputs, pieces: Array) -> Array:
    """For each word the mean vector of the heading of its section, or zeros."""
    starts = np.flatnonzero(np.diff(inputs.passage, prepend=-1))
    sizes = np.diff(starts, append=len(inputs.words))
    means = np.add.reduceat(pieces, starts) / sizes[:, None]
    means = np.vstack([means, np.zeros((1, pieces.shape[1]))])  # row -1: no heading
    return np.asarray(means[inputs.heading][inputs.passage], dtype=np.float32)


def all_flags(inputs: Inputs) -> Array:
    """Flags of the word, its place and its passage side by side."""
    own = np.zeros((len(inputs.words), len(WORD_FLAGS)), dtype=np.float32)
    for row, word in enumerate(inputs.words):
        own[row, word_flags(word) if word.strip() else []] = 1
    return np.hstack([own, inputs.token_flags, inputs.passage_flags[inputs.passage]])


class Vectors:
    """The reduced vectors of the word pieces."""

    def __init__(self, folder: Path) -> None:
        names = (folder / "vocab.txt").read_text("utf-8").splitlines()
        full = word_embeddings(folder / "model.safetensors")
        centred = full - full.mean(axis=0)
        _, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64))
        main = centred @ axes[:, ::-1][:, :DIMENSIONS]
        scaled = np.rint(main / main.std() * PIECE_COUNTS)
        plain = [row for row, name in enumerate(names) if _is_plain(name)]
        self.names = [names[row] for row in plain]
        self.rows = np.clip(scaled[plain], -127, 127).astype(np.int8)
        self._index = {name: row for row, name in enumerate(self.names)}

    def of(self, word: str) -> Array:
        """The vector of a printed word, in standard deviations."""
        if not word.strip():
            return np.zeros(DIMENSIONS, dtype=np.float32)
        rows = self.rows[net.pieces_of(word.lower(), self._index)].astype(np.float32)
        mean = np.rint(rows.sum(axis=0) / len(rows)) / PIECE_COUNTS
        return np.asarray(mean, dtype=np.float32)


def _is_plain(name: str) -> bool:
    return name == net.UNKNOWN or (name.isascii() and not name.startswith("["))


def word_embeddings(path: Path) -> Array:
    """The table of word vectors in a safetensors file."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    entry = json.loads(raw[8 : 8 + size])["embeddings.word_embeddings.weight"]
    first, last = (8 + size + offset for offset in entry["data_offsets"])
    return np.frombuffer(raw[first:last], dtype="<f4").reshape(entry["shape"])
