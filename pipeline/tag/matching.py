"""From triggers to mentions: the argument on the right side, the condition on the other."""

import re
from dataclasses import dataclass, replace

from pipeline.model.records import Aspect, Kind, Label
from pipeline.tag import advice, context, headings
from pipeline.tag.condition import Condition
from pipeline.tag.passages import Passage, Place
from pipeline.tag.patterns import WORD, Pattern, has_hint, triggers
from pipeline.tag.spans import (
    Range,
    argument_after,
    argument_before,
    is_adjective,
    split,
    trim,
    without_dose,
)
from pipeline.tag.vocabulary import word_classes, word_list
from pipeline.tag.words import Words


@dataclass(frozen=True, slots=True)
class Found:
    """A mention inside one passage, by word indices."""

    span: Range
    label: Label
    aspect: Aspect | None
    rule: str
    score: float
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A passage as the rules see it."""

    words: Words
    passage: Passage
    condition: Condition
    lower: str
    remedies: frozenset[Range] = frozenset()  # listed drugs and treatments

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
# Phrases that stand where a mention stands and name nothing.
GENERIC = word_list("generic")
BODY = word_list("body")
FINITE = word_classes()["finite"]
VERBS = word_classes()["imperative"] | word_list("mechanisms")
# Too general for a remedy, not for a cause.
DRUG_WORDS = word_list("drug_words")
DOSE_FORMS = word_list("dose_forms")
# In sections of these kinds an instruction is about doctors, tests or emergencies.
NO_ADVICE = (Kind.SYMPTOMS, Kind.DIAGNOSIS, Kind.COMPLICATIONS)
HEADING_SCORE = 0.9
INSTRUCTION_SCORE = 0.75
FRAGMENT_SCORE = 0.6
VOCABULARY_SCORE = 0.5
BY_PLACE_SCORE = 0.45
SHORTEST_FRAGMENT = 4  # characters; "B." is a marker
SHORT_FRAGMENT = 4  # words: so short, it may also be a later sentence: "Humidifiers."
LONGEST_FRAGMENT = 30  # words; a longer sentence without a verb is one that was not recognised


ILLS = ("condition", "symptom", "examination")
ADVICE_RULES = ("instruction", "advice", "by-doing", "for-the-purpose")
# "Linked to a higher risk of cramps" names no cause, "relieve the pain" no remedy.
OUTCOME = re.compile(
    r"(?:an?\s+|the\s+)?(?:increased\s+|higher\s+|greater\s+)?"
    r"(?:risk|development|onset|formation|occurrence|recurrence|incidence)s?\b"
)
AIM = re.compile(
    r"(?:reduc|lower|reliev|eas|prevent|treat|cur|alleviat|improv|sooth|manag|control|avoid|suffer"
    r"|have|get|develop)"
)
# A drug that some may not take is no less a remedy, and this sentence does not say so.
WARNING = re.compile(r"\b(?:pregnan\w+|children|infants|breastfeeding|glaucoma|people with)\b")


def aspect_of(name: str | None, place: Place) -> Aspect | None:
    """The aspect a pattern states; `section` leaves it to the section, then to the page."""
    if name is None:
        return None
    if name != "section":
        return Aspect(name)
    kind = place.kind if LABELS.get(place.kind) is Label.REMEDY else place.page_kind
    return Aspect.PREVENTS if kind is Kind.PREVENTION else Aspect.TREATS


def may_hold(passage: Passage, remedies: frozenset[str]) -> bool:
    """Whether a passage can hold a mention at all; others need not be tokenised.

    `remedies` holds the first words of listed drugs and treatments.
    """
    if passage.in_heading and passage.place.names_item:
        return True
    if passage.text.endswith("?"):
        return False
    words = set(WORD.findall(passage.text.lower()))
    if passage.kind in LABELS and (passage.first or not words.isdisjoint(remedies)):
        return True
    return has_hint(words) or not words.isdisjoint(advice.imperatives())


def in_heading(sentence: Sentence) -> list[Found]:
    """What a heading names."""
    passage, words = sentence.passage, sentence.words
    named = headings.item(passage.text)
    if named is None or passage.kind not in LABELS:
        return []
    start, end, cue = named
    if _names_topic(sentence, passage.text[start:end].lower()):
        return []
    first, last = words.first_from(start), words.first_from(end)
    if first >= last or words.codes[first] == "P" or _is_statement(sentence, first, last):
        return []
    return [
        _found(sentence, piece, "heading", HEADING_SCORE, cue or own)
        for piece, own in _heading_pieces(words, first, last)
    ]


def _is_statement(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a heading says a whole sentence: "Sudden hearing loss must be treated early"."""
    codes = sentence.words.codes[first:last]
    return (
        LABELS[sentence.kind] is Label.REMEDY and "R" not in codes and bool({"M", "B"} & set(codes))
    )


