"""The page's title, and the copies of it.

A title is printed once on purpose and again by accident: above and below the introduction, with
the site's name, shortened, in a caption. One line with the title is kept; its copies are removed
wherever they stand. Of a heading that the first line below it repeats, the heading is kept. A
second title in other words is no copy, nor is a sentence or a numbered section that contains it.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from html import unescape
from itertools import pairwise

from pipeline.clean.document import Document, Line, Removal
from pipeline.clean.furniture import likely_rule, sure_rule, top_rule
from pipeline.clean.shape import (
    ending,
    fold,
    has_one_case,
    is_cut,
    is_numbered,
    is_prose,
    key,
    topic_words,
    vocabulary,
    weight,
    without_cut,
    without_marker,
)
from pipeline.clean.spoken import LINKS, SPOKEN_OF, no_titles, spoken_of, title_by_place
from pipeline.model.reasons import Reason
from pipeline.model.settings import CleanSettings

# What stands between a title and the name of the site or of a part of it.
_SEPARATOR = re.compile(
    r"\s+[-–—|_·•»«:/\\]{1,2}\s+|\s*[|｜»]\s*|_{1,2}|(?<=[?!])\s*[-–—]\s*|\s?::\s?"
)
# Old sites set no space there; too weak a sign for any title that the page does not print.
_TIGHT = re.compile(r"[-–—_]")
# What stands before a title to say that it is one.
_CAPTION = re.compile(
    r"(?:original )?(?:title|question|q|topic|subject|article|headline|figure|image|photo|picture"
    r"|caption|you are reading|标题|题目)(?: \d+)?\s?[:：.]\s*(?=\S)",
    re.IGNORECASE,
)
# The number of a part of a paged article behind the title.
_PART = re.compile(
    r"\s?(?:[(（]\s?(?:page |part )?\d{1,2}(?:\s?(?:/|of)\s?\d{1,2})?\s?[)）]"
    r"|[-–—|]\s?page \d{1,2})$",
    re.IGNORECASE,
)
# The way from the front page to a page: `Home » `, or two parts of a site in a row.
_TRAIL = re.compile(
    r"(?:home|home ?page|start|front page|首页)\s*[|>»›/]|(?:[^»›/>|]{2,40}\s[»›/>]\s){2}",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[\"'“‘«「『《\[(]+|[\"'”’»」』》\])]+$")

_PROSE_TITLE = 90  # a first line with a full stop that is longer is a paragraph
_STATEMENT = 60  # ... and below the first line a shorter one is
_TOP_LINES = 12  # a bare page's title stands among its first lines, below at most a menu
_MAX_TITLE = 220  # longer first lines are paragraphs
_ENTRY_WORDS = 3  # of an entry of a menu
_MIN_COPY = 4  # a key this short ("flu") is met by chance
_MIN_CUT = 10  # so many letters of a shortened title make sure which title it was
_SUFFIX = 45  # names of sites and of their parts are shorter
_SUFFIX_WORDS = 5
_HEADING = 150  # a section's heading that is repeated below is not longer
_PLAIN_WORD = re.compile(r"[a-z0-9]+")  # the longest one tells most lines from copies of a title
_NOT_CONTENT = re.compile(r"/(?:nav|footer|aside|header)(?:\[|/|$)")


def choose_title(document: Document) -> str | None:
    """The page's title without the site's name, or None for a page that states none."""
    return document.title or choose_among(document.titles, document.lines)


def choose_among(titles: tuple[str, ...], lines: tuple[Line, ...]) -> str | None:
    """The title among declared titles and lines, or None if neither holds one."""
    return _declared_title(titles, lines) if titles else _printed_title(lines)


def title_candidates(document: Document) -> Iterator[str]:
    """The chosen title, then, where none is declared, the other lines above the text."""
    chosen = choose_title(document)
    if chosen:
        yield chosen
    if not document.titles:
        others = (_without_site(text, ()) for text in _above_text(document.lines))
        yield from (other for other in others if other != chosen)


def duplicate_titles(document: Document, _settings: CleanSettings) -> Iterable[Removal]:
    """A removal for each copy of the page's title, and of a heading repeated right below it."""
    title = choose_title(document)
    found = _copies(document.lines, title) if title and len(key(title)) >= _MIN_COPY else []
    kept = _kept_copy(document.lines, found, title or "")
    for index, rule, evidence in found:
        if index != kept:
            score = 1.0 if rule == "same_title" else 0.95
            yield Removal(index, _reason(document.lines[index].text, rule), rule, evidence, score)
    decided = {index for index, _, _ in found}
    yield from (n for n in _repeated_headings(document.lines) if n.index not in decided)


