"""Claims count pages and sites; near-duplicates are one voice."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.model.records import Aspect, Label, PageResult
from pipeline.store.claims import write_claims
from pipeline.store.parquet import read_rows, write_records

COLUMNS = ("label", "aspect", "term", "n_pages", "n_sites", "n_mentions", "n_negated")
NewPage = Callable[..., PageResult]


def claims(folder: Path, results: list[PageResult]) -> list[tuple[Any, ...]]:
    pages, mentions = folder / "pages.parquet", folder / "mentions.parquet"
    write_records("pages", pages, [each.page for each in results])
    write_records("mentions", mentions, [row for each in results for row in each.mentions])
    write_claims([pages], [mentions], folder / "claims.parquet")
    return list(read_rows(folder / "claims.parquet", COLUMNS))


def copy_of(original: PageResult, duplicate: PageResult) -> PageResult:
    return replace(duplicate, page=replace(duplicate.page, duplicate_of=original.page.page_id))


def negated(of: PageResult) -> PageResult:
    return replace(of, mentions=(replace(of.mentions[0], negated=True, cue="not"),))


def test_pages_and_sites_that_say_so_are_counted(tmp_path: Path, new_page: NewPage) -> None:
    results = [new_page("a", "x.example"), new_page("b", "x.example"), new_page("c", "y.example")]
    assert claims(tmp_path, results) == [("CAUSE", None, "smoking", 3, 2, 3, 0)]


def test_a_denial_counts_apart_and_is_no_page_that_says_so(
    tmp_path: Path, new_page: NewPage
) -> None:
    results = [new_page("a"), negated(new_page("b"))]
    assert claims(tmp_path, results) == [("CAUSE", None, "smoking", 1, 1, 1, 1)]


def test_what_is_only_denied_still_has_an_example(tmp_path: Path, new_page: NewPage) -> None:
    page = negated(new_page("a"))
    assert claims(tmp_path, [page]) == [("CAUSE", None, "smoking", 0, 0, 0, 1)]
    assert list(read_rows(tmp_path / "claims.parquet", ["example_page_id"])) == [
        (page.page.page_id,)
    ]


def test_near_duplicates_are_one_voice(tmp_path: Path, new_page: NewPage) -> None:
    original = new_page("a", "x.example")
    results = [original, copy_of(original, new_page("b", "y.example"))]
    assert claims(tmp_path, results) == [("CAUSE", None, "smoking", 1, 1, 1, 0)]


def test_what_only_the_duplicate_says_is_not_lost(tmp_path: Path, new_page: NewPage) -> None:
    original = replace(new_page("a"), mentions=())
    results = [original, copy_of(original, new_page("b")), copy_of(original, new_page("c"))]
    assert claims(tmp_path, results) == [("CAUSE", None, "smoking", 1, 1, 1, 0)]


def test_aspects_of_a_remedy_are_claims_of_their_own(tmp_path: Path, new_page: NewPage) -> None:
    def remedy(name: str, aspect: Aspect) -> PageResult:
        page = new_page(name)
        mention = replace(page.mentions[0], label=Label.REMEDY, aspect=aspect, term="warmth")
        return replace(page, mentions=(mention,))

    results = [remedy("a", Aspect.TREATS), remedy("b", Aspect.PREVENTS)]
    assert [row[:3] for row in claims(tmp_path, results)] == [
        ("REMEDY", "prevents", "warmth"),
        ("REMEDY", "treats", "warmth"),
    ]


def test_pages_that_say_nothing_make_no_claim(tmp_path: Path, new_page: NewPage) -> None:
    assert claims(tmp_path, [replace(new_page("a"), mentions=())]) == []
    assert claims(tmp_path, []) == []
