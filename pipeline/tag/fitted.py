"""What the network found, as mentions: each with aspect, cue and how sure it is."""

from collections.abc import Mapping, Sequence

from pipeline.model.records import Aspect, Label
from pipeline.tag import decoding
from pipeline.tag.decoding import Span, says
from pipeline.tag.features import Inputs
from pipeline.tag.network import NEGATED, PREVENTS, Array, Follows
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


def readings(
    scores: Array, page: Inputs, passages: Sequence[Passage], follows: Follows
) -> list[Found]:
    """The mentions of a page with all that the scores say of each."""
    spans = list(decoding.spans(scores, page, follows))
    denied = [one for one, holds in zip(spans, says(scores, NEGATED, spans), strict=True) if holds]
    cues = _cues(scores, page, passages, denied)
    told = zip(spans, decoding.sureness(scores, spans), says(scores, PREVENTS, spans), strict=True)
    return [
        Found(span[:2], span[2], _aspect(span[2], prevents=holds), RULE, sure, cues.get(span))
        for span, sure, holds in told
    ]


def _aspect(label: Label, *, prevents: bool) -> Aspect | None:
    if label is Label.CAUSE:
        return None
    return Aspect.PREVENTS if prevents else Aspect.TREATS


def _cues(
    scores: Array, page: Inputs, passages: Sequence[Passage], denied: Sequence[Span]
) -> dict[Span, str]:
    """The words that deny each mention: in its passage, else the heading it stands under."""
    nearest = decoding.Cues(scores, page)
    places = {span: nearest.of(span) for span in denied}
    cues = {}
    for span, own in places.items():
        words = own or nearest.of_heading(span)
        around = passages[page.passage[span[0]]].place.cue
        if words and not (own and _is_spared(page, span, own, places)):
            cues[span] = _printed(page, words)
        elif around and not words:
            cues[span] = around
    return cues


def _printed(page: Inputs, words: tuple[int, int]) -> str:
    told = [word.lower() for word in page.words[slice(*words)]]
    return " ".join(told[:-1] if told[-1] in POINTERS and told[1:] else told)


def _is_spared(
    page: Inputs,
    span: Span,
    cue: tuple[int, int],
    others: Mapping[Span, tuple[int, int] | None],
) -> bool:
    """Whether a cue that seems to deny a phrase only denies others."""
    if cue[0] >= span[1]:  # "in cramps from cold, calcium alone cannot cure it"
        after = (other for other, own in others.items() if own == cue and other[0] > span[0])
        return any(other[2] is not span[2] for other in after)
    return page.words[cue[1] - 1].lower() in LEAVES_OUT and _advises(page, span)


def _advises(page: Inputs, span: Span) -> bool:
    """Whether a phrase is an instruction: "drink more water" is, "drinks" is not."""
    first, *more = (word.lower() for word in page.words[span[0] : span[1]])
    if first in AMBIGUOUS:
        return bool(more) and letter(more[0]) in "DQ"
    return first in DEEDS
