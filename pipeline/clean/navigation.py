"""Navigation and other furniture of a page, by what it says and where it stands.

The order of the steps is the order of their authority: lines that say it themselves; contents;
pairs of links; lists of other pages behind a label, behind those links, or bare; at last the
edges of the page, where words count that are text inside the article.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.clean import contents, previous_next, related
from pipeline.clean.document import Document, Removal
from pipeline.clean.furniture import Place, sure_rules, top_rule
from pipeline.clean.labels import is_label
from pipeline.clean.shape import fold
from pipeline.clean.spoken import is_row
from pipeline.clean.view import PageView
from pipeline.model.reasons import Reason
from pipeline.model.settings import CleanSettings

_SENTENCE = 35  # below a sentence of this weight the article has begun
_ABOVE = 6  # so many lines a menu above the title has at most, if it is no row of others
_FULL_NAME = re.compile(
    r"(?:Dr\.? |Prof\.? )?[A-Z]\w+(?:[ -][A-Z]\w*\.?){1,3}(?:, \w+(?: \w+){0,2})?"
)
_MENU_LINES = 12  # a menu above the way to the page is not longer
_MENU_WORDS = 4  # of one of its entries
_MENUS = frozenset({"menu_word", "menu_bar", "menu_row"})
_NAME = 60  # names, sources and dates are shorter
_COMMENT_LABELS = 5  # a page with more of them lists something else
# One look tells that most lines are no label of comments.
_COMMENTS = (
    "comment",
    "komment",
    "koment",
    "coment",
    "yorum",
    "коммент",
    "评论",
    "messages",
    "join the",
    "replies",
    "responses",
    "answers",
    "thought",
)
_COUNT = re.compile(r"[1-9]")  # a label with a number of comments has comments below it
_SPEAKS = re.compile(
    r"reply|report|like|.{1,40} (?:says|said|wrote|writes)\s?[:：]?|\d{1,2} \w{3,7} ago|anonymous"
)
_SHORT = 25  # two sentences of this weight are an article
_BOX_LINES = 3  # a box that introduces the author has at most name, role and a paragraph
_BOX_END = 40  # lines; what stands further up is not at the end of the page
_BOX_LETTERS = 900
_TOP_STRANGERS = 2  # a subtitle or a second title may stand between the title and the byline


def navigation(document: Document, _settings: CleanSettings) -> Iterable[Removal]:
    """A removal for each line of navigation, in order of the lines."""
    page = PageView.of(document)
    _sure_lines(page)
    _top_lines(page)
    _buttons(page)
    _above_breadcrumb(page)
    contents.contents_lists(page)
    previous_next.pairs(page)
    previous_next.far_pair(page)
    previous_next.titles_below(page)
    related.labelled_lists(page)
    previous_next.behind(page)
    related.teaser_lists(page)
    _author_box(page)
    _comment_thread(page)
    _edges(page)
    _above_title(page)
    _name_above_date(page)
    _names_below(page)
    related.bare_list(page)
    return [page.found[index] for index in sorted(page.found)]


def _sure_lines(page: PageView) -> None:
    for index, rule in enumerate(sure_rules(page.texts, page.folded)):
        if rule:
            page.remove_by(index, rule, f"reads like {_article(rule.reason.value)}")


def _top_lines(page: PageView) -> None:
    """Note what is furniture above the first sentence, a menu only above the title."""
    title = max((n for n in range(min(len(page), _MENU_LINES)) if page.is_title(n)), default=0)
    for index, text in enumerate(page.texts):
        if page.prose(index, _SENTENCE):
            return
        rule = top_rule(text, page.folded[index]) if page.free(index) else None
        below = rule is not None and rule.reason is Reason.MENU and index > title
        if rule and not below and not page.is_title(index):
            evidence = f"reads like {_article(rule.reason.value)} and stands above the text"
            page.remove_by(index, rule, evidence)


def _buttons(page: PageView) -> None:
    """Note the button below the form of a newsletter."""
    for index, removal in list(page.found.items()):
        rule = page.likely(index + 1) if removal.reason is Reason.NEWSLETTER else None
        if rule:
            evidence = f"stands below “{page.text(index)}”"
            page.remove(index + 1, Reason.NEWSLETTER, "newsletter_button", evidence, rule.score)


def _above_title(page: PageView) -> None:
    """Note short lines above the title of a bare-text page: they name the site or a part of it."""
    title = next((n for n in range(min(len(page), _MENU_LINES)) if page.is_title(n)), 0)
    for index in range(title):
        words = len(page.text(index).split())
        own = page.key(index) in page.key(title)  # a short form of the title
        menu = words <= _MENU_WORDS or is_row(page.lines[index])
        if menu and not own and page.lines[index].tag == "line":
            page.remove(index, Reason.MENU, "above_title", "stands above the title", 0.9)


def _name_above_date(page: PageView) -> None:
    """Note the author's name alone between the title and a date."""
    top = range(min(len(page), _MENU_LINES))
    title = next((n for n in top if page.is_title(n)), None)
    below = title + 1 if title is not None else len(page)
    dated = page.found.get(below + 1)
    if dated and dated.rule.startswith("date_") and _FULL_NAME.fullmatch(page.text(below)):
        page.remove(below, Reason.BYLINE, "name_above_date", "a name above a date", 0.9)


