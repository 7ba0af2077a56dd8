"""What the fitted part of cleaning sees of each line: numbers from text, markup and neighbours.

`page_features` gives one row a line. Nothing in it names a site, and no word of a page is looked
at beyond the short table below, so that what is fitted holds for pages of other sites.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.cues import BIT, CUES
from pipeline.clean.document import Document, Places
from pipeline.clean.network import LEVELS, Indices, Matrix, Ranges

Floats = NDArray[np.float64]

# Function words: running text is full of them, menus and lists of links are not.
_STOP_WORDS = (
    "a about after all also an and any are as at be because been before but by can could did"
    " do does for from had has have he her his how i if in into is it its just like may me"
    " more most my no not of on one only or other our out over she should so some such than"
    " that the their them then there these they this to up us was we were what when where"
    " which while who will with would you your"
)
_STOP = frozenset(_STOP_WORDS.split())

# Words of short lines that hint at a role; each row is one feature.
_HINTS: tuple[tuple[str, ...], ...] = (
    ("share", "tweet", "facebook", "twitter", "pinterest", "whatsapp", "linkedin", "instagram",
     "follow", "email", "print", "pin", "youtube", "reddit", "telegram"),
    ("comment", "comments", "reply", "replies", "respond", "discussion", "leave", "says", "said"),
    ("newsletter", "subscribe", "subscription", "inbox", "sign", "signup", "unsubscribe"),
    ("cookie", "cookies", "privacy", "policy", "terms", "conditions", "consent", "preferences"),
    ("copyright", "©", "rights", "reserved", "disclaimer", "imprint", "llc", "inc."),
    ("related", "recommended", "popular", "trending", "latest", "recent", "similar", "posts",
     "articles", "stories"),
    ("read", "more", "learn", "see", "view", "explore", "discover", "continue", "next", "previous",
     "prev", "back", "»", "«", "→", "←", "›"),
    ("advertisement", "ad", "sponsored", "sponsor", "promoted", "affiliate", "commission",
     "commissions", "disclosure"),
    ("by", "author", "written", "editor", "edited", "reviewed", "posted", "published", "updated",
     "contributor", "staff", "medically", "min", "mins", "minutes"),
    ("jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june",
     "jul", "july", "aug", "august", "sep", "sept", "september", "oct", "october", "nov",
     "november", "dec", "december", "ago", "2020", "2021", "2022", "2023", "2024", "2025", "2026"),
    ("menu", "home", "about", "contact", "search", "login", "log", "skip", "content", "account",
     "cart", "faq", "help", "careers", "blog", "close", "open", "toggle", "navigation"),
    ("buy", "shop", "price", "order", "free", "download", "try", "get", "start", "book", "demo",
     "quote", "trial", "offer", "save", "today", "now", "call", "schedule"),
    ("tags", "tagged", "categories", "category", "topics", "filed", "under", "keywords"),
    ("contents", "jump", "table", "toc"),
    ("image", "photo", "credit", "courtesy", "getty", "images", "photograph", "source", "via",
     "figure", "caption", "photos", "video", "watch"),
    ("references", "sources", "bibliography", "notes", "footnotes", "citations", "doi", "pmid",
     "et", "al", "al.", "vol", "isbn"),
    ("he", "she", "his", "her", "writer", "founder", "journalist", "author", "degree", "university",
     "writes", "editor", "experience", "passionate", "ceo", "loves"),
)  # fmt: skip
_SHORT = 30  # words; in longer lines single words hint at nothing
_HINT_WORDS = frozenset(word for words in _HINTS for word in words)
# For each word the bits of what it hints at.
_CODE: dict[str, int] = {
    word: sum(1 << row for row, words in enumerate(_HINTS) if word in words)
    for word in sorted(_HINT_WORDS)
}

_TAGS = (
    ("p",), ("li",), ("div",), ("h1",), ("h2",), ("h3",), ("h4",), ("h5", "h6"), ("tr", "td", "th"),
    ("pre",), ("blockquote",), ("figcaption", "caption", "figure"), ("dt", "dd"),
    ("option", "select", "label", "form", "fieldset", "legend", "textarea", "button"),
    ("article", "section", "main", "body"), ("nav", "footer", "aside", "header", "address"),
    ("summary", "details"),
)  # fmt: skip
_TAG_INDEX = {tag: index for index, group in enumerate(_TAGS) for tag in group}
# What the last character of a line says: a sentence, a question, a label, ...
_ENDS = {".": 1, "!": 1, "。": 1, "?": 2, "？": 2, ":": 3, "：": 3, ",": 4, ";": 4, "…": 5, ")": 6}
_END_KINDS = 6
_SENTENCE_WORDS = 4  # shorter lines with a full stop are labels

# Kinds of characters that are counted in each line.
_PLAIN, _UPPER, _DIGIT, _COMMA, _SIGN = range(5)
_KINDS = 5

# An element with this share of the page's words is no menu, whatever its class says; a smaller
# share is enough where the cue's words are used for much else.
_MOST = 0.6
_MUCH = 0.3
_LASTING = ("content", "faq", "summary")  # may hold all of the page's words
_WEAK = (
    *("byline", "sidebar", "form", "header", "popup", "teaser", "caption", "title", "tags"),
    *("share", "advert", "contents", "disclaimer"),
)
_LASTING_BITS = sum(BIT[name] for name in _LASTING)
_STRONG_BITS = ~sum(BIT[name] for name in _WEAK)
_LONG = 20  # words; a line this long is running text
_NEAR = 2  # elements beyond its own whose classes are near to a line
_MANY = 10  # lines; the scale on which a line is near to the page's main heading


def _kinds_of_characters() -> NDArray[np.uint8]:
    """For each character up to the end of Latin-1 its kind; all others are plain."""
    table = np.full(256, _PLAIN, dtype=np.uint8)
    for code in range(256):
        character = chr(code)
        if character.isupper():
            table[code] = _UPPER
        elif character.isdigit():
            table[code] = _DIGIT
        elif character == ",":
            table[code] = _COMMA
        elif not character.isalnum() and not character.isspace() and character not in ".'":
            table[code] = _SIGN
    return table


_KIND_OF = _kinds_of_characters()


class PageFeatures(NamedTuple):
    """The numbers of one page."""

    lines: Matrix  # a row for each line
    ranges: Ranges
    words: NDArray[np.float64]  # words of each line
    cues: list[int]  # for each line the cues of all elements around it that hold


class _Texts(NamedTuple):
    """What is counted in the text of each line."""

    words: Floats
    link: Floats  # share of the characters that stand in links
    stops: Floats  # number of stop words
    commas: Floats
    sentence: Floats  # ends like a sentence: 0 or 1
    columns: list[Matrix]  # all features of the text


def page_features(document: Document) -> PageFeatures:
    """The features of all lines of a page that was read from markup."""
    texts = _texts(document)
    tree = _Tree(document.places, [line.place for line in document.lines], texts.words)
    totals = _totals(texts)
    near, all_around = tree.line_cues()
    columns = [
        *texts.columns,
        _layout_features(document),
        tree.range_features(totals),
        _group_features(document, texts),
        _position_features(document, texts.words),
        _bits(all_around, len(CUES)),
        _bits(near, len(CUES)),
    ]
    return PageFeatures(np.hstack(columns), tree.ranges(), texts.words, all_around)


def _texts(document: Document) -> _Texts:
    texts = [line.text for line in document.lines]
    chars = np.array(list(map(len, texts)), dtype=np.float64)
    joined = "\n".join(texts)
    split = [line.split() for line in joined.lower().split("\n")]
    words = np.maximum(np.array(list(map(len, split)), dtype=np.float64), 1)
    codes = _word_codes(split, document.titles)
    links = [line.layout.link_chars for line in document.lines]
    link = np.minimum(np.array(links, dtype=np.float64) / chars, 1)
    kinds = _characters(joined, chars)
    ends = np.array([_ENDS.get(text[-1], 0) for text in texts])
    sentence = ((ends == 1) & (words > _SENTENCE_WORDS)).astype(np.float64)
    stops, commas = codes[0], kinds[_COMMA]
    plain = [np.log1p(words), chars / (words * 6), link, stops / words**0.8, np.log1p(commas)]
    plain += [sentence, kinds[_UPPER] / words, *(kinds[1:] / chars), kinds[_DIGIT] > 0]
    plain += [codes[1] / (words + 2), codes[1] / (codes[2] + 2), *_first_letters(texts)]
    plain += [ends == kind for kind in range(1, _END_KINDS + 1)]
    hints = _hints(split)
    columns = [np.array(plain, dtype=np.float32).T, _bits(hints, len(_HINTS))]
    return _Texts(words, link, stops, commas, sentence, columns)


def _word_codes(split: list[list[str]], titles: Sequence[str]) -> tuple[Floats, Floats, float]:
    """For each line its stop words and its words of the title; the number of the latter."""
    title = frozenset(" ".join(titles[:2]).lower().split())
    stops = np.array([len(_STOP.intersection(line)) for line in split], dtype=np.float64)
    shared = np.array([len(title.intersection(line)) for line in split], dtype=np.float64)
    return stops, shared, float(len(title))


def _hints(split: list[list[str]]) -> list[int]:
    """For each short line the bits of what its words hint at."""
    masks = []
    for line in split:
        mask = 0
        if len(line) <= _SHORT:
            for word in _HINT_WORDS.intersection(line):
                mask |= _CODE[word]
        masks.append(mask)
    return masks


def _characters(joined: str, chars: Floats) -> Floats:
    """For each kind of character the number in each line."""
    data = np.frombuffer(joined.encode("latin-1", "replace"), dtype=np.uint8)
    kinds = _KIND_OF[data]
    starts = np.concatenate([[0], np.cumsum(chars[:-1] + 1)]).astype(np.int64)
    counts = [np.add.reduceat(kinds == kind, starts, dtype=np.float64) for kind in range(_KINDS)]
    return np.array(counts)


def _first_letters(texts: list[str]) -> tuple[Floats, ...]:
    firsts = [text[0] for text in texts]
    return tuple(
        np.array(list(map(test, firsts)), dtype=np.float64)
        for test in (str.isupper, str.islower, str.isdigit, str.isalnum)
    )


def _layout_features(document: Document) -> Matrix:
    lines = document.lines
    layouts = [line.layout for line in lines]
    places = document.places
    tags = np.array([_TAG_INDEX.get(line.tag, len(_TAGS)) for line in lines])
    columns: list[list[float]] = [
        [layout.heading_level or 0 for layout in layouts],
        [min(layout.list_depth, 4) for layout in layouts],
        [layout.emphasised for layout in layouts],
        [layout.ordinal is not None for layout in layouts],
        [places.hidden[line.place] for line in lines],
    ]
    one_hot = tags == np.arange(len(_TAGS))[:, None]
    return np.vstack([np.array(columns, dtype=np.float32), one_hot]).astype(np.float32).T


def _totals(texts: _Texts) -> NDArray[np.float64]:
    """Running sums over the lines of all that is averaged over elements."""
    words = texts.words
    parts = [words, words * texts.link, texts.stops, texts.commas, texts.sentence]
    parts.append(words * (words > _LONG))
    sums = np.zeros((len(parts), len(words) + 1))
    np.cumsum(parts, axis=1, out=sums[:, 1:])
    return sums


class _Tree:
    """The elements around the lines: which lines each holds, and what its names hint at."""

    def __init__(self, places: Places, place_of: list[int], words: Floats) -> None:
        self._place_of = place_of
        self._parents = places.parents
        self._begins, self._ends = self._extents(len(places))
        self._cues = places.cues
        sums = np.concatenate([[0.0], np.cumsum(words)])
        self._total = float(sums[-1])
        self._shares = (sums[self._ends] - sums[self._begins]) / self._total
        self._around = np.array(self._elements_around())

    def _extents(self, count: int) -> tuple[Indices, Indices]:
        """For each element the first of its lines and the one behind the last."""
        lines = len(self._place_of)
        begins, ends = [lines] * count, [0] * count
        for line, place in enumerate(self._place_of):
            ends[place] = line + 1
            if begins[place] == lines:
                begins[place] = line
        parents = self._parents
        for place in range(count - 1, 0, -1):
            parent = parents[place]
            begins[parent] = min(begins[parent], begins[place])
            ends[parent] = max(ends[parent], ends[place])
        return np.array(begins), np.maximum(np.array(ends), np.array(begins))

    def _elements_around(self) -> list[Indices]:
        """For each level the element around each line, each one with more lines than the last."""
        wider: list[int] = []
        begins, ends = self._begins.tolist(), self._ends.tolist()
        for place, parent in enumerate(self._parents):
            same = parent >= 0 and begins[parent] == begins[place] and ends[parent] == ends[place]
            wider.append(wider[parent] if same else max(parent, 0))
        levels = [np.array(self._place_of)]
        up = np.array(wider)
        for _ in range(LEVELS - 1):
            levels.append(up[levels[-1]])
        return levels

    def ranges(self) -> Ranges:
        """The lines that each line sees at each level, the page last."""
        lines = len(self._place_of)
        zeros = np.zeros((1, lines), dtype=np.int64)
        begins, ends = self._begins[self._around], self._ends[self._around]
        return Ranges(np.vstack([begins, zeros]), np.vstack([ends, zeros + lines]))

    def range_features(self, totals: Floats) -> Matrix:
        """What the element at each level around each line holds, level after level."""
        begins, ends = self._begins[self._around], self._ends[self._around]
        lines = ends - begins
        words, linked, stops, commas, sentences, long = totals[:, ends] - totals[:, begins]
        columns = [
            np.log1p(words), linked / words, np.log1p(lines), stops / words, 10 * commas / words,
            sentences / lines, long / words, words / self._total, np.log1p(words / lines),
            (np.arange(lines.shape[1]) - begins) / lines,
        ]  # fmt: skip
        of_levels = np.array(columns, dtype=np.float32).transpose(2, 1, 0)
        return of_levels.reshape(lines.shape[1], -1)

    def line_cues(self) -> tuple[list[int], list[int]]:
        """For each line the cues near it, and those of all elements around it."""
        own: list[int] = []
        inherited: list[int] = []
        shares = self._shares.tolist()
        for cues, share, parent in zip(self._cues, shares, self._parents, strict=True):
            if share > _MUCH:
                bits = cues & (_LASTING_BITS if share > _MOST else _STRONG_BITS)
            else:
                bits = cues
            own.append(bits)
            inherited.append(bits | inherited[parent] if parent >= 0 else bits)
        near = list(own)
        for _ in range(_NEAR):
            near = [
                cues | near[parent] if parent >= 0 else cues
                for cues, parent in zip(own, self._parents, strict=True)
            ]
        of_lines = self._place_of
        return [near[place] for place in of_lines], [inherited[place] for place in of_lines]


def _bits(masks: list[int], count: int) -> Matrix:
    bits = np.array(masks, dtype=np.int64)[:, None] >> np.arange(count)
    return (bits & 1).astype(np.float32)


def _group_features(document: Document, texts: _Texts) -> Matrix:
    """What the lines that are set alike have in common, and how often a text is on the page."""
    places = document.places
    tags, names = places.tags, places.names
    groups: dict[tuple[str, ...], int] = {}
    known: dict[int, int] = {}
    of_line = []
    for line in document.lines:
        place = line.place
        if place not in known:
            above = places.parents[place]
            key = (tags[place], names[place], tags[above], names[above])
            known[place] = groups.setdefault(key, len(groups))
        of_line.append(known[place])
    index = np.array(of_line)
    size = np.bincount(index).astype(np.float64)
    means = [
        (np.bincount(index, weights=values) / size)[index]
        for values in (texts.words, texts.link, texts.sentence, texts.stops)
    ]
    columns = [np.log1p(size[index]), np.log1p(means[0]), *means[1:], *_repeats(document)]
    return np.array(columns, dtype=np.float32).T


def _repeats(document: Document) -> tuple[list[float], list[float]]:
    """For each line whether its text stands further up, and whether it does further down."""
    first: dict[str, int] = {}
    above, below = [], [0.0] * len(document.lines)
    for index, line in enumerate(document.lines):
        seen = first.setdefault(line.text, index)
        above.append(float(seen != index))
        if seen != index:
            below[seen] = 1.0
    return above, below


def _position_features(document: Document, words: Floats) -> Matrix:
    lines = len(words)
    here = np.arange(lines)
    sums = np.cumsum(words)
    levels = (line.layout.heading_level for line in document.lines)
    heading = next((index for index, level in enumerate(levels) if level == 1), None)
    columns = [here / lines, sums / sums[-1], np.full(lines, np.log1p(lines))]
    columns.append(np.full(lines, np.log1p(sums[-1])))
    columns.append(np.zeros(lines) if heading is None else np.tanh((here - heading) / _MANY))
    columns.append(np.zeros(lines) if heading is None else here > heading)
    return np.array(columns, dtype=np.float32).T
