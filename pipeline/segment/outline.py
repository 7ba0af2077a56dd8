"""The outline of a page: the tree that explains all candidates at the lowest cost.

A state is a stack of open lists. Each candidate either stays text, goes on one of the open lists
(those inside it close), or opens a list under the last item. A beam of the cheapest states is
followed from the first candidate to the last; `costs` names the prices.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from pipeline.segment import costs
from pipeline.segment.markers import LAST, Reading
from pipeline.segment.shapes import BARE, LAST_TAG, PLAIN, TERM, Candidate, difference

LARGEST_MISPRINT = 90  # a digit doubled or put before: 33 for 3, 14 for 4
_UNCLEAR = frozenset(":,-–—/")  # may follow a number that is none of a list
INFINITE = float("inf")
NEXT = "next number"
DOWN = "counted down"
_COST = itemgetter(0)


class OpenList(NamedTuple):
    """A list that may go on: how its markers look and the items it compares new ones with."""

    family: str | None  # None for headings without a marker
    wrapper: str
    prefix: tuple[int, ...]
    value: int
    rank: int
    first: int
    last: int
    single: bool
    inner: tuple[str | None, str, int] | None = None  # the list under the last item, once closed


Stack = tuple[OpenList, ...]


class Placed(NamedTuple):
    """A candidate with its place: the item above it and what the place leaned on."""

    candidate: int
    parent: int | None
    reading: Reading | None
    why: str
    cost: float


# Plain tuples since there are many. A step is what `Placed` holds, and the step before. A state is
# a way to explain the page so far: its cost, the open lists, the last step.
Step = tuple[int, int | None, Reading | None, str, float, "Step | None"]
State = tuple[float, Stack, Step | None]

# One way to take a candidate in a state: the cost of the page so far, the state, how many lists
# stay open, whether it opens another, how the marker is read, why (empty where the candidate stays
# text), and the cost of this step.
Option = tuple[float, State, int, bool, Reading | None, str, float]
Choice = tuple[float, Reading | None, str]  # its price, how the marker is read, and why
# How a candidate differs from a list, how it may go on it, and whether the list waits for it.
Ways = tuple[float, Sequence[Choice], bool]


def resolve(candidates: Sequence[Candidate]) -> list[Placed]:
    """The candidates that are headings, in order, each with its parent's index."""
    beam: list[State] = [(0.0, (), None)]
    width = costs.BEAM if len(candidates) <= costs.MANY else costs.BEAM_MANY
    for index in range(len(candidates)):
        beam = _advance(beam, candidates, index, width)
    _, _, step = min(beam, key=_final_cost)
    placed = []
    while step:
        index, parent, reading, why, cost, step = step
        placed.append(Placed(index, parent, reading, why, cost))
    return placed[::-1]


def _final_cost(state: State) -> float:
    cost, stack, _ = state
    return cost + _closing(stack)


def _closing(popped: Stack) -> float:
    return sum(costs.SINGLE for frame in popped if frame.single and frame.family)


def _advance(
    beam: Sequence[State], candidates: Sequence[Candidate], index: int, width: int
) -> list[State]:
    """The cheapest states after one more candidate, no two with the same open lists."""
    candidate = candidates[index]
    options: list[Option] = []
    differences: dict[int, float] = {}
    known: dict[int, Ways] = {}
    limit = INFINITE
    least = min(candidate.accept, candidate.refuse)
    for state in beam:  # cheapest first
        if state[0] + least >= limit:
            break
        ways = []
        for frame in state[1]:
            way = known.get(id(frame))
            if way is None:
                choices = _goes_on(candidate, frame)
                # Only a list that the candidate can go on is compared with it.
                mismatch = _mismatch(candidates, index, frame, differences) if choices else 0.0
                awaited = bool(choices) and choices[0][2] == NEXT and not candidate.inside
                way = known[id(frame)] = mismatch, choices, awaited
            ways.append(way)
        limit = _add_options(options, candidate, state, ways, limit)
    options.sort(key=_COST)
    within = [option for option in options if option[0] <= limit]
    return _cheapest(candidate, index, within, width)


