"""One outline explains the whole page: each form of list and each defect has its case."""

from collections.abc import Callable

import pytest

from pipeline.model.records import CleanPage, Layout
from pipeline.model.settings import SegmentSettings
from pipeline.segment import segment

Tree = Callable[..., list[str]]
TEXT = "It comes and goes, and nobody knows why it does so in the evening."


def with_text(*headings: str) -> list[str]:
    """Each heading with a paragraph below it."""
    return [line for heading in headings for line in (heading, TEXT)]


def test_a_list_goes_on(tree: Tree) -> None:
    assert tree(*with_text("1. Cold", "2. Heat", "3. Wind")) == ["1 Cold", "2 Heat", "3 Wind"]


def test_ordinal_words_before_short_lines_are_chapters(tree: Tree) -> None:
    lines = with_text("First, how is it torn?", "Second, conservative treatment", "Third, surgery")
    assert tree(*lines) == [
        "1 how is it torn?",
        "2 conservative treatment",
        "3 surgery",
    ]


def test_the_number_that_a_list_waits_for_is_not_left_in_the_text(tree: Tree) -> None:
    lines = ["What you must not do", TEXT]
    lines += ["First, cover the eye. The germs multiply.", "Second, warm it. It swells."]
    lines += ["Third, rinse the eye with tea or with milk, a harmful custom in some places."]
    assert tree(*lines)[-1] == (
        "3 rinse the eye with tea or with milk, a harmful custom in some places"
    )


def test_a_list_opens_one_level_deeper_at_one_and_returns(tree: Tree) -> None:
    lines = with_text("1. Causes of gout", "(1) Meat", "(2) Beer", "2. Treatment of gout")
    assert tree(*lines) == ["1 Causes of gout", "1.1 Meat", "1.2 Beer", "2 Treatment of gout"]


def test_with_the_same_marker_the_shape_of_headings_decides(tree: Tree) -> None:
    lines = with_text("1. What is gout?", "2. What causes gout?", "1. Meat", "2. Beer")
    lines += with_text("3. How is gout treated?", "1. Ice", "2. Rest", "4. Can gout be prevented?")
    assert tree("All about gout", *lines, title="All about gout") == [
        "1 What is gout?",
        "2 What causes gout?",
        "2.1 Meat",
        "2.2 Beer",
        "3 How is gout treated?",
        "3.1 Ice",
        "3.2 Rest",
        "4 Can gout be prevented?",
    ]


def test_a_gap_keeps_the_printed_numbers(tree: Tree) -> None:
    assert tree(*with_text("1. Cold", "2. Heat", "4. Wind")) == ["1 Cold", "2 Heat", "4 Wind"]


def test_a_bare_line_in_the_place_of_a_lost_number_is_its_heading(tree: Tree) -> None:
    assert tree(*with_text("1. Cold", "Heat", "3. Wind")) == ["1 Cold", "2 Heat", "3 Wind"]


def test_a_bare_line_where_no_number_is_lost_is_text(tree: Tree) -> None:
    assert tree(*with_text("1. Cold", "Heat", "2. Wind")) == ["1 Cold", "2 Wind"]


def test_a_repeated_number_is_counted_on(tree: Tree) -> None:
    found = tree(*with_text("1. Cold", "2. Heat", "2. Wind", "3. Rain"))
    assert found == ["1 Cold", "2 Heat", "3 Wind", "4 Rain"]


def test_a_misprinted_number_is_put_right(tree: Tree) -> None:
    found = tree(*with_text("1. Cold", "2. Heat", "33. Wind", "4. Rain"))
    assert found == ["1 Cold", "2 Heat", "3 Wind", "4 Rain"]


def test_a_list_may_change_its_separator(tree: Tree) -> None:
    found = tree(*with_text("1. Cold", "2. Heat", "3) Wind", "4) Rain"))
    assert found == ["1 Cold", "2 Heat", "3 Wind", "4 Rain"]


def test_a_list_may_change_its_family(tree: Tree) -> None:
    found = tree(*with_text("1. Cold", "2. Heat", "III. Wind", "4. Rain"))
    assert found == ["1 Cold", "2 Heat", "3 Wind", "4 Rain"]


def test_numbering_that_starts_again_under_bare_headings_is_theirs(tree: Tree) -> None:
    lines = ["Causes of gout", *with_text("1. Meat", "2. Beer")]
    lines += ["Treatment of gout", *with_text("1. Ice", "2. Rest")]
    assert tree(*lines, title="Gout") == [
        "1 Causes of gout",
        "1.1 Meat",
        "1.2 Beer",
        "2 Treatment of gout",
        "2.1 Ice",
        "2.2 Rest",
    ]


def test_numbering_may_run_on_through_chapters(tree: Tree) -> None:
    lines = with_text("I. Causes", "1. Meat", "2. Beer", "II. Treatment", "3. Ice", "4. Rest")
    assert tree(*lines) == [
        "1 Causes",
        "1.1 Meat",
        "1.2 Beer",
        "2 Treatment",
        "2.3 Ice",
        "2.4 Rest",
    ]


def test_a_dotted_number_stands_under_the_number_it_names(tree: Tree) -> None:
    lines = with_text("1. Causes", "1.1 Meat", "1.2 Beer", "2. Treatment", "2.1 Ice")
    assert tree(*lines) == ["1 Causes", "1.1 Meat", "1.2 Beer", "2 Treatment", "2.1 Ice"]


