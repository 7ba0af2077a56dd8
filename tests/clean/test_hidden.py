"""What a browser does not show is removed, unless a script is sure to show it."""

from collections.abc import Callable

from pipeline.clean import read
from pipeline.clean.hidden import hidden_lines
from pipeline.model.reasons import Reason
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings

MakePage = Callable[..., RawPage]
TEXT = "<p>Plenty of water and some rest help against most headaches of this kind.</p>"


def removed(page: RawPage) -> list[str]:
    document = read(page)
    found = list(hidden_lines(document, CleanSettings()))
    assert {removal.reason for removal in found} <= {Reason.HIDDEN}
    return [document.lines[removal.index].text for removal in found]


def test_a_hidden_box_goes(raw_page: MakePage) -> None:
    page = raw_page(f"{TEXT * 3}<div hidden><p>Sign in</p></div>", media_type="text/html")
    assert removed(page) == ["Sign in"]


def test_an_article_behind_a_preloader_stays(raw_page: MakePage) -> None:
    page = raw_page(f"<div style='display:none'>{TEXT * 3}</div>{TEXT}", media_type="text/html")
    assert removed(page) == []


def test_text_without_script_goes_however_long(raw_page: MakePage) -> None:
    page = raw_page(f"<noscript>{TEXT * 3}</noscript>{TEXT}", media_type="text/html")
    assert len(removed(page)) == 3


def test_bare_text_hides_nothing(raw_page: MakePage) -> None:
    assert removed(raw_page("Rest helps.")) == []


def test_an_article_that_arrives_in_pieces_stays(raw_page: MakePage) -> None:
    piece = f"<section><div hidden>{TEXT}</div></section>"
    assert removed(raw_page(f"<main>{TEXT * 8}</main>{piece * 2}", media_type="text/html")) == []
    page = raw_page(f"<main>{TEXT * 8}</main>{piece}", media_type="text/html")
    assert len(removed(page)) == 1
