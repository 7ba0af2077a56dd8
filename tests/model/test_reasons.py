"""Every reason has a sentence for reviewers."""

import pytest

from pipeline.model.reasons import Reason


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_has_a_sentence(reason: Reason) -> None:
    assert reason.sentence.endswith(".")


def test_sentences_differ() -> None:
    assert len({reason.sentence for reason in Reason}) == len(Reason)
