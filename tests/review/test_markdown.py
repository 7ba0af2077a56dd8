"""A difference as Markdown."""

from collections.abc import Callable

from pipeline.review.diff import RunDiff, diff_page
from pipeline.review.markdown import as_markdown, escape, plain, shortened_pieces
from pipeline.store.pagerows import PageRows

PageBuilder = Callable[..., PageRows]


def test_no_difference_is_said_in_a_sentence() -> None:
    assert "No difference on 7 pages." in as_markdown(RunDiff("a", "b", n_pages=7), 5)


def test_signs_of_markdown_and_markup_in_a_page_stay_text() -> None:
    assert escape("![x](http://a.b) <img> @all `#1`") == (
        "\\!\\[x\\]\\(http\\://a\\.b\\) \\<img\\> \\@all \\`\\#1\\`"
    )
    assert escape("two\nlines") == "two lines"


def test_signs_that_steer_a_terminal_are_shown_as_one_sign() -> None:
    assert plain("a\x1b[31mb\x9b0m\u202ec\td\n") == "a\ufffd[31mb\ufffd0m\ufffdc\td\n"


def test_a_page_is_told_with_its_losses_first(build_page: PageBuilder) -> None:
    old = build_page("p", "Title", "menu| Home", "Dose", "take two cups daily")
    new = build_page("p", "Title", "Home", "menu| Dose", "take ten cups daily")
    page = diff_page(old, new)
    assert page
    told = as_markdown(RunDiff("a", "b", pages=[page], n_pages=1), 5)
    assert (
        told.index("newly removed\\: menu") < told.index("text changed") < told.index("newly kept")
    )
    assert "~~two~~ **ten**" in told


def test_pages_beyond_the_limit_are_counted(build_page: PageBuilder) -> None:
    pages = [
        diff_page(build_page(name, "T", language="en"), build_page(name, "T", language="de"))
        for name in "abc"
    ]
    told = as_markdown(RunDiff("a", "b", pages=[page for page in pages if page], n_pages=3), 1)
    assert told.count("### ") == 1
    assert "2 more pages differ." in told


def test_long_unchanged_stretches_are_cut_beside_the_change() -> None:
    pieces = shortened_pieces([("=", "a" * 500), ("+", "new"), ("=", "b" * 500)])
    assert [kind for kind, _ in pieces] == ["=", "+", "="]
    assert pieces[0][1].startswith("…a")
    assert pieces[2][1].endswith("b…")
    assert len(pieces[0][1]) < 50
