"""The network of tagging in floating point, with its gradients."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.tag_examples import DIMENSIONS, Array, Example
from benchmarks.tag_sequences import all_sequences, pairs
from pipeline.tag import network as net

WIDTH = 80
FREQUENT = 9  # pages that have a word before it gets a row of its own
MOST_ROWS = 4_500  # for the words that the most pages have
ROW_WIDTH = 16  # of these rows, before they are projected
EPOCHS, RATE, DECAY = 12, 3e-3, 0.02
BATCH = 2_100  # words
WARM_UP = 50  # steps
DROP, DROP_INPUT, DROP_WORD = 0.1, 0.05, 0.1
SCALE = 0.56  # the loss is a mean over the words, times this
CLIP = 2.0
SEQUENCES = 0.8  # share of whole sequences in the loss of the tags; the rest counts word by word
TAUGHT = 0.5  # share of the teacher in what judged words are fitted to
WEIGHTS = np.array([1, 0.5, 0.5])  # of negation, prevention and cues beside the tags
LAYERS = len(net.DILATIONS)


@dataclass(frozen=True)
class Aims:
    """What the words of a page are fitted to."""

    tags: Array  # the odds of each tag
    known: npt.NDArray[np.bool_]  # the words whose tags are known
    first: npt.NDArray[np.int64]  # the tags as they were judged
    counted: npt.NDArray[np.bool_]  # of each passage: whether all its tags were judged
    targets: Array  # negated, prevents, cue
    weights: Array  # of these

    @classmethod
    def of(cls, one: Example) -> "Aims":
        """What was judged, mixed with what the teacher says."""
        right = np.eye(len(net.TAGS), dtype=np.float32)[one.tags]
        judged = one.is_judged * (one.counts > 0)
        counted = np.ones(int(one.inputs.passage[-1]) + 1, dtype=bool)
        counted[one.inputs.passage[~judged]] = False
        if one.taught is None:
            return cls(right, judged, one.tags, counted, one.targets, one.known * WEIGHTS)
        odds, chances = np.split(one.taught.astype(np.float32), [len(net.TAGS)], axis=1)
        share = np.where(judged, TAUGHT, 1)[:, None]
        if one.is_judged:
            weights, targets = one.known, one.targets + TAUGHT * (chances - one.targets)
        else:
            inside = odds[:, 1:].sum(axis=1)
            weights = np.stack([inside, odds[:, 3:].sum(axis=1), np.ones_like(inside)], axis=1)
            targets = chances
        known = np.ones_like(judged)
        tags = right + share * (odds - right)
        return cls(tags, known, one.tags, counted, targets, weights * WEIGHTS)


class Trainer:
    """The network in floating point, with its gradients."""

    def __init__(self, examples: Sequence[Example], seed: int, width: int) -> None:
        self.random = np.random.default_rng(seed)
        self.width = width
        self.aims = {one.name: Aims.of(one) for one in examples}
        pages = Counter(word for one in examples for word in {w.lower() for w in one.inputs.words})
        ranked = sorted(pages.items(), key=lambda item: (-item[1], item[0]))
        frequent = [word for word, count in ranked if count >= FREQUENT and word.strip()]
        self.words = sorted(frequent[:MOST_ROWS])
        self.index = {word: row + 1 for row, word in enumerate(self.words)}
        flags = examples[0].flags.shape[1]
        shapes = {"first": (2 * DIMENSIONS + ROW_WIDTH + flags, width)}
        shapes |= {f"layer {index}": (3 * width, 2 * width) for index in range(LAYERS)}
        shapes |= {"pool in": (width, width), "pool out": (width, width), "out": (width, 8)}
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
        kept = self.random.integers(0, 256, shape, dtype=np.uint8) >= round(share * 256)
        return kept * np.float32(1 / (1 - share))

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
            name: self._mask((count, self.width), DROP)
            for name in (*(f"layer {index}" for index in range(LAYERS)), "pool in", "out")
        }
        passage = passages_of(batch)
        tape = forward(values, joined, masks, passage)
        aims = [self.aims[one.name] for one in batch]
        loss, slope, follows = losses(tape["scores"], values["follows"], aims, passage)
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
        tape[name] = _window(hidden * masks[name], distance)
        full = tape[f"{name} full"] = tape[name] @ values[name] + values[f"{name} bias"]
        half = full.shape[1] // 2
        hidden = hidden + np.maximum(full[:, :half], full[:, half:])
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


def losses(
    scores: Array, follows: Array, aims: Sequence[Aims], passage: npt.NDArray[np.int64]
) -> tuple[float, Array, Array]:
    """The loss, and how it changes with each score and with what follows what."""
    targets = np.concatenate([one.targets for one in aims])
    weights = np.concatenate([one.weights for one in aims])
    counted = np.concatenate([one.counted for one in aims])
    first = np.concatenate([one.first for one in aims])
    known = np.concatenate([one.known for one in aims])[:, None]
    tags = scores[:, : len(net.TAGS)]
    odds = np.exp(tags - tags.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    chance = 1 / (1 + np.exp(-scores[:, len(net.TAGS) :]))
    whole = all_sequences(tags, follows, passage, counted)
    right = np.concatenate([one.tags for one in aims])
    # What is not known is as the sequences say: it pulls nowhere.
    share = np.where(known, right, whole.scores)
    words = -(np.log(odds + 1e-9) * right * known).sum()
    before = np.roll(share, 1, axis=0)
    before[np.diff(passage, prepend=-1) != 0] = np.eye(len(net.TAGS))[0]
    told_worth = (tags * share).sum() + (before.T @ share * follows).sum()
    loss = SEQUENCES * (whole.value - told_worth) + (1 - SEQUENCES) * words
    entropy = targets * np.log(chance + 1e-9) + (1 - targets) * np.log(1 - chance + 1e-9)
    loss -= (entropy * weights).sum()
    told = SEQUENCES * (whole.scores - share) + (1 - SEQUENCES) * (odds - right) * known
    size = len(tags) * SCALE
    slope = np.hstack([told, (chance - targets) * weights]) / size
    after = SEQUENCES * (whole.follows - pairs(first, passage, counted)) / size
    return float(loss) / size, slope.astype(np.float32), after.astype(np.float32)


def backward(
    values: dict[str, Array],
    tape: dict[str, Array],
    masks: dict[str, Array],
    passage: Any,
    slope: Array,
) -> dict[str, Array]:
    """The gradient by name; `input` holds that of the joined input."""
    found: dict[str, Array] = _dense_slopes("out", tape["out"], slope)
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
        half = full.shape[1] // 2
        left = full[:, :half] >= full[:, half:]
        inner = np.hstack([hidden * left, hidden * ~left])
        found |= _dense_slopes(name, tape[name], inner)
        hidden = hidden + _unwindow(inner @ values[name].T, net.DILATIONS[index]) * masks[name]
    inner = hidden * (tape["hidden"] > 0)
    found |= _dense_slopes("first", tape["input"], inner)
    found["input"] = np.asarray((inner @ values["first"].T) * masks["first"], dtype=np.float32)
    return found


def _dense_slopes(name: str, inner: Array, slope: Array) -> dict[str, Array]:
    return {name: inner.T @ slope, f"{name} bias": slope.sum(axis=0)}


def _window(hidden: Array, distance: int) -> Array:
    """Each word's row between those of the words at a distance before and after it."""
    wide = np.empty((len(hidden), 3 * hidden.shape[1]), dtype=hidden.dtype)
    net.fill_window(wide, hidden, distance)
    return wide


