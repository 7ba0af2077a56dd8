"""The lines of a page that are its site's, by the profile that `site` learned.

Lines that repeat are taken out where the site prints them: at the edges of the page, or inside it
in the company that they have everywhere. Titles of other pages are taken out where several stand
together; a single one may be a heading of the article.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from pipeline.clean.document import Document, Removal
from pipeline.clean.shape import fold, is_cut, is_numbered, weight
from pipeline.clean.site import Repeat, SiteProfile, frequency, line_digest, title_digest
from pipeline.clean.titles import choose_among
from pipeline.clean.view import PARAGRAPH, PROSE
from pipeline.model.reasons import Reason

_TITLE_WORDS = 4  # shorter titles of other pages may be items of an article's list
_ROW = 4  # so many short repeated lines in a row are no headings
_TEASER_GAP = 2  # titles of other pages stand next to each other or a teaser apart


def with_site(document: Document, profile: SiteProfile) -> Document:
    """The document with its title chosen anew where the first choice is a line of the site."""
    if not document.title or not profile.owns(line_digest(document.title)):
        return document
    own = (line for line in document.lines if not profile.owns(line_digest(line.text)))
    titles = tuple(t for t in document.titles if not profile.owns(line_digest(t)))
    return replace(document, title=choose_among(titles, tuple(own)))


def site_removals(
    document: Document, profile: SiteProfile, taken: Collection[int]
) -> Iterator[Removal]:
    """A removal for each line that is the site's; `taken` are the lines removed before."""
    if not profile.repeats and not profile.titles:
        return
    own = title_digest(document.title) if document.title else 0
    free = [index for index in range(len(document.lines)) if index not in taken]
    repeated = {
        index
        for index in free
        if profile.owns(line_digest(document.lines[index].text))
        and title_digest(document.lines[index].text) != own
    }
    removed = set()
    for removal in _repeated(document, profile, repeated, taken):
        removed.add(removal.index)
        yield removal
    yield from _other_titles(document, profile, [n for n in free if n not in removed], own)


def _repeated(
    document: Document, profile: SiteProfile, repeated: set[int], taken: Collection[int]
) -> Iterator[Removal]:
    known = {repeat.digest: repeat for repeat in profile.repeats}
    for run in _runs(sorted(repeated), taken):
        lines = [known[line_digest(document.lines[index].text)] for index in run]
        if not (_at_edge(len(document.lines), run, taken) or _sure_run(lines)):
            continue
        for index, repeat in zip(run, lines, strict=True):
            words, score = frequency(repeat)
            evidence = f"on {words} pages of the site"
            yield Removal(index, Reason.SITE_REPEAT, f"site_{repeat.place}", evidence, score)


def _at_edge(count: int, run: list[int], taken: Collection[int]) -> bool:
    """Whether nothing that is kept stands above or below the run."""
    above = all(index in taken for index in range(run[0]))
    return above or all(index in taken for index in range(run[-1] + 1, count))


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


def _sure_run(lines: list[Repeat]) -> bool:
    """Whether the lines inside the article are in the company in which the site prints them."""
    return len(lines) >= _ROW or any(repeat.place == "sentence" for repeat in lines)


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
