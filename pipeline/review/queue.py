"""What a reviewer looks at first: pages by alarm, blocks by doubt, equal texts of a site once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.ids import digest
from pipeline.review.diff import LOSSES, Change, PageDiff
from pipeline.store.pagerows import PageRows, Row

# A kept block is worth a look if its decision was less sure than this; a removal always is.
SURE = 0.8
UNKNOWN = 0.5  # how sure a decision without a score is taken to be
# One removal in ten is in the random sample from which precision is told. A sample by doubt would
# tell how good the doubtful ones are.
SAMPLE_SHARE = 0.1
LOW_SHARE = 0.2  # of the visible text kept; below it an article was probably cut

# Weights of alarms: a page with a gap in its numbering stands above all that have none.
GAP, FAILED, LOST, LOW, EMPTY = 1000, 500, 200, 100, 50


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something of a page that asks for a look."""

    weight: int
    text: str


def alarms(page: PageRows, changed: PageDiff | None) -> list[Alarm]:
    """What is alarming about a page, worst first."""
    found = [Alarm(GAP, f"numbers {gap}") for gap in number_gaps(page.sections)]
    facts = page.page
    if facts["status"] != "ok":
        found.append(Alarm(FAILED, f"status {facts['status']}"))
    if changed is not None:
        _, sections, mentions, chars = changed.losses
        lost = (("sections", sections), ("mentions", mentions), ("characters", chars))
        found += [Alarm(LOST, f"{name} lost: {count:,}") for name, count in lost if count]
    visible = facts["visible_chars"] or 0
    if visible and facts["kept_chars"] < LOW_SHARE * visible:
        found.append(Alarm(LOW, f"{facts['kept_chars'] / visible:.0%} of the text kept"))
    if not page.sections:
        found.append(Alarm(EMPTY, "no section"))
    return sorted(found, key=lambda alarm: -alarm.weight)


def number_gaps(sections: Sequence[Row]) -> Iterator[str]:
    """Each list of section numbers that leaves some out, such as `1, 2, 4`."""
    children: dict[str, list[int]] = defaultdict(list)
    for section in sections:
        parent, _, last = section["number"].rpartition(".")
        children[parent].append(int(last))
    for parent, numbers in children.items():
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            before = f"{parent}." if parent else ""
            yield ", ".join(f"{before}{number}" for number in numbers)


def page_order(page_id: str, found: Iterable[Alarm], doubts: Iterable[float]) -> tuple[object, ...]:
    """Sorts pages: sum of alarms, then the most doubtful block, then the id."""
    return (-sum(alarm.weight for alarm in found), min(doubts, default=2.0), page_id)


def sureness(block: Row) -> float:
    """How sure the decision on a block is, 0 to 1."""
    return UNKNOWN if block["score"] is None else float(block["score"])


def is_asked(block: Row, change: Change | None, title: str | None) -> bool:
    """Whether a block is in the queue: changed, removed, or kept in doubt; not the title."""
    if change is not None or not block["kept"]:
        return True
    if block["text"] == title:
        return False
    return block["score"] is not None and block["score"] < SURE


def doubt(block: Row, change: Change | None, *, new_rule: bool) -> tuple[int, float, str]:
    """Sorts the queue: losses, other changes, rules that the other run did not have, doubt."""
    if change in LOSSES:
        tier = 0
    elif change is not None:
        tier = 1
    else:
        tier = 2 if new_rule else 3
    return (tier, sureness(block), block["block_id"])


def in_sample(block_id: str) -> bool:
    """Whether a block belongs to the random sample: the same blocks in every run, evenly spread."""
    drawn = int(digest("sample", block_id)[:8], 16) / 16**8
    return drawn < SAMPLE_SHARE
