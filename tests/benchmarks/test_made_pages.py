"""Made-up pages follow from number and seed, and hold what makes a crawl what it is."""

import json
from collections import Counter
from pathlib import Path

from benchmarks.made_pages import article_of, made_page, records, site_of, write_pages
from pipeline.clean.duplicates import signature, similarity
from pipeline.process import process_page

PAGES = 400


def test_a_page_follows_from_its_number_and_the_seed() -> None:
    some = list(records([7, 300], "html"))
    assert list(records([300], "html")) == some[1:]
    assert list(records([300], "html", seed=1)) != some[1:]


def test_a_few_sites_hold_most_pages_and_new_ones_turn_up() -> None:
    pages = Counter(site_of(number) for number in range(3_000))
    largest = sum(count for _, count in pages.most_common(10))
    assert largest > 1_500
    assert sum(count < 5 for count in pages.values()) > len(pages) / 2


def test_some_pages_tell_an_earlier_article_with_a_paragraph_less() -> None:
    seen: dict[tuple[str, str], int] = {}
    copies = []
    for number in range(PAGES):
        article = article_of(number)
        told = (article.title, article.introduction)
        if told in seen:
            copies.append((seen[told], number))
        seen.setdefault(told, number)
    assert PAGES / 32 < len(copies) < PAGES / 8
    for first, second in copies:
        one, other = (process_page(_text(number)).page.text for number in (first, second))
        assert similarity(signature(one), signature(other)) > 0.7


def test_pages_that_are_no_copies_do_not_resemble_each_other() -> None:
    one, other = (process_page(_text(number)).page.text for number in (1, 2))
    assert similarity(signature(one), signature(other)) < 0.2


def test_both_kinds_have_sections_mentions_and_something_to_remove() -> None:
    for kind in ("text", "html"):
        (record,) = records([5], kind)
        result = process_page(record[kind].encode(), source=f"page.{kind}")
        assert len(result.sections) >= len(made_page(5).article.sections)
        assert result.mentions
        assert result.page.n_removed > 10


def test_files_hold_every_page_once(tmp_path: Path) -> None:
    write_pages(tmp_path, 12, "text")
    (path,) = tmp_path.iterdir()
    urls = [json.loads(line)["url"] for line in path.read_text("utf-8").splitlines()]
    assert urls == [made_page(number).url for number in range(12)]


def _text(number: int) -> bytes:
    return next(records([number], "text"))["text"].encode()
