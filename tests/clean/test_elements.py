"""What elements hand down to their text, and what their attributes say."""

import pytest

from pipeline.clean.elements import BLOCK, SKIP, OpenElement, integer, note_attributes


def opened(
    tag: str = "div", above: OpenElement | None = None, *, block: bool = True
) -> OpenElement:
    element = OpenElement(tag, 0, above)
    if block:
        element.become_block(above)
    return element


def noted(*attributes: tuple[str, str], block: bool = True) -> OpenElement:
    root = opened("body")
    element = opened(above=root, block=block)
    note_attributes(list(attributes), element, is_block=block)
    return element


def test_no_element_both_begins_a_line_and_holds_no_text() -> None:
    assert not BLOCK & SKIP


def test_an_inline_element_stands_in_the_line_of_the_element_around_it() -> None:
    root = opened("p")
    root.bold = True
    root.href = "/a"
    inline = opened("span", root, block=False)
    assert (inline.block, inline.bold, inline.href) == (root, True, "/a")


def test_a_block_begins_a_line_of_its_own_in_the_list_and_heading_around_it() -> None:
    around = opened("ul")
    around.list_depth = 2
    around.heading = 3
    inner = opened("li", opened("span", around, block=False))
    assert (inner.block, inner.list_depth, inner.heading) == (inner, 2, 3)


@pytest.mark.parametrize(
    "attribute",
    [
        ("hidden", ""),
        ("aria-hidden", " True "),
        ("style", "color:red;display : none"),
        ("style", "visibility:hidden"),
        ("class", "note sr-only"),
        ("class", "visuallyhidden"),
    ],
)
def test_markup_hides_text(attribute: tuple[str, str]) -> None:
    assert noted(attribute).hidden


@pytest.mark.parametrize(
    "attribute",
    [
        ("hidden", "until-found"),
        ("aria-hidden", "false"),
        ("style", "display:none-such"),
        ("class", "hidden-gems reader"),
    ],
)
def test_what_only_looks_like_it_hides_nothing(attribute: tuple[str, str]) -> None:
    assert not noted(attribute).hidden


def test_what_is_hidden_stays_hidden_inside() -> None:
    outer = noted(("hidden", ""))
    inner = opened(above=outer)
    note_attributes([("aria-hidden", "false")], inner, is_block=True)
    assert inner.hidden


@pytest.mark.parametrize(
    ("weight", "bold"), [("bold", True), ("700", True), ("400", False), ("normal", False)]
)
def test_a_style_sets_text_in_bold(weight: str, bold: bool) -> None:  # noqa: FBT001  a parameter
    assert noted(("style", f"font-weight: {weight}")).bold is bold


def test_class_and_id_are_the_names_of_an_element() -> None:
    element = opened()
    attributes = [("id", "top"), ("class", "box"), ("role", "menu"), ("title", "x")]
    names, role = note_attributes(attributes, element, is_block=True)
    assert (set(names.split()), role, element.css) == ({"top", "box"}, "menu", "box")


def test_a_role_makes_a_heading_of_a_block_alone() -> None:
    role = ("role", "heading")
    assert noted(role, ("aria-level", "4")).heading == 4
    assert noted(role, ("aria-level", "high")).heading == 2
    inline = noted(role, block=False)
    assert inline.block.heading is None


@pytest.mark.parametrize(("value", "number"), [("3", 3), ("", 7), (None, 7), ("3rd", 7)])
def test_a_number_that_is_none_is_replaced(value: str | None, number: int) -> None:
    assert integer(value, 7) == number
