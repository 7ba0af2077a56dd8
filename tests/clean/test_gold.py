"""The judged pages of bare text: floors that may be raised, never lowered without a reason."""

import pytest

from benchmarks.cleaning_text import GOLD, Score, cleaned, read_pages, score

PAGES = list(read_pages(sorted(GOLD.glob("*.txt"))))


@pytest.fixture(scope="module")
def result() -> tuple[Score, list[str]]:
    return score(PAGES)


def test_there_are_enough_pages_of_each_kind() -> None:
    files = {page.name.split("/")[0] for page in PAGES}
    assert len(PAGES) >= 460
    assert files == {
        *("titles", "navigation", "related", "traps"),
        *("varied", "mixed", "labels", "prints"),
        *("wrapped", "wrapped_again", "wrapped_third"),
        *("sites", "sites_again", "sites_third", "sites_fourth"),
    }


def test_lines_are_decided_as_they_were_judged(result: tuple[Score, list[str]]) -> None:
    total, otherwise = result
    assert total.precision >= 0.99, "\n".join(otherwise)
    assert total.recall >= 0.96, "\n".join(otherwise)
    assert total.lost_share <= 0.004, "\n".join(otherwise)


def test_the_reason_is_mostly_the_judged_one(result: tuple[Score, list[str]]) -> None:
    total, _ = result
    assert total.right_reason >= 0.80 * total.found


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
