"""Sections carry what readers of the tables need: numbers, offsets, ids, evidence."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.outline_score import page_of
from pipeline.model.records import CleanPage, Kind, Layout, Section
from pipeline.model.settings import SegmentSettings
from pipeline.segment import segment

Page = Callable[..., CleanPage]
TEXT = "It comes and goes, and nobody knows why it does so in the evening."
LINES = ("1. Causes", TEXT, "(1) Cold", TEXT, "(2) Heat", TEXT, "2. Treatment", TEXT)


def sections_of(page: CleanPage) -> tuple[Section, ...]:
    return segment(page, SegmentSettings())


def test_parents_and_levels_follow_the_numbers(page: Page) -> None:
    sections = sections_of(page(LINES))
    ids = {section.number: section.section_id for section in sections}
    assert [section.level for section in sections] == [1, 2, 2, 1]
    assert sections[1].parent_id == ids["1"]
    assert sections[3].parent_id is None


def test_a_section_holds_its_own_text_without_that_of_its_children(page: Page) -> None:
    causes = sections_of(page(LINES))[0]
    assert causes.text == f"1. Causes\n{TEXT}"


def test_the_block_is_that_of_the_heading_also_below_a_number_alone(page: Page) -> None:
    section = sections_of(page(["1.", "Cold", TEXT, "2.", "Heat", TEXT]))[0]
    assert section.block_id == "block1"
    assert section.text.startswith("1.\nCold")


def test_a_flattened_page_has_several_sections_in_one_block(page: Page) -> None:
    text = "A word before. 1. Cold: It narrows the vessels. 2. Heat: It widens them again."
    sections = sections_of(page([text]))
    assert [section.heading for section in sections] == ["Cold", "Heat"]
    assert len({section.block_id for section in sections}) == 1
    assert sections[0].text == "1. Cold: It narrows the vessels."


def test_an_unnumbered_section_has_no_marker(page: Page) -> None:
    assert [s.marker for s in sections_of(page(["Causes", TEXT, "Help", TEXT]))] == [None, None]


def test_scores_say_how_regular_a_place_is(page: Page) -> None:
    lines = ["1. Cold", TEXT, "2. Heat", TEXT, "4. Wind", TEXT]
    regular, odd = sections_of(page(lines))[1:]
    assert 0 < odd.score < regular.score <= 1
    assert "lost" in odd.evidence


def test_a_refused_heading_is_left_out_of_the_outline(page: Page) -> None:
    built = page(LINES)
    refused = sections_of(built)[1].section_id
    left = segment(built, SegmentSettings(), {refused})
    assert "Cold" not in [section.heading for section in left]


def test_ids_of_equal_headings_differ(page: Page) -> None:
    lines = ["1. Causes", TEXT, "1) Cold", TEXT, "2. Help", TEXT, "1) Cold", TEXT, "2) Cold", TEXT]
    ids = [section.section_id for section in sections_of(page(lines))]
    assert len(set(ids)) == len(ids)


def test_a_section_without_text_takes_its_kind_from_what_it_holds(page: Page) -> None:
    symptoms = "Symptoms include fever and cough. People may also feel tired."
    lines = ["1. At night", "(1) One", symptoms, "(2) Two", symptoms, "2. Treatment", TEXT]
    assert sections_of(page(lines))[0].kind is Kind.SYMPTOMS


@given(
    lines=st.lists(
        st.sampled_from(
            ["1. Cold", "2. Heat", "3)Wind", "(a) Rain", "II. Snow", "Step 1", "1.1 Ice", TEXT]
        )
        | st.text(alphabet="1.、a)(I 一①\nQ:", min_size=1, max_size=12).filter(str.strip),
        max_size=25,
    )
)
def test_sections_of_any_page_tile_its_text_and_have_distinct_numbers(lines: list[str]) -> None:
    page = page_of([(" ".join(line.split()), "line", Layout()) for line in lines], None)
    sections = sections_of(page)
    text = page.text
    assert all(section.text == text[section.start : section.end] for section in sections)
    for one, two in pairwise(sections):
        assert one.end <= two.start
        assert not text[one.end : two.start].strip()
    numbers = [section.number for section in sections]
    assert len(set(numbers)) == len(numbers)
    assert all(section.heading.strip() for section in sections)


def test_a_list_that_counts_down_is_counted_up(page: Page) -> None:
    h2 = Layout(heading_level=2)
    lines = [line for n in (3, 2, 1) for line in ((f"{n}. Cause {n}", "h2", h2), TEXT)]
    sections = sections_of(page(lines))
    assert [(one.number, one.marker) for one in sections] == [("1", "3."), ("2", "2."), ("3", "1.")]
