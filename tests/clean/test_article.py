"""The article body is told from what is around it, and nothing inside it is lost."""

from collections.abc import Callable

import numpy as np
import pytest

from pipeline.clean import read
from pipeline.clean.article import best_threshold, judge
from pipeline.model.reasons import Reason
from pipeline.model.records import RawPage

MakePage = Callable[..., RawPage]
SENTENCE = "The pain often begins at night, and it gets worse when the foot is moved or touched."


def article(*headings: str) -> str:
    return "".join(f"<h2>{heading}</h2><p>{SENTENCE} {SENTENCE}</p>" for heading in headings)


PAGE = (
    "<header><ul><li><a href=/>Home</a></li><li><a href=/a>Articles</a></li></ul></header>"
    f"<main><h1>Gout</h1><p>{SENTENCE}</p>{article('1. Causes', '2. Signs', '3. Help')}</main>"
    "<div class=related-posts><h3>More</h3><a href=/x>Sore feet</a><a href=/y>Cramps</a></div>"
    "<footer><p>Copyright Example Ltd. All rights reserved.</p></footer>"
)


def reasons(page: RawPage, title: str | None = None) -> dict[str, Reason]:
    document = read(page)
    verdict = judge(document, title)
    assert len(verdict.scores) == len(document.lines)
    return {document.lines[one.index].text: one.reason for one in verdict.removals}


def test_what_is_around_the_article_goes_with_its_reason(raw_page: MakePage) -> None:
    found = reasons(raw_page(PAGE, media_type="text/html"), "Gout")
    assert found["Copyright Example Ltd. All rights reserved."] is Reason.FOOTER
    assert found["Sore feet Cramps"] is Reason.RELATED_LIST
    assert "Home" in found


def test_headings_and_text_of_the_article_stay(raw_page: MakePage) -> None:
    found = reasons(raw_page(PAGE, media_type="text/html"), "Gout")
    assert not {"Gout", "1. Causes", "2. Signs", "3. Help", SENTENCE} & set(found)


@pytest.mark.parametrize("separator", ["<br>", "</div><div>", "<p>"])
def test_markup_that_says_nothing_is_no_obstacle(raw_page: MakePage, separator: str) -> None:
    lines = [line for n in "123" for line in (f"{n}. Rest", SENTENCE, SENTENCE)]
    menu = "".join(f"<td><a href=/{n}>Part {n}</a></td>" for n in range(9))
    body = separator.join(lines)
    page = f"<table><tr>{menu}</tr><tr><td><div>{body}</div></td></tr></table>"
    found = reasons(raw_page(page, media_type="text/html"))
    assert not set(lines) & set(found)


def test_a_removal_says_what_was_seen(raw_page: MakePage) -> None:
    document = read(raw_page(PAGE, media_type="text/html"))
    removals = {document.lines[one.index].text: one for one in judge(document, None).removals}
    evidence = removals["Sore feet Cramps"].evidence
    assert evidence.startswith("score 0.")
    assert evidence.endswith("3 words, links 94%, inside related")


def test_bare_text_is_not_judged(raw_page: MakePage) -> None:
    verdict = judge(read(raw_page("Rest helps.")), None)
    assert (verdict.scores, verdict.removals) == ([], [])


@pytest.mark.parametrize(
    ("scores", "threshold"),
    [
        ([0.9, 0.9, 0.1], 0.9),
        ([0.9, 0.5, 0.01], 0.5),
        ([0.3, 0.3, 0.3], 0.3),
        ([0.05, 0.01], 1.0),
    ],
)
def test_the_threshold_maximises_the_expected_f1(scores: list[float], threshold: float) -> None:
    assert best_threshold(np.array(scores), np.full(len(scores), 10.0)) == threshold
