"""Lists of contents: lines that all stand again, further down, as headings of the article."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.clean.labels import is_label, may_open_with
from pipeline.clean.shape import ending, key, without_marker
from pipeline.clean.view import PageView
from pipeline.model.reasons import Reason

_NUMBER = re.compile(r"^\d{1,3}(?=\D)")
# A heading with its text on the same line: `1. Rest. For two days …`.
_RUN_IN = re.compile(r"((?:[(（]?\w{1,2}[.)、）] ?)?[^.:：。]{3,80})[.:：。]\s?\S")
_LONGEST = 150  # headings are shorter
_STATEMENT = 40  # a finished sentence of this weight that stands twice is no heading
_UNLABELLED = 3  # so many headings in a row are a list of them; two may be chance
_SHORTEST = 3  # letters of a heading's key
_DIGITS = re.compile(r"\d+")
_ONE_LINE = 800  # characters of a list that is printed on one line
_LABEL_WORDS = 4  # a label before such a list has fewer words
# How labels of such lists begin: one look tells that most lines are none.
_OPENINGS = frozenset((
    "ar", "ca", "co", "da", "di", "en", "in", "ju", "ne", "on",
    "ou", "pa", "qu", "so", "sp", "su", "ta", "wh",
))  # fmt: skip
_STOPS = (".", "。", "!", "！")  # a list of headings ends in none
_MOST_LABELS = 5  # a page with more of them lists something else


def contents_lists(page: PageView) -> None:
    """Note the lists of the page's own headings, with their labels."""
    _one_line_lists(page)
    if not _may_hold_one(page):
        return
    below = _last_positions(page)
    index = 0
    while index < len(page):
        if not page.free(index) or len(page.text(index)) > _LONGEST:
            index += 1
            continue
        label = _is_label(page.text(index))
        again = label or below[_key(page, index)] > index
        items = list(_items(page, index + label, below)) if again else []
        _note(page, index, items, below, label=label)
        index = max(index + 1, items[-1] + 1 if items else 0)


def _is_label(text: str) -> bool:
    """Whether the line is the label of such a list; how it begins tells most lines from all."""
    begin = text[:2]
    if begin.isalpha() and begin.isascii() and begin.lower() not in _OPENINGS:
        return False
    return is_label("contents", text)


def _one_line_lists(page: PageView) -> None:
    """Note the lists that stand on one line, below their label or behind it."""
    labels = 0
    for index in range(len(page)):
        listed = _listed(page, index)
        if listed is None or not page.free(index):
            continue
        labels += 1
        line = index if listed else index + 1
        if _are_headings_below(page, line, listed or page.text(line)):
            for part in {index, line}:
                evidence = "lists on one line what stands below as headings"
                page.remove(part, Reason.CONTENTS_LIST, "contents_one_line", evidence, 0.96)
        if labels == _MOST_LABELS:
            return


def _listed(page: PageView, index: int) -> str | None:
    """What stands behind the label of a list on its line; None on a line without a label."""
    text = page.text(index)
    if _is_label(text):
        return ""
    if len(text) > _ONE_LINE or text[-1:] in _STOPS:
        return None
    if text[0].isalpha() and text[0].isascii() and text[:2].lower() not in _OPENINGS:
        return None
    if not may_open_with("contents", text):
        return None
    words = text.split(maxsplit=_LABEL_WORDS)
    for count in range(1, min(_LABEL_WORDS, len(words))):
        if is_label("contents", " ".join(words[:count])):
            return " ".join(words[count:])
    return None


def _are_headings_below(page: PageView, line: int, listed: str) -> bool:
    """Whether the words of the list are those of lines below, in their order, and no others."""
    wanted = _letters(listed) if len(listed) <= _ONE_LINE else ""
    found = start = 0
    for index in range(line + 1, len(page)):
        if start == len(wanted):
            break
        if len(page.text(index)) <= _LONGEST and not page.prose(index, _STATEMENT):
            letters = _letters(page.text(index))
            if len(letters) >= _SHORTEST and wanted.startswith(letters, start):
                found += 1
                start += len(letters)
    return found > 1 and start == len(wanted)


def _letters(text: str) -> str:
    """The letters of a line alone: a list numbers its headings in its own way."""
    return _DIGITS.sub("", key(text))


def _may_hold_one(page: PageView) -> bool:
    """Whether a line is a label or stands twice: cheap, and false for most pages."""
    first: dict[str, int] = {}  # for each ending the first line that has it
    keys: dict[str, set[str]] = {}  # ... and the keys of all that have it, once there are several
    for index, text in enumerate(page.texts):
        if len(text) > _LONGEST or text == page.title or index in page.found:
            continue
        if _is_label(text):
            return True
        end = ending(text)
        other = first.setdefault(end, index)
        if other == index:
            continue
        alike = keys.setdefault(end, {_key(page, other)})
        mine = _key(page, index)
        if mine in alike:
            return True
        alike.add(mine)
    return False


def _key(page: PageView, index: int) -> str:
    """The key of a heading without its number, which a list of contents may print differently."""
    return _NUMBER.sub("", page.key(index))


def _last_positions(page: PageView) -> dict[str, int]:
    """For each heading where it stands last: a line of its own, else the first words of a line."""
    last: dict[str, int] = {}
    for index, text in enumerate(page.texts):
        if len(text) <= _LONGEST:
            last[_key(page, index)] = index
        if head := _RUN_IN.match(text):
            last[_NUMBER.sub("", key(without_marker(head[1])))] = index
    return last


def _items(page: PageView, start: int, below: dict[str, int]) -> Iterator[int]:
    """The lines from here on that stand again below, in the same order, with text between."""
    previous = start
    for index in range(start, len(page)):
        if (
            len(page.text(index)) > _LONGEST
            or page.is_title(index)
            or page.prose(index, _STATEMENT)
        ):
            return
        again = below.get(_key(page, index), -1)
        if again <= previous or again == index or len(_key(page, index)) < _SHORTEST:
            return
        if index > start and again == previous + 1 and not page.free(again):
            return
        yield index
        previous = again


def _note(
    page: PageView, index: int, items: list[int], below: dict[str, int], *, label: bool
) -> None:
    sure = label and is_label("contents_sure", page.text(index))
    if len(items) < (1 if label else _UNLABELLED) and not sure:
        return
    if items and not label and not _spread(page, items, below):
        return
    if label:
        page.remove(index, Reason.CONTENTS_LIST, "contents_label", "opens a list of headings", 0.97)
    for item in items:
        evidence = "stands again below as a heading"
        page.remove(item, Reason.CONTENTS_LIST, "contents_item", evidence, 0.96)


def _spread(page: PageView, items: list[int], below: dict[str, int]) -> bool:
    """Whether text follows the headings where they stand again, so that these are no copies."""
    again = [below[_key(page, item)] for item in items]
    gaps = sum(1 for first, second in pairwise(again) if second > first + 1)
    return gaps * 2 >= len(again) - 1
