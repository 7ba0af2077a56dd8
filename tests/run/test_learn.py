"""The first pass keeps one page an id, learns each site, and leaves the pages by id."""

from dataclasses import replace
from mmap import mmap
from pathlib import Path

import pytest

from pipeline.model.ids import digest
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings, ProcessSettings, Settings
from pipeline.run import learn as module
from pipeline.run.documents import documents_at
from pipeline.run.learn import Learned, learn, site_blocks
from pipeline.run.rulings import Rulings
from pipeline.run.sentry import Sentry
from pipeline.store.spool import Spool, by_id, by_site, merged
from pipeline.watch import Stopped


def raw(name: str, site: str) -> RawPage:
    return RawPage(
        page_id=digest(name, site),
        source=f"{site}/{name}.txt",
        source_index=0,
        url=None,
        site=site,
        fetched_at=None,
        content_sha256="0" * 64,
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="bom",
        text=f"All about {name}\n{name} comes and goes with the weather, nobody knows why.\n"
        "Published by the house of health, all rights reserved.\n",
    )


SETTINGS = Settings(clean=CleanSettings(site_min_pages=3))


def learned(
    pages: list[RawPage],
    tmp_path: Path,
    settings: Settings = SETTINGS,
    given_up: dict[str, Stopped] | None = None,
) -> tuple[Learned, list[RawPage]]:
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    target.mkdir()
    spool = Spool(source, "0000", by_site)
    for page in pages:
        spool.add(page)
    spool.end_run()
    rulings = Rulings(tmp_path / "no decisions")
    with mmap(-1, 64) as state:
        sentry = Sentry(state, given_up or {})
        with documents_at(tmp_path / "documents") as documents:
            found = learn(source.iterdir(), target, settings, None, rulings, sentry, documents)
    return found, list(merged(target.iterdir(), by_id, target))


TWO_SITES = [raw(name, site) for site in ("a.example", "b.example") for name in "pqrst"]


def test_every_site_has_its_profile(tmp_path: Path) -> None:
    found, _ = learned(TWO_SITES, tmp_path)
    assert {site: profile.pages for site, profile in found.profiles.items()} == {
        "a.example": 5,
        "b.example": 5,
    }
    assert any("house of health" in each.example for each in found.profiles["a.example"].repeats)


def test_pages_are_left_by_id_with_their_notes(tmp_path: Path) -> None:
    found, left = learned(TWO_SITES, tmp_path)
    assert [page.page_id for page in left] == sorted(page.page_id for page in TWO_SITES)
    assert set(found.notes) == {page.page_id for page in TWO_SITES}
    assert all(notes.lines == () for notes in found.notes.values())


def test_of_pages_with_one_id_the_longest_is_kept(tmp_path: Path) -> None:
    page = TWO_SITES[0]
    longer = replace(page, source="z.txt", text=page.text + "One more line.\n")
    found, left = learned([page, longer], tmp_path)
    assert left == [longer]
    (told,) = found.problems
    assert (told.code, told.source) == ("superseded", page.source)
    assert "z.txt" in told.message


def test_a_page_that_cannot_be_read_is_left_without_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = module.read

    def fragile(page: RawPage, limits: CleanSettings) -> object:
        if "about p" in page.text:
            raise RecursionError
        return read(page, limits)

    monkeypatch.setattr(module, "read", fragile)
    found, left = learned(TWO_SITES, tmp_path)
    assert len(left) == 10
    assert len(found.notes) == 8


def test_a_page_that_takes_too_long_is_given_up_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = module.read

    def slow(page: RawPage, limits: CleanSettings) -> object:
        while page == TWO_SITES[0]:
            pass
        return read(page, limits)

    monkeypatch.setattr(module, "read", slow)
    settings = SETTINGS.model_copy(update={"process": ProcessSettings(max_page_seconds=0.3)})
    found, left = learned(TWO_SITES, tmp_path, settings)
    assert {page_id: why.code for page_id, why in found.stopped.items()} == {
        TWO_SITES[0].page_id: "timed_out"
    }
    assert len(left) == 10
    assert len(found.notes) == 9


def test_a_page_that_was_given_up_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = module.read
    seen = []

    def noted(page: RawPage, limits: CleanSettings) -> object:
        seen.append(page.page_id)
        return read(page, limits)

    monkeypatch.setattr(module, "read", noted)
    gone = TWO_SITES[3].page_id
    found, left = learned(TWO_SITES, tmp_path, given_up={gone: Stopped("timed_out", "Too long.")})
    assert set(seen) == {page.page_id for page in TWO_SITES} - {gone}
    assert found.stopped[gone].message == "Too long."
    assert len(left) == 10


def test_no_pages_no_profiles(tmp_path: Path) -> None:
    found, left = learned([], tmp_path)
    assert found.profiles == {}
    assert left == []


def test_what_repeats_is_a_row_with_an_example(tmp_path: Path) -> None:
    found, _ = learned(TWO_SITES, tmp_path)
    rows = [row for row in site_blocks(found, None) if "house of health" in row.text]
    assert {row.site for row in rows} == {"a.example", "b.example"}
    for row in rows:
        assert row.removed
        assert (row.n_pages, row.n_counted, row.share) == (5, 5, 1.0)
        assert row.example_page_id == min(p.page_id for p in TWO_SITES if p.site == row.site)
