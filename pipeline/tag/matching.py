"""From triggers to mentions: the argument on the right side, the condition on the other."""

import re

from pipeline.model.records import Kind, Label
from pipeline.tag import context
from pipeline.tag.passages import Passage
from pipeline.tag.patterns import Pattern, triggers
from pipeline.tag.sentence import (
    Found,
    Sentence,
    aspect_of,
    clause_after,
    clause_before,
    denied_before,
)
from pipeline.tag.spans import (
    Range,
    argument_after,
    argument_before,
    without_dose,
)
from pipeline.tag.vocabulary import word_list
from pipeline.tag.words import Words

# Phrases that stand where a mention stands and name nothing.
GENERIC = word_list("generic")
BODY = word_list("body")
# Too general for a remedy, not for a cause.
DRUG_WORDS = word_list("drug_words")
# "Linked to a higher risk of cramps" names no cause, "relieve the pain" no remedy.
OUTCOME = re.compile(
    r"(?:an?\s+|the\s+)?(?:increased\s+|higher\s+|greater\s+)?"
    r"(?:risk|development|onset|formation|occurrence|recurrence|incidence)s?\b"
)


def is_statement(passage: Passage) -> bool:
    """Whether a passage is one that patterns are for: a statement in running text."""
    return not passage.in_heading and not passage.text.endswith("?")


def in_sentence(sentence: Sentence) -> list[Found]:
    """What patterns find in a sentence."""
    return [
        one
        for pattern, start, end in triggers(sentence.lower, sentence.kind)
        if _target_named(pattern, sentence, start)
        for one in _apply(pattern, sentence, start, end)
        if not _names_nothing(sentence, one)
    ]


def _target_named(pattern: Pattern, sentence: Sentence, start: int) -> bool:
    around = sentence.passage.place.was or sentence.kind
    if pattern.target == "none" or around in pattern.kinds:
        return True
    lower = sentence.lower
    sides = {"before": lower[:start], "after": lower[start:], "around": lower}
    text = sides[pattern.target]
    if pattern.label is Label.REMEDY and sentence.kind is not Kind.OVERVIEW:
        return sentence.condition.is_helped_in(text)
    return sentence.condition.stands_in(text)


def _apply(pattern: Pattern, sentence: Sentence, start: int, end: int) -> list[Found]:
    words = sentence.words
    first, last = words.first_from(start), words.first_from(end)
    if pattern.argument == "before":
        if words.codes[first - 1 : first] == "R" and first:
            return []  # "bacteria that cause": says which, not what happens
        cue = context.cue_after(clause_after(sentence, first))
        cue = sentence.lower[start:end].strip() if pattern.denies else cue
        spans = [(span, cue) for span in argument_before(words, first)]
    else:
        cue = context.cue_before(clause_before(sentence, last))
        spans = [(span, cue) for span in argument_after(words, last)]
    if pattern.subject:
        spans = [(span, cue) for span, cue in spans if can_act(words, span)]
    aspect = aspect_of(pattern.aspect, sentence.passage.place)
    denied = sentence.passage.place.cue if pattern.label is Label.REMEDY else None
    if pattern.label is Label.REMEDY:
        spans = [(without_dose(words, *span), cue) for span, cue in spans]
    return [
        Found(
            span,
            pattern.label,
            aspect,
            pattern.name,
            pattern.score,
            cue or denied or denied_before(words, span),
        )
        for span, cue in spans
    ]


def can_act(words: Words, span: Range) -> bool:
    """Whether the subject of a mechanism is something from outside, not a part of the body."""
    start, end = span
    if words.codes[start] == "G" or "R" in words.codes[start:end]:
        return True
    if words.lower[start - 1 : start] == ["the"] and not {"O", "G"} & set(words.codes[start:end]):
        return False
    noun = end
    for index in range(start + 1, end):
        if words.codes[index] in "OPR":
            noun = index
            break
    return words.lower[noun - 1] not in BODY


def _names_nothing(sentence: Sentence, one: Found) -> bool:
    """Whether a phrase only names the condition, or points back."""
    words = sentence.words
    start, end = one.span
    if start >= end or words.codes[start:end].strip("DQIXA") == "":
        return True
    text = " ".join(words.lower[start:end])
    if text in DRUG_WORDS:
        return one.label is Label.REMEDY
    if OUTCOME.match(text):
        return True
    return sentence.condition.named.fullmatch(text) is not None or text in GENERIC
