"""A heading ends where its text begins."""

import pytest

from pipeline.segment.headings import split, words_in

RUN_IN = {
    "a colon": ("Calcium deficiency: When calcium is low, cramps follow.", "Calcium deficiency"),
    "a full stop": ("Rest. If the ankle hurts, sit down.", "Rest"),
    "a dash": ("Ginger tea - cut a thumb of ginger into slices.", "Ginger tea"),
    "a question mark": ("Are lice dangerous? No, they only itch.", "Are lice dangerous?"),
}

FLATTENED = {
    "a word that begins sentences": (
        "Lack of magnesium When magnesium is short, cramps follow.",
        "Lack of magnesium",
    ),
    "the heading's own word": ("Cold stimulation Cold is a common cause.", "Cold stimulation"),
    "a capital after an abbreviation": (
        "Vitamin B12 deficiency The nerves suffer first.",
        "Vitamin B12 deficiency",
    ),
    "a list of adjectives": ("Surgery Modern, gentle methods exist.", "Surgery"),
    "a question without its mark": (
        "How common it is On average 3 of 10 are affected.",
        "How common it is",
    ),
}


@pytest.mark.parametrize("mark", RUN_IN)
def test_a_run_in_heading_ends_at(mark: str) -> None:
    line, heading = RUN_IN[mark]
    found = split(line, 0, len(line), below=False, inside=False)
    assert line[: found.end] == heading
    assert found.body < len(line)


@pytest.mark.parametrize("clue", FLATTENED)
def test_in_flattened_text_a_heading_ends_before(clue: str) -> None:
    line, heading = FLATTENED[clue]
    found = split(line, 0, len(line), below=False, inside=True)
    assert line[: found.end] == heading


def test_a_heading_alone_takes_its_line_without_its_last_sign() -> None:
    line = "Causes of leg cramps:"
    found = split(line, 0, len(line), below=True, inside=False)
    assert line[: found.end] == "Causes of leg cramps"
    assert found.how == "line"


def test_a_question_keeps_its_mark() -> None:
    line = "What causes leg cramps?"
    assert split(line, 0, len(line), below=True, inside=False).end == len(line)


def test_a_subtitle_belongs_to_the_heading_when_text_stands_below() -> None:
    line = "Causes: where the noise comes from"
    assert split(line, 0, len(line), below=True, inside=False).end == len(line)


def test_a_long_sentence_is_marked_as_no_good_heading() -> None:
    line = "those who wash their hands for half a minute before every meal fall ill less often than"
    assert split(line, 0, len(line), below=False, inside=False).how == "long"


def test_two_han_characters_count_as_a_word() -> None:
    assert words_in("腰部痉挛的原因") == 3
    assert words_in("cold hands") == 2


def test_a_single_letter_or_a_name_after_one_word_begins_no_sentence() -> None:
    line = "Compound vitamin B, vitamin C and zinc for all those who do lack them in their meals"
    assert split(line, 0, len(line), below=False, inside=False).how == "long"
    line = (
        "Knead Danzhong and Rugen points, comb the breast from the base to the tip after warmth too"
    )
    assert split(line, 0, len(line), below=False, inside=False).how == "long"
