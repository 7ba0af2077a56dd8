"""The judged pages of bare text: floors that may be raised, never lowered without a reason."""

import pytest

from benchmarks.cleaning_text import GOLD, JudgedPage, Score, cleaned, read_pages, score

PAGES = list(read_pages(sorted(GOLD.glob("*.txt"))))
# Whole pages by other writers, and by four more.
WHOLE = ("sites", "sites_again", "sites_third", "sites_fourth", "sites_fifth")
WORLD = ("world",)
# Least recall, most article lines lost, and least share of right reasons.
FLOORS = {"made": (0.98, 0.002, 0.98), "whole": (0.92, 0.002, 0.83), "world": (0.92, 0.0062, 0.80)}


def _file(page: JudgedPage) -> str:
    return page.name.split("/")[0]


def _kind(page: JudgedPage) -> str:
    file = _file(page)
    return "whole" if file in WHOLE else "world" if file in WORLD else "made"


@pytest.fixture(scope="module", params=FLOORS)
def result(request: pytest.FixtureRequest) -> tuple[str, Score, list[str]]:
    return request.param, *score(page for page in PAGES if _kind(page) == request.param)


def test_there_are_enough_pages_of_each_kind() -> None:
    files = set(map(_file, PAGES))
    assert len(PAGES) >= 630
    assert files == {
        *("titles", "navigation", "related", "traps"),
        *("varied", "mixed", "labels", "prints"),
        *("wrapped", "wrapped_again", "wrapped_third"),
        *WHOLE,
        *WORLD,
    }


def test_lines_are_decided_as_they_were_judged(result: tuple[str, Score, list[str]]) -> None:
    pages, total, otherwise = result
    least, most_lost, _ = FLOORS[pages]
    assert total.precision >= 0.99, "\n".join(otherwise)
    assert total.recall >= least, "\n".join(otherwise)
    assert total.lost_share <= most_lost, "\n".join(otherwise)


def test_the_reason_is_nearly_always_the_judged_one(result: tuple[str, Score, list[str]]) -> None:
    pages, total, _ = result
    _, _, least = FLOORS[pages]
    assert total.right_reason >= least * total.found


def test_the_visible_text_is_whole_and_the_title_is_kept_once() -> None:
    for page in PAGES:
        clean = cleaned(page)
        visible = "".join("".join(block.text.split()) for block in clean.blocks)
        assert visible == "".join(page.text.split()), page.name
        if "\n" in page.text:  # on one line only a title that is printed twice can be told
            assert clean.title is not None, page.name


def test_a_page_is_cleaned_the_same_whatever_was_cleaned_before() -> None:
    forwards = [cleaned(page) for page in PAGES]
    assert [cleaned(page) for page in reversed(PAGES)] == forwards[::-1]
