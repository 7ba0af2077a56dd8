"""The kind of a section: from its heading, else from the section around it."""

import re

from pipeline.model.records import Kind

_RULES: tuple[tuple[Kind, str], ...] = (
    (Kind.PREVENTION, r"prevent\w*|avoid\w*|precaution\w*|reduc\w* (?:the|your) risk|protect\w*"),
    (Kind.COMPLICATIONS, r"complications?|dangers?|harm\w*|hazards?|consequences?|sequelae"),
    (Kind.DIAGNOSIS, r"diagnos\w*|tests?|examin\w*|exams?|checks?|identif\w*|detect\w*"),
    (
        Kind.TREATMENT,
        r"treat\w*|cure[ds]?|remed\w+|reliev\w*|therap\w+|deal|manag\w*|medicines?"
        r"|medications?|drugs?|surger\w+|get rid|what (?:should|can) \w+ do|what to do",
    ),
    (Kind.SYMPTOMS, r"symptoms?|signs?|manifest\w*"),
    (
        Kind.CAUSES,
        r"caus\w+|reasons?|why|risk factors?|likely to|triggers?|lead to|leads to|due to"
        r"|etiolog\w+|pathogen\w+",
    ),
    (Kind.DIET, r"diet\w*|foods?|eat\w*|nutrition\w*|recipes?|drinks?"),
    (Kind.OVERVIEW, r"what is|what are|overview|definition|introduction|about|circumstances"),
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{pattern})\b")) for kind, pattern in _RULES)
_ANY = re.compile(r"\b(?:" + "|".join(pattern for _, pattern in _RULES[:7]) + r")\b")


def names_kind(heading: str) -> bool:
    """Whether a lower-case heading names what a section is about."""
    return _ANY.search(heading) is not None


def kind_of_heading(heading: str) -> tuple[Kind, float] | None:
    """The kind that a heading names, with how sure that is, or None."""
    lowered = heading.lower()
    for kind, pattern in _PATTERNS:
        if pattern.search(lowered):
            return kind, 0.9
    return None
