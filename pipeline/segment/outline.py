"""The outline of a page: the tree that explains all candidates at the lowest cost.

A state is a stack of open lists. Each candidate either stays text, goes on one of the open lists
(those inside it close), or opens a list under the last item. A beam of the cheapest states is
followed from the first candidate to the last; `costs` names the prices.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.segment import costs
from pipeline.segment.candidates import BARE, PLAIN, Candidate, Shape
from pipeline.segment.markers import Reading


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


Stack = tuple[OpenList, ...]


class Placed(NamedTuple):
    """A candidate with its place: the item above it and what the place leaned on."""

    candidate: int
    parent: int | None
    reading: Reading | None
    why: str
    cost: float
    before: "Placed | None"


class State(NamedTuple):
    """A way to explain the page so far."""

    cost: float
    stack: Stack
    placed: Placed | None


class Step(NamedTuple):
    """One way to take a candidate."""

    cost: float
    stack: Stack
    parent: int | None
    reading: Reading | None
    why: str


def resolve(candidates: Sequence[Candidate]) -> list[Placed]:
    """The candidates that are headings, in order, each with its parent's index."""
    beam = [State(0.0, (), None)]
    for index, candidate in enumerate(candidates):
        beam = _advance(beam, candidates, index, candidate)
    best = min(beam, key=_final_cost)
    placed = []
    node = best.placed
    while node:
        placed.append(node)
        node = node.before
    return placed[::-1]


def _final_cost(state: State) -> float:
    return state.cost + _closing(state.stack)


def _closing(popped: Stack) -> float:
    return sum(costs.SINGLE for frame in popped if frame.single and frame.family)


def _advance(
    beam: Sequence[State], candidates: Sequence[Candidate], index: int, candidate: Candidate
) -> list[State]:
    states: dict[Stack, State] = {}
    ceiling = min(state.cost for state in beam) + costs.MARGIN + costs.TEXT_LINE
    for state in beam:
        _keep(states, State(state.cost + candidate.refuse, state.stack, state.placed))
        for step in _steps(candidates, index, candidate, state.stack):
            cost = state.cost + candidate.accept + step.cost
            if cost < ceiling:
                placed = Placed(index, step.parent, step.reading, step.why, step.cost, state.placed)
                _keep(states, State(cost, step.stack, placed))
    kept = sorted(states.values(), key=lambda state: state.cost)[: costs.BEAM]
    limit = kept[0].cost + costs.MARGIN
    return [state for state in kept if state.cost <= limit]


def _keep(states: dict[Stack, State], state: State) -> None:
    known = states.get(state.stack)
    if known is None or state.cost < known.cost:
        states[state.stack] = state


def _steps(
    candidates: Sequence[Candidate], index: int, candidate: Candidate, stack: Stack
) -> Iterator[Step]:
    closing = 0.0
    for depth in range(len(stack) - 1, -1, -1):
        frame = stack[depth]
        parent = stack[depth - 1].last if depth else None
        for cost, reading, why in _continuations(candidate, frame):
            total = cost + closing + _mismatch(candidates, candidate.shape, frame)
            yield Step(
                total,
                stack[:depth] + (_extended(frame, index, candidate, reading),),
                parent,
                reading,
                why,
            )
        closing += _closing((frame,))
    yield from _openings(candidates, index, candidate, stack)


def _continuations(
    candidate: Candidate, frame: OpenList
) -> Iterator[tuple[float, Reading | None, str]]:
    if not candidate.readings:
        yield from _unnumbered_sibling(candidate, frame)
        return
    for place, reading in enumerate(candidate.readings):
        cost, why = _value_step(reading, frame)
        if frame.family is None:
            if frame.rank != candidate.rank:
                continue
            cost, why = costs.RUNS_ON, "same tag"
        elif reading.family != frame.family:
            if reading.value != frame.value + 1 or reading.prefix:
                continue
            cost, why = costs.FAMILY, "another family"
        elif reading.wrapper != frame.wrapper:
            cost += costs.WRAPPER
            why += ", another separator"
        yield cost + place * costs.SECOND_READING, reading, why


def _value_step(reading: Reading, frame: OpenList) -> tuple[float, str]:
    extra = 0.0 if reading.prefix == frame.prefix else costs.PREFIX
    ahead = reading.value - frame.value
    if ahead == 1:
        return extra, "next number"
    if ahead > 1:
        lost = min(ahead - 1, costs.GAP_MOST)
        return extra + costs.GAP + costs.GAP_MORE * (lost - 1), "number lost before"
    if ahead == 0:
        return extra + costs.REPEAT, "number repeated"
    if reading.value == 1:
        return extra + costs.RESTART, "numbering restarts"
    return extra + costs.BACK, "number goes back"


