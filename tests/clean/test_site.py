# ruff: noqa: S311  made-up words need no secrets
"""What a site repeats is learned the same in any order, and headings of a template stay out."""

import random
from collections.abc import Callable

import pytest

from pipeline.clean import read
from pipeline.clean.document import Document
from pipeline.clean.site import SiteProfile, bearing, learn_site, line_digest, take_notes
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings

RawPageOf = Callable[..., RawPage]
SETTINGS = CleanSettings()
WORDS = [
    "calf",
    "neck",
    "heel",
    "thumb",
    "liver",
    "spine",
    "wrist",
    "elbow",
    "kidney",
    "ankle",
    "scalp",
    "tongue",
]


def article(number: int) -> list[str]:
    rng = random.Random(number)
    title = " ".join(rng.sample(WORDS, 4)).capitalize()
    paragraphs = [" ".join(rng.choices(WORDS, k=12)).capitalize() + "." for _ in range(4)]
    return [f"{title} {number}", *paragraphs[:2], "When to see a doctor", *paragraphs[2:]]


@pytest.fixture
def pages(raw_page: RawPageOf) -> list[Document]:
    texts = [
        ["Health Rose", *article(n), "Ask our nurses, they know a way.", f"Reader {n}", "Imprint"]
        for n in range(12)
    ]
    return [read(raw_page("\n".join(text), source=f"page{n}.txt")) for n, text in enumerate(texts)]


def learned(documents: list[Document]) -> SiteProfile:
    return learn_site(map(take_notes, documents), SETTINGS)


def places(profile: SiteProfile) -> dict[str, str]:
    return {repeat.example: repeat.place for repeat in profile.repeats}


def test_lines_that_repeat_are_known_with_their_place(pages: list[Document]) -> None:
    assert places(learned(pages)) == {
        "Health Rose": "top",
        "When to see a doctor": "heading",
        "Ask our nurses, they know a way.": "sentence",
        "Reader 0": "bottom",
        "Imprint": "bottom",
    }


def test_the_order_of_the_pages_makes_no_difference(pages: list[Document]) -> None:
    shuffled = random.Random(1).sample(pages, len(pages))
    assert learned(shuffled).to_json() == learned(pages).to_json()


def test_a_profile_survives_json(pages: list[Document]) -> None:
    profile = learned(pages)
    assert SiteProfile.from_json(profile.to_json()) == profile


def test_too_few_pages_teach_nothing(pages: list[Document]) -> None:
    assert learned(pages[: SETTINGS.site_min_pages - 1]).repeats == ()


def test_copies_of_one_article_count_once(raw_page: RawPageOf) -> None:
    texts = ["\n".join(article(n)) for n in range(6)] + ["\n".join(article(1))] * 6
    documents = [read(raw_page(text, source=f"{n}.txt")) for n, text in enumerate(texts)]
    assert set(places(learned(documents))) == {"When to see a doctor"}


def test_lines_that_differ_in_numbers_alone_are_one() -> None:
    assert line_digest("Reader 7") == line_digest("reader 1204")
    assert line_digest("Reader 7") != line_digest("Writer 7")


def test_titles_of_the_pages_are_known(pages: list[Document]) -> None:
    from pipeline.clean.site import title_digest

    profile = learned(pages)
    assert all(profile.has_title(title_digest(page.lines[1].text)) for page in pages)
    assert not profile.has_title(title_digest("Health Rose"))


def test_what_a_profile_says_of_a_page_changes_with_what_it_knows(pages: list[Document]) -> None:
    notes = take_notes(pages[0])
    profile = learned(pages)
    assert bearing(profile, notes) == bearing(learned(pages[::-1]), notes)
    assert bearing(profile, notes) != bearing(SiteProfile(), notes)
