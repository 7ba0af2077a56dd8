"""Rows of the review page."""

from collections.abc import Callable

from pipeline.review.blocks import BLOCK_COLUMNS, block_rows
from pipeline.review.diff import diff_blocks
from pipeline.review.pairs import pair_blocks
from pipeline.store.pagerows import PageRows

PageBuilder = Callable[..., PageRows]


def rows(old: PageRows, new: PageRows) -> list[dict[str, object]]:
    changes = {each.row["block_id"]: each for each in diff_blocks(old.blocks, new.blocks)}
    found = block_rows(pair_blocks(old.blocks, new.blocks), changes, lambda _text: None)
    return [dict(zip(BLOCK_COLUMNS, each, strict=True)) for each in found]


def test_an_unchanged_block_tells_nothing_of_another_run(build_page: PageBuilder) -> None:
    page = build_page("p", "One", "menu| Two")
    one, two = rows(page, page)
    assert (one["kept"], one["change"], one["was"], one["pieces"]) == (1, None, None, None)
    assert (two["kept"], two["reason"], two["rule"]) == (0, "menu", "menu_rule")


def test_a_changed_block_tells_how_it_was(build_page: PageBuilder) -> None:
    old = build_page("p", "One", "menu| take two cups of tea")
    new = build_page("p", "One", "take ten cups of tea")
    changed = rows(old, new)[1]
    assert (changed["change"], changed["was"]) == ("newly kept", [0, "menu"])
    assert ("+", "ten") in list(changed["pieces"] or ())  # type: ignore[call-overload]


def test_a_block_that_is_gone_stands_where_it_stood(build_page: PageBuilder) -> None:
    found = rows(build_page("p", "One", "Two", "Three"), build_page("p", "One", "Three"))
    assert [(each["text"], each["change"]) for each in found] == [
        ("One", None),
        ("Two", "no longer on the page"),
        ("Three", None),
    ]
