"""Prices keep the order that the outline relies on."""

from pipeline.segment import costs


def test_a_defect_costs_more_than_what_is_regular() -> None:
    regular = costs.OPEN + costs.OPEN_SAME
    assert regular < costs.GAP <= costs.REPEAT < costs.RESTART < costs.BACK


def test_a_line_that_looks_like_a_heading_is_dearer_to_leave_than_to_take() -> None:
    assert costs.TEXT_LINE > costs.OPEN + costs.SINGLE
    assert costs.TEXT_HEADING > costs.TEXT_LINE > costs.TEXT_LONG > costs.TEXT_BARE


def test_running_text_is_cheaper_to_leave_than_a_list_of_one_item_to_open() -> None:
    alone = costs.OPEN + costs.OPEN_INSIDE + costs.SINGLE
    assert alone + costs.INSIDE > costs.TEXT_INSIDE
    assert alone + costs.AFTER_STOP > costs.TEXT_AFTER_STOP
