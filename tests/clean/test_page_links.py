"""Links that the markup calls a menu, or aims at this page, are no article."""

from collections.abc import Callable

import pytest

from pipeline.clean import read
from pipeline.clean.page_links import contents_links, links_above_title, menu_links
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings


@pytest.fixture
def found(raw_page: Callable[..., RawPage]) -> Callable[[str], dict[str, str]]:
    def rules(markup: str) -> dict[str, str]:
        document = read(raw_page(markup, media_type="text/html"))
        removals = [
            *contents_links(document, CleanSettings()),
            *menu_links(document, CleanSettings()),
            *links_above_title(document, CleanSettings()),
        ]
        return {document.lines[one.index].text: one.rule for one in removals}

    return rules


def test_a_list_of_links_to_this_page_goes_with_its_label(
    found: Callable[[str], dict[str, str]],
) -> None:
    items = "<li><a href=#a>Causes</a></li><li><a href=#b>Remedies</a></li>"
    page = f"<div><b>In short</b><ul>{items}</ul></div><h2 id=a>Causes</h2>"
    assert found(page) == {
        "In short": "label_of_links",
        "Causes": "links_within_page",
        "Remedies": "links_within_page",
    }


def test_links_to_this_page_on_one_line_are_contents(
    found: Callable[[str], dict[str, str]],
) -> None:
    assert found("<p><a href=#a>Causes</a> | <a href=#b>Help</a></p>") == {
        "Causes | Help": "links_within_page"
    }


@pytest.mark.parametrize(
    "markup",
    [
        "<p>See <a href=#a>the table</a> and <a href=#b>the list</a> for all doses.</p>",
        "<h2><a href=#a>Causes</a></h2><h2><a href=#b>Remedies</a></h2>",
        "<ul><li><a href=/a>Causes</a></li><li><a href=/b>Remedies</a></li></ul>",
        "<p><a href=#top>Up</a></p><p>Rest helps.</p>",
        "<div class=nav-wrap><p><a href=/a>Causes</a></p></div>",
        "<nav><p>Text without links</p></nav>",
    ],
)
def test_other_links_stay(found: Callable[[str], dict[str, str]], markup: str) -> None:
    assert found(markup) == {}


@pytest.mark.parametrize("element", ["nav", "div role=navigation", "div role=tablist"])
def test_links_in_a_menu_element_are_a_menu(
    found: Callable[[str], dict[str, str]], element: str
) -> None:
    name = element.split(maxsplit=1)[0]
    page = f"<{element}><ul><li><a href=/>Home</a></li></ul></{name}>"
    assert found(page) == {"Home": "menu_element"}


@pytest.mark.parametrize(
    ("above", "rules"),
    [
        ("Well · <a href=/a>Health</a> · <a href=/b>Packing</a>", ["links_above_title"]),
        ("Well · <a href=/a>Health</a>", []),
        ("Rest, <a href=/a>warmth</a> and <a href=/b>tea</a> help many people.", []),
        ("A page by people who travel: <a href=/a>a</a>, <a href=/b>b</a>", []),
    ],
)
def test_a_row_of_links_above_the_title_is_a_menu(
    found: Callable[[str], dict[str, str]], above: str, rules: list[str]
) -> None:
    page = f"<title>Jet lag</title><p>{above}</p><h1>Jet lag</h1><p>{above}</p>"
    assert list(found(page).values()) == rules
