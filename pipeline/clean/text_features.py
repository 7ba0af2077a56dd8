"""What the fitted part of cleaning sees of each line of bare text: numbers from words and place.

Bare text has no markup to tell an article from what is printed around it; what is left are the
shape of a line, its words, what it shares with the title and the running text, where it stands,
and what the rules removed. `line_features` gives one row a line.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.network import Matrix
from pipeline.clean.shape import is_cut, is_numbered
from pipeline.clean.text_words import (
    HINT_ROWS,
    HINTED,
    LETTER_OF,
    LETTERS,
    SHORT,
    TENTHS,
    Lexicon,
    stored_lexicon,
    words_of,
)
from pipeline.model.reasons import Reason

# Function words: running text is full of them, labels and titles are not.
_STOPS = frozenset(
    b"a about after all also an and any are as at be because been before but by can could did"
    b" do does for from had has have he her his how i if in into is it its just like may me"
    b" more most my no not of on one only or other our out over she should so some such than"
    b" that the their them then there these they this to up us was we were what when where"
    b" which while who will with would you your".split()
)

_PROSE = 60  # characters; a finished sentence of this length is running text
_PROSE_WORDS = 8
_LAST_LATIN = "\u024f"
_FEW, _MANY = (1, 2, 4, 8), 16  # words
_LONG = (_PROSE, 120, 220)  # characters

# What the last character of a line says, and the first.
_ENDS = {".": 1, "。": 1, "!": 2, "！": 2, "?": 3, "？": 3, ":": 4, "：": 4, ",": 5, ";": 5}
_CUT, _END_KINDS, _WORD_END = 7, 7, 6
_BULLETS = frozenset("•·*●◆■□▪◦★☆○◇➤✓✔-–—")

_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[-/.]\d{1,2}[-/.]\d|\d:\d\d")
_CONTACTS = ("@", "www.", "http", ".com", ".org", ".net", "00-", "555")
_PRICE = re.compile(
    r"[€$£¥₹₱₦฿₽]|\b(?:Rs|USD|EUR|CHF|zł|Ft|lei|rubles?|baht|yuan|pesos)\b|\d ?% off|[-–]\d+ ?%"
)
_LABEL = re.compile(r"[^:：.!?]{2,30}[:：]\s?\S")
_ASKS = re.compile(
    r"(?:how|what|why|when|where|which|who|is|are|can|could|do|does|did|should|will|must)\b"
    r"|(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) \w+",
    re.IGNORECASE,
)

# Of the rows about each line itself those that are also seen of the lines beside it, and those of
# which the means are taken.
_BESIDE = [
    0, 1, 10, 12, 13, 15, 16, 17, 20, 22, 24, 28, 31, 33, 35, 38, 40, 42,
    43, 45, 47, 48, 49, 50, 51, 75, 76,
]  # fmt: skip
_MEANS = [0, 10, 15, 17, 22, 24, 31, 33, 35, 38, 42, 43, 48, 49, 50, 51]
_NEAR = 3  # lines; a removed line this near says what stands here
_GROUPS: dict[Reason | None, int] = {
    Reason.DUPLICATE_TITLE: 1, Reason.PREVIOUS_NEXT: 2, Reason.RELATED_LIST: 3, Reason.BYLINE: 4,
    Reason.COMMENTS: 5, Reason.SHARE: 6, Reason.TAG_LIST: 6, Reason.FOOTER: 7, Reason.MENU: 7,
    Reason.NEWSLETTER: 7, Reason.DISCLAIMER: 7, Reason.BREADCRUMB: 8,
}  # fmt: skip
_GROUP_COUNT = 9

# Kinds of characters that are counted in each line.
_PLAIN, _UPPER, _DIGIT, _COMMA, _SEPARATOR, _STOP, _SIGN = range(7)
_KINDS = 7
_BREAKS = b"|/>\xbb\xab\xb7<_\\~"


def _kind(code: int) -> int:
    character = chr(code)
    if character.isupper():
        return _UPPER
    if character.isdigit():
        return _DIGIT
    if character == ",":
        return _COMMA
    if code in _BREAKS:
        return _SEPARATOR
    if character in ".!?;":
        return _STOP
    return _PLAIN if character.isalnum() or character.isspace() or character in "'-" else _SIGN


_KIND_OF = np.array([_kind(code) for code in range(256)], dtype=np.uint8)


def line_features(
    texts: Sequence[str],
    title: str | None,
    verdicts: Sequence[Reason | None],
    gaps: Sequence[int],
    lexicon: Lexicon | None = None,
) -> Matrix:
    """The features of all lines of a page.

    `verdicts` are the reasons of lines that rules removed, `gaps` those that each line has inside.
    """
    lexicon = lexicon or stored_lexicon()
    joined = "\n".join(texts).encode("latin-1", "replace")
    spelled = joined.translate(LETTERS)
    split = [line.split() for line in spelled.split(b"\n")]
    chars = np.array(list(map(len, texts)), dtype=np.float64)
    counts = np.array(list(map(len, split)), dtype=np.float64)
    words = np.maximum(counts, 1)
    kinds = _characters(joined, chars)
    ends = np.array([_end(text) for text in texts])
    finished = (ends >= 1) & (ends <= 3)  # noqa: PLR2004  . ! ?
    prose = finished & (chars >= _PROSE) & (words >= _PROSE_WORDS) & (ends != _ENDS["?"])
    shown = _word_features(
        texts, split, title, prose.tolist(), (kinds[_DIGIT] > 0).tolist(), lexicon.scores
    )
    stops = np.array([len(_STOPS.intersection(line)) for line in split], dtype=np.float64)
    firsts = [text[0] for text in texts]
    rows = [
        np.log(chars), np.log(words), *(words <= most for most in _FEW), words >= _MANY,
        *(chars >= least for least in _LONG), *(ends == kind for kind in range(1, _END_KINDS + 1)),
        list(map(str.isupper, firsts)), list(map(str.islower, firsts)),
        list(map(str.isdigit, firsts)), [first in _BULLETS for first in firsts],
        [first in "([【（" for first in firsts], kinds[_UPPER] / words, kinds[_UPPER] / chars,
        kinds[_DIGIT] / chars, kinds[_DIGIT] > 0, np.minimum(kinds[_SEPARATOR], 4),
        np.minimum(kinds[_COMMA], 6) / words, np.minimum(kinds[_STOP], 6), kinds[_SIGN] / chars,
        list(map(_foreign, texts)), stops / words, counts == 0, prose,
    ]  # fmt: skip
    own = np.array(rows, dtype=np.float32)
    removed = np.array([reason is not None for reason in verdicts])
    place = _place_features(texts, title, chars, prose & ~removed, removed, prose)
    strange = _strangeness(spelled, chars, prose, lexicon)
    own = np.vstack([own, shown, np.minimum(gaps, 4), strange, list(map(_has_price, texts))])
    return np.vstack([own, place, _verdicts(verdicts, removed), _around(own, removed, prose)]).T


def _strangeness(
    spelled: bytes, chars: NDArray[np.float64], prose: NDArray[np.bool_], lexicon: Lexicon
) -> NDArray[np.float64]:
    """How unlike the spelling of the page's running text that of each line is."""
    code = np.frombuffer(spelled, dtype=np.uint8)
    letter = LETTER_OF[code]
    paired = (letter[:-1] + letter[1:] > 0) & (code[:-1] != ord("\n"))
    costs = np.zeros((2, len(code)))
    costs[0, :-1] = paired
    costs[1, :-1] = lexicon.pairs[letter[:-1], letter[1:]] * paired
    starts = np.concatenate([[0], np.cumsum(chars[:-1] + 1)]).astype(np.int64)
    pairs, cost = np.add.reduceat(costs, starts, axis=1)
    known = prose if prose.any() else pairs >= 0
    usual = cost[known].sum() / max(1.0, pairs[known].sum())
    found: NDArray[np.float64] = (cost - usual * pairs) / np.maximum(pairs, 8) / TENTHS
    return found


