"""Which site is cut, into how many pieces, and where each page belongs."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.model.ids import digest
from pipeline.model.settings import Settings, StoreSettings
from pipeline.run.pieces import Pieces, bucket_of, cut_sites, pieces_of
from pipeline.run.plan import make_plan
from pipeline.run.shards import ingest_shard
from pipeline.run.work import Work

IDS = [digest("page", str(number)) for number in range(400)]


def test_a_site_has_one_bucket_everywhere() -> None:
    assert [bucket_of(site, 3) for site in ("notes", "a.example", "b.example")] == [0, 1, 2]
    assert {bucket_of(f"{n}.example", 8) for n in range(100)} == set(range(8))


def test_pages_of_a_large_site_are_spread_evenly_and_those_of_others_stay() -> None:
    pieces = Pieces(6, {"a.example": 4})
    home = bucket_of("a.example", 6)
    found = Counter(pieces.bucket_of("a.example", page_id) for page_id in IDS)
    assert set(found) == {(home + piece) % 6 for piece in range(4)}
    assert min(found.values()) > 70
    assert {pieces.bucket_of("b.example", page_id) for page_id in IDS} == {
        bucket_of("b.example", 6)
    }


def test_a_site_that_grows_keeps_half_of_its_pages_where_they_are() -> None:
    before, after = Pieces(8, {"a.example": 2}), Pieces(8, {"a.example": 4})
    stay = [before.bucket_of("a.example", i) == after.bucket_of("a.example", i) for i in IDS]
    assert 0.4 < sum(stay) / len(stay) < 0.6


def test_a_bucket_knows_its_large_sites_and_where_their_pages_stand() -> None:
    pieces = Pieces(6, {"a.example": 2})
    home = bucket_of("a.example", 6)
    guest = (home + 1) % 6
    assert pieces.buckets_of("a.example") == [home, guest]
    assert pieces.large_in(guest) == ["a.example"]
    assert pieces.homes(guest) == sorted({home, guest})
    assert pieces.homes((home + 2) % 6) == [(home + 2) % 6]


def test_what_is_chosen_is_each_page_once() -> None:
    pieces = Pieces(3, {"a.example": 2})
    sites = ("notes", "a.example", "b.example")
    chosen = [pieces.chosen(bucket) for bucket in range(3)]
    for site in sites:
        for page_id in IDS:
            assert sum(each(site, page_id) for each in chosen if each) == 1
    large = pieces.chosen(bucket_of("a.example", 3), large=True)
    assert large is not None
    assert not any(large(site, page_id) for site in ("notes", "b.example") for page_id in IDS)
    assert Pieces(3, {}).chosen(0) is None


def planned(raw: Path, tmp_path: Path, buckets: int, pages: int) -> Work:
    store = StoreSettings(buckets=buckets, max_site_pages=pages)
    work = make_plan(str(raw), tmp_path / "out", Settings(store=store), shard_files=7)
    for shard in range(work.plan().n_shards):
        ingest_shard(work.folder, shard)
    return work


@pytest.mark.parametrize(
    ("buckets", "pages", "expected"), [(8, 6, 1), (8, 5, 2), (8, 2, 4), (3, 1, 2), (1, 1, 1)]
)
def test_how_many_pieces_follows_from_the_pages_of_all_shards(
    raw: Path, tmp_path: Path, buckets: int, pages: int, expected: int
) -> None:
    work = planned(raw, tmp_path, buckets, pages)
    found = cut_sites(work.folder)
    sites = ("notes", "a.example", "b.example")
    wanted = dict.fromkeys(sites, expected) if expected > 1 else {}
    assert pieces_of(work).of_site == wanted
    assert bool(found) == bool(wanted)
    assert cut_sites(work.folder) == found
