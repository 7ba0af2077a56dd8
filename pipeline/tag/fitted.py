"""What the network found, as mentions: each with aspect, cue and how sure it is."""

from collections.abc import Sequence

from pipeline.model.records import Aspect, Label
from pipeline.tag import decoding
from pipeline.tag.features import Inputs
from pipeline.tag.network import NEGATED, PREVENTS, Array
from pipeline.tag.passages import Passage
from pipeline.tag.sentence import Found
from pipeline.tag.vocabulary import word_classes, word_list
from pipeline.tag.words import letter

RULE = "fitted"
POINTERS = ("it", "them", "this")  # "alone cannot cure it"
# After these a thing is denied, not a deed: "avoid alcohol and drink more water".
LEAVES_OUT = frozenset(["avoid", "no", "without", "from", "than", "forbid", "limit"])
DEEDS = word_classes()["imperative"]
AMBIGUOUS = word_list("ambiguous")  # deeds that are things as well: "drink", "exercise"


def _advises(page: Inputs, span: decoding.Span) -> bool:
    """Whether a phrase is an instruction: "drink more water" is, "drinks" is not."""
    first, *more = (word.lower() for word in page.words[span[0] : span[1]])
    if first in AMBIGUOUS:
        return bool(more) and letter(more[0]) in "DQ"
    return first in DEEDS


def readings(scores: Array, page: Inputs, passages: Sequence[Passage]) -> list[Found]:
    """The mentions of a page with all that the scores say of each."""
    spans = list(decoding.spans(scores, page))
    if not spans:
        return []
    told = zip(
        spans,
        decoding.sureness(scores, spans),
        decoding.says(scores, NEGATED, spans),
        decoding.says(scores, PREVENTS, spans),
        strict=True,
    )
    return [
        Found(
            (span[0], span[1]),
            span[2],
            _aspect(span[2], prevents=prevents),
            RULE,
            sure,
            _cue(scores, page, passages[page.passage[span[0]]], span) if negated else None,
        )
        for span, sure, negated, prevents in told
    ]


def _aspect(label: Label, *, prevents: bool) -> Aspect | None:
    if label is Label.CAUSE:
        return None
    return Aspect.PREVENTS if prevents else Aspect.TREATS


def _cue(scores: Array, page: Inputs, passage: Passage, span: decoding.Span) -> str | None:
    """The words that deny a mention: in its passage, else the heading it stands under."""
    words = decoding.cue_words(scores, page.passage, span)
    if words:
        told = [word.lower() for word in page.words[slice(*words)]]
        if told[-1] in LEAVES_OUT and words[1] < span[0] and _advises(page, span):
            return None
        return " ".join(told[:-1] if told[-1] in POINTERS and told[1:] else told)
    if passage.place.cue:
        return passage.place.cue
    under = passage.section is not None and not passage.in_heading
    return passage.section.heading.lower() if under and passage.section else None
