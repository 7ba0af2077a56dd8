"""Forty byte strings with their text: declared right, declared wrong, undeclared, mixed.

Each case says how its bytes are made, so that the expected text is plain to see. The passages are
short on purpose: pages hold more evidence than this.
"""

from dataclasses import dataclass

import pytest

from pipeline.ingest import decode_page
from pipeline.model.settings import IngestSettings

PASSAGES = {
    "en": (
        "Don’t ignore a fever above 39 °C – it isn’t always harmless. A “cold pack” on the "
        "forehead helps; so does drinking. See a doctor if it lasts for more than three days…"
    ),
    "en-few": "Rest, warmth and patience: the body’s own repair takes about two weeks.",
    "de": (
        "Häufige Ursachen für Rückenschmerzen sind Überlastung, Kälte und zu wenig Bewegung. "
        "Wärme löst die Muskeln, und tägliche Übungen stärken sie."
    ),
    "fr": (
        "La fièvre n’est pas une maladie : elle aide le corps à se défendre. Buvez beaucoup, "
        "reposez-vous et évitez les vêtements épais. Même légère, elle mérite d’être surveillée."
    ),
    "es": (
        "El dolor de garganta suele desaparecer en una semana. También ayuda beber líquidos "
        "tibios; si la inflamación dura más, consulte a un médico. ¿Qué la causa? Un virus."
    ),
    "cs": (
        "Příčiny bolesti zad jsou různé: špatné držení těla, nedostatek pohybu a přetížení. "
        "Pomáhá teplo, protažení a dostatečný spánek."
    ),
    "pl": (
        "Ból głowy może być skutkiem odwodnienia, stresu albo złej postawy. Pomagają sen, "
        "świeże powietrze i picie wody. Jeśli dolegliwości się powtarzają, idź do lekarza."
    ),
    "tr": (
        "Baş ağrısının nedenleri çeşitlidir: yorgunluk, susuzluk ve yanlış duruş. Dinlenmek, "
        "su içmek ve ılık duş çoğu zaman iyi gelir."
    ),
    "lt": (
        "Nugaros skausmo priežastys yra įvairios: netaisyklinga laikysena, judėjimo stoka ir "
        "peršalimas. Šiluma ir mankšta dažniausiai padeda."
    ),
    "ru": (
        "Причины боли в спине различны: неправильная осанка, недостаток движения и нагрузка. "
        "Помогают тепло, покой и лёгкие упражнения."
    ),
    "el": (
        "Οι αιτίες του πόνου στη μέση είναι διάφορες: κακή στάση του σώματος, έλλειψη κίνησης "
        "και κρύο. Η ζέστη και η ξεκούραση βοηθούν."
    ),
    "he": "הסיבות לכאבי גב הן שונות: יציבה לא נכונה, חוסר תנועה ועומס יתר. חום ומנוחה עוזרים.",
    "ar": "أسباب آلام الظهر متنوعة: وضعية سيئة وقلة الحركة والحمل الزائد. الدفء والراحة يساعدان.",
    "th": "สาเหตุของอาการปวดหลังมีหลายประการ เช่น ท่าทางที่ไม่ถูกต้องและการขาดการเคลื่อนไหว",
    "zh": (
        "小腿抽筋是怎么回事？常见的原因有缺钙、疲劳、受凉和出汗过多。"
        "平时要注意保暖，适当补充钙质，运动前先做热身。"
    ),
    "zh-tw": (
        "小腿抽筋是怎麼回事？常見的原因有缺鈣、疲勞、受涼和出汗過多。"
        "平時要注意保暖，適當補充鈣質，運動前先做熱身。"
    ),
    "ja": (
        "足がつる原因は何ですか。カルシウム不足、疲労、冷えなどが考えられます。"
        "ふだんから体を温め、水分をとり、寝る前に軽く伸ばしてください。"
    ),
    "ko": (
        "다리에 쥐가 나는 원인은 무엇일까요? 칼슘 부족, 피로, 추위가 흔한 원인입니다. "
        "평소에 몸을 따뜻하게 하고 물을 충분히 마시세요."
    ),
}


@dataclass(frozen=True)
class Case:
    """Bytes with the text that a reader of the page would see."""

    name: str
    data: bytes
    text: str
    http: str | None = None


