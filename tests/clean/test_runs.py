"""The pieces of a line add up to its text, its links and its emphasis."""

import pytest

from pipeline.clean.document import Line
from pipeline.clean.elements import OpenElement, kind_of
from pipeline.clean.runs import Run, is_one_row, joined_row, repaired, without_invisible
from pipeline.model.records import Layout


def place(*, bold: bool = False, href: str | None = None) -> OpenElement:
    element = OpenElement(kind_of("span"), OpenElement.page())
    element.bold = bold
    element.href = href
    return element


def cell(text: str, column: int, tag: str = "td", layout: Layout | None = None) -> Line:
    path = f"/html/body/table[1]/tr[2]/td[{column}]"
    return Line(text, tag, path, layout=layout or Layout())


def test_a_run_knows_its_pieces_and_whose_they_are() -> None:
    run, first = Run(), place()
    run.add("Rest ", first)
    assert (run.owner, run.mixed) == (first, False)
    run.add("helps", place())
    assert (run.pieces, run.owner, run.mixed) == (["Rest ", "helps"], first, True)


def test_links_are_counted_in_letters_and_named_once_in_a_row() -> None:
    run, link = Run(), place(href="/a")
    run.add("Sore ", link)
    run.add(" feet", link)
    run.add("!", place())
    run.add("More", place(href=""))
    assert (run.link_chars, run.hrefs) == (len("SorefeetMore"), ["/a"])


def test_a_colon_behind_a_bold_label_is_no_plain_text() -> None:
    run = Run()
    run.add("Causes", place(bold=True))
    run.add(": ", place())
    assert not run.plain
    run.add("many", place())
    assert run.plain


def test_a_cleared_run_keeps_its_list_of_pieces() -> None:
    run = Run()
    pieces = run.pieces
    run.add("Rest", place(href="/a"))
    run.clear()
    assert run.pieces is pieces
    assert (pieces, run.owner, run.link_chars, run.hrefs) == ([], None, 0, [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("salt &amp; water", "salt & water"),
        ("38&#176;C&nbsp; at night", "38°C at night"),
        ("Q&A; and rest", "Q&A; and rest"),
        ("AT&T", "AT&T"),
    ],
)
def test_entities_that_were_escaped_twice_are_read(text: str, shown: str) -> None:
    assert repaired(text) == shown


def test_characters_without_width_go() -> None:
    assert without_invisible("re\u00adst\u200b helps\ufeff") == "rest helps"
    assert without_invisible("rest") == "rest"


def test_a_row_of_short_cells_is_one_line() -> None:
    cells = [cell("5 kg", 1), cell("75 mg", 2)]
    assert is_one_row(cells, [0, 1], 2)
    line = joined_row(cells, 4)
    assert (line.text, line.tag, line.place) == ("5 kg\t75 mg", "tr", 4)
    assert line.xpath == "/html/body/table[1]/tr[2]"


@pytest.mark.parametrize(
    "second",
    [cell("Causes", 2, layout=Layout(heading_level=2)), cell("a\tb", 2, tag="tr")],
)
def test_a_row_with_a_heading_or_a_row_in_it_is_none(second: Line) -> None:
    assert not is_one_row([cell("5 kg", 1), second], [0, 1], 2)


def test_a_row_with_two_lines_in_a_cell_is_none() -> None:
    assert not is_one_row([cell("5 kg", 1), cell("a", 2), cell("b", 2)], [0, 1], 3)


def test_a_row_adds_up_its_links_and_is_bold_only_as_a_whole() -> None:
    linked = Layout(emphasised=True, link_chars=4, hrefs=("/a",))
    line = joined_row([cell("Rest", 1, layout=linked), cell("1 day", 2)], 0)
    assert (line.layout.link_chars, line.layout.hrefs) == (4, ("/a",))
    assert not line.layout.emphasised