def _reason(text: str, rule: str) -> Reason:
    """A title behind the way that leads to it is a breadcrumb, any other copy a duplicate."""
    trail = rule == "title_with_site" and _TRAIL.match(text)
    return Reason.BREADCRUMB if trail else Reason.DUPLICATE_TITLE


# --- the title -------------------------------------------------------------------------------


def _printed_title(lines: tuple[Line, ...]) -> str | None:
    """The first line above the text that is no furniture, in the fullest form printed there."""
    top = [_unquoted(text) for text in _above_text(lines)]
    start = _first_title(top, lines)
    top = top[start:]
    if not top or is_numbered(top[0]) or top[0].endswith((":", "：", "。")):
        return None
    first, others = top[0], top[1:]
    for other in others:
        if _better_form(other, first):
            return other
    if not start and len(first.split()) <= _ENTRY_WORDS and _has_byline_below(lines, first, others):
        return others[0]
    return (
        None if is_prose(first, _PROSE_TITLE) and first.endswith(".") else _without_site(first, ())
    )


def _first_title(top: list[str], lines: tuple[Line, ...]) -> int:
    """Which line above the text begins the title: mostly the first.

    Where that is about something else, it is the line that the text is about.
    """
    placed = title_by_place(lines, top[:1])
    if len(top) <= 1 or placed in top:
        return top.index(placed) if placed in top else 0
    if _site_name(top[0]) and (repeated := _repeated(top[1:])):
        return top.index(repeated, 1)
    body = "\n".join(line.text for line in lines[len(top) :]).lower()
    spoken = [spoken_of(text, body) for text in top]
    most = max(spoken)
    if most < SPOKEN_OF or spoken[0] > 1:
        return 0
    return next(n for n, often in enumerate(spoken) if often * 2 >= most)


def _has_byline_below(lines: tuple[Line, ...], first: str, others: list[str]) -> bool:
    """Whether the second line is the one with a byline below, so that the first names a column."""
    if not others or len(others[0].split()) <= _ENTRY_WORDS + 1 or first in others[0]:
        return False
    texts = [line.text for line in lines[: _TOP_LINES + 2]]
    place = next((n for n, text in enumerate(texts) if _unquoted(text) == others[0]), len(texts))
    rules = (likely_rule(text, fold(text)) for text in texts[place + 1 : place + 3])
    return any(rule is not None and rule.reason is Reason.BYLINE for rule in rules)


def _above_text(lines: tuple[Line, ...]) -> list[str]:
    """The lines from the top to the first paragraph that may be titles.

    Words above the way to the page are the site's menu.
    """
    titles: list[str] = []
    shown = Counter(fold(line.text) for line in lines[:_TOP_LINES])
    never = no_titles(lines[:_TOP_LINES])
    for index, line in enumerate(lines[:_TOP_LINES]):
        text = line.text
        folded = fold(text)
        rule = sure_rule(text, folded) or top_rule(text, folded)
        if rule or index in never:
            if rule and rule.reason is Reason.BREADCRUMB:
                titles = [title for title in titles if len(title.split()) > _ENTRY_WORDS]
            continue
        prose = not never >= {*range(index)} and text[-1] in ".。" and is_prose(text, _STATEMENT)
        if prose or weight(text) > _MAX_TITLE:
            break
        rule = likely_rule(text, folded)
        if rule is None or rule.place in LINKS or shown[folded] > 1:
            titles.append(text)
    return titles


def _better_form(other: str, first: str) -> bool:
    """Whether the second line shows whole or bare what the first shows cut, loud or dressed."""
    known, mine = key(other), key(first)
    if len(known) < _MIN_COPY or is_cut(other):
        return False
    if is_cut(first):
        return _is_cut_copy(first, known)
    if known == mine:
        return has_one_case(first) and not has_one_case(other)
    return known in mine and any(True for _ in _copy_of_text(first, known, other))


def _repeated(texts: list[str]) -> str | None:
    keys = [key(text) for text in texts]
    return next(
        (text for text, mine in zip(texts, keys, strict=True) if keys.count(mine) > 1), None
    )


