"""What a document is, by its content."""

import pytest

from pipeline.ingest.media import (
    HTML,
    TEXT,
    binary_kind,
    by_content,
    canonical_link,
    ends_inside_a_tag,
    is_page_type,
    split_media_type,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/html; charset=GB2312", (HTML, "GB2312")),
        ('Text/HTML;charset="utf-8"; x=y', (HTML, "utf-8")),
        ("text/plain", (TEXT, None)),
        ("; charset=", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_content_type_is_split(value: str | None, expected: tuple[str, str]) -> None:
    assert split_media_type(value) == expected


def test_pages_are_markup_text_or_undeclared() -> None:
    assert is_page_type(None)
    assert is_page_type("application/xhtml+xml")
    assert not is_page_type("image/png")


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("<!DOCTYPE html><html><p>x", None, HTML),
        ("  \n<p>x</p>", None, HTML),
        ("<?xml version='1.0'?>\n<!-- a --><!-- b > c -->\n<html>", None, HTML),
        ("<html lang=en>", TEXT, HTML),
        ("Title\n<p>a</p>\n<p>b</p>\n<div>c</div>", TEXT, HTML),
        ("Title\n\n1. Rest", None, TEXT),
        ("a < b and <p is no tag", None, TEXT),
        ("<<: The page before", None, TEXT),
        ("Title\nBare text under a wrong name", HTML, TEXT),
        ("Text with one <b>tag</b>", HTML, HTML),
        ("Text with one <b>tag</b>", TEXT, TEXT),
        ("<!-- never closed", None, TEXT),
    ],
)
def test_the_content_decides_what_is_markup(text: str, declared: str | None, expected: str) -> None:
    assert by_content(text, declared) == expected


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "ZIP"),
        (bytes(range(1, 32)) * 9, "binary"),
        (b"Title\x00\nText", None),
        ("小腿抽筋是怎么回事？常见的原因有缺钙。".encode("utf-16-le"), None),
        (b"plain", None),
        (b"", None),
    ],
)
def test_bytes_that_are_no_text_are_recognised(data: bytes, kind: str | None) -> None:
    assert binary_kind(data) == kind


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://a.org/x?b=1&amp;c=2">', "https://a.org/x?b=1&c=2"),
        ("<link href='https://a.org/x' rel=canonical />", "https://a.org/x"),
        ("<LINK REL=CANONICAL HREF=https://a.org/x>", "https://a.org/x"),
        ('<link rel="canonical" href="/x">', None),
        ('<link rel="canonical" href="https://a.org/">', None),
        ('<link rel="canonical" href="http://[::1">', None),
        ('<link rel="canonical">', None),
        ('<link rel="alternate" href="https://a.org/canonical">', None),
        ('<link rel="stylesheet" href="https://a.org/x">', None),
    ],
)
def test_a_page_names_its_own_address(head: str, url: str | None) -> None:
    assert canonical_link(f"<html><head>{head}</head><body>") == url


def test_a_link_in_the_body_is_not_the_page_s_own() -> None:
    markup = '<head></head><body><link rel="canonical" href="https://a.org/x">'
    assert canonical_link(markup) is None


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("<p>Rest</p><h2 cla", True),
        ("<p>Rest</p></di", True),
        ('<p>Rest</p><img alt="a > b" src="x', False),
        ("<p>Rest</p>", False),
        ("<p>A pulse < 60 is slow", False),
        ("Rest", False),
        ("", False),
    ],
)
def test_markup_that_ends_inside_a_tag_is_seen(text: str, is_cut: bool) -> None:  # noqa: FBT001
    assert ends_inside_a_tag(text) is is_cut
