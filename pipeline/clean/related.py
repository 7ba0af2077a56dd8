"""Lists of other pages: behind a label, behind the links to the neighbours, or bare.

A list of other pages alternates titles and teasers, or holds titles alone. It ends where the
article goes on: at a paragraph, at a heading with paragraphs below it, at a line that announces
something. Without such a list behind it, a label is an ordinary heading and stays.
"""

import re
from dataclasses import dataclass

from pipeline.clean.labels import is_label, kinds_of_label, opens_flat_list, starts_flat_list
from pipeline.clean.shape import sentence_breaks, topic_words, vocabulary, weight, without_marker
from pipeline.clean.view import PARAGRAPH, PROSE, PageView
from pipeline.model.reasons import Reason

_FLAT_LINES = 6  # of a page that lost its line breaks, once labels are set apart
_FLAT_CUT = re.compile(r"(?:\.{3}|…)(?=\s|$)")
_FEW_WORDS = 4  # titles of pages have so many words; items of an article's list have fewer
_BARE_ITEMS = 4  # so many titles in a row at the end of a page are no chance
_FOREIGN = 0.5  # a title whose words the article lacks by this share is about something else
# What headings of the sections of an article speak of, as stems.
_SECTION_WORDS = topic_words(
    "causes symptoms signs treatment prevention diagnosis complications risks diet care tips"
)
_LONGEST_TEASER = 600  # where a label or other teasers have told the list
_SHORTEST_TEASER = 30  # teasers are cut at forty letters and more
# What somebody says: in quotes, or behind the speaker.
_SPOKEN = re.compile(r"[\"'“‘„«「–—-]|[A-Z]\w{0,14}(?: \w{1,14})?\s?[:：]")
# How titles of pages begin or end, and items of an article's list hardly do.
_TITLE_FORM = re.compile(
    r"(?:how|what|why|when|where|which|who|is|are|can|could|do|does|did|should|will|must|have|has)\b"
    r"|(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\b.{0,40}\b"
    r"(?:signs?|ways?|tips?|things|reasons?|steps?|methods?|foods|symptoms|exercises|mistakes|facts)"
    r"|.{10,150}[?？]$|.{2,80}(?:怎么|如何|什么|吗|多久|多少|好处|危害)",
    re.IGNORECASE,
)
# A heading that counts, or a number alone on its line.
_ORDINAL = re.compile(
    r"(?:first|second|third|fourth|fifth|finally|lastly|then|next|and|also)(?:ly)?\b[, ]"
    r"|\W{0,2}\w{1,3}\W{0,2}$",
    re.IGNORECASE,
)
_SHORT_TEXT = 20  # weight of a sentence below a numbered heading
# Furniture that stands between lists of other pages or behind them, never inside one.
_ENDS = frozenset({Reason.PREVIOUS_NEXT, Reason.TAG_LIST, Reason.COMMENTS, Reason.FOOTER})
_FOOT = frozenset({Reason.FOOTER, Reason.MENU, Reason.COMMENTS, Reason.NEWSLETTER})
_LOOSE_END = 60  # lines; a list at the end of a page is not longer
_AHEAD = 5  # two pairs of title and teaser
# Words that lean on a text around them, which the title of a page does not.
_LEANING = re.compile(
    r"\b(?:these|this|those|it|they|them|afterwards|again|then|such)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _List:
    """What a list of other pages holds so far."""

    start: int
    end: int
    titles: int = 0
    bare: int = 0  # titles that no teaser follows
    cut: int = 0
    pairs: int = 0
    linked: int = 0
    numbered: int = 0
    words: int = 0
    interrupts: bool = False  # the label parts a numbered heading from its text

    @property
    def long_titles(self) -> bool:
        return self.titles > 0 and self.words >= _FEW_WORDS * self.titles


def labelled_lists(page: PageView) -> None:
    """Note the labels of lists of other pages and the lines of the lists."""
    for index in range(len(page)):
        if page.is_title(index) or not (page.free(index) or _reads_on(page, index)):
            continue
        kinds = kinds_of_label(page.texts[index])
        if "related_sure" in kinds or "related_weak" in kinds:
            _note_labelled(page, index, sure="related_sure" in kinds)
        elif "related_loose" in kinds and page.title_like(index):
            _note_loose(page, index)
        else:
            _note_flat(page, index)


def _reads_on(page: PageView, index: int) -> bool:
    """Whether the line is a `Read more` that may as well be the label of a list."""
    return page.found[index].rule == "read_more"


def _note_flat(page: PageView, index: int) -> None:
    """Note a whole list that a flattened page prints on one line, label and all."""
    text = page.text(index)
    flat = index > 0 and len(page) <= _FLAT_LINES and opens_flat_list(text, page.folded[index])
    if not flat and not starts_flat_list(page.folded[index]):
        return
    if flat or len(_FLAT_CUT.findall(text)) > 1 or _last_titles(page, index):
        evidence = "a label and titles on one line"
        page.remove(index, Reason.RELATED_LIST, "flat_list", evidence, 0.95)


def _last_titles(page: PageView, index: int) -> bool:
    """Whether the line ends the page, without a sentence of its own."""
    ends = not any(page.free(below) for below in range(index + 1, len(page)))
    text = page.text(index)
    return ends and text[-1] not in ".。" and sentence_breaks(text.replace("?", "")) == 0


def _note_labelled(page: PageView, index: int, *, sure: bool) -> None:
    parted = index > 0 and page.free(index - 1) and page.numbered(index - 1)
    found = _list_from(page, index + 1, interrupts=parted and not page.prose(index - 1))
    holds = found.end > index + 1 or (sure and index + 1 == len(page))
    if holds and (sure or _proves_itself(found)):
        _note_list(page, index, found, 0.95)


def _note_loose(page: PageView, index: int) -> None:
    """Note a list below a line that only sounds like a label, if all below are titles of pages."""
    if len(page) - index > _LOOSE_END:
        return
    found = _list_from(page, index + 1)
    lines = [page.text(line) for line in range(found.start, found.end) if page.free(line)]
    titled = sum(_TITLE_FORM.match(text) is not None for text in lines)
    leaning = sum(_LEANING.search(text) is not None for text in lines)
    ends = not any(page.free(n) and not page.likely(n) for n in range(found.end, len(page)))
    brief = any(text.isascii() and len(text.split()) < _FEW_WORDS - 1 for text in lines)
    if found.titles < 2 or not ends or brief or leaning * 2 > len(lines):  # noqa: PLR2004  as above
        return
    if found.cut or (found.long_titles and titled * 3 >= len(lines) * 2):
        _note_list(page, index, found, 0.9)


def _note_list(page: PageView, label: int, found: _List, score: float) -> None:
    evidence = f"stands below “{page.text(label)}”"
    page.remove(label, Reason.RELATED_LIST, "related_label", "opens a list of other pages", score)
    for line in range(found.start, found.end):
        page.remove(line, Reason.RELATED_LIST, "related_item", evidence, score)


def _proves_itself(found: _List) -> bool:
    several = found.titles >= 2  # noqa: PLR2004  one title may be a heading
    return found.cut > 0 or found.linked * 2 > found.titles or (several and found.long_titles)


def lists_behind(page: PageView, index: int) -> None:
    """Note what stands behind the links to the neighbour pages, if it is a list of pages."""
    found = _list_from(page, index)
    if found.titles and (_proves_itself(found) or found.end == len(page)):
        for line in range(found.start, found.end):
            evidence = "stands behind the links to the previous and the next page"
            page.remove(line, Reason.RELATED_LIST, "behind_previous_next", evidence, 0.93)


def teaser_lists(page: PageView) -> None:
    """Note titles that are followed by cut-off teasers, two or more, where no label says so."""
    index = 0
    while index < len(page):
        if not _teaser_pair(page, index):
            index += 1
            continue
        found = _list_from(page, index)
        if found.cut >= 2 and found.end > index:  # noqa: PLR2004  one may be a heading
            for line in range(index, found.end):
                evidence = "titles with cut-off teasers alternate"
                page.remove(line, Reason.RELATED_LIST, "teaser_list", evidence, 0.95)
        index = max(found.end, index + 1)


def _teaser_pair(page: PageView, index: int) -> bool:
    return (
        page.free(index)
        and page.free(index + 1)
        and page.cut(index + 1)
        and page.title_like(index)
        and not page.is_title(index)
        and _SHORTEST_TEASER <= weight(page.text(index + 1)) <= PARAGRAPH
        and not _SPOKEN.match(page.text(index))
        and not _SPOKEN.match(page.text(index + 1))
    )


def bare_list(page: PageView) -> None:
    """Note titles of other pages at the end of a bare-text page, where nothing announces them."""
    end = len(page)
    while end and not page.free(end - 1):
        end -= 1
    start = end
    while start and page.free(start - 1) and _bare_title(page, start - 1):
        start -= 1
    if end - start >= _BARE_ITEMS and start and page.prose(start - 1, PROSE // 2):
        _note_bare(page, start, end)


def _bare_title(page: PageView, index: int) -> bool:
    text = page.text(index)
    return (
        page.title_like(index)
        and not page.numbered(index)
        and page.lines[index].tag == "line"
        and len(text.split()) >= _FEW_WORDS - 1
        and text[0].isupper()
    )


def _note_bare(page: PageView, start: int, end: int) -> None:
    known = vocabulary(page.text(index) for index in range(start))
    foreign = [index for index in range(start, end) if _foreign(page.text(index), known)]
    leaning = [index for index in range(start, end) if _LEANING.search(page.text(index))]
    titled = [index for index in range(start, end) if _TITLE_FORM.match(page.text(index))]
    if (
        len(leaning) * 3 > end - start
        or len(titled) * 2 < end - start
        or _announced(page, start, end)
    ):
        return
    words = sum(len(page.text(index).split()) for index in range(start, end))
    if len(foreign) * 4 >= (end - start) * 3 and words >= (_FEW_WORDS + 1) * (end - start):
        for index in range(start, end):
            evidence = "titles about other things end the page"
            page.remove(index, Reason.RELATED_LIST, "bare_titles", evidence, 0.85)


def _announced(page: PageView, start: int, end: int) -> bool:
    """Whether the first line is the heading of a list of questions."""
    questions = sum(page.text(index)[-1] in "?？" for index in range(start + 1, end))
    return page.text(start)[-1] not in "?？" and questions == end - start - 1


def _foreign(text: str, known: set[str]) -> bool:
    words = topic_words(text)
    return bool(words) and len(words - known) > _FOREIGN * len(words)


# --- where a list ends ------------------------------------------------------------------------


def _list_from(page: PageView, start: int, *, interrupts: bool = False) -> _List:
    """The list of pages that starts at this line, with its end."""
    found = _List(start, start, interrupts=interrupts)
    open_title = False
    index = start
    while index < len(page):
        if not page.free(index):
            if page.found[index].reason in _ENDS or index == start:
                return found
            index += 1
            open_title = False
            continue
        if page.cut(index) and weight(page.text(index)) <= _LONGEST_TEASER:
            found.cut += 1
            found.pairs += open_title
            open_title = False
        elif _is_furniture(page, index):
            return _closed(page, found, index, open_title=open_title)
        elif _is_item(page, index, found):
            found.bare += open_title
            _count_title(page, index, found)
            open_title = True
        elif open_title and _is_teaser(page, index, found):
            found.pairs += 1
            open_title = False
        else:
            return _closed(page, found, index, open_title=open_title)
        index += 1
        found.end = index
    return found


def _is_furniture(page: PageView, index: int) -> bool:
    """Whether the foot of the page begins here; what is a link is left to the list."""
    rule = page.likely(index)
    return rule is not None and rule.reason in _FOOT and not page.linked(index)


def _count_title(page: PageView, index: int, found: _List) -> None:
    found.titles += 1
    found.linked += page.linked(index)
    found.numbered += page.numbered(index)
    found.words += max(len(page.text(index).split()), weight(page.text(index)) // 8)


def _is_item(page: PageView, index: int, found: _List) -> bool:
    """Whether the line reads on as a title of the list, not as a heading of the article."""
    if not page.title_like(index) or page.is_title(index):
        return False
    text = page.text(index)
    if found.titles and (is_label("related_sure", text) or is_label("related_weak", text)):
        return False
    if page.linked(index):
        return True
    if found.linked * 2 > found.titles and page.heading(index):
        return False
    return not _heads_text(page, index, found)


def _heads_text(page: PageView, index: int, found: _List) -> bool:
    """Whether the article goes on below the line, so that it is a heading of the article."""
    below, second = index + 1, index + 2
    goes_on = page.prose(below, PARAGRAPH) or (
        page.prose(below, PROSE) and page.free(second) and _more_text(page, second)
    )
    if goes_on and found.interrupts and found.titles and not page.numbered(index):
        return False
    if goes_on:
        return found.titles == 0 or _own_heading(page, index, below)
    if page.numbered(index) and found.titles and not found.numbered:
        return True
    if page.numbered(index) or _ORDINAL.match(page.text(index)):
        return _text_soon(page, index)
    if (page.numbered(below) or _ORDINAL.match(page.text(below))) and _text_soon(page, below):
        return _own_heading(page, index, below)
    return page.text(below)[-1:] in (":", "：") and not found.cut


def _more_text(page: PageView, index: int) -> bool:
    return page.prose(index, PROSE) or (page.prose(index, 30) and not page.title_like(index))


def _text_soon(page: PageView, index: int) -> bool:
    """Whether a numbered heading has text of its own, at once or below a sub-heading."""
    for below in (index + 1, index + 2):
        if page.cut(below):
            return False
        if page.prose(below, _SHORT_TEXT) and not page.title_like(below):
            return True
    return False


def _own_heading(page: PageView, index: int, below: int) -> bool:
    """Whether a line in a list is a heading of this article: by its words, or by being short."""
    text = page.text(index)
    brief = len(text.split()) < _FEW_WORDS and weight(text) < PROSE // 2
    return brief or _ORDINAL.match(text) is not None or _belongs(page, index, below)


def _is_teaser(page: PageView, index: int, found: _List) -> bool:
    """Whether a complete sentence is the teaser of the title above it."""
    text = page.text(index)
    if weight(text) > PARAGRAPH or text[-1] in ":：" or page.heading(index):
        return False
    if found.linked and not page.linked(index) and not page.linked(index + 1):
        return index + 1 >= len(page) or not page.free(index + 1)
    if found.cut:
        return _cut_follows(page, index)
    if found.pairs:
        return True
    return found.bare == 0 and _pairs_follow(page, index)


def _cut_follows(page: PageView, index: int) -> bool:
    """Whether one of the next teasers is cut off as those before, or the page ends here."""
    for ahead in range(index + 1, index + _AHEAD):
        if page.cut(ahead) or not page.free(ahead) or page.likely(ahead):
            return True
        if page.numbered(ahead) or page.prose(ahead, PARAGRAPH):
            return False
    return False


def _pairs_follow(page: PageView, index: int) -> bool:
    """Whether the next two lines are a title and a teaser again, or the page ends here."""
    title, teaser = index + 1, index + 2
    if not page.free(title):
        return True
    return page.title_like(title) and (page.cut(teaser) or _short_prose(page, teaser))


def _short_prose(page: PageView, index: int) -> bool:
    return page.prose(index, 20) and weight(page.text(index)) <= PARAGRAPH


def _closed(page: PageView, found: _List, stop: int, *, open_title: bool) -> _List:
    """The list, without a last title that is the heading of the text at which it stops."""
    last = stop - 1
    if not open_title or not page.free(last) or _is_title_again(page, stop):
        return found
    if found.interrupts and not page.numbered(last):
        return found
    if _own_heading(page, last, stop) or (found.titles == 1 and not page.linked(last)):
        found.end = last
        found.titles -= 1
    return found


def _is_title_again(page: PageView, stop: int) -> bool:
    """Whether the list stopped at a heading, so that the line before it heads no text."""
    return page.title_like(stop) and not page.numbered(stop)


def _belongs(page: PageView, heading: int, text: int) -> bool:
    """Whether a line is the heading of the text below it: by markup, number or shared words."""
    if page.heading(heading) or page.numbered(heading):
        return not page.linked(heading)
    words = topic_words(without_marker(page.text(heading)))
    own = topic_words(page.title or "") | _SECTION_WORDS
    below = vocabulary(page.text(index) for index in range(text, min(text + 3, len(page))))
    return bool(words & own) or len(words & below) > 1