def _cheapest(
    candidate: Candidate, index: int, options: Sequence[Option], width: int
) -> list[State]:
    """The states after the cheapest options. Equal lists are one object, so ids tell stacks."""
    states: dict[tuple[int, ...], State] = {}
    frames: dict[OpenList, OpenList] = {}
    for option in options:
        if len(states) == width:
            break
        state = _taken(candidate, index, option, frames)
        states.setdefault(tuple(map(id, state[1])), state)
    return list(states.values())


def _taken(
    candidate: Candidate, index: int, option: Option, frames: dict[OpenList, OpenList]
) -> State:
    """The state after an option; `frames` holds the lists that options before it have made."""
    cost, (_, stack, before), depth, opens, reading, why, price = option
    if not why:
        return cost, stack, before
    outer = stack[:depth] if opens else stack[: depth - 1]
    if opens:
        frame = _opened(candidate, index, reading)
    else:
        closed = stack[depth] if depth < len(stack) else None
        frame = _extended(stack[depth - 1], closed, index, candidate, reading)
    parent = outer[-1].last if outer else None
    step = index, parent, reading, why, price, before
    return cost, (*outer, frames.setdefault(frame, frame)), step


def _opened(candidate: Candidate, index: int, reading: Reading | None) -> OpenList:
    if reading is None:
        return OpenList(None, "", (), 0, candidate.rank, index, index, single=True)
    family, wrapper, value, prefix = reading
    return OpenList(family, wrapper, prefix, value, candidate.rank, index, index, single=True)


def _extended(
    frame: OpenList,
    closed: OpenList | None,
    index: int,
    candidate: Candidate,
    reading: Reading | None,
) -> OpenList:
    """The list with one more item; `closed` is the list that ended under the item before."""
    family, wrapper, prefix, value, rank, first, _, _, inner = frame
    if closed:
        inner = (closed.family, closed.wrapper, closed.value)
    if reading is not None:
        family, wrapper, value, prefix = reading
        rank = candidate.rank if candidate.readings else rank
    return OpenList(family, wrapper, prefix, value, rank, first, index, False, inner)  # noqa: FBT003


def _add_options(
    options: list[Option],
    candidate: Candidate,
    state: State,
    ways: Sequence[Ways],
    limit: float,
) -> float:
    """Adds the ways to take a candidate in a state; returns the cost above which none is of use."""
    cost, stack, _ = state
    base = cost + _refusal(candidate, ways)
    if base < limit:
        limit = min(limit, base + costs.MARGIN)
        options.append((base, state, 0, False, None, "", 0.0))
    base = cost + candidate.accept
    closing = 0.0
    for depth in range(len(stack), 0, -1):
        if base + closing >= limit:
            break
        frame = stack[depth - 1]
        mismatch, choices, _ = ways[depth - 1]
        for price, reading, why in choices:
            step = price + closing + mismatch
            if base + step < limit:
                limit = min(limit, base + step + costs.MARGIN)
                options.append((base + step, state, depth, False, reading, why, step))
        if frame.single and frame.family:
            closing += costs.SINGLE
    may_open = base < limit and len(stack) < costs.DEPTH
    if may_open and base + _least_to_open(candidate, stack) < limit:
        mismatches = [mismatch for mismatch, _, _ in ways]
        for depth, (step, reading, why) in _openings(candidate, stack, mismatches):
            if base + step < limit:
                limit = min(limit, base + step + costs.MARGIN)
                options.append((base + step, state, depth, True, reading, why, step))
    return limit


def _refusal(candidate: Candidate, ways: Sequence[Ways]) -> float:
    """What it costs to leave a candidate in the text; more where a list waits for it."""
    if candidate.refuse:
        for _, _, awaited in ways:
            if awaited:
                return candidate.refuse + costs.TEXT_EXPECTED
    return candidate.refuse


