"""Sub-headings as mentions: in a section on causes, "Calcium deficiency" is a cause.

Question and filler words are stripped: "Some diseases cause" names the diseases, "Pay attention to
keeping warm" keeping warm; "No massage" names massage, negated.
"""

import re

FILLER_BEFORE = re.compile(
    r"^(?:(?:please|always|usually|also|first|second|finally|firstly|secondly|and|the)\s+"
    r"|(?:you|patients?|people|we|one|it)\s+(?:should|must|can|need to|have to|may)\s+"
    r"|(?:should|must|need to|try to|remember to|be sure to|make sure to|learn to|want to)\s+"
    r"|it is (?:recommended|best|necessary|advisable|important) to\s+"
    r"|(?:pay|paying) (?:more |special |close )?attention to\s+"
    r"|(?:the )?(?:main |common |most common |first |second |third )?"
    r"(?:causes?|reasons?)(?: is| are|:)\s+"
    r"|(?:(?:is |are )?(?:caused|triggered|induced) by|due to|because of|related to)\s+)+"
)
FILLER_AFTER = re.compile(
    r"\s*(?:\b(?:that|which|can|may|will|often|also|easily)\s+){0,3}"
    r"(?<!\bthe )(?<!\ba )\b(?:causes?|leads? to|triggers?(?= \w)|induces?|results? in)\b"
    r"[^.;]{0,60}$"
    r"|\s+(?:is|are)\s+(?:also\s+)?(?:an?|the|one of the)?\s*"
    r"(?:\w+\s+){0,2}(?:causes?|reasons?|factors?|culprits?)\b.{0,60}$"
    r"|\s+(?:is|are)\s+(?:very\s+)?(?:important|necessary|essential|helpful|recommended|a must)$"
)
NEGATED = re.compile(
    r"^(?:no|avoid|avoiding|do not|don't|never|not|cannot|can't|stay away from|keep away from)\s+"
    r"(?:to\s+|have\s+|do\s+|eat(?:ing)?\s+|drink(?:ing)?\s+|take\s+|taking\s+|consume\s+|use\s+)?"
    r"(?:too much\s+)?"
)
NOT_RECOMMENDED = re.compile(
    r"\s+(?:is|are)\s+(?:not recommended|forbidden|prohibited|not allowed|contraindicated)$"
)

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
# "Causes of X", "Treatment of X", where X is the condition.
TOPIC_OF = re.compile(
    r"^(?:the )?(?:\w+ )?(?:causes?|reasons?|treatments?|prevention|preventing|treating|symptoms?"
    r"|types?|hazards?|harms?|methods?|ways|tips|diagnosis|care|nursing|management|measures"
    r"|foods?|medicines?|drugs|relief|help)\b"
)


def item(heading: str) -> tuple[int, int, str | None] | None:
    """Start, end and cue of what a sub-heading names, or None where it names nothing."""
    lower = heading.lower()
    if len(lower) != len(heading):  # a letter whose lower case is longer shifts the offsets
        return None
    lower = lower.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    start, end = _edges(lower, 0, len(lower))
    if TOPIC.search(lower[start:]):
        return None
    filler = FILLER_BEFORE.match(lower[start:end])
    start += filler.end() if filler else 0
    start, cue = _negation(lower, start, end)
    forbidden = NOT_RECOMMENDED.search(lower[start:end])
    if forbidden:
        cue = forbidden.group().strip()
        end = start + forbidden.start()
    after = FILLER_AFTER.search(lower[start:end])
    if after and after.start() > 0:
        end = start + after.start()
    start, end = _edges(lower, start, end)
    return (start, end, cue) if end > start else None


def _negation(lower: str, start: int, end: int) -> tuple[int, str | None]:
    negated = NEGATED.match(lower[start:end])
    if not negated:
        return start, None
    words = negated.group().split()
    size = 1 + (words[:2] in (["do", "not"], ["do", "n't"]))
    size = 3 if words[1:3] == ["away", "from"] else size
    return start + negated.end(), " ".join(words[:size])


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (text[start].isalnum() or text[start] in "(%"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")%"):
        end -= 1
    return start, end


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
