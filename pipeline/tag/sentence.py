"""A passage as the rules see it, and what they find in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.records import Aspect, Kind, Label
from pipeline.tag.condition import Condition
from pipeline.tag.passages import Passage, Place
from pipeline.tag.spans import Range
from pipeline.tag.words import Words


@dataclass(frozen=True, slots=True)
class Found:
    """A mention, by the words of its passage or, in the end, of its page."""

    span: Range
    label: Label
    aspect: Aspect | None
    rule: str
    score: float
    cue: str | None = None


@dataclass(frozen=True)
class Sentence:
    """A passage as the rules see it."""

    passage: Passage
    condition: Condition
    lower: str
    make_words: Callable[[], Words]

    @cached_property
    def words(self) -> Words:
        """Its words with their classes; only a sentence with a trigger needs them."""
        return self.make_words()

    @property
    def kind(self) -> Kind:
        """The kind of the section around it."""
        return self.passage.kind


LABELS = {
    Kind.CAUSES: Label.CAUSE,
    Kind.TREATMENT: Label.REMEDY,
    Kind.PREVENTION: Label.REMEDY,
    Kind.DIET: Label.REMEDY,
}


def aspect_of(name: str | None, place: Place) -> Aspect | None:
    """The aspect a pattern states; `section` leaves it to the section, then to the page."""
    if name is None:
        return None
    if name != "section":
        return Aspect(name)
    kind = place.kind if LABELS.get(place.kind) is Label.REMEDY else place.page_kind
    return Aspect.PREVENTS if kind is Kind.PREVENTION else Aspect.TREATS


def denied_before(words: Words, span: Range) -> str | None:
    """The word right before a phrase that denies it: "no tablet helps"."""
    before = words.lower[max(span[0] - 2, 0) : span[0]]
    return next((word for word in reversed(before) if word in ("no", "not", "nor")), None)


def clause_after(sentence: Sentence, first: int) -> str:
    """The text from the predicate at `first` to the end of its clause."""
    words = sentence.words
    start = first
    while start > 0 and words.codes[start - 1] in "AMBH":
        start -= 1
    return _text(sentence, start, _stop(words, first))


def clause_before(sentence: Sentence, last: int) -> str:
    """The text from the start of the clause to the trigger that ends at `last`."""
    start = last
    while start > 0 and sentence.words.codes[start - 1] not in ";,S":
        start -= 1
    return _text(sentence, start, last)


def _stop(words: Words, index: int) -> int:
    while index < len(words) and words.codes[index] not in ";,SR":
        index += 1
    return index


def _text(sentence: Sentence, start: int, end: int) -> str:
    words = sentence.words
    return sentence.lower[words.starts[start] : words.ends[end - 1]] if end > start else ""
