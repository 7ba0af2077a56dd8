"""The features of a page are finite numbers, one row a line, and see what is around a line."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import read
from pipeline.clean.cues import BIT
from pipeline.clean.features import PageFeatures, page_features
from pipeline.clean.network import stored_weights
from pipeline.model.records import RawPage

MakePage = Callable[..., RawPage]


def features_of(raw_page: MakePage, markup: str) -> PageFeatures:
    return page_features(read(raw_page(markup, media_type="text/html")))


def test_there_is_a_row_for_each_line_and_a_weight_for_each_column(raw_page: MakePage) -> None:
    page = features_of(raw_page, "<h1>Gout</h1><p>It hurts, they say.</p><p>1</p>")
    assert page.lines.shape == (3, len(stored_weights().mean))
    assert page.words.tolist() == [1, 4, 1]


def test_an_element_is_the_range_of_its_lines(raw_page: MakePage) -> None:
    page = features_of(raw_page, "<div><p>a</p><p>b</p></div><p>c</p>")
    assert page.ranges.begins[:, 1].tolist()[:3] == [1, 0, 0]
    assert page.ranges.ends[:, 1].tolist()[:3] == [2, 2, 3]


def test_cues_come_from_all_elements_around(raw_page: MakePage) -> None:
    body = "<p>A long enough text with plenty of words in it to be most of the page.</p>"
    page = features_of(raw_page, f"{body}<div class=related><ul><li>x</ul></div>")
    assert page.cues[1] & BIT["related"]
    assert page.cues[0] == 0


def test_a_class_around_most_of_the_page_says_nothing(raw_page: MakePage) -> None:
    page = features_of(raw_page, "<div class=related><p>One two three</p></div>")
    assert page.cues == [0]


@given(
    st.lists(st.sampled_from(["é", "，", "𝕏", "\u0301", "7", "A b", "x" * 50, "。"]), min_size=1)
)
def test_features_are_finite_for_any_text(texts: list[str]) -> None:
    raw = RawPage("0" * 24, "s", 0, None, "l", None, "", "text/html", "utf-8", "given",
                  "".join(f"<p>{text}</p>" for text in texts))  # fmt: skip
    document = read(raw)
    if document.lines:
        assert np.isfinite(page_features(document).lines).all()