def _heading_pieces(words: Words, first: int, last: int) -> list[tuple[Range, str | None]]:
    """The members of a list; an instruction splits only between its verbs."""
    if not advice.starts_instruction(words, first):
        whole = (first, last) in words.known
        parts = [] if whole else split(words, first, last)
        return [(part, None) for part in parts or [(first, last)]]
    pieces: list[tuple[Range, str | None]] = []
    cue = None
    while first < last:
        end = min(advice.next_verb(words, first + 1), last)
        pieces.append((trim(words, first, end), cue))
        first = end + 1
        while first < last and words.codes[first] in "C,":
            first += 1
        first, cue = advice.past_negation(words, first, None)
    return pieces


def _names_topic(sentence: Sentence, lower: str) -> bool:
    """Whether a heading speaks of the condition itself: "Ways to prevent lumbar cramps"."""
    if headings.TOPIC_OF.search(lower) and sentence.condition.stands_in(lower):
        return True
    return sentence.condition.full.search(lower) is not None


def _found(
    sentence: Sentence, span: Range, rule: str, score: float, cue: str | None = None
) -> Found:
    label = LABELS[sentence.kind]
    aspect = aspect_of("section", sentence.passage.place) if label is Label.REMEDY else None
    return Found(span, label, aspect, rule, score, cue or sentence.passage.place.cue)


def in_sentence(sentence: Sentence) -> list[Found]:
    """What patterns find in a sentence, and what its instructions, lists and known terms name."""
    if sentence.lower.endswith("?"):
        return []
    found = [
        one
        for pattern, start, end in triggers(sentence.lower, sentence.kind)
        if _target_named(pattern, sentence, start)
        for one in _apply(pattern, sentence, start, end)
    ]
    if sentence.kind not in NO_ADVICE and not _is_title(sentence):
        found.extend(_instructions(sentence))
    if sentence.kind in LABELS and not found:
        found.extend(_fragment(sentence) or _by_place(sentence))
    if sentence.kind in (Kind.TREATMENT, Kind.PREVENTION) and not sentence.passage.place.cue:
        found.extend(_known(sentence))
    return [_as_cause(sentence, one) for one in found if not _names_nothing(sentence, one)]


def _as_cause(sentence: Sentence, one: Found) -> Found:
    """A known cause stays one in a section on treatment: "Nicotine narrows the vessels"."""
    words = sentence.words
    known = words.known.get(one.span) == "cause" or words.lower[one.span[0]] == "too"
    if one.rule == "acts-for" and known and one.cue is None:
        return replace(one, label=Label.CAUSE, aspect=None, rule="acts-on")
    return one


def _is_title(sentence: Sentence) -> bool:
    """Whether a heading is about the condition: "Prevent kidney stones in daily life"."""
    return sentence.passage.in_heading and bool(sentence.condition.full.search(sentence.lower))


def _target_named(pattern: Pattern, sentence: Sentence, start: int) -> bool:
    if pattern.target == "none" or sentence.kind in pattern.kinds:
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
    if pattern.form == "verb":
        cue = context.cue_before(sentence.lower[start:end])
        spans = [(one.span, one.cue or cue) for one in advice.instructions(words, last)]
    elif pattern.argument == "before":
        if words.codes[first - 1 : first] == "R" and first:
            return []  # "bacteria that cause": says which, not what happens
        cue = context.cue_after(_clause_after(sentence, first))
        cue = sentence.lower[start:end].strip() if pattern.denies else cue
        spans = [(span, cue) for span in argument_before(words, first)]
    else:
        cue = context.cue_before(_clause_before(sentence, last))
        spans = [(span, cue) for span in argument_after(words, last)]
    if pattern.subject:
        spans = [(span, cue) for span, cue in spans if _can_act(words, span)]
    aspect = aspect_of(pattern.aspect, sentence.passage.place)
    denied = sentence.passage.place.cue if pattern.label is Label.REMEDY else None
    if pattern.label is Label.REMEDY and pattern.form == "noun":
        spans = [(without_dose(words, *span), cue) for span, cue in spans]
    return [
        Found(
            span,
            pattern.label,
            aspect,
            pattern.name,
            pattern.score,
            cue or denied or _no(words, span),
        )
        for span, cue in spans
    ]


def _by_place(sentence: Sentence) -> list[Found]:
    """The subject of a verb that no list has, told by its place: "Nicotine slackens the muscle"."""
    words = sentence.words
    verb = _likely_verb(words)
    if verb is None:
        return []
    rule = "acts-on" if sentence.kind is Kind.CAUSES else "acts-for"
    return [
        _found(sentence, span, rule, BY_PLACE_SCORE)
        for span in argument_before(words, verb)
        if _can_act(words, span)
    ]