def _declared_title(titles: tuple[str, ...], lines: tuple[Line, ...]) -> str | None:
    """The declared title, in the form in which the page prints it where it does."""
    declared = [folded for title in titles if (folded := " ".join(unescape(title).split()))]
    agreeing = [title for n, title in enumerate(declared) if n == 0 or _agrees(title, declared[:n])]
    forms = {form: key(form) for title in agreeing for form in _forms(title)}
    printed = _printed_keys(lines, frozenset(map(ending, forms)))
    for wanted in (1, 2, 3, 4, 5, 6, 0):
        for form, known in forms.items():
            if printed.get(known) == wanted:
                return _without_site(form, ()) if "|" in form else form
    return _without_site(declared[0], tuple(declared)) if declared else None


def _agrees(title: str, others: list[str]) -> bool:
    """Whether a title speaks of what better ones speak of, and is not the site's name in them."""
    mine = key(title)
    parts = [part for other in others for part in _SEPARATOR.split(other)[1:] if part]
    if any(key(part) == mine for part in parts):
        return len(mine) * 2 > len(key(others[0]))
    words = topic_words(title)
    if len(mine) * 3 < len(key(others[0])):
        return False
    return len(words & vocabulary(others)) * 2 >= len(words)


def _printed_keys(lines: tuple[Line, ...], endings: Container[str]) -> dict[str, int]:
    """The keys of short lines with the level of the first heading that prints them, 0 for none.

    Lines that end otherwise than any form of the title are left out.
    """
    printed: dict[str, int] = {}
    for line in lines:
        level = line.layout.heading_level or 0
        if (
            len(line.text) <= _MAX_TITLE
            and (level or not line.layout.link_chars)
            and ending(line.text) in endings
        ):
            known = key(_unquoted(line.text))
            if len(known) >= _MIN_COPY and (known not in printed or (level and not printed[known])):
                printed[known] = level
    return printed


def _forms(title: str) -> Iterator[str]:
    """The title whole, then without what stands behind or before a separator, longest first."""
    folded = " ".join(title.split())
    yield folded
    breaks = list(_SEPARATOR.finditer(folded))
    # The name of a site is no form of a title; it stands behind it more often than before it.
    heads = {folded[: match.start()].strip() for match in [*breaks, *_TIGHT.finditer(folded)]}
    tails = (folded[match.end() :].strip() for match in breaks)
    parts = [head for head in heads if len(head) * 3 >= len(folded)]
    parts += [tail for tail in tails if len(tail) * 2 >= len(folded)]
    yield from sorted(parts, key=lambda part: (-len(part), part))


def _without_site(title: str, titles: tuple[str, ...]) -> str:
    """The title without a last part that reads like the name of a site."""
    folded = _unquoted(" ".join(title.split()))
    breaks = list(_SEPARATOR.finditer(folded))
    if not breaks:
        return folded
    head, tail = folded[: breaks[-1].start()].strip(), folded[breaks[-1].end() :].strip()
    shared = any(key(other) == key(head) for other in titles)
    return head if head and (shared or (_site_name(tail) and len(head) > len(tail))) else folded


def _site_name(text: str) -> bool:
    """Whether the text may be the name of a site or of a part of it: short, no sentence."""
    words = text.split()
    return (
        0 < len(text) <= _SUFFIX
        and len(words) <= _SUFFIX_WORDS
        and not text.endswith(("?", "!", ".", "…", ":"))
        and all(not word[:1].islower() or word in {"of", "and", "the", "for"} for word in words)
    )


def _unquoted(text: str) -> str:
    """The text without quotes around it; a text of quotes alone as it is."""
    return (text[:1] in "\"'“‘«「『《[(" and _QUOTED.sub("", text).strip()) or text


# --- its copies ------------------------------------------------------------------------------


def _copies(lines: tuple[Line, ...], title: str) -> list[tuple[int, str, str]]:
    """The lines that print the title in some form, with the rule and the evidence."""
    known = key(title)
    shortest = len(known)  # letters and digits alone; only a cut copy has fewer
    longest = len(title) * 2 + 2 * _SUFFIX
    word = max(_PLAIN_WORD.findall(title.lower()), key=len, default="")
    return [
        (index, rule, evidence)
        for index, line in enumerate(lines)
        if (shortest <= len(line.text) <= longest and word in line.text.lower())
        or (line.text[-1] in ".…]" and is_cut(line.text))
        for rule, evidence in _copy_of_text(line.text, known, title)
    ]


