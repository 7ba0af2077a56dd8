"""Fine-tunes all-MiniLM-L6-v2 to judged pages, and has it read others; needs PyTorch.

    python tag_teacher.py MODEL PAGES OUT [--seed N]

Imports nothing of this project, so that it runs where only PyTorch is installed. MODEL is the
folder of the model, PAGES what `benchmarks.teach_tagging` wrote. OUT gets what the teacher says of
each word of each page: odds of the five tags, then chances of negation, prevention and cue.
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

SIZE, LAYERS, HEADS = 384, 6, 12  # of the model
LONGEST = 256  # word pieces that are read at once
ROOM = 20  # beyond an even share of a page, so that whole passages fit
TAGS = 5
OUTPUTS = 8
INNER = 128  # of the layer before the outputs
BATCH, EPOCHS, RATE, NEW_RATE, DECAY, WARM_UP = 8, 4, 2e-4, 1e-3, 0.01, 60
DROP, MASKED = 0.1, 0.1
CLIP = 1.0
CLS, MASK = 101, 103  # in its vocabulary
OUTPUT_WEIGHTS = (1.0, 0.5, 0.5)  # of negation, prevention and cues beside the tags
TRANSFORMED = (  # our names of a layer's parts, and the model's
    ("mixed", "attention.output.dense"),
    ("first_norm", "attention.output.LayerNorm"),
    ("wide", "intermediate.dense"),
    ("narrow", "output.dense"),
    ("last_norm", "output.LayerNorm"),
)


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
        pieces, word, first = [CLS], [rows[0]], [False]
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

    def __init__(self) -> None:
        super().__init__()
        self.asked = nn.Linear(SIZE, 3 * SIZE)
        self.mixed = nn.Linear(SIZE, SIZE)
        self.first_norm = nn.LayerNorm(SIZE, 1e-12)
        self.wide, self.narrow = nn.Linear(SIZE, 4 * SIZE), nn.Linear(4 * SIZE, SIZE)
        self.last_norm = nn.LayerNorm(SIZE, 1e-12)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """The hidden state after the layer."""
        count, length, _ = hidden.shape
        parts = self.asked(hidden).view(count, length, 3, HEADS, SIZE // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        heed = torch.softmax(query @ key.transpose(2, 3) * (SIZE // HEADS) ** -0.5 + mask, -1)
        seen = (heed @ value).transpose(1, 2).reshape(count, length, SIZE)
        hidden = self.first_norm(hidden + self.mixed(seen))
        inner = self.narrow(functional.gelu(self.wide(hidden), approximate="tanh"))
        out: Tensor = self.last_norm(hidden + functional.dropout(inner, DROP, self.training))
        return out


class Teacher(nn.Module):
    """The model with the project's flags beside its input, and with eight outputs a word."""

    def __init__(self, folder: Path, flags: int) -> None:
        super().__init__()
        stored = tensors(folder / "model.safetensors")
        word, place = (
            stored[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position")
        )
        self.word = nn.Embedding.from_pretrained(word)  # type: ignore[no-untyped-call]
        self.place = nn.Embedding.from_pretrained(place, freeze=False)  # type: ignore[no-untyped-call]
        self.kind = nn.Parameter(stored["embeddings.token_type_embeddings.weight"][0].clone())
        self.norm = nn.LayerNorm(SIZE, 1e-12)
        _take(self.norm, stored, "embeddings.LayerNorm")
        self.flags = nn.Linear(flags, SIZE, bias=False)
        nn.init.zeros_(self.flags.weight)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        for index, layer in enumerate(self.layers):
            _fill(layer, stored, f"encoder.layer.{index}.")
        self.head, self.out = nn.Linear(SIZE + flags, INNER), nn.Linear(INNER, OUTPUTS)

    def forward(self, pieces: Tensor, flags: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """The scores of each word, taken at its first piece."""
        hidden = self.word(pieces) + self.place.weight[: pieces.shape[1]] + self.kind
        hidden = self._drop(self.norm(hidden + self.flags(flags)))
        away = torch.zeros(mask.shape).masked_fill(~mask, -1e9)[:, None, None, :].bfloat16()
        for layer in self.layers:
            hidden = layer(hidden, away)
        told = torch.cat([hidden, flags.to(hidden.dtype)], -1)[first]
        scores: Tensor = self.out(self._drop(torch.relu(self.head(self._drop(told)))))
        return scores.float()

    def _drop(self, hidden: Tensor) -> Tensor:
        return functional.dropout(hidden, DROP, self.training)


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


def _take(part: Any, stored: dict[str, Tensor], name: str) -> None:
    part.weight.data, part.bias.data = stored[f"{name}.weight"], stored[f"{name}.bias"]


def _fill(layer: Any, stored: dict[str, Tensor], name: str) -> None:
    asked = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
    layer.asked.weight.data = torch.cat([stored[f"{part}.weight"] for part in asked])
    layer.asked.bias.data = torch.cat([stored[f"{part}.bias"] for part in asked])
    for own, theirs in TRANSFORMED:
        _take(getattr(layer, own), stored, name + theirs)


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
        pieces[row, :size] = np.where(hidden, MASK, one.pieces)
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
    steps = EPOCHS * -(-len(windows) // BATCH)
    optimizer, schedule = _optimizer(teacher, steps)
    for epoch in range(EPOCHS):
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
        mean = lost * EPOCHS / steps
        print(f"epoch {epoch + 1}: loss {mean:.4f}, {time.process_time():.0f} s", flush=True)
    return teacher


def _optimizer(teacher: Teacher, steps: int) -> tuple[Any, Any]:
    """AdamW with a rate that rises and falls; the parts that start from nothing move faster."""
    free = [(name, value) for name, value in teacher.named_parameters() if value.requires_grad]
    new = [value for name, value in free if name.startswith(("head", "out", "flags"))]
    old = [value for name, value in free if not name.startswith(("head", "out", "flags"))]
    groups = [{"params": old, "lr": RATE}, {"params": new, "lr": NEW_RATE}]
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
