"""The pages as they were scraped."""

from pathlib import Path

import pytest

from pipeline.review import originals as module
from pipeline.review.originals import originals, within_limit
from pipeline.review.rows import run_pages
from pipeline.run import run
from pipeline.store import Store


@pytest.fixture
def store(raw: Path, tmp_path: Path) -> Store:
    run(raw, tmp_path / "processed")
    return Store(tmp_path / "processed")


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


def test_pages_that_are_elsewhere_now_are_left_out(store: Store, raw: Path) -> None:
    raw.rename(raw.with_name("moved"))
    assert originals(store.manifest(), wanted(store)) == {}


def test_the_first_pages_that_fit_are_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = originals(store.manifest(), wanted(store))
    first = next(iter(found))
    monkeypatch.setattr(module, "MAX_CHARS", len(found[first].text))
    assert list(within_limit(found, found)) == [first]
    assert within_limit(["unknown"], found) == {}
