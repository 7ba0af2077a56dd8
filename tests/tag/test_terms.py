"""Terms fold case, articles, inflection and listed synonyms, and nothing else."""

import pytest

from pipeline.tag.terms import folded, singular, term_of
from pipeline.tag.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("phrase", "term"),
    [
        ("The Lumbar Cramps", "lumbar cramp"),
        ("Keeping warm", "keep warm"),
        ("reducing stress", "reduce stress"),
        ("stopping smoking", "stop smoking"),
        ("sharing towels", "share towel"),
        ("leaving", "leave"),
        ("squeezing pimples", "squeeze pimple"),
        ("soaking the feet", "soak the foot"),
        ("focusing", "focus"),
        ("sweet potatoes", "sweet potato"),
        ("mangoes", "mango"),
        ("toes", "toe"),
        ("arthritis", "arthritis"),
        ("cold  feet.", "cold foot"),
        ("bodies", "body"),
        ("watches", "watch"),
        ("gas", "gas"),
    ],
)
def test_inflection_is_folded(phrase: str, term: str) -> None:
    assert folded(phrase) == term


def test_only_the_table_joins_different_words() -> None:
    synonyms = vocabulary().synonyms
    assert (
        term_of("Taking calcium tablets", synonyms)[1]
        == term_of("calcium supplementation", synonyms)[1]
    )
    assert (
        term_of("taking iron tablets", synonyms)[1]
        != term_of("calcium supplementation", synonyms)[1]
    )


def test_the_last_word_becomes_singular() -> None:
    assert singular("kidney stones") == "kidney stone"
