"""Which block of one run is which block of another, on one page.

Equal ids are the same block. What is left on both sides is paired by likeness, where it stands
between the same neighbours; a block whose neighbours changed order has moved.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.review.words import SIMILAR, similarity
from pipeline.store.pagerows import Row

# A stretch of changed lines longer than this on either side is not searched for likeness: the
# time grows with the product. Its lines are then shown as gone and new.
MAX_STRETCH = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """A block in the run before and in the run after; None where it is not there."""

    old: Row | None
    new: Row | None
    moved: bool = False


def pair_blocks(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Every block of both runs once: in the new order, those gone where they stood before."""
    at = {row["block_id"]: index for index, row in enumerate(old)}
    shared = [row["block_id"] for row in new if row["block_id"] in at]
    steady = _steady(shared, [at[block_id] for block_id in shared])
    stays = {row["block_id"] for row in new}
    pairs: list[Pair] = []
    stretch: list[Pair] = []  # what came or moved in since the last steady block
    place = 0
    for row in new:
        there = at.get(row["block_id"])
        if there is None:
            stretch.append(Pair(None, row))
        elif row["block_id"] not in steady:
            stretch.append(Pair(old[there], row, moved=True))
        else:
            went = [each for each in old[place:there] if each["block_id"] not in stays]
            pairs += [*_alike(went, stretch), Pair(old[there], row)]
            place, stretch = there + 1, []
    went = [each for each in old[place:] if each["block_id"] not in stays]
    return [*pairs, *_alike(went, stretch)]


def _steady(shared: Sequence[str], places: Sequence[int]) -> set[str]:
    """The longest choice of shared blocks that stand in the same order in both runs."""
    ends: list[int] = []  # smallest end of an increasing choice, by its length
    tails: list[int] = []  # which of `places` that is
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        tails[length : length + 1] = [index]
    steady: set[str] = set()
    index = tails[-1] if tails else -1
    while index >= 0:
        steady.add(shared[index])
        index = before[index]
    return steady


def _alike(went: Sequence[Row], stretch: Sequence[Pair]) -> list[Pair]:
    """Lines that went, then lines that came between the same neighbours; like ones paired."""
    came = [pair.new for pair in stretch if pair.new is not None and pair.old is None]
    like: dict[str, Row] = {}
    if len(went) <= MAX_STRETCH and len(came) <= MAX_STRETCH:
        like = _matched(went, came)
    taken = {row["block_id"] for row in like.values()}
    gone = [Pair(row, None) for row in went if row["block_id"] not in taken]
    return [*gone, *(_joined(pair, like) for pair in stretch)]


def _joined(pair: Pair, like: dict[str, Row]) -> Pair:
    if pair.new is None or pair.new["block_id"] not in like:
        return pair
    return Pair(like[pair.new["block_id"]], pair.new)


def _matched(went: Sequence[Row], came: Sequence[Row]) -> dict[str, Row]:
    """For lines that came, by id, the line that went which is most like each."""
    scored = sorted(
        (-similarity(old["text"], new["text"]), there, here)
        for here, new in enumerate(came)
        for there, old in enumerate(went)
    )
    matched: dict[str, Row] = {}
    taken: set[int] = set()
    for score, there, here in scored:
        block_id = came[here]["block_id"]
        if -score >= SIMILAR and there not in taken and block_id not in matched:
            matched[block_id] = went[there]
            taken.add(there)
    return matched
