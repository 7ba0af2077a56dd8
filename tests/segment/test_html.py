"""Numbered headings of HTML pages reach the tree, however the page is built."""

from collections.abc import Callable

import pytest

from pipeline.clean import clean
from pipeline.ingest import decode_page
from pipeline.model.settings import Settings
from pipeline.segment import segment

NAMES = ("Cold", "Heat", "Wind", "Rain", "Snow")
TEXT = (
    "Many people notice this in the evening, when the day's work is done and the room gets cold. "
    "It passes by itself within some days, and nobody needs to worry about it in the meantime."
)


def _flat(names: tuple[str, ...]) -> str:
    return "".join(f"<h2>{n}. {name}</h2><p>{TEXT}</p>" for n, name in enumerate(names, 1))


def _divs(names: tuple[str, ...]) -> str:
    return "".join(
        f'<div class="part"><h2>{n}. {name}</h2><div><p>{TEXT}</p></div></div>'
        for n, name in enumerate(names, 1)
    )


def _items(names: tuple[str, ...]) -> str:
    items = "".join(f"<li><h3>{name}</h3><p>{TEXT}</p></li>" for name in names)
    return f"<ol>{items}</ol>"


def _bold(names: tuple[str, ...]) -> str:
    return "".join(
        f"<p><strong>{n}. {name}</strong></p><p>{TEXT}</p>" for n, name in enumerate(names, 1)
    )


def _broken(names: tuple[str, ...]) -> str:
    return "<p>" + "<br>".join(f"{n}. {name}<br>{TEXT}" for n, name in enumerate(names, 1)) + "</p>"


@pytest.mark.parametrize(
    "layout", [_flat, _divs, _items, _bold, _broken], ids=["flat", "divs", "ol", "bold", "br"]
)
def test_five_numbered_headings_of_five_are_kept(
    layout: Callable[[tuple[str, ...]], str],
) -> None:
    page = (
        "<html><head><title>Five kinds of weather pain</title></head><body><article>"
        f"<h1>Five kinds of weather pain</h1><p>{TEXT} {TEXT}</p>{layout(NAMES)}"
        "</article></body></html>"
    )
    settings = Settings()
    raw = decode_page(page.encode(), source="page.html", settings=settings.ingest)
    sections = segment(clean(raw, settings.clean), settings.segment)
    assert [(section.number, section.heading) for section in sections] == [
        (str(n), name) for n, name in enumerate(NAMES, 1)
    ]
