"""Near-duplicate pages: the same article with a few other words, found by MinHash.

A text is the set of its pairs of neighbouring words. Its signature estimates how much of that set
two texts share (Jaccard): copies of one article share nearly all, articles on one topic less
than a tenth. Of a group one page is kept, the oldest, then the longest, then the one with the
smallest id; each other names it in `duplicate_of`. A page is only ever called a duplicate of a
kept page that it resembles itself, so that chains of small changes do not join different texts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

from pipeline.clean.shape import fold
from pipeline.model.settings import CleanSettings

PERMUTATIONS = 128  # standard error 0.03 at a similarity of 0.85; half a kilobyte a page
_SCHEME = "affine32"  # by name, so that a new default of the library changes no signature
_SEED = 1  # of the permutations; the same in every process, else signatures could not meet
_SHORTEST = 20  # texts with fewer pairs of words are too short to tell copies from chance
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_NEVER = datetime.max.replace(tzinfo=UTC)  # pages without a date come after all that have one


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the search for near-duplicates needs to know of a page."""

    page_id: str
    fetched_at: datetime | None
    length: int  # of the clean text
    signature: bytes  # empty for a text too short to compare


def sketch(page_id: str, fetched_at: datetime | None, text: str) -> Sketch:
    """The page's sketch, from its clean text."""
    return Sketch(page_id, fetched_at, len(text), signature(text))


def signature(text: str) -> bytes:
    """The MinHash signature of the text's word pairs, four bytes a permutation."""
    pairs = _pairs(text)
    if len(pairs) < _SHORTEST:
        return b""
    minhash = MinHash(num_perm=PERMUTATIONS, seed=_SEED, scheme=_SCHEME)
    minhash.update_batch(sorted(pairs))
    return np.asarray(minhash.hashvalues, dtype="<u4").tobytes()


def _pairs(text: str) -> set[bytes]:
    words = _WORD.findall(fold(text))
    return {f"{a} {b}".encode() for a, b in pairwise(words)}


def similarity(one: bytes, other: bytes) -> float:
    """The estimated share of word pairs that the texts of two signatures have in common."""
    if not one or not other:
        return 0.0
    return float(np.mean(_values(one) == _values(other)))


def _values(signature_bytes: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(signature_bytes, dtype="<u4")


def find_duplicates(sketches: Iterable[Sketch], settings: CleanSettings) -> dict[str, str]:
    """For each page that repeats a kept one, the id of the page that it repeats."""
    ordered = sorted(sketches, key=_precedence)
    threshold = settings.near_duplicate_similarity
    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, weights=(0.1, 0.9))
    kept: dict[str, Sketch] = {}
    duplicate_of: dict[str, str] = {}
    for page in ordered:
        if not page.signature:
            continue
        minhash = _minhash(page.signature)
        near = [found for found in index.query(minhash) if _near(page, kept[found], threshold)]
        if near:
            duplicate_of[page.page_id] = min(near, key=lambda found: _precedence(kept[found]))
        else:
            kept[page.page_id] = page
            index.insert(page.page_id, minhash)
    return duplicate_of


def _precedence(page: Sketch) -> tuple[datetime, int, str]:
    when = page.fetched_at
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return (when or _NEVER, -page.length, page.page_id)


def _near(page: Sketch, other: Sketch, threshold: float) -> bool:
    return similarity(page.signature, other.signature) >= threshold


def _minhash(signature_bytes: bytes) -> MinHash:
    values = _values(signature_bytes)
    return MinHash(num_perm=PERMUTATIONS, seed=_SEED, hashvalues=values, scheme=_SCHEME)
