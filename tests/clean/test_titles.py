"""One title is kept; its copies go in whatever dress, and nothing that only resembles it."""

from collections.abc import Callable

import pytest

from pipeline.clean.document import Document, Line
from pipeline.clean.titles import choose_title, duplicate_titles, title_candidates
from pipeline.model.reasons import Reason
from pipeline.model.records import Layout, RawPage
from pipeline.model.settings import CleanSettings

Verdicts = Callable[..., dict[str, str]]
TextOf = Callable[..., Document]
TITLE = "How to get rid of a stiff neck quickly"
PROSE = "A stiff neck comes overnight and goes after a few days, if the muscles are kept warm."


def markup(raw: RawPage, *lines: Line, titles: tuple[str, ...]) -> Document:
    return Document(raw=raw, lines=lines, titles=titles)


@pytest.mark.parametrize(
    ("copy", "rule"),
    [
        (TITLE, "same_title"),
        (TITLE.upper(), "same_title"),
        (f"[{TITLE}]", "same_title"),
        (f"{TITLE} (2)", "same_title"),
        (f"{TITLE} | Neck and Back", "title_with_site"),
        (f"{TITLE} - Neck and Back - Healthy Days", "title_with_site"),
        (f"{TITLE}_Necks_Healthy Days", "title_with_site"),
        (f"Healthy Days » {TITLE}", "title_with_site"),
        (f"Image: {TITLE}", "title_in_caption"),
        (f"Question: {TITLE}", "title_in_caption"),
        ("How to get rid of a stiff n...", "cut_title"),
    ],
)
def test_copies_are_found_wherever_they_stand(
    title_verdicts: Verdicts, copy: str, rule: str
) -> None:
    assert title_verdicts(TITLE, PROSE, copy, "Warmth helps.") == {f"2 {copy}": rule}


@pytest.mark.parametrize(
    "line",
    [
        "Why your neck is stiff, and what you can do",
        f"2. {TITLE}",
        f"People ask how to do it: {TITLE.lower()}?",
        "How to...",
        "Neck and back: how to get rid of stiffness",
    ],
)
def test_what_only_resembles_the_title_stays(title_verdicts: Verdicts, line: str) -> None:
    assert title_verdicts(TITLE, PROSE, line, "Warmth helps.") == {}


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("Home » ", Reason.BREADCRUMB),
        ("Home | ", Reason.BREADCRUMB),
        ("Back / Necks / ", Reason.BREADCRUMB),
        ("Healthy Days » ", Reason.DUPLICATE_TITLE),
    ],
)
def test_a_title_behind_the_way_to_it_is_a_breadcrumb(
    text_of: TextOf, before: str, reason: Reason
) -> None:
    document = text_of(before + TITLE, TITLE, PROSE)
    (removal,) = duplicate_titles(document, CleanSettings())
    assert (removal.index, removal.reason) == (0, reason)


def test_of_a_whole_and_a_cut_title_the_whole_one_is_kept(title_verdicts: Verdicts) -> None:
    assert title_verdicts("How to get rid of a...", TITLE, PROSE) == {
        "0 How to get rid of a...": "cut_title"
    }


def test_of_a_title_with_and_without_the_site_the_bare_one_is_kept(
    title_verdicts: Verdicts, text_of: TextOf
) -> None:
    dressed = f"{TITLE} - Healthy Days"
    assert title_verdicts(dressed, TITLE, PROSE) == {f"0 {dressed}": "title_with_site"}
    assert text_of(dressed, TITLE, PROSE).title == TITLE


def test_a_heading_that_the_first_line_below_repeats_is_kept_once(
    title_verdicts: Verdicts,
) -> None:
    lines = (TITLE, PROSE, "1. Why the neck gets stiff", "Why the neck gets stiff", PROSE)
    assert title_verdicts(*lines) == {"3 Why the neck gets stiff": "repeated_heading"}


def test_short_lines_that_repeat_by_design_stay(title_verdicts: Verdicts) -> None:
    assert title_verdicts(TITLE, PROSE, "Breathe in.", "Breathe out.", "Breathe in.") == {}


