"""Names of conditions that a page has: the candidates for what it is about.

Three kinds: names and complaints that the vocabulary lists, these with a word that the page keeps
adding ("chronic prostatitis", "fever in children"), and what the templates of a title single out
("How to treat X?") where the vocabulary lists no name for it.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.model.records import CleanPage, Section
from pipeline.tag.terms import singular
from pipeline.tag.vocabulary import WORD, Vocabulary, word_classes, word_list

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
# Between the words of one name: "hand, foot and mouth disease".
GAP = re.compile(r",? |\s*[-/]\s*")

# What stands before the condition in a title.
BEFORE = re.compile(
    r"\b(?:(?:causes?|symptoms?|treatments?|prevention|cure|diagnosis|signs?|types?|stages?|hazards?"
    r"|dangers?|harms?|prognosis|classification|manifestations?|methods?|remed(?:y|ies)"
    r"|introduction|overview|etiology|pathogenesis|treating|preventing|curing|relieving|managing"
    r"|case|risk factors?|complications?|knowledge|consequences|care|nursing)"
    r"\s+(?:of|for|to|in|against)"
    r"|treat|cure|prevent|relieve|deal with|cope with|get rid of|manage|ease|avoid|handle|diagnose"
    r"|check for|identify|recogni[sz]e|alleviate|reduce|stop|beat|soothe|fight|improve|overcome"
    r"|live with|living with|suffer(?:ing)? from|have|has|get|causes?|caused|causing|develop"
    r"|eliminate|treated|people with|patients with|understand|understanding|about|is|are|does|do"
    r"|for)\s+(?=\w)"
)
# What stands after it.
AFTER = re.compile(
    r"\s*(?:[?!:;|,.(\u2013\u2014]|\s-\s"
    r"|\b(?:and|be|can|is|are|caused|causes?|in|during|at|when|after|with|symptoms?|treatments?"
    r"|prevention|without|due|do|does|should|will|may|occurs?|come|comes|from|by|treated|cured"
    r"|prevented|happens?|appears?|patients?|for|that|which|who|surgery|medicine|medication|or|on"
    r"|if|through|naturally|quickly|effectively|fast|better|at home|of|to|what|how|why|the"
    r"|diagnosis|prognosis|requires?|needs?|worth|early|recur|relapse|contagious|hereditary"
    r"|serious|harmful|dangerous|cost|different|get|develops?)\b)"
)
FILLERS = re.compile(
    r"^(?:(?:the|a|an|your|my|you|i|have|has|get|some|common|main|best|effective|severe|mild|what"
    r"|how|why|which|these|this|all|early|sudden|frequent|most|possible|different|various|to|of"
    r"|with|if|when|it|can|we|people|s)\s+)+"
)
QUESTION = re.compile(r"^(?:what|how|why|which|when|can|is|are|does|do|should|will|who|where)\b")
LONGEST = 5  # words of a name that a template singles out
# What a name is often followed by that belongs to it: "fever in children".
QUALIFIER = re.compile(
    r" (?:in|of|on|at|after|during|from|with) (?:the |your )?(?:small |young )?[\w-]+"
)
FEW_WORDS = 2  # names so short say nothing if one of their words names none
KEPT = 2  # times that a page adds a word to a name before it may belong to it
REPEATED = 3  # the names that a page repeats most, beside those of its title and headings
IN_TITLE = 2.5  # as many repeats a name in the title is worth when a page has several for one thing
FIRST_CHARS = 300  # of the text below the title: some three sentences


@dataclass
class Name:
    """A name that the page may be about."""

    concept: str  # what its synonyms stand for
    forms: Counter[str] = field(default_factory=Counter)  # as printed, with how often
    places: list[tuple[int, int]] = field(default_factory=list)  # start and end in the text
    in_title: tuple[int, int] | None = None
    complaints: int = 0  # times that the page says it in other words: "wets the bed"
    complains_in_title: bool = False
    base: "Name | None" = None  # the listed name that this one adds a word to
    by_template: bool = False
    printed: str = ""

    @property
    def is_listed(self) -> bool:
        """Whether the vocabulary lists it as it is."""
        return self.base is None and not self.by_template


@dataclass(frozen=True)
class Told:
    """What a page says, in lower case."""

    title: str
    text: str
    headings: tuple[str, ...]
    opening: str  # the first lines below the title


def told_by(page: CleanPage, sections: Sequence[Section]) -> Told:
    """The title, text and headings of a page, folded."""
    title, text = _folded(page.title or ""), _folded(page.text)
    rest = text.removeprefix(title)
    headings = tuple(_folded(section.heading) for section in sections)
    return Told(title, text, headings, rest[:FIRST_CHARS].lstrip())


def _folded(text: str) -> str:
    return text.casefold().replace(APOSTROPHE, "'")


def names_of(told: Told, known: Vocabulary) -> list[Name]:
    """The candidates, in the order in which they were found."""
    found: dict[str, Name] = {}
    for start, end, listed in _listed(told.title, known):
        _note_in_title(found, told.title[start:end], (start, end), listed, known)
    for start, end, listed in _listed(told.text, known):
        _note_in_text(found, told.text[start:end], (start, end), listed, known)
    chosen = _worth_a_look(found, told)
    for name in chosen:
        name.printed = _usual_form(name, told.title)
    longer = [one for name in chosen for one in _with_more_words(name, told, found)]
    return [*chosen, *longer, *_by_templates(told, found, known)]


def concept_of(form: str, known: Vocabulary) -> str:
    """What a printed name stands for: its listed synonym, or itself in the singular."""
    plain = form.replace(", ", " ")
    single = singular(plain)
    return known.concepts.get(plain) or known.concepts.get(single) or single


def _note_in_title(
    found: dict[str, Name], form: str, place: tuple[int, int], listed: str, known: Vocabulary
) -> None:
    if listed in known.complaints:
        name = _name_for(found, known.complaints[listed], known)
        name.complains_in_title = True
        return
    name = _name_for(found, form, known)
    name.in_title = name.in_title or place
    name.forms[form] += 0


def _note_in_text(
    found: dict[str, Name], form: str, place: tuple[int, int], listed: str, known: Vocabulary
) -> None:
    if listed in known.complaints:
        _name_for(found, known.complaints[listed], known).complaints += 1
        return
    name = _name_for(found, form, known)
    name.forms[form] += 1
    name.places.append(place)


def _name_for(found: dict[str, Name], form: str, known: Vocabulary) -> Name:
    concept = concept_of(form, known)
    return found.setdefault(concept, Name(concept))


def _listed(lower: str, known: Vocabulary) -> Iterator[tuple[int, int, str]]:
    """Start, end and listed phrase of the names in a text: the longest at each word."""
    places = [match.span() for match in WORD.finditer(lower)]
    words = [lower[start:end] for start, end in places]
    taken = 0
    for index, word in enumerate(words):
        if index < taken or word not in known.phrases:
            continue
        for phrase in known.phrases[word]:
            stop = index + len(phrase)
            if tuple(words[index:stop]) == phrase and _is_one(lower, places[index:stop]):
                yield places[index][0], places[stop - 1][1], " ".join(phrase)
                taken = stop
                break


def _is_one(lower: str, places: Sequence[tuple[int, int]]) -> bool:
    gaps = itertools.pairwise(places)
    return all(GAP.fullmatch(lower, end, start) for (_, end), (start, _) in gaps)


def _worth_a_look(found: Mapping[str, Name], told: Told) -> list[Name]:
    """The names of title, headings and first lines, and the most repeated ones."""
    by_count = sorted(found.values(), key=lambda name: (-len(name.places), name.concept))
    often = {name.concept for name in by_count[:REPEATED]}
    place = "\n".join((told.opening, *told.headings))
    return [
        name
        for name in found.values()
        if name.in_title
        or name.complains_in_title
        or name.complaints
        or name.concept in often
        or any(form in place for form in name.forms)
    ]


def _usual_form(name: Name, title: str) -> str:
    """How the page prints a name: as in its title, unless it mostly says another word for it."""
    worth = {form: count + IN_TITLE * (form in title) for form, count in name.forms.items()}
    return max(worth, key=lambda form: (worth[form], form), default=name.concept)


def _with_more_words(name: Name, told: Told, found: Mapping[str, Name]) -> Iterator[Name]:
    """The name with a word that the title or the text keeps adding to it."""
    counts: Counter[str] = Counter()
    places = defaultdict(list)
    for start, end in name.places:
        for place in _wider(told.text, start, end):
            counts[told.text[slice(*place)]] += 1
            places[told.text[slice(*place)]].append(place)
    in_title = {}
    if name.in_title:
        in_title = {
            told.title[slice(*place)]: place for place in _wider(told.title, *name.in_title)
        }
    for form in (*counts, *(one for one in in_title if one not in counts)):
        if (counts[form] >= KEPT or form in in_title) and form not in found:
            yield Name(
                concept=name.concept,
                forms=Counter({form: counts[form]}),
                places=places[form],
                in_title=in_title.get(form),
                complaints=name.complaints,
                complains_in_title=name.complains_in_title,
                base=name,
                printed=form,
            )


def _wider(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The place with the word before it, and with what is said behind it."""
    before = text.rfind(" ", 0, max(0, start - 1)) + 1
    before = max(before, text.rfind("\n", 0, start) + 1)
    word = text[before : start - 1]
    if text[start - 1 : start] == " " and WORD.fullmatch(word) and not is_closed(word):
        yield before, end
    behind = QUALIFIER.match(text, end)
    if behind:
        yield start, behind.end()


