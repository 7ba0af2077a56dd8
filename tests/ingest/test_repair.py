"""Mojibake and left-over entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.problems import problem
from pipeline.ingest.repair import LINE_COST, repair, repair_entities, repair_mojibake
from pipeline.model.records import Severity

CORRECT = [
    "La fièvre n’est pas une maladie\xa0: «\xa0elle aide\xa0» à l’été\xa0!",
    "VOILÀ “Ô” — ÂNGELA, SÃO PAULO, Ångström × 3 µg, 38 °C, £5–£10, ½ €",
    "Größe, Übung, Straße; naïve café, señor, ¿qué?, garçon, Ærø, þú",
    "Боль в спине — «РАЗНЫЕ причины». Причины Р С",
    "足がつる原因は何ですか。小腿抽筋怎么办？",
    "Příčiny bolesti, ból głowy, baş ağrısı, Việt Nam, αιτίες",
    "כאבי גב أسباب आराम สาเหตุ",
    "😀 ⭐ ™ © ® • … ‹› „“ ‚‘",
]


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("The patientâ€™s temperature", "The patient’s temperature"),
        ("doctorsâ\x80\x99 offices", "doctors’ offices"),
        ("EspaÃ±ol, FranÃ§ais", "Español, Français"),
        ("38Â°C and 30 Âµg", "38°C and 30 µg"),
        ("lÃƒÂ©gume", "légume"),
        ("è‡³å¥½ ä¸\xadæ–‡", "至好 中文"),
        ("РџСЂРёС‡РёРЅС‹ Р±РѕР»Рё РІ СЃРїРёРЅРµ", "Причины боли в спине"),
    ],
)
def test_mojibake_is_undone(broken: str, right: str) -> None:
    assert repair_mojibake(f"Correct: été\n{broken}\nend") == (f"Correct: été\n{right}\nend", 1, 0)


@pytest.mark.parametrize("text", CORRECT)
def test_correct_text_is_not_touched(text: str) -> None:
    assert repair(text, is_html=False) == (text, ())


WORDS = [
    "été",
    "à",
    "l’été",
    "«\xa0ÉTÉ\xa0»",
    "à\xa0:",
    "“Größe”",
    "Ö–Ä",
    "38\xa0°C",
    "É…",
    "½",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_western_text_survives(text: str) -> None:
    assert repair_mojibake(text) == (text, 0, 0)


@given(st.sampled_from(CORRECT), st.integers(0, 40))
def test_what_is_broken_once_comes_back(text: str, cut: int) -> None:
    part = text[:cut]
    try:
        broken = part.encode().decode("latin-1")
    except UnicodeError:
        return
    repaired, *_ = repair_mojibake(broken)
    assert repaired in {part, broken} or len(repaired) < len(broken)


@pytest.mark.parametrize(
    ("text", "right", "count"),
    [
        ("salt &amp; water", "salt & water", 1),
        ("it&#39;s &#x27;fine&#x27;", "it's 'fine'", 3),
        ("5&nbsp;mg", "5\xa0mg", 1),
        ("&amp;nbsp;twice", "\xa0twice", 2),
        ("R&D; AT&T, a &unknownentity; b & c;", "R&D; AT&T, a &unknownentity; b & c;", 0),
    ],
)
def test_entities_in_bare_text_are_resolved(text: str, right: str, count: int) -> None:
    assert repair_entities(text) == (right, count)


def test_repairs_are_on_record() -> None:
    text, findings = repair("Salt &amp; patientâ€™s", is_html=False)
    assert text == "Salt & patient’s"
    assert [finding.code for finding in findings] == ["entities_repaired", "mojibake_repaired"]


def test_what_mojibake_costs_is_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "it’s a cold, she says".encode().decode("cp1252")
    text = "\n".join([line * 3, line, "correct", line])
    monkeypatch.setattr("pipeline.ingest.repair.MAX_LOOKED_AT", 2 * (len(line) + LINE_COST))
    repaired, (found, left) = repair(text, is_html=False)
    assert repaired.split("\n") == [line * 3, *["it’s a cold, she says", "correct"] * 2][:4]
    assert (found.code, left.code) == ("mojibake_repaired", "mojibake_left")
    assert (
        left.message == "1 lines that look like mojibake are left: they are too many or too long."
    )
    assert problem(left, "page.txt").severity == Severity.WARNING


def test_entities_of_markup_are_left_to_the_parser() -> None:
    assert repair("<p>a &amp; b</p>", is_html=True) == ("<p>a &amp; b</p>", ())
