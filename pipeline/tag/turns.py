"""What a sentence turns to in a section of no known kind: causes, treatment, prevention or neither.

A text without telling headings still speaks of one thing after the other: from a sentence that
names a culprit on it is about causes, from the first piece of advice on about treatment.
"""

import re

from pipeline.model.records import Kind
from pipeline.tag.vocabulary import word_classes, word_list

OPEN = (Kind.OTHER, Kind.OVERVIEW)  # kinds that leave it to the sentences
# Verbs that start no noun phrase: a sentence that opens with one is advice.
ADVISING = (word_classes()["imperative"] - word_list("ambiguous") - word_list("no_remedy")) | {
    "never",
    "don't",
}
FIRST_WORD = re.compile(r"[a-z'-]+")
# The first that matches holds: the words, what they turn to, an example.
TURNS = (
    # "The doctor asks about the signs."
    (
        re.compile(
            r"\b(?:symptoms?|signs?|diagnos\w+|examin\w+|ultrasound|x-ray|complications?)\b"
        ),
        Kind.OTHER,
    ),
    # "To prevent it", "Next time, stay in the shade."
    (
        re.compile(
            r"\b(?:prevent(?:s|ed|ing|ion)?|protects?|next\s+time|in\s+future|vaccin\w+"
            r"|keeps?\s+.{1,30}\s+healthy)\b"
        ),
        Kind.PREVENTION,
    ),
    # "The culprit is as a rule a virus."
    (
        re.compile(
            r"\b(?:culprits?|offenders?|causes?|caused|triggers?|triggered|risk\s+factors?|blamed?"
            r"|suspect(?:ed|s)?|accused|inherited|hereditary|predisposition|runs?\s+in\s+(?:the\s+)?famil(?:y|ies)|brings?\s+it\s+on|do(?:es)?\s+it\b"
            r"|origin|arises?|(?:raises?|increases?)\s+the\s+(?:risk|danger|chance)s?|(?:add|adds)\s+to\s+it"
            r"|(?:comes?|stems?|catch\s+it)\s+from|reasons?|due\s+to|depends?\s+on)\b"
        ),
        Kind.CAUSES,
    ),
    # "A cold bath soothes."
    (
        re.compile(
            r"\b(?:treat(?:s|ed|ment|ments|ing)?|reliev\w+|relief|eases?|soothes?|helps?|helped"
            r"|prescribed?|recommended|remed(?:y|ies)|first\s+of\s+all|first\s+aid|ointments?"
            r"|surgery|therapy|cures?|tricks?|painkillers?|medicines?)\b"
        ),
        Kind.TREATMENT,
    ),
)


def turns_to(lower: str) -> Kind | None:
    """What a lower-case sentence turns to, or None where it goes on with what came before."""
    opening = FIRST_WORD.match(lower)
    if opening and (opening.group() in ADVISING or lower.startswith("do not ")):
        return Kind.PREVENTION if TURNS[1][0].search(lower) else Kind.TREATMENT
    return next((kind for words, kind in TURNS if words.search(lower)), None)
