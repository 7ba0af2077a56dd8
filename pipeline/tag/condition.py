"""What a page is about: the condition, in the page's words, and how later sentences name it.

Candidates are the listed conditions in the title, the first sentences and the headings. Where the
title holds none, templates tell which of its words name the condition ("How to treat X?", "What
causes X", "X: symptoms and treatment"). The candidate that the page names most is the condition.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.records import CleanPage, Kind, Section
from pipeline.tag.terms import singular
from pipeline.tag.vocabulary import Vocabulary, word_classes, word_list

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"

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
# Last words that show a phrase to be a condition though no vocabulary lists it.
DISEASE_WORD = re.compile(
    r"(?:itis|osis|oma|emia|aemia|pathy|algia|cancer|disease|syndrome|cramps?|pain|ulcers?|disorder"
    r"|infection|deficiency|fever|cough|stones?|tumou?rs?|fracture|hernia|allergy|headaches?"
    r"|aches?|insomnia|constipation|diarrh\w+|acne|warts?|cysts?|polyps?|hair loss|bleeding"
    r"|swelling|failure|rhea|uria|plegia|phobia|mania|eczema|herpes|palsy|reflux|depression"
    r"|anxiety|sprains?)$"
)

# What a title or heading says of what stands under it; the first that matches holds.
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

# Words that point back to the condition.
ANAPHOR = re.compile(
    r"\b(?:(?:the|this|these|such|your|their|its)\s+(?:disease|condition|problem|illness|disorder"
    r"|symptoms?|pain|discomfort|attacks?|phenomenon|situation|ailment|infection|inflammation)"
    r"|(?:their|its)\s+(?:growth|formation|development|appearance)"
    r"|relapses?|recurrence|(?:the\s+)?onset|attacks?"
    r"|(?:cure|relieve|treat|prevent|ease|alleviate|causes?|trigger|makes?|behind)\s+(?:it|them))\b"
)

COMPLAINT = re.compile(
    r"\b(?:pain|itching|swelling|symptoms?|inflammation|discomfort|fever|nausea|cramps?|spasms?"
    r"|bleeding|cough|stiffness|complaints|soreness|congestion)\b"
)

# A sentence that starts so speaks of the condition.
POINTER = re.compile(r"^(?:it|they|this|these|most cases|many cases|some cases)\b.{0,40}$")

# Words before a name that say how bad or when it is, not which one.
VAGUE = word_list("vague")
# A title says more than the first line, and that more than a heading.
TITLE_WEIGHT = 6
FIRST_LINE_WEIGHT = 2
HEADING_WEIGHT = 1
LONGEST = 5  # words of a condition's name
FIRST_CHARS = 300  # of the first lines: some three sentences
KNOWN_BONUS = 3.0  # as much as six repeats
SHAPE_BONUS = 2.0
VOTE = 0.5  # what a vote, a repeat and a word of the name add
MOST_REPEATS = 12  # more repeats say no more
OFTEN = 3  # times that a page has a name of its title that no vocabulary lists
REPEATED = 2  # times that a page without a better sign has the name of its condition
MOST_WORDS = 3  # longer names are not more exact


@dataclass(frozen=True)
class Condition:
    """The condition of a page; its patterns find the places where a text names it."""

    name: str
    named: re.Pattern[str]  # by any of its names, or its last word: "cramps"
    full: re.Pattern[str]  # by its names alone

    def is_helped_in(self, lower: str) -> bool:
        """Whether a text names the condition or a complaint that a remedy relieves."""
        return self.stands_in(lower) or COMPLAINT.search(lower) is not None

    def stands_in(self, lower: str) -> bool:
        """Whether a lower-case text names the condition, or points back to it."""
        found = self.named.search(lower) or ANAPHOR.search(lower) or POINTER.search(lower)
        return found is not None


def kind_announced(title: str) -> Kind:
    """What a title or heading says of the items under it: "How to treat X" lists remedies."""
    lower = title.casefold()
    return next((kind for kind, words in TITLE_KINDS if words.search(lower)), Kind.OTHER)


def find_condition(
    page: CleanPage, sections: Sequence[Section], known: Vocabulary
) -> Condition | None:
    """What the page is about, or None where no title or heading says and no name is repeated.

    A listed condition in the title decides; the rest of the page only chooses between several.
    """
    text = page.text.casefold().replace(APOSTROPHE, "'")
    named = _named_by_title((page.title or "").casefold(), text, known)
    votes: Counter[str] = Counter()
    for weight, line in _lines(page, sections):
        for candidate in _candidates(line, known, listed_only=weight < TITLE_WEIGHT):
            if not named or candidate in named:
                votes[candidate] += weight
    if not votes:
        phrases = Counter(_listed_phrases(text, known))
        votes.update({one: times for one, times in phrases.items() if times >= REPEATED})
    if not votes:
        return None
    score = {one: _score(one, votes[one], text, known) for one in votes}
    best = max(votes, key=lambda one: (score[one], one))
    best = _by_text(best, text, known)
    title = (page.title or "").casefold().replace(APOSTROPHE, "'")
    best = _before_bracket(best, title)
    best = _with_kind(_with_qualifier(best, title, text), title, text)
    best = _of_whom(_with_usual_word(best, title, text, known), title, text)
    best = _as_printed(_usual_number(best, text), title, text)
    return condition_named(best, known)


RARE = (
    2  # times that a page has a name; one that it has no oftener may be only a guess in its title
)
RARE_SHARE = 3  # times as often as such a name stands another that the page is really about


def _by_text(name: str, text: str, known: Vocabulary) -> str:
    """The name, or a listed one that the page has far oftener: "White patches: is it vitiligo?"."""
    count = text.replace(",", "").count(name)
    if count > (RARE if is_listed(name, known) or _is_telling(name) else OFTEN):
        return name
    phrases = Counter(_listed_phrases(text, known))
    whole = Counter({one: times for one, times in phrases.items() if not _is_part(one, phrases)})
    other, times = max(whole.items(), key=lambda row: (row[1], row[0]), default=(name, 0))
    least = 1 if not is_listed(name, known) and not _is_telling(name) else count * RARE_SHARE
    return other if times > max(least, RARE) and other not in name else name


def _is_part(name: str, phrases: Mapping[str, int]) -> bool:
    """Whether a name mostly stands inside a longer one: "fever" in "dengue fever"."""
    longer = sum(times for other, times in phrases.items() if other != name and name in other)
    return longer * 2 > phrases[name]


def _with_kind(name: str, title: str, text: str) -> str:
    """The name with the word before it in the title, where the page keeps it: "dry cough"."""
    match = re.search(r"([\w'-]+) " + re.escape(name), title)
    if match is None or _is_closed(match[1]) or match[1] in VAGUE:
        return name
    alone = match.start() == 0 and not re.match(r"\s*[\w(]", title[match.end() :])
    return match.group() if alone or text.count(match.group()) > 1 else name


def _of_whom(name: str, title: str, text: str) -> str:
    """The name with whose it is where the title is about a child: "fever in children"."""
    whose = re.escape(name) + r" in (?:small |young )?(?:children|babies|infants)\b"
    found = re.search(whose, text)
    kept = found is not None and text.count(found.group()) > 1
    return found.group() if found and kept and CHILD.search(title) else name


def _as_printed(name: str, title: str, text: str) -> str:
    """The name with the commas that the page prints: "hand, foot and mouth disease"."""
    if "," in name or name in title or name in text:
        return name
    found = re.search(r",? ".join(map(re.escape, name.split())), f"{title}\n{text}")
    return found.group() if found else name


def _before_bracket(name: str, title: str) -> str:
    """The plain name before the technical one: "underactive thyroid (hypothyroidism)"."""
    match = re.match(r"((?:[\w'-]+ ){1,3})\(" + re.escape(name) + r"\)", title)
    words = match[1].split() if match else ["a"]
    return name if _is_closed(words[0]) or _is_closed(words[-1]) else " ".join(words)


def _is_closed(word: str) -> bool:
    return any(word in words for words in word_classes().values())


# Kinds of conditions rather than conditions: the word before them says which.
GENERIC_NAMES = re.compile(
    r"(?:allergy|pain|cramps?|spasms?|infection|disease|deficiency|disorder|stones?|cysts?"
    r"|fracture|swelling|bleeding|inflammation|tumou?r|polyps?|ulcers?|cancer|sprain)$"
)
CHILD = re.compile(r"\b(?:child|children|baby|babies|infant|toddler|kid)(?:s|'s)?\b")
USUAL_SHARE = 0.3  # of the places of a one-word name that have the same word before it
USUAL = 2  # such places at least
LONGER_SHARE = 0.35  # of the places of a name that belong to a longer listed one


def _with_usual_word(name: str, title: str, text: str, known: Vocabulary) -> str:
    """The name as the page mostly has it, if longer: "cluster headache", "cat allergy"."""
    whole = re.compile(r"\b" + re.escape(name) + r"\b")
    longer = [one for one in known.terms["condition"] if name in one and one != name]
    counted = ((text.count(one), one) for one in longer if whole.search(one))
    times, best = max(counted, default=(0, name))
    if times >= max(USUAL, LONGER_SHARE * text.count(name)):
        return best
    if " " in name or (is_listed(name, known) and not GENERIC_NAMES.match(name)):
        return name
    pairs = re.findall(r"\b([a-z][a-z'-]*) " + re.escape(name) + r"\b", text)
    before = Counter(word for word in pairs if not _is_closed(word) and word not in VAGUE)
    word, count = max(before.items(), key=lambda row: row[1], default=("", 0))
    if word in title or not is_listed(name, known):
        return f"{word} {name}".strip()
    often = count >= max(USUAL, USUAL_SHARE * text.count(name))
    return f"{word} {name}" if often else name


def _usual_number(name: str, text: str) -> str:
    """The name in the number in which the page has it most: "nosebleeds" for "a nosebleed"."""
    single = singular(name)
    plural = name if single != name else name + "s"
    several = text.count(plural)
    rest = text.count(single) - several
    return plural if several > rest else single if rest > several * RARE else name


def _named_by_title(title: str, text: str, known: Vocabulary) -> set[str]:
    """The listed names in the title, else the names in it that the page repeats."""
    found = _candidates(title, known)
    listed = {one for one in found if is_listed(one, known)}
    if not listed and title in found:
        return {title}  # nothing but a name
    return listed or {one for one in found if text.count(one) >= OFTEN and _is_telling(one)}


def _is_telling(name: str) -> bool:
    """Whether a name that no vocabulary lists can be trusted: one plain word can't."""
    return " " in name or "-" in name or DISEASE_WORD.search(name) is not None


