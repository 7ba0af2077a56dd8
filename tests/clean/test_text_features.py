"""The features of bare text: a row of finite numbers for each line, whatever it holds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.text_body import stored_trees
from pipeline.clean.text_features import line_features
from pipeline.model.reasons import Reason

PAGE = (
    "Cramps at night",
    "The calf hurts at night, and a stretch of the calf helps most people within a minute.",
    "Share this page",
    "Subscribe to our newsletter",
)


def test_there_is_a_row_for_each_line_and_a_column_for_each_question() -> None:
    found = line_features(PAGE, PAGE[0], [None] * 4, [0] * 4)
    assert found.shape[0] == len(PAGE)
    assert stored_trees().columns.max() < found.shape[1]


def test_the_verdict_on_one_line_changes_what_its_neighbours_show() -> None:
    free = line_features(PAGE, PAGE[0], [None] * 4, [0] * 4)
    told = line_features(PAGE, PAGE[0], [None, None, None, Reason.NEWSLETTER], [0] * 4)
    assert (free[2] != told[2]).any()


def test_the_title_makes_a_difference() -> None:
    told = line_features(PAGE, PAGE[0], [None] * 4, [0] * 4)
    assert (told != line_features(PAGE, None, [None] * 4, [0] * 4)).any()


def test_wide_gaps_prices_and_another_spelling_make_a_difference() -> None:
    plain = line_features(PAGE, PAGE[0], [None] * 4, [0] * 4)
    assert (line_features(PAGE, PAGE[0], [None] * 4, [0, 0, 2, 0]) != plain).any()
    for line in ("Megosztás ismerősökkel", "Massage oil from €9.90"):
        assert (line_features((*PAGE[:3], line), PAGE[0], [None] * 4, [0] * 4)[3] != plain[3]).any()


@given(
    st.lists(st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool), min_size=1)
)
def test_features_are_finite_for_any_text(texts: list[str]) -> None:
    assert np.isfinite(line_features(texts, texts[0], [None] * len(texts), [0] * len(texts))).all()