def _likely_verb(words: Words) -> int | None:
    """Where the first verb stands: by its place, else by a list of words that often are verbs."""
    for index in range(1, len(words)):
        code, word = words.codes[index], words.lower[index]
        if code in ";SRMBHX":
            return None
        if code == "V":
            return None if word in FINITE else index
        base = word.removesuffix("s") if word not in VERBS else word
        after = words.codes[index + 1 : index + 2]
        if base in VERBS and words.codes[index - 1] in "WG#A" and after in tuple("DQAPWGL"):
            return index
    return None


def _can_act(words: Words, span: Range) -> bool:
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


def _no(words: Words, span: Range) -> str | None:
    """The word right before a phrase that denies it: "no tablet helps"."""
    before = words.lower[max(span[0] - 2, 0) : span[0]]
    return next((word for word in reversed(before) if word in ("no", "not", "nor")), None)


def _clause_after(sentence: Sentence, first: int) -> str:
    """The text from the predicate at `first` to the end of its clause."""
    words = sentence.words
    start = first
    while start > 0 and words.codes[start - 1] in "AMBH":
        start -= 1
    return _text(sentence, start, _stop(words, first))


def _clause_before(sentence: Sentence, last: int) -> str:
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


def _instructions(sentence: Sentence) -> list[Found]:
    words = sentence.words
    return [
        Found(
            one.span,
            Label.REMEDY,
            aspect_of("section", sentence.passage.place),
            "instruction",
            INSTRUCTION_SCORE,
            one.cue,
        )
        for start in advice.clause_starts(words)
        if advice.starts_instruction(words, start)
        and (LABELS.get(sentence.kind) is Label.REMEDY or advice.is_plain(words, start))
        for one in advice.instructions(words, start)
    ]


def _fragment(sentence: Sentence) -> list[Found]:
    """The members of a list that stands without a verb: "Pollen, dust and mites."."""
    words, _passage = sentence.words, sentence.passage
    end = words.codes.find(";") if ";" in words.codes else len(words)
    if not _is_fragment(sentence, words.codes[:end]):
        return []
    return [
        _found(sentence, without_dose(words, *span), "list", FRAGMENT_SCORE, _no(words, span))
        for span in split(words, 0, end)
    ]


def _is_fragment(sentence: Sentence, codes: str) -> bool:
    words, passage = sentence.words, sentence.passage
    if passage.in_heading or len(passage.text) < SHORTEST_FRAGMENT:
        return False
    if passage.place.names_item and (sentence.kind is Kind.CAUSES or codes[:1] != "Q"):
        return False
    whole = passage.first or len(words) <= SHORT_FRAGMENT + 1 or words.lower[0] == "no"
    announces = headings.TOPIC.search(sentence.lower) or "\t" in passage.block.text
    if not whole or announces or not 0 < len(codes) <= LONGEST_FRAGMENT:
        return False
    if set("VMBHSX") & set(codes) or codes[0] in "PIR" or "WD" in codes or "GD" in codes[1:]:
        return False
    return codes[0] != "D" or words.lower[0] in ("no", "a", "an")


def _known(sentence: Sentence) -> list[Found]:
    """Listed drugs and treatments that stand in a section on treatment."""
    words = sentence.words
    found = []
    for start, end in sorted(sentence.remedies):
        first, last = start, end
        while first > 0 and is_adjective(words, first - 1):
            first -= 1
        while last < len(words) and words.lower[last] in DOSE_FORMS:
            last += 1
        before = _clause_before(sentence, first)
        cue = context.cue_before(before) or context.cue_after(_clause_after(sentence, last))
        if not (cue and WARNING.search(sentence.lower)):
            found.append(_found(sentence, (first, last), "vocabulary", VOCABULARY_SCORE, cue))
    return found


def _is_aim(sentence: Sentence, text: str) -> bool:
    """Whether an instruction says what for, not what: "reduce the risk", "relieve the pain"."""
    aims = sentence.condition.is_helped_in(text) or "risk" in text or "chance" in text
    return aims and AIM.match(text) is not None


def _names_nothing(sentence: Sentence, one: Found) -> bool:
    """Whether a phrase only names the condition, or points back."""
    words = sentence.words
    start, end = one.span
    if start >= end or words.codes[start:end].strip("DQIXA") == "":
        return True
    text = " ".join(words.lower[start:end])
    if text in DRUG_WORDS:
        return one.label is Label.REMEDY
    if one.rule == "list" and one.label is Label.REMEDY and words.known.get(one.span) in ILLS:
        return True
    if OUTCOME.match(text) or (one.rule in ADVICE_RULES and _is_aim(sentence, text)):
        return True
    return sentence.condition.named.fullmatch(text) is not None or text in GENERIC
