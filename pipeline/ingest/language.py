"""The language of a text, by py3langid and the model that ships with it (Lui and Baldwin 2012).

Its probabilities are summed over byte n-grams in a fixed order, so a text has one answer on every
machine.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_LETTERS = 60  # below this a guess is wrong too often to be better than none
SAMPLE_CHARS = 250  # a longer sample costs time and changed no answer on a thousand pages


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language of the text's beginning; None where it is too short."""
    sample = text[:SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS and sample.isascii():
        return None
    if not any(map(str.isalpha, sample)):
        return None
    language: str = identifier().classify(sample)[0]
    return language


@cache
def identifier() -> "LanguageIdentifier":
    """The identifier, built once a process: it reads a model of some megabytes."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
