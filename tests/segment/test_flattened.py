"""A flattened page gives its headings back, though neither marker nor line break is left."""

from pipeline.segment.flattened import parts, title_of

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
