"""The kind of a section: from its heading, the section around it, the page's title and its text.

A heading that names a kind as a chapter does ("Causes of gout", "How is it treated?") decides.
Below a section with a kind, an item that only contains such a word ("Medicines" under causes, "Eat
less salt" under prevention) takes the kind of that section. Where neither says anything, the text
decides, with the page's title as a hint.
"""

import re
from functools import cache
from typing import NamedTuple

from pipeline.model.records import Kind
from pipeline.segment import text_kinds

# Words that name a kind. In a heading the first one counts: "Treatment and prevention".
WORDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.CAUSES,
        r"caus(?:e|es|ed|ing|ation)|reasons?|risk factors?|factors|triggers?|a?etiology"
        r"|pathogenesis|leads? to|leading to|due to|at risk|likely to|prone to|susceptible"
        r"|origins?|culprits?|sources? of",
    ),
    (
        Kind.SYMPTOMS,
        r"symptoms?|signs?|manifestations?|manifests?|clinical (?:features|picture)"
        r"|what .{0,20}feels? like",
    ),
    (
        Kind.TREATMENT,
        r"treat(?:s|ed|ing|ments?)?|therap(?:y|ies|eutic)|cur(?:e|es|ed|ing)|remed(?:y|ies)"
        r"|reliev(?:e|es|ed|ing)|relief|heal(?:s|ed|ing)?|manag(?:e|ed|ement|ing)|deal(?:ing)? with"
        r"|get(?:ting)? rid|surger(?:y|ies)|surgical|operations?|medications?|medicines?|drugs?"
        r"|first aid|sooth(?:e|es|ing)|eas(?:e|es|ing)|alleviat(?:e|es|ing|ion)|cop(?:e|ing)"
        r"|handl(?:e|ing)|combat|solutions?|rehabilitation",
    ),
    (
        Kind.PREVENTION,
        r"prevent(?:s|ed|ing|ion|ive|able)?|avoid(?:s|ed|ing|ance)?|precautions?|protect(?:s|ion|ing)?"
        r"|(?:reduc|lower)(?:e|es|ing|s)? (?:the|your|one's|my)? ?(?:risk|chance)s?|keep .{1,30}away"
        r"|prophylaxis|ward off|stay(?:ing)? healthy",
    ),
    (
        Kind.DIAGNOSIS,
        r"diagnos(?:e|es|ed|is|tic|tics|ing)|tests?|testing|examin(?:e|ed|ations?)|exams?"
        r"|check-?ups?|identif(?:y|ied|ication)|detect(?:s|ed|ion)?|how to tell|tell(?:ing)? .{1,20}apart"
        r"|distinguish(?:ed|ing)?|differentiat(?:e|ion)|screening|recogni[sz](?:e|ed|ing)|judged?"
        r"|self-test",
    ),
    (
        Kind.COMPLICATIONS,
        r"complications?|dangers?|dangerous|harm(?:s|ful)?|hazards?|consequences?|sequelae?"
        r"|left untreated|long-term effects",
    ),
    (
        Kind.DIET,
        r"diet(?:s|ary)?|foods?|eat(?:ing)?|nutrition(?:al)?|recipes?|drink(?:s|ing)?|menu|soups?",
    ),
)
# Phrases that only lean to a kind; the text may overrule them.
PHRASES: tuple[tuple[Kind, str], ...] = (
    (
        Kind.CAUSES,
        r"why\b|who gets|who is affected|how (?:does|do|did) .{1,40}(?:happen|occur|develop|arise|start)"
        r"|where .{1,40}come from|what .{1,30}(?:behind|responsible)",
    ),
    (
        Kind.TREATMENT,
        r"what (?:to|should|can|could|must|do)\b.{0,30}\bdo\b|what (?:can be|is) done|what helps"
        r"|helps? (?:with|against)|when to see a doctor|how to (?:stop|fix|calm)",
    ),
    (
        Kind.OVERVIEW,
        r"what (?:is|are|exactly)\b|overview|definition|introduction|what does .{1,40}mean|types? of"
        r"|classification|understanding|basics|basic knowledge|facts about|about",
    ),
)
# Questions in which the name of a disease may hold any of the words above.
FIRST: tuple[tuple[Kind, str], ...] = (
    (Kind.OVERVIEW, r"what is \(are\)|information about"),
    (
        Kind.OTHER,
        r"inherited\b|inheritance|how many people|how common|genetic changes|\bresearch\b|outlook\b"
        r"|prognosis|life expectancy|support groups?|stages of",
    ),
)

