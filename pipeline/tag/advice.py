"""Instructions: "Soak the feet in warm water", "you should eat more fish", "avoid alcohol".

The remedy is the verb phrase ("soak the feet in warm water"); for verbs of eating and taking it is
what is eaten or taken; for "avoid" and "do not" it is what is left out, negated with that cue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.tag.spans import Range, argument_after, is_phrase, split, trim
from pipeline.tag.vocabulary import word_classes, word_list
from pipeline.tag.words import Words

CONSUME = word_list("consume")
OMIT = word_list("omit")
NEGATORS = word_list("negators")
# Verbs that start no remedy: seeing a doctor, tests, and verbs of the writer.
NO_REMEDY = word_list("no_remedy")
MEDICAL_VISIT = word_list("medical_visit")
# Prepositions that add when, how long or what for, not what.
ASIDE = word_list("aside")


@dataclass(frozen=True, slots=True)
class Instruction:
    """A remedy that an instruction names; `cue` is the word that turns it into an omission."""

    span: Range
    cue: str | None = None


@cache
def imperatives() -> frozenset[str]:
    """Verbs that can start an instruction."""
    return word_classes()["imperative"]


def starts_instruction(words: Words, index: int) -> bool:
    """Whether a clause that starts at this word is an instruction."""
    return index < len(words) and (
        words.lower[index] in imperatives() or words.lower[index] in ("don't", "never", "no")
    )


def clause_starts(words: Words) -> Iterator[int]:
    """Where an instruction could start: at the start of a clause, after adverbials."""
    begin = 0
    for index in range(len(words) + 1):
        if index == len(words) or words.codes[index] == ";":
            start = _past_introduction(words, begin, index)
            if start < index:
                yield start
            begin = index + 1


def _past_introduction(words: Words, start: int, end: int) -> int:
    """Moves past "At night, ", "If necessary, ", "Please" and the like."""
    codes = words.codes
    while start < end and (codes[start] in 'A",C' or words.lower[start] in ("please", "first")):
        if words.lower[start] in ("never", "not"):
            break
        start += 1
    if start < end and codes[start] in "PS" and not starts_instruction(words, start):
        comma = codes.find(",", start, end)
        return _past_introduction(words, comma + 1, end) if comma >= 0 else end
    return start


def instructions(words: Words, start: int) -> list[Instruction]:
    """The remedies of the instruction that starts at this word, with those joined to it."""
    found: list[Instruction] = []
    cue: str | None = None
    index: int | None = start
    while index is not None and index < len(words):
        begin, cue = _past_negation(words, index, cue)
        if begin >= len(words):
            break
        end = _phrase_end(words, begin)
        found.extend(_remedies(words, begin, end, cue))
        index = _next_joined(words, end)
    return found


def _past_negation(words: Words, index: int, cue: str | None) -> tuple[int, str | None]:
    while index < len(words) and (words.codes[index] in 'A"HT' or words.lower[index] in NEGATORS):
        if words.lower[index] in NEGATORS:
            cue = words.lower[index]
        elif words.codes[index] == "A" and words.lower[index] in imperatives():
            break
        index += 1
    return index, cue


def _phrase_end(words: Words, start: int) -> int:
    end = start + 1
    while end < len(words):
        code, word = words.codes[end], words.lower[end]
        if code == "R" and words.codes[end - 1] in "WG":
            end = _past_relative(words, end)
            continue
        if (
            code in ";SRMBX,Y#"
            or (code == "P" and word in ASIDE)
            or (code == "T" and _is_purpose(words, start, end))
        ):
            break
        if code == "C" and _joins_verb(words, end):
            break
        end += 1
    return end


def _past_relative(words: Words, relative: int) -> int:
    """Moves past "that contain salt", up to the next comma or stop."""
    end = relative + 1
    while end < len(words) and words.codes[end] not in ";,SR#CX":
        end += 1
    return end


def _is_purpose(words: Words, start: int, to: int) -> bool:
    """Whether "to" starts what an instruction is for: "opposite to the wall" goes on."""
    return to > start + 1 and words.codes[to + 1 : to + 2] not in tuple("DQP")


def _joins_verb(words: Words, coordinator: int) -> bool:
    index = coordinator + 1
    while index < len(words) and words.codes[index] in "ACD":
        if words.lower[index] in imperatives():
            return True
        index += 1
    return index < len(words) and (
        words.lower[index] in imperatives() and words.codes[index - 1] != "D"
    )


def _next_verb(words: Words, start: int) -> int:
    """Where ", drink ..." or "and drink ..." ends the objects of the verb before."""
    for index in range(start, len(words) - 1):
        if words.codes[index] in ",C" and _joins_verb(words, index):
            return index
    return len(words)


def _next_joined(words: Words, end: int) -> int | None:
    """Where the next verb stands that the instruction goes on with: "and hold", ", drink"."""
    index = end
    while index < len(words) and words.codes[index] in ',CA"':
        index += 1
    return index if end < index < len(words) and words.lower[index] in imperatives() else None


def _remedies(words: Words, start: int, end: int, cue: str | None) -> list[Instruction]:
    verb = words.lower[start]
    if set(words.lower[start:end]) & MEDICAL_VISIT or "risk factors" in " ".join(
        words.lower[start:end]
    ):
        return []
    if verb in OMIT:
        spans = argument_after(words, _object(words, start), purpose=False)
        return [Instruction(span, cue=verb) for span in spans]
    if verb in CONSUME:
        limit = _next_verb(words, start + 1)
        spans = argument_after(words, start + 1, purpose=False, limit=limit)
        return [Instruction(_without_quantity(words, span), cue) for span in spans]
    if verb in NO_REMEDY or verb in ("pay", "attention"):
        return []
    if words.codes[start] not in "WGVAP" or (
        verb not in imperatives() and words.codes[start] != "G"
    ):
        spans = split(words, start, end)
        return [Instruction(span, cue) for span in spans if words.codes[start] in "DQWG"]
    span = _trimmed(words, start, end)
    return [Instruction(span, cue)] if span[1] - span[0] > 1 or verb in ("exercise", "rest") else []


def _object(words: Words, verb: int) -> int:
    """Where the object of "avoid", "refrain from" starts."""
    follows = verb + 1
    return follows + (follows < len(words) and words.lower[follows] in ("from", "the"))


def _without_quantity(words: Words, span: Range) -> Range:
    start, end = span
    while start < end - 1 and (
        words.codes[start] in "QDOA"
        or words.lower[start] in ("amount", "amounts", "lots", "plenty")
    ):
        start += 1
    return start, end


def _trimmed(words: Words, start: int, end: int) -> Range:
    """The verb phrase; unlike a noun phrase it keeps its adverbs."""
    while end > start and words.codes[end - 1] in 'CPTODQ,#";SR':
        end -= 1
    return (
        (start, end)
        if is_phrase(words, start, end) or end - start == 1
        else trim(words, start, end)
    )
