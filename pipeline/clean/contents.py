# ruff: noqa: RUF001  the patterns hold the signs that pages print
"""Lists of contents: lines that all stand again, further down, as headings of the article."""

import re
from collections.abc import Iterator

from pipeline.clean.shape import fold
from pipeline.clean.view import PageView
from pipeline.model.reasons import Reason

_LABEL = re.compile(
    r"(?:table of contents?|contents?|article contents|contents of this (?:article|page)|in this (?:article|guide|post|story)|on this page|what(?:'s| is) in this (?:article|guide)"
    r"|inside this article|jump to(?: section)?|quick (?:links|navigation)|page contents|outline|catalogu?e|directory|article (?:outline|navigation)|目录|文章目录|本文目录)"
)
_SURE = re.compile(
    r"table of contents?|on this page|in this article|jump to(?: section)?|目录|文章目录|本文目录"
)
_EDGES = re.compile(
    r"^[\s▶►■●☰#*=\[]+|[\s:：…\]=*#▼↓+\-]+$|\s?[\[(](?:hide|show|toggle|expand)[\])]$"
)
_NUMBER = re.compile(r"^\d{1,3}(?=\D)")
_LONGEST = 150  # headings are shorter
_UNLABELLED = 3  # so many headings in a row are a list of them; two may be chance
_SHORTEST = 3  # letters of a heading's key


def contents_lists(page: PageView) -> None:
    """Note the lists of the page's own headings, with their labels."""
    below = _last_positions(page)
    index = 0
    while index < len(page):
        if not page.free(index) or len(page.text(index)) > _LONGEST:
            index += 1
            continue
        label = _LABEL.fullmatch(_EDGES.sub("", fold(page.text(index)))) is not None
        items = list(_items(page, index + label, below))
        _note(page, index, items, label=label)
        index = max(index + 1, items[-1] + 1 if items else 0)


def _key(page: PageView, index: int) -> str:
    """The key of a heading without its number, which a list of contents may print differently."""
    return _NUMBER.sub("", page.key(index))


def _last_positions(page: PageView) -> dict[str, int]:
    last: dict[str, int] = {}
    for index in range(len(page)):
        if len(page.text(index)) <= _LONGEST:
            last[_key(page, index)] = index
    return last


def _items(page: PageView, start: int, below: dict[str, int]) -> Iterator[int]:
    """The lines from here on that stand again below, in the same order, with text between."""
    previous = start
    for index in range(start, len(page)):
        if len(page.text(index)) > _LONGEST or page.is_title(index):
            return
        again = below.get(_key(page, index), -1)
        if again <= previous or again == index or len(_key(page, index)) < _SHORTEST:
            return
        if index > start and again == previous + 1 and not page.free(again):
            return
        yield index
        previous = again


def _note(page: PageView, index: int, items: list[int], *, label: bool) -> None:
    sure = label and _SURE.fullmatch(_EDGES.sub("", fold(page.text(index)))) is not None
    if len(items) < (1 if label else _UNLABELLED) and not sure:
        return
    if items and not label and not _spread(page, items):
        return
    if label:
        page.remove(index, Reason.CONTENTS_LIST, "contents_label", "opens a list of headings", 0.97)
    for item in items:
        evidence = "stands again below as a heading"
        page.remove(item, Reason.CONTENTS_LIST, "contents_item", evidence, 0.96)


def _spread(page: PageView, items: list[int]) -> bool:
    """Whether text follows the headings where they stand again, so that these are no copies."""
    last = _last_positions(page)
    again = [last[_key(page, item)] for item in items]
    gaps = sum(1 for first, second in zip(again, again[1:], strict=False) if second > first + 1)
    return gaps * 2 >= len(again) - 1