STRONG, WEAK, LEANING, INHERITED = 0.95, 0.7, 0.5, 0.9  # how sure each way is, on the gold pages
CHAPTER_WORDS = 2  # a heading with more words beside kind, topic and function words is an item
TITLE_WEIGHT = 1.5  # log-odds that the page's title adds to the kind it names
PHRASE_WEIGHT = 2.0  # log-odds that a leaning phrase adds to its kind
QUESTION_CHARS = 200  # a longer beginning is no question
SURE_ENOUGH = 0.5  # below this share of the odds the text says nothing


class Named(NamedTuple):
    """What a heading says: a kind, and whether it says so as the heading of a chapter."""

    kind: Kind
    chapter: bool
    leaning: bool = False


def _union(rules: tuple[tuple[Kind, str], ...]) -> "re.Pattern[str]":
    return re.compile("|".join(rf"(?P<{kind.name}>(?<!\w)(?:{words})(?!\w))" for kind, words in rules))


_WORDS = _union(WORDS)
_PHRASES = _union(PHRASES)
_FIRST = _union(FIRST)
_QUESTION = re.compile(r"(?:how|what|why|which|when|can|is|are|do|does|who|where|should|will)\b")
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_NEUTRAL = frozenset(
    (
        "a an the of for to in on at by with from and or it its be is are can do does your my "
        "their this that these those common main early typical possible clinical daily general "
        "other more most some usual frequent disease diseases disorder condition patients people "
        "method methods options principles measures tips advice way ways late mild severe first "
        "basic home natural details part section step overall key points analysis explanation "
        "you we i one there"
    ).split()
)


def names_kind(heading: str) -> bool:
    """Whether a lower-case heading has a word that names a kind."""
    return _WORDS.search(heading) is not None


@cache
def _kind(name: str) -> Kind:
    return Kind[name]


def of_heading(heading: str, topic: frozenset[str] = frozenset()) -> Named | None:
    """What a heading says about its section's kind, if anything; `topic` is the page's."""
    lowered = heading.lower()
    first = _FIRST.search(lowered)
    if first:
        return Named(_kind(first.lastgroup or ""), chapter=True)
    found = _WORDS.search(lowered)
    if found:
        return Named(_kind(found.lastgroup or ""), _is_chapter(lowered, found, topic))
    phrase = _PHRASES.search(lowered)
    if phrase:
        return Named(_kind(phrase.lastgroup or ""), chapter=False, leaning=True)
    return None


def _is_chapter(heading: str, found: "re.Match[str]", topic: frozenset[str]) -> bool:
    """Whether the heading is about the kind, rather than an item that contains its word."""
    if _QUESTION.match(heading):
        return True
    outside = heading[: found.start()] + " " + heading[found.end() :]
    words = [word for word in _PLAIN_WORD.findall(outside) if word not in _NEUTRAL]
    others = [word for word in words if word not in topic and not _WORDS.fullmatch(word)]
    if found.lastgroup == Kind.DIET.name and not any(word in topic for word in words):
        return False
    return not others


def decide(
    heading: str,
    body: str,
    parent: tuple[Kind, float] | None,
    title: Kind | None,
    topic: frozenset[str],
) -> tuple[Kind, float]:
    """The kind of a section and how sure it is."""
    named = of_heading(heading, topic)
    if named and named.chapter and not named.leaning:
        return named.kind, STRONG
    if parent and parent[0] not in (Kind.OTHER, Kind.OVERVIEW):
        return parent[0], round(parent[1] * INHERITED, 4)
    if named and not named.leaning:
        return named.kind, WEAK
    return _from_text(body, named, title)


def _from_text(body: str, named: Named | None, title: Kind | None) -> tuple[Kind, float]:
    hints: dict[Kind, float] = {}
    if title:
        hints[title] = TITLE_WEIGHT
    if named:
        hints[named.kind] = hints.get(named.kind, 0.0) + PHRASE_WEIGHT
    kind, share = text_kinds.decide(body, hints, echo_of(body))
    if share >= SURE_ENOUGH:
        return kind, round(share, 4)
    return (named.kind, LEANING) if named else (Kind.OTHER, round(1.0 - share, 4))


def echo_of(text: str) -> Kind | None:
    """The kind of the question with which a text begins, if it does."""
    sentences = text_kinds.sentences_of(text[:QUESTION_CHARS])
    if len(sentences) < 2 or not sentences[0].endswith("?"):  # noqa: PLR2004
        return None
    named = of_heading(sentences[0])
    return named.kind if named else None


def of_title(title: str) -> Kind | None:
    """The one kind that a page's title names; none where it names several."""
    kinds = {match.lastgroup for match in _WORDS.finditer(title.lower())}
    return _kind(kinds.pop() or "") if len(kinds) == 1 else None
