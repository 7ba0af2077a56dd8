"""The pages as they were scraped."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.review import originals as module
from pipeline.review.originals import originals, within_limit
from pipeline.review.rows import run_pages
from pipeline.store import Store


@pytest.fixture
def store(two_runs: Store) -> Store:
    return two_runs


def wanted(store: Store) -> dict[str, str]:
    pages = (each.page for each in run_pages(store.folder()))
    return {page["page_id"]: page["source"] for page in pages}


def test_originals_are_read_again_from_where_they_were(store: Store) -> None:
    found = originals(store.manifest(), wanted(store))
    assert {page.source for page in found.values()} == {"gout.txt", "cough.txt"}
    assert all("Share this page" in page.text for page in found.values())


def test_only_what_is_wanted_is_given(store: Store) -> None:
    page_id, source = next(iter(wanted(store).items()))
    assert list(originals(store.manifest(), {page_id: source})) == [page_id]


def test_pages_that_are_elsewhere_now_are_left_out(store: Store, tmp_path: Path) -> None:
    moved = replace(store.manifest(), raw=str(tmp_path / "moved"))
    assert originals(moved, wanted(store)) == {}


def test_the_first_pages_that_fit_are_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = originals(store.manifest(), wanted(store))
    first = next(iter(found))
    monkeypatch.setattr(module, "MAX_CHARS", len(found[first].text))
    assert list(within_limit(found, found)) == [first]
    assert within_limit(["unknown"], found) == {}
