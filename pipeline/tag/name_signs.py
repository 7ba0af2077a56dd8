"""Signs that a name is what the page is about: a table with the reason for each.

The score of a name is the sum of its signs, each times its weight in `condition.json`, which
`benchmarks/fit_condition.py` fits to judged pages.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p
from pathlib import Path

from pipeline.tag.names import Name, Told
from pipeline.tag.terms import singular
from pipeline.tag.vocabulary import Vocabulary, word_list

WEIGHTS = Path(__file__).with_name("condition.json")

# Last words that show a phrase to be a condition though no vocabulary lists it.
DISEASE_WORD = re.compile(
    r"(?:itis|osis|oma|emia|aemia|pathy|algia|cancer|disease|syndrome|cramps?|pain|ulcers?|disorder"
    r"|infection|deficiency|fever|cough|stones?|tumou?rs?|fracture|hernia|allergy|headaches?"
    r"|aches?|insomnia|constipation|diarrh\w+|acne|warts?|cysts?|polyps?|hair loss|bleeding"
    r"|swelling|failure|rhea|uria|plegia|phobia|mania|eczema|herpes|palsy|reflux|depression"
    r"|anxiety|sprains?)$"
)
# Kinds of conditions rather than conditions: the word before them says which.
GENERIC_NAMES = re.compile(
    r"(?:allergy|pain|cramps?|spasms?|infection|disease|deficiency|disorder|stones?|cysts?"
    r"|fracture|swelling|bleeding|inflammation|tumou?r|polyps?|ulcers?|cancer|sprain)$"
)
CHILD = re.compile(
    r"\b(?:child|children|baby|babies|infants?|toddlers?|kids?|newborns?|infantile)\b"
)
SPOKEN_OF = re.compile(
    r"(?:causes?|symptoms?|signs?|treatments?|prevention|diagnosis|types?|forms?|cases?|attacks?"
    r"|episodes?|risk|onset|development|management) (?:of|for)(?: the| a| an| your)? $"
    r"|(?:treat|cure|prevent|relieve|causing|have|has|had|get|with|from|called|against|is|are"
    r"|develop|trigger|known as|or) (?:a |an |the |your )?$"
)
ASKED = re.compile(
    r"\b(?:or|is it|be|it's|because of|due to|by|lack of) (?:a |an |just |only |really |the )*$"
)
DENIED = re.compile(r"\b(?:not?|\w+n't) (?:a |an |just |only |necessarily |always )*$")
HEAD = re.compile(r"[:?!(,]| - |[\u2013\u2014]")
SUBJECT_AFTER = re.compile(
    r"(?:e?s)? (?:is|are|can|occurs?|refers?|means?|happens?|comes?|usually|often|affects?"
    r"|develops?)\b|,| ?\("
)
SUBJECT_BEFORE = re.compile(r"(?:^|[.\n!?] ?)(?:the |a |an |most |many )?$")
CONTEXT = 25  # characters before a name that are looked at
MOST_PLACES = 40
SELDOM = 2  # times
VAGUE = word_list("vague")


@dataclass(frozen=True)
class Rivals:
    """What a name is compared with: the other candidates of its page."""

    repeats: int  # of the most repeated one
    in_title: int  # listed ones in the title
    names: Sequence[Name]


@dataclass(frozen=True)
class View:
    """A name on its page."""

    name: Name
    told: Told
    known: Vocabulary
    rivals: Rivals

    @property
    def repeats(self) -> int:
        """How often the text has the name, or the one that it adds a word to."""
        return len((self.name.base or self.name).places)

    @property
    def before_in_title(self) -> str:
        """The title up to the name; empty where the name is not in it."""
        place = self.name.in_title
        return self.told.title[: place[0]] if place else ""

    @property
    def after_in_title(self) -> str:
        """The title behind the name."""
        place = self.name.in_title
        return self.told.title[place[1] :] if place else ""

    def is_in(self, text: str) -> bool:
        """Whether a text has the name in one of its forms."""
        return any(form in text for form in self.name.forms)

    def share(self, is_so: Callable[[str, str], bool]) -> float:
        """The share of its places of which something is true of the text before and behind."""
        places = self.name.places[:MOST_PLACES]
        text = self.told.text
        hits = sum(is_so(text[max(0, s - CONTEXT) : s], text[e : e + CONTEXT]) for s, e in places)
        return hits / len(places) if places else 0.0


@dataclass(frozen=True)
class Sign:
    """One sign: its name, why it says something, and how much of it a name has."""

    name: str
    why: str
    of: Callable[[View], float]


def _belongs_to(view: View, words: str) -> bool:
    phrase = singular(view.name.printed)
    return any(
        phrase in view.known.terms[category] or view.name.printed in view.known.terms[category]
        for category in words.split()
    )


def _headings(view: View) -> int:
    return sum(view.is_in(heading) for heading in view.told.headings)


def _thirds(view: View) -> float:
    size = len(view.told.text) / 3 + 1
    return len({int(start / size) for start, _ in view.name.places}) / 3


def _head_repeats(view: View) -> int:
    """How often the text has its last words alone, as another name."""
    if view.name.base is not None:
        return 0
    ends = (
        len(other.places)
        for other in view.rivals.names
        if other is not view.name and view.name.printed.endswith(" " + other.printed)
    )
    return max(ends, default=0)


def _is_part_of_title(view: View) -> bool:
    return any(
        other.in_title and other is not view.name and other.printed.endswith(view.name.printed)
        for other in view.rivals.names
    )


def _matches(pattern: re.Pattern[str], view: View) -> bool:
    return view.name.in_title is not None and pattern.search(view.before_in_title) is not None


def _alone_in_title(view: View) -> bool:
    return view.name.is_listed and view.name.in_title is not None and view.rivals.in_title == 1


SIGNS = (
    Sign("title", "a title says what the page is about", lambda v: v.name.in_title is not None),
    Sign(
        "title starts",
        "'Gout: ...'",
        lambda v: v.name.in_title is not None and not v.before_in_title,
    ),
    Sign(
        "title ends",
        "'How to treat gout?', 'Gout: ...'",
        lambda v: v.name.in_title is not None and v.after_in_title[:1] in {"", "?", ":"},
    ),
    Sign(
        "title's head",
        "'Travellers' diarrhoea: ...'",
        lambda v: (
            v.name.in_title is not None
            and HEAD.split(v.told.title, maxsplit=1)[0].strip() == v.name.printed
        ),
    ),
    Sign("title speaks of it", "'causes of gout'", lambda v: _matches(SPOKEN_OF, v)),
    Sign("title asks", "'is it vitiligo?' asks about something else", lambda v: _matches(ASKED, v)),
    Sign("title denies", "'not a cataract' is about something else", lambda v: _matches(DENIED, v)),
    Sign("title has it alone", "no rival is there", _alone_in_title),
    Sign("repeats", "a page repeats its subject", lambda v: log1p(v.repeats)),
    Sign(
        "share",
        "and has it more than anything else",
        lambda v: v.repeats / max(1, v.rivals.repeats),
    ),
    Sign("spread", "and has it everywhere", _thirds),
    Sign("opening", "the first sentences introduce it", lambda v: v.is_in(v.told.opening)),
    Sign(
        "opening starts",
        "or begin with it",
        lambda v: v.told.opening.removeprefix("the ").startswith(tuple(v.name.forms)),
    ),
    Sign("headings", "headings ask about it", lambda v: log1p(_headings(v))),
    Sign(
        "share of headings",
        "most of them",
        lambda v: _headings(v) / max(1, len(v.told.headings)),
    ),
    Sign(
        "spoken of",
        "'symptoms of gout', 'treat gout'",
        lambda v: v.share(lambda before, _: SPOKEN_OF.search(before) is not None),
    ),
    Sign(
        "subject",
        "'Gout is ...' defines it",
        lambda v: v.share(
            lambda before, after: bool(SUBJECT_BEFORE.search(before) and SUBJECT_AFTER.match(after))
        ),
    ),
    Sign(
        "lists",
        "a list of diseases names other ones",
        lambda v: v.share(lambda before, after: before.endswith(", ") or after.startswith(",")),
    ),
    Sign("listed", "the vocabulary lists it", lambda v: v.name.is_listed),
    Sign("symptom", "it may be no more than a symptom", lambda v: _belongs_to(v, "symptom")),
    Sign(
        "other category",
        "it may be a cause or a drug",
        lambda v: _belongs_to(v, "cause drug food examination remedy"),
    ),
    Sign(
        "generic",
        "'pain' alone says little",
        lambda v: GENERIC_NAMES.fullmatch(v.name.printed) is not None,
    ),
    Sign("words", "longer names are more exact", lambda v: min(3, len(v.name.printed.split()))),
    Sign("complaints", "'wets the bed' tells of bedwetting", lambda v: log1p(v.name.complaints)),
    Sign("complaint in title", "the more in the title", lambda v: v.name.complains_in_title),
    Sign("template", "only a template singles it out", lambda v: v.name.by_template),
    Sign(
        "template and shape",
        "but it ends as conditions do",
        lambda v: v.name.by_template and DISEASE_WORD.search(v.name.printed) is not None,
    ),
    Sign(
        "template and rare",
        "the text does not repeat it",
        lambda v: v.name.by_template and len(v.name.places) <= 1,
    ),
    Sign(
        "longer and kept",
        "and the page keeps it",
        lambda v: len(v.name.places) / max(1, v.repeats) if v.name.base else 0.0,
    ),
    Sign(
        "longer and in title",
        "as in the title",
        lambda v: v.name.base is not None and v.name.in_title is not None,
    ),
    Sign(
        "longer and vague",
        "'severe', 'sudden' say how bad, not which",
        lambda v: v.name.base is not None and v.name.printed.split(" ", 1)[0] in VAGUE,
    ),
    Sign(
        "longer and child",
        "children's conditions are their own",
        lambda v: v.name.base is not None and CHILD.search(v.name.printed) is not None,
    ),
    Sign(
        "last words repeat",
        "the page goes on with its last word",
        lambda v: log1p(_head_repeats(v)),
    ),
    Sign("part of title", "the title has a longer name", _is_part_of_title),
    Sign(
        "weak",
        "neither title nor text speak of it much",
        lambda v: not v.name.in_title and not v.name.complains_in_title and v.repeats <= SELDOM,
    ),
)


def signs(names: Sequence[Name], told: Told, known: Vocabulary) -> list[list[float]]:
    """For each name how much it has of each sign."""
    rivals = Rivals(
        max((len(one.places) for one in names), default=0),
        sum(one.is_listed and one.in_title is not None for one in names),
        names,
    )
    views = [View(name, told, known, rivals) for name in names]
    return [[float(sign.of(view)) for sign in SIGNS] for view in views]


@cache
def weights() -> Mapping[str, float]:
    """The fitted weight of each sign."""
    loaded: dict[str, float] = json.loads(WEIGHTS.read_text("utf-8"))
    return loaded


def score(row: Sequence[float]) -> float:
    """The sum of a name's signs, each times its weight."""
    fitted = weights()
    return sum(value * fitted[sign.name] for value, sign in zip(row, SIGNS, strict=True))
