"""What a title or heading says of what stands under it: "How to treat X" lists remedies."""

import re

from pipeline.model.records import Kind

# The first that matches holds.
TITLE_KINDS = (
    (
        Kind.CAUSES,
        re.compile(
            r"\b(?:causes?|caused|why|reasons?|triggers?|risk factors|culprits?|factors|arises?"
            r"|comes? (?:about|from)|behind|origins?|sets? off|makes? people"
            r"|how .{1,30} develops?)\b"
        ),
    ),
    (
        Kind.PREVENTION,
        re.compile(
            r"\b(?:prevent|prevented|preventing|prevention|avoid|protects?|habits for"
            r"|lasting measures|looking after|rules|everyday life)\b"
        ),
    ),
    (Kind.DIET, re.compile(r"\b(?:eat|diet|foods?|drink|recipes?)\b")),
    (
        Kind.TREATMENT,
        re.compile(
            r"\b(?:treat(?:ed|ing|ments?)?|cured?|relieved?|helps|get rid|remed(?:y|ies)|deal with"
            r"|cope|what to do|what should|medicines?|ease|soothes?|relief|habits|methods"
            r"|self-help|lifestyle|first aid|emergency measures|step by step|help"
            r"|ways? (?:out|to)|doctors? (?:do|can do)|surest way)\b"
        ),
    ),
)


def kind_announced(title: str) -> Kind:
    """What a title or heading says of the items under it: "How to treat X" lists remedies."""
    lower = title.casefold()
    return next((kind for kind, words in TITLE_KINDS if words.search(lower)), Kind.OTHER)