QUALIFIER = r"\s+(?:in|on|of|at|after|during)\s+(?:the\s+|your\s+)?[\w-]+"
QUALIFIED = 2  # times that a page says "acne on the forehead" beside its title


def _with_qualifier(name: str, title: str, text: str) -> str:
    """The name with what the title adds to it, where the page keeps adding it."""
    match = re.search(re.escape(name) + QUALIFIER, title)
    if match and text.count(match.group()) > QUALIFIED:
        return match.group()
    return name


def condition_named(name: str, known: Vocabulary) -> Condition:
    """The condition of this name with the names that the vocabulary takes for the same."""
    preferred = known.synonyms.get(singular(name), known.synonyms.get(name, name))
    same = {variant for variant, target in known.synonyms.items() if target == preferred}
    names = {name, preferred, *same}
    head = name.rsplit(maxsplit=1)[-1]
    bare = re.sub(QUALIFIER + "$", "", name)
    names.add(bare)
    head = bare.split()[-1]
    telling = DISEASE_WORD.search(head) or is_listed(head, known)
    return Condition(name, _any_of({*names, head} if telling else names), _any_of(names))


def _any_of(names: set[str]) -> re.Pattern[str]:
    forms = {form for phrase in names for form in (phrase, singular(phrase))}
    longest_first = sorted(filter(None, forms), key=lambda form: (-len(form), form))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")(?:e?s)?\b")


