"""What words of a heading say about its section's kind: tables, and one index over all of them.

Each row has a kind, the words by which it is looked up and, for a phrase, the pattern that must
match from that word on. A heading is read once from left to right.
"""

import re
from collections import defaultdict
from typing import NamedTuple

from pipeline.model.records import Kind
from pipeline.segment.kind_phrases import PHRASES, Rule

# What is asked in just these words; it goes before everything else in the heading, since the name
# of a disease may hold any word.
FIRST = (
    Rule(Kind.OVERVIEW, "what", r"what is \(are\)"),
    Rule(Kind.OVERVIEW, "information", r"information about"),
    Rule(
        Kind.OTHER,
        "inherited inheritance prognosis outlook research epidemiology prevalence incidence "
        "statistics references bibliography department cost costs price faq faqs",
    ),
    Rule(
        Kind.OTHER,
        "hereditary contagious infectious",
        r"(?:(?<!, )hereditary|contagious|infectious)\W*$",
    ),
    Rule(Kind.OTHER, "how", r"how (?:many people|common|long|much does)"),
    Rule(Kind.OTHER, "genetic", r"genetic changes"),
    Rule(
        Kind.OTHER,
        "sources literature further",
        r"(?<!\w )(?:sources|literature|further reading)\W*$",
    ),
    Rule(
        Kind.OTHER,
        "will does do can",
        r"(?:will|does|do|can) .{1,40}\b(?:go away|disappear|heal|clear up)\b.{0,12}"
        r"\b(?:by (?:itself|themselves)|(?:its|their) own)",
    ),
    Rule(Kind.OTHER, "life support", r"life expectancy|support groups?"),
    Rule(Kind.OTHER, "recovery", r"recovery (?:time|period)"),
    Rule(
        Kind.COMPLICATIONS,
        "what which left if",
        r"what (?:happens|will happen|would happen|can happen) (?:if|when|without)\b"
        r"|(?:what|which) (?:\w+ ){0,2}(?:can|does|may|might|will|do|could) "
        r"(?!causes?\b|i\b|you\b)\w.{0,40} cause\W*$"
        r"|left untreated|if .{0,20}\b(?:untreated|not treated|ignored)",
    ),
    Rule(Kind.COMPLICATIONS, "lead", r"(?<=can it )lead to"),
    Rule(
        Kind.COMPLICATIONS,
        "must should what why if can",
        r"(?:must|should)(?: not|n['’]t) be (?:missed|ignored|overlooked|neglected|underestimated)"
        r"|what (?:may|might|can) (?:stay|remain)|why it matters|why not wait"
        r"|if (?:you|one) (?:do|does) nothing|can (?:i|you|one) die",
    ),
    Rule(
        Kind.COMPLICATIONS,
        "when",
        r"when (?:to|should|must|do) .{0,12}\b(?:see|call|seek|go|worry|visit|consult|get)\b"
        r"|when .{1,30}\b(?:should|must|has to|have to|needs? to)\b.{0,20}"
        r"\b(?:look|see|check|help|step)\b"
        r"|when (?:it is|it['’]s|is it|does it become) (?:dangerous|serious|urgent|an emergency)",
    ),
    Rule(
        Kind.DIAGNOSIS,
        "how doctor doctors find finding",
        r"find(?:ing)? the cause|how .{0,24}\bdoctors? .{0,12}\b(?:finds?|sees?|knows?|decides?)"
        r"|(?<=the )doctors? (?:will |may |does |do )?(?:asks?|looks?|checks?|examines?|finds?)",
    ),
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
        "etiology aetiology pathogenesis susceptible susceptibility origin origins culprit "
        "culprits inducement inducements induce induces induced inducing mechanism mechanisms "
        "formation transmission transmitted blame high-risk root roots provoke provokes",
    ),
    Rule(
        Kind.CAUSES,
        "lead leads leading due prone likely",
        r"leads? to|leading to|due to|prone to|likely to",
    ),
    Rule(
        Kind.CAUSES,
        "risk sources source ways routes",
        r"risk factors?|(?<=at )risk|(?<=high )risk|(?<=higher )risk|(?<=greater )risk|sources? of"
        r"|(?:ways|routes) of infection",
    ),
    Rule(
        Kind.SYMPTOMS,
        "symptom symptoms sign signs manifestation manifestations manifest manifests manifested "
        "complaint complaints signals clue clues",
    ),
    Rule(Kind.SYMPTOMS, "clinical", r"clinical (?:features?|picture|presentation|characteristics)"),
    Rule(
        Kind.SYMPTOMS,
        "recognising recognizing spotting",
        r"(?:recogni[sz]|spott)ing (?:it|the signs?|an?)\b",
    ),
    Rule(Kind.SYMPTOMS, "red how", r"red flags?|how (?:can|do|to|would)\b.{0,5} recogni[sz]e"),
    Rule(
        Kind.TREATMENT,
        "treat treats treated treating treatment treatments therapy therapies therapeutic "
        "cure cures cured curing curable remedy remedies relieve relieves relieved relieving "
        "relief heal heals healed healing manage managed management managing soothe soothes "
        "soothing ease eases easing alleviate alleviates alleviating alleviation cope coping "
        "handle handling combat solution solutions solve solved solving rehabilitation nursing "
        "prescription prescriptions regulate regulating regulation recuperate recuperation "
        "removal transfusion transfusions calming fix fixes fixing handling nourish nourishing "
        "tonify tonifying self-care self-help aftercare eased over-the-counter prescribe "
        "prescribed",
    ),
    Rule(
        Kind.TREATMENT,
        "medicine medicines drug drugs surgical",
        r"\w+ (?:treatments?|therapy|therapies)",
    ),
    Rule(
        Kind.TREATMENT,
        "surgery surgeries surgical operation operations medication medications medicine medicines "
        "drug drugs",
        thing=True,
    ),
    Rule(
        Kind.TREATMENT,
        "antibiotic antibiotics painkiller painkillers tablet tablets physiotherapy acupuncture "
        "massage exercises ointment ointments",
        item=True,
    ),
    Rule(
        Kind.TREATMENT,
        "deal dealing dealt get getting first emergency home postoperative",
        r"deal(?:ing|t)? with|get(?:ting)? (?:rid|over)|first aid|emergency measures"
        r"|(?:home|postoperative) care",
    ),
    Rule(
        Kind.PREVENTION,
        "prevent prevents prevented preventing prevention preventive preventable avoid avoids "
        "avoided avoiding avoidance precaution precautions protect protects protection "
        "protecting prophylaxis",
    ),
    Rule(
        Kind.PREVENTION,
        "vaccine vaccines vaccination vaccinations vaccinated immunisation immunization",
        item=True,
    ),
    Rule(
        Kind.PREVENTION,
        "reduce reducing reduces lower lowering lowers",
        r"(?:reduc|lower)(?:es|e|ing|s)? (?:the |your |one's |my )?(?:(?:number|frequency) of )?"
        r"(?:risk|chance|relapse|recurrence|attack|flare|episode|outbreak)s?",
    ),
    Rule(
        Kind.PREVENTION,
        "keep keeping ward stay staying let stop stopping won head headed heading",
        r"keep(?:ing)? .{1,30}\b(?:away|at bay|from \w+ing|out|off|well|down)"
        r"|(?:ward|head(?:ed|ing)?) off"
        r"|stay(?:ing)? (?:healthy|safe|out of)|stop(?:ping)? .{1,30}\b(?:before|coming back)"
        r"|let .{1,20}\b(?:come back|return)|won['’]t .{0,20}\b(?:again|come back|return)",
    ),
    Rule(
        Kind.DIAGNOSIS,
        "diagnose diagnoses diagnosed diagnosis diagnostic diagnostics diagnosing test tests "
        "testing examine examined examination examinations exam exams checkup checkups check-up "
        "check-ups identify identified identification detect detects detected detection "
        "distinguish distinguished distinguishing differentiate differentiation screening "
        "recognise recognised recognize recognized recognising recognizing judge judged self-test "
        "measuring measurement inspection inspections imaging",
    ),
    Rule(Kind.DIAGNOSIS, "scan scans x-ray x-rays ultrasound mri biopsy", item=True),
    Rule(
        Kind.DIAGNOSIS,
        "how tell telling",
        r"how to tell|tell(?:ing)? .{1,30}\bapart|how .{1,20}\bcheck\b|how .{1,30}\bconfirmed",
    ),
    Rule(
        Kind.COMPLICATIONS,
        "complication complications danger dangers dangerous harm harms harmful hazard hazards "
        "consequence consequences sequela sequelae serious",
    ),
    Rule(
        Kind.COMPLICATIONS,
        "long-term late turn become effect effects damage risks",
        r"long-term effects|late effects|turn into|become (?:cancer|chronic)"
        r"|effects? (?:on|of .{1,30}\bon)\b|damage\b|risks (?:for|to)\b",
    ),
    Rule(
        Kind.DIET,
        "diet diets dietary food foods eat eating eaten nutrition nutritional recipe recipes drink "
        "drinks drinking menu soup soups taboo taboos meal meals fruit fruits",
        thing=True,
    ),
)

PHRASES_TIER = 2


class Entry(NamedTuple):
    """A rule as it is looked up."""

    tier: int  # 0 for FIRST, 1 for NAMES, PHRASES_TIER for PHRASES
    pattern: "re.Pattern[str] | None"
    rule: Rule


def _index() -> dict[str, tuple[Entry, ...]]:
    index: defaultdict[str, list[Entry]] = defaultdict(list)
    for tier, rules in enumerate((FIRST, NAMES, PHRASES)):
        for rule in rules:
            pattern = re.compile(rf"(?:{rule.phrase})(?!\w)") if rule.phrase else None
            for word in rule.words.split():
                index[word].append(Entry(tier, pattern, rule))
    return {word: tuple(entries) for word, entries in index.items()}


INDEX = _index()

# The words that name a kind by themselves.
NAMING = frozenset(
    word
    for word, entries in INDEX.items()
    if any(entry.tier == 1 and entry.pattern is None for entry in entries)
)
