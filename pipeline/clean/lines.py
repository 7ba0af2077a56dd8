"""Bare text to lines, and lines that hold two things to two lines.

One non-empty line of the input is one line of the document. A scrape can glue furniture to text:
the title to the first sentence, the links to other pages to the last one, or the whole page to
one line. `split_glued` sets such parts apart, so that rules can judge each on its own; it works on
markup and on bare text, and no character but the space between the parts is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.clean.bylines import printed_byline
from pipeline.clean.document import Document, Line
from pipeline.clean.shape import ends_sentence, is_cut, key, weight
from pipeline.clean.titles import choose_title
from pipeline.model.records import Layout

# What a browser does not show, so that a line of nothing else is empty.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))

# The title twice in a row on one line; a title has 8 to 200 characters.
_TITLE_TWICE = re.compile(r"(.{8,200}?)[\s|_–—-]{1,3}\1(?=[\s.:|–—-]|$)", re.IGNORECASE)

_SHORTEST_TITLE = 8

# Labels that start a new line wherever they stand: nothing in an article is printed like this.
_STRONG_LABELS = (
    r"(?:<<|>>)\s?[:：]",
    r"(?:上|下)一(?:篇|页|章)\s?[:：]",
    r"(?:Previous|Prev|Next) (?:article|post|page|story|entry|topic|news)\s?[:：]",
)

# Labels that start a new line after the end of a sentence, where what follows is a title.
_LABELS_AFTER_SENTENCE = (
    r"(?:>{2,3}\s?)?(?:Read|See|Look) (?:also|more)\s?[:：]",
    (
        r"(?:(?:Also|Extended) read(?:ing)?|Basahin|Baca juga|Te puede interesar|(?:Le|Ve)ja também"
        r"|Zobacz (?:też|także|również)|Czytaj (?:też|także|również)|Lire aussi|Lesen Sie auch"
        r"|Leggi anche|Lees ook|Читайте также|Xem thêm)\s?[:：|]"
    ),
    r"(?:Related|Recommended) (?:articles?|reading|posts?|topics)\s?[:：]",
    r"You (?:may|might) (?:also )?(?:like|be interested in)\s?[:：]",
    r"(?:Further|More) reading\s?[:：]",
    r"(?:相关阅读|推荐阅读|延伸阅读)\s?[:：]",
    r"(?:Tags|Keywords)\s?[:：]",
    r"(?:Copyright )?© ?(?:19|20)\d\d",
    r"Copyright (?:(?:19|20)\d\d|\(c\))",
    r"This entry was posted (?:in|on)\b(?=.{2,60}$)",
    r"Promotion\s?[:：](?=.{2,90}$)",
    r"(?:Was|Is|Did) this (?:article|page|answer|information|post)\b(?=[^.?]{3,30}\?)",
    r"(?:Source|Author|Editor|Published|Share (?:to|on))\s?[:：](?=.{2,60}$)",
    r"(?:Medical )?Disclaimer\s?[:：]",
    (
        r"(?:This|The|All)(?: above)? (?:article|content|information|text|page|site)s?\b[^.]{0,120}"
        r"\b(?:for reference|informational purposes|substitute for|replace the|medical advice)"
    ),
)

# Labels that start a new line on a page whose lines are lost: they need no colon there.
_FLAT_LABELS = (
    r"Recommend(?:ed)?(?: (?:reading|articles|for you))?(?=\s[A-Z])",
    r"Related (?:articles|posts|reading)(?=\s[A-Z])",
    r"You (?:may|might) also like(?=\s[A-Z])",
    r"Similar questions(?=\s[A-Z])",
    r"See what (?:other people|others|everyone) (?:are|is) reading(?=\s[A-Z])",
    r"(?:Popular|Latest|Hot) (?:articles|posts)(?=\s[A-Z])",
    r"(?:Source|Author|Editor|Published|Share to)\s?[:：]",
    r"(?:Previous|Prev)\s?[:：](?=.{3,200}Next\s?[:：])",
    r"Next\s?[:：]",
    r"(?:<<|«|‹|←|◀)\s?(?=\w.{3,300}(?:>>|»|›|→|▶))",
    r"(?:>>|→|▶)\s(?=[A-Z])(?!(?:Recommend|Related|Popular|You m|Hot|Latest))",
)

_INSIDE = re.compile(rf"(?<=\s)(?:{'|'.join(_STRONG_LABELS)})")
# `Next:` alone starts many a sentence; behind a `Previous:` it is a link.
_GLUED_PAIR = re.compile(r"(?<=[.!?。！？] )(?:Previous|Prev)\s?[:：].{3,200}?\s(Next\s?[:：])")
_AFTER_SENTENCE = re.compile(
    rf"(?<=[.!?。！？”\"')]\s)(?:{'|'.join(_LABELS_AFTER_SENTENCE)})", re.IGNORECASE
)
_FLAT = re.compile(
    rf"(?<=\s)(?:{'|'.join((*_STRONG_LABELS, *_LABELS_AFTER_SENTENCE, *_FLAT_LABELS))})"
)
# One look tells that most lines hold none of these labels.
_HINTS = (
    ":",
    "：",
    "|",
    "©",
    "?",
    "opyright",
    "was posted",
    "reference",
    "informational",
    "substitute",
    "replace the",
    "medical advice",
)

_GLUED_LABEL_REST = 220  # what follows a label inside a line is a title, not a paragraph
_FLAT_LINE = 600  # a page is flattened if a line of this weight stands almost alone
_FLAT_LINES = 3
_TOP = 6  # a title is glued to the text in one of the first lines
_TITLE_WORDS = 30  # longer lines at the top are paragraphs
_GLUED_REST = 30  # what follows the title is a sentence, not the rest of a longer title
_GLUED_WORDS = 4  # without a full stop between, shorter titles start sentences by chance


def text_lines(text: str) -> Iterator[Line]:
    """The non-empty lines of bare text, numbered from 1 as an editor counts them."""
    blank = False
    for number, raw in enumerate(text.splitlines(), start=1):
        folded = " ".join(raw.split())
        if not folded or not (folded.isascii() or folded.translate(_INVISIBLE).strip()):
            blank = True
            continue
        layout = _AFTER_BLANK if blank else _PLAIN
        if raw != folded and (columns := len(_GAP.findall(raw))):
            layout = replace(layout, columns=columns + 1)
        yield Line(folded, "line", None, number, layout)
        blank = False


_PLAIN = Layout()
_AFTER_BLANK = Layout(blank_before=True)
# Not behind a sentence, where some put two blanks.
_GAP = re.compile(r"[^\s.!?:](?:[^\S\t]{2,}|\s*\t)\s*(?=\S)")


def split_glued(document: Document) -> Document:
    """The document with glued furniture on lines of its own, with its title and its byline."""
    lines = _split_labels(document.lines)
    lines = _split_titles(lines, document.titles)
    author, published = printed_byline(lines)
    whole = replace(
        document,
        lines=lines,
        author=document.author or author,
        published=document.published or published,
    )
    return replace(whole, title=choose_title(whole))


def _split_labels(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    flat = _is_flat(lines)
    result: list[Line] = []
    for line in lines:
        cuts = _label_cuts(line.text, flat=flat)
        result.extend(_cut(line, cuts) if cuts else (line,))
    return tuple(result) if len(result) != len(lines) else lines


def _is_flat(lines: tuple[Line, ...]) -> bool:
    return len(lines) <= _FLAT_LINES and any(weight(line.text) >= _FLAT_LINE for line in lines)


def _label_cuts(text: str, *, flat: bool) -> list[int]:
    if flat:
        return [match.start() for match in _FLAT.finditer(text)]
    for hint in _HINTS:
        if hint in text:
            return _inner_cuts(text)
    return []


def _inner_cuts(text: str) -> list[int]:
    pair = _GLUED_PAIR.search(text)
    if pair:
        return [pair.start(), pair.start(1)]
    cuts = [match.start() for match in _INSIDE.finditer(text)]
    if not cuts:
        last = None
        for last in _AFTER_SENTENCE.finditer(text):  # noqa: B007  the last one is wanted
            pass
        if last is not None and len(text) - last.start() <= _GLUED_LABEL_REST:
            cuts = [last.start()]
    return cuts


def _cut(line: Line, cuts: list[int]) -> Iterator[Line]:
    """The line in parts; links of a split line are taken to stand in its later parts."""
    edges = [0, *(cut for cut in cuts if cut > 0), len(line.text)]
    for start, end in pairwise(edges):
        text = line.text[start:end].strip()
        if text:
            links = min(line.layout.link_chars, len(text)) if start else 0
            layout = line.layout
            if layout.link_chars or layout.columns > 1:
                layout = replace(layout, link_chars=links, columns=1)
            yield line._replace(text=text, layout=layout)


def _split_titles(lines: tuple[Line, ...], titles: tuple[str, ...]) -> tuple[Line, ...]:
    top = [part for line in lines[:_TOP] for part in _split_twice(line)]
    known = [title for title in titles if title] + [
        line.text for line in top[:3] if _title_like(line.text)
    ]
    result: list[Line] = []
    for index, line in enumerate(top):
        cut = _title_cut(line.text, known) if index else 0
        result.extend(_cut(line, [cut]) if cut else (line,))
    return (*result, *lines[_TOP:]) if len(result) != len(lines[:_TOP]) else lines


def _split_twice(line: Line) -> Iterator[Line]:
    begin = line.text[:_SHORTEST_TITLE].lower()
    twice = begin in line.text[_SHORTEST_TITLE:].lower()  # cheap, and false for most lines
    match = _TITLE_TWICE.match(line.text) if twice else None
    if match is None or " " not in match[1].strip():
        yield line
        return
    second = match.end() - len(match[1])
    yield from _cut(line, [second, match.end()] if match.end() < len(line.text) else [second])


def _title_like(text: str) -> bool:
    words = len(text.split())
    return 1 < words <= _TITLE_WORDS and not is_cut(text) and text[-1] not in ".;:"


def _title_cut(text: str, titles: list[str]) -> int:
    """Where the title ends with which this text starts, 0 if it starts with none."""
    for title in titles:
        length = len(title)
        rest = text[length:].lstrip(" -–—:|")
        if len(rest) < len(title) // 2 or key(text[:length]) != key(title):
            continue
        finished = ends_sentence(title) or text[length : length + 1] in ".!?:"
        opens = rest[:1].isupper() or rest[:1].isdigit() or not rest[:1].isascii()
        long_enough = finished or len(title.split()) >= _GLUED_WORDS
        if opens and long_enough and weight(rest) >= _GLUED_REST and ends_sentence(rest):
            return len(text) - len(rest)
    return 0
