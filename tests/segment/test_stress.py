"""Made-up pages with defects keep the trees that are known for them."""

import pytest

from benchmarks.outline_score import Score, measure, page_of
from benchmarks.outline_stress import make
from pipeline.model.settings import SegmentSettings
from pipeline.segment import segment

FIRST_SEED = 77_000_000  # other pages than those that prices were set by
PAGES = 250


@pytest.fixture(scope="module")
def total() -> Score:
    score = Score()
    for seed in range(FIRST_SEED, FIRST_SEED + PAGES):
        made = make(seed)
        page = page_of(made.lines, made.title)
        score.add(measure(page, segment(page, SegmentSettings()), made.expected))
    return score


def test_headings_are_found_on_made_up_pages(total: Score) -> None:
    assert total.f1 >= 0.985


def test_paths_are_right_on_made_up_pages(total: Score) -> None:
    assert total.path_accuracy >= 0.97


def test_the_same_seed_makes_the_same_page() -> None:
    assert make(1).lines == make(1).lines
