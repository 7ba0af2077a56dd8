"""Headings that name no item themselves, or that deny the items under them."""

import re

# Headings that announce a part of the page and name nothing.
TOPIC = re.compile(
    r"^(?:under what|there (?:is|are)|what|how|why|which|when|who|whom|where|is|are|does|do i|can"
    r"|should|if|in the|at a|part|step|question|chapter|after the|not only|no more|your|our)\b"
    r"|\?$"
    r"|^(?:introduction|overview|summary|conclusion|symptoms?|diagnosis|examinations?|precautions?"
    r"|notes?|tips?|complications?|others?|faq|background|definition|expert (?:advice|tips)"
    r"|warm (?:tips|reminder)|references?|prognosis|outlook"
    r"|(?:the )?(?:main |common |other |possible )?(?:causes?|reasons?|treatments?|prevention"
    r"|preventive measures|treatment (?:methods|principles|options)|diet|risk factors|etiology"
    r"|pathogenesis|mechanism)"
    r"|(?:general|other|common|different|various) "
    r"(?:causes?|reasons?|methods?|measures|treatments?|factors))$"
    r"|\b(?:symptoms|diagnosis|prognosis|manifestations|doctor|medical help|when to|at a glance"
    r"|check-?ups?|examinations?|test|tests|rules|overview|doses?|measures|steps|stages|tricks|conditions|patients)\b"
)
# A heading under which things to leave out stand: "What not to eat".
LEFT_OUT = re.compile(
    r"\b(?:(?:does|do) not (?:help|work)|(?:common |frequent )?(?:mistakes|myths)"
    r"|not (?:to )?(?:eat|do|drink|be eaten|suitable|allowed|suitable)|cannot (?:eat|be eaten)"
    r"|can't (?:eat|be eaten)|should (?:not|avoid|be avoided)|taboos?|forbidden"
    r"|(?:foods?|things|what|drinks|activities|better) (?:is |are )?"
    r"(?:to avoid|best avoided|avoided))\b"
)


def leaves_out(heading: str) -> str | None:
    """The words by which a heading denies the items under it, or None."""
    match = LEFT_OUT.search(heading.lower())
    return match.group() if match else None
