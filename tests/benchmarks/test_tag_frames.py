"""Frames become passages whose marks are where the words are."""

import random
import re

from benchmarks.marked_pages import read_marks
from benchmarks.tag_frames import FILLINGS, FOLDER, filled, frame_passages, frames

FILLERS = {"D": ["gout", "acne"], "FOOD": ["plums", "white bread"], "HABIT": ["running"]}
CHANCE = random.Random(1)  # noqa: S311
FRAME = (
    "condition: {D}\n---\n"
    "[[C {FOOD}]] brings on {D}, [[P {FOOD2}]] does not. {FOOD} again! <<Never>> [[T! {HABIT}]]."
)


def test_the_same_slot_has_the_same_words_and_others_have_others() -> None:
    page = read_marks(filled(FRAME, FILLERS, CHANCE))
    cause, remedy, _ = page["mentions"]
    assert cause["text"].lower() != remedy["text"].lower()
    assert page["text"].lower().count(cause["text"].lower()) == 2
    assert page["condition"] in page["text"]


def test_a_slot_at_the_start_of_a_sentence_has_a_capital() -> None:
    page = read_marks(filled(FRAME, FILLERS, CHANCE))
    cause, remedy, habit = page["mentions"]
    assert cause["text"][0].isupper()
    assert remedy["text"][0].islower()
    assert habit["text"] == "running"


def test_each_frame_is_filled_several_times_alike_in_every_run() -> None:
    found = frame_passages()
    count = sum(len(frames(path.read_text("utf-8"))) for path in FOLDER.glob("*.txt"))
    assert len(found) == FILLINGS * count
    assert found == frame_passages()


def test_all_slots_are_filled_and_all_marks_read() -> None:
    for name, page in frame_passages().items():
        assert not re.search(r"[\[\]{}]|<<|>>", page["text"]), name
        assert page["condition"].lower() in page["text"].lower(), name
        for mention in page["mentions"]:
            assert page["text"][mention["start"] : mention["end"]] == mention["text"]