def _unwindow(wide: Array, distance: int) -> Array:
    """The counterpart of the network's window: each row's share in three windows, added."""
    before, here, after = np.split(wide, 3, axis=1)
    slope = here.copy()
    slope[:-distance] += before[distance:]
    slope[distance:] += after[:-distance]
    return slope


def batches(
    examples: Sequence[Example], random: np.random.Generator
) -> Iterator[tuple[float, list[Example]]]:
    """The pages of an epoch, so many at once as have enough words, with the share passed."""
    total = sum(len(one.tags) for one in examples)
    batch: list[Example] = []
    words = passed = 0
    for row in random.permutation(len(examples)).tolist():
        batch.append(examples[row])
        words += len(examples[row].tags)
        if words >= BATCH or passed + words == total:
            yield passed / total, batch
            passed += words
            batch, words = [], 0


def fit(examples: Sequence[Example], seed: int = 1, width: int = WIDTH) -> Trainer:
    """The network that explains the examples."""
    trainer = Trainer(examples, seed, width)
    for epoch in range(EPOCHS):
        lost = []
        for passed, batch in batches(examples, trainer.random):
            loss, slopes = trainer.gradients(batch)
            rest = 1 - (epoch + passed) / EPOCHS
            trainer.move(slopes, RATE * min(1.0, (trainer.step + 1) / WARM_UP) * rest)
            lost.append(loss)
        print(f"epoch {epoch + 1}: loss {sum(lost) / len(lost):.3f}", flush=True)
    return trainer
