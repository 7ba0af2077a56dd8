"""What a reviewer looks at first."""

from collections.abc import Callable

from pipeline.review.diff import Change, diff_page
from pipeline.review.queue import alarms, doubt, is_asked, number_gaps, page_order
from pipeline.store.pagerows import PageRows, Row

PageBuilder = Callable[..., PageRows]


def numbered(*numbers: str) -> list[Row]:
    return [
        {"section_id": number, "number": number, "heading": number, "text": number}
        for number in numbers
    ]


def removed(score: float | None, block_id: str = "a") -> Row:
    return {"block_id": block_id, "kept": False, "score": score, "text": "x"}


def test_gaps_in_numbers_are_told_at_every_level() -> None:
    assert list(number_gaps(numbered("1", "2", "2.1", "2.3", "4"))) == ["1, 2, 4", "2.1, 2.3"]
    assert list(number_gaps(numbered("1", "1.1", "1.2", "2"))) == []


def test_a_page_with_a_gap_stands_above_every_page_without(build_page: PageBuilder) -> None:
    gap = build_page("a", "T", sections=numbered("1", "3"), visible_chars=1)
    failed = build_page("b", "T", status="failed", visible_chars=900)
    orders = [page_order(page.page["page_id"], alarms(page, None), [0.5]) for page in (gap, failed)]
    assert orders[0] < orders[1]


def test_losses_against_another_run_are_alarms(build_page: PageBuilder) -> None:
    old = build_page("p", "T", "12345", sections=numbered("1"), visible_chars=6)
    new = build_page("p", "T", "menu| 12345", visible_chars=6)
    told = [alarm.text for alarm in alarms(new, diff_page(old, new))]
    assert told == ["sections lost: 1", "characters lost: 5", "17% of the text kept", "no section"]


def test_the_queue_goes_losses_changes_new_rules_doubt() -> None:
    keys = [
        doubt(removed(0.9), Change.REMOVED, new_rule=False),
        doubt(removed(0.9), Change.TEXT, new_rule=False),
        doubt(removed(0.9), None, new_rule=True),
        doubt(removed(0.2), None, new_rule=False),
        doubt(removed(None), None, new_rule=False),
        doubt(removed(0.9), None, new_rule=False),
    ]
    assert keys == sorted(keys)


def test_removed_doubtful_and_changed_blocks_are_asked_and_no_other() -> None:
    kept = {"block_id": "k", "kept": True, "text": "Title"}
    assert is_asked(removed(1.0), None, None)
    assert is_asked({**kept, "score": 0.4}, None, "other")
    assert is_asked({**kept, "score": 1.0}, Change.MOVED, None)
    assert not is_asked({**kept, "score": 0.4}, None, "Title")
    assert not is_asked({**kept, "score": 0.99}, None, None)
    assert not is_asked({**kept, "score": None}, None, None)
