"""The kinds of furniture in bare text, where no rule knows the words of a line."""

from collections.abc import Callable

import numpy as np
import pytest

from pipeline.clean import clean
from pipeline.clean.text_reasons import KINDS, kinds_of, stored_kinds
from pipeline.clean.trees import Trees
from pipeline.model.reasons import Reason
from pipeline.model.records import RawPage
from pipeline.model.settings import CleanSettings

MakePage = Callable[..., RawPage]

ARTICLE = (
    "Why the ear rings after a concert",
    "Loud music bends the fine hairs of the inner ear. Most of them stand up again within a day.",
    "When it does not stop",
    "A ringing that is still there after two days should be looked at by a doctor of the ear.",
)


def test_there_is_an_answer_for_each_kind() -> None:
    assert stored_kinds().answers.shape[2] == len(KINDS) == len(set(KINDS))


def test_the_kind_with_the_largest_sum_is_chosen() -> None:
    trees = Trees(
        np.array([[0]], dtype=np.int16),
        np.array([[0.5]], dtype=np.float32),
        np.array([[[0, 9, 0], [0, 0, 9]]], dtype=np.int16),
        np.zeros(3, dtype=np.int16),
    )
    assert list(kinds_of(np.array([[0.0], [1.0]], dtype=np.float32), trees)) == list(KINDS[1:3])
    assert list(kinds_of(np.zeros((0, 1), dtype=np.float32), trees)) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Teilen   Drucken   Merken   Kommentieren", Reason.SHARE),
        ("Text: editors of the hearing desk, 3 March 2014   Views: 1,204", Reason.BYLINE),
        ("Ear plugs for concerts, 3 pairs, only €9.90 until Sunday - order now", Reason.ADVERT),
    ],
)
def test_the_reason_is_told_by_words_and_place(
    raw_page: MakePage, line: str, reason: Reason
) -> None:
    page = clean(raw_page("\n\n".join((*ARTICLE, line)), media_type="text/plain"), CleanSettings())
    last = page.blocks[-1]
    assert (last.text, last.reason) == (" ".join(line.split()), reason)