def _kept_copy(
    lines: tuple[Line, ...], found: list[tuple[int, str, str]], title: str
) -> int | None:
    """The line that keeps the title: whole before cut, heading before text, first before later."""

    def order(copy: tuple[int, str, str]) -> tuple[int, bool, int, bool, int]:
        index, rule, _ = copy
        line = lines[index]
        outside = line.xpath is not None and _NOT_CONTENT.search(line.xpath) is not None
        linked = line.layout.link_chars * 2 > len(line.text)
        shouted = line.text != title and has_one_case(line.text)
        return (_RANK[rule], outside or linked, line.layout.heading_level or 9, shouted, index)

    ranked = sorted(found, key=order)
    return ranked[0][0] if ranked else None


# The less of the title and the more of something else a copy shows, the later it is chosen.
_RANK = {"same_title": 0, "title_with_site": 1, "title_in_caption": 2, "cut_title": 3}


def _copy_of_text(text: str, known: str, title: str) -> Iterator[tuple[str, str]]:
    """The rule by which the text is a copy of the title, with the evidence; nothing if none."""
    if is_cut(text) and _is_cut_copy(text, known):
        yield "cut_title", f"is cut off from “{title}”"
        return
    mine = key(text)
    if known not in mine:
        return
    if mine == known or (_PART.sub("", text) != text and key(_PART.sub("", text)) == known):
        if not is_numbered(text) or is_numbered(title):
            yield "same_title", f"is the title “{title}”"
        return
    caption = _CAPTION.match(text)
    if caption and key(text[caption.end() :]) == known:
        yield "title_in_caption", f"is the title behind “{caption[0].strip()}”"
    elif _has_site(text, known):
        yield "title_with_site", f"is the title “{title}” with the name of the site"


def _is_cut_copy(text: str, known: str) -> bool:
    mine = key(without_cut(text))
    return _MIN_CUT <= len(mine) < len(known) + 1 and known.startswith(mine)


def _has_site(text: str, known: str) -> bool:
    """Whether the text is the title and, behind or before a separator, the name of a site."""
    for match in _SEPARATOR.finditer(text):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if (key(head) == known and _site_names(tail)) or (key(tail) == known and _site_names(head)):
            return True
    label, colon, rest = text.partition(": ")
    return bool(colon) and len(label.split()) < _SUFFIX_WORDS and key(rest) == known


def _site_names(text: str) -> bool:
    parts = [part for part in _SEPARATOR.split(text) if part and part.strip()]
    return bool(parts) and _site_name(parts[-1].strip()) and all(map(_site_part, parts))


def _site_part(text: str) -> bool:
    """Whether the text may be a part of a site, such as `Internal medicine`."""
    return len(text) <= _SUFFIX and len(text.split()) <= _SUFFIX_WORDS and text[-1] not in "?!.…:"


# --- headings repeated below -----------------------------------------------------------------


def _repeated_headings(lines: tuple[Line, ...]) -> Iterator[Removal]:
    """The first line below a heading that only repeats the heading."""
    endings = [ending(line.text) if len(line.text) <= _HEADING else None for line in lines]
    for index, (line, below) in enumerate(pairwise(lines), start=1):
        mine, theirs = endings[index - 1], endings[index]
        if mine is None or theirs is None or (mine != theirs and not is_cut(below.text)):
            continue
        if _may_repeat(line, below) and _same_heading(line.text, below.text):
            evidence = f"repeats the heading “{line.text}”"
            yield Removal(index, Reason.DUPLICATE_TITLE, "repeated_heading", evidence, 0.95)


def _may_repeat(line: Line, below: Line) -> bool:
    return line.tag not in {"tr", "td", "li"} and not is_numbered(below.text)


def _same_heading(heading: str, below: str) -> bool:
    if is_prose(heading, 80) and not is_numbered(heading):
        return False  # a sentence said twice is the author's, not the page's
    mine = key(without_marker(heading))
    if len(mine) < _MIN_CUT:
        return False
    if is_cut(below):
        return mine.startswith(key(without_cut(below))) and len(key(below)) >= _MIN_CUT
    return mine == key(below)
