"""From triggers to mentions: the argument on the right side, the condition on the other."""

import re
from dataclasses import replace

from pipeline.model.records import Kind, Label
from pipeline.tag import advice, context, headings
from pipeline.tag.bare import after_colon, can_act, fragment, known_remedies, subject_by_place
from pipeline.tag.passages import Passage
from pipeline.tag.patterns import WORD, Pattern, has_hint, triggers
from pipeline.tag.sentence import (
    LABELS,
    Found,
    Sentence,
    aspect_of,
    clause_after,
    clause_before,
    denied_before,
    found_here,
)
from pipeline.tag.spans import (
    Range,
    argument_after,
    argument_before,
    split,
    trim,
    without_dose,
)
from pipeline.tag.vocabulary import word_list
from pipeline.tag.words import Words

# Phrases that stand where a mention stands and name nothing.
GENERIC = word_list("generic")
# Too general for a remedy, not for a cause.
DRUG_WORDS = word_list("drug_words")
# In sections of these kinds an instruction is about doctors, tests or emergencies.
NO_ADVICE = (Kind.SYMPTOMS, Kind.DIAGNOSIS, Kind.COMPLICATIONS)
NEAR = 4  # words of a trigger that can deny the advice: "it is not advisable to"
HEADING_SCORE = 0.9
INSTRUCTION_SCORE = 0.75
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
    sentence = _as_advice(sentence, first)
    if first >= last or words.codes[first] == "P" or _is_statement(sentence, first, last):
        return []
    return [
        found_here(sentence, piece, "heading", HEADING_SCORE, cue or own)
        for piece, own in _heading_pieces(words, first, last)
    ]


def _as_advice(sentence: Sentence, first: int) -> Sentence:
    """The heading as one on treatment if it is an instruction: "Wear flat shoes" is no cause."""
    words, passage = sentence.words, sentence.passage
    if passage.kind is not Kind.CAUSES or not (
        advice.starts_instruction(words, first) and advice.is_plain(words, first)
    ):
        return sentence
    kind = Kind.PREVENTION if passage.place.page_kind is Kind.PREVENTION else Kind.TREATMENT
    return replace(sentence, passage=replace(passage, place=replace(passage.place, kind=kind)))


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
        found.extend(fragment(sentence) or subject_by_place(sentence))
    if sentence.kind in (Kind.TREATMENT, Kind.PREVENTION) and not sentence.passage.place.cue:
        found.extend(known_remedies(sentence))
    found.extend(after_colon(sentence, found))
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
    if pattern.form == "verb":
        last_words = " ".join(sentence.lower[start:end].split()[-NEAR:])
        cue = context.cue_before(last_words)
        spans = [(one.span, one.cue or cue) for one in advice.instructions(words, last)]
    elif pattern.argument == "before":
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
    if pattern.label is Label.REMEDY and pattern.form == "noun":
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
    text = " ".join(words.lower[start:end]).removeprefix("do the ")
    if text in DRUG_WORDS:
        return one.label is Label.REMEDY
    if one.rule == "list" and one.label is Label.REMEDY and words.known.get(one.span) in ILLS:
        return True
    if OUTCOME.match(text) or (one.rule in ADVICE_RULES and _is_aim(sentence, text)):
        return True
    return sentence.condition.named.fullmatch(text) is not None or text in GENERIC
