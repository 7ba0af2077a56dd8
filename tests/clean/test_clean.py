"""Cleaning as a whole: all visible text is on record, whatever the page, and always the same."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean, read
from pipeline.ingest import decode_page
from pipeline.model.records import CleanPage, RawPage, Severity
from pipeline.model.settings import CleanSettings, IngestSettings

MakePage = Callable[..., RawPage]
SETTINGS = CleanSettings()
SENTENCE = "Warm water and slow movement help against stiff fingers in the morning."
PAGE = (
    "<html lang=en><head><title>Stiff fingers | Example</title></head><body>"
    "<nav><a href=/>Home</a><a href=/b>Hands</a></nav><h1>Stiff fingers</h1>"
    f"<p>{SENTENCE}</p><h2>1. Causes</h2><p>{SENTENCE}</p><ol><li>Cold</li><li>Strain</li></ol>"
    f"<p>{SENTENCE}</p><p>Previous: <a href=/p>Sore thumbs</a></p><footer>© Example</footer>"
)


def sample_pages(folder: Path) -> list[RawPage]:
    paths = sorted(path for path in folder.glob("*/*") if path.suffix in {".html", ".txt"})
    assert paths
    settings = IngestSettings()
    return [decode_page(path.read_bytes(), source=path.name, settings=settings) for path in paths]


def assert_whole(page: CleanPage) -> None:
    """Kept and removed blocks are all lines of the page, each with its place and its reason."""
    visible = "\n".join(block.text for block in page.blocks)
    assert [block.position for block in page.blocks] == list(range(len(page.blocks)))
    assert len({block.block_id for block in page.blocks}) == len(page.blocks)
    for block in page.blocks:
        assert visible[block.start : block.end] == block.text
        assert block.text == block.text.strip() != ""
        reasons = (block.reason, block.rule, block.evidence)
        assert all(part is None for part in reasons) if block.kept else all(reasons)
        assert block.score is None or 0 <= block.score <= 1
    assert [block.text for block in page.blocks] == [line.text for line in read(page.raw).lines]


@pytest.mark.parametrize("start", range(4))
def test_sample_pages_are_whole_and_the_same_twice_in_any_order(sample: Path, start: int) -> None:
    pages = sample_pages(sample)[start::4]
    first = [clean(page, SETTINGS) for page in pages]
    again = {page.source: clean(page, SETTINGS) for page in reversed(pages)}
    for page in first:
        assert_whole(page)
        assert page == again[page.raw.source]


def test_no_heading_or_item_of_the_article_is_lost(raw_page: MakePage) -> None:
    page = clean(raw_page(PAGE, media_type="text/html"), SETTINGS)
    lines = page.text.split("\n")
    assert lines == [
        "Stiff fingers",
        SENTENCE,
        "1. Causes",
        SENTENCE,
        "Cold",
        "Strain",
        SENTENCE,
    ]
    assert (page.title, page.language, page.problems) == ("Stiff fingers", "en", ())


@pytest.mark.parametrize("markup", ["", "<nav><a href=/>Home</a></nav>", "<p hidden>No</p>"])
def test_a_page_without_an_article_says_so(raw_page: MakePage, markup: str) -> None:
    page = clean(raw_page(markup, media_type="text/html"), SETTINGS)
    problems = {problem.code: problem.severity for problem in page.problems}
    assert problems["no_article"] is Severity.WARNING
    assert_whole(page)


def test_repairs_are_noted_without_harm(raw_page: MakePage) -> None:
    markup = PAGE.replace("Cold", "Cold &amp;amp; wet")
    (problem,) = clean(raw_page(markup, media_type="text/html"), SETTINGS).problems
    assert (problem.code, problem.severity) == ("escaped_twice", Severity.INFO)


@given(
    cuts=st.lists(st.tuples(st.integers(0, len(PAGE)), st.integers(0, 40)), max_size=6),
    extra=st.sampled_from(["", "<div>", "</p>", "<table><tr><td>", "<!--", "<b>", "\x00", "&#0;"]),
)
def test_a_mutated_page_is_whole(cuts: list[tuple[int, int]], extra: str) -> None:
    text = PAGE
    for at, size in cuts:
        text = text[:at] + extra + text[at + size :]
    raw = RawPage("0" * 24, "p", 0, None, "l", None, "", "text/html", "utf-8", "given", text)
    page = clean(raw, SETTINGS)
    assert_whole(page)
    assert page == clean(raw, SETTINGS)


@given(st.text(max_size=300))
def test_any_text_is_whole(text: str) -> None:
    for media_type in ("text/html", "text/plain"):
        raw = RawPage("0" * 24, "p", 0, None, "l", None, "", media_type, "utf-8", "given", text)
        assert_whole(clean(raw, SETTINGS))