def _unnumbered_sibling(
    candidate: Candidate, frame: OpenList
) -> Iterator[tuple[float, Reading | None, str]]:
    if frame.family is None:
        if frame.rank == candidate.rank:
            yield 0.0, None, "same tag"
        return
    lost = Reading(frame.family, frame.wrapper, frame.value + 1, frame.prefix)
    if frame.rank == candidate.rank:
        yield costs.RUNS_ON, None, "same tag"
        yield costs.LOST_NUMBER, lost, "own number lost"
    elif candidate.rank >= BARE and frame.rank >= PLAIN:
        yield costs.LOST_NUMBER, lost, "own number lost"


def _extended(
    frame: OpenList, index: int, candidate: Candidate, reading: Reading | None
) -> OpenList:
    if reading is None:
        return frame._replace(last=index, single=False)
    return OpenList(
        reading.family,
        reading.wrapper,
        reading.prefix,
        reading.value,
        candidate.rank if candidate.readings else frame.rank,
        frame.first,
        index,
        single=False,
    )


def _openings(
    candidates: Sequence[Candidate], index: int, candidate: Candidate, stack: Stack
) -> Iterator[Step]:
    if len(stack) >= costs.DEPTH:
        return
    if not candidate.readings:
        yield from _open_unnumbered(index, candidate, stack)
        return
    for place, reading in enumerate(candidate.readings):
        for depth in _open_depths(candidate, reading, stack):
            outer = stack[:depth]
            cost = _open_cost(candidates, candidate, reading, outer)
            cost += _closing(stack[depth:]) + place * costs.SECOND_READING
            cost += sum(costs.OPEN_ABOVE for closed in stack[depth:] if closed.rank < candidate.rank)
            frame = OpenList(
                reading.family,
                reading.wrapper,
                reading.prefix,
                reading.value,
                candidate.rank,
                index,
                index,
                single=True,
            )
            parent = outer[-1].last if outer else None
            yield Step(cost, (*outer, frame), parent, reading, "first of its list")


def _open_depths(candidate: Candidate, reading: Reading, stack: Stack) -> Iterator[int]:
    yield len(stack)
    for depth in range(len(stack) - 1, -1, -1):
        outer = stack[depth - 1] if depth else None
        fits_path = reading.prefix and outer and outer.value == reading.prefix[-1]
        fits_rank = candidate.rank <= 6 and (outer is None or outer.rank < candidate.rank)
        if fits_path or fits_rank:
            yield depth


def _open_cost(
    candidates: Sequence[Candidate], candidate: Candidate, reading: Reading, outer: Stack
) -> float:
    cost = costs.OPEN + _rank_cost(candidate, outer)
    if candidate.inside:
        cost += costs.OPEN_INSIDE
    if reading.value > 1:
        lost = min(reading.value - 1, costs.GAP_MOST)
        cost += costs.OPEN_LATE + costs.GAP_MORE * (lost - 1)
    if reading.prefix:
        fits = outer and outer[-1].value == reading.prefix[-1]
        return cost - costs.OPEN if fits else cost + costs.OPEN_LOOSE
    for frame in outer:
        if frame.family == reading.family and frame.wrapper == reading.wrapper:
            difference = _mismatch(candidates, candidate.shape, frame)
            cost += costs.OPEN_SAME + max(0.0, costs.OPEN_SIMILAR - difference)
    return cost


def _rank_cost(candidate: Candidate, outer: Stack) -> float:
    if candidate.rank > 6:
        return 0.0
    return sum(costs.OPEN_ABOVE for frame in outer if frame.rank >= candidate.rank)


def _open_unnumbered(index: int, candidate: Candidate, stack: Stack) -> Iterator[Step]:
    base = costs.OPEN_BARE if candidate.rank == BARE else costs.OPEN_TAG
    for depth in range(len(stack), -1, -1):
        outer = stack[:depth]
        if outer and outer[-1].rank >= candidate.rank and depth < len(stack):
            continue
        cost = base + _rank_cost(candidate, outer) + _closing(stack[depth:])
        frame = OpenList(None, "", (), 0, candidate.rank, index, index, single=True)
        parent = outer[-1].last if outer else None
        yield Step(cost, (*outer, frame), parent, None, "heading without a number")


def _mismatch(candidates: Sequence[Candidate], shape: Shape, frame: OpenList) -> float:
    last = _difference(shape, candidates[frame.last].shape)
    if frame.first == frame.last:
        return last
    first = _difference(shape, candidates[frame.first].shape)
    return last + costs.SHAPE_FIRST * (first - last)


def _difference(one: Shape, other: Shape) -> float:
    cost = costs.SHAPE_LENGTH * min(abs(one.length - other.length), 3.0)
    if one.question != other.question:
        cost += costs.SHAPE_QUESTION
    if one.topic != other.topic:
        cost += costs.SHAPE_TOPIC
    if one.kind != other.kind:
        cost += costs.SHAPE_KIND
    if one.rank != other.rank:
        cost += costs.SHAPE_RANK
    if one.css_class != other.css_class:
        cost += costs.SHAPE_CLASS
    if one.inside != other.inside:
        cost += costs.SHAPE_INSIDE
    if one.run_in != other.run_in:
        cost += costs.SHAPE_RUN_IN
    return cost
