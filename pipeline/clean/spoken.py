"""What speaks for and against a line as the title, beside its own shape."""

import re
from itertools import pairwise

from pipeline.clean.document import Line
from pipeline.clean.furniture import Place, likely_rule, sure_rule, top_rule
from pipeline.clean.shape import fold, key, topic_words
from pipeline.model.reasons import Reason

LINKS = frozenset({Place.PAIR, Place.LINK})  # a title may look like a link to a neighbour
SPOKEN_OF = 3  # times that a text says a word of its title; of other lines it says none
_ENTRIES = 3  # so many entries set apart by wide gaps are a menu, above the title of a page
_ENTRY = 25  # letters that they have on average at most
_VALUE = re.compile(r"\d|[:：]")  # a byline or a table has values
_TWICE = 12  # letters; shorter lines stand twice by chance
_NAMED = 4  # letters; the way to the page ends in shorter ones by chance
_TOP = 12  # lines that may hold the title
_TOP_SAID = 4  # lines; below them stands the text, above it copies of the title


def spoken_of(text: str, body: str) -> int:
    """How often the body says the word of the text that it says most."""
    return max((body.count(topic) for topic in topic_words(text)), default=0)


def is_confirmed(title: str, lines: tuple[Line, ...]) -> bool:
    """Whether the top says it twice, or the text most words of it, and one of them often."""
    topics = topic_words(title)
    body = "\n".join(line.text for line in lines[_TOP_SAID:]).lower()
    said = sum(topic in body for topic in topics)
    if sum(_same(title, line.text) for line in lines[:_TOP]) > 1:
        return True
    return said * 3 >= len(topics) * 2 and spoken_of(title, body) >= SPOKEN_OF


def title_by_place(lines: tuple[Line, ...], first: list[str]) -> str:
    """The line that stands where titles do: below the way to the page, or twice; else nothing.

    Twice counts only where the text does not confirm the first line as the title.
    """
    top = lines[:_TOP]
    placed = _below_way(top)
    if placed or (first and is_confirmed(first[0], lines)):
        return placed
    twice = (line.text for line, below in pairwise(top) if _same(line.text, below.text))
    return next(twice, "")


def _same(text: str, below: str) -> bool:
    return len(key(text)) >= _TWICE and key(text) == key(below)


def _below_way(lines: tuple[Line, ...]) -> str:
    """The line below the way to the page that the way names or a byline follows, else nothing."""
    reasons = [_reason(line.text) for line in lines]
    for index, reason in enumerate(reasons):
        if reason is Reason.BREADCRUMB:
            way = key(lines[index].text)
            near = [n for n in (index + 1, index + 2) if n < len(lines) and reasons[n] is None]
            for below in near:
                known = key(lines[below].text)
                named = len(known) >= _NAMED and way.endswith(known)
                if named or (below == index + 1 and Reason.BYLINE in reasons[index + 2 :][:1]):
                    return lines[below].text
    return ""


def _reason(text: str) -> Reason | None:
    folded = fold(text)
    rule = sure_rule(text, folded) or top_rule(text, folded) or likely_rule(text, folded)
    return rule.reason if rule else None


def is_row(line: Line) -> bool:
    """Whether wide gaps set the entries of a menu apart on the line."""
    text, columns = line.text, line.layout.columns
    entries = columns >= _ENTRIES and len(text) <= columns * _ENTRY
    return entries and text[-1] not in ".。?？!…:：" and _VALUE.search(text) is None


def no_titles(lines: tuple[Line, ...]) -> frozenset[int]:
    """Rows of a menu, and two lines in a row that read like links to both neighbour pages."""
    links = [
        (rule := likely_rule(line.text, fold(line.text))) is not None and rule.place in LINKS
        for line in lines
    ]
    pairs = (n for n in range(1, len(links)) if links[n] and links[n - 1])
    rows = frozenset(n for n, line in enumerate(lines) if is_row(line))
    return rows | frozenset(n for pair in pairs for n in (pair - 1, pair))
