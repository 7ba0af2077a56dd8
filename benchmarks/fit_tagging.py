"""Fits the network of `pipeline/tag/network.py` and writes `network.npz` beside it.

    python -m benchmarks.fit_tagging --vectors FOLDER            # writes the weights
    python -m benchmarks.fit_tagging --vectors FOLDER --folds 3  # cross-validation by pages

Plain back-propagation in NumPy with AdamW. The seed is fixed; another processor may sum in
another order and end a little elsewhere, and so does a fit after earlier steps have changed.

Trained on the judged pages that are not held (`tests/gold/tagging/*.json` and `marked/`). The word
pieces and their vectors come from all-MiniLM-L6-v2 (Apache-2.0): FOLDER holds its `vocab.txt` and
`model.safetensors`. Of its vectors the main components are kept, in eight bits.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.marked_pages import FOLDER as MARKED
from benchmarks.marked_pages import read_marked
from benchmarks.tag_sequences import sequence_loss
from benchmarks.tagging import GOLD, found_in, offsets, prepare, report, score_mentions
from pipeline.model.settings import Settings
from pipeline.tag import model
from pipeline.tag import network as net
from pipeline.tag.announced import kind_announced
from pipeline.tag.condition import find_condition
from pipeline.tag.features import TOKEN_FLAGS, WORD_FLAGS, Inputs, word_flags
from pipeline.tag.model import tagger
from pipeline.tag.passages import passages

Array = npt.NDArray[np.float32]

DIMENSIONS = 48  # of a word piece
PIECE_COUNTS = 16  # to one standard deviation
WIDTH = 80
FREQUENT = 9  # pages that have a word before it gets a row of its own
ROW_WIDTH = 16  # of these rows, before they are projected
EPOCHS, BATCH, RATE, DECAY = 12, 4, 3e-3, 0.02
WARM_UP = 50  # steps
DROP, DROP_INPUT, DROP_WORD = 0.25, 0.15, 0.1
PER_PAGE = 300.0  # words: the loss is a mean over about so many
CLIP = 2.0
SEQUENCES = 0.8  # share of whole sequences in the loss of the tags; the rest counts word by word
LAYERS = len(net.DILATIONS)


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


def judged_pages() -> dict[str, dict[str, Any]]:
    """All judged pages that are not held, by name."""
    pages = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))}
    return pages | {path.stem: read_marked(path) for path in sorted(MARKED.glob("*.txt"))}


def example(name: str, judged: dict[str, Any], vectors: "Vectors") -> Example | None:
    """A judged page as numbers; None where no condition is found, so that nothing is tagged."""
    page, sections = prepare(judged)
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
    for row in judged["mentions"]:
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
    for row in judged["mentions"]:
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


class Trainer:
    """The network in floating point, with its gradients."""

    def __init__(self, examples: Sequence[Example], seed: int) -> None:
        self.random = np.random.default_rng(seed)
        pages = Counter(word for one in examples for word in {w.lower() for w in one.inputs.words})
        self.words = sorted(
            word for word, count in pages.items() if count >= FREQUENT and word.strip()
        )
        self.index = {word: row + 1 for row, word in enumerate(self.words)}
        flags = examples[0].flags.shape[1]
        shapes = {"first": (2 * DIMENSIONS + ROW_WIDTH + flags, WIDTH)}
        shapes |= {f"layer {index}": (3 * WIDTH, 2 * WIDTH) for index in range(LAYERS)}
        shapes |= {"pool in": (WIDTH, WIDTH), "pool out": (WIDTH, WIDTH), "out": (WIDTH, 8)}
        self.values: dict[str, Array] = {}
        for name, shape in shapes.items():
            bound = shape[0] ** -0.5
            self.values[name] = self._uniform(shape, bound)
            self.values[f"{name} bias"] = self._uniform((shape[1],), bound)
        rows = self.random.normal(0, 0.1, (len(self.words) + 1, ROW_WIDTH))
        rows[0] = 0
        self.values["rows"] = rows.astype(np.float32)
        self.values["follows"] = np.zeros((len(net.TAGS), len(net.TAGS)), dtype=np.float32)
        self.moments = {
            name: (np.zeros_like(v), np.zeros_like(v)) for name, v in self.values.items()
        }
        self.step = 0

    def _uniform(self, shape: tuple[int, ...], bound: float) -> Array:
        return self.random.uniform(-bound, bound, shape).astype(np.float32)

    def _mask(self, shape: tuple[int, ...], share: float) -> Array:
        kept = self.random.random(shape, dtype=np.float32) >= share
        return (kept / np.float32(1 - share)).astype(np.float32)

    def gradients(self, batch: Sequence[Example]) -> tuple[float, dict[str, Array]]:
        """The loss of some pages, and how it changes with each value."""
        values = self.values
        count = sum(len(one.tags) for one in batch)
        ids = np.array(
            [self.index.get(word.lower(), 0) for one in batch for word in one.inputs.words]
        )
        ids *= self.random.random(count) >= DROP_WORD
        pieces = np.concatenate([one.pieces for one in batch])
        pieces = pieces * (self.random.random((count, 1)) >= DROP_WORD)
        joined = np.hstack(
            [
                pieces,
                np.concatenate([one.headings for one in batch]),
                values["rows"][ids],
                np.concatenate([one.flags for one in batch]),
            ]
        ).astype(np.float32)
        masks = {"first": self._mask(joined.shape, DROP_INPUT)}
        masks |= {
            name: self._mask((count, WIDTH), DROP)
            for name in (*(f"layer {index}" for index in range(LAYERS)), "pool in", "out")
        }
        passage = passages_of(batch)
        tape = forward(values, joined, masks, passage)
        loss, slope, follows = losses(tape["scores"], values["follows"], batch)
        found = backward(values, tape, masks, passage, slope)
        found["follows"] = follows
        rows = np.zeros_like(values["rows"])
        inner = found.pop("input")[:, 2 * DIMENSIONS : 2 * DIMENSIONS + ROW_WIDTH]
        np.add.at(rows, ids, inner)
        rows[0] = 0
        found["rows"] = rows
        return loss, found

    def move(self, slopes: dict[str, Array], rate: float) -> None:
        """One step of AdamW, with the length of the gradient bounded."""
        self.step += 1
        length = float(np.sqrt(sum(float((slope**2).sum()) for slope in slopes.values())))
        scale = np.float32(min(1.0, CLIP / (length + 1e-6)))
        for name, slope in slopes.items():
            mean, square = self.moments[name]
            mean += np.float32(0.1) * (slope * scale - mean)
            square += np.float32(0.001) * ((slope * scale) ** 2 - square)
            ahead = mean / np.float32(1 - 0.9**self.step)
            wide = np.sqrt(square / np.float32(1 - 0.999**self.step)) + np.float32(1e-8)
            self.values[name] *= np.float32(1 - rate * DECAY)
            self.values[name] -= np.float32(rate) * ahead / wide


def passages_of(batch: Sequence[Example]) -> npt.NDArray[np.int64]:
    """The passage of each word, counted through all pages of a batch."""
    parts, offset = [], 0
    for one in batch:
        parts.append(one.inputs.passage + offset)
        offset += int(one.inputs.passage[-1]) + 1
    return np.concatenate(parts)


def forward(
    values: dict[str, Array], joined: Array, masks: dict[str, Array], passage: Any
) -> dict[str, Array]:
    """All that the layers give, by name; `network.py` does the same in whole numbers."""
    tape = {"input": joined * masks["first"]}
    hidden = tape["hidden"] = np.maximum(tape["input"] @ values["first"] + values["first bias"], 0)
    starts = np.flatnonzero(np.diff(passage, prepend=-1))
    for index, distance in enumerate(net.DILATIONS):
        name = f"layer {index}"
        tape[name] = net._window(hidden * masks[name], distance)  # noqa: SLF001
        full = tape[f"{name} full"] = tape[name] @ values[name] + values[f"{name} bias"]
        hidden = hidden + np.maximum(full[:, :WIDTH], full[:, WIDTH:])
        if index == net.POOLED_AFTER:
            tape["pool in"] = hidden * masks["pool in"]
            into = tape["pool full"] = tape["pool in"] @ values["pool in"] + values["pool in bias"]
            strongest = tape["pool max"] = np.maximum.reduceat(into, starts)
            tape["pool out"] = np.maximum(strongest, 0)
            hidden = (
                hidden + (tape["pool out"] @ values["pool out"] + values["pool out bias"])[passage]
            )
    tape["out"] = hidden * masks["out"]
    tape["scores"] = tape["out"] @ values["out"] + values["out bias"]
    return tape


def losses(scores: Array, follows: Array, batch: Sequence[Example]) -> tuple[float, Array, Array]:
    """The loss, and how it changes with each score and with what follows what."""
    counts = np.concatenate([one.counts for one in batch])[:, None]
    targets = np.concatenate([one.targets for one in batch])
    known = np.concatenate([one.known for one in batch]) * np.array([1, 0.5, 0.5])
    right = np.eye(len(net.TAGS))[np.concatenate([one.tags for one in batch])]
    tags = scores[:, : len(net.TAGS)]
    odds = np.exp(tags - tags.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    chance = 1 / (1 + np.exp(-scores[:, len(net.TAGS) :]))
    whole = sequence_loss(tags, follows, np.where(counts > 0, right, 1), passages_of(batch))
    words = -(np.log((odds * right).sum(axis=1, keepdims=True) + 1e-9) * counts).sum()
    loss = SEQUENCES * whole.value + (1 - SEQUENCES) * words
    loss -= (np.log(np.where(targets > 0, chance, 1 - chance) + 1e-9) * known).sum()
    told = SEQUENCES * whole.scores + (1 - SEQUENCES) * (odds - right) * counts
    size = PER_PAGE * len(batch)
    slope = np.hstack([told, (chance - targets) * known]) / size
    after = SEQUENCES * whole.follows / size
    return float(loss) / size, slope.astype(np.float32), after.astype(np.float32)


def backward(
    values: dict[str, Array],
    tape: dict[str, Array],
    masks: dict[str, Array],
    passage: Any,
    slope: Array,
) -> dict[str, Array]:
    """The gradient by name; `input` holds that of the joined input."""
    found = _dense_slopes("out", tape["out"], slope)
    hidden = (slope @ values["out"].T) * masks["out"]
    starts = np.flatnonzero(np.diff(passage, prepend=-1))
    for index in reversed(range(LAYERS)):
        if index == net.POOLED_AFTER:
            outer = np.add.reduceat(hidden, starts)
            found |= _dense_slopes("pool out", tape["pool out"], outer)
            strongest = (outer @ values["pool out"].T) * (tape["pool max"] > 0)
            inner = strongest[passage] * (tape["pool full"] == tape["pool max"][passage])
            found |= _dense_slopes("pool in", tape["pool in"], inner)
            hidden = hidden + (inner @ values["pool in"].T) * masks["pool in"]
        name = f"layer {index}"
        full = tape[f"{name} full"]
        left = full[:, :WIDTH] >= full[:, WIDTH:]
        inner = np.hstack([hidden * left, hidden * ~left])
        found |= _dense_slopes(name, tape[name], inner)
        hidden = hidden + _unwindow(inner @ values[name].T, net.DILATIONS[index]) * masks[name]
    inner = hidden * (tape["hidden"] > 0)
    found |= _dense_slopes("first", tape["input"], inner)
    found["input"] = (inner @ values["first"].T) * masks["first"]
    return found


def _dense_slopes(name: str, inner: Array, slope: Array) -> dict[str, Array]:
    return {name: inner.T @ slope, f"{name} bias": slope.sum(axis=0)}


def _unwindow(wide: Array, distance: int) -> Array:
    """The counterpart of the network's window: each row's share in three windows, added."""
    slope = wide[:, WIDTH : 2 * WIDTH].copy()
    slope[:-distance] += wide[distance:, :WIDTH]
    slope[distance:] += wide[:-distance, 2 * WIDTH :]
    return slope


def fit(examples: Sequence[Example], seed: int = 0) -> Trainer:
    """The network that explains the examples."""
    trainer = Trainer(examples, seed)
    batches = -(-len(examples) // BATCH)
    steps = EPOCHS * batches
    for epoch in range(EPOCHS):
        order = trainer.random.permutation(len(examples))
        total = 0.0
        for at in range(0, len(examples), BATCH):
            loss, slopes = trainer.gradients([examples[i] for i in order[at : at + BATCH]])
            ahead = trainer.step
            trainer.move(slopes, RATE * min(1.0, (ahead + 1) / WARM_UP) * (1 - ahead / steps))
            total += loss
        print(f"epoch {epoch + 1}: loss {total / batches:.3f}", flush=True)
    return trainer


def whole_weights(trainer: Trainer, vectors: Vectors) -> dict[str, npt.NDArray[Any]]:
    """The fitted values as whole numbers, named as `network.load` reads them."""
    values = trainer.values
    first = values["first"]
    fine = net.ACTIVATION * net.WEIGHT  # counts to one of a sum before it is cut
    bounds = np.cumsum([DIMENSIONS, DIMENSIONS, ROW_WIDTH, len(WORD_FLAGS), len(TOKEN_FLAGS)])
    own, heading, rows, word, token, passage = np.split(first, bounds)
    stored: dict[str, npt.NDArray[Any]] = {
        "pieces": vectors.rows,
        "pieces_of": np.frombuffer("\n".join(vectors.names).encode(), dtype=np.uint8),
        "words": _whole(values["rows"][1:] @ rows * fine),
        "words_of": np.frombuffer("\n".join(trainer.words).encode(), dtype=np.uint8),
        "project": _whole(np.hstack([own, heading]) * (fine / PIECE_COUNTS)),
        "word flags": _whole(word * fine),
        "token flags": _whole(token * fine),
        "passage flags": _whole(passage * fine),
        "bias": _whole(values["first bias"] * fine),
        "follows": _whole(values["follows"] * fine),
    }
    for name in (*(f"layer {index}" for index in range(LAYERS)), "pool in", "pool out", "out"):
        stored[name] = _whole(np.clip(values[name] * net.WEIGHT, -127, 127))
        stored[f"{name} bias"] = _whole(values[f"{name} bias"] * fine)
    return stored


def _whole(values: Array) -> npt.NDArray[np.int16]:
    rounded = np.rint(values)
    assert np.abs(rounded).max() < 2**15
    return rounded.astype(np.int16)


def save(stored: dict[str, npt.NDArray[Any]], path: Path) -> None:
    """Writes the weights."""
    np.savez_compressed(path, **stored)  # type: ignore[arg-type]


def cross_validate(examples: Sequence[Example], vectors: Vectors, folds: int, only: int) -> None:
    """Prints the scores of networks on the pages that they were not fitted to."""
    count: Counter[str] = Counter()
    pages = 0
    for fold in range(folds)[: only or None]:
        fitted = fit([one for row, one in enumerate(examples) if row % folds != fold])
        path = Path(tempfile.mkdtemp()) / "network.npz"
        save(whole_weights(fitted, vectors), path)
        use(net.Network(net.load(path)))
        for one in examples[fold::folds]:
            score_mentions(one.judged, found_in(one.judged), count)
            pages += 1
    report(count, pages)


def use(network: net.Network) -> None:
    """Has the pipeline take another network than the stored one."""
    model.network = lambda: network  # type: ignore[attr-defined]


def main() -> None:
    """Fits the network, or measures how well it does on pages it has not seen."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, default=0, help="number of folds to measure")
    options = parser.parse_args()
    vectors = Vectors(options.vectors)
    rows = (example(name, judged, vectors) for name, judged in judged_pages().items())
    examples = [row for row in rows if row is not None]
    print(f"{len(examples)} pages, {sum(len(one.tags) for one in examples)} words", flush=True)
    if options.folds:
        cross_validate(examples, vectors, options.folds, options.only)
        return
    save(whole_weights(fit(examples), vectors), net.FILE)


if __name__ == "__main__":
    main()