def _least_to_open(candidate: Candidate, stack: Stack) -> float:
    """A price that opening a list is never below; most candidates need not be looked at closer."""
    if candidate.rank <= TERM or not candidate.readings:
        return 0.0
    reading = candidate.readings[0]
    if reading.value == 1 or reading.prefix or len(candidate.readings) > 1:
        return 0.0
    runs_on = bool(stack) and stack[-1].inner is not None
    return costs.OPEN + (costs.OPEN_ON if runs_on else costs.OPEN_LATE)


def _goes_on(candidate: Candidate, frame: OpenList) -> list[Choice]:
    """The ways in which the candidate goes on a list."""
    if not candidate.readings:
        return _unnumbered_sibling(candidate, frame)
    choices: list[Choice] = []
    for place, reading in enumerate(candidate.readings):
        if frame.family is None:
            if frame.rank != candidate.rank:
                continue
            cost, why = costs.RUNS_ON, "same tag"
        elif reading.family == frame.family:
            cost, why = _value_step(reading, frame)
            if reading.wrapper != frame.wrapper:
                cost += costs.WRAPPER
                why += ", another separator"
        elif reading.value == frame.value + 1 and not reading.prefix:
            cost, why = costs.FAMILY, "another family"
        else:
            continue
        if reading.value == LAST or why.startswith("number misprinted"):
            reading = reading._replace(value=frame.value + 1)  # noqa: PLW2901
        choices.append((cost + place * costs.SECOND_READING, reading, why))
    if candidate.rank <= TERM and frame.family is None and frame.rank == candidate.rank:
        choices.append((_not_a_marker(candidate), None, "same tag, the number is no marker"))
    return choices


def _not_a_marker(candidate: Candidate) -> float:
    """What it costs to take the number of a heading as part of it: "5 ways to sleep"."""
    family, wrapper, *_ = candidate.readings[0]
    if family == "decimal" and not wrapper and not candidate.counted:
        return costs.NOT_A_NUMBER
    return costs.NOT_A_MARKER if wrapper[-1:] in _UNCLEAR else costs.NOT_A_STOP


def _value_step(reading: Reading, frame: OpenList) -> tuple[float, str]:
    extra = 0.0 if reading.prefix == frame.prefix else costs.PREFIX
    ahead = 1 if reading.value == LAST else reading.value - frame.value
    if ahead == 1:
        return extra, NEXT
    if ahead % 10 == 1 and 0 < ahead < LARGEST_MISPRINT:
        return extra + costs.MISPRINT, "number misprinted"
    if ahead > 1:
        lost = min(ahead - 1, costs.GAP_MOST)
        return extra + costs.GAP + costs.GAP_MORE * (lost - 1), "number lost before"
    if ahead == 0:
        return extra + costs.REPEAT, "number repeated"
    if reading.value == 1:
        return extra + costs.RESTART, "numbering restarts"
    down = ahead == -1 and frame.rank <= LAST_TAG
    cost, why = (costs.COUNT_DOWN, DOWN) if down else (costs.BACK, "number goes back")
    return extra + cost, why


def _unnumbered_sibling(candidate: Candidate, frame: OpenList) -> list[Choice]:
    same_tag = frame.rank == candidate.rank
    if frame.family is None:
        return [(0.0, None, "same tag")] if same_tag else []
    lost = Reading(frame.family, frame.wrapper, frame.value + 1, frame.prefix)
    if same_tag:
        return [
            (costs.RUNS_ON, None, "same tag"),
            (costs.LOST_NUMBER, lost, "own number lost"),
        ]
    if candidate.rank >= BARE and frame.rank >= PLAIN:
        return [(costs.LOST_NUMBER, lost, "own number lost")]
    return []


