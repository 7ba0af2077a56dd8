"""What a sentence turns to in a section of no known kind: causes, treatment, prevention or neither.

A text without telling headings still speaks of one thing after the other: from a sentence that
names a culprit on it is about causes, from the first piece of advice on about treatment.
"""

import re
from types import MappingProxyType

from pipeline.model.records import Kind
from pipeline.tag.vocabulary import word_classes, word_list

OPEN = (Kind.OTHER, Kind.OVERVIEW)  # kinds that leave it to the sentences
# Verbs that start no noun phrase: a sentence that opens with one is advice.
ADVISING = (word_classes()["imperative"] - word_list("ambiguous") - word_list("no_remedy")) | {
    "never",
    "don't",
}
WORD = re.compile(r"[a-z'-]+")
# The first kind of which a word or phrase stands in a sentence holds.
ORDER = (Kind.OTHER, Kind.PREVENTION, Kind.CAUSES, Kind.TREATMENT)
WORDS = MappingProxyType(
    {
        word: rank
        for rank, name in enumerate(("turn_other", "turn_prevention", "turn_causes", "turn_treat"))
        for word in word_list(name)
    }
)
PHRASES = MappingProxyType(
    {
        "next time": Kind.PREVENTION,
        "in future": Kind.PREVENTION,
        "in the family": Kind.CAUSES,
        "in families": Kind.CAUSES,
        " the risk": Kind.CAUSES,
        " the danger": Kind.CAUSES,
        "bring it on": Kind.CAUSES,
        "brings it on": Kind.CAUSES,
        "do it:": Kind.CAUSES,
        "to it.": Kind.CAUSES,
        "due to": Kind.CAUSES,
        "it from": Kind.CAUSES,
        "comes from": Kind.CAUSES,
        "come from": Kind.CAUSES,
        "first of all": Kind.TREATMENT,
    }
)
# "Walking lowers the risk", "halves the danger", "people who walk have a lower risk".
LOWERS_RISK = re.compile(
    r"\b(?:reduc|lower|decreas|diminish|lessen|minimi[sz]|cut|halv)\w*\s+(?:[\w'-]+\s+){0,3}?"
    r"(?:risks?|dangers?|chances?|likelihood|odds|incidence)\b"
)


def turns_to(lower: str) -> Kind | None:
    """What a lower-case sentence turns to, or None where it goes on with what came before."""
    words = WORD.findall(lower)
    rank = min((WORDS[word] for word in words if word in WORDS), default=None)
    if words and (words[0] in ADVISING or words[:2] == ["do", "not"]):
        prevents = rank is not None and ORDER[rank] is Kind.PREVENTION
        return Kind.PREVENTION if prevents else Kind.TREATMENT
    kind = None if rank is None else ORDER[rank]
    if kind in (None, Kind.TREATMENT, Kind.CAUSES) and LOWERS_RISK.search(lower):
        return Kind.PREVENTION
    if kind in (None, Kind.TREATMENT):
        return next((told for phrase, told in PHRASES.items() if phrase in lower), kind)
    return kind
