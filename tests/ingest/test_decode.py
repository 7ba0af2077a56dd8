"""Bytes to text: who names the encoding, and what happens where it is wrong."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.decode import (
    Decoded,
    replacements_in,
    standard_name,
    to_text,
    without_surrogates,
)

RUSSIAN = "Причины боли в спине различны: неправильная осанка и нагрузка."


def decode(data: bytes, http: str | None = None) -> Decoded:
    return to_text(data, http, "utf-8")


def codes(decoded: Decoded) -> list[str]:
    return [finding.code for finding in decoded.findings]


def meta(charset: str, text: str, codec: str) -> bytes:
    return f'<html><head><meta charset="{charset}"></head><p>{text}</p>'.encode(codec)


@pytest.mark.parametrize(
    ("bom", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32le"),
    ],
)
def test_a_byte_order_mark_decides_before_the_header(bom: bytes, codec: str, name: str) -> None:
    found = decode(bom + "Fièvre légère".encode(codec), "windows-1251")
    assert (found.text, found.encoding, found.source) == ("Fièvre légère", name, "bom")


def test_the_header_decides_before_the_page() -> None:
    found = decode(meta("windows-1252", RUSSIAN, "koi8-r"), "koi8-r")
    assert (found.encoding, found.source, codes(found)) == ("koi8-r", "http", [])


def test_the_page_decides_before_detection() -> None:
    found = decode(meta("iso-8859-2", "péče o záda", "iso-8859-2"))
    assert "péče o záda" in found.text
    assert (found.encoding, found.source) == ("iso-8859-2", "meta")


def test_the_xml_declaration_counts_as_the_page() -> None:
    found = decode(b'<?xml version="1.0" encoding="iso-8859-1"?><p>caf\xe9</p>')
    assert (found.encoding, found.source, "café" in found.text) == ("windows-1252", "meta", True)


def test_a_declaration_behind_long_scripts_is_found() -> None:
    script = b"<html><head><script>" + b"x = 1;" * 2_000 + b"</script>"
    found = decode(script + meta("windows-1251", RUSSIAN, "cp1251"))
    assert (found.encoding, found.source) == ("windows-1251", "meta")


@pytest.mark.parametrize(
    ("label", "name"),
    [("latin-1", "windows-1252"), ("GB2312", "gb18030"), ("ascii", "windows-1252")],
)
def test_labels_mean_what_browsers_make_of_them(label: str, name: str) -> None:
    assert decode(b"plain text", label).encoding == name


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "cp037", "rot13", "\x00", "é", "?"])
def test_labels_that_no_page_may_use_are_ignored(label: str) -> None:
    found = decode(b"+ADw-b+AD4- \\u003cb\\u003e", label)
    assert (found.text, found.source) == ("+ADw-b+AD4- \\u003cb\\u003e", "detected")


def test_a_page_that_says_utf16_in_readable_letters_is_utf8() -> None:
    assert decode(meta("utf-16", "été", "utf-8")).encoding == "utf-8"


def test_utf8_under_another_name_is_read_as_utf8_on_record() -> None:
    found = decode(meta("iso-8859-1", "l’été", "utf-8"))
    assert "l’été" in found.text
    assert codes(found) == ["declared_encoding_wrong"]


def test_a_wrong_header_falls_through_to_a_page_that_is_right() -> None:
    found = decode(meta("windows-1251", RUSSIAN, "cp1251"), "utf-8")
    assert (found.encoding, found.source) == ("windows-1251", "meta")
    assert codes(found) == ["declared_encoding_wrong"]


def test_a_byte_order_mark_that_lies_is_passed_over() -> None:
    assert "declared_encoding_wrong" in codes(decode(codecs.BOM_UTF8 + RUSSIAN.encode("cp1251")))


def test_a_few_broken_bytes_do_not_unseat_a_declaration() -> None:
    found = decode(meta("utf-8", "é" * 20, "utf-8") + b"\xff\xfe")
    assert (found.encoding, found.source) == ("utf-8", "meta")
    assert codes(found) == ["undecodable_bytes"]


def test_stray_western_bytes_in_utf8_are_read_as_such_on_record() -> None:
    found = decode("L’été à l’hôpital, où tout va bien. ".encode() + b"Don\x92t, na\xefve")
    assert found.text.endswith("Don’t, naïve")
    assert codes(found) == ["mixed_encoding"]


CHINESE = "小腿抽筋是怎么回事？常见的原因有缺钙、疲劳和受凉。"


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312"])
@pytest.mark.parametrize("codecs_of_lines", [("gbk", "utf-8"), ("utf-8", "utf-8", "gbk")])
def test_pieces_in_two_encodings_are_read_each_in_its_own_on_record(
    codecs_of_lines: tuple[str, ...], declared: str | None
) -> None:
    lines = [CHINESE[i:] for i in range(len(codecs_of_lines))]
    data = b"\n".join(
        line.encode(codec) for line, codec in zip(lines, codecs_of_lines, strict=True)
    )
    found = decode(data, declared)
    assert found.text.split("\n") == lines
    assert "mixed_encoding" in codes(found)


def test_cyrillic_in_two_encodings_is_read_each_in_its_own() -> None:
    found = decode(b"<p>" + RUSSIAN.encode("cp1251") + b"<p>" + RUSSIAN.encode(), "windows-1251")
    assert (found.text, codes(found)) == (f"<p>{RUSSIAN}" * 2, ["mixed_encoding"])


@pytest.mark.parametrize(
    ("label", "name"), [("x-gbk", "gb18030"), ("windows-949", "euc-kr"), ("koi8", "koi8-r")]
)
def test_labels_of_browsers_that_python_does_not_know_are_known(label: str, name: str) -> None:
    assert decode(b"plain", label).encoding == name


@pytest.mark.parametrize("kept", range(1, 4))
def test_a_character_that_is_cut_off_becomes_one_replacement(kept: int) -> None:
    found = decode("été ".encode() + "😀".encode()[:kept])
    assert found.text == "été \ufffd"
    assert codes(found) == ["undecodable_bytes"]


def test_text_that_was_lost_before_is_reported() -> None:
    assert codes(decode("fi\ufffdvre".encode())) == ["replacement_characters"]
    assert replacements_in("fièvre") == ()


def test_broken_utf8_at_each_offset_costs_no_other_character() -> None:
    text = "La fièvre légère passe d’elle-même après trois jours"
    data = text.encode()
    for offset in range(len(data)):
        found = decode(data[:offset] + b"\xff" + data[offset:])
        readable = found.text.replace("\ufffd", "").replace("ÿ", "")
        assert len(text) - 3 <= len(readable) <= len(text)
        assert found.findings


def test_lone_surrogates_do_not_leave() -> None:
    assert without_surrogates("a\ud800b\udfffc") == ("a\ufffdb\ufffdc", 2)
    assert without_surrogates("fièvre 😀") == ("fièvre 😀", 0)
    decode(b"\xff\xfe" + b"\x00\xd8a\x00" * 10).text.encode()


def test_encodings_are_called_as_the_standard_calls_them() -> None:
    assert standard_name("cp1252") == "windows-1252"
    assert standard_name("latin-1x") == "latin-1x"


LABELS = st.sampled_from([None, "utf-8", "gb2312", "latin-1", "shift_jis", "utf-16", "koi8-r", ""])


@given(st.binary(max_size=200), LABELS)
def test_any_bytes_make_text_that_can_be_written(data: bytes, label: str | None) -> None:
    first, second = decode(data, label), decode(data, label)
    first.text.encode()
    assert first == second


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_valid_utf8_comes_back_as_it_was(text: str) -> None:
    data = codecs.BOM_UTF8 + text.encode()
    assert decode(data).text == text


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "gb18030", "cp1252", "utf-16"]))
def test_declared_pages_of_any_bytes_make_text(data: bytes, charset: str) -> None:
    decode(b'<meta charset="' + charset.encode() + b'">' + data).text.encode()
