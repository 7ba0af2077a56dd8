"""Encodings that nobody names."""

import pytest

from pipeline.ingest.detect import (
    as_western,
    cut_off_bytes,
    detect,
    fits,
    fits_mark,
    foreign,
    has_utf8_pieces,
    is_surely_utf8,
    is_utf8,
    is_utf16,
    wide,
)

CHINESE = "小腿抽筋是怎么回事？常见的原因有缺钙、疲劳、受凉和出汗过多。平时要注意保暖。"
JAPANESE = "足がつる原因は何ですか。カルシウム不足、疲労、冷えなどが考えられます。"
FRENCH = "La fièvre n’est pas une maladie : elle aide à se défendre."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain", "utf-8"),
        (FRENCH.encode(), "utf-8"),
        (FRENCH.encode("cp1252"), "cp1252"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (JAPANESE.encode("cp932"), "cp932"),
        (JAPANESE.encode("iso2022_jp"), "iso2022_jp"),
        (FRENCH.encode("utf-16-le"), "utf-16-le"),
        (FRENCH.encode("utf-16-be"), "utf-16-be"),
        (CHINESE.encode("utf-16-le"), "utf-16-le"),
        (CHINESE.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    assert detect(data, "utf-8").encoding == encoding


def test_a_guess_is_on_record_and_a_form_is_not() -> None:
    guess = detect(FRENCH.encode("cp1252"), "utf-8")
    assert [finding.code for finding in guess.findings] == ["encoding_guessed"]
    assert detect(FRENCH.encode(), "utf-8").findings == ()


def test_where_nothing_fits_the_default_is_taken_on_record() -> None:
    guess = detect(bytes(range(128, 256)) * 4, "cp1252")
    assert guess.encoding == "cp1252"
    assert [finding.code for finding in guess.findings] == ["encoding_uncertain"]


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (FRENCH, "cp1252", "cp1252"),
        (CHINESE, "gb18030", "gb18030"),
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        ("Příčiny bolesti zad", "cp1250", "cp1250"),
        ("Don’t", "cp1251", "cp1251"),
        ("plain", "ascii", "koi8-r"),
        ("钙", "gb18030", "gb18030"),
        (FRENCH, "utf-16-le", "utf-16-le"),
    ],
)
def test_a_true_declaration_fits(text: str, codec: str, declared: str) -> None:
    assert fits(text.encode(codec), declared)


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (FRENCH, "utf-8", "cp1252"),
        (FRENCH, "cp1252", "utf-8"),
        (FRENCH, "cp1252", "gb18030"),
        (CHINESE, "utf-8", "gb18030"),
        (CHINESE, "gb18030", "cp1252"),
        (CHINESE, "utf-16-le", "cp1252"),
        (JAPANESE, "cp932", "gb18030"),
        ("Причины боли в спине различны", "koi8-r", "cp1251"),
        ("Ból głowy: świeże powietrze i sen pomagają", "cp1250", "iso8859-2"),
        ("plain", "ascii", "utf-16-le"),
    ],
)
def test_a_false_declaration_does_not_fit(text: str, codec: str, declared: str) -> None:
    assert not fits(text.encode(codec), declared)


def test_utf16_is_told_from_text_with_dirt() -> None:
    assert wide("Rest helps".encode("utf-16-be")) == "utf-16-be"
    assert wide(b"Rest\x00 helps and warmth does too, as all of us know from experience") is None
    assert wide(JAPANESE.encode("cp932")) is None
    assert is_utf16("\ufeffx".encode("utf-16-le"))
    assert not is_utf16(b"x")


def test_utf8_may_have_a_fault_here_and_there() -> None:
    assert is_utf8("é".encode() * 20 + b"\xff")
    assert not is_utf8(b"\xe9 and \xe8")


@pytest.mark.parametrize(
    ("data", "number"), [(b"a", 0), (b"a\xc3", 1), ("€".encode()[:2], 2), ("€".encode(), 0)]
)
def test_bytes_of_an_unfinished_character_are_counted(data: bytes, number: int) -> None:
    assert cut_off_bytes(data) == number


@pytest.mark.parametrize(
    ("data", "character"),
    [(b"don\x92t", "’"), (b"caf\xe9 ", "é"), (b"1 \xe9 2", "\ufffd"), (b"a\xe9\xe8", "\ufffd")],
)
def test_a_stray_byte_is_believed_where_it_makes_sense(data: bytes, character: str) -> None:
    text = data.decode(errors="surrogateescape")
    index = next(i for i, c in enumerate(text) if c > "\x7f")
    assert as_western(text, index) == character


def test_a_mark_is_believed_unless_the_bytes_deny_it() -> None:
    assert fits_mark("潨".encode("utf-16-le"), "utf-16-le")
    assert not fits_mark(FRENCH.encode("utf-16-be"), "utf-16-le")
    assert fits_mark(b"0\x00", "utf-8")
    assert not fits_mark(FRENCH.encode("cp1252"), "utf-8")


def test_pieces_of_another_encoding_are_recognised() -> None:
    mixed = CHINESE.encode() + b"\n" + CHINESE.encode("gb18030")
    assert foreign(mixed) == "gb18030"
    assert foreign(FRENCH.encode() + b" na\xefve") is None
    assert has_utf8_pieces(mixed)
    assert not has_utf8_pieces(CHINESE.encode("gb18030"))


def test_few_characters_may_be_utf8_by_chance() -> None:
    assert is_surely_utf8(CHINESE.encode())
    assert not is_surely_utf8("é".encode())
    assert not is_surely_utf8(b"plain")
