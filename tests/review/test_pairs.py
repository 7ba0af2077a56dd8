"""Which block of one run is which of another."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.pairs import MAX_STRETCH, pair_blocks
from pipeline.store.pagerows import PageRows, Row

PageBuilder = Callable[..., PageRows]

LINES = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def rows(*names: str) -> list[Row]:
    return [{"block_id": name, "text": f"a line about {name}"} for name in names]


def shown(old: list[Row], new: list[Row]) -> list[tuple[str, str, bool]]:
    return [
        (
            pair.old["block_id"] if pair.old else "-",
            pair.new["block_id"] if pair.new else "-",
            pair.moved,
        )
        for pair in pair_blocks(old, new)
    ]


def test_equal_ids_are_the_same_block() -> None:
    assert shown(rows("a", "b"), rows("a", "b")) == [("a", "a", False), ("b", "b", False)]


def test_a_block_that_changed_its_place_has_moved_and_no_other() -> None:
    assert shown(rows("a", "b", "c", "d"), rows("d", "a", "b", "c")) == [
        ("d", "d", True),
        ("a", "a", False),
        ("b", "b", False),
        ("c", "c", False),
    ]


def test_like_lines_between_the_same_neighbours_are_one_line_changed() -> None:
    old = [*rows("a"), {"block_id": "x", "text": "take two tablets a day"}, *rows("b")]
    new = [*rows("a"), {"block_id": "y", "text": "take three tablets a day"}, *rows("b")]
    assert shown(old, new)[1] == ("x", "y", False)


def test_unlike_lines_are_gone_and_new() -> None:
    old = [*rows("a"), {"block_id": "x", "text": "take two tablets a day"}]
    new = [*rows("a"), {"block_id": "y", "text": "call for help at once"}]
    assert shown(old, new)[1:] == [("x", "-", False), ("-", "y", False)]


def test_a_long_stretch_is_not_searched_for_likeness() -> None:
    old = rows(*(f"o{number}" for number in range(MAX_STRETCH + 1)))
    new = rows(*(f"n{number}" for number in range(MAX_STRETCH + 1)))
    assert all("-" in pair for pair in shown(old, new))


@given(LINES, LINES)
def test_every_block_of_both_runs_is_shown_once(old: list[str], new: list[str]) -> None:
    before, after = rows(*dict.fromkeys(old)), rows(*dict.fromkeys(new))
    pairs = pair_blocks(before, after)
    assert [pair.new for pair in pairs if pair.new] == after
    told = [pair.old["block_id"] for pair in pairs if pair.old]
    assert sorted(told) == sorted(row["block_id"] for row in before)


def test_blocks_of_a_page_pair_with_themselves(build_page: PageBuilder) -> None:
    blocks = build_page("p", "One", "menu| Home", "Two", "menu| Home").blocks
    assert all(pair.old is pair.new for pair in pair_blocks(blocks, blocks))