def _above_breadcrumb(page: PageView) -> None:
    """Note short lines between a menu and the way to the page: they go on with the menu."""
    top = range(min(len(page), _MENU_LINES))
    way = next((n for n in top if n in page.found and _is_way(page, n)), 0)
    menu = next((n for n in range(way) if not page.free(n) or page.likely(n)), way)
    for index in range(menu, way):
        if page.free(index) and len(page.text(index).split()) <= _MENU_WORDS:
            evidence = f"stands in a menu above “{page.text(way)}”"
            page.remove(index, Reason.MENU, "above_breadcrumb", evidence, 0.9)


def _is_way(page: PageView, index: int) -> bool:
    return page.found[index].reason is Reason.BREADCRUMB


def _article(reason: str) -> str:
    name = reason.replace("_", " ")
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _author_box(page: PageView) -> None:
    """Note what introduces the author at the end of the page, with its label if it has one."""
    for index in range(max(0, len(page) - _BOX_END), len(page)):
        if page.author and page.folded[index].startswith(f"{fold(page.author)} is "):
            page.remove(index, Reason.BYLINE, "author_box", "introduces the author", 0.95)
    for index in list(page.free_indices()):
        if len(page) - index > _BOX_END or not is_label("author", page.text(index)):
            continue
        below = [n for n in range(index + 1, len(page)) if page.free(n) and not page.likely(n)]
        if len(below) <= _BOX_LINES and sum(len(page.text(n)) for n in below) <= _BOX_LETTERS:
            for line in [index, *below]:
                page.remove(line, Reason.BYLINE, "author_box", "introduces the author", 0.95)
            return


def _comment_thread(page: PageView) -> None:
    """Note what readers wrote, from a label such as `Comments (3)` to the end of the page."""
    spoken = "\n".join(page.folded)
    words = [word for word in _COMMENTS if word in spoken]
    if not words:
        return
    statements = labels = 0
    for index, folded in enumerate(page.folded):
        statements += statements <= 1 and page.prose(index, _SHORT)
        if statements <= 1 or not any(word in folded for word in words) or not page.free(index):
            continue
        rule = page.likely(index)
        if rule is None or rule.name != "comment_label" or labels == _COMMENT_LABELS:
            continue
        labels += 1
        if _counts_on(page, index):
            continue
        if _COUNT.search(page.text(index)) or _talk(page, index):
            for line in range(index, len(page)):
                evidence = f"stands below “{page.text(index)}”"
                page.remove(line, Reason.COMMENTS, "comment_thread", evidence, 0.93)
            return


