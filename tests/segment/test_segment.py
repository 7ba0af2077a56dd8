"""A page's sections tile its text and make the tree that a reader sees."""

from collections.abc import Callable
from itertools import pairwise

from pipeline.model.records import CleanPage, Kind
from pipeline.model.settings import SegmentSettings
from pipeline.segment import segment

LINES = (
    "How to treat stiff ankles",
    "Stiff ankles are common among runners.",
    "1. When do stiff ankles occur",
    "They come on after long runs on hard ground and pass within some days of rest.",
    "2. Who is more likely to get stiff ankles?",
    "1. Lack of sleep",
    "Tendons recover at night, and too short a night leaves them tight in the morning.",
    "2. Cold weather",
    "Cold narrows the vessels around the joint.",
    "3. Hard soles",
    "Hard soles pass every step on to the joint.",
    "3. How to deal with stiff ankles",
    "Walk slowly and circle the foot in both directions.",
    "What should I do when the ankle locks?",
    "Sit down and wait until it loosens.",
    "4. Tips for preventing stiff ankles",
    "1. Warm up",
    "Ten minutes of easy walking are enough.",
    "2. Change shoes",
    "Soft soles take up part of the load.",
)


def test_a_nested_numbering_that_restarts_becomes_a_tree(
    tree: Callable[..., list[str]],
) -> None:
    assert tree(*LINES, title=LINES[0]) == [
        "1 When do stiff ankles occur",
        "2 Who is more likely to get stiff ankles?",
        "2.1 Lack of sleep",
        "2.2 Cold weather",
        "2.3 Hard soles",
        "3 How to deal with stiff ankles",
        "4 Tips for preventing stiff ankles",
        "4.1 Warm up",
        "4.2 Change shoes",
    ]


def test_sections_tile_the_text_after_the_first_heading(page: Callable[..., CleanPage]) -> None:
    built = page(LINES, LINES[0])
    sections = segment(built, SegmentSettings())
    text = built.text
    assert all(section.text == text[section.start : section.end] for section in sections)
    gaps = [text[one.end : two.start] for one, two in pairwise(sections)]
    assert set(gaps) == {"\n"}
    assert sections[-1].end == len(text)


def test_kinds_come_from_headings_and_pass_to_children(page: Callable[..., CleanPage]) -> None:
    kinds = {s.number: s.kind for s in segment(page(LINES, LINES[0]), SegmentSettings())}
    assert kinds["2"] is Kind.CAUSES
    assert kinds["3"] is Kind.TREATMENT
    assert kinds["4.1"] is Kind.PREVENTION
    assert kinds["2.2"] is Kind.CAUSES


def test_the_same_page_gives_the_same_sections(page: Callable[..., CleanPage]) -> None:
    assert segment(page(LINES), SegmentSettings()) == segment(page(LINES), SegmentSettings())


def test_a_page_without_text_has_no_sections(page: Callable[..., CleanPage]) -> None:
    assert segment(page(()), SegmentSettings()) == ()
