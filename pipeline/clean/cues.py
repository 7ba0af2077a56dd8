"""What the names of elements say about their role: tags, roles, classes and ids, as one table.

A cue is evidence, no verdict: the class `content-sidebar-wrap` stands around many articles. The
fitted part (`article.py`) weighs cues with all the rest; once a block is out, the first cue
of the table that is around it names the reason.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.model.reasons import Reason


class Cue(NamedTuple):
    """One role that an element's names can hint at."""

    name: str
    reason: Reason | None  # of a removed block inside; None where the cue names no reason
    words: tuple[str, ...]  # whole words of class or id; from five letters on also parts of words
    tags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


# In order of precedence for the reason. A word stands in one cue only.
CUES: tuple[Cue, ...] = (
    Cue(
        "cookies",
        Reason.COOKIE_NOTICE,
        ("cookie", "consent", "gdpr", "ccpa", "onetrust", "cmp", "privacy"),
    ),
    Cue("breadcrumb", Reason.BREADCRUMB, ("breadcrumb", "crumb", "crumbs", "bread")),
    Cue("pagination", Reason.PAGINATION, ("pagination", "paginate", "pager", "paging", "pagenav")),
    Cue(
        "previous_next",
        Reason.PREVIOUS_NEXT,
        ("prev", "next", "previous", "prevnext", "nextprev", "postnav", "adjacent"),
    ),
    Cue(
        "contents",
        Reason.CONTENTS_LIST,
        ("toc", "tableofcontents", "contents", "jumplinks", "anchorlinks", "onthispage"),
        roles=("doc-toc",),
    ),
    Cue(
        "comments",
        Reason.COMMENTS,
        (
            "comment",
            "comments",
            "disqus",
            "respond",
            "reply",
            "replies",
            "discussion",
            "commentlist",
        ),
    ),
    Cue(
        "newsletter",
        Reason.NEWSLETTER,
        ("newsletter", "subscribe", "subscription", "signup", "mailchimp", "optin", "mailing"),
    ),
    Cue(
        "related",
        Reason.RELATED_LIST,
        (
            "related",
            "recommend",
            "similar",
            "trending",
            "popular",
            "readmore",
            "morefrom",
            "suggested",
            "suggestions",
            "outbrain",
            "taboola",
            "latest",
            "recent",
            "upnext",
            "recirc",
            "youmay",
            "zergnet",
            "explore",
        ),
    ),
    Cue(
        "share",
        Reason.SHARE,
        (
            "share",
            "sharing",
            "social",
            "follow",
            "addtoany",
            "facebook",
            "twitter",
            "pinterest",
            "whatsapp",
            "linkedin",
            "print",
            "sociable",
            "jetpack",
        ),
    ),
    Cue(
        "advert",
        Reason.ADVERT,
        (
            "ad",
            "ads",
            "adv",
            "advert",
            "adsense",
            "sponsor",
            "promo",
            "promos",
            "affiliate",
            "dfp",
            "gpt",
            "adslot",
            "adunit",
            "cta",
            "donate",
            "donation",
        ),
    ),
    Cue(
        "tags",
        Reason.TAG_LIST,
        (
            "tags",
            "taglist",
            "taxonomy",
            "categories",
            "topics",
            "keywords",
            "hashtags",
        ),
    ),
    Cue(
        "byline",
        Reason.BYLINE,
        (
            "byline",
            "author",
            "meta",
            "date",
            "dateline",
            "posted",
            "published",
            "updated",
            "contributor",
            "bio",
            "timestamp",
            "reviewer",
            "reviewed",
            "avatar",
            "readtime",
        ),
        tags=("time", "address"),
    ),
    Cue(
        "menu",
        Reason.MENU,
        (
            "nav",
            "menu",
            "navbar",
            "navigation",
            "topbar",
            "drawer",
            "hamburger",
            "dropdown",
            "megamenu",
            "submenu",
            "subnav",
            "topnav",
            "sidenav",
            "offcanvas",
            "toolbar",
            "skip",
            "search",
            "searchform",
            "language",
            "login",
            "account",
            "cart",
        ),
        tags=("nav", "menu"),
        roles=("navigation", "menu", "menubar", "search", "toolbar", "tablist"),
    ),
    Cue(
        "footer",
        Reason.FOOTER,
        ("footer", "colophon", "copyright", "imprint", "legal", "contact"),
        tags=("footer",),
        roles=("contentinfo",),
    ),
    Cue("disclaimer", Reason.DISCLAIMER, ("disclaimer", "disclosure")),
    Cue(
        "header",
        None,
        ("header", "masthead", "banner", "hero", "logo", "branding"),
        tags=("header",),
        roles=("banner",),
    ),
    Cue(
        "sidebar",
        None,
        ("sidebar", "rail", "widget", "widgets", "secondary", "aside", "side"),
        tags=("aside",),
        roles=("complementary",),
    ),
    Cue(
        "popup",
        None,
        ("modal", "popup", "overlay", "lightbox", "toast", "notice", "alert"),
        tags=("dialog",),
        roles=("dialog", "alert", "alertdialog"),
    ),
    Cue(
        "form",
        None,
        ("form", "input", "wpforms", "gform", "wpcf"),
        tags=("form", "fieldset", "button", "select", "option", "label", "textarea"),
    ),
    Cue(
        "teaser",
        None,
        (
            "card",
            "cards",
            "teaser",
            "tile",
            "grid",
            "carousel",
            "slider",
            "swiper",
            "feed",
            "listing",
            "loop",
            "excerpt",
            "preview",
        ),
    ),
    Cue(
        "caption",
        None,
        (
            "caption",
            "credit",
            "figcaption",
            "gallery",
            "image",
            "media",
            "video",
            "player",
            "photo",
        ),
        tags=("figure", "figcaption", "caption"),
    ),
    Cue("title", None, ("title", "headline", "heading", "subtitle", "dek", "standfirst", "kicker")),
    Cue(
        "content",
        None,
        (
            "content",
            "article",
            "entry",
            "post",
            "body",
            "story",
            "main",
            "prose",
            "markdown",
            "richtext",
            "wysiwyg",
            "paragraph",
            "rte",
            "articlebody",
            "blog",
            "single",
        ),
        tags=("article", "main"),
        roles=("main", "article"),
    ),
    Cue(
        "faq",
        None,
        ("faq", "faqs", "accordion", "question", "answer", "collapse", "toggle", "panel"),
        tags=("details", "summary"),
    ),
    Cue(
        "summary",
        None,
        (
            "summary",
            "takeaways",
            "takeaway",
            "highlights",
            "callout",
            "infobox",
            "note",
            "abstract",
            "references",
            "sources",
            "footnote",
            "citation",
        ),
    ),
)

