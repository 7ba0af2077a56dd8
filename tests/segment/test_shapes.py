"""What headings of one list have in common."""

from collections.abc import Callable

from pipeline.model.records import CleanPage, Kind, Layout
from pipeline.segment import costs
from pipeline.segment.lines import Lines
from pipeline.segment.markers import at
from pipeline.segment.shapes import BARE, PLAIN, case_cost, shape_of

Page = Callable[..., CleanPage]


def test_a_shape_knows_question_topic_and_kind(page: Page) -> None:
    lines = Lines(page(["x", "What causes lumbar cramps?"], "About lumbar cramps"))
    shape = shape_of(lines, 1, "What causes lumbar cramps?", PLAIN)
    assert shape.question
    assert shape.topic == 1.0
    assert shape_of(lines, 1, "Lumbar disc", PLAIN).topic == 0.5
    assert shape.named is not None
    assert shape.named.kind is Kind.CAUSES


def test_a_bare_line_has_the_shape_of_a_numbered_one(page: Page) -> None:
    lines = Lines(page(["Cold"]))
    assert shape_of(lines, 0, "Cold", BARE) == shape_of(lines, 0, "Cold", PLAIN)


def test_the_class_of_the_line_belongs_to_its_shape(page: Page) -> None:
    lines = Lines(page([("Cold", "p", Layout(css_class="item"))]))
    assert shape_of(lines, 0, "Cold", PLAIN).css_class == "item"


def test_the_label_of_a_marker_names_the_kind_of_a_silent_heading(page: Page) -> None:
    marker = at("Cause #1: Cold", 0)
    shape = shape_of(Lines(page(["Cause #1: Cold"])), 0, "Cold", PLAIN, marker)
    assert shape.named is not None
    assert shape.named.kind is Kind.CAUSES


def test_a_small_first_letter_speaks_against_a_heading_but_after_a_comma() -> None:
    assert case_cost("cold", at("1. cold", 0)) == costs.LOWER_CASE
    assert case_cost("Cold", at("1. Cold", 0)) == 0.0
    assert case_cost("cold", at("First, cold", 0)) == 0.0
    assert case_cost("cold", None) == 0.0
