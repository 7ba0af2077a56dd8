"""What a page is about: the condition, in the page's words, and how later sentences name it.

Titles and headings of health pages ask about a condition in a few ways ("How to treat X?", "What
causes X", "X: symptoms and treatment"). Each way is a template; what is left of a title is a
candidate, and the candidate that the rest of the page repeats most is the condition.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model.records import CleanPage, Kind, Section
from pipeline.tag.terms import folded, singular
from pipeline.tag.vocabulary import Vocabulary

# What stands before the condition in a title, most telling first.
BEFORE = re.compile(
    r"\b(?:(?:causes?|symptoms?|treatments?|prevention|cure|diagnosis|signs?|types?|stages?|hazards?"
    r"|dangers?|harms?|prognosis|classification|manifestations?|methods?|remed(?:y|ies)|introduction"
    r"|overview|etiology|pathogenesis|treating|preventing|curing|relieving|managing|case|risk factors?"
    r"|complications?|knowledge|consequences|care|nursing)\s+(?:of|for|to|in|against)"
    r"|(?:treat|cure|prevent|relieve|deal with|cope with|get rid of|manage|ease|avoid|handle"
    r"|diagnose|check for|identify|recognize|recognise|alleviate|reduce|stop|beat|soothe|fight"
    r"|improve|overcome|live with|living with|suffer from|suffering from|have|has|get|cause|causes"
    r"|caused|causing|develop|eliminate|treated|people with|patients with|understand|understanding"
    r"|about|is|are|does|do|for)"
    r")\s+(?=\w)"
)
# What stands after it.
AFTER = re.compile(
    r"\s*(?:[?!:;|,.(–—]|\s-\s|\b(?:and|be|can|is|are|caused|causes?|in|during|at|when|after|with"
    r"|symptoms?|treatments?|prevention|without|due|do|does|should|will|may|occurs?|occur|come|comes"
    r"|from|by|treated|cured|prevented|happens?|appears?|patients?|for|that|which|who|surgery|medicine"
    r"|medication|or|on|if|through|naturally|quickly|effectively|fast|better|at home|of|to|what|how"
    r"|why|the|diagnosis|prognosis|require|requires|need|needs|worth|early|recur|relapse"
    r"|contagious|hereditary|serious|harmful|dangerous|cost|different|get)\b)"
)
FILLERS = re.compile(
    r"^(?:(?:the|a|an|your|my|you|i|have|has|get|some|common|main|best|effective|severe|mild|what|how|why"
    r"|which|these|this|all|early|sudden|frequent|most|possible|different|various|to|of|with|if|when|it|can|we|people|s)\s+)+"
)
QUESTION = re.compile(r"^(?:what|how|why|which|when|can|is|are|does|do|should|will|who|where)\b")

TITLE_KINDS = (
    (
        Kind.CAUSES,
        re.compile(r"\b(?:causes?|caused|why|reasons?|triggers?|risk factors|culprits?|factors)\b"),
    ),
    (Kind.PREVENTION, re.compile(r"\b(?:prevent|preventing|prevention|avoid)\b")),
    (Kind.DIET, re.compile(r"\b(?:eat|diet|foods?|drink|recipes?)\b")),
    (
        Kind.TREATMENT,
        re.compile(
            r"\b(?:treat|treating|treatments?|cure|relieve|get rid of|remed(?:y|ies)|deal with|cope|what to do|what should|medicine|ease|soothe|relief|habits|methods|self-help)\b"
        ),
    ),
)

ANAPHORS = [
    "the",
    "disease",
    "this",
    "disease",
    "the",
    "condition",
    "this",
    "condition",
    "this",
    "problem",
    "the",
    "problem",
    "the",
    "illness",
    "this",
    "illness",
    "the",
    "disorder",
    "this",
    "disorder",
    "these",
    "symptoms",
    "the",
    "symptoms",
    "this",
    "symptom",
    "the",
    "symptom",
    "such",
    "symptoms",
    "such",
    "pain",
    "the",
    "pain",
    "this",
    "pain",
    "relapse",
    "recurrence",
    "the",
    "attack",
    "attacks",
]
ANAPHOR = re.compile(
    r"\b(?:(?:the|this|these|such|your|their|its)\s+(?:disease|condition|problem|illness|disorder"
    r"|symptoms?|pain|discomfort|attacks?|phenomenon|situation|ailment|infection|inflammation)"
    r"|relapses?|recurrence|(?:cure|relieve|treat|prevent|ease|alleviate|cause|causes|trigger)\s+it\b|the\s+onset)\b"
)


@dataclass(frozen=True)
class Condition:
    """The condition of a page; `named` finds the places where a text names it."""

    name: str
    named: re.Pattern[str]

    def stands_in(self, lower: str) -> bool:
        """Whether a lower-case text names the condition, or points back to it."""
        return bool(self.named.search(lower) or ANAPHOR.search(lower))


def page_kind(title: str | None) -> Kind:
    """What the items of a page are, as far as its title says: "How to treat X" lists remedies."""
    lower = (title or "").casefold()
    for kind, words in TITLE_KINDS:
        if words.search(lower):
            return kind
    return Kind.OTHER


def find_condition(
    page: CleanPage, sections: Sequence[Section], known: Vocabulary
) -> Condition | None:
    """What the page is about, or None where no title, heading or sentence says."""
    text = page.text.casefold()
    votes: Counter[str] = Counter()
    for weight, line in _lines(page, sections):
        for candidate in _candidates(line, known):
            votes[candidate] += weight
    if not votes:
        return None
    name = max(
        votes, key=lambda candidate: (_score(candidate, votes[candidate], text, known), candidate)
    )
    return Condition(name, _named(name, known))


# A title says more than a heading; the first line stands for a title that is missing.
TITLE_WEIGHT = 6
FIRST_LINE_WEIGHT = 3
HEADING_WEIGHT = 1


def _lines(page: CleanPage, sections: Sequence[Section]) -> Iterable[tuple[int, str]]:
    yield TITLE_WEIGHT, page.title or ""
    for block in page.kept[:1]:
        yield FIRST_LINE_WEIGHT, block.text[:200]
    for section in sections:
        yield HEADING_WEIGHT, section.heading


LONGEST = 5  # words of a condition's name


def _candidates(line: str, known: Vocabulary) -> set[str]:
    lower = " ".join(line.casefold().replace("’", "'").split())
    found = {
        phrase
        for phrase in _phrases(lower)
        if phrase in known.terms["condition"] or singular(phrase) in known.terms["condition"]
    }
    starts = [0, *(match.end() for match in BEFORE.finditer(lower))]
    for start in starts:
        rest = FILLERS.sub("", lower[start:])
        stop = AFTER.search(rest)
        phrase = rest[: stop.start()] if stop else rest
        phrase = phrase.strip(" \"'“”")
        if 0 < len(phrase.split()) <= LONGEST and not QUESTION.match(phrase):
            found.add(phrase)
    return found


def _phrases(lower: str) -> Iterable[str]:
    words = re.findall(r"[\w'-]+", lower)
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            yield " ".join(words[start:end])


DISEASE_WORD = re.compile(
    r"(?:itis|osis|oma|emia|aemia|pathy|algia|cancer|disease|syndrome|cramps?|pain|ulcers?|disorder"
    r"|infection|deficiency|fever|cough|stones?|tumou?rs?|fracture|hernia|allergy|headaches?|aches?"
    r"|insomnia|constipation|diarrh\w+|acne|warts?|cysts?|polyps?|hair loss|bleeding|swelling|failure"
    r"|hepatitis|rhea|uria|plegia|phobia|mania|eczema|herpes|palsy|reflux|depression|anxiety|ness)$"
)
KNOWN_BONUS = 3.0
SHAPE_BONUS = 2.0
MOST_REPEATS = 12  # more repeats say no more


def _score(candidate: str, votes: int, text: str, known: Vocabulary) -> float:
    repeats = min(text.count(candidate), MOST_REPEATS)
    listed = (
        candidate in known.terms["condition"] or singular(candidate) in known.terms["condition"]
    )
    shaped = DISEASE_WORD.search(candidate) is not None
    length = 0.5 * min(len(candidate.split()), 3)
    return votes * 0.5 + repeats * 0.5 + KNOWN_BONUS * listed + SHAPE_BONUS * shaped + length


def _named(name: str, known: Vocabulary) -> re.Pattern[str]:
    preferred = known.synonyms.get(singular(name), known.synonyms.get(name, name))
    same = {variant for variant, target in known.synonyms.items() if target == preferred}
    names = {name, preferred, *same}
    head = name.rsplit(maxsplit=1)[-1]
    if len(name.split()) > 1:
        names.add(head)
    forms = {form for phrase in names for form in (phrase, singular(phrase), folded(phrase))}
    longest_first = sorted(filter(None, forms), key=lambda form: (-len(form), form))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")(?:e?s)?\b")
