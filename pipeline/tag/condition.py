"""What a page is about: the condition, in the page's words, and how later sentences name it.

`names.py` finds the names that a page may be about, `name_signs.py` weighs them; the one with the
highest score is the condition.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.records import CleanPage, Section
from pipeline.tag.name_signs import DISEASE_WORD, score, signs
from pipeline.tag.names import QUALIFIER, concept_of, names_of, told_by
from pipeline.tag.terms import singular
from pipeline.tag.vocabulary import Vocabulary

# Words that point back to the condition.
ANAPHOR = re.compile(
    r"\b(?:(?:the|this|these|such|your|their|its)\s+(?:disease|condition|problem|illness|disorder"
    r"|symptoms?|pain|discomfort|attacks?|phenomenon|situation|ailment|infection|inflammation)"
    r"|(?:their|its)\s+(?:growth|formation|development|appearance)"
    r"|relapses?|recurrence|(?:the\s+)?onset|attacks?"
    r"|(?:cure|relieve|treat|prevent|ease|alleviate|causes?|trigger|makes?|behind)\s+(?:it|them))\b"
)

COMPLAINT = re.compile(
    r"\b(?:pain|itching|swelling|symptoms?|inflammation|discomfort|fever|nausea|cramps?|spasms?"
    r"|bleeding|cough|stiffness|complaints|soreness|congestion)\b"
)

# A sentence that starts so speaks of the condition.
POINTER = re.compile(r"^(?:it|they|this|these|most cases|many cases|some cases)\b.{0,40}$")


@dataclass(frozen=True)
class Condition:
    """The condition of a page; its patterns find the places where a text names it."""

    name: str
    named: re.Pattern[str]  # by any of its names, or its last word: "cramps"
    full: re.Pattern[str]  # by its names alone

    def is_helped_in(self, lower: str) -> bool:
        """Whether a text names the condition or a complaint that a remedy relieves."""
        return self.stands_in(lower) or COMPLAINT.search(lower) is not None

    def stands_in(self, lower: str) -> bool:
        """Whether a lower-case text names the condition, or points back to it."""
        found = self.named.search(lower) or ANAPHOR.search(lower) or POINTER.search(lower)
        return found is not None


def find_condition(
    page: CleanPage, sections: Sequence[Section], known: Vocabulary
) -> Condition | None:
    """What the page is about, or None where it has no name that a condition may have."""
    told = told_by(page, sections)
    names = names_of(told, known)
    if not names:
        return None
    ranked = zip((score(row) for row in signs(names, told, known)), names, strict=True)
    _, best = max(ranked, key=lambda pair: (round(pair[0], 6), pair[1].printed))
    return condition_named(best.printed, known)


def condition_named(name: str, known: Vocabulary) -> Condition:
    """The condition of this name with the names that the vocabulary takes for the same."""
    concept = concept_of(name, known)
    bare = re.sub(QUALIFIER.pattern + "$", "", name)
    names = {name, concept, bare, *known.alike.get(concept, ())}
    head = bare.split()[-1]
    telling = DISEASE_WORD.search(head) or is_listed(head, known)
    return Condition(name, _any_of({*names, head} if telling else names), _any_of(names))


def _any_of(names: set[str]) -> re.Pattern[str]:
    forms = {form for phrase in names for form in (phrase, singular(phrase))}
    longest_first = sorted(filter(None, forms), key=lambda form: (-len(form), form))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")(?:e?s)?\b")


def is_listed(phrase: str, known: Vocabulary) -> bool:
    """Whether the vocabulary lists the phrase as a condition, in singular or plural."""
    return phrase in known.conditions
