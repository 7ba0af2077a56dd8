"""What the pages of one site repeat: learned in a first pass, applied to each page.

A line that stands on enough of a site's pages, by number and by share, is the site's; so are
lines that are titles of other pages of the site, where they stand together. Learning reads each
page once. It counts the lines of a fixed number of pages, those with the smallest digests of
their ids, and keeps eight bytes of every title; so its memory hardly grows with the site, and the
result is the same in any order. Copies of one article count once, else its lines would repeat.

Headings of a template (`Causes`, `When to see a doctor`) repeat as well. They stay: a short line
inside the article is taken out only with repeated sentences or in a row with others.
"""

import base64
import heapq
import json
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from pipeline.clean.document import Document, Removal
from pipeline.clean.shape import ends_sentence, fold, is_cut, is_numbered, key, weight
from pipeline.clean.titles import choose_title
from pipeline.clean.view import PARAGRAPH, PROSE
from pipeline.model.reasons import Reason
from pipeline.model.settings import CleanSettings

SAMPLE_PAGES = 1000  # shares of 30 % are then sure to 3 %; about 2 MB a site
_SKETCH = 8  # lines that stand for an article when copies are looked for
_SAME = 4  # so many of them in common make two pages copies of one article
_COMMON = 0.5  # a line on more than this share of pages says nothing about the article
_LONG = 40  # lines of this weight make the sketch: shorter ones are met by chance
_TITLE_WORDS = 4  # shorter titles of other pages may be items of an article's list
_ROW = 4  # so many short repeated lines in a row are no headings
_TEASER_GAP = 2  # titles of other pages stand next to each other or a teaser apart


