"""Encodings of one script, told apart by letters."""

import pytest

from pipeline.ingest.alphabets import cyrillic, is_better, is_cyrillic, latin

RUSSIAN = "Причины боли в спине различны: неправильная осанка и нагрузка."
CZECH = "Příčiny bolesti zad jsou různé: špatné držení těla a přetížení."


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Rückenschmerzen entstehen häufig durch Kälte und Überlastung.", "cp1252"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        ("Ból głowy może być skutkiem odwodnienia, stresu i złej postawy.", "cp1250"),
        ("Baş ağrısının nedenleri çeşitlidir: yorgunluk ve yanlış duruş.", "cp1254"),
        ("Nugaros skausmo priežastys yra įvairios, šiluma padeda.", "cp1257"),
    ],
)
def test_the_language_decides_between_latin_encodings(text: str, codec: str) -> None:
    assert latin(text.encode(codec)) == codec


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "iso8859-5", "cp866"])
def test_frequent_letters_decide_between_cyrillic_encodings(codec: str) -> None:
    assert cyrillic(RUSSIAN.encode(codec)) == codec


def test_misread_cyrillic_is_recognised() -> None:
    assert is_cyrillic(RUSSIAN)
    assert not is_cyrillic(RUSSIAN.encode("koi8-r").decode("cp1251"))


def test_an_encoding_is_better_only_by_several_letters() -> None:
    assert is_better(CZECH.encode("cp1250"), "cp1250", "cp1252")
    assert not is_better("č".encode("cp1250"), "cp1250", "cp1252")
    assert not is_better(CZECH.encode("cp1250"), "cp1250", "cp1250")
