"""Instructions name remedies."""

from collections.abc import Callable

import pytest

from pipeline.model.records import Tags


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        (
            "Exert force in the direction opposite to the contraction.",
            ["Exert force in the direction opposite to the contraction"],
        ),
        ("At night, cover yourself with a warm blanket.", ["cover yourself with a warm blanket"]),
        ("Take calcium tablets when necessary.", ["Take calcium tablets"]),
        ("Eat milk, tofu and nuts.", ["milk", "tofu", "nuts"]),
        ("Wring out a towel and lay it on the back.", ["Wring out a towel and lay it on the back"]),
        ("Tense and relax the muscles.", ["Tense and relax the muscles"]),
        ("Warm up for ten minutes.", ["Warm up for ten minutes"]),
        ("Reduce weight and strengthen the back.", ["Reduce weight", "strengthen the back"]),
    ],
)
def test_the_remedy_is_the_phrase_of_the_verb(
    sentence: str, phrases: list[str], tag_sentence: Callable[..., Tags]
) -> None:
    mentions = tag_sentence(sentence, "treatment").mentions
    assert [mention.text for mention in mentions] == phrases


@pytest.mark.parametrize(
    ("sentence", "phrases", "cue"),
    [
        ("Avoid alcohol and strong tea.", ["alcohol", "strong tea"], "avoid"),
        ("Do not scold or punish.", ["scold", "punish"], "do not"),
        ("Never lift heavy loads.", ["lift heavy loads"], "never"),
    ],
)
def test_what_is_to_be_left_out_is_a_denied_remedy(
    sentence: str, phrases: list[str], cue: str, tag_sentence: Callable[..., Tags]
) -> None:
    mentions = tag_sentence(sentence, "prevention").mentions
    assert [mention.text for mention in mentions] == phrases
    assert all(mention.negated and mention.cue == cue for mention in mentions)


@pytest.mark.parametrize(
    "sentence",
    [
        "See a doctor in time.",
        "Go to the hospital at once.",
        "Warm springs come first.",
        "Let us take a look.",
        "Prevent and treat risk factors that aggravate gout.",
    ],
)
def test_these_instruct_to_no_remedy(sentence: str, tag_sentence: Callable[..., Tags]) -> None:
    assert tag_sentence(sentence, "treatment").mentions == ()
