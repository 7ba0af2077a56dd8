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
    r"|(?:the )?(?:main |common |most common |first |second |third )?(?:causes?|reasons?) (?:is|are)\s+"
    r"|(?:(?:is |are )?(?:caused|triggered|induced) by|due to|because of|related to)\s+)+"
)
FILLER_AFTER = re.compile(
    r"\s*(?:\b(?:can|may|will|often|also|easily)\s+){0,3}\b(?:causes?|leads? to|triggers?|induces?|results? in)\b[^.;]{0,60}$"
    r"|\s+(?:is|are)\s+(?:also\s+)?(?:an?|the|one of the)?\s*(?:\w+\s+){0,2}(?:causes?|reasons?|factors?|culprits?)\b.{0,60}$"
    r"|\s+(?:is|are)\s+(?:very\s+)?(?:important|necessary|essential|helpful|recommended|a must)$"
)
NEGATED = re.compile(
    r"^(?:no|avoid|avoiding|do not|don't|don’t|never|not|cannot|can't|stop|without)\s+(?:to\s+)?(?:have\s+|do\s+)?"
)
NOT_RECOMMENDED = re.compile(
    r"\s+(?:is|are)\s+(?:not recommended|forbidden|prohibited|not allowed|contraindicated)$"
)

# Headings that announce a part of the page and name nothing.
TOPIC = re.compile(
    r"^(?:under what|there (?:is|are)|what|how|why|which|when|who|whom|where|is|are|does|do i|can i|should)\b"
    r"|\?$"
    r"|^(?:introduction|overview|summary|conclusion|symptoms?|diagnosis|examination|precautions?|notes?"
    r"|tips?|complications?|others?|faq|background|definition|expert (?:advice|tips)|warm (?:tips|reminder)"
    r"|references?|prognosis|outlook|(?:the )?(?:main |common |other |possible )?(?:causes?|reasons?"
    r"|treatments?|prevention|preventive measures|treatment (?:methods|principles|options)|diet|risk factors|etiology|pathogenesis|mechanism))$"
    r"|\b(?:symptoms|diagnosis|prognosis|manifestations|see a doctor|medical help|when to)\b"
)
# "Causes of X", "Treatment of X", "Preventing X": the rest is the condition.
TOPIC_OF = re.compile(
    r"^(?:the )?(?:\w+ )?(?:causes?|reasons?|treatments?|prevention|preventing|treating|symptoms?|types?|hazards?|harms?|methods?|ways|tips|diagnosis|care|nursing|management|measures)\b(?: \w+){0,2} (?:of|for|to|against|in)\b"
)
SUB_TOPIC = re.compile(
    r"^(?:general|other|common|different|various) (?:causes?|reasons?|methods?|measures|treatments?|factors)$"
)


def item(heading: str) -> tuple[int, int, str | None] | None:
    """Start, end and cue of what a sub-heading names, or None where it names nothing."""
    lower = heading.casefold().replace("’", "'")
    if len(lower) != len(heading):  # a letter whose folding changes the length shifts offsets
        lower = heading.lower() if len(heading.lower()) == len(heading) else heading
    start, end = _edges(lower, 0, len(lower))
    bare = lower[start:end]
    if TOPIC.search(bare) or TOPIC_OF.search(bare) or SUB_TOPIC.search(bare):
        return None
    start = _after(FILLER_BEFORE, lower, start, end)
    cue = None
    negated = NEGATED.match(lower[start:end])
    if negated:
        cue = negated.group().strip()
        start += negated.end()
    forbidden = NOT_RECOMMENDED.search(lower[start:end])
    if forbidden:
        cue = forbidden.group().strip()
        end = start + forbidden.start()
    after = FILLER_AFTER.search(lower[start:end])
    if after and after.start() > 0:
        end = start + after.start()
    start, end = _edges(lower, start, end)
    return (start, end, cue) if end > start else None


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not (text[start].isalnum() or text[start] in "(%"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")%"):
        end -= 1
    return start, end


def _after(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text[start:end])
    return start + match.end() if match else start
