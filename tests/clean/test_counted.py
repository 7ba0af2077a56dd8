"""Headings that count through the article belong to it, whatever their links and classes say."""

from collections.abc import Callable

import numpy as np

from pipeline.clean import clean, read
from pipeline.clean.counted import counted_headings
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings

MakePage = Callable[..., RawPage]
TEXT = "The pain often begins at night, and it gets worse when the foot is moved or touched."


def counted(page: RawPage, dropped: tuple[str, ...] = ()) -> list[str]:
    """The counted headings of a page, of which all lines are kept but these."""
    lines = read(page).lines
    kept = np.array([line.text not in dropped for line in lines])
    return [lines[index].text for index in sorted(counted_headings(lines, kept))]


def page_of(raw_page: MakePage, *parts: str) -> RawPage:
    return raw_page("".join(parts), media_type="text/html")


def test_headings_that_open_kept_text_are_of_the_article(raw_page: MakePage) -> None:
    parts = [f"<h3><a href=/{n}>{n}. Shoe {n}</a></h3><p>Price 40</p><p>{TEXT}</p>" for n in "123"]
    page = page_of(raw_page, *parts)
    assert counted(page, dropped=("2. Shoe 2",)) == ["1. Shoe 1", "2. Shoe 2", "3. Shoe 3"]


def test_a_count_down_is_a_count(raw_page: MakePage) -> None:
    page = page_of(raw_page, *(f"<h2>#{n} Rest</h2><p>{TEXT}</p>" for n in (3, 2, 1)))
    assert counted(page) == ["#3 Rest", "#2 Rest", "#1 Rest"]


def test_a_ranking_of_other_pages_is_none(raw_page: MakePage) -> None:
    page = page_of(raw_page, f"<p>{TEXT}</p>", *(f"<h3>{n}. Cramps</h3>" for n in "1234"))
    assert counted(page) == []


def test_a_page_that_arrives_in_pieces_counts_from_one_in_any_order(raw_page: MakePage) -> None:
    parts = [f"<h2>{n}. Rest</h2><p>{TEXT}</p>" for n in (2, 4)]
    page = page_of(raw_page, *parts, *(f"<h2>{n}. Rest</h2><p>Wait</p>" for n in (1, 3, 5)))
    assert len(counted(page)) == 5
    gap = page_of(raw_page, *parts, *(f"<h2>{n}. Rest</h2><p>Wait</p>" for n in (6, 9)))
    assert counted(gap) == []


def test_one_number_counts_nothing(raw_page: MakePage) -> None:
    assert counted(page_of(raw_page, f"<h2>7 days of rest</h2><p>{TEXT}</p>")) == []


def test_each_level_counts_for_itself(raw_page: MakePage) -> None:
    inner = "".join(f"<h3>{n}) Part</h3><p>{TEXT}</p>" for n in "12")
    page = page_of(raw_page, *(f"<h2>{n}. Whole</h2>{inner}" for n in "12"))
    assert len(counted(page)) == 6


def test_no_rule_by_words_takes_a_counted_heading(raw_page: MakePage) -> None:
    headings = ("1. Read more", "2. Share this article", "3. Follow us")
    page = page_of(raw_page, "<h1>Talk</h1>", *(f"<h2>{h}</h2><p>{TEXT}</p>" for h in headings))
    kept = {block.text for block in clean(page, CleanSettings()).blocks if block.kept}
    assert set(headings) <= kept
