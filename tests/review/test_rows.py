"""Pages of runs in order, whatever parts they stand in."""

from pathlib import Path

import pytest

from pipeline.model.settings import Settings, StoreSettings
from pipeline.review.rows import page_pairs, run_pages
from pipeline.run import run
from pipeline.store import Store


@pytest.fixture
def store(raw: Path, tmp_path: Path) -> Store:
    """Two runs of two sites: in one and in seven parts, the second without a page."""
    for name in ("a.example", "b.example"):
        (raw / name).mkdir()
        (raw / name / "gout.txt").write_text((raw / "gout.txt").read_text("utf-8"), "utf-8")
    for buckets in (1, 7):
        run(raw, tmp_path / "processed", Settings(store=StoreSettings(buckets=buckets)))
        (raw / "cough.txt").unlink(missing_ok=True)
    return Store(tmp_path / "processed")


def test_pages_come_in_the_order_of_their_ids(store: Store) -> None:
    for run_id in store.run_ids():
        pages = [each.page["page_id"] for each in run_pages(store.folder(run_id))]
        assert pages == sorted(pages)
        assert len(pages) >= 3


def test_pages_of_two_runs_meet_however_they_are_cut_into_parts(store: Store) -> None:
    old, new = map(store.folder, store.run_ids())
    pairs = list(page_pairs(old, new))
    lost = [before.page["source"] for before, after in pairs if before and not after]
    assert lost == ["cough.txt"]
    assert all(
        before.page["page_id"] == after.page["page_id"]
        for before, after in pairs
        if before and after
    )
    assert [after for before, after in page_pairs(new, old) if before is None and after]


def test_every_column_is_read(store: Store) -> None:
    page = next(run_pages(store.folder()))
    assert {"url", "title", "condition"} <= page.page.keys()
    assert {"rule", "evidence", "score"} <= page.blocks[0].keys()
