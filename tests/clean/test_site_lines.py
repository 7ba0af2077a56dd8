"""The site's lines go where the site prints them; the same words inside an article stay."""

from collections.abc import Callable

import pytest

from pipeline.clean import read
from pipeline.clean.document import Document
from pipeline.clean.site import Repeat, SiteProfile, line_digest, title_digest
from pipeline.clean.site_lines import site_removals, with_site
from pipeline.model.records import RawPage

TextOf = Callable[..., Document]
TITLE = "How long does a black eye last?"
TEXT = "A black eye fades from blue over green to yellow, and after two weeks it is gone."
PROMO = "Ask our nurses, they know a way that helps."
OTHERS = ("Why do onions make us cry?", "What is the use of eyebrows?")


def repeat(text: str, place: str) -> Repeat:
    return Repeat(line_digest(text), 9, 0.9, place, text)


@pytest.fixture
def profile() -> SiteProfile:
    repeats = (
        repeat("Health Rose", "top"),
        repeat("Imprint", "bottom"),
        repeat("Our tip", "box"),
        repeat(PROMO, "sentence"),
        repeat("When to see a doctor", "heading"),
    )
    titles = sorted(title_digest(text) for text in (TITLE, *OTHERS, "Gout"))
    packed = b"".join(digest.to_bytes(8, "little") for digest in titles)
    return SiteProfile(10, 10, repeats, packed)


def removed(document: Document, profile: SiteProfile, *taken: int) -> dict[str, str]:
    found = site_removals(with_site(document, profile), profile, frozenset(taken))
    return {document.lines[n.index].text: n.rule for n in found}


def test_lines_at_the_edges_go(text_of: TextOf, profile: SiteProfile) -> None:
    document = text_of("Health Rose", TITLE, TEXT, "Imprint")
    assert removed(document, profile) == {"Health Rose": "site_top", "Imprint": "site_bottom"}


def test_a_line_of_the_edge_inside_the_article_stays(text_of: TextOf, profile: SiteProfile) -> None:
    assert removed(text_of(TITLE, TEXT, "Imprint", TEXT), profile) == {}


def test_lines_removed_before_do_not_hide_the_edge(text_of: TextOf, profile: SiteProfile) -> None:
    document = text_of(TITLE, TEXT, "Imprint", "© 2019")
    assert removed(document, profile, 3) == {"Imprint": "site_bottom"}


def test_a_repeated_sentence_goes_with_the_lines_of_its_box(
    text_of: TextOf, profile: SiteProfile
) -> None:
    document = text_of(TITLE, TEXT, "Our tip", PROMO, "When to see a doctor", TEXT)
    assert removed(document, profile) == {"Our tip": "site_box", PROMO: "site_sentence"}


def test_titles_of_other_pages_go_where_they_stand_together(
    text_of: TextOf, profile: SiteProfile
) -> None:
    document = text_of(TITLE, TEXT, *OTHERS)
    assert removed(document, profile) == dict.fromkeys(OTHERS, "site_titles")


def test_a_single_title_of_another_page_may_be_a_heading(
    text_of: TextOf, profile: SiteProfile
) -> None:
    assert removed(text_of(TITLE, TEXT, OTHERS[0], TEXT, "Gout", "Gout"), profile) == {}


def test_the_title_is_chosen_anew_below_the_name_of_the_site(
    text_of: TextOf, profile: SiteProfile
) -> None:
    document = text_of("Health Rose", TITLE, TEXT)
    assert document.title == "Health Rose"
    assert with_site(document, profile).title == TITLE


def test_an_empty_profile_removes_nothing(raw_page: Callable[..., RawPage]) -> None:
    document = read(raw_page("Health Rose\nImprint"))
    assert list(site_removals(document, SiteProfile(), frozenset())) == []
