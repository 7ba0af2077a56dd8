"""The language of a text, and no guess where there is too little of it."""

import pytest

from pipeline.ingest.language import language_of

TEXTS = {
    "en": "Drinking enough water and walking after meals help most people with constipation.",
    "de": "Wer genug trinkt und sich nach dem Essen bewegt, leidet seltener an Verstopfung.",
    "fr": "Boire assez d'eau et marcher après les repas aident la plupart des gens constipés.",
    "es": "Beber suficiente agua y caminar después de comer ayuda a casi todos los estreñidos.",
    "zh": "多喝水，饭后散步，对大多数便秘的人都有帮助。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_recognised(language: str) -> None:
    assert language_of(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "1. 2. 3.", "Home", "↑ → ←", "Rest and sleep."])
def test_too_little_text_gets_no_guess(text: str) -> None:
    assert language_of(text) is None


def test_only_the_beginning_is_looked_at() -> None:
    assert language_of(TEXTS["en"] * 10 + TEXTS["de"] * 100) == "en"
