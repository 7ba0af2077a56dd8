"""Tagging a whole page."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.records import Label, Tags
from pipeline.model.settings import TagSettings
from pipeline.process import process_page
from pipeline.tag import model
from pipeline.tag.passages import LONGEST

SHARED = Path(os.environ.get("HEALTHPAGES_SHARED", Path(__file__).parents[3] / "shared"))

LINES = [
    "How to treat lumbar cramps?",
    "Cold, fatigue and stress can cause lumbar cramps.",
    "1. Causes",
    "1. Cold",
    "Cold is the main cause of lumbar cramps. Magnesium alone cannot cure it.",
    "2. Prevention",
    "1. Keep warm",
    "Wear warm clothes and avoid draughts.",
]
ROWS = [
    ("1. Causes", "1", "causes"),
    ("1. Cold", "1.1", "other"),
    ("2. Prevention", "2", "prevention"),
    ("1. Keep warm", "2.1", "other"),
]


@pytest.fixture(scope="module")
def tags(tag_lines: Callable[..., Tags]) -> Tags:
    return tag_lines(LINES, ROWS, LINES[0])


def test_mentions_stand_in_reading_order_where_they_say(tags: Tags) -> None:
    text = "\n".join(LINES)
    assert [text[one.start : one.end] for one in tags.mentions] == [
        one.text for one in tags.mentions
    ]
    assert [one.start for one in tags.mentions] == sorted(one.start for one in tags.mentions)


def test_each_claim_counts_where_it_first_stands_and_in_headings(tags: Tags) -> None:
    cold = [one for one in tags.mentions if one.term.startswith("cold")]
    assert [one.in_heading for one in cold] == [False, True]


def test_every_mention_explains_itself(tags: Tags) -> None:
    assert all(one.rule and one.sentence and 0 < one.score <= 1 for one in tags.mentions)
    assert all(one.condition == "lumbar cramps" for one in tags.mentions)
    assert {one.cue for one in tags.mentions if one.negated} == {"alone cannot cure", "avoid"}


def test_a_condition_is_no_cause_of_itself(tag_lines: Callable[..., Tags]) -> None:
    lines = ["1. Causes", "Lumbar cramps trigger lumbar cramps, and so does cold."]
    mentions = tag_lines(lines, [(lines[0], "1", "causes")]).mentions
    assert not any(one.term == "lumbar cramp" for one in mentions)


def test_a_cause_has_no_aspect_and_a_remedy_has_one(tags: Tags) -> None:
    assert all((one.aspect is None) == (one.label is Label.CAUSE) for one in tags.mentions)


def test_ids_are_unique_and_do_not_change(tags: Tags, tag_lines: Callable[..., Tags]) -> None:
    assert len({one.mention_id for one in tags.mentions}) == len(tags.mentions)
    assert tag_lines(LINES, ROWS, LINES[0]) == tags


def test_a_page_without_text_or_condition_has_no_mentions(tag_lines: Callable[..., Tags]) -> None:
    assert tag_lines([], title=None) == Tags(None)


def test_hostile_text_is_tagged_without_harm(tag_lines: Callable[..., Tags]) -> None:
    line = "is the " * 20_000 + "cause of lumbar cramps, and " * 2_000
    tags = tag_lines([line, "\N{COMBINING ACUTE ACCENT}" * 1_000, "((((" * 5_000])
    assert tags.condition == "lumbar cramps"


def test_a_long_page_is_tagged_in_batches(
    tag_lines: Callable[..., Tags], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "BATCH", 2)
    mentions = tag_lines(LINES, ROWS, LINES[0]).mentions
    text = "\n".join(LINES)
    assert {one.text for one in mentions} >= {"Cold", "Wear warm clothes"}
    assert all(text[one.start : one.end] == one.text for one in mentions)


def test_a_batch_of_the_longest_passages_is_no_longer_than_spacy_takes() -> None:
    assert model.build(TagSettings()).max_length > model.BATCH * (LONGEST + 1)


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the shared pages are not here")
def test_a_real_page_yields_its_causes_and_remedies() -> None:
    (path,) = (SHARED / "seed").glob("*.txt")
    result = process_page(path.read_bytes(), source=path.name)
    heads = [one for one in result.mentions if one.in_heading]
    assert result.page.condition == "lumbar cramps"
    assert [one.text.lower() for one in heads if one.label is Label.CAUSE] == [
        "calcium deficiency",
        "atherosclerosis",
        "weakness",
        "fatigue",
        "cold stimulation",
        "excessive sweating",
        "local compression",
    ]
    assert [one.text.lower() for one in heads if one.label is Label.REMEDY] == [
        "calcium supplementation",
        "keep warm",
        "improve blood supply",
        "proper massage",
        "exercise regularly",
    ]
    denied = [(one.text, one.cue) for one in result.mentions if one.negated]
    assert denied == [("calcium supplementation", "alone cannot cure")]
