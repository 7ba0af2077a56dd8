"""The kind of a section: from its heading, the section around it, the page's title and its text.

A heading that names a kind as a chapter does ("Causes of gout", "How is it treated?") decides.
Below a section with a kind, an item that only contains such a word ("Medicines" under causes, "Eat
less salt" under prevention) takes the kind of that section. Where neither says anything, the text
decides, with the page's title as a hint.
"""

import re
from collections.abc import Mapping, Sequence
from heapq import nlargest
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from pipeline.model.records import Kind
from pipeline.segment import text_kinds
from pipeline.segment.kind_phrases import ADVICE
from pipeline.segment.kind_words import INDEX, NAMING, PHRASES_TIER, Entry
from pipeline.segment.text_kinds import Place
from pipeline.segment.vocabulary import words

STRONG, PHRASE, WEAK, INHERITED = 0.95, 0.85, 0.7, 0.9  # how sure each way is, on the gold pages
TITLE_WEIGHT = 3.0  # log-odds that the page's title adds to the kinds it names
PHRASE_WEIGHT = 2.0  # log-odds that a leaning phrase adds to its kind
NOTHING: Mapping[Kind, float] = MappingProxyType({})
ADVICE_FIRST = MappingProxyType({Kind.TREATMENT: 2.5, Kind.PREVENTION: 1.0})
ADVICE_AFTER = MappingProxyType({Kind.TREATMENT: 1.0, Kind.PREVENTION: 2.5})
HEADING_CHARS = 300  # a longer one says what it says at its beginning
QUESTION_CHARS = 200  # a longer beginning is no question
SURE_ENOUGH = 0.5  # below this share of the odds what is known beside the text decides
LIKELIEST = 0.35  # below this share the text says nothing


_FOOD = words("diet dietary food foods nutrition")
_CARE = frozenset({Kind.TREATMENT, Kind.PREVENTION})
AMONG_OTHERS = Place(first=False, last=False, before=None, seen=frozenset())
Decided = tuple[Kind, float]  # a kind and how sure it is


class Named(NamedTuple):
    """What a heading says: a kind, and whether it says so as the heading of a chapter."""

    kind: Kind
    sure: float
    chapter: bool
    leaning: bool = False
    item: bool = False  # what it names is more often an item than a chapter: "Massage"
    food: bool = False  # it says nothing but food: "Food and drink"


_QUESTION = re.compile(r"(?:how|what|why|which|when|can|is|are|do|does|who|where|should|will) ")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_NEUTRAL = words(
    "a an the of for to in on at by with from and or it its be is are can do does your my "
    "their this that these those common main early typical possible clinical daily general "
    "other more most some usual frequent disease diseases disorder condition patients people "
    "method methods options principles measures tips advice way ways late mild severe first "
    "basic home natural details part section step overall key points analysis explanation "
    "you we i one there folk traditional modern western chinese medical again attack attacks "
    "recurrence recurrences relapse relapses flare flares simple effective quick useful important"
)


def of_heading(heading: str, topic: frozenset[str] = frozenset()) -> Named | None:
    """What a heading says about its section's kind, if anything; `topic` is the page's."""
    lowered = heading[:HEADING_CHARS].lower()
    if INDEX.keys().isdisjoint(_WORD.findall(lowered)):
        return None
    name: tuple[Entry, int, int] | None = None
    phrases: list[tuple[Entry, re.Match[str]]] = []
    for word in _WORD.finditer(lowered):
        for entry in INDEX.get(word.group(), ()):
            if entry.tier == PHRASES_TIER:
                phrases.append((entry, word))
            elif entry.tier == 0 or name is None:  # the first word that names a kind counts
                end = _end_of(entry, lowered, word)
                if end and entry.tier == 0:
                    return Named(entry.rule.kind, STRONG, chapter=True)
                name = (entry, word.start(), end) if end else name
    if name:
        others = _others(lowered, name)
        chapter = _is_chapter(lowered, name, others, topic)
        rule = name[0].rule
        sure = STRONG if chapter else WEAK
        return Named(rule.kind, sure, chapter, item=rule.item, food=_is_food(lowered, others))
    said = [entry.rule for entry, word in phrases if _end_of(entry, lowered, word)]
    if not said:
        return None
    rule = min(said, key=attrgetter("leaning"))  # the first that is sure
    return Named(rule.kind, PHRASE, chapter=not rule.leaning, leaning=rule.leaning)


def _end_of(entry: Entry, heading: str, word: "re.Match[str]") -> int:
    """Where the rule's words end in the heading; 0 where they don't stand there."""
    if entry.pattern is None:
        return word.end()
    found = entry.pattern.match(heading, word.start())
    return found.end() if found else 0


