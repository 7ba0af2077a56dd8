"""What the network found, as mentions: each with aspect, cue and how sure it is."""

from collections.abc import Sequence

from pipeline.model.records import Aspect, Label
from pipeline.tag import decoding
from pipeline.tag.features import Inputs
from pipeline.tag.network import Array
from pipeline.tag.passages import Passage
from pipeline.tag.sentence import Found

RULE = "fitted"


def reading(scores: Array, page: Inputs, passages: Sequence[Passage], span: decoding.Span) -> Found:
    """A mention with all that the scores say of it."""
    start, end, label = span
    aspect = None
    if label is Label.REMEDY:
        aspect = Aspect.PREVENTS if decoding.prevents(scores, span) else Aspect.TREATS
    passage = passages[page.passage[start]]
    cue = _cue(scores, page, passage, span) if decoding.is_negated(scores, span) else None
    return Found((start, end), label, aspect, RULE, decoding.sureness(scores, span), cue)


def _cue(scores: Array, page: Inputs, passage: Passage, span: decoding.Span) -> str | None:
    """The words that deny a mention: in its passage, else the heading it stands under."""
    words = decoding.cue_words(scores, page.passage, span)
    if words:
        return " ".join(page.words[slice(*words)]).lower()
    if passage.place.cue:
        return passage.place.cue
    under = passage.section is not None and not passage.in_heading
    return passage.section.heading.lower() if under and passage.section else None