_TOKEN = re.compile(r"[a-z]+")
_PART_FROM = 5  # letters; shorter words are parts of too many others ("ad" in "shadow")
_BY_TAG = {tag: 1 << bit for bit, cue in enumerate(CUES) for tag in cue.tags}
_BY_ROLE = {role: 1 << bit for bit, cue in enumerate(CUES) for role in cue.roles}
_WHOLE = {word: 1 << bit for bit, cue in enumerate(CUES) for word in cue.words}
_PARTS = tuple((word, mask) for word, mask in _WHOLE.items() if len(word) >= _PART_FROM)
_ANY_PART = re.compile("|".join(word for word, _ in _PARTS))

BIT = {cue.name: 1 << bit for bit, cue in enumerate(CUES)}


def cues_of(tag: str, names: str, role: str | None) -> int:
    """The cues, one bit each in the order of `CUES`, that an element's own names give."""
    mask = _BY_TAG.get(tag, 0)
    if names:
        mask |= names_mask(names)
    if role is not None:
        mask |= _BY_ROLE.get(role, 0)
    return mask


@lru_cache(maxsize=1 << 14)
def names_mask(names: str) -> int:
    """The cues in the words of a class and an id."""
    mask = 0
    for token in _TOKEN.findall(names.lower()):
        mask |= _token_mask(token)
    return mask


@lru_cache(maxsize=1 << 14)
def _token_mask(token: str) -> int:
    if token in _WHOLE:
        return _WHOLE[token]
    mask = 0
    if len(token) < _PART_FROM or not _ANY_PART.search(token):
        return mask
    for word, bit in _PARTS:
        if word in token:
            mask |= bit
    return mask


@lru_cache(maxsize=1 << 12)
def reason_of(mask: int) -> tuple[Reason, str] | None:
    """The reason that the cues around a removed block give, with the cue's name."""
    for bit, cue in enumerate(CUES):
        if cue.reason is not None and mask >> bit & 1:
            return cue.reason, cue.name
    return None
