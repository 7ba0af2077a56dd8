"""Ids are stable: the same content gets the same id, whatever stands around it."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.ids import canonical_url, content_ids, digest, page_id, site_of


def test_a_digest_is_24_hex_digits_and_does_not_confuse_parts() -> None:
    assert len(digest("a", "b")) == 24
    assert digest("ab", "c") != digest("a", "bc")


def test_a_canonical_url_has_no_fragment_no_tracking_and_a_sorted_query() -> None:
    url = "http://WWW.Health.example/a?b=2&utm_source=mail&a=1#top"
    assert canonical_url(url) == "http://www.health.example/a?a=1&b=2"


def test_a_page_with_a_url_has_an_id_that_does_not_depend_on_its_source() -> None:
    url = "https://health.example/cramps"
    assert page_id(url, "a.html", 0) == page_id(url + "#x", "b.jsonl", 7)


def test_a_page_without_a_url_has_an_id_from_source_and_index() -> None:
    assert page_id(None, "a.jsonl", 0) != page_id(None, "a.jsonl", 1)
    assert page_id(None, "a.jsonl", 0) == page_id("", "a.jsonl", 0)


def test_the_site_is_the_host_without_www_else_the_folder_else_local() -> None:
    assert site_of("https://www.health.example/x", "a.html") == "health.example"
    assert site_of(None, "portal/2024/a.txt") == "portal/2024"
    assert site_of(None, "a.txt") == "local"


def test_a_malformed_url_falls_back_to_the_source() -> None:
    assert site_of("http://[broken", "folder/a.txt") == "folder"
    assert page_id("http://[broken", "a.txt", 0) == page_id(None, "a.txt", 0)


def test_equal_contents_on_a_page_get_different_ids() -> None:
    first, other, second = content_ids("page", "block", ["Rest", "Sleep", "Rest"])
    assert len({first, other, second}) == 3


@given(st.lists(st.text(), max_size=8), st.text())
def test_a_new_block_at_the_end_changes_no_other_id(texts: list[str], added: str) -> None:
    before = content_ids("page", "block", texts)
    assert content_ids("page", "block", [*texts, added])[: len(texts)] == before


@given(st.lists(st.text(min_size=1), max_size=8))
def test_a_new_block_at_the_front_changes_no_id_of_other_texts(texts: list[str]) -> None:
    added = "".join(texts) + "!"
    before = content_ids("page", "block", texts)
    assert content_ids("page", "block", [added, *texts])[1:] == before
