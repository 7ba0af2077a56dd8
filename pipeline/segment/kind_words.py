"""What words of a heading say about its section's kind: tables, and one index over all of them.

Each row has a kind, the words by which it is looked up and, for a phrase, the pattern that must
match from that word on. A heading is read once from left to right.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from pipeline.model.records import Kind


class Rule(NamedTuple):
    """A word or phrase and what it says."""

    kind: Kind
    words: str
    phrase: str = ""
    thing: bool = False  # the name of a thing, which heads a chapter only in a question


# Questions that are asked in just these words; they go before everything else in the heading, since
# the name of a disease may hold any word.
FIRST = (
    Rule(Kind.OVERVIEW, "what", r"what is \(are\)"),
    Rule(Kind.OVERVIEW, "information", r"information about"),
    Rule(Kind.OTHER, "inherited inheritance prognosis outlook research"),
    Rule(Kind.OTHER, "how", r"how (?:many people|common)"),
    Rule(Kind.OTHER, "genetic", r"genetic changes"),
    Rule(Kind.OTHER, "life support stages", r"life expectancy|support groups?|stages of"),
)

# Words that name a kind. The first one in the heading counts: "Treatment and prevention".
NAMES = (
    Rule(
        Kind.CAUSES,
        "food foods drink drinks drug drugs medicine medicines medication medications disease "
        "diseases",
        r"\w+ (?:can |may |might )?(?:causes?|triggers?|leads? to)",
    ),
    Rule(
        Kind.CAUSES,
        "cause causes caused causing causation reason reasons factor factors trigger triggers "
        "etiology aetiology pathogenesis susceptible origin origins culprit culprits",
    ),
    Rule(
        Kind.CAUSES,
        "lead leads leading due prone likely",
        r"leads? to|leading to|due to|prone to|likely to",
    ),
    Rule(Kind.CAUSES, "risk at sources source", r"risk factors?|at risk|sources? of"),
    Rule(
        Kind.SYMPTOMS,
        "symptom symptoms sign signs manifestation manifestations manifest manifests",
    ),
    Rule(Kind.SYMPTOMS, "clinical", r"clinical (?:features|picture)"),
    Rule(
        Kind.TREATMENT,
        "treat treats treated treating treatment treatments therapy therapies therapeutic "
        "cure cures cured curing remedy remedies relieve relieves relieved relieving relief "
        "heal heals healed healing manage managed management managing soothe soothes soothing "
        "ease eases easing alleviate alleviates alleviating alleviation cope coping handle "
        "handling combat solution solutions rehabilitation",
    ),
    Rule(
        Kind.TREATMENT,
        "surgery surgeries surgical operation operations medication medications medicine medicines "
        "drug drugs",
        thing=True,
    ),
    Rule(
        Kind.TREATMENT,
        "deal dealing get getting first",
        r"deal(?:ing)? with|get(?:ting)? rid|first aid",
    ),
    Rule(
        Kind.PREVENTION,
        "prevent prevents prevented preventing prevention preventive preventable avoid avoids "
        "avoided avoiding avoidance precaution precautions protect protects protection "
        "protecting prophylaxis",
    ),
    Rule(
        Kind.PREVENTION,
        "reduce reducing reduces lower lowering lowers",
        r"(?:reduc|lower)(?:es|e|ing|s)? (?:the |your |one's |my )?(?:risk|chance)s?",
    ),
    Rule(
        Kind.PREVENTION,
        "keep keeping ward stay staying",
        r"keep(?:ing)? .{1,30}\b(?:away|from (?:coming|returning))|ward off|stay(?:ing)? healthy",
    ),
    Rule(
        Kind.DIAGNOSIS,
        "diagnose diagnoses diagnosed diagnosis diagnostic diagnostics diagnosing test tests "
        "testing examine examined examination examinations exam exams checkup checkups check- "
        "up check-ups identify identified identification detect detects detected detection "
        "distinguish distinguished distinguishing differentiate differentiation screening "
        "recognise recognised recognize recognized recognising recognizing judge judged self- "
        "test",
    ),
    Rule(Kind.DIAGNOSIS, "how tell telling", r"how to tell|tell(?:ing)? .{1,30}\bapart"),
    Rule(
        Kind.COMPLICATIONS,
        "complication complications danger dangers dangerous harm harms harmful hazard "
        "hazards consequence consequences sequela sequelae",
    ),
    Rule(Kind.COMPLICATIONS, "left long-term", r"left untreated|long-term effects"),
    Rule(
        Kind.DIET,
        "diet diets dietary food foods eat eating nutrition nutritional recipe recipes drink "
        "drinks "
        "drinking menu soup soups",
        thing=True,
    ),
)

# Phrases that count where no such word stands in the heading.
PHRASES = (
    Rule(Kind.CAUSES, "why"),
    Rule(
        Kind.CAUSES,
        "who how where what",
        r"who gets|who is affected|where .{1,40}\bcomes? from"
        r"|how .{1,40}\b(?:happens?|occurs?|develops?|arises?|starts?|forms?|comes? about)"
        r"|what .{0,30}\b(?:behind|responsible|makes? .{1,30}\bworse|sets? .{1,30}\boff)",
    ),
    Rule(
        Kind.SYMPTOMS,
        "how what",
        r"how .{1,30}\b(?:shows?|feels?)|what .{1,30}\b(?:feels?|looks?)",
    ),
    Rule(Kind.PREVENTION, "stay", r"stay .{0,12}\b(?:well|healthy)"),
    Rule(
        Kind.TREATMENT,
        "what helps help how",
        r"what (?:to|should|can|could|must|do|does)\b.{0,40}\bdo\b"
        r"|what (?:can be|is) done|what helps"
        r"|what .{1,30} can do|helps? (?:with|against)|how to (?:stop|fix|calm)",
    ),
    Rule(
        Kind.OVERVIEW, "overview definition introduction classification understanding basics about"
    ),
    Rule(
        Kind.OVERVIEW,
        "what types type basic facts",
        r"what (?:is|are|exactly)\b|what does .{1,40}\bmean|types? of|basic knowledge|facts about",
    ),
)

# A question that is asked of anything, from treatment to diet: the text may overrule it.
LEANING = re.compile(r"what to do for\b")


PHRASES_TIER = 2


class Entry(NamedTuple):
    """A rule as it is looked up."""

    tier: int  # 0 for FIRST, 1 for NAMES, PHRASES_TIER for PHRASES
    kind: Kind
    pattern: "re.Pattern[str] | None"
    thing: bool


def _index() -> dict[str, tuple[Entry, ...]]:
    index: defaultdict[str, list[Entry]] = defaultdict(list)
    for tier, rules in enumerate((FIRST, NAMES, PHRASES)):
        for rule in rules:
            pattern = re.compile(rf"(?:{rule.phrase})(?!\w)") if rule.phrase else None
            for word in rule.words.split():
                index[word].append(Entry(tier, rule.kind, pattern, rule.thing))
    return {word: tuple(entries) for word, entries in index.items()}


INDEX = _index()

# The words that name a kind by themselves.
NAMING = frozenset(
    word
    for word, entries in INDEX.items()
    if any(entry.tier == 1 and entry.pattern is None for entry in entries)
)
