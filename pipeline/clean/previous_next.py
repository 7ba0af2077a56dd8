"""Links to the previous and the next page: labels with the title behind or below them."""

import re

from pipeline.clean.furniture import Place
from pipeline.clean.related import lists_behind
from pipeline.clean.shape import fold
from pipeline.clean.view import PROSE, PageView
from pipeline.model.reasons import Reason

_BACKWARD = re.compile(r"\W*(?:prev|older|上|前|last|earlier|up\b|above\b)|(?:<|«|‹|←|⟵|◀|◄|◂|⇐)")
_LABEL_ONLY = re.compile(
    r"(?:<<+|>>+|[«»‹›←→])?\s?"
    r"(?:(?:previous|prev|next|last)(?: (?:article|post|page|story|entry))?"
    r"|上一篇|下一篇|up next|read next)?\s?[:：]?\s?(?:>>|[»→])?"
)
# One look tells that most lines are no link to a neighbour.
_MAY_LINK = re.compile(
    r"[\[(【<>«»‹›←→⟵⟶◀▶◄►◂▸⇐⇒-]|(?:prev|next|last|old|new|(?:up|down|above|below)\b)",
    re.IGNORECASE,
)
_ARROW = re.compile(r"(?:<<|>>|«|»|←|→)\s?(\w.*[^.。])$")
_FEWEST_WORDS = 3  # of a title behind an arrow; shorter lines are bullets
_POINTERS = "»>→›⟶⇒▶▸"
_PLACES = frozenset({Place.PAIR, Place.LINK})
_NEAR = 3  # the links to both neighbours stand together, each with at most its title below


def pairs(page: PageView) -> None:
    """Note lines that only a partner makes links: a `Previous` with a `Next` close to it."""
    likely = {
        index
        for index in page.free_indices()
        if (page.texts[index][-1] in _POINTERS or _MAY_LINK.match(page.texts[index]))
        and (rule := page.likely(index))
        and rule.place in _PLACES
    }
    for index in sorted(likely):
        partner = _partner(page, index, likely)
        rule = page.likely(index)
        if rule and partner is not None and _partner(page, partner, likely) == index:
            page.remove_by(index, rule, f"stands beside “{page.text(partner)}”")


def far_pair(page: PageView) -> None:
    """Note one link back and one link on, each with its arrow, wherever on the page they stand."""
    ends = [
        index
        for index in page.free_indices()
        if (found := _ARROW.match(page.texts[index])) and len(found[1].split()) >= _FEWEST_WORDS
    ]
    if len(ends) != 2 or _backward(page, ends[0]) == _backward(page, ends[1]):  # noqa: PLR2004
        return
    for index, other in (ends, reversed(ends)):
        rule = page.likely(index)
        if rule and rule.place in _PLACES:
            page.remove_by(index, rule, f"points the other way than “{page.text(other)}”")


def _partner(page: PageView, index: int, likely: set[int]) -> int | None:
    """The nearest link in the other direction; lines that start alike in a row are bullets."""
    if _bullets(page, index):
        return None
    near = range(max(0, index - _NEAR), min(len(page), index + _NEAR + 1))
    for other in sorted(near, key=lambda other: (abs(other - index), other)):
        if other == index:
            continue
        known = page.found.get(other)
        link = other in likely or (known and known.reason is Reason.PREVIOUS_NEXT)
        if link and _backward(page, other) != _backward(page, index):
            return other
    return None


def _bullets(page: PageView, index: int) -> bool:
    mark = page.text(index)[0]
    return not mark.isalpha() and any(
        page.text(beside).startswith(mark) and not page.text(beside).startswith(("<<", ">>", "["))
        for beside in (index - 1, index + 1)
    )


def _backward(page: PageView, index: int) -> bool:
    return _BACKWARD.match(fold(page.text(index))) is not None


def titles_below(page: PageView) -> None:
    """Note the title on the line below a label that stands alone, such as `Previous article:`."""
    for index, removal in list(page.found.items()):
        if removal.reason is not Reason.PREVIOUS_NEXT or not page.free(index + 1):
            continue
        folded = fold(page.text(index))
        labelled = _LABEL_ONLY.fullmatch(folded) and (folded[-1] in ":：" or _pairwise(page, index))
        if labelled and _title(page, index + 1):
            evidence = f"stands below “{page.text(index)}”"
            rule = "previous_next_title"
            page.remove(index + 1, Reason.PREVIOUS_NEXT, rule, evidence, 0.95)


def _pairwise(page: PageView, index: int) -> bool:
    """Whether labels and single lines alternate: label, title, label, title."""
    for other in (index - 2, index + 2):
        known = page.found.get(other)
        between = (index + other) // 2
        if known and known.reason is Reason.PREVIOUS_NEXT and between not in page.found:
            return True
    between_found = page.found.get(index - 1)
    return between_found is not None and between_found.rule == "previous_next_title"


def _title(page: PageView, index: int) -> bool:
    return page.title_like(index) and not page.numbered(index)


def behind(page: PageView) -> None:
    """Note a list of other pages behind the last links to the neighbours."""
    links = [n for n, removal in page.found.items() if removal.reason is Reason.PREVIOUS_NEXT]
    begun = links and any(page.prose(n, PROSE) for n in range(max(links)))
    if begun and not any(
        page.prose(n, PROSE * 2) and page.free(n)
        for n in range(max(links) + 1, min(max(links) + 2, len(page)))
    ):
        lists_behind(page, max(links) + 1)
