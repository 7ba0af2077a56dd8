"""What the fitted part of cleaning sees of each line: numbers from text, markup and neighbours.

`page_features` gives one row a line. Nothing in it names a site, and no word of a page is looked
at beyond the short table below, so that what is fitted holds for pages of other sites.
"""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.cues import BIT, CUES
from pipeline.clean.document import Document
from pipeline.clean.network import Ranges

Matrix = NDArray[np.float32]

# Function words: running text is full of them, menus and lists of links are not.
_STOP = frozenset(
    "a about after all also an and any are as at be because been before but by can could did do"
    " does for from had has have he her his how i if in into is it its just like may me more most"
    " my no not of on one only or other our out over she should so some such than that the their"
    " them then there these they this to up us was we were what when where which while who will"
    " with would you your".split()
)

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
_HINT_OF: dict[str, tuple[int, ...]] = {
    word: tuple(row for row, words in enumerate(_HINTS) if word in words)
    for words in _HINTS
    for word in words
}
_HINT_WORDS = frozenset(_HINT_OF)
_SHORT = 30  # words; in longer lines single words hint at nothing

_TAGS = (
    ("p",), ("li",), ("div",), ("h1",), ("h2",), ("h3",), ("h4",), ("h5", "h6"), ("tr", "td", "th"),
    ("pre",), ("blockquote",), ("figcaption", "caption", "figure"), ("dt", "dd"),
    ("option", "select", "label", "form", "fieldset", "legend", "textarea", "button"),
    ("article", "section", "main", "body"), ("nav", "footer", "aside", "header", "address"),
    ("summary", "details"),
)  # fmt: skip
_TAG_INDEX = {tag: index for index, group in enumerate(_TAGS) for tag in group}
_ENDS = {".": 0, "!": 0, "。": 0, "?": 1, "？": 1, ":": 2, "：": 2, ",": 3, ";": 3, "…": 4, ")": 5}
_DIGIT = re.compile(r"\d")

_LEVELS = 5  # elements around a line that are looked at, the nearest first
_MOST = 0.6  # an element with this share of the page's words is no menu, whatever its class says


class PageFeatures(NamedTuple):
    """The numbers of one page."""

    lines: Matrix  # a row for each line
    ranges: Ranges
    words: NDArray[np.float64]  # words of each line
    cues: list[int]  # for each line the cues of all elements around it that hold


def page_features(document: Document) -> PageFeatures:
    """The features of all lines of a page that was read from markup."""
    text = _text_features(document)
    words = text[:, _WORDS].astype(np.float64)
    tree = _Tree(document, words)
    levels = [tree.level(level) for level in range(_LEVELS)]
    cues = tree.line_cues()
    columns = [
        _scaled(text),
        _tag_features(document),
        *(tree.range_features(level, text) for level in levels),
        _cue_features(cues),
        _cue_features(tree.near_cues()),
        _group_features(document, text),
        _position_features(document, words),
    ]
    return PageFeatures(
        np.hstack(columns).astype(np.float32), _ranges(levels), words, cues
    )


def _ranges(levels):
    n = len(levels[0])
    begins = np.stack([*(level[:, 0] for level in levels), np.zeros(n, dtype=np.int64)])
    ends = np.stack([*(level[:, 1] for level in levels), np.full(n, n)])
    return Ranges(begins, ends)


# Columns of the text features that others are made from.
_WORDS, _CHARS, _LINK, _STOPS, _COMMAS, _SENTENCE = range(6)
_TEXT_FIXED = 24


def _text_features(document: Document) -> Matrix:
    title = set(" ".join(document.titles[:2]).lower().split())
    rows = [_line_features(line, title) for line in document.lines]
    return np.array(rows, dtype=np.float32).reshape(len(rows), _TEXT_FIXED + len(_HINTS))


def _line_features(line, title) -> list[float]:
    text = line.text
    layout = line.layout
    lower = text.lower().split()
    count = len(lower)
    last = text[-1]
    first = text[0]
    end = _ENDS.get(last)
    hints = [0.0] * len(_HINTS)
    if count <= _SHORT:
        for word in _HINT_WORDS.intersection(lower):
            for row in _HINT_OF[word]:
                hints[row] = 1.0
    stops = len(_STOP.intersection(lower))
    return [
        count, len(text), min(1.0, layout.link_chars / len(text)), stops / (count**0.8),
        text.count(",") , float(end == 0 and count > 4),
        float(end == 0), float(end == 1), float(end == 2), float(end == 3), float(end == 4),
        float(end == 5),
        float(first.isupper()), float(first.islower()), float(first.isdigit()), float(not first.isalnum()),
        float(text.isupper()), float(text.istitle()), float(_DIGIT.search(text) is not None),
        len(title.intersection(lower)) / (count + 2), len(title.intersection(lower)) / (len(title) + 2),
        layout.list_depth, float(layout.emphasised), float(layout.ordinal is not None),
        *hints,
    ]


def _scaled(text):
    out = text.copy()
    out[:, _WORDS] = np.log1p(text[:, _WORDS])
    out[:, _CHARS] = text[:, _CHARS] / (text[:, _WORDS] * 6 + 1)
    out[:, _COMMAS] = np.log1p(text[:, _COMMAS])
    return out


