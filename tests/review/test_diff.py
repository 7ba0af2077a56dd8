"""Changes of a page from one run to another."""

from collections.abc import Callable

from pipeline.review.diff import Change, diff_page
from pipeline.review.rows import COLUMNS
from pipeline.store.pagerows import PageRows, Row

PageBuilder = Callable[..., PageRows]


def row(table: str, **values: object) -> Row:
    return {**dict.fromkeys(COLUMNS[table]), **values}


def changes(old: PageRows, new: PageRows) -> list[tuple[Change, str]]:
    found = diff_page(old, new)
    return [(each.change, each.row["text"]) for each in found.blocks] if found else []


def test_a_page_that_is_as_it_was_has_no_difference(build_page: PageBuilder) -> None:
    assert diff_page(build_page("p", "One", "Two"), build_page("p", "One", "Two")) is None


def test_every_kind_of_change_of_a_block_is_named(build_page: PageBuilder) -> None:
    old = build_page(
        "p", "Title", "Keep me", "menu| Home", "menu| Next page", "take two cups daily", "Last"
    )
    new = build_page(
        "p", "Title", "share| Keep me", "Home", "share| Next page", "take ten cups daily", "Last"
    )
    assert changes(old, new) == [
        (Change.REMOVED, "Keep me"),
        (Change.KEPT, "Home"),
        (Change.REASON, "Next page"),
        (Change.TEXT, "take ten cups daily"),
    ]


def test_a_block_that_moved_is_not_removed_and_added(build_page: PageBuilder) -> None:
    old = build_page("p", "Title", "One", "Two", "Three", title="T")
    new = build_page("p", "Title", "Two", "Three", "One", title="T")
    assert changes(old, new) == [(Change.MOVED, "One")]


def test_a_change_of_white_space_alone_is_marked(build_page: PageBuilder) -> None:
    found = diff_page(build_page("p", "T", "5 mg\u00a0daily"), build_page("p", "T", "5 mg daily"))
    assert found
    assert [each.space_only for each in found.blocks] == [True]


def test_sections_and_mentions_are_lost_added_and_changed(build_page: PageBuilder) -> None:
    def section(key: str, number: str, heading: str) -> dict[str, object]:
        return row("sections", section_id=key, number=number, heading=heading, text=heading)

    old = build_page(
        "p",
        "T",
        sections=[section("1", "1", "Causes"), section("2", "2", "Diet")],
        mentions=[row("mentions", mention_id="m", label="CAUSE", text="beer")],
    )
    new = build_page(
        "p",
        "T",
        sections=[section("3", "2", "Causes"), section("4", "3", "Sleep")],
        mentions=[row("mentions", mention_id="m", label="REMEDY", text="beer")],
    )
    found = diff_page(old, new)
    assert found
    told = [(each.change, each.row["heading"], each.fields) for each in found.sections]
    assert told == [
        (Change.CHANGED, "Causes", ("number",)),
        (Change.ADDED, "Sleep", ()),
        (Change.LOST, "Diet", ()),
    ]
    assert [(each.change, each.fields) for each in found.mentions] == [(Change.CHANGED, ("label",))]


def test_what_is_known_of_a_page_is_compared(build_page: PageBuilder) -> None:
    found = diff_page(build_page("p", "T", language="en"), build_page("p", "T", language=None))
    assert found
    assert found.facts == (("language", "en", "none"),)


def test_the_losses_of_a_page_count_kept_text_that_left(build_page: PageBuilder) -> None:
    found = diff_page(build_page("p", "T", "12345", "menu| x"), build_page("p", "T", "menu| 12345"))
    assert found
    assert found.losses == (0, 0, 0, 5)
