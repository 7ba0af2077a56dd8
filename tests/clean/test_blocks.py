"""Markup becomes lines as a browser shows them, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.clean.blocks import Markup, read_markup
from pipeline.clean.document import Line

DEEP = 100_000


def texts(markup: str) -> list[str]:
    return [line.text for line in read_markup(markup).lines]


def only(markup: str) -> Line:
    (line,) = read_markup(markup).lines
    return line


def shown(markup: Markup) -> list[tuple[str, bool]]:
    return [(line.text, markup.places.hidden[line.place]) for line in markup.lines]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>One <b>two</b> <i>three</i></p>", ["One two three"]),
        ("<p>un<b>break</b>able</p>", ["unbreakable"]),
        ("<p>one<br>two<br/>three</p>", ["one", "two", "three"]),
        ("<div>one<p>two</p>three</div>", ["one", "two", "three"]),
        ("<p>a\n  b\t c&nbsp;d</p>", ["a b c d"]),
        ("<pre>one\n  two\n\nthree</pre>", ["one", "two", "three"]),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", ["Term", "Meaning"]),
        ("<figure><img><figcaption>Caption</figcaption></figure>", ["Caption"]),
        ("<details><summary>Why?</summary><p>So.</p></details>", ["Why?", "So."]),
        ("<p>one<script>no</script><style>no</style><!-- no --></p>two", ["one", "two"]),
        ("<a href=a>Home</a><a href=b>News</a>", ["Home News"]),
        ("<p>a\u200bb\u00adc</p>", ["abc"]),
        ("<p>\u200b</p>", []),
        ("", []),
    ],
)
def test_lines_are_those_of_a_browser(markup: str, lines: list[str]) -> None:
    assert texts(markup) == lines


def test_a_row_is_one_line_with_tabs() -> None:
    row = "<tr><th>Dose</th><td>two <b>mg</b></td><td></td></tr>"
    line = only(f"<table>{row}</table>")
    assert (line.text, line.tag) == ("Dose\ttwo mg", "tr")
    assert line.xpath is not None
    assert line.xpath.endswith("/tr[1]")


def test_a_row_that_lays_out_the_page_is_not_joined() -> None:
    cells = "<td>Menu</td><td><p>One.</p><p>Two.</p></td>"
    assert texts(f"<table><tr>{cells}</tr></table>") == ["Menu", "One.", "Two."]


@pytest.mark.parametrize(
    ("markup", "level"),
    [
        ("<h2>A</h2>", 2),
        ("<h3><div>A</div></h3>", 3),
        ("<div role=heading aria-level=4>A</div>", 4),
        ("<p>A</p>", None),
    ],
)
def test_headings_have_their_level(markup: str, level: int | None) -> None:
    assert only(markup).layout.heading_level == level


@pytest.mark.parametrize(
    ("markup", "emphasised"),
    [
        ("<p><b>Causes</b></p>", True),
        ("<p><b>Causes</b>:</p>", True),
        ("<p><b>Causes</b> are many</p>", False),
        ("<dl><dt>Causes</dt></dl>", True),
        ("<p style='font-weight: 700'>Causes</p>", True),
    ],
)
def test_a_line_is_emphasised_if_all_of_it_is_bold(markup: str, emphasised: bool) -> None:  # noqa: FBT001
    assert only(markup).layout.emphasised is emphasised


def test_links_are_counted_with_their_targets() -> None:
    layout = only("<p class='x y'>See <a href=/a>one</a> and <a href=/b>two</a></p>").layout
    assert (layout.link_chars, layout.hrefs, layout.css_class) == (6, ("/a", "/b"), "x y")


@pytest.mark.parametrize(
    "attributes",
    ["hidden", "aria-hidden=true", "style='display : none'", "class=sr-only"],
)
def test_hidden_text_is_on_record_on_lines_of_its_own(attributes: str) -> None:
    markup = read_markup(f"<p>seen <span {attributes}>unseen</span> again</p>")
    assert shown(markup) == [("seen again", False), ("unseen", True)]


def test_text_without_script_is_hidden() -> None:
    markup = read_markup("<noscript><p>Switch it on</p></noscript>")
    assert shown(markup) == [("Switch it on", True)]


def test_an_xpath_leads_to_the_element_of_its_line() -> None:
    text = "<div><p>a</p><span><p>b</p></span><section><p>c</p><p>d<br>e</p></section></div>"
    root = etree.fromstring(text, parser=etree.HTMLParser())
    for line in read_markup(text).lines:
        (element,) = root.xpath(line.xpath)
        assert line.text in "".join(element.itertext())
        assert element.tag == line.tag


def test_entities_that_were_escaped_twice_are_repaired_and_counted() -> None:
    markup = read_markup("<p>salt &amp;amp; pepper&amp;nbsp;!</p><p>R&amp;D; AT&T</p>")
    assert [line.text for line in markup.lines] == ["salt & pepper !", "R&D; AT&T"]
    assert markup.escaped_twice == 1


def test_code_keeps_its_entities() -> None:
    assert texts("<pre>&amp;amp;</pre>") == ["&amp;"]


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><p>one</p></body></html><html><body><p>two</p></body></html>",
        "<body><p>one</p></body><body><p>two</p></body>",
        "<p>one</p></HTML >\n<p>two",
        "<p>one<table><p>two</table>",
        "<div><p>one</div></section></p><li>two</div>",
    ],
)
def test_broken_markup_loses_nothing(markup: str) -> None:
    assert texts(markup) == ["one", "two"]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li"])
def test_text_at_any_depth_is_found(tag: str) -> None:
    found = read_markup(f"<p>above</p>{f'<{tag}>' * DEEP}deep<p>below</p>")
    assert [line.text for line in found.lines] == ["above", "deep", "below"]
    assert not found.unparsable


def test_a_page_without_text_says_why() -> None:
    assert read_markup(" \n").unparsable == "no content"


TAGS = st.sampled_from(["p", "div", "b", "a", "td", "tr", "table", "li", "ol", "pre", "h2", "br"])
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(["<span hidden>", "</span>", " ", "\n"]),
)


@given(st.lists(PIECES, max_size=30))
def test_no_order_of_tags_loses_a_word(pieces: list[str]) -> None:
    words = [f"w{index}x" for index in range(len(pieces) + 1)]
    markup = words[0] + "".join(map("".join, zip(pieces, words[1:], strict=True)))
    found = " ".join(texts(markup))
    assert [word for word in words if word not in found] == []