def page(passage: str, codec: str, declared: str | None = None) -> tuple[bytes, str]:
    """A small HTML page in that encoding, and its text."""
    meta = f'<meta charset="{declared}">' if declared else ""
    text = (
        f"<!DOCTYPE html><html><head>{meta}<title>A page</title></head>"
        f"<body><h1>A page</h1><p>{passage}</p></body></html>"
    )
    return text.encode(codec), text


def right(language: str, codec: str, declared: str, http: str | None = None) -> Case:
    """A page whose declaration is true."""
    data, text = page(PASSAGES[language], codec, declared)
    return Case(f"{language} declared as {declared}", data, text, http)


def wrong(language: str, codec: str, declared: str) -> Case:
    """A page whose declaration is false."""
    data, text = page(PASSAGES[language], codec, declared)
    return Case(f"{language} in {codec} declared as {declared}", data, text)


def http(language: str, codec: str, header: str) -> Case:
    """Bare text with a header."""
    text = PASSAGES[language]
    return Case(f"{language} in {codec} with header {header}", text.encode(codec), text, header)


def bare(language: str, codec: str) -> Case:
    """Bare text that nobody says anything about."""
    text = PASSAGES[language]
    return Case(f"{language} in {codec} undeclared", text.encode(codec), text)


def mixed(name: str, *parts: tuple[str, str]) -> Case:
    """Lines of one text in different encodings."""
    data = b"\n".join(PASSAGES[language].encode(codec) for language, codec in parts)
    return Case(name, data, "\n".join(PASSAGES[language] for language, _ in parts))


CASES = (
    # Declared right.
    right("en", "utf-8", "utf-8"),
    right("fr", "cp1252", "iso-8859-1"),
    right("de", "cp1252", "windows-1252"),
    right("cs", "iso8859-2", "iso-8859-2"),
    right("pl", "cp1250", "windows-1250"),
    right("ru", "cp1251", "windows-1251"),
    right("ru", "koi8-r", "koi8-r"),
    right("zh", "gb18030", "gb2312"),
    right("zh-tw", "big5", "big5"),
    right("ja", "cp932", "shift_jis"),
    right("ja", "euc_jp", "euc-jp"),
    right("ko", "cp949", "euc-kr"),
    right("en", "utf-16", "utf-16"),
    http("tr", "cp1254", "iso-8859-9"),
    http("zh", "gb18030", "GBK"),
    # Declared wrong.
    wrong("fr", "utf-8", "iso-8859-1"),
    wrong("zh", "utf-8", "gb2312"),
    wrong("en", "cp1252", "utf-8"),
    wrong("es", "cp1252", "utf-8"),
    wrong("zh", "gb18030", "utf-8"),
    wrong("ru", "cp1251", "iso-8859-1"),
    wrong("ja", "cp932", "iso-8859-1"),
    wrong("pl", "cp1250", "iso-8859-2"),
    wrong("de", "cp1252", "gb2312"),
    wrong("en", "utf-8", "x-unheard-of"),
    http("el", "utf-8", "windows-1253"),
    # Undeclared.
    bare("de", "cp1252"),
    bare("en-few", "cp1252"),
    bare("cs", "cp1250"),
    bare("tr", "cp1254"),
    bare("lt", "cp1257"),
    bare("ru", "koi8-r"),
    bare("he", "cp1255"),
    bare("ar", "cp1256"),
    bare("th", "cp874"),
    bare("zh", "utf-16-le"),
    bare("ko", "cp949"),
    # Mixed.
    mixed("UTF-8 with a pasted line of windows-1252", ("fr", "utf-8"), ("en-few", "cp1252")),
    mixed("windows-1252 with a pasted line of UTF-8", ("de", "cp1252"), ("en-few", "utf-8")),
    Case(
        "UTF-8 that is cut off in the middle of a character",
        PASSAGES["ja"].encode()[:-1],
        PASSAGES["ja"][:-1] + "\ufffd",
    ),
)


def decoded(case: Case) -> tuple[bool, bool]:
    """Whether the text is right, and whether a problem says that it may not be."""
    page = decode_page(case.data, source="x", http_charset=case.http, settings=IngestSettings())
    return page.text == case.text, bool(page.problems)


def test_there_are_forty_cases_with_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) == 40


def test_at_least_38_of_40_are_decoded_rightly() -> None:
    assert sum(decoded(case)[0] for case in CASES) >= 38


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_none_is_wrong_without_a_problem(case: Case) -> None:
    is_right, is_told = decoded(case)
    assert is_right or is_told
