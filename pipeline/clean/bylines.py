"""Author and date as a page prints them, from lines like `Author: Jo Field | 12 March 2019`.

Only lines that read like a byline count, near the top or the end of the page. A date is given as
ISO 8601; one whose day and month could be swapped is left out rather than guessed.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.clean.document import Line
from pipeline.clean.furniture import likely_rule
from pipeline.clean.shape import fold
from pipeline.model.reasons import Reason

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AUTHOR = re.compile(
    r"(?:^|[|·•,;\s])(?:Authors?|Written by|By|BY|Posted by|Text|Contributor|Reporter|作者)"
    r"\s?[:：]?\s?(?P<name>(?:Dr\.? |Prof\.? )?[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,4})"
)
_NOT_A_NAME = re.compile(
    r"\b(?:Published|Updated|Posted|Date|Time|Source|Views|Hits|Clicks|Reads|Reading|Readers|Reviewed"
    r"|Editor|Category|Comments|Tags|on)\b"
)
_LABEL = re.compile(r" [^\W\d_]\S*(?: [a-z]\S*)*$")  # `Reading time` before a colon
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
_YEAR_LAST = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)")
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]{0,6}\.?,? ((?:19|20)\d\d)")
_MONTH_DAY = re.compile(r"\b([a-z]{3})[a-z]{0,6}\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)")
_HINT = re.compile(r"\d|[:：|]|[Bb]y |BY ")  # a byline holds a date, a label or the word
_UPDATED = re.compile(r"(?:updated|modified|reviewed|更新)")
_COLONS = (":", "：")
_TOP, _END = 15, 10  # lines from the top and from the end that may hold a byline
_LONGEST = 160  # a byline is shorter
_MONTHS_A_YEAR = 12


def printed_byline(lines: tuple[Line, ...]) -> tuple[str | None, str | None]:
    """The author and the date of publication that the page prints; None for what it does not."""
    author = published = updated = None
    for text in _bylines(lines):
        author = author or _author(text)
        folded = fold(text)
        if _UPDATED.search(folded):
            updated = updated or printed_date(folded)
        else:
            published = published or printed_date(folded)
    return author, published or updated


def _bylines(lines: tuple[Line, ...]) -> Iterator[str]:
    edges = lines if len(lines) <= _TOP + _END else (*lines[:_TOP], *lines[-_END:])
    for text in (line.text for line in edges if len(line.text) <= _LONGEST):
        if not _HINT.search(text):
            continue
        rule = likely_rule(text, fold(text))
        if rule and rule.reason is Reason.BYLINE:
            yield text


def _author(text: str) -> str | None:
    match = _AUTHOR.search(text)
    if match is None:
        return None
    name = match["name"]
    if text[match.end() :].lstrip()[:1] in _COLONS:
        name = _LABEL.sub("", name)  # the next field begins here
    return _NOT_A_NAME.split(name)[0].strip(" .,-") or None


def printed_date(folded: str) -> str | None:
    """The first date in a folded text as ISO 8601, or None if there is none that is sure."""
    for found in _dates(folded):
        try:
            return date(*found).isoformat()
        except ValueError:  # 31 April: a printed mistake is no date
            continue
    return None


def _dates(folded: str) -> Iterable[tuple[int, int, int]]:
    for year, month, day in _YEAR_FIRST.findall(folded):
        yield int(year), int(month), int(day)
    for day, name, year in _DAY_MONTH.findall(folded):
        if name in _MONTHS:
            yield int(year), _MONTHS.index(name) + 1, int(day)
    for name, day, year in _MONTH_DAY.findall(folded):
        if name in _MONTHS:
            yield int(year), _MONTHS.index(name) + 1, int(day)
    for one, _, other, year in _YEAR_LAST.findall(folded):
        yield from _unswapped(int(one), int(other), int(year))


def _unswapped(one: int, other: int, year: int) -> Iterator[tuple[int, int, int]]:
    """Day and month where only one of them can be the month."""
    if one > _MONTHS_A_YEAR or one == other:
        yield year, other, one
    elif other > _MONTHS_A_YEAR:
        yield year, one, other
