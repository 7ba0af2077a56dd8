"""References stay with their article; bylines and counters that resemble them do not."""

from collections.abc import Callable

import pytest

from pipeline.clean.document import Document, Removal
from pipeline.clean.references import is_reference, without_references
from pipeline.model.reasons import Reason

ENTRY = "Field J, Lane AB. Sore calves in runners. J Calf Med. 2018;97(2):93-99."


@pytest.mark.parametrize(
    "text",
    [
        ENTRY,
        "[2] Field J. Diseases of the calf. 3rd ed. p. 211-230.",
        "1. ↑ Field JK et al. Guideline: sore calves. 2020.",
        '↑ "Sore calves: what they are", calves.example, Retrieved 2-6-2022. Edited.',
        "Sources: Guideline on sore calves 2021; League of Runners (accessed 02.08.2022)",
        "Referensi: Sore calves. Diakses pada 2024.",
        "Sore calves at night, doi: 10.1000/182",
    ],
)
def test_entries_of_a_list_of_references_are_told(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "Source: Evening Post 2019-03-12",
        "By Jo Field, 12 March 2019",
        "This page was accessed 2019 times",
        "Accessed 402 times",
        "Sore calves at night: why do they come?",
        "Calf Net Inc. 2019",
        "Copyright 2019 Calf Net",
        "Related: sore calves in 2019",
    ],
)
def test_bylines_and_counters_are_none(text: str) -> None:
    assert not is_reference(text)


def test_long_lines_come_back_in_linear_time() -> None:
    assert not is_reference("a J, " * 119)


def test_only_the_score_of_a_line_gives_way(text_of: Callable[..., Document]) -> None:
    document = text_of("Sore calves", ENTRY, ENTRY, "Menu")
    removals = {
        index: Removal(index, Reason.OUTSIDE_ARTICLE, rule, "score 0.9", 0.9)
        for index, rule in ((1, "text_body"), (2, "footer_links"), (3, "text_body"))
    }
    assert sorted(without_references(document, removals)) == [2, 3]
