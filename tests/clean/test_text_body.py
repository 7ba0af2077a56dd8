"""Bare text: what the rules left and is still no part of the article, line by line."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean, text_body
from pipeline.clean.document import Line
from pipeline.clean.text_body import parts_of
from pipeline.model.records import CleanPage, RawPage
from pipeline.model.settings import CleanSettings

MakePage = Callable[..., RawPage]

ARTICLE = (
    "Why do calves cramp at night?",
    "A cramp at night is a muscle that tightens without being asked. The calf stays sore.",
    "What helps at once",
    "Pull the toes towards the knee and hold them until the muscle lets go. Warmth helps as well.",
    "What helps in the long run",
    "Stretch both calves before going to bed. See a doctor if the cramps come every night.",
)
AROUND = (
    "Checked by our team of nurses on 3 May 2021",
    "Rate this page: 4.2 stars from 311 votes",
    "You could be curious about these too",
    "How much water should I drink in a day?",
    "Five shoes that a podiatrist would never wear",
    "When is a varicose vein dangerous?",
)


def cleaned(raw_page: MakePage, *lines: str) -> CleanPage:
    return clean(raw_page("\n\n".join(lines), media_type="text/plain"), CleanSettings())


def kept(page: CleanPage) -> list[str]:
    return [block.text for block in page.blocks if block.kept]


def test_an_article_without_furniture_stays_whole(raw_page: MakePage) -> None:
    assert kept(cleaned(raw_page, *ARTICLE)) == list(ARTICLE)


def test_furniture_that_no_rule_knows_is_removed_with_its_evidence(raw_page: MakePage) -> None:
    page = cleaned(raw_page, *ARTICLE, *AROUND)
    assert kept(page) == list(ARTICLE)
    removed = [block for block in page.blocks if block.rule == "text_body"]
    assert removed
    for block in removed:
        assert block.reason is not None
        assert (block.evidence or "").startswith(f"score {block.score:.3f}, ")


def test_below_all_running_text_less_of_a_score_is_enough(
    raw_page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = np.log(60)  # the first feature is the logarithm of the length
    monkeypatch.setattr(
        text_body, "scores", lambda features: np.where(features[:, 0] > long, 0.1, 0.65)
    )
    assert kept(cleaned(raw_page, *ARTICLE, "Of the season", "Of the week")) == list(ARTICLE)


def test_the_same_page_gives_the_same_blocks(raw_page: MakePage) -> None:
    assert cleaned(raw_page, *ARTICLE, *AROUND) == cleaned(raw_page, *ARTICLE, *AROUND)


@given(st.lists(st.sampled_from([*ARTICLE, *AROUND, "Home", "1. Rest", "!"]), max_size=12))
def test_no_letter_is_lost_or_made_up(lines: list[str]) -> None:
    raw = RawPage("0" * 24, "s", 0, None, "l", None, "", "text/plain", "utf-8", "given",
                  " ".join(lines) if len(lines) % 2 else "\n\n".join(lines))  # fmt: skip
    page = clean(raw, CleanSettings())
    assert " ".join(block.text for block in page.blocks) == " ".join(lines)


def test_a_number_alone_and_an_answered_question_stay(raw_page: MakePage) -> None:
    lines = [*ARTICLE[:3], "(1)", *ARTICLE[3:5], "(2)", "Is it dangerous?", ARTICLE[5]]
    assert kept(cleaned(raw_page, *lines, *AROUND)) == lines


def test_what_is_glued_to_a_line_is_a_part_of_its_own() -> None:
    text = f"{ARTICLE[1]} Share with friends"
    assert [part.text for part in parts_of([Line(text, "line")], ())] == [
        ARTICLE[1],
        "Share with friends",
    ]
    assert [part.text for part in parts_of([Line(text, "line")], {0})] == [text]
    assert [part.text for part in parts_of([Line(ARTICLE[1], "line")], ())] == [ARTICLE[1]]


def test_a_page_on_one_line_has_its_sentences_as_parts() -> None:
    flat = " ".join([*ARTICLE, *ARTICLE[1:], *AROUND])
    parts = parts_of([Line(flat, "line")], ())
    assert len(parts) > len(ARTICLE)
    assert " ".join(part.text for part in parts) == flat
