"""What the pages of one site repeat, learned in one pass over them.

A line that stands on enough of a site's pages, by number and by share, repeats. Learning counts
the lines of a fixed number of pages, those with the smallest digests of their ids, and keeps a few
bytes of every page's title; so its memory hardly grows with the site, and the result is the same
in any order. Copies of one article count once, else its lines would repeat.

Headings of a template (`Causes`, `When to see a doctor`) repeat as well. What tells them from the
site's own lines is their company: the text below them is new on every page, while the lines of a
header, a footer or a box keep the same neighbours. `site_lines` applies what was learned.
"""

import base64
import heapq
import json
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from pipeline.clean.document import Document
from pipeline.clean.shape import ends_sentence, fold, key, weight
from pipeline.clean.titles import title_candidates
from pipeline.clean.view import PROSE
from pipeline.model.settings import CleanSettings

_DIGITS = re.compile(r"\d+")
SAMPLE_PAGES = 1000  # shares of 30 % are then sure to 3 %; about 2 MB a site
_SKETCH = 8  # lines that stand for an article when copies are looked for
_SAME = 4  # so many of them in common make two pages copies of one article
_COMMON = 0.5  # a line on more than this share of pages says nothing about the article
_LONG = 40  # lines of this weight make the sketch: shorter ones are met by chance
HEADING = "heading"
_CANDIDATES = 6  # lines at the top of a page that may be its title: eight bytes each
_FREQUENCIES = ((0.9, "nearly all", 0.98), (0.5, "most", 0.92), (0.0, "many", 0.86))
_STABLE = 0.8  # a line of a box has the same neighbour on this share of its pages


