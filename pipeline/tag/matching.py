"""From triggers to mentions: the argument on the right side, the condition on the other."""

from dataclasses import dataclass

from pipeline.model.records import Aspect, Kind, Label
from pipeline.tag import advice, context, headings
from pipeline.tag.condition import Condition
from pipeline.tag.passages import Passage
from pipeline.tag.patterns import Pattern, triggers
from pipeline.tag.spans import Range, argument_after, argument_before, split
from pipeline.tag.vocabulary import word_list
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


LABELS = {
    Kind.CAUSES: Label.CAUSE,
    Kind.TREATMENT: Label.REMEDY,
    Kind.PREVENTION: Label.REMEDY,
    Kind.DIET: Label.REMEDY,
}
HEADING_SCORE = 0.9
INSTRUCTION_SCORE = 0.75


def aspect_of(name: str | None, kind: Kind) -> Aspect | None:
    """The aspect a pattern states; `section` leaves it to the section."""
    if name is None:
        return None
    if name == "section":
        return Aspect.PREVENTS if kind is Kind.PREVENTION else Aspect.TREATS
    return Aspect(name)


def in_heading(words: Words, passage: Passage, condition: Condition) -> list[Found]:
    """What a heading names."""
    named = headings.item(passage.text)
    if named is None or condition.named.search(passage.text.lower()):
        return []
    start, end, cue = named
    first, last = words.first_from(start), words.first_from(end)
    label = LABELS[passage.kind]
    aspect = aspect_of("section", passage.kind) if label is Label.REMEDY else None
    pieces = _heading_pieces(words, first, last)
    return [Found(piece, label, aspect, "heading", HEADING_SCORE, cue) for piece in pieces]


def _heading_pieces(words: Words, first: int, last: int) -> list[Range]:
    """A heading is one item unless commas make it a list."""
    if "," in words.codes[first:last]:
        return split(words, first, last)
    return [(first, last)] if last > first else []


def in_sentence(words: Words, passage: Passage, condition: Condition) -> list[Found]:
    """What the patterns find in a sentence, then what its instructions name."""
    lower = passage.text.lower()
    found: list[Found] = []
    for pattern, start, end in triggers(lower, passage.kind):
        if not _target_named(pattern, passage, lower, start, end, condition):
            continue
        found.extend(_apply(pattern, words, passage, lower, start, end))
    if LABELS.get(passage.kind) is Label.REMEDY:
        found.extend(_instructions(words, passage))
    return [one for one in found if not _is_condition(words, one.span, condition)]


def _target_named(
    pattern: Pattern, passage: Passage, lower: str, start: int, end: int, condition: Condition
) -> bool:
    if pattern.target == "none" or passage.kind in pattern.kinds:
        return True
    before, after = lower[:start], lower[start:]
    sides = {"before": before, "after": after, "around": lower}
    return condition.stands_in(sides[pattern.target])


def _apply(
    pattern: Pattern, words: Words, passage: Passage, lower: str, start: int, end: int
) -> list[Found]:
    first, last = words.first_from(start), words.first_from(end)
    aspect = aspect_of(pattern.aspect, passage.kind)
    if pattern.form == "verb":
        if pattern.argument == "before":
            return []
        cue = context.cue_before(lower[start:end])
        return [
            Found(one.span, pattern.label, aspect, pattern.name, pattern.score, one.cue or cue)
            for one in advice.instructions(words, last)
        ]
    if pattern.argument == "before":
        spans = argument_before(words, first)
        cue = context.cue_after(_clause_after(words, lower, first))
    else:
        spans = argument_after(words, last)
        cue = context.cue_before(_clause_before(words, lower, last))
    return [Found(span, pattern.label, aspect, pattern.name, pattern.score, cue) for span in spans]


def _clause_after(words: Words, lower: str, first: int) -> str:
    start = first
    while start > 0 and words.codes[start - 1] in "AMBH":
        start -= 1
    end = first
    while end < len(words) and words.codes[end] not in ";,S":
        end += 1
    if start >= len(words):
        return ""
    return lower[words.starts[start] : words.ends[end - 1]] if end > start else ""


def _clause_before(words: Words, lower: str, last: int) -> str:
    start = last
    while start > 0 and words.codes[start - 1] not in ";,S":
        start -= 1
    return lower[words.starts[start] : words.ends[last - 1]] if last > start else ""


def _instructions(words: Words, passage: Passage) -> list[Found]:
    aspect = aspect_of("section", passage.kind)
    return [
        Found(one.span, Label.REMEDY, aspect, "instruction", INSTRUCTION_SCORE, one.cue)
        for start in advice.clause_starts(words)
        if advice.starts_instruction(words, start)
        for one in advice.instructions(words, start)
    ]


def _is_condition(words: Words, span: Range, condition: Condition) -> bool:
    """Whether a phrase only names the condition, or points back."""
    text = " ".join(words.lower[slice(*span)])
    match = condition.named.fullmatch(text)
    return match is not None or text in GENERIC


# Phrases that stand where a mention stands and name nothing.
GENERIC = word_list("generic")
