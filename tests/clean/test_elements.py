"""What elements hand down to their text, and what their attributes say."""

import pytest

from pipeline.clean.elements import BLOCK, SKIP, Kind, OpenElement, integer, kind_of

PAGE = OpenElement.page()


def opened(tag: str, above: OpenElement = PAGE) -> OpenElement:
    return OpenElement(kind_of(tag), above)


def kind(attribute: str, value: str, tag: str = "div") -> Kind:
    names = ("class", "role", "style", "hidden", "aria-hidden")
    return kind_of(tag, *(value if name == attribute else None for name in names))


def test_no_element_both_begins_a_line_and_holds_no_text() -> None:
    assert not BLOCK & SKIP


def test_an_inline_element_stands_in_the_line_of_the_element_around_it() -> None:
    root = opened("dt")
    root.href = "/a"
    inline = opened("span", root)
    assert (inline.block, inline.bold, inline.href) == (root, True, "/a")
    assert opened("span", inline).block is root


def test_a_block_begins_a_line_of_its_own_in_the_list_and_heading_around_it() -> None:
    around = opened("ul", opened("h3"))
    inner = opened("li", opened("span", around))
    assert (inner.block, inner.list_depth, inner.heading) == (inner, 1, 3)


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
    assert kind(*attribute).hidden


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
    assert not kind(*attribute).hidden


def test_what_is_hidden_stays_hidden_inside() -> None:
    outer = OpenElement(kind("hidden", ""), PAGE)
    assert OpenElement(kind("aria-hidden", "false"), outer).hidden


@pytest.mark.parametrize(
    ("weight", "bold"), [("bold", True), ("700", True), ("400", False), ("normal", False)]
)
def test_a_style_sets_text_in_bold(weight: str, bold: bool) -> None:  # noqa: FBT001  a parameter
    assert kind("style", f"font-weight: {weight}").bold is bold


def test_a_role_makes_a_heading_of_a_block_alone() -> None:
    assert kind("role", "heading").is_heading_by_role
    assert not kind("role", "heading", tag="span").is_heading_by_role


@pytest.mark.parametrize(("value", "number"), [("3", 3), ("", 7), (None, 7), ("3rd", 7)])
def test_a_number_that_is_none_is_replaced(value: str | None, number: int) -> None:
    assert integer(value, 7) == number
