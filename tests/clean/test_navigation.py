"""Navigation goes, with its reason; what looks like it inside an article stays."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import read
from pipeline.clean.document import Document, Line
from pipeline.clean.navigation import navigation
from pipeline.model.records import Layout, RawPage
from pipeline.model.settings import CleanSettings

Removed = Callable[..., dict[str, str]]
TITLE = "How to fall asleep in the heat"
FIRST = "Close the shutters by day and air the room at night, when it is cool outside."
LAST = "A wet sheet in front of the window cools the air for some hours."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Author: Mia Thorn", "byline"),
        ("By Mia Thorn", "byline"),
        ("2019-07-02 10:11", "byline"),
        ("Views: 2,310", "byline"),
        ("Home > Sleep > Heat", "breadcrumb"),
        ("Sleep > Summer > Heat", "breadcrumb"),
        ("Category: Sleep", "tag_list"),
        ("Share this article", "share"),
        ("We use cookies to improve this site.", "cookie_notice"),
    ],
)
def test_furniture_above_the_article_goes(removed: Removed, line: str, reason: str) -> None:
    assert removed(TITLE, line, FIRST, LAST) == {line: reason}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Source: a health site", "byline"),
        ("Tags: sleep, heat", "tag_list"),
        ("1 2 3", "pagination"),
        ("(1/2)", "pagination"),
        ("Comments (3)", "comments"),
        ("Privacy policy", "footer"),
        ("Don't miss out! Subscribe to our weekly newsletter", "newsletter"),
        ("© 2019 Sleep Well", "footer"),
        ("Disclaimer: this page is for reference only.", "disclaimer"),
        ("Back to top", "menu"),
        ("Subscribe to our newsletter", "newsletter"),
    ],
)
def test_furniture_below_the_article_goes(removed: Removed, line: str, reason: str) -> None:
    found = removed(TITLE, FIRST, LAST, line, "© 2019 A site")
    assert found.get(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "Source: the sun itself",
        "Category: second degree",
        "January 11, 1922",
        "Previous: illnesses and operations",
        "Next: raise the arms",
        "Menu",
        "Print",
        "1 2 3",
    ],
)
def test_the_same_words_inside_the_article_stay(removed: Removed, line: str) -> None:
    assert removed(TITLE, FIRST, line, LAST) == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Main → Sleep → Heat", "breadcrumb"),
        ("Sleep Online ‣ Summer ‣ Heat", "breadcrumb"),
        ("Body & Mind > Sleep", "breadcrumb"),
        ("Início » Sono » Heat", "breadcrumb"),
        ("BY MIA THORN", "byline"),
        ("July 2, 2019 at 1:15 p.m.", "byline"),
    ],
)
def test_furniture_above_the_text_goes_whatever_stands_there(
    removed: Removed, line: str, reason: str
) -> None:
    assert removed(TITLE, "Cool", "Nights", "Ahead", line, FIRST, LAST) == {line: reason}


@pytest.mark.parametrize(
    "line",
    [
        "Heat → sweat → thirst",
        "Shade > Fan > Ice",
        "Heat | Sweat | Thirst | Sleep",
        "BY SLEEPING ALONE",
        "2 July 2019",
    ],
)
def test_the_same_below_the_first_sentence_stays(removed: Removed, line: str) -> None:
    assert removed(TITLE, FIRST, line, LAST) == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Zobacz też: Why do we dream?", "related_list"),
        ("ALSO READ | Why do we dream?", "related_list"),
        ("Te puede interesar: Why do we dream?", "related_list"),
        ("Did this article help you? Yes No", "share"),
        ("Rating: 4.6 (votes: 12)", "share"),
        ("Staff photo by Mia Thorn", "byline"),
        ("Cool sheets, £14.99, Nightly", "advert"),
        ("Summer fan, 250 g ¥59.9 Add to bag", "advert"),
        ("Buy 2 get 1 free: cool sheets, only this week", "advert"),
        ("To make an appointment, please dial the hotline", "advert"),
        ("Text COOL to 55512 for deals.", "newsletter"),
        ("Page 2: What cools the room", "contents_list"),
        ("Content on this platform is for awareness only; see a doctor.", "disclaimer"),
        ("Dodaj komentarz", "comments"),
    ],
)
def test_what_says_itself_that_it_is_furniture_goes_from_inside_the_article(
    removed: Removed, line: str, reason: str
) -> None:
    assert removed(TITLE, FIRST, LAST, line, FIRST, LAST) == {line: reason}


def test_the_title_below_links_to_the_neighbours_stays(removed: Removed) -> None:
    links = ("← Why do we dream of water?", "Is it late to sleep at noon? →")
    assert list(removed(*links, TITLE, FIRST, LAST)) == list(links)


def test_the_title_is_never_navigation(removed: Removed) -> None:
    assert removed("Home remedies | Health", "Home remedies | Health", FIRST, LAST) == {}


def test_a_word_of_a_menu_goes_above_the_title_alone_and_below_it_in_company(
    removed: Removed,
) -> None:
    assert removed("Search", TITLE, FIRST, LAST) == {"Search": "menu"}
    assert removed(TITLE, "Diet", FIRST, LAST) == {}
    assert removed(TITLE, "Log in", "Search", FIRST) == dict.fromkeys(("Log in", "Search"), "menu")


def test_a_page_may_be_called_like_a_word_of_a_menu(removed: Removed) -> None:
    assert removed("Pregnancy", "Pregnancy", FIRST, LAST) == {}


def test_a_box_about_the_author_goes_whole(removed: Removed) -> None:
    box = ("About the author", "Kim Dale is a nurse in a heart clinic and writes about illness.")
    assert removed(TITLE, FIRST, LAST, *box) == dict.fromkeys(box, "byline")


def test_each_removal_tells_its_rule_and_evidence(text_of: Callable[..., Document]) -> None:
    document = text_of(TITLE, FIRST, LAST, "<<: Is it late?")
    (removal,) = navigation(document, CleanSettings())
    assert (removal.index, removal.rule) == (3, "angle_links")
    assert removal.evidence == "reads like a previous next"
    assert 0 < removal.score <= 1


def test_markup_is_judged_by_the_same_rules(raw_page: Callable[..., RawPage]) -> None:
    lines = (
        Line(TITLE, "h1", layout=Layout(heading_level=1)),
        Line(FIRST, "p"),
        Line("Related articles", "h3", layout=Layout(heading_level=3)),
        Line("Why do we dream?", "li", layout=Layout(link_chars=16, hrefs=("/dream",))),
        Line("Is snoring bad?", "li", layout=Layout(link_chars=15, hrefs=("/snore",))),
        Line("Cool the wrists", "h2", layout=Layout(heading_level=2)),
        Line(LAST, "p"),
    )
    document = Document(raw_page("", media_type="text/html"), lines, titles=(TITLE,))
    found = navigation(document, CleanSettings())
    assert [removal.index for removal in found] == [2, 3, 4]


ODD_LINES = (
    TITLE, FIRST, LAST, "Recommend", "Related articles", "Read more", "Comments (2)", "Contents",
    "About the author", "Previous:", "Next »", "← a b", "→ c d", "1. Warmth", "(1)", "...", "?",
    "Milk", "Popular", "Is it late?", "It is a long story that is cut off somewhere in the mid...",
    "推荐阅读", "为什么会头晕？", "“", "<<:", "Tags:", "a\tb\tc", "Home > Sleep", "© 2019",
)  # fmt: skip


@given(st.lists(st.sampled_from(ODD_LINES), max_size=30))
def test_any_mixture_of_lines_is_decided_once_a_line_and_keeps_the_title(lines: list[str]) -> None:
    raw = RawPage(
        "a", "a", 0, None, "a", None, "", "text/plain", "utf-8", "given", "\n".join(lines)
    )
    document = read(raw)
    found = list(navigation(document, CleanSettings()))
    indices = [removal.index for removal in found]
    assert indices == sorted(set(indices))
    assert all(0 <= index < len(document.lines) for index in indices)
    assert document.title not in {document.lines[index].text for index in indices}


def test_thousands_of_labels_are_decided_in_linear_time(text_of: Callable[..., Document]) -> None:
    """Looking from each label to the end of the page would not come back from this."""
    lines = [f"What people like in {number} days" for number in range(5000)]
    found = navigation(text_of(TITLE, FIRST, *lines, *["Comments"] * 5000), CleanSettings())
    assert sum(removal.reason.value == "comments" for removal in found) == 5000


def test_numbered_headings_below_a_comment_label_show_that_the_article_goes_on(
    raw_page: Callable[..., RawPage],
) -> None:
    body = "".join(f"<h2>{n}. Way to rest</h2><p>{FIRST}</p>" for n in "1234")
    page = f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{FIRST}</p><p>31 comments</p>"
    document = read(raw_page(f"{page}{body}", media_type="text/html"))
    assert not [
        one for one in navigation(document, CleanSettings()) if one.rule == "comment_thread"
    ]
    talk = read(raw_page(f"{page}<p>Jo said:</p><p>{FIRST}</p>", media_type="text/html"))
    assert [one for one in navigation(talk, CleanSettings()) if one.rule == "comment_thread"]


def test_a_menu_above_the_way_to_the_page_goes_whole(removed: Removed) -> None:
    menu = ("Home", "Our services", "For patients")
    found = removed(*menu, "You are here: Home > Sleep > Heat", TITLE, FIRST, LAST)
    assert [found.get(line) for line in menu] == ["menu"] * 3


@pytest.mark.parametrize(
    "line",
    ["Good Nights | Forum | Recipes | Shop", "Search for doctors, symptoms", "Oslo 9° | Log"],
)
def test_menus_go_above_the_title_alone(removed: Removed, line: str) -> None:
    assert removed(line, TITLE, FIRST, LAST) == {line: "menu"}
    assert removed(TITLE, line, FIRST, LAST) == {}


def test_a_row_of_entries_goes_above_the_title_and_stays_below_it(removed: Removed) -> None:
    row = "Nights and days  Beds and linen  Dreams and thoughts"
    folded = " ".join(row.split())
    assert removed(row, TITLE, FIRST, LAST) == {folded: "menu"}
    assert removed(TITLE, row, FIRST, LAST) == {}
    assert removed(TITLE, FIRST, row, LAST) == {}


def test_the_name_of_a_column_above_the_title_goes(removed: Removed) -> None:
    found = removed("Night Watch", TITLE, "2 July 2019", FIRST, LAST)
    assert found == {"Night Watch": "menu", "2 July 2019": "byline"}


def test_a_name_alone_goes_only_above_a_date(removed: Removed) -> None:
    assert removed(TITLE, "Mia Thorn, nurse", "2019-07-02", FIRST, LAST) == {
        "Mia Thorn, nurse": "byline",
        "2019-07-02": "byline",
    }
    assert removed(TITLE, "Mia Thorn", FIRST, LAST) == {}


def test_the_button_below_a_newsletter_goes_with_it(removed: Removed) -> None:
    found = removed(TITLE, FIRST, "Enter your email address", "Subscribe", LAST)
    assert found.get("Subscribe") == "newsletter"
    assert "Subscribe" not in removed(TITLE, FIRST, "Subscribe", LAST)


def test_an_address_between_lines_of_the_footer_goes(removed: Removed) -> None:
    address = "Sleep House, 14 Quay Street"
    assert removed(TITLE, FIRST, LAST, "Privacy policy", address, "Tel: 0555 01 02 03")[address]
    assert address not in removed(TITLE, FIRST, LAST, address, "Tel: 0555 01 02 03")


def test_a_known_author_who_is_introduced_goes(removed: Removed) -> None:
    box = "Mia Thorn is a nurse and sleeps with open windows."
    assert removed(TITLE, "By Mia Thorn", FIRST, LAST, box)[box] == "byline"
    assert box not in removed(TITLE, FIRST, LAST, box)
