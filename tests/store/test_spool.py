"""Pages come out of a spool sorted, whole, and the same whatever the order they went in."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pipeline.model.records import Problem, RawPage, Severity
from pipeline.store import spool
from pipeline.store.spool import Spool, by_id, by_site, merged, problem_from, problems_as_json

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def raw(page_id: str = "p", site: str = "a.example", text: str = "text") -> RawPage:
    return RawPage(
        page_id=page_id,
        source="a.txt",
        source_index=0,
        url=None,
        site=site,
        fetched_at=DAY,
        content_sha256="0" * 64,
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="bom",
        text=text,
    )


def through_spool(pages: list[RawPage], folder: Path, run_chars: int) -> list[RawPage]:
    folder.mkdir()
    writer = Spool(folder, "pages", by_site, run_chars)
    for page in pages:
        writer.add(page)
    writer.end_run()
    return list(merged(folder.iterdir(), by_site, folder))


def test_a_page_comes_back_as_it_went_in(tmp_path: Path) -> None:
    problem = Problem("a.txt", "ingest", "guessed", "…", Severity.WARNING, "p", 0)
    page = replace(raw(text="é\n\n\x00"), problems=(problem,), url="https://a.example/")
    assert through_spool([page], tmp_path / "s", 100) == [page]


@pytest.mark.parametrize("run_chars", [1, 10, 1_000])
def test_order_of_arrival_and_size_of_runs_do_not_matter(tmp_path: Path, run_chars: int) -> None:
    pages = [raw(f"{n:02d}", site=f"{n % 3}.example", text="x" * n) for n in range(20)]
    expected = sorted(pages, key=by_site)
    for seed in range(3):
        shuffled = random.Random(seed).sample(pages, len(pages))  # noqa: S311  no secret
        assert through_spool(shuffled, tmp_path / f"{seed}", run_chars) == expected


def test_more_runs_than_can_be_read_at_once_are_merged_in_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "MERGE_WIDTH", 3)
    pages = [raw(f"{n:02d}", text="x" * n) for n in range(1, 20)]
    assert through_spool(pages[::-1], tmp_path / "s", 1) == pages


def test_of_pages_with_one_id_the_newest_then_the_longest_comes_first(tmp_path: Path) -> None:
    old = replace(raw(text="a long old text"), fetched_at=DAY - timedelta(days=1))
    undated = replace(raw(text="a longer text without a date"), fetched_at=None)
    new, short = raw(text="newer"), raw(text="new")
    last = replace(short, source="b.txt")
    pages = [undated, last, old, short, new]
    assert through_spool(pages, tmp_path / "s", 10) == [new, short, last, old, undated]


def test_times_without_a_zone_are_utc_and_others_are_converted(tmp_path: Path) -> None:
    east = timezone(timedelta(hours=2))
    naive = replace(raw("a"), fetched_at=DAY.replace(tzinfo=None))
    eastern = replace(raw("b"), fetched_at=DAY.astimezone(east))
    times = [page.fetched_at for page in through_spool([naive, eastern], tmp_path / "s", 10)]
    assert times == [DAY, DAY]


def test_pages_by_id_ignore_the_site() -> None:
    assert by_id(raw("a", "z.example")) < by_id(raw("b", "a.example"))


def test_problems_go_through_json() -> None:
    problem = Problem("a", "clean", "odd", "Odd.", Severity.ERROR)
    assert problems_as_json([problem]).startswith("[{")
    values = {"source": "a", "stage": "clean", "code": "odd", "message": "Odd."}
    assert problem_from({**values, "severity": "error"}) == problem