def _tag_features(document):
    out = np.zeros((len(document.lines), len(_TAGS)), np.float32)
    for i, line in enumerate(document.lines):
        k = _TAG_INDEX.get(line.tag)
        if k is not None:
            out[i, k] = 1
    return out


class _Tree:
    def __init__(self, document, words):
        places = document.places
        self.places = places
        self.n = len(document.lines)
        self.place_of = [line.place for line in document.lines]
        n = len(places)
        begin = [self.n] * n
        end = [0] * n
        for i, p in enumerate(self.place_of):
            if i < begin[p]: begin[p] = i
            if i >= end[p]: end[p] = i + 1
        parents = [p.parent for p in places]
        for i in range(n - 1, 0, -1):
            q = parents[i]
            if q >= 0:
                if begin[i] < begin[q]: begin[q] = begin[i]
                if end[i] > end[q]: end[q] = end[i]
        self.begin = np.array(begin, dtype=int); self.end = np.maximum(np.array(end, dtype=int), self.begin)
        self.parent = np.array(parents)
        cum = np.concatenate([[0], np.cumsum(words)])
        self.total = max(cum[-1], 1)
        self.share = (cum[self.end] - cum[self.begin]) / self.total
        share = self.share.tolist()
        inherited = [0] * n
        own = [0] * n
        keep = BIT["content"] | BIT["faq"] | BIT["summary"]
        for i in range(n):
            c = places[i].cues
            if share[i] > _MOST: c &= keep
            own[i] = c
            q = parents[i]
            inherited[i] = c | inherited[q] if q >= 0 else c
        self.inherited = inherited; self.own = own
        # levels: go up to distinct ranges
        up = list(parents)
        b = begin; e = end
        for i in range(n):
            q = parents[i]
            # skip ancestors with same range
            if q >= 0 and b[q] == b[i] and e[q] == e[i]:
                up[i] = up[q]
        self.up = np.array([u if u >= 0 else i for i, u in enumerate(up)])
        self.cur = np.array(self.place_of)
        self.k = -1

    def level(self, level):
        assert level == self.k + 1
        self.k = level
        if level:
            self.cur = self.up[self.cur]
        return np.stack([self.begin[self.cur], self.end[self.cur]], axis=1)

    def range_features(self, rng, text):
        b, e = rng[:, 0], rng[:, 1]
        w = text[:, _WORDS]
        cols = np.stack([w, w * text[:, _LINK], np.ones_like(w), w * text[:, _STOPS], text[:, _COMMAS], text[:, _SENTENCE], w * (w > 20)], axis=1)
        cum = np.concatenate([np.zeros((1, cols.shape[1])), np.cumsum(cols, axis=0, dtype=np.float64)])
        s = cum[e] - cum[b]
        W = s[:, 0]; n = s[:, 2]
        return np.stack([
            np.log1p(W), s[:, 1] / (W + 1), np.log1p(n), s[:, 3] / (W + 1), s[:, 4] / (W + 1) * 10, s[:, 5] / n,
            s[:, 6] / (W + 1), W / self.total, np.log1p(W / n),
            (np.arange(len(n)) - b) / n,
        ], axis=1).astype(np.float32)

    def line_cues(self):
        return [self.inherited[p] for p in self.place_of]

    def near_cues(self):
        out = []
        for p in self.place_of:
            c = self.own[p]
            for _ in range(2):
                p = self.places[p].parent
                if p < 0: break
                c |= self.own[p]
            out.append(c)
        return out


def _cue_features(masks):
    bits = np.array(masks, dtype=np.int64)[:, None] >> np.arange(len(CUES))
    return (bits & 1).astype(np.float32)


def _group_features(document, text):
    keys = {}
    places = document.places
    ids = []
    for line in document.lines:
        p = places[line.place]
        q = places[p.parent] if p.parent >= 0 else p
        k = (p.tag, p.names, q.tag, q.names)
        ids.append(keys.setdefault(k, len(keys)))
    ids = np.array(ids)
    m = len(keys)
    cnt = np.bincount(ids, minlength=m)
    def mean(v): return (np.bincount(ids, weights=v, minlength=m) / cnt)[ids]
    w = text[:, _WORDS]
    return np.stack([np.log1p(cnt[ids]), np.log1p(mean(w)), mean(text[:, _LINK]), mean(text[:, _SENTENCE]), mean(text[:,_STOPS])], axis=1).astype(np.float32)


def _position_features(document, words):
    n = len(words)
    i = np.arange(n)
    cum = np.cumsum(words); tot = max(cum[-1], 1)
    h1 = next((k for k, l in enumerate(document.lines) if l.layout.heading_level == 1), -1)
    rel = np.zeros(n) if h1 < 0 else np.tanh((i - h1) / 10)
    hidden = np.array([document.places[l.place].hidden for l in document.lines], dtype=float)
    level = np.array([l.layout.heading_level or 0 for l in document.lines], dtype=float)
    return np.stack([i / n, cum / tot, np.full(n, np.log1p(n)), np.full(n, np.log1p(tot)), rel, (i > h1) * (h1 >= 0), hidden, level], axis=1).astype(np.float32)
