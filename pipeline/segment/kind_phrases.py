"""Phrases of a heading that say its section's kind where no word names it, and verbs of advice."""

from typing import NamedTuple

from pipeline.model.records import Kind
from pipeline.segment.vocabulary import words


class Rule(NamedTuple):
    """A word or phrase and what it says."""

    kind: Kind
    words: str
    phrase: str = ""
    thing: bool = False  # the name of a thing, which heads a chapter only in a question
    item: bool = False  # such a name that is more often that of an item: "Massage"
    leaning: bool = False  # said of several kinds: the sections around and the text may overrule it


# Phrases that count where no such word stands in the heading.
PHRASES = (
    Rule(Kind.CAUSES, "why"),
    Rule(
        Kind.CAUSES,
        "where how who",
        r"where .{1,20}\b(?:grows?|starts?|begins?) from|how (?:it|you|one) gets? (?:hurt|injured)"
        r"|how .{1,40}\b(?:infects?|enters?)\b|who(?:['’]s| is| has| stole)\b",
    ),
    Rule(
        Kind.CAUSES,
        "who how where what passed caught",
        r"who (?:\w+ ){0,2}(?:gets?|affected|suffers?)|what circumstances"
        r"|how (?:you|i|we|people|one) (?:gets?|got|catch|caught)|where .{1,40}\bcomes? from"
        r"|how (?:do|does|did|can) .{1,30}\b(?:get|catch|contract|passed on|spread)\b"
        r"|how .{1,30}\b(?:spreads?|passed on)\b"
        r"|(?<=be )(?:passed on|caught)"
        r"|how .{1,40}\b(?:happens?|occurs?|develops?|arises?|starts?|forms?|comes? about)"
        r"|what\S* .{0,30}\b(?:behind|responsible)|what .{0,30}\bsets? (?:.{1,30} )?off"
        r"|what .{0,30}\bmakes?\b(?! .{1,40}\b(?:better|easier|different)\b)"
        r"|what .{0,30}\b(?:brings? .{0,12}\b(?:on|about)|goes wrong|has happened|wears? .{1,20})"
        r"|what happens (?:in|inside|to|when)\b|what happens\W*$"
        r"|what(?: is|['’]s) (?:happening|going on|wrong)",
    ),
    Rule(
        Kind.SYMPTOMS,
        "how what hurt",
        r"how .{1,30}\b(?:shows?|feels?|felt|begins?|unfolds?|looks? like|behaves?|appears?)"
        r"|how (?:to|you['’]ll|you will|you) (?:notice|know)"
        r"|what .{1,20}\b(?:sees?|hears?|tells? (?:us|you)|sounds?)\b"
        r"|hurt\W*$|what happens during|how (?:do|can) you tell you\b"
        r"|what .{1,30}\b(?:feels?|looks?|notice)|how (?:do|can|will|would) (?:i|you|we) know\b",
    ),
    Rule(Kind.SYMPTOMS, "appearance precursors", r"appearance\W*$|precursors"),
    Rule(Kind.SYMPTOMS, "do check", r"do (?:i|you) have\b|check (?:if|whether) (?:you|it|your)\b"),
    Rule(
        Kind.SYMPTOMS,
        "presentation performance characteristics features feature course",
        leaning=True,
    ),
    Rule(
        Kind.TREATMENT,
        "what",
        r"what (?:the|your|a) (?:\w+ )?(?:doctor|dentist|clinic|hospital|specialist|surgeon|gp"
        r"|podiatrist|pharmacist|physio)s? (?:does|do|can do|can offer|offers?)"
        r"|what (?:helped|(?:does|do) ?n['’]t help|(?:you|one|parents) (?:may|should|can) do)",
    ),
    Rule(
        Kind.DIAGNOSIS,
        "doctor doctors appointment find which how check investigations look looks reading",
        r"(?<=at the )(?:\w+ )?(?:doctor|appointment)|(?<=ent )doctor|find out|which values"
        r"|how .{1,40}\b(?:found|known|confirm|confirms|seen|graded|find)\b|check yourself"
        r"|investigations|look first|(?<=how to )look\W*$|looks? for\W*$"
        r"|reading (?:your|the) (?:report|results?)",
    ),
    Rule(
        Kind.DIET,
        "alcohol coffee tea milk",
        r"(?:alcohol|coffee|tea|milk)\b.{0,10}(?:allowed|good|bad|harmful)",
    ),
    Rule(
        Kind.COMPLICATIONS,
        "see call get",
        r"(?:see|call|get) .{0,20}\b(?:doctor|gp|help|ambulance|dentist|999|911)\b"
        r".{0,12} (?:if|when)\b",
    ),
    Rule(Kind.COMPLICATIONS, "kill kills fatal deadly"),
    Rule(Kind.COMPLICATIONS, "alert beware wary", r"(?<=be )(?:alert|wary)|beware"),
    Rule(
        Kind.COMPLICATIONS,
        "what problems is",
        r"is (?:it|this) (?:bad|dangerous|harmful|serious)\b"
        r"|what .{0,20}\b(?:go wrong|comes? of|problems)|problems (?:that|it) ",
    ),
    Rule(Kind.PREVENTION, "remind reminds reminder reminders"),
    Rule(
        Kind.PREVENTION,
        "next how before vaccinate",
        r"next (?:time|one|attack|episode|child|pregnancy)|how not to (?:get|catch)|before you go"
        r"|vaccinate|how .{1,20}\bmake .{1,20}\bsafe",
    ),
    Rule(
        Kind.PREVENTION,
        "stay staying fewer never passing so",
        r"stay(?:ing)? .{0,12}\b(?:well|healthy|fresh|away)|fewer (?:\w+ )?\w+|never again"
        r"|(?<=not )passing|so (?:that )?.{1,30}(?:\bnot\b|n['’]t\b|\bnever\b|\bno more\b)",
    ),
    Rule(
        Kind.PREVENTION,
        "how pay attention what don matters points note notes",
        r"how (?:to|do i|do you|can i|can you) keep|pay attention|attention|notes?\b"
        r"|what (?:not to do|should .{1,20}\bnot do)|(?<=and )don'ts",
        leaning=True,
    ),
    Rule(
        Kind.PREVENTION,
        "rule rules habit habits hygiene care everyday maintenance",
        leaning=True,
    ),
    Rule(
        Kind.TREATMENT,
        "what helps help how take need getting when can does things",
        r"what (?!to do for\b)(?:to|should|can|could|must|do|does)\b.{0,40}\b(?:do|take)\b"
        r"|what (?:can be|is|should be) done|what .{0,12}\b(?:helps?|works?)\b"
        r"|what .{1,30} can do|helps? (?:with|against)"
        r"|how to (?:stop|fix|calm|bring|fill|remove|reduce|clear|loosen|fight|improve|get|make"
        r"|lower|raise|increase|boost|control|tame|warm|cool|strengthen|train|use|give)\b"
        r"|how .{1,12}\blook after|getting help|when .{1,30}\b(?:not enough|fails?)"
        r"|help\?|(?<=should i )take|(?<=do i )need"
        r"|can (?:i|you|we|one) do|things (?:you can|to) .{0,12}\b(?:do|try|help)"
        r"|what brings (?:.{1,12} )?relief|what are the (?:methods|ways|options)"
        r"|does .{1,30}\b(?:work|help)\b|what (?:will|would|does|can) (?:the|my|your|a) (?:\w+ )?"
        r"(?:doctor|dentist|clinic|hospital|specialist|surgeon)s? (?:do|offer|prescribe)\b"
        r"|what .{0,20}\b(?:buy|offer|prescribe)\b|when .{1,30}n['’]t (?:enough|help|work)\b",
    ),
    Rule(
        Kind.TREATMENT,
        "rehab physio steroids creams operate program programme maneuver manoeuvre",
        r"rehab|physio|steroids|creams|operate|(?<=the )(?:program(?:me)?|man(?:eu|oeu)ver|"
        r"manoeuvre)\W*$",
    ),
    Rule(
        Kind.TREATMENT,
        "helping getting living tricks removing conditioning lifestyle feet what first methods "
        "ways measures options pharmacy step steps",
        r"first (?:\w+ )?(?:hours|days)|helping yourself|getting through|living with|tricks"
        r"|removing|conditioning|lifestyle|feet\W*$"
        r"|what to do for|methods|ways|measures|options|pharmacy|steps?",
        leaning=True,
    ),
    Rule(
        Kind.OVERVIEW,
        "overview definition introduction classification understanding basics concept "
        "explained meaning anatomy grades grading",
    ),
    Rule(
        Kind.OVERVIEW,
        "kinds types degrees how",
        r"(?:kinds|types|degrees)\W*$|how it works",
    ),
    Rule(Kind.OVERVIEW, "know", r"know about"),
    Rule(Kind.OVERVIEW, "about", leaning=True),
    Rule(
        Kind.OVERVIEW,
        "what types type basic facts glance kinds forms brief short stages",
        r"what (?:is|are|exactly|kind of|sort of)\b|what .{1,24} is\W*$"
        r"|what (?:does|do) .{1,40}\bmean"
        r"|(?:types?|kinds|forms) (?:of|and)|basic knowledge|facts(?: about)?"
        r"|(?<=at a )glance|(?<=in )(?:brief|short)|stages(?: of|\W*$)",
    ),
)

# Verbs with which advice begins: "Wear loose clothes".
ADVICE = words(
    "add air apply ask avoid bathe blink breathe brush build buy calm change check choose "
    "clean compress consume control cool cover cut dab do don't drink dry eat elevate "
    "exercise find gargle get give go have hold improve inhale keep learn let lie lift limit "
    "listen live look loosen lose lower maintain make massage measure moisten move never open "
    "pay plan practise practice press protect put quit raise reduce relax remember remove "
    "replace rest rinse rub see seek shower sip sit sleep slow soak stand start stay stop "
    "strengthen stretch suck supplement swim take talk train travel treat try turn use "
    "ventilate walk warm wash watch wear wrap"
)