@dataclass(frozen=True, slots=True)
class Repeat:
    """A line that repeats on a site."""

    digest: int
    pages: int  # of the sampled pages, copies counted once
    share: float
    example: str


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """What one site's pages have in common."""

    pages: int = 0  # read
    sampled: int = 0  # counted for repeats: at most SAMPLE_PAGES, copies once
    repeats: tuple[Repeat, ...] = ()  # most frequent first
    titles: bytes = b""  # sorted digests of all titles, eight bytes each
    _digests: frozenset[int] = field(default=frozenset(), compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_digests", frozenset(repeat.digest for repeat in self.repeats))

    def repeated(self, digest: int) -> bool:
        """Whether the line with this digest repeats on the site."""
        return digest in self._digests

    def has_title(self, digest: int) -> bool:
        """Whether a page of the site has the title with this digest."""
        titles = memoryview(self.titles).cast("Q")
        place = bisect_left(titles, digest)
        return place < len(titles) and titles[place] == digest

    def to_json(self) -> str:
        """The profile as one JSON object, equal for equal profiles."""
        repeats = [[f"{r.digest:016x}", r.pages, r.share, r.example] for r in self.repeats]
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
        repeats = (
            Repeat(int(digest, 16), pages, share, example)
            for digest, pages, share, example in content["repeats"]
        )
        titles = base64.b64decode(content["titles"])
        return cls(content["pages"], content["sampled"], tuple(repeats), titles)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def line_digest(text: str) -> int:
    """Eight bytes for a line: equal for lines that differ in case, quotes and numbers alone."""
    letters = key(text)
    return _digest("".join("0" if letter.isdigit() else letter for letter in letters) or text)


def title_digest(text: str) -> int:
    """Eight bytes for a title: equal for titles that differ in case and punctuation alone."""
    return _digest(key(text))


# --- learning ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Page:
    """A sampled page: the digests of its lines, and which of them are long."""

    lines: dict[int, str]
    long: list[int]


def learn_site(documents: Iterable[Document], settings: CleanSettings) -> SiteProfile:
    """What the pages of one site repeat."""
    sample: list[tuple[int, int, _Page]] = []  # a heap, largest digest of the page's id first
    titles = array("Q")
    pages = 0
    for document in documents:
        pages += 1
        title = choose_title(document)
        if title and len(title.split()) > 1:
            titles.append(title_digest(title))
        _sampled(sample, document, pages)
    counted = _without_copies([page for _, _, page in sorted(sample, key=_by_id)])
    repeats = tuple(_repeats(counted, settings))
    unique = array("Q", sorted(set(titles)))
    return SiteProfile(pages, len(counted), repeats, unique.tobytes())


def _by_id(entry: tuple[int, int, _Page]) -> int:
    return -entry[0]


def _sampled(sample: list[tuple[int, int, _Page]], document: Document, count: int) -> None:
    """Take the page into the sample if its id's digest is among the smallest."""
    rank = -_digest(document.raw.page_id)
    if len(sample) < SAMPLE_PAGES:
        heapq.heappush(sample, (rank, count, _page(document)))
    elif rank > sample[0][0]:
        heapq.heapreplace(sample, (rank, count, _page(document)))


def _page(document: Document) -> _Page:
    lines = {line_digest(line.text): line.text for line in document.lines}
    return _Page(lines, sorted(d for d, text in lines.items() if weight(text) >= _LONG))


def _without_copies(pages: list[_Page]) -> list[_Page]:
    """The pages, of those with the same article the first alone."""
    counts = Counter(digest for page in pages for digest in page.long)
    ceiling = max(1, int(_COMMON * len(pages)))
    holder: dict[int, int] = {}
    kept: list[_Page] = []
    for page in pages:
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
    examples: dict[int, str] = {}
    for page in pages:
        for digest in page.lines.keys() & frequent.keys():
            examples[digest] = min(page.lines[digest], examples.get(digest, page.lines[digest]))
    for digest, count in sorted(frequent.items(), key=lambda item: (-item[1], item[0])):
        yield Repeat(digest, count, round(count / len(pages), 4), examples[digest])


# --- applying ------------------------------------------------------------------------------------


def site_removals(
    document: Document, profile: SiteProfile, taken: Collection[int]
) -> Iterator[Removal]:
    """A removal for each line that is the site's; `taken` are the lines removed before."""
    if not profile.repeats and not profile.titles:
        return
    title = choose_title(document)
    own = title_digest(title) if title else 0
    free = [index for index in range(len(document.lines)) if index not in taken]
    repeated = {
        index
        for index in free
        if profile.repeated(line_digest(document.lines[index].text))
        and title_digest(document.lines[index].text) != own
    }
    yield from _repeated(document, profile, repeated, taken)
    yield from _other_titles(document, profile, [n for n in free if n not in repeated], own)


def _repeated(
    document: Document, profile: SiteProfile, repeated: set[int], taken: Collection[int]
) -> Iterator[Removal]:
    edges = _edges(len(document.lines), repeated, taken)
    counts = {repeat.digest: repeat for repeat in profile.repeats}
    for run in _runs(sorted(repeated), taken):
        if not (run[0] in edges or run[-1] in edges or _sure_run(document, run)):
            continue
        for index in run:
            repeat = counts[line_digest(document.lines[index].text)]
            evidence = f"on {repeat.pages} of {profile.sampled} pages of the site"
            score = round(min(1.0, 0.8 + repeat.share / 5), 3)
            yield Removal(index, Reason.SITE_REPEAT, "site_repeat", evidence, score)


def _edges(count: int, repeated: set[int], taken: Collection[int]) -> set[int]:
    """Repeated lines above or below all other lines that are left."""
    edges: set[int] = set()
    for order in (range(count), range(count - 1, -1, -1)):
        for index in order:
            if index in repeated:
                edges.add(index)
            elif index not in taken:
                break
    return edges


def _runs(indices: list[int], taken: Collection[int]) -> Iterator[list[int]]:
    """Repeated lines in a row; lines that were removed before do not break it."""
    run: list[int] = []
    for index in indices:
        if run and any(between not in taken for between in range(run[-1] + 1, index)):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _sure_run(document: Document, run: list[int]) -> bool:
    """Whether repeated lines inside the article are the site's rather than its headings."""
    lines = [document.lines[index] for index in run]
    if any(line.layout.link_chars * 2 > len(line.text) for line in lines):
        return True
    if any(weight(line.text) >= PROSE and ends_sentence(line.text) for line in lines):
        return True
    numbered = sum(is_numbered(line.text) for line in lines)
    return len(run) >= _ROW and numbered * 2 < len(run)


def _other_titles(
    document: Document, profile: SiteProfile, free: list[int], own: int
) -> Iterator[Removal]:
    """Titles of other pages that stand together, with the teasers between them."""
    titles = [index for index in free if _is_other(document, profile, index, own)]
    for group in _groups(titles):
        if len(group) < 2:  # noqa: PLR2004  one may be a heading of the article
            continue
        evidence = f"{len(group)} titles of other pages of the site stand together"
        for index in _with_teasers(document, group, set(free)):
            yield Removal(index, Reason.RELATED_LIST, "site_titles", evidence, 0.95)


def _is_other(document: Document, profile: SiteProfile, index: int, own: int) -> bool:
    text = document.lines[index].text
    if weight(text) > PARAGRAPH or is_numbered(text):
        return False
    linked = document.lines[index].layout.link_chars * 2 > len(text)
    if not linked and len(text.split()) < _TITLE_WORDS and weight(text) < PROSE // 2:
        return False
    digest = title_digest(fold(text))
    return digest != own and profile.has_title(digest)


def _groups(indices: list[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for index in indices:
        if group and index - group[-1] > _TEASER_GAP:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _with_teasers(document: Document, group: list[int], free: set[int]) -> Iterator[int]:
    """The titles of a group and the short lines between them; behind the last, a cut-off one."""
    for index in range(group[0], group[-1] + 1):
        if index in free:
            yield index
    behind = group[-1] + 1
    if behind in free and is_cut(document.lines[behind].text):
        yield behind
