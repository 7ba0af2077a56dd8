"""The document of a page: the same shape for bare text and for markup, and it does not change."""

import pytest

from pipeline.clean import read
from pipeline.ingest import decode_page
from pipeline.model.settings import IngestSettings

TEXT = b"Dry lips\n\nCold wind can cause dry lips.\n"
MARKUP = b"<html><body><h1>Dry lips</h1><p>Cold wind can cause <b>dry lips</b>.</p>"


def test_text_and_markup_give_the_same_lines() -> None:
    text = read(decode_page(TEXT, source="a.txt", settings=IngestSettings()))
    markup = read(decode_page(MARKUP, source="a.html", settings=IngestSettings()))
    assert [line.text for line in text.lines] == [line.text for line in markup.lines]
    assert [line.number for line in text.lines] == [1, 3]
    assert all(line.xpath for line in markup.lines)


def test_a_place_stands_behind_the_one_around_it() -> None:
    markup = read(decode_page(MARKUP, source="a.html", settings=IngestSettings()))
    assert all(parent < index for index, parent in enumerate(markup.places.parents))
    assert all(0 <= line.place < len(markup.places) for line in markup.lines)


def test_a_rule_can_change_no_line() -> None:
    document = read(decode_page(TEXT, source="a.txt", settings=IngestSettings()))
    with pytest.raises(AttributeError):
        document.lines[0].text = "other"  # type: ignore[misc]
