"""Has a fine-tuned teacher read pages, for the network of tagging to be fitted to what it says.

    python -m benchmarks.teach_tagging --vectors FOLDER --model FOLDER --out FILE [--seed 0]
        [--left-out 6]

The teacher is all-MiniLM-L6-v2 or all-mpnet-base-v2 (both Apache-2.0, in the folder of --model),
fine-tuned to the judged pages, passages and frames by `tag_teacher.py` in an environment of its
own, which is made with PyTorch. It reads the judged pages and those of `transfer_pages.py`.
`fit_tagging --taught` takes one FILE or the mean of many. `--left-out 6` leaves out every sixth
page from the first on, as it does in `fit_tagging`. On one processor that multiplies matrices of
bfloat16 (AMX) MiniLM takes some half an hour, MPNet an hour and a half.
"""

import argparse
import subprocess
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.tag_examples import (
    Array,
    Example,
    Vectors,
    examples_of,
    judged_pages,
    judged_passages,
)
from benchmarks.tag_frames import frame_passages
from benchmarks.transfer_pages import transfer_pages
from pipeline.tag import network as net

SCRIPT = Path(__file__).with_name("tag_teacher.py")
REQUIREMENTS = ("torch==2.13.0", "numpy==2.4.6")
MARKS = (("[CLS]", "[MASK]", "[SEP]"), ("<s>", "<mask>", "</s>"))  # as BERT and MPNet name them
MOST_PIECES = 8  # of a word


def write(examples: Sequence[Example], names: dict[str, int], path: Path) -> None:
    """Writes what a teacher sees of some pages."""
    start, mask, end = (names[mark] for mark in next(m for m in MARKS if m[0] in names))
    pieces = [_pieces(word, names, end) for one in examples for word in one.inputs.words]
    np.savez(
        path,
        marks=np.array([start, mask]),
        pieces=np.concatenate(pieces),
        sizes=np.array([len(word) for word in pieces]),
        words=np.array([len(one.tags) for one in examples]),
        passage=np.concatenate([one.inputs.passage for one in examples]),
        judged=np.array([one.is_judged for one in examples]),
        flags=np.concatenate([one.flags for one in examples]),
        tags=np.concatenate([one.tags for one in examples]),
        counts=np.concatenate([one.counts for one in examples]),
        targets=np.concatenate([one.targets for one in examples]),
        known=np.concatenate([one.known for one in examples]),
    )


def _pieces(word: str, names: dict[str, int], end: int) -> list[int]:
    return net.pieces_of(word.lower(), names)[:MOST_PIECES] if word.strip() else [end]


def vocabulary(folder: Path) -> dict[str, int]:
    """The rows of the model's word pieces by name."""
    names = (folder / "vocab.txt").read_text("utf-8").splitlines()
    return {name: row for row, name in enumerate(names)}


def said(model: Path, pages: Path, seed: int, python: Path) -> Array:
    """What a teacher says of each word."""
    out = pages.with_name("said.npy")
    command = [*map(str, (python, SCRIPT, model, pages, out)), "--seed", str(seed)]
    subprocess.run(command, check=True)  # noqa: S603  our own script
    return np.asarray(np.load(out))


def environment(folder: Path) -> Path:
    """The interpreter of a new environment with PyTorch."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS], check=True)  # noqa: S603
    return python


def save(examples: Sequence[Example], told: Array, path: Path) -> None:
    """Writes what the teacher says, by page."""
    bounds = np.cumsum([0, *(len(one.tags) for one in examples)])
    names = np.array([one.name for one in examples])
    np.savez_compressed(path, names=names, bounds=bounds, told=told.astype(np.float16))


def load(paths: Sequence[Path]) -> dict[str, Array]:
    """What teachers say of the words of each page, on the average."""
    told: dict[str, list[Array]] = {}
    for path in paths:
        with np.load(path) as stored:
            names, bounds, rows = stored["names"].tolist(), stored["bounds"], stored["told"]
        for name, page in zip(names, np.split(rows, bounds[1:-1]), strict=True):
            told.setdefault(name, []).append(page.astype(np.float32))
    return {name: np.mean(pages, axis=0) for name, pages in told.items()}


def main() -> None:
    """Trains a teacher, and writes what it says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--left-out", type=int, help="of so many pages the first is not seen")
    parser.add_argument("--python", type=Path, help="an interpreter that has PyTorch")
    options = parser.parse_args()
    vectors = Vectors(options.vectors)
    judged = list(examples_of(judged_pages(), vectors))
    if options.left_out:
        judged = [one for row, one in enumerate(judged) if row % options.left_out]
    judged += examples_of(judged_passages() | frame_passages(), vectors)
    examples = [*judged, *examples_of(transfer_pages(), vectors)]
    print(f"{len(judged)} judged pages and passages, {len(examples) - len(judged)} others")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages.npz"
        write(examples, vocabulary(options.model), pages)
        python = options.python or environment(folder / "environment")
        save(examples, said(options.model, pages, options.seed, python), options.out)


if __name__ == "__main__":
    main()