def _counts_on(page: PageView, label: int) -> bool:
    """Whether numbered headings stand below the label: readers set none, so the article goes on."""
    return any(
        line.layout.heading_level is not None and page.numbered(index)
        for index, line in enumerate(page.lines[label + 1 :], start=label + 1)
    )


def _talk(page: PageView, label: int) -> bool:
    """Whether readers speak below the label: names with `says`, dates, `Reply` buttons."""
    signs = sum(
        _SPEAKS.fullmatch(fold(page.text(index))) is not None
        for index in range(label + 1, len(page))
    )
    return signs > 1


def _edges(page: PageView) -> None:
    """Note furniture above the first and below the last line of the article."""
    tail = _tail(page)
    for index in tail:
        if not page.likely(index):
            evidence = "stands between lines of the footer"
            page.remove(index, Reason.FOOTER, "footer_between", evidence, 0.9)
        _note_edge(page, index, {Place.EDGE, Place.TAIL, Place.LINK, Place.RUN}, "ends the page")
    _foot(page)
    for index in _top(page):
        _note_edge(page, index, {Place.EDGE, Place.RUN}, "stands above the article")


def _foot(page: PageView) -> None:
    """A menu at the very end of the page is its foot."""
    for index in range(len(page) - 1, -1, -1):
        removal = page.found.get(index)
        if removal is None:
            return
        if removal.rule in _MENUS:
            page.found[index] = replace(removal, reason=Reason.FOOTER)


def _names_below(page: PageView) -> None:
    """Note the name or the date on the line below a label that stands alone, such as `Author`."""
    for index, removal in list(page.found.items()):
        below = page.text(index + 1)
        if removal.rule != "byline_alone" or not below or len(below) > _NAME:
            continue
        if not page.prose(index + 1, 0) and below[-1] not in "?:":
            evidence = f"stands below “{page.text(index)}”"
            page.remove(index + 1, Reason.BYLINE, "byline_value", evidence, 0.95)


def _note_edge(page: PageView, index: int, places: set[Place], where: str) -> None:
    rule = page.likely(index)
    if rule and rule.place in places and (rule.place is not Place.RUN or _in_run(page, index)):
        page.remove_by(index, rule, f"reads like {_article(rule.reason.value)} and {where}")


def _in_run(page: PageView, index: int) -> bool:
    """Whether another line of furniture stands beside this one."""
    if any(page.is_title(below) for below in range(index + 1, min(index + _ABOVE, len(page)))):
        return True  # the article begins below its title
    for other in (index - 1, index + 1):
        if other in page.found or (page.text(other) and page.likely(other)):
            return True
    return False


def _tail(page: PageView) -> list[int]:
    """The lines from the end up that are furniture or read like it, in that order."""
    tail = []
    for index in range(len(page) - 1, -1, -1):
        if page.free(index):
            rule = page.likely(index)
            between = rule is None and index + 1 < len(page) and _between(page, index)
            if page.is_title(index) or not (rule or between):
                break
            if rule and rule.place is Place.PAIR:
                break
            tail.append(index)
    return tail


def _between(page: PageView, index: int) -> bool:
    """Whether a short line has furniture above it as well as below: an address, a slogan."""
    text = page.text(index)
    if len(text) > _NAME or page.numbered(index) or text[-1] in ".?!:。？！：":
        return False
    above = index - 1 in page.found or page.likely(index - 1)
    return bool(above) and page.free(index) and not page.heading(index)


def _top(page: PageView) -> list[int]:
    """The lines from the top down, before the text, that read like furniture."""
    top = []
    title = next((index for index in range(len(page)) if page.is_title(index)), 0)
    strangers = 0
    for index in range(len(page)):
        if not page.free(index) or page.is_title(index):
            continue
        if page.likely(index):
            top.append(index)
        elif index < title:
            continue
        elif page.prose(index, _SENTENCE) or strangers == _TOP_STRANGERS:
            break
        else:
            strangers += 1
    return top