def is_listed(phrase: str, known: Vocabulary) -> bool:
    """Whether the vocabulary lists the phrase as a condition, in singular or plural."""
    return phrase in known.conditions


def _lines(page: CleanPage, sections: Sequence[Section]) -> Iterable[tuple[int, str]]:
    yield TITLE_WEIGHT, page.title or ""
    opening = "\n".join(block.text for block in page.kept[:3])[:FIRST_CHARS]
    for line in opening.split("\n"):
        yield (TITLE_WEIGHT if not page.title else FIRST_LINE_WEIGHT), line
    for section in sections:
        yield HEADING_WEIGHT, section.heading


def _candidates(line: str, known: Vocabulary, *, listed_only: bool = False) -> list[str]:
    """The names that a line offers; a listed name hides the shorter ones inside it."""
    lower = " ".join(line.casefold().replace(APOSTROPHE, "'").split())
    listed = set(_listed_phrases(lower, known))
    found = {one for one in listed if not any(one != other and one in other for other in listed)}
    if not listed_only and not found:
        found.update(_by_template(lower))
    return sorted(found)


def _listed_phrases(lower: str, known: Vocabulary) -> Iterable[str]:
    words = re.findall(r"[\w'-]+", lower)
    for start, word in enumerate(words):
        if word in known.first_words:
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                phrase = " ".join(words[start:end])
                if phrase in known.conditions:
                    yield phrase


def _by_template(lower: str) -> Iterable[str]:
    for start in (0, *(match.end() for match in BEFORE.finditer(lower))):
        rest = FILLERS.sub("", lower[start:])
        stop = AFTER.search(rest)
        phrase = (rest[: stop.start()] if stop else rest).strip(" \"'\u201c\u201d.")
        if 0 < len(phrase.split()) <= LONGEST and not QUESTION.match(phrase):
            yield phrase


def _score(candidate: str, votes: int, text: str, known: Vocabulary) -> float:
    repeats = min(text.count(candidate), MOST_REPEATS)
    words = min(len(candidate.split()), MOST_WORDS)
    bonus = KNOWN_BONUS * is_listed(candidate, known)
    shaped = SHAPE_BONUS * (DISEASE_WORD.search(candidate) is not None)
    return VOTE * (votes + repeats + words) + bonus + shaped
