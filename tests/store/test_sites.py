"""Sites are compared by their sums, where both runs hold enough of their pages."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.model.records import PageResult
from pipeline.store.runs import Store
from pipeline.store.sites import SiteFigures, site_changes, site_figures

NewPage = Callable[..., PageResult]
FIRST, SECOND = "20260101T000000Z-000001", "20260102T000000Z-000002"


def test_figures_are_sums_over_the_pages_of_a_site(
    store: Store, new_page: NewPage, new_run: Callable[..., Path]
) -> None:
    folder = new_run(store, [new_page("a", "x.example"), new_page("b", "x.example")])
    (figures,) = site_figures(folder).values()
    assert (figures.pages, figures.mentions) == (2, 2)
    assert figures.mentions_a_page == 1
    assert 0 < figures.kept_share < 1


def test_a_site_without_text_has_shares_of_nothing() -> None:
    assert SiteFigures().kept_share == 0
    assert SiteFigures().mentions_a_page == 0


def test_sites_of_both_runs_with_enough_pages_are_compared(
    store: Store, new_page: NewPage, new_run: Callable[..., Path]
) -> None:
    small, large = new_page("s", "small.example"), [new_page(n, "large.example") for n in "ab"]
    before = new_run(store, [small, *large, new_page("g", "gone.example")], FIRST)
    bare = [replace(page, page=replace(page.page, n_causes=0), mentions=()) for page in large]
    after = new_run(store, [small, *bare, new_page("n", "new.example")], SECOND)
    assert [change.site for change in site_changes(before, after, 1)] == [
        "large.example",
        "small.example",
    ]
    (change,) = site_changes(before, after, 2)
    assert (change.before.mentions_a_page, change.after.mentions_a_page) == (1, 0)
