"""How a flow run ends: a state whose name and message say what became of the run.

Prefect takes a state that a flow returns for its end, and hands what the state holds to the caller.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from pipeline.run.summary import RunRefused, RunSummary, summarise, told
from pipeline.store.places import place_of
from pipeline.store.runs import Store

NAMES = {"published": "Published", "candidate": "Candidate", "needs_review": "NeedsReview"}


def ended(processed: str, run_id: str, message: str = "") -> RunSummary:
    """The end of a flow that made a run or decided on one.

    Raises RunRefused, so that the flow run fails, where the audit refused the run.
    """
    summary = summarise(Store(place_of(processed)).manifest(run_id))
    if summary.status == "refused":
        raise RunRefused(summary)
    message = message or told(summary)
    state: Any = Completed(name=NAMES[summary.status], message=message, data=summary)
    return cast("RunSummary", state)


def nothing_done(name: str, message: str) -> RunSummary | None:
    """The end of a flow that found nothing to do."""
    state: Any = Completed(name=name, message=message)
    return cast("RunSummary | None", state)


def as_ended(state: State[RunSummary | None]) -> RunSummary | None:
    """The end of a flow whose work was that of another: its name and message, or what it raised."""
    result = state.result()
    # A state of another flow run, given back as it is, would be told as "All states completed".
    own: Any = Completed(name=state.name, message=state.message, data=result)
    return cast("RunSummary | None", own)


def all_ended(ends: Mapping[str, State[Any]]) -> list[State[Any]]:
    """The end of a flow that ran each source; it fails if one of them did not complete."""
    undone = [source for source, end in ends.items() if not end.is_completed()]
    if undone:
        kind, told = Failed, f"{len(undone)} of {len(ends)} not done: {', '.join(undone)}."
    else:
        names = Counter(str(end.name) for end in ends.values())
        kind, told = (
            Completed,
            ", ".join(f"{count} {name}" for name, count in sorted(names.items())),
        )
    state: Any = kind(message=told, data=list(ends.values()))
    return cast("list[State[Any]]", state)
