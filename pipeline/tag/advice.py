"""Instructions: "Soak the feet in warm water", "you should eat more fish", "avoid alcohol".

The remedy is the verb phrase ("soak the feet in warm water"); for verbs of eating and taking it is
what is eaten or taken; for "avoid" and "do not" it is what is left out, negated with that cue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.tag.spans import (
    ADJECTIVES,
    LONGEST,
    Range,
    argument_after,
    is_phrase,
    split,
    without_dose,
)
from pipeline.tag.vocabulary import word_classes, word_list
from pipeline.tag.words import Words

CONSUME = word_list("consume")
OMIT = word_list("omit")
NEGATORS = word_list("negators")
# Verbs that start no remedy: seeing a doctor, tests, verbs of the writer.
NO_REMEDY = word_list("no_remedy")
MEDICAL_VISIT = word_list("medical_visit")
# Prepositions that add when, how long or what for, not what.
ASIDE = word_list("aside")
# After "at" these say when, not what is looked at.
TIMES = word_list("times")
# With these, taking and getting is no consuming: "take out", "get up", "take care".
TAKEN_AWAY = word_list("taken_away")
# Verbs that are a remedy without an object.
ALONE = word_list("alone")
# Verbs that are nouns or adjectives as often.
AMBIGUOUS = word_list("ambiguous")
ARTICLES = frozenset(["the", "a", "an", "your"])
NEAR = 4  # words after a seeming instruction in which a finite verb shows that it is a subject


@dataclass(frozen=True, slots=True)
class Instruction:
    """A remedy that an instruction names; `cue` is the word that turns it into an omission."""

    span: Range
    cue: str | None = None


@cache
def imperatives() -> frozenset[str]:
    """Verbs that can start an instruction."""
    return word_classes()["imperative"]


def is_imperative(words: Words, index: int) -> bool:
    """Whether a word can be the verb of an instruction: by the list, or before an article."""
    if index >= len(words):
        return False
    if words.lower[index] in imperatives():
        return True
    before = words.codes[index - 1] if index else ";"
    follows = words.lower[index + 1 : index + 2]
    by_place = before in ";CA,L" and words.codes[index] == "W" and bool(follows)
    return by_place and follows[0] in ARTICLES and not words.lower[index].endswith("s")


def starts_instruction(words: Words, index: int) -> bool:
    """Whether a clause that starts at this word is an instruction."""
    if index >= len(words):
        return False
    if words.lower[index] in ("don't", "never", "do") and _negates(words, index):
        return True
    if not _is_verb_here(words, index):
        return False
    asks = words.lower[index] == "do" and words.codes[index + 1 : index + 2] == "X"
    return is_imperative(words, index) and not asks and not _is_subject(words, index)


def is_plain(words: Words, index: int) -> bool:
    """Whether the word that starts an instruction is a verb, by itself or before an article."""
    return words.lower[index] not in AMBIGUOUS or words.codes[index + 1 : index + 2] == "D"


def _is_verb_here(words: Words, index: int) -> bool:
    """Whether an adjective is used as a verb: "warm the shoulder", "warm up", not "warm baths"."""
    if words.lower[index] not in ADJECTIVES or index + 1 >= len(words):
        return True
    return words.codes[index + 1] not in "WGQ" or words.lower[index + 1] in TAKEN_AWAY


def _negates(words: Words, index: int) -> bool:
    word = words.lower[index]
    follows = words.lower[index + 1 : index + 2]
    return word != "do" or follows == ["not"]


def _is_subject(words: Words, index: int) -> bool:
    """Whether a finite verb follows soon: "Warm compresses come first"."""
    for at in range(index + 1, min(index + 1 + NEAR, len(words))):
        code = words.codes[at]
        if code in "MBH" or (code == "V" and at > index + 1):
            return True
        if code in ",;SRCXT":
            return False
    return False


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
    while start < end:
        word = words.lower[start]
        if word in ("never", "not") or starts_instruction(words, start):
            return start
        if codes[start] in 'AL",C' or word == "please":
            start += 1
        elif codes[start] in "PST":
            comma = codes.find(",", start, end)
            if comma < 0:
                return end
            start = comma + 1
        else:
            return start
    return end


def instructions(words: Words, start: int) -> list[Instruction]:
    """The remedies of the instruction that starts at this word, with those joined to it."""
    found: list[Instruction] = []
    cue: str | None = None
    index: int | None = start
    while index is not None and index < len(words):
        begin, cue = past_negation(words, index, cue)
        if begin >= len(words):
            break
        end = _phrase_end(words, begin)
        full = _with_aside(words, begin, end, denied=cue is not None)
        found.extend(_remedies(words, begin, end, full, cue))
        end = full
        index, cue = _next_joined(words, end, cue)
    return found


def past_negation(words: Words, index: int, cue: str | None) -> tuple[int, str | None]:
    """Where the verb stands after "do not", "never", with the words that deny it."""
    while index < len(words):
        word = words.lower[index]
        if word in NEGATORS:
            before = words.lower[index - 1] if index else ""
            cue = f"do {word}" if before == "do" else word
        elif (
            words.codes[index] not in 'A"HT'
            or word in imperatives() - {"do"}
            or (word == "do" and words.lower[index + 1 : index + 2] != ["not"])
        ):
            break
        index += 1
    return index, cue


def _phrase_end(words: Words, start: int) -> int:
    end = start + 1
    while end < len(words):
        if words.codes[end] == "R" and words.codes[end - 1] in "WG":
            end = _past_relative(words, end)
        elif _ends(words, start, end) and not _shares_object(words, start, end):
            break
        else:
            end += 1
    return end


# What is left out follows these as it follows "avoid".
OMIT_PHRASES = (
    ("do", "without"),
    ("leave", "out"),
    ("stay", "away", "from"),
    ("keep", "away", "from"),
    ("steer", "clear", "of"),
    ("cut", "out"),
)
TWO = 2  # words; fewer make no instruction, except of some verbs
SHORT = 3  # content words; a shorter phrase is complete only with its when or how long


def _shares_object(words: Words, start: int, end: int) -> bool:
    """Whether a bare verb has its object after the next one: "tense and relax the muscles"."""
    bare = words.codes[end] == "C" and end == start + 1 and words.lower[start] not in ALONE
    return bare and words.codes[end + 2 : end + 3] in tuple("DWGQX")


def _with_aside(words: Words, start: int, end: int, *, denied: bool) -> int:
    """Moves past "for 10 minutes", "before you eat" after a short phrase: "Warm up"."""
    content = sum(code in "WGLVA" for code in words.codes[start:end])
    if content > SHORT or end >= len(words) or (words.lower[start] in CONSUME and not denied):
        return end
    if words.codes[end] not in "PI" and words.lower[end] != "when":
        return end
    index = end + 1
    while index < len(words) and words.codes[index] not in ";,R#S":
        if words.lower[index : index + 2] == ["at", "least"] and index > start + 1:
            break
        if words.codes[index] == "C" and _joins_verb(words, index):
            break
        index += 1
    return index if index - start <= LONGEST else end


def _ends(words: Words, start: int, end: int) -> bool:
    code = words.codes[end]
    if code == "P":
        return _is_aside(words, end)
    if code == "T":
        return _is_purpose(words, start, end)
    if code == "I":
        return _is_dose(words, end)
    if code == "X":
        return end > start + 1 and words.codes[end - 1] != "P" and not _is_object(words, end)
    if code == "C":
        return _joins_verb(words, end) and not _goes_on(words, end)
    return code in ";SRMB,Y#"


def _is_object(words: Words, index: int) -> bool:
    return words.lower[index] in ("it", "them") and is_imperative(words, index - 1)


def _goes_on(words: Words, coordinator: int) -> bool:
    """Whether the next verb is about the same thing: "freeze a bottle and roll it"."""
    return words.lower[coordinator + 2 : coordinator + 3] in (["it"], ["them"])


def _is_aside(words: Words, index: int) -> bool:
    if words.lower[index] == "at":
        following = words.lower[index + 1 : index + 3]
        return bool(
            TIMES.intersection(following[1:] if following[:1] == ["the"] else following[:1])
        )
    return words.lower[index] in ASIDE


def _is_dose(words: Words, index: int) -> bool:
    """Whether a number says how often: "2 times a day"."""
    return words.lower[index + 1 : index + 2] in (["times"], ["time"])


def _past_relative(words: Words, relative: int) -> int:
    """Moves past "that contain salt", up to the next comma or stop."""
    end = relative + 1
    while end < len(words) and words.codes[end] not in ";,SR#CX":
        end += 1
    return end


def _is_purpose(words: Words, start: int, to: int) -> bool:
    """Whether "to" starts what an instruction is for: "opposite to the wall" goes on."""
    return to > start + 1 and words.codes[to + 1 : to + 2] not in tuple("DQPI")


def _joins_verb(words: Words, coordinator: int) -> bool:
    index = coordinator + 1
    while index < len(words) and words.codes[index] in "ALC":
        if is_imperative(words, index):
            return True
        index += 1
    if words.lower[index : index + 2] == ["do", "not"]:
        return True
    return index < len(words) and is_imperative(words, index)


def next_verb(words: Words, start: int) -> int:
    """The index at which ", drink ..." or "and drink ..." ends the phrase before it."""
    for index in range(start, len(words) - 1):
        if words.codes[index] in ",C" and _joins_verb(words, index):
            return index
    return len(words)


def _next_joined(words: Words, end: int, cue: str | None) -> tuple[int | None, str | None]:
    """Where the next verb stands that the instruction goes on with, and the cue that still holds.

    In "do not smoke or drink" the negation goes on, in "do not scratch, and wash" it does not.
    """
    end = _past_aside(words, end)
    index = end
    while index < len(words) and words.codes[index] in ',CAL"':
        if is_imperative(words, index):
            break
        index += 1
    joined = words.lower[end:index]
    negated = words.lower[index : index + 2] == ["do", "not"]
    if end < index < len(words) and (negated or is_imperative(words, index)):
        return index, cue if "or" in joined and "," not in joined else None
    return None, None


def _past_aside(words: Words, end: int) -> int:
    """Moves past "for 10 minutes" where a further instruction follows it."""
    index = end
    while index < len(words) and words.codes[index] in "PIWDQAL":
        index += 1
    return index if words.codes[end : end + 1] in ("P", "I") else end


def _remedies(words: Words, start: int, end: int, full: int, cue: str | None) -> list[Instruction]:
    verb = words.lower[start]
    text = words.lower[start:end]
    if MEDICAL_VISIT.intersection(text) or ("risk" in text and "factors" in text):
        return []
    phrase = next(
        (one for one in OMIT_PHRASES if words.lower[start : start + len(one)] == [*one]), None
    )
    if phrase:
        limit = next_verb(words, start + len(phrase))
        spans = argument_after(words, start + len(phrase), purpose=False, limit=limit)
        return [Instruction(span, cue=" ".join(phrase)) for span in spans]
    if verb in OMIT:
        limit = next_verb(words, start + 1)
        spans = argument_after(words, _object(words, start), purpose=False, limit=limit)
        return [Instruction(span, cue=verb) for span in spans]
    if verb in CONSUME and not TAKEN_AWAY.intersection(text):
        return _consumed(words, start, end, full, cue)
    if words.codes[start] != "G" and not is_imperative(words, start) and cue is None:
        return _nouns(words, start, end, cue)
    return (
        []
        if verb in NO_REMEDY or text[:2] == ["let", "us"]
        else _action(words, start, end, full, cue)
    )


def _action(words: Words, start: int, end: int, full: int, cue: str | None) -> list[Instruction]:
    """The whole verb phrase, if it says enough."""
    verb = words.lower[start]
    if words.lower[start + 1 : start + 2] in (["it"], ["them"], ["this"], ["that"]):
        return []  # what it is stands elsewhere
    if _trimmed(words, start, end)[1] - start < TWO and verb not in ALONE and not cue:
        return []
    return [Instruction(_trimmed(words, start, full), cue)]


def _consumed(words: Words, start: int, end: int, full: int, cue: str | None) -> list[Instruction]:
    if words.codes[start + 1 : start + 2] == "I":
        return [Instruction(_trimmed(words, start, end), cue)]
    limit = next_verb(words, start + 1)
    spans = argument_after(words, start + 1, purpose=False, limit=limit)
    if spans and words.lower[start + 1] in ("less", "fewer"):
        return [Instruction((start, spans[-1][1]), cue)]
    if len(spans) < TWO:
        return [Instruction(_trimmed(words, start, full), cue)] if full > start + 1 else []
    shortened = (_without_quantity(words, without_dose(words, *span)) for span in spans)
    return [Instruction(span, cue) for span in shortened if span[1] > span[0]]


def _nouns(words: Words, start: int, end: int, cue: str | None) -> list[Instruction]:
    """What an instruction names without a verb: "pay attention to personal hygiene"."""
    if words.codes[start] not in "DQW":
        return []
    return [Instruction(without_dose(words, *span), cue) for span in split(words, start, end)]


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
    while end > start + 1 and words.codes[end - 1] in 'CPTOD,#";SR':
        end -= 1
    return (start, end) if is_phrase(words, start, end) or end - start == 1 else (start, start)
