"""Words of bare text: what they hint at, and how much oftener they stand in furniture."""

import pytest

from pipeline.clean.text_words import hint_of, telling_word, word_scores, words_of
from pipeline.model.reasons import Reason


def test_scores_of_words_tell_labels_from_text() -> None:
    scores = word_scores()
    assert scores[b"subscribe"] > 1
    assert scores.get(b"calf", 0.0) <= 0
    assert telling_word("Subscribe to our newsletter") in {"subscribe", "newsletter"}
    assert telling_word("Stretch the calf") is None
    assert telling_word(f"Subscribe {'and stretch ' * 40}") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Share on WhatsApp", Reason.SHARE),
        ("12 comments, 3 replies", Reason.COMMENTS),
        ("Stretch the calf", None),
        (f"Share {'and stretch ' * 40}", None),
    ],
)
def test_words_hint_at_a_reason(text: str, reason: Reason | None) -> None:
    assert hint_of(text) is reason


def test_words_are_looked_up_in_lower_case_without_signs() -> None:
    assert words_of("Don’t SHARE: café!") == [b"don", b"t", b"share", "café".encode("latin-1")]
