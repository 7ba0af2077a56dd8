"""The reader numbers lists and joins rows while the parser hands it tags and texts."""

import pytest

from pipeline.clean.blocks import read_markup
from pipeline.clean.reader import Reader


def test_texts_between_two_tags_are_one_text() -> None:
    reader = Reader()
    reader.start("html", {})
    reader.start("p", {"class": "x"})
    for text in ("salt ", "&", " pepper"):
        reader.data(text)
    reader.end("p")
    reader.end("html")
    (line,) = reader.close().lines
    assert (line.text, line.tag, line.xpath) == ("salt & pepper", "p", "/html[1]/p[1]")
    assert reader.places.names == ["", "x"]


@pytest.mark.parametrize(
    ("second", "text"),
    [
        ("<a href=/h>aches</a>", "Headaches"),
        ("<a href=/h>Read on</a>", "Head Read on"),
        ("<a href=/i>aches</a>", "Head aches"),
        ("<a href=/h><b>aches</b></a>", "Headaches"),
    ],
)
def test_a_link_in_two_halves_cuts_no_word(second: str, text: str) -> None:
    (line,) = read_markup(f"<p><a href=/h>Head</a>{second}</p>").lines
    assert line.text == text


def test_nothing_begins_without_a_tag() -> None:
    reader = Reader()
    assert (reader.close().lines, reader.has_begun) == ([], False)


def test_scripts_hold_no_text_whatever_stands_in_them() -> None:
    markup = read_markup("<div>one<object><p>two</p><h1>three</h1></object> four</div>")
    assert [line.text for line in markup.lines] == ["one four"]


def test_class_and_id_are_the_names_of_a_place() -> None:
    markup = read_markup("<div id=top class=box>a<p id=low>b</p></div>")
    assert markup.places.names == ["", "", "box top", "low"]


def test_a_role_makes_a_heading_of_the_level_it_states() -> None:
    page = (
        "<div role=heading aria-level=high>a</div><h3><div role=heading aria-level=5>b</div></h3>"
    )
    assert [line.layout.heading_level for line in read_markup(page).lines] == [2, 3]


def test_a_list_that_counts_down_to_one_goes_on_from_a_number_that_is_set() -> None:
    markup = read_markup("<ol reversed><li>a<li>b<li value=9>c<li>d</ol>")
    assert [line.layout.ordinal for line in markup.lines] == [4, 3, 9, 8]


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("", [1, 2, 3]),
        ("start=4", [4, 5, 6]),
        ("reversed", [3, 2, 1]),
        ("reversed start=9", [9, 8, 7]),
        ("start=x", [1, 2, 3]),
        ("style='list-style: none'", [None, None, None]),
    ],
)
def test_list_items_have_the_numbers_that_are_shown(
    attributes: str, numbers: list[int | None]
) -> None:
    markup = read_markup(f"<ol {attributes}><li>a<li>b<li>c</ol>")
    assert [line.layout.ordinal for line in markup.lines] == numbers


def test_a_number_is_of_the_first_line_of_its_item_and_can_be_set() -> None:
    inner = "<ol type=a><li>three</ol>"
    markup = read_markup(f"<ol><li><p>one</p><p>two</p>{inner}<li value=9>four</ol>")
    found = [(line.text, line.layout.ordinal, line.layout.ordinal_type) for line in markup.lines]
    assert found == [
        ("one", 1, "1"),
        ("two", None, None),
        ("three", 1, "a"),
        ("four", 9, "1"),
    ]
    assert [line.layout.list_depth for line in markup.lines] == [1, 1, 2, 1]


def test_an_unnumbered_list_has_no_numbers() -> None:
    assert [line.layout.ordinal for line in read_markup("<ul><li>one</ul>").lines] == [None]


@pytest.mark.parametrize("around", ["table><x-y", "table><tr><td>c<span"])
def test_a_row_inside_an_element_that_is_no_block_is_one_line(around: str) -> None:
    line = read_markup(f"<{around}><tr><td>a</td><td>b</td></tr>").lines[-1]
    assert (line.text, line.tag) == ("a\tb", "tr")
    assert str(line.xpath).endswith("/*[name()='tr'][1]")
