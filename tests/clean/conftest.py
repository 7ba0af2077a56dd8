"""Builders of small raw pages and of the verdicts of cleaning."""

from collections.abc import Callable
from datetime import datetime

import pytest

from pipeline.clean import read
from pipeline.clean.document import Document
from pipeline.clean.navigation import navigation
from pipeline.clean.titles import duplicate_titles
from pipeline.model.ids import page_id
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings

MakePage = Callable[..., RawPage]
Verdicts = Callable[..., dict[str, str]]


def make_page(
    text: str,
    source: str = "page.txt",
    media_type: str = "text/plain",
    fetched_at: datetime | None = None,
) -> RawPage:
    """A raw page of this text."""
    return RawPage(
        page_id=page_id(None, source, 0),
        source=source,
        source_index=0,
        url=None,
        site="local",
        fetched_at=fetched_at,
        content_sha256="",
        media_type=media_type,
        encoding="utf-8",
        encoding_source="given",
        text=text,
    )


@pytest.fixture(scope="session")
def raw_page() -> MakePage:
    """Makes a raw page."""
    return make_page


@pytest.fixture(scope="session")
def text_of() -> Callable[..., Document]:
    """Makes the document of a bare-text page from its lines."""
    return lambda *lines: read(make_page("\n\n".join(lines)))


@pytest.fixture(scope="session")
def title_verdicts() -> Verdicts:
    """Gives each line that is a copy of a title with the rule that found it."""

    def verdicts(*lines: str) -> dict[str, str]:
        document = read(make_page("\n\n".join(lines)))
        found = duplicate_titles(document, CleanSettings())
        return {f"{n.index} {document.lines[n.index].text}": n.rule for n in found}

    return verdicts


@pytest.fixture(scope="session")
def removed() -> Callable[..., dict[str, str]]:
    """Gives each line that navigation removes with the reason."""

    def reasons(*lines: str) -> dict[str, str]:
        document = read(make_page("\n\n".join(lines)))
        found = navigation(document, CleanSettings())
        return {document.lines[n.index].text: n.reason.value for n in found}

    return reasons
