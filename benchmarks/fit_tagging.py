"""Fits the network of `pipeline/tag/network.py` and writes `network.npz` beside it.

    python -m benchmarks.fit_tagging --vectors FOLDER [--taught FILE ...]  # writes the weights
    python -m benchmarks.fit_tagging ... --left-out 6  # and scores every sixth page, not fitted to
    python -m benchmarks.fit_tagging --vectors FOLDER --folds 3  # cross-validation by pages

Plain back-propagation in NumPy with AdamW (`tag_trainer.py`). The seed is fixed; another processor
may sum in another order and end a little elsewhere, and so does a fit after earlier steps have
changed.

Trained on the judged pages that are not held (`tests/gold/tagging/*.json` and `marked/`), on short
`passages/`, on sentence `frames/` with words filled in, and on what teachers say of these and of
other pages (`teach_tagging.py` writes FILE, and names its sources). The word pieces and their
vectors come from all-MiniLM-L6-v2 (Apache-2.0): FOLDER holds its `vocab.txt` and
`model.safetensors`. Of its vectors the main components are kept, in eight bits.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.tag_examples import (
    DIMENSIONS,
    PIECE_COUNTS,
    Array,
    Example,
    Vectors,
    examples_of,
    judged_pages,
    judged_passages,
)
from benchmarks.tag_frames import frame_passages
from benchmarks.tag_trainer import LAYERS, ROW_WIDTH, WIDTH, Trainer, fit
from benchmarks.tagging import found_in, report, score_mentions
from benchmarks.teach_tagging import load
from benchmarks.transfer_pages import transfer_pages
from pipeline.tag import model
from pipeline.tag import network as net
from pipeline.tag.features import TOKEN_FLAGS, WORD_FLAGS

PASSAGE_TIMES = 3  # they are short: what an epoch sees of each


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


def cross_validate(
    examples: Sequence[Example], more: Sequence[Example], vectors: Vectors, options: Any
) -> None:
    """Prints the scores of networks on the pages that they were not fitted to."""
    count: Counter[str] = Counter()
    pages = 0
    for fold in range(options.folds)[: options.only or None]:
        seen = [one for row, one in enumerate(examples) if row % options.folds != fold]
        fitted = fit([*seen, *more], width=options.width)
        path = Path(tempfile.mkdtemp()) / "network.npz"
        save(whole_weights(fitted, vectors), path)
        use(net.Network(net.load(path)))
        left_out = examples[fold :: options.folds]
        count += scored(left_out)
        pages += len(left_out)
    report(count, pages)


def scored(examples: Sequence[Example]) -> Counter[str]:
    """What the network of this process finds right and wrong on judged pages."""
    count: Counter[str] = Counter()
    for one in examples:
        score_mentions(one.judged, found_in(one.judged), count)
    return count


def use(network: net.Network) -> None:
    """Has the pipeline take another network than the stored one."""
    model.network = lambda: network  # type: ignore[assignment,attr-defined]


def main() -> None:
    """Fits the network, or measures how well it does on pages it has not seen."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--taught", type=Path, nargs="+", help="what `teach_tagging` wrote")
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--left-out", type=int, help="of so many pages the first is not fitted to")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, default=0, help="number of folds to measure")
    options = parser.parse_args()
    vectors = Vectors(options.vectors)
    taught = load(options.taught or ())
    pages = list(examples_of(judged_pages(), vectors, taught))
    more = PASSAGE_TIMES * list(examples_of(judged_passages(), vectors, taught))
    more += examples_of(frame_passages(), vectors)  # the mark is right whatever a teacher says
    if taught:
        told = {name: page for name, page in transfer_pages().items() if name in taught}
        read = examples_of(told, vectors, taught)
        more += [one for one in read if one.taught is not None]
    words = sum(len(one.tags) for one in (*pages, *more))
    print(f"{len(pages)} judged pages, {len(more)} passages and others, {words} words", flush=True)
    if options.folds:
        cross_validate(pages, more, vectors, options)
        return
    left_out = pages[:: options.left_out] if options.left_out else []
    seen = [one for row, one in enumerate(pages) if not left_out or row % options.left_out]
    save(whole_weights(fit([*seen, *more], width=options.width), vectors), net.FILE)
    if left_out:
        use(net.Network(net.load()))
        report(scored(left_out), len(left_out))


if __name__ == "__main__":
    main()
