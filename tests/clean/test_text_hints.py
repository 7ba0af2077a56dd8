"""What the words of a line hint at."""

import pytest

from pipeline.clean.text_hints import hint_of
from pipeline.model.reasons import Reason


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
