"""A flattened page gives its headings back, though neither marker nor line break is left."""

from pipeline.segment.flattened import MOST_CHARS, parts, title_of

TEXT = (
    "Chilblains in short They itch in the warmth. Causes The small vessels close in damp cold and "
    "open too late. Treatment There is no need for more than a warm room. Prevention Keep the "
    "hands dry."
)


def headings(text: str) -> list[str]:
    return [line for line, heads in parts(text) if heads]


def test_a_few_words_before_the_beginning_of_a_sentence_are_a_heading() -> None:
    assert headings(TEXT) == ["Causes", "Treatment", "Prevention"]


def test_the_lines_are_the_text_with_one_space_between_them() -> None:
    assert " ".join(line for line, _ in parts(TEXT)) == TEXT


def test_chapters_with_a_full_stop_are_headings_where_there_are_several() -> None:
    text = (
        "Warts A virus. Causes. The virus enters by small wounds. Symptoms. A rough lump grows. "
        "Treatment. Acid takes it off."
    )
    assert headings(text) == ["Causes.", "Symptoms.", "Treatment."]


def test_the_title_is_what_stands_before_the_first_sentence() -> None:
    assert title_of(TEXT) == "Chilblains in short"


def test_leads_right_below_a_heading_are_lines_of_their_own() -> None:
    text = (
        "Warts A virus. What to do at home Soap: wash the place twice. Cover: put a plaster on it. "
        "Why it matters The virus spreads."
    )
    found = [line for line, _ in parts(text)]
    assert "Soap: wash the place twice." in found
    assert "Cover: put a plaster on it." in found


def test_a_dash_after_a_heading_goes_with_it() -> None:
    text = "Warts A virus. Causes - In the child: a small wound. In the old: dry skin."
    text += " Symptoms - A rough lump. Diagnosis - By the look. Treatment - Acid."
    assert parts(text)[1:4] == [
        ("Causes -", True),
        ("In the child: a small wound.", False),
        ("In the old: dry skin.", False),
    ]


def test_where_several_chapters_ask_other_questions_are_headings_too() -> None:
    text = (
        "Warts A virus. Where does it come from? It is passed on. How is it treated? With acid. "
        "Is it a reason to stay at home? Hardly ever."
    )
    assert headings(text)[-1] == "Is it a reason to stay at home?"


def test_only_the_beginning_of_an_endless_line_is_looked_at() -> None:
    long = TEXT + " It itches." * (MOST_CHARS // 10) + " Causes The vessels close."
    assert headings(long) == headings(TEXT)
    assert " ".join(line for line, _ in parts(long)) == long


def test_chapters_with_a_colon_are_headings_whatever_follows() -> None:
    text = (
        "Warts A virus. Causes of warts: the virus enters by small wounds. Signs of warts: A rough "
        "lump grows. Treatment of warts: acid takes it off."
    )
    assert headings(text) == ["Causes of warts:", "Signs of warts:", "Treatment of warts:"]


ORNATE = (
    "Chilblains, a leaflet. They itch in the warmth. ■ Signs of it Toes swell after a walk. "
    "■ Why first: cold or damp? Both close the vessels. ■ At home Gloves help most."
)


def test_ornaments_stand_before_headings() -> None:
    assert headings(ORNATE) == ["■ Signs of it", "■ Why first: cold or damp?", "■ At home"]


def test_ornaments_before_things_make_no_headings() -> None:
    text = (
        "Chilblains, a leaflet. They come with: ■ damp shoes ■ thin socks ■ cold rooms. Keep warm."
    )
    assert headings(text) == []
