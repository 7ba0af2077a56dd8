"""Near-duplicate pages: the same article with a few other words, found by MinHash.

A text is the set of its pairs of neighbouring words. Its signature estimates how much of that set
two texts share (Jaccard): copies of one article share nearly all, articles on one topic less than
a tenth. Pages made from one template for two conditions share much as well; so two texts are
copies only if what the one speaks of most, the other speaks of too.

Of a group one page is kept, the oldest, then the longest, then the one with the smallest id; each
other names it in `duplicate_of`. A page is only ever called a duplicate of a kept page that it
resembles itself, so that chains of small changes do not join different texts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from itertools import islice, pairwise

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

from pipeline.clean.shape import fold, key, topics
from pipeline.model.settings import CleanSettings

PERMUTATIONS = 256  # standard error 0.03 at a similarity of 0.7; a kilobyte a page
_SCHEME = "affine32"  # by name, so that a new default of the library changes no signature
_SEED = 1  # of the permutations; the same in every process, else signatures could not meet
_SHUFFLES = MinHash(PERMUTATIONS, seed=_SEED, scheme=_SCHEME).permutations  # made once: 0.3 ms
_DIGEST = 8
_TOPICS = 40  # words kept of a page
_MAIN_TOPICS = 2  # the condition a page is about has one or two words
_FREQUENT = 4  # a word said less often is not what a page is about
_SHORTEST = 20  # texts with fewer pairs of words are too short to tell copies from chance
_BATCH = 256  # pairs hashed at once: their 256 permutations fit in a core's cache
_CHUNK = 10_000  # signatures summed at once; 20 MB
_FACTORS = np.random.default_rng(_SEED).integers(1, 2**63, PERMUTATIONS, np.uint64) | np.uint64(1)
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_NEVER = datetime.max.replace(tzinfo=UTC)  # pages without a date come after all that have one


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the search for near-duplicates needs to know of a page."""

    page_id: str
    fetched_at: datetime | None
    length: int  # of the clean text
    signature: bytes  # empty for an empty text
    topics: tuple[tuple[str, int], ...] = ()  # the most frequent words and how often they occur


def sketch(page_id: str, fetched_at: datetime | None, text: str) -> Sketch:
    """The page's sketch, from its clean text."""
    return Sketch(page_id, fetched_at, len(text), signature(text), _topics(text))


def _topics(text: str) -> tuple[tuple[str, int], ...]:
    counts = Counter(topics(text))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ranked[:_TOPICS])


def signature(text: str) -> bytes:
    """The MinHash signature of the text's word pairs, four bytes a permutation.

    A text too short for that has a digest of eight bytes, which only an exact copy shares.
    """
    pairs = _pairs(text)
    if len(pairs) < _SHORTEST:
        letters = key(text).encode("utf-8", "surrogatepass")
        return blake2b(letters, digest_size=_DIGEST).digest() if letters else b""
    minhash = MinHash(PERMUTATIONS, seed=_SEED, scheme=_SCHEME, permutations=_SHUFFLES)
    for start in range(0, len(pairs), _BATCH):
        minhash.update_batch(pairs[start : start + _BATCH])
    return np.asarray(minhash.hashvalues, dtype="<u4").tobytes()


def _pairs(text: str) -> list[bytes]:
    """The text's pairs of neighbouring words, each once, in any order."""
    words = _WORD.findall(fold(text))
    pairs = set(map(" ".join, pairwise(words)))
    return "\n".join(pairs).encode().split(b"\n") if pairs else []


def similarity(one: bytes, other: bytes) -> float:
    """The estimated share of word pairs that the texts of two signatures have in common."""
    if len(one) != len(other) or not one:
        return 0.0
    if len(one) == _DIGEST:
        return float(one == other)
    return float(np.mean(_values(one) == _values(other)))