def test_letters_that_are_roman_numerals_are_read_by_their_neighbours(tree: Tree) -> None:
    lines = with_text("A. Cold", "B. Heat", "C. Wind", "D. Rain")
    assert tree(*lines) == ["1 Cold", "2 Heat", "3 Wind", "4 Rain"]
    lines = with_text("I. Cold", "II. Heat", "III. Wind", "IV. Rain", "V. Snow")
    assert tree(*lines) == ["1 Cold", "2 Heat", "3 Wind", "4 Rain", "5 Snow"]


def test_finally_ends_a_list_of_ordinals(tree: Tree) -> None:
    lines = with_text("First, keep warm", "Second, drink water", "Finally, rest")
    assert tree(*lines) == ["1 keep warm", "2 drink water", "3 rest"]


def test_answers_that_all_begin_with_the_same_letter_are_no_list(tree: Tree) -> None:
    lines = ["Q: What is gout?", "A: It is a disease of the joints, as everyone knows."]
    lines += ["Q: What helps?", "A: Rest and ice help, and so do tablets from the doctor."]
    assert tree(*lines) == ["1 What is gout?", "2 What helps?"]


def test_a_single_first_in_running_text_opens_no_list(tree: Tree) -> None:
    assert tree(TEXT, "First, nobody counted the patients who stayed at home.", TEXT) == []


def test_heading_tags_make_levels(tree: Tree) -> None:
    def heading(level: int, text: str) -> tuple[str, str, Layout]:
        return text, f"h{level}", Layout(heading_level=level)

    found = tree(heading(2, "Causes"), heading(3, "Meat"), TEXT, heading(2, "Treatment"), TEXT)
    assert found == ["1 Causes", "1.1 Meat", "2 Treatment"]


def test_an_unnumbered_heading_is_counted_among_its_numbered_siblings(tree: Tree) -> None:
    def heading(text: str) -> tuple[str, str, Layout]:
        return text, "h2", Layout(heading_level=2)

    found = tree(heading("1. Cold"), TEXT, heading("2. Heat"), TEXT, heading("Summary"), TEXT)
    assert found == ["1 Cold", "2 Heat", "3 Summary"]


def test_the_number_of_a_heading_may_be_part_of_it(tree: Tree) -> None:
    def heading(text: str) -> tuple[str, str, Layout]:
        return text, "h2", Layout(heading_level=2)

    found = tree(heading("What is it?"), TEXT, heading("5 Habits that help"), TEXT)
    assert found == ["1 What is it?", "2 5 Habits that help"]


def tagged(text: str, level: int = 2) -> tuple[str, str, Layout]:
    return text, f"h{level}", Layout(heading_level=level)


def test_numbers_without_a_separator_count_where_headings_have_neighbours(tree: Tree) -> None:
    lines = [tagged("1 Causes"), TEXT, tagged("2 Treatment"), TEXT, tagged("3 Diet"), TEXT]
    assert tree(*lines) == ["1 Causes", "2 Treatment", "3 Diet"]


def test_a_list_of_headings_may_begin_late(tree: Tree) -> None:
    lines = [tagged("4. How is it treated?"), TEXT, tagged("5. Can it come back?"), TEXT]
    assert tree(*lines) == ["4 How is it treated?", "5 Can it come back?"]


def test_headings_may_count_down(page: Callable[..., CleanPage]) -> None:
    lines = [line for n in (5, 4, 3, 2, 1) for line in (tagged(f"{n}. Food {n}"), TEXT)]
    sections = segment(page(lines), SegmentSettings())
    assert [section.marker for section in sections] == ["5.", "4.", "3.", "2.", "1."]
    assert {section.level for section in sections} == {1}


@pytest.mark.parametrize("level", [1, 2])
def test_ten_thousand_headings_neither_fail_nor_nest(
    page: Callable[..., CleanPage], level: int
) -> None:
    lines = [tagged("First", level), *(tagged(f"Heading {n}", 2) for n in range(10_000))]
    sections = segment(page(lines, "First"), SegmentSettings())
    assert len(sections) == 10_000
    assert {section.level for section in sections} == {1}


def test_ten_thousand_h1_neither_fail_nor_recurse(page: Callable[..., CleanPage]) -> None:
    lines = [tagged("Title", 1), *(tagged(f"Heading {n}", 1) for n in range(10_000))]
    assert len(segment(page(lines, "Title"), SegmentSettings())) == 10_000


@pytest.mark.parametrize(
    "line",
    [
        "1" * 1_000_000,
        "1." * 500_000,
        "[1" * 300_000,
        "**a** " * 100_000,
        "# " * 300_000,
        "• " * 300_000 + "1. A",
        "[1] " + "2019 " * 200_000,
        "(" * 300_000 + "1)",
    ],
    ids=lambda line: line[:6],
)
def test_a_hostile_line_is_read_to_its_end(page: Callable[..., CleanPage], line: str) -> None:
    sections = segment(page([line, "1. Cold", TEXT, "2. Heat", TEXT]), SegmentSettings())
    assert [section.heading for section in sections][-2:] == ["Cold", "Heat"]


@pytest.mark.parametrize("depth", [3, 30, 300, 1_000])
def test_deep_nesting_neither_fails_nor_recurses(
    page: Callable[..., CleanPage], depth: int
) -> None:
    lines = [".".join("1" * length) + " Heading" for length in range(1, depth)]
    assert len(segment(page(lines), SegmentSettings())) <= depth


def test_a_page_of_ten_thousand_items_keeps_them_all(page: Callable[..., CleanPage]) -> None:
    lines = [f"{value}. Item of the list" for value in range(1, 10_001)]
    sections = segment(page(lines), SegmentSettings())
    assert (len(sections), sections[-1].number) == (10_000, "10000")
