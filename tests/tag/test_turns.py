"""What a sentence turns to where no heading says what it is about."""

import pytest

from pipeline.model.records import Kind
from pipeline.tag.turns import turns_to


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("the culprit is as a rule a virus.", Kind.CAUSES),
        ("rinse the nose with salt water.", Kind.TREATMENT),
        ("do not scratch.", Kind.TREATMENT),
        ("a cold bath soothes.", Kind.TREATMENT),
        ("next time, stay in the shade.", Kind.PREVENTION),
        ("smoking raises the risk.", Kind.CAUSES),
        ("regular walking reduces the risk of dementia.", Kind.PREVENTION),
        ("that cuts your own chances in half.", Kind.PREVENTION),
        ("people who walk have a lower risk of falls because of it.", Kind.PREVENTION),
        ("the doctor asks about the signs.", Kind.OTHER),
    ],
)
def test_a_telling_word_turns_the_text(sentence: str, kind: Kind) -> None:
    assert turns_to(sentence) is kind


def test_a_sentence_without_one_goes_on_with_what_came_before() -> None:
    assert turns_to("it took three weeks in the end.") is None