def test_the_title_of_bare_text_stands_below_menu_and_breadcrumb(text_of: TextOf) -> None:
    document = text_of("Home | About us | Contact", "Home > Neck", TITLE, TITLE, PROSE)
    assert choose_title(document) == TITLE


def test_a_text_that_starts_with_a_paragraph_has_no_title(text_of: TextOf) -> None:
    long = f"{PROSE} It is a nuisance and no disease, and nobody needs an operation for it."
    assert choose_title(text_of(long, "1. Warmth")) is None
    assert choose_title(text_of("1. Warmth", PROSE)) is None


def test_a_title_that_is_printed_once_loses_the_name_of_the_site(text_of: TextOf) -> None:
    assert choose_title(text_of(f"{TITLE} | Healthy Days", PROSE)) == TITLE
    assert choose_title(text_of(f"{TITLE} - what a doctor says about it", PROSE)) != TITLE


@pytest.mark.parametrize(
    "declared",
    [
        f"{TITLE} | Healthy Days",
        f"Healthy Days: Neck - {TITLE}",
        f"{TITLE}-Neck-Healthy Days, a friend in need",
        TITLE,
    ],
)
def test_of_declared_titles_the_printed_form_is_taken(
    raw_page: Callable[..., RawPage], declared: str
) -> None:
    heading = Line(TITLE, "h1", layout=Layout(heading_level=1))
    document = markup(raw_page("", media_type="text/html"), heading, titles=(declared,))
    assert choose_title(document) == TITLE


def test_a_declared_title_that_is_not_printed_loses_the_site(
    raw_page: Callable[..., RawPage],
) -> None:
    raw = raw_page("", media_type="text/html")
    assert choose_title(markup(raw, titles=(f"{TITLE} | Healthy Days",))) == TITLE


def test_in_markup_the_heading_keeps_the_title_rather_than_the_breadcrumb(
    raw_page: Callable[..., RawPage],
) -> None:
    crumb = Line(TITLE, "li", xpath="/html/body/nav/ul/li[3]")
    heading = Line(TITLE, "h1", xpath="/html/body/h1", layout=Layout(heading_level=1))
    document = markup(raw_page("", media_type="text/html"), crumb, heading, titles=(TITLE,))
    assert [n.index for n in duplicate_titles(document, CleanSettings())] == [0]


def test_candidates_start_with_the_chosen_title(text_of: TextOf) -> None:
    assert list(title_candidates(text_of("Healthy Days", TITLE, PROSE))) == ["Healthy Days", TITLE]


@pytest.mark.parametrize("logo", ["Healthy Days", "Our blog", "A message from our sponsor"])
def test_a_heading_that_speaks_of_something_else_is_not_the_title(
    raw_page: Callable[..., RawPage], logo: str
) -> None:
    heading = Line(logo, "h1", layout=Layout(heading_level=1))
    titles = (f"{TITLE} | Healthy Days", logo)
    document = markup(raw_page("", media_type="text/html"), heading, titles=titles)
    assert choose_title(document) == TITLE


def test_entities_in_a_declared_title_are_resolved(raw_page: Callable[..., RawPage]) -> None:
    raw = raw_page("", media_type="text/html")
    assert choose_title(markup(raw, titles=("Flu &amp; colds &#8211; home care",))) == (
        "Flu & colds – home care"
    )


def test_a_line_of_quotes_alone_is_read(text_of: TextOf) -> None:
    assert choose_title(text_of("“", TITLE, PROSE)) is not None


def test_of_two_prints_the_one_with_the_case_of_its_words_is_kept(title_verdicts: Verdicts) -> None:
    assert title_verdicts(
        "why do calves cramp at night", "Why Do Calves Cramp at Night", PROSE
    ) == {"0 why do calves cramp at night": "same_title"}


def test_a_slogan_below_a_row_of_a_menu_is_not_the_text(text_of: TextOf) -> None:
    row = "About me   Recipes   Diets   Books"
    slogan = "Hello, I am a dietitian, and on this blog I look at all diets, one by one."
    neck = f"{PROSE} The neck is stiff and sore. A neck that is cold gets stiff."
    assert text_of(row, slogan, TITLE, neck).title == TITLE