def _values(signature_bytes: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(signature_bytes, dtype="<u4")


def may_repeat(signatures: Iterable[bytes], settings: CleanSettings) -> NDArray[np.bool_]:
    """Of each page, by its signature, whether it may repeat another one or be repeated.

    That is where another page has an equal band of the signature, or where it is short. Most pages
    are not such; telling them by sorting sums of bands takes a tenth of asking the index, and 256
    bytes a page instead of all of its sketch. That sums of unlike bands may be equal does no harm.
    """
    bands = _Index(settings.near_duplicate_similarity).bands.hashranges
    is_long: list[bool] = []
    sums = [np.empty((0, len(bands)), np.uint64)]
    pages = iter(signatures)
    while chunk := list(islice(pages, _CHUNK)):
        is_long += [len(each) > _DIGEST for each in chunk]
        sums.append(_sums(b"".join(each for each in chunk if len(each) > _DIGEST), bands))
    met = ~np.array(is_long, bool)
    met[~met] = _meeting(np.concatenate(sums))
    return met


def _sums(signatures: bytes, bands: Sequence[tuple[int, int]]) -> NDArray[np.uint64]:
    """A sum for each band of each signature."""
    values = _values(signatures).reshape(-1, PERMUTATIONS) * _FACTORS
    return np.stack([values[:, first:last].sum(axis=1) for first, last in bands], axis=1)


def _meeting(sums: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Of each row, whether another one has an equal sum in its place."""
    meets = np.zeros(len(sums), bool)
    for column in sums.T:
        _, places, counts = np.unique(column, return_inverse=True, return_counts=True)
        meets |= counts[places] > 1
    return meets


def find_duplicates(sketches: Iterable[Sketch], settings: CleanSettings) -> dict[str, str]:
    """For each page that repeats a kept one, the id of the page that it repeats."""
    index = _Index(settings.near_duplicate_similarity)
    duplicate_of: dict[str, str] = {}
    for page in sorted(sketches, key=_precedence):
        near = index.near(page)
        if near:
            duplicate_of[page.page_id] = min(near, key=_precedence).page_id
        elif page.signature:
            index.add(page)
    return duplicate_of


@cache
def _bands(threshold: float) -> tuple[int, int]:
    """How many bands of how many values find pairs of that similarity.

    Weights: a pair that the index misses is lost, one too many is only compared in vain.
    """
    found = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, weights=(0.1, 0.9))
    return found.b, found.r


class _Index:
    """The kept pages, found by what they resemble."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self.kept: dict[str, Sketch] = {}
        self.short: dict[bytes, Sketch] = {}
        self.bands = MinHashLSH(num_perm=PERMUTATIONS, params=_bands(threshold))

    def add(self, page: Sketch) -> None:
        """Keep the page for later ones to be compared with."""
        if len(page.signature) == _DIGEST:
            self.short[page.signature] = page
        else:
            self.kept[page.page_id] = page
            self.bands.insert(page.page_id, _minhash(page.signature))

    def near(self, page: Sketch) -> list[Sketch]:
        """The kept pages that this page repeats."""
        if len(page.signature) <= _DIGEST:
            same = self.short.get(page.signature)
            return [same] if same else []
        candidates = (self.kept[found] for found in self.bands.query(_minhash(page.signature)))
        return [other for other in candidates if self._repeats(page, other)]

    def _repeats(self, page: Sketch, other: Sketch) -> bool:
        alike = similarity(page.signature, other.signature) >= self.threshold
        return alike and _speaks_of(page, other) and _speaks_of(other, page)


def _speaks_of(page: Sketch, other: Sketch) -> bool:
    """Whether what the other page speaks of most is also frequent on this one."""
    mine = dict(page.topics)
    least = page.topics[-1][1] if len(page.topics) == _TOPICS else 0
    return all(
        mine.get(word, least) * 2 >= count
        for word, count in other.topics[:_MAIN_TOPICS]
        if count >= _FREQUENT
    )


def _precedence(page: Sketch) -> tuple[datetime, int, str]:
    when = page.fetched_at
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return (when or _NEVER, -page.length, page.page_id)


def _minhash(signature_bytes: bytes) -> MinHash:
    values = _values(signature_bytes)
    return MinHash(
        PERMUTATIONS, seed=_SEED, scheme=_SCHEME, hashvalues=values, permutations=_SHUFFLES
    )