def _openings(
    candidate: Candidate, stack: Stack, mismatches: Sequence[float]
) -> list[tuple[int, Choice]]:
    """The depths at which the candidate may open a list, each with the price."""
    if not candidate.readings:
        return list(_open_unnumbered(candidate, stack))
    choices: list[tuple[int, Choice]] = []
    for place, reading in enumerate(candidate.readings):
        extra = place * costs.SECOND_READING
        for depth in _open_depths(candidate, reading, stack):
            cost = extra + _open_cost(candidate, reading, stack[:depth], mismatches)
            for closed in stack[depth:]:
                cost += costs.SINGLE if closed.single and closed.family else 0.0
                cost += costs.OPEN_ABOVE if closed.rank < candidate.rank else 0.0
            choices.append((depth, (cost, reading, "first of its list")))
    if candidate.rank <= TERM:
        extra = _not_a_marker(candidate)
        for depth, (cost, _, why) in _open_unnumbered(candidate, stack):
            choices.append((depth, (cost + extra, None, why)))
    return choices


def _open_depths(candidate: Candidate, reading: Reading, stack: Stack) -> list[int]:
    depths = [len(stack)]
    if not reading.prefix and candidate.rank > LAST_TAG:
        return depths
    for depth in range(len(stack) - 1, -1, -1):
        outer = stack[depth - 1] if depth else None
        fits_path = reading.prefix and outer and outer.value == reading.prefix[-1]
        fits_rank = candidate.rank <= LAST_TAG and (outer is None or outer.rank < candidate.rank)
        if fits_path or fits_rank:
            depths.append(depth)
    return depths


def _open_cost(
    candidate: Candidate, reading: Reading, outer: Stack, mismatches: Sequence[float]
) -> float:
    cost = costs.OPEN + _rank_cost(candidate, outer)
    if candidate.inside:
        cost += costs.OPEN_INSIDE
    runs_on = (reading.family, reading.wrapper, reading.value - 1)
    if outer and outer[-1].inner == runs_on:
        cost += costs.OPEN_ON
    elif reading.value > 1:
        lost = min(reading.value - 1, costs.GAP_MOST)
        cost += costs.OPEN_LATE + costs.GAP_MORE * (lost - 1)
    if reading.prefix:
        fits = outer and outer[-1].value == reading.prefix[-1]
        return cost - costs.OPEN if fits else cost + costs.OPEN_LOOSE
    for frame, mismatch in zip(outer, mismatches, strict=False):
        if frame.family == reading.family and frame.wrapper == reading.wrapper:
            cost += costs.OPEN_SAME + max(0.0, costs.OPEN_SIMILAR - mismatch)
    return cost


def _rank_cost(candidate: Candidate, outer: Stack) -> float:
    if candidate.rank > LAST_TAG:
        return 0.0
    return sum(costs.OPEN_ABOVE for frame in outer if frame.rank >= candidate.rank)


def _open_unnumbered(candidate: Candidate, stack: Stack) -> Iterator[tuple[int, Choice]]:
    base = costs.OPEN_BARE if candidate.rank == BARE else costs.OPEN_TAG
    for depth in range(len(stack), -1, -1):
        outer = stack[:depth]
        if outer and outer[-1].rank >= candidate.rank and depth < len(stack):
            continue
        cost = base + _rank_cost(candidate, outer) + _closing(stack[depth:])
        if any(frame.rank == candidate.rank and frame.family is None for frame in outer):
            cost += costs.OPEN_ABOVE
        if candidate.rank == BARE:
            cost += costs.OPEN_BESIDE * (depth < len(stack)) + costs.OPEN_WITHIN * (depth > 0)
        yield depth, (cost, None, "heading without a number")


def _mismatch(
    candidates: Sequence[Candidate], index: int, frame: OpenList, known: dict[int, float]
) -> float:
    """How much the candidate differs from the last item of a list, and from the first."""
    shape = candidates[index].shape
    last = known.get(frame.last)
    if last is None:
        last = known[frame.last] = difference(shape, candidates[frame.last].shape)
    if frame.first == frame.last:
        return last
    first = known.get(frame.first)
    if first is None:
        first = known[frame.first] = difference(shape, candidates[frame.first].shape)
    return last + costs.SHAPE_FIRST * (first - last)
