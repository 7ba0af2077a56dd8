"""Terms: one name for phrases that differ only in case, inflection, determiners or a synonym."""

import re
from collections.abc import Mapping

from pipeline.tag.vocabulary import word_list

ARTICLES = re.compile(r"^(?:the|a|an|your|their|his|her|my|our|its|this|these|that|those|some)\s+")
# Plurals that end in s without being plural, or that change otherwise.
UNCHANGED = re.compile(
    r"(?:ss|us|is|itis|osis|ness|asis|ous|diabetes|rabies|herpes|measles|mumps)$"
)
IRREGULAR = {"feet": "foot", "teeth": "tooth", "children": "child", "women": "woman", "men": "man"}
ES_PLURALS = ("ches", "shes", "xes", "sses", "zes", "goes", "roes", "choes")
SHORTEST_PLURAL = 4  # "gas", "is": shorter words keep their s


def singular(phrase: str) -> str:
    """The phrase with its last word in the singular."""
    head, space, last = phrase.rpartition(" ")
    return head + space + _singular_word(last)


def _singular_word(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < SHORTEST_PLURAL or not word.endswith("s") or UNCHANGED.search(word):
        return word
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(ES_PLURALS) and not word.endswith(("shoes", "toes")):
        return word[:-2]
    if word.endswith(("potatoes", "tomatoes")):
        return word[:-2]
    return word[:-1]


def folded(phrase: str) -> str:
    """The phrase without case, article and inflection."""
    return _forms(phrase)[-1]


def term_of(phrase: str, synonyms: Mapping[str, str]) -> tuple[str, str]:
    """The folded phrase, and the term that stands for it: its listed synonym, if any."""
    forms = _forms(phrase)
    listed = next((synonyms[form] for form in forms if form in synonyms), None)
    return forms[-1], listed or forms[-1]


def _forms(phrase: str) -> tuple[str, str, str]:
    """The phrase in lower case, without article, and without inflection."""
    lower = " ".join(phrase.casefold().split()).strip(" .,;:!?\"'“”")
    bare = ARTICLES.sub("", lower) or lower
    first, space, rest = bare.partition(" ")
    return lower, bare, singular(_base_form(first) + space + rest)


VOWELS = frozenset("aeiou")
KEEPS = word_list("gerunds_that_keep")
DROPPED_E = word_list("gerunds_without_e")
DOUBLED = re.compile(r"([bdgklmnprt])\1$")
# Spelling tells for most verbs whether an e was dropped: "leaving", "sharing", "shaking", "using",
# against "drinking", "soaking", "wearing".
SILENT_E = re.compile(
    r"(?:[vcu]|[^z]z|[bcdfgkptz]l|dg|[aiou]g|[aeiou]s|[^aeiou][aiou]k|[^aeiou][au]r|[^aeiou][au]t"
    r"|[^aeiou]al)$"
)


def _base_form(word: str) -> str:
    """The verb of a gerund at the start of a phrase: "keeping warm" says "keep warm"."""
    stem = word.removesuffix("ing")
    if stem == word or len(stem) < 3 or not VOWELS & set(stem):  # noqa: PLR2004  "ring", "string"
        return word
    if stem in KEEPS:
        return stem
    if DOUBLED.search(stem) and not stem.endswith("ll"):
        return stem[:-1]
    return stem + "e" if stem in DROPPED_E or SILENT_E.search(stem) else stem
