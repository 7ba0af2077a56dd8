"""Why a block is not part of the article: every reason, with the sentence a reviewer reads."""

from enum import StrEnum


class Reason(StrEnum):
    """A reason to leave a block out of the clean text; its value is what tables hold."""

    DUPLICATE_TITLE = "duplicate_title"
    PREVIOUS_NEXT = "previous_next"
    RELATED_LIST = "related_list"
    BREADCRUMB = "breadcrumb"
    MENU = "menu"
    CONTENTS_LIST = "contents_list"
    TAG_LIST = "tag_list"
    SHARE = "share"
    COMMENTS = "comments"
    NEWSLETTER = "newsletter"
    COOKIE_NOTICE = "cookie_notice"
    ADVERT = "advert"
    BYLINE = "byline"
    PAGINATION = "pagination"
    FOOTER = "footer"
    DISCLAIMER = "disclaimer"
    SITE_REPEAT = "site_repeat"
    HIDDEN = "hidden"
    OUTSIDE_ARTICLE = "outside_article"
    REVIEWED = "reviewed"

    @property
    def sentence(self) -> str:
        """The reason as one sentence for reports and the review page."""
        return _SENTENCES[self]


_SENTENCES: dict[Reason, str] = {
    Reason.DUPLICATE_TITLE: "Repeats the page's title, which is kept once.",
    Reason.PREVIOUS_NEXT: "Links to the previous or the next page of the site.",
    Reason.RELATED_LIST: "Lists other pages of the site, with or without a teaser.",
    Reason.BREADCRUMB: "Shows where the page stands in the site.",
    Reason.MENU: "Belongs to a menu of the site.",
    Reason.CONTENTS_LIST: "Lists the headings that follow on this page.",
    Reason.TAG_LIST: "Lists the tags or categories of the page.",
    Reason.SHARE: "Asks to share, print, follow or like the page.",
    Reason.COMMENTS: "Is a reader's comment or the form for one.",
    Reason.NEWSLETTER: "Asks for a subscription or registration.",
    Reason.COOKIE_NOTICE: "Informs about cookies or asks for consent to them.",
    Reason.ADVERT: "Advertises a product, a service or an app.",
    Reason.BYLINE: "Names the author, the source, the date or the number of readers.",
    Reason.PAGINATION: "Links to the other parts of a paged article.",
    Reason.FOOTER: "Belongs to the site's footer: imprint, copyright, contact.",
    Reason.DISCLAIMER: "Disclaims responsibility for the whole site, not this article.",
    Reason.SITE_REPEAT: "Stands on many pages of the site, so it is not of this page.",
    Reason.HIDDEN: "Is not shown by a browser.",
    Reason.OUTSIDE_ARTICLE: "Stands outside the article and reads unlike it.",
    Reason.REVIEWED: "Was removed by a reviewer's decision.",
}