@dataclass(frozen=True, slots=True)
class Repeat:
    """A line that repeats on a site."""

    digest: int
    pages: int  # of the sampled pages, copies counted once
    share: float
    place: str  # sentence, top, bottom or box; "heading" for a line that stays
    example: str
    page_id: str = ""  # the smallest of the pages that have the example


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """What one site's pages have in common."""

    pages: int = 0  # read
    sampled: int = 0  # counted for repeats: at most SAMPLE_PAGES, copies once
    repeats: tuple[Repeat, ...] = ()  # most frequent first
    titles: bytes = b""  # sorted digests of all titles, eight bytes each
    _words: dict[int, str] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        own = (repeat for repeat in self.repeats if repeat.place != HEADING)
        words = {each.digest: f"{each.place} {frequency(each)[0]}" for each in own}
        object.__setattr__(self, "_words", words)

    def owns(self, digest: int) -> bool:
        """Whether the line with this digest is the site's."""
        return digest in self._words

    def words_on(self, digest: int) -> str:
        """Where and how often the line with this digest stands on the site, if it is the site's."""
        return self._words.get(digest, "")

    def have_titles(self, digests: bytes) -> bytes:
        """Of each digest, whether a page of the site has that title: a byte each."""
        asked, titles = (np.frombuffer(each, np.uint64) for each in (digests, self.titles))
        if not len(titles):
            return bytes(len(asked))
        places = np.minimum(np.searchsorted(titles, asked), len(titles) - 1)
        return bytes(titles[places] == asked)

    def has_title(self, digest: int) -> bool:
        """Whether a page of the site has the title with this digest."""
        titles = memoryview(self.titles).cast("Q")
        place = bisect_left(titles, digest)
        return place < len(titles) and titles[place] == digest

    def to_json(self) -> str:
        """The profile as one JSON object, equal for equal profiles."""
        repeats = [
            [f"{r.digest:016x}", r.pages, r.share, r.place, r.example, r.page_id]
            for r in self.repeats
        ]
        content = {
            "pages": self.pages,
            "sampled": self.sampled,
            "repeats": repeats,
            "titles": base64.b64encode(self.titles).decode("ascii"),
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "SiteProfile":
        """The profile that `to_json` wrote."""
        content = json.loads(text)
        repeats = (Repeat(int(digest, 16), *values) for digest, *values in content["repeats"])
        titles = base64.b64decode(content["titles"])
        return cls(content["pages"], content["sampled"], tuple(repeats), titles)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def line_digest(text: str) -> int:
    """Eight bytes for a line: equal for lines that differ in case, quotes and numbers alone."""
    return _digest(_DIGITS.sub("0", key(text)) or text)


def title_digest(text: str) -> int:
    """Eight bytes for a title: equal for titles that differ in case and punctuation alone."""
    return _digest(key(text))


# --- learning ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageNotes:
    """What learning needs to know of a page; kept from run to run, so that it is read once.

    Digests are eight bytes each, of the titles that the page states, then of its lines.
    """

    page_id: str
    titles: bytes  # digests of the lines that may be its title
    as_lines: bytes  # digests of titles and lines, numbers left out
    as_titles: bytes  # the same as titles
    linked: bytes  # a byte a line, 1 where most of it stands in links
    lines: tuple[str, ...]


def take_notes(document: Document) -> PageNotes:
    """What learning needs to know of the page."""
    lines = tuple(line.text for line in document.lines)
    stated = (document.title or "", *document.titles, *lines)
    return PageNotes(
        document.raw.page_id,
        array("Q", _title_digests(document)).tobytes(),
        array("Q", map(line_digest, stated)).tobytes(),
        array("Q", (title_digest(fold(text)) for text in stated)).tobytes(),
        bytes(line.layout.link_chars * 2 > len(line.text) for line in document.lines),
        lines,
    )


@dataclass(slots=True)
class _Page:
    """A sampled page: the digests of its lines in order, and which of them are long."""

    page_id: str
    lines: dict[int, str]
    long: list[int]
    linked: set[int]


def learn_site(notes: Iterable[PageNotes], settings: CleanSettings) -> SiteProfile:
    """What the pages of one site repeat."""
    sample: list[tuple[int, int, _Page]] = []  # a heap, largest digest of the page's id first
    titles = array("Q")
    pages = 0
    for page in notes:
        pages += 1
        titles.frombytes(page.titles)
        _sampled(sample, page, pages)
    counted = _without_copies([page for _, _, page in sorted(sample, key=_by_id)])
    repeats = tuple(_repeats(counted, settings))
    return SiteProfile(pages, len(counted), repeats, _page_titles(titles, repeats))


def _title_digests(document: Document) -> list[int]:
    """Digests of the lines that may be the page's title, always `_CANDIDATES` of them."""
    candidates = [key(text) for text in title_candidates(document)]
    digests = [_digest(mine) if mine else 0 for mine in candidates[:_CANDIDATES]]
    return digests + [0] * (_CANDIDATES - len(digests))


def _page_titles(titles: "array[int]", repeats: Iterable[Repeat]) -> bytes:
    """Of each page's candidates the first that does not repeat on the site, as sorted bytes."""
    common = {title_digest(repeat.example) for repeat in repeats} | {0}
    chosen = set()
    for start in range(0, len(titles), _CANDIDATES):
        candidates = titles[start : start + _CANDIDATES]
        chosen.add(next((digest for digest in candidates if digest not in common), 0))
    return array("Q", sorted(chosen - {0})).tobytes()


def _by_id(entry: tuple[int, int, _Page]) -> int:
    return -entry[0]


def sample_rank(page_id: str) -> int:
    """What decides whether a page is counted: those with the smallest ranks are."""
    return _digest(page_id)


def _sampled(sample: list[tuple[int, int, _Page]], notes: PageNotes, count: int) -> None:
    """Take the page into the sample if its id's digest is among the smallest."""
    rank = -sample_rank(notes.page_id)
    if len(sample) < SAMPLE_PAGES:
        heapq.heappush(sample, (rank, count, _page(notes)))
    elif rank > sample[0][0]:
        heapq.heapreplace(sample, (rank, count, _page(notes)))


def _page(notes: PageNotes) -> _Page:
    lines: dict[int, str] = {}
    linked = set()
    digests = array("Q", notes.as_lines)[-len(notes.lines) :] if notes.lines else ()
    for digest, text, in_links in zip(digests, notes.lines, notes.linked, strict=True):
        lines.setdefault(digest, text)
        if in_links:
            linked.add(digest)
    long = sorted(digest for digest, text in lines.items() if weight(text) >= _LONG)
    return _Page(notes.page_id, lines, long, linked)


def _without_copies(pages: list[_Page]) -> list[_Page]:
    """The pages, of those with the same article the first alone."""
    counts = Counter(digest for page in pages for digest in page.long)
    ceiling = max(1, int(_COMMON * len(pages)))
    holder: dict[int, int] = {}
    whole: set[tuple[int, ...]] = set()
    kept: list[_Page] = []
    for page in pages:
        if page.long and tuple(page.long) in whole:
            continue
        whole.add(tuple(page.long))
        sketch = [digest for digest in page.long if counts[digest] <= ceiling][:_SKETCH]
        shared = Counter(holder[digest] for digest in sketch if digest in holder)
        if shared and shared.most_common(1)[0][1] >= min(_SAME, len(sketch)):
            continue
        for digest in sketch:
            holder.setdefault(digest, len(kept))
        kept.append(page)
    return kept


def _repeats(pages: list[_Page], settings: CleanSettings) -> Iterator[Repeat]:
    counts = Counter(digest for page in pages for digest in page.lines)
    least = max(settings.site_min_pages, settings.site_min_share * len(pages))
    frequent = {digest: count for digest, count in counts.items() if count >= least}
    found: dict[int, tuple[str, str]] = {}
    for page in pages:
        for digest in page.lines.keys() & frequent.keys():
            example = (page.lines[digest], page.page_id)
            found[digest] = min(example, found.get(digest, example))
    examples = {digest: text for digest, (text, _) in found.items()}
    places = _places(pages, frequent, examples)
    for digest, count in sorted(frequent.items(), key=lambda item: (-item[1], item[0])):
        place = places.get(digest, HEADING)
        yield Repeat(digest, count, round(count / len(pages), 4), place, *found[digest])


def _places(
    pages: list[_Page], frequent: dict[int, int], examples: dict[int, str]
) -> dict[int, str]:
    """Where the repeated lines stand that are the site's; headings of a template are left out."""
    linked = Counter(digest for page in pages for digest in page.linked)
    places = {
        digest: "sentence"
        for digest, text in examples.items()
        if (weight(text) >= PROSE // 2 and ends_sentence(text) and not text.endswith(("?", "？")))
        or linked[digest] * 2 > frequent[digest]
    }
    before, after = _neighbours(pages, frequent)
    _spread(places, "top", before, frequent)
    _spread(places, "bottom", after, frequent)
    _spread(places, "box", after, frequent, start=set(places))
    return places


_Neighbours = dict[int, Counter[int]]
_EDGE = -1  # stands for the page's top or bottom among the neighbours


def _neighbours(pages: list[_Page], frequent: dict[int, int]) -> tuple[_Neighbours, _Neighbours]:
    """How often each repeated line has which repeated line, or the page's edge, beside it."""
    before: _Neighbours = {digest: Counter() for digest in frequent}
    after: _Neighbours = {digest: Counter() for digest in frequent}
    for page in pages:
        order = [_EDGE, *page.lines, _EDGE]
        for one, other in pairwise(order):
            if other in frequent and (one in frequent or one == _EDGE):
                before[other][one] += 1
            if one in frequent and (other in frequent or other == _EDGE):
                after[one][other] += 1
    return before, after


def _spread(
    places: dict[int, str],
    place: str,
    beside: _Neighbours,
    frequent: dict[int, int],
    start: set[int] | None = None,
) -> None:
    """Give the place to each line whose neighbour on that side is nearly always of the place."""
    members = start or {_EDGE}
    grown = True
    while grown:
        grown = False
        for digest in sorted(frequent):
            near = sum(beside[digest][member] for member in members & beside[digest].keys())
            if digest not in members and near >= _STABLE * frequent[digest]:
                members.add(digest)
                places.setdefault(digest, place)
                grown = True


def frequency(repeat: Repeat) -> tuple[str, float]:
    """How common the line is in words, and how sure that makes: exact counts change every day."""
    return next((words, score) for share, words, score in _FREQUENCIES if repeat.share >= share)


def bearing(profile: SiteProfile, notes: PageNotes) -> bytes:
    """All that the profile says of a page: where it is equal, so are the page's removals."""
    words = ",".join(profile.words_on(digest) for digest in array("Q", notes.as_lines))
    titles = profile.have_titles(notes.as_titles)
    return blake2b(words.encode() + b";" + titles, digest_size=8).digest()