def _has_price(text: str) -> bool:
    return len(text) <= SHORT and _PRICE.search(text) is not None


def _foreign(text: str) -> float:
    """The share of letters that are none of Latin alphabets."""
    if text.isascii():
        return 0.0
    return sum(character > _LAST_LATIN for character in text) / len(text)


def _end(text: str) -> int:
    last = text[-1]
    if last in ".…]。" and is_cut(text):
        return _CUT
    return _ENDS.get(last, _WORD_END if last.isalnum() else 0)


def _characters(joined: bytes, chars: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each kind of character the number in each line."""
    kinds = _KIND_OF[np.frombuffer(joined, dtype=np.uint8)]
    starts = np.concatenate([[0], np.cumsum(chars[:-1] + 1)]).astype(np.int64)
    return np.array(
        [np.add.reduceat(kinds == kind, starts, dtype=np.float64) for kind in range(_KINDS)]
    )


def _word_features(  # noqa: PLR0913, PLR0917  what was counted before
    texts: Sequence[str],
    split: list[list[bytes]],
    title: str | None,
    prose: list[bool],
    digits: list[bool],
    scores: dict[bytes, float],
) -> Matrix:
    """What the words of each short line hint at, and which it shares with title and text."""
    own = frozenset(words_of(title or "")) - _STOPS
    said = (line for line, is_text in zip(split, prose, strict=True) if is_text)
    told_by = Counter(chain.from_iterable(map(set, said)))  # lines of running text that say a word
    lines = max(2, sum(prose))
    seen = Counter(texts)
    rows = []
    masks = []
    for text, line, numeric in zip(texts, split, digits, strict=True):
        if len(text) > SHORT:
            rows.append(_NOTHING)
            masks.append(0)
            continue
        content = [word for word in line if len(word) > 2 and word not in _STOPS]  # noqa: PLR2004
        found = sorted([scores.get(word, 0.0) for word in line]) or _NONE
        total = sum(found)
        shared = len(own.intersection(content)) if own else 0
        often = sorted([told_by[word] for word in content]) or _NONE
        unsaid = often.count(0) if content else 0
        many = len(content) or 1
        mask = 0
        for word in HINTED.keys() & line:
            mask |= HINTED[word]
        masks.append(mask)
        rows.append((
            1.0, found[-1], found[-2] if len(found) > 1 else 0.0, found[0], total / len(found),
            min(8.0, max(-4.0, total)), min(shared, 4), shared / many,
            (len(content) - unsaid) / many, min(unsaid, 6), seen[text] > 1,
            numeric and _DATED.search(text) is not None, any(sign in text for sign in _CONTACTS),
            _LABEL.match(text) is not None, _ASKS.match(text) is not None, is_numbered(text),
            often[-1] / lines, sum(often) / (many * lines),
        ))  # fmt: skip
    hints = np.array(masks)[:, None] >> _HINT_BITS & 1
    return np.hstack([np.array(rows, dtype=np.float32), hints]).T


_NONE = [0.0]
_NOTHING = (0.0,) * 18
_HINT_BITS = np.arange(HINT_ROWS)


def _place_features(  # noqa: PLR0913, PLR0917  what was counted before
    texts: Sequence[str],
    title: str | None,
    chars: NDArray[np.float64],
    text_kept: NDArray[np.bool_],
    removed: NDArray[np.bool_],
    prose: NDArray[np.bool_],
) -> Matrix:
    """Where each line stands: from both ends, in the text, below the title, in its run."""
    count = len(texts)
    here = np.arange(count)
    behind = count - 1 - here
    sums = np.cumsum(chars * text_kept)
    total = sums[-1] or 1.0
    above: NDArray[np.int64] = np.cumsum(text_kept) - text_kept
    below = text_kept.sum() - np.cumsum(text_kept)
    free_below = (~removed).sum() - np.cumsum(~removed)
    free_above: NDArray[np.int64] = np.cumsum(~removed) - ~removed
    start = next((n for n, text in enumerate(texts) if text == title and not removed[n]), None)
    from_title = np.full(count, 12) if start is None else np.clip(here - start, -6, 10)
    last = np.maximum.accumulate(np.where(prose, here, -1))
    following = np.minimum.accumulate(np.where(prose, here, count)[::-1])[::-1]
    cumulated = np.cumsum(chars)
    columns = [
        np.log1p(here), np.log1p(behind), here / count, cumulated / cumulated[-1],
        np.full(count, np.log(count)), here == 0, behind == 0, sums / total,
        np.minimum(above, 4), np.minimum(below, 4), above == 0, below == 0,
        from_title, from_title < 0, np.full(count, start is None), np.minimum(free_below, 6),
        free_below == 0, np.minimum(free_above, 6), np.minimum(here - last, 9),
        np.minimum(following - here, 9), np.minimum(following - last, 14),
        np.full(count, removed.mean()), np.full(count, text_kept.mean()),
        np.log1p(np.full(count, total)),
    ]  # fmt: skip
    return np.array(columns, dtype=np.float32)


def _around(own: Matrix, removed: NDArray[np.bool_], prose: NDArray[np.bool_]) -> Matrix:
    """What the lines beside each line show, and means over those above, below, in its run."""
    count = own.shape[1]
    beside = np.zeros((len(_BESIDE), count + 4), dtype=np.float32)
    beside[:, 2:-2] = own[_BESIDE]
    shifted = [beside[:, 2 + by : 2 + by + count] for by in (-2, -1, 1, 2)]
    kept = np.vstack([own[_MEANS] * ~removed, ~removed])
    sums = np.zeros((len(kept), count + 1), dtype=np.float32)
    np.cumsum(kept, axis=1, out=sums[:, 1:])
    total = sums[:, -1:]
    above, below = sums[:, :-1], total - sums[:, 1:]
    here = np.arange(count)
    begin = np.maximum.accumulate(np.where(prose, here + 1, 0))
    end = np.minimum.accumulate(np.where(prose, here, count)[::-1])[::-1]
    run = np.where(prose, 0, sums[:, end] - sums[:, np.minimum(begin, end)])
    parts = [part[:-1] / np.maximum(part[-1:], 1) for part in (above, below, total, run)]
    parts[2] = np.repeat(parts[2], count, axis=1)
    return np.vstack([*shifted, *parts, run[-1:] / np.maximum(end - begin, 1)])


def _verdicts(verdicts: Sequence[Reason | None], removed: NDArray[np.bool_]) -> Matrix:
    """Whether lines beside were removed, how far the next ones are, and why they were."""
    count = len(verdicts)
    here = np.arange(count)
    padded = np.zeros(count + 6, dtype=np.float32)
    padded[3:-3] = removed
    above = np.maximum.accumulate(np.where(removed, here, -9))
    below = np.minimum.accumulate(np.where(removed, here, count + 9)[::-1])[::-1]
    rows = [padded[3 + by : 3 + by + count] for by in (-3, -2, -1, 1, 2, 3)]
    rows += [np.minimum(here - above, 6), np.minimum(below - here, 6)]
    numbers: list[int] = [_GROUPS.get(reason, 0) for reason in verdicts]
    group = np.array([*numbers, 0])
    for next_one in (
        np.where(here - above <= _NEAR, above, count),
        np.where(below - here <= _NEAR, below, count),
    ):
        rows.extend(group[next_one] == number for number in range(1, _GROUP_COUNT))
    return np.array(rows, dtype=np.float32)