def is_closed(word: str) -> bool:
    """Whether a word belongs to a closed class of English: articles, prepositions, verbs to be."""
    return any(word in words for words in word_classes().values())


def _by_templates(told: Told, found: Mapping[str, Name], known: Vocabulary) -> Iterator[Name]:
    title = " ".join(told.title.split())
    for phrase in dict.fromkeys(by_template(title)):
        concept = concept_of(phrase, known)
        if concept in found or not _may_name(phrase.split()):
            continue
        whole = re.compile(r"\b" + re.escape(phrase))
        at = title.find(phrase)
        yield Name(
            concept=concept,
            forms=Counter({phrase: 1}),
            places=[match.span() for match in whole.finditer(told.text)],
            in_title=(at, at + len(phrase)),
            by_template=True,
            printed=phrase,
        )


def by_template(lower: str) -> Iterable[str]:
    """What the templates of a title single out."""
    for start in (0, *(match.end() for match in BEFORE.finditer(lower))):
        rest = FILLERS.sub("", lower[start:])
        stop = AFTER.search(rest)
        phrase = (rest[: stop.start()] if stop else rest).strip(" \"'\u201c\u201d.")
        if 0 < len(phrase.split()) <= LONGEST and not QUESTION.match(phrase):
            yield phrase


def _may_name(words: Sequence[str]) -> bool:
    """Whether words can be a name: they don't end in a closed one, nor say "reason" or "child"."""
    if is_closed(words[-1]):
        return False
    return len(words) > FEW_WORDS or not any(word in word_list("no_condition") for word in words)
