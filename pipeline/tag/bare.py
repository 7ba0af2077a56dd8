"""What a sentence of a telling section names without a pattern or an instruction.

A list without a verb names its members; the subject of a verb that does something in the body is a
cause or a remedy by its section; a listed drug is a remedy where treatment is spoken of.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.records import Kind
from pipeline.tag import advice, context, headings
from pipeline.tag.sentence import (
    Found,
    Sentence,
    clause_after,
    clause_before,
    denied_before,
    found_here,
)
from pipeline.tag.spans import Range, argument_before, is_adjective, split, without_dose
from pipeline.tag.vocabulary import word_classes, word_list
from pipeline.tag.words import Words

BODY = word_list("body")
FINITE = word_classes()["finite"]
VERBS = word_classes()["imperative"] | word_list("mechanisms")
# After a verb that says nothing of the body, only what a vocabulary lists is a cause or a remedy.
CAUSING = frozenset(["cause", "food", "drug"])
HELPING = frozenset(["remedy", "food", "drug"])
DOSE_FORMS = word_list("dose_forms")
FRAGMENT_SCORE = 0.6
VOCABULARY_SCORE = 0.5
BY_PLACE_SCORE = 0.45
SHORTEST_FRAGMENT = 4  # characters; "B." is a marker
SHORT_FRAGMENT = 4  # words: so short, it may also be a later sentence: "Humidifiers."
OPEN_RULES = ("instruction", "advice", "list")  # what they leave out may be spelled out
NEAR_COLON = 4  # words between a phrase and the colon: "one suspect a week: wine"
LONGEST_FRAGMENT = 30  # words; a longer sentence without a verb is one that was not recognised
# A drug that some may not take is no less a remedy, and this sentence does not say so.
WARNING = re.compile(r"\b(?:pregnan\w+|children|infants|breastfeeding|glaucoma|people with)\b")


def fragment(sentence: Sentence) -> list[Found]:
    """The members of a list that stands without a verb: "Pollen, dust and mites."."""
    words = sentence.words
    end = words.codes.find(";") if ";" in words.codes else len(words)
    if not _is_fragment(sentence, words.codes[:end]) or _advises(sentence):
        return []
    members = (
        (without_dose(words, *span), denied_before(words, span)) for span in split(words, 0, end)
    )
    return [found_here(sentence, span, "list", FRAGMENT_SCORE, cue) for span, cue in members]


def _advises(sentence: Sentence) -> bool:
    """Whether a line of a section on causes is an instruction: "Sit in the front seat"."""
    words = sentence.words
    starts = advice.starts_instruction(words, 0) and advice.is_plain(words, 0)
    return sentence.kind is Kind.CAUSES and starts


def after_colon(sentence: Sentence, found: Sequence[Found]) -> list[Found]:
    """The members of the list that spells out a phrase: "leave out one suspect: wine, mint"."""
    words = sentence.words
    if not found or ":" not in words.lower:
        return []
    colon = words.lower.index(":")
    before = [
        one
        for one in found
        if colon - NEAR_COLON <= one.span[1] <= colon
        and (one.cue is None or one.rule in OPEN_RULES)
    ]
    end = words.codes.find(";", colon + 1)
    codes = words.codes[colon + 1 : end if end > 0 else len(words)]
    is_list = 0 < len(codes) <= LONGEST_FRAGMENT and {",", "C"} & set(codes)
    if not before or not is_list or set("VMBHSRX") & set(codes):
        return []
    whole = max(before, key=lambda one: (one.score, one.span))
    return [
        replace(whole, span=without_dose(words, *span), score=FRAGMENT_SCORE)
        for span in split(words, colon + 1, colon + 1 + len(codes))
    ]


def _is_fragment(sentence: Sentence, codes: str) -> bool:
    """Whether the words up to the first stop are a list and nothing else."""
    words, passage = sentence.words, sentence.passage
    if passage.in_heading or len(passage.text) < SHORTEST_FRAGMENT:
        return False
    if passage.place.names_item and (sentence.kind is Kind.CAUSES or codes[:1] != "Q"):
        return False
    whole = passage.first or len(words) <= SHORT_FRAGMENT + 1 or words.lower[:1] == ["no"]
    announces = headings.TOPIC.search(sentence.lower) or "\t" in passage.block.text
    if not whole or announces or not 0 < len(codes) <= LONGEST_FRAGMENT:
        return False
    if set("VMBHSX") & set(codes) or codes[0] in "PIR" or "WD" in codes or "GD" in codes[1:]:
        return False
    return codes[0] != "D" or words.lower[0] in ("no", "a", "an")


def subject_by_place(sentence: Sentence) -> list[Found]:
    """The subject of a verb that no list has, told by its place: "Nicotine slackens the muscle"."""
    words = sentence.words
    verb = _likely_verb(words)
    if verb is None or sentence.passage.place.was is Kind.OVERVIEW:
        return []
    is_cause = sentence.kind is Kind.CAUSES
    tells_nothing = words.codes[verb] in "BH" or words.lower[verb] in FINITE
    return [
        found_here(sentence, span, "acts-on" if is_cause else "acts-for", BY_PLACE_SCORE)
        for span in argument_before(words, verb)
        if can_act(words, span)
        and (not tells_nothing or _is_known(words, span, CAUSING if is_cause else HELPING))
    ]


def _is_known(words: Words, span: Range, categories: frozenset[str]) -> bool:
    """Whether a phrase is a listed term of one of the categories, or ends in one."""
    return any(
        last == span[1] and first >= span[0] and label in categories
        for (first, last), label in words.known.items()
    )


def _likely_verb(words: Words) -> int | None:
    """Where the first verb stands: by its place, else by a list of words that often are verbs."""
    for index in range(1, len(words)):
        code, word = words.codes[index], words.lower[index]
        if code in ";SRMX":
            return None
        if code in "VBH":
            return index
        base = word.removesuffix("s") if word not in VERBS else word
        after = words.codes[index + 1 : index + 2]
        if base in VERBS and words.codes[index - 1] in "WG#A" and after in tuple("DQAPWGL"):
            return index
    return None


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


def known_remedies(sentence: Sentence) -> list[Found]:
    """Listed drugs and treatments that stand in a section on treatment."""
    words = sentence.words
    found = []
    for start, end in sorted(sentence.remedies):
        first, last = start, end
        while first > 0 and is_adjective(words, first - 1):
            first -= 1
        while last < len(words) and words.lower[last] in DOSE_FORMS:
            last += 1
        before = clause_before(sentence, first)
        cue = context.cue_before(before) or context.cue_after(clause_after(sentence, last))
        if not (cue and WARNING.search(sentence.lower)):
            found.append(found_here(sentence, (first, last), "vocabulary", VOCABULARY_SCORE, cue))
    return found
