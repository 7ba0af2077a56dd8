"""Fine-tunes a language model to judged pages, and has it read others; needs PyTorch.

    python tag_teacher.py MODEL PAGES OUT [--seed N]

Imports nothing of this project, so that it runs where only PyTorch is installed. MODEL is the
folder of all-MiniLM-L6-v2 or all-mpnet-base-v2, PAGES what `benchmarks.teach_tagging` wrote. OUT
gets what the teacher says of each word of each page: odds of the five tags, then chances of
negation, prevention and cue.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

HEADS = 12  # of either model
LONGEST = 256  # word pieces that are read at once
ROOM = 20  # beyond an even share of a page, so that whole passages fit
TAGS = 5
OUTPUTS = 8
INNER = 128  # of the layer before the outputs
BATCH, NEW_RATE, DECAY, WARM_UP = 8, 1e-3, 0.01, 60
DROP, MASKED = 0.1, 0.1
CLIP = 1.0
OUTPUT_WEIGHTS = (1.0, 0.5, 0.5)  # of negation, prevention and cues beside the tags
FARTHEST = 128  # words: relative places beyond are one to MPNet
BUCKETS = 32  # of its relative places


@dataclass(frozen=True)
class Family:
    """What differs between models: names in their files, and how they are fine-tuned."""

    asked: tuple[str, str, str]  # query, key and value
    mixed: str
    first_norm: str
    first_place: int  # the row of the first word's position
    small: float  # what keeps a norm from dividing by nothing
    frozen: int  # lowest layers that stay as they are
    epochs: int
    rate: float


BERT = Family(
    asked=("attention.self.query", "attention.self.key", "attention.self.value"),
    mixed="attention.output.dense",
    first_norm="attention.output.LayerNorm",
    first_place=0,
    small=1e-12,
    frozen=0,
    epochs=4,
    rate=2e-4,
)
MPNET = Family(
    asked=("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    mixed="attention.attn.o",
    first_norm="attention.LayerNorm",
    first_place=2,
    small=1e-5,
    frozen=3,
    epochs=3,
    rate=7e-5,
)
FAMILIES = {"bert": BERT, "mpnet": MPNET}


@dataclass(frozen=True)
class Window:
    """Some whole passages of a page, as word pieces."""

    page: int
    pieces: Any
    word: Any  # the row of the word that each piece belongs to
    first: Any  # whether it is its first
    rows: Any  # the words


class Pages:
    """The pages of a file: flat arrays over words, with where each page starts."""

    def __init__(self, path: Path) -> None:
        stored = np.load(path)
        self.flags, self.tags, self.counts = (stored[key] for key in ("flags", "tags", "counts"))
        self.targets, self.known = stored["targets"], stored["known"]
        self.judged: list[bool] = stored["judged"].tolist()
        self._start, self.mask = stored["marks"].tolist()
        self._pieces, self._ends = stored["pieces"].tolist(), np.cumsum(stored["sizes"]).tolist()
        bounds = np.cumsum([0, *stored["words"]]).tolist()
        self.windows = [
            window
            for page, (start, end) in enumerate(pairwise(bounds))
            for window in self._windows(page, range(start, end), stored["passage"])
        ]

    def _word(self, row: int) -> list[int]:
        start = self._ends[row - 1] if row else 0
        return self._pieces[start : self._ends[row]]  # type: ignore[no-any-return]

    def _windows(self, page: int, rows: range, passage: Any) -> Iterator[Window]:
        whole = 1 + sum(len(self._word(row)) for row in rows)
        goal = min(LONGEST, whole / -(-whole // (LONGEST - 30)) + ROOM)
        kept: list[int] = []
        size = 1
        for group in _groups(rows, passage):
            need = sum(len(self._word(row)) for row in group)
            if kept and (size + need > LONGEST or size >= goal):
                yield self._window(page, kept)
                kept, size = [], 1
            for row in group:
                if size + len(self._word(row)) > LONGEST:
                    yield self._window(page, kept)
                    kept, size = [], 1
                kept.append(row)
                size += len(self._word(row))
        yield self._window(page, kept)

    def _window(self, page: int, rows: Sequence[int]) -> Window:
        pieces, word, first = [self._start], [rows[0]], [False]
        for row in rows:
            own = self._word(row)
            pieces += own
            word += [row] * len(own)
            first += [True] + [False] * (len(own) - 1)
        return Window(page, np.array(pieces), np.array(word), np.array(first), np.array(rows))


def _groups(rows: range, passage: Any) -> Iterator[list[int]]:
    group: list[int] = []
    for row in rows:
        if group and passage[row] != passage[group[-1]]:
            yield group
            group = []
        group.append(row)
    yield group


class Layer(nn.Module):
    """One layer of the model."""

    def __init__(self, size: int, small: float) -> None:
        super().__init__()
        self.asked = nn.Linear(size, 3 * size)
        self.mixed = nn.Linear(size, size)
        self.first_norm = nn.LayerNorm(size, small)
        self.wide, self.narrow = nn.Linear(size, 4 * size), nn.Linear(4 * size, size)
        self.last_norm = nn.LayerNorm(size, small)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """The hidden state after the layer; `mask` is added to what each word heeds."""
        count, length, size = hidden.shape
        parts = self.asked(hidden).view(count, length, 3, HEADS, size // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        heed = torch.softmax(query @ key.transpose(2, 3) * (size // HEADS) ** -0.5 + mask, -1)
        seen = (heed @ value).transpose(1, 2).reshape(count, length, size)
        hidden = self.first_norm(hidden + self.mixed(seen))
        inner = self.narrow(functional.gelu(self.wide(hidden), approximate="tanh"))
        out: Tensor = self.last_norm(hidden + functional.dropout(inner, DROP, self.training))
        return out


class Teacher(nn.Module):
    """The model with the project's flags beside its words, and with eight outputs a word."""

    def __init__(self, folder: Path, flags: int) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.family = FAMILIES[config["model_type"]]
        stored = tensors(folder / "model.safetensors")
        word, place = (
            stored[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position")
        )
        kind = stored.get("embeddings.token_type_embeddings.weight")
        size = word.shape[1]
        place = place[self.family.first_place :] + (0 if kind is None else kind[0])
        self.word, self.place = _table(word), _table(place, freeze=self.family.frozen > 0)
        self.norm = nn.LayerNorm(size, self.family.small)
        _take(self.norm, stored, "embeddings.LayerNorm")
        near = stored.get("encoder.relative_attention_bias.weight")
        self.near = None if near is None else _table(near, freeze=False)
        self.flags = nn.Linear(flags, size, bias=False)
        nn.init.zeros_(self.flags.weight)
        layers = config["num_hidden_layers"]
        self.layers = nn.ModuleList(Layer(size, self.family.small) for _ in range(layers))
        for index, layer in enumerate(self.layers):
            _fill(layer, stored, f"encoder.layer.{index}.", self.family)
        self.head, self.out = nn.Linear(size + flags, INNER), nn.Linear(INNER, OUTPUTS)

    def forward(self, pieces: Tensor, flags: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """The scores of each word, taken at its first piece."""
        away = torch.zeros(mask.shape).masked_fill(~mask, -1e9)[:, None, None, :]
        if self.near is not None:
            away = away + self.near(near_buckets(pieces.shape[1])).permute(2, 0, 1)[None]
        away = away.bfloat16()
        frozen = self.family.frozen
        with torch.set_grad_enabled(torch.is_grad_enabled() and not frozen):
            hidden = self.norm(self.word(pieces) + self.place.weight[: pieces.shape[1]])
            for layer in self.layers[:frozen]:
                hidden = layer(hidden, away)
        hidden = self._drop(hidden + self.flags(flags))
        for layer in self.layers[frozen:]:
            hidden = layer(hidden, away)
        told = torch.cat([hidden, flags.to(hidden.dtype)], -1)[first]
        scores: Tensor = self.out(self._drop(torch.relu(self.head(self._drop(told)))))
        return scores.float()

    def _drop(self, hidden: Tensor) -> Tensor:
        return functional.dropout(hidden, DROP, self.training)


def near_buckets(length: int) -> Tensor:
    """For each word and each that it heeds the bucket of their distance, as MPNet has them.

    Half of the buckets are for words behind; of each half one half is exact, the other
    logarithmic (Raffel et al. 2020, section 2.1).
    """
    places = torch.arange(length)
    ahead = places[:, None] - places[None, :]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = ahead.abs().clamp(min=1) / exact
    wide = exact + (torch.log(far) / np.log(FARTHEST / exact) * (half - exact)).long()
    size = torch.where(ahead.abs() < exact, ahead.abs(), wide.clamp(max=half - 1))
    return (ahead < 0).long() * half + size


def tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file that are of floating point."""
    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    entries = json.loads(raw[8 : 8 + size])
    found = {}
    for name, entry in entries.items():
        if entry.get("dtype") == "F32":
            first, last = (8 + size + at for at in entry["data_offsets"])
            values = np.frombuffer(raw[first:last], dtype="<f4").reshape(entry["shape"])
            found[name] = torch.from_numpy(values.copy())
    return found


def _table(rows: Tensor, *, freeze: bool = True) -> nn.Embedding:
    table: nn.Embedding = nn.Embedding.from_pretrained(rows, freeze=freeze)  # type: ignore[no-untyped-call]
    return table


def _take(part: Any, stored: dict[str, Tensor], name: str) -> None:
    part.weight.data, part.bias.data = stored[f"{name}.weight"], stored[f"{name}.bias"]


def _fill(layer: Any, stored: dict[str, Tensor], name: str, family: Family) -> None:
    layer.asked.weight.data = torch.cat([stored[f"{name}{part}.weight"] for part in family.asked])
    layer.asked.bias.data = torch.cat([stored[f"{name}{part}.bias"] for part in family.asked])
    _take(layer.mixed, stored, name + family.mixed)
    _take(layer.first_norm, stored, name + family.first_norm)
    _take(layer.wide, stored, name + "intermediate.dense")
    _take(layer.narrow, stored, name + "output.dense")
    _take(layer.last_norm, stored, name + "output.LayerNorm")


def tensors_of(windows: Sequence[Window], pages: Pages, random: Any = None) -> list[Tensor]:
    """Pieces, flags, and which places are filled, and which start a word."""
    longest = max(len(one.pieces) for one in windows)
    shape = (len(windows), longest)
    pieces, filled = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
    first = np.zeros(shape, dtype=bool)
    flags = np.zeros((*shape, pages.flags.shape[1]), dtype=np.float32)
    for row, one in enumerate(windows):
        size = len(one.pieces)
        hidden = random.random(size) < MASKED if random else np.zeros(size, dtype=bool)
        pieces[row, :size] = np.where(hidden, pages.mask, one.pieces)
        flags[row, :size] = pages.flags[one.word]
        filled[row, :size] = True
        first[row, :size] = one.first
    return [torch.from_numpy(array) for array in (pieces, flags, filled, first)]


def loss_of(scores: Tensor, windows: Sequence[Window], pages: Pages) -> Tensor:
    """The loss of some windows: of the tags where they are known, and of the other outputs."""
    rows = np.concatenate([one.rows for one in windows])
    tags, counts = (torch.from_numpy(array[rows]) for array in (pages.tags, pages.counts))
    targets, known = (torch.from_numpy(array[rows]) for array in (pages.targets, pages.known))
    told = functional.cross_entropy(scores[:, :TAGS], tags, reduction="none") * counts
    others = functional.binary_cross_entropy_with_logits(
        scores[:, TAGS:], targets, reduction="none", weight=known * torch.tensor(OUTPUT_WEIGHTS)
    )
    return (told.sum() + others.sum()) / len(rows)


def batches(windows: Sequence[Window], random: Any) -> list[list[Window]]:
    """All windows in random batches of like lengths."""
    found = []
    order = [windows[row] for row in random.permutation(len(windows))]
    for start in range(0, len(order), 8 * BATCH):
        part = sorted(order[start : start + 8 * BATCH], key=lambda one: len(one.pieces))
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    return [found[row] for row in random.permutation(len(found))]


def train(folder: Path, pages: Pages, seed: int) -> Teacher:
    """A teacher fine-tuned to the judged pages."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    teacher = Teacher(folder, pages.flags.shape[1])
    windows = [one for one in pages.windows if pages.judged[one.page]]
    epochs = teacher.family.epochs
    steps = epochs * -(-len(windows) // BATCH)
    optimizer, schedule = _optimizer(teacher, steps)
    for epoch in range(epochs):
        teacher.train()
        lost = 0.0
        for batch in batches(windows, random):
            with torch.autocast("cpu", torch.bfloat16):
                scores = teacher(*tensors_of(batch, pages, random))
            loss = loss_of(scores, batch, pages)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(teacher.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            lost += loss.item()
        mean = lost * epochs / steps
        print(f"epoch {epoch + 1}: loss {mean:.4f}, {time.process_time():.0f} s", flush=True)
    return teacher


def _optimizer(teacher: Teacher, steps: int) -> tuple[Any, Any]:
    """AdamW with a rate that rises and falls; the parts that start from nothing move faster."""
    free = [(name, value) for name, value in teacher.named_parameters() if value.requires_grad]
    new = [value for name, value in free if name.startswith(("head", "out", "flags"))]
    old = [value for name, value in free if not name.startswith(("head", "out", "flags"))]
    groups = [{"params": old, "lr": teacher.family.rate}, {"params": new, "lr": NEW_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARM_UP) * max(0, 1 - step / steps)
    )
    return optimizer, schedule


def read(teacher: Teacher, pages: Pages) -> Any:
    """What the teacher says of all words."""
    teacher.eval()
    said = np.zeros((len(pages.tags), OUTPUTS), dtype=np.float16)
    order = sorted(pages.windows, key=lambda one: len(one.pieces))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            scores = teacher(*tensors_of(batch, pages))
            odds = torch.softmax(scores[:, :TAGS], 1)
            chances = torch.sigmoid(scores[:, TAGS:])
            rows = np.concatenate([one.rows for one in batch])
            said[rows] = torch.cat([odds, chances], 1).numpy()
    return said


def main() -> None:
    """Trains a teacher, and has it read all pages."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("model", "pages", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    pages = Pages(options.pages)
    np.save(options.out, read(train(options.model, pages, options.seed), pages))


if __name__ == "__main__":
    main()