def _is_food(heading: str, others: set[str]) -> bool:
    return others <= NAMING and not _FOOD.isdisjoint(_PLAIN_WORD.findall(heading))


def _others(heading: str, name: tuple[Entry, int, int]) -> set[str]:
    """The words beside those that name the kind, without those that say nothing."""
    _, start, end = name
    return set(_PLAIN_WORD.findall(heading[:start] + " " + heading[end:])) - _NEUTRAL


def _is_chapter(
    heading: str, name: tuple[Entry, int, int], others: set[str], topic: frozenset[str]
) -> bool:
    """Whether the heading is about the kind, rather than an item that contains its word."""
    if _QUESTION.match(heading):
        return True
    entry, *_ = name
    if (entry.rule.thing or entry.rule.item) and topic.isdisjoint(others):
        return False
    return others - topic <= NAMING


def from_heading(named: Named | None, parent: Decided | None) -> Decided | None:
    """The kind that a section's heading or the one around it gives, if either does."""
    if named and named.chapter:
        return named.kind, named.sure
    if named and parent and named.kind is Kind.DIET and named.food and parent[0] in _CARE:
        return Kind.DIET, PHRASE  # "Food and drink" among what is done
    if parent and parent[0] is not Kind.OTHER:
        return parent[0], round(parent[1] * INHERITED, 4)
    return None


Hints = Mapping[Kind, float]  # log-odds known before the text is read


def of_list(
    bodies: Sequence[str], title: frozenset[Kind], hints: Hints, headings: Sequence[str] = ()
) -> Decided:
    """The one kind of like siblings: what the page's title names, else what their texts say."""
    if len(title) == 1:
        return next(iter(title)), WEAK
    weighed = {**hints, **dict.fromkeys(title, TITLE_WEIGHT)}
    return _from_texts(bodies, weighed, AMONG_OTHERS, headings)


def alone(
    bodies: Sequence[str],
    named: Named | None,
    hints: Hints = NOTHING,
    place: Place | None = None,
    headings: Sequence[str] = (),
) -> Decided:
    """The kind of a section by its own heading and text, its place, and what stands below it."""
    if named and not named.leaning:
        return named.kind, named.sure
    weighed = {**hints, named.kind: PHRASE_WEIGHT} if named else hints
    return _from_texts(bodies, weighed, place, headings)


def advice(headings: Sequence[str], *, treated: bool) -> Hints:
    """What headings say that advise: how to treat, and where that was said before, to prevent."""
    advising = sum(heading.split(" ", 1)[0].lower() in ADVICE for heading in headings)
    if advising * 2 <= len(headings):
        return NOTHING
    return ADVICE_AFTER if treated else ADVICE_FIRST


def _from_texts(
    bodies: Sequence[str], hints: Hints, place: Place | None, headings: Sequence[str]
) -> Decided:
    said = [(body, echo_of(body)) for body in bodies]
    kind, share = text_kinds.decide(said, hints, place, headings)
    if share >= SURE_ENOUGH or (not hints and share >= LIKELIEST):
        return kind, round(share, 4)
    if hints:
        first, second = nlargest(2, [*hints.values(), 0.0])
        if first > second:  # what the text leaves open is as the hint says
            return max(hints, key=lambda kind: hints[kind]), SURE_ENOUGH
    return Kind.OTHER, round(1.0 - share, 4)


def is_question(heading: str) -> bool:
    """Whether a heading asks something."""
    return heading.endswith("?") or _QUESTION.match(heading.lower()) is not None


def echo_of(text: str) -> Kind | None:
    """The kind of the question with which a text begins, if it does."""
    sentences = text_kinds.sentences_of(text[:QUESTION_CHARS])
    if len(sentences) < 2 or not sentences[0].endswith("?"):  # noqa: PLR2004
        return None
    named = of_heading(sentences[0])
    return named.kind if named else None


def of_title(title: str) -> frozenset[Kind]:
    """The kinds that a page's title names; food counts only where nothing else is named."""
    lowered = title.lower()
    named: tuple[set[Kind], set[Kind]] = (set(), set())
    for word in _WORD.finditer(lowered):
        for entry in INDEX.get(word.group(), ()):
            if (
                entry.tier
                and entry.rule.kind is not Kind.OVERVIEW
                and _end_of(entry, lowered, word)
            ):
                named[entry.tier - 1].add(entry.rule.kind)
    names, phrases = named
    return frozenset(names - {Kind.DIET} or phrases or names)


def of_label(label: str) -> Named | None:
    """What the word of a marker says: "Cause #1:" counts causes."""
    entry = next((entry for entry in INDEX.get(label, ()) if entry.tier == 1), None)
    return Named(entry.rule.kind, WEAK, chapter=False) if entry and not entry.pattern else None
