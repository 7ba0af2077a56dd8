"""What was read of a page comes back as it was, for the page that is asked for, once."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.clean import clean, read
from pipeline.clean.document import Document
from pipeline.ingest import decode_page
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings, IngestSettings
from pipeline.run.documents import documents_at

SAMPLE = Path("raw/sample")


def pages() -> list[RawPage]:
    paths = [*sorted(SAMPLE.glob("html/*"))[:12], *sorted(SAMPLE.glob("text/*"))[:4]]
    settings = IngestSettings()
    found = [decode_page(path.read_bytes(), source=path.name, settings=settings) for path in paths]
    broken = replace(found[0], page_id="0" * 24, text="<h1>A lone \ud800 half</h1><p>and a line")
    return [*found, broken]


def test_documents_come_back_as_they_were_in_any_order(tmp_path: Path) -> None:
    documents = [read(page) for page in pages()]
    with documents_at(tmp_path / "documents") as kept:
        for document in documents:
            kept.add(document)
        for document in reversed(documents):
            assert kept.take(document.raw) == document
        assert kept.take(documents[0].raw) is None
    assert not (tmp_path / "documents").exists()


def test_cleaning_a_kept_document_gives_what_cleaning_the_page_gives(tmp_path: Path) -> None:
    settings = CleanSettings()
    with documents_at(tmp_path / "documents") as kept:
        for page in pages():
            kept.add(read(page, settings))
            again = clean(page, settings, document=kept.take(page))
            assert again == clean(page, settings)


def test_a_page_that_was_left_in_the_middle_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (read(page) for page in pages()[:3])

    def stopped(_document: Document) -> None:
        raise KeyboardInterrupt

    with documents_at(tmp_path / "documents") as kept:
        kept.add(first)
        with monkeypatch.context() as patched:
            patched.setattr("pipeline.run.documents._KEPT", stopped)
            with pytest.raises(KeyboardInterrupt):
                kept.add(second)
        kept.add(third)
        assert kept.take(second.raw) is None
        assert kept.take(third.raw) == third
        assert kept.take(first.raw) == first
