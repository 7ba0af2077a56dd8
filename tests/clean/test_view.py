"""The view of a page: shapes of its lines, and the first removal of a line holds."""

from collections.abc import Callable

from pipeline.clean.document import Document
from pipeline.clean.view import PageView
from pipeline.model.reasons import Reason

TextOf = Callable[..., Document]
TEXT = "Ten minutes of movement a day are little, and yet they count for a long life."


def test_the_first_removal_of_a_line_holds(text_of: TextOf) -> None:
    page = PageView.of(text_of("Movement", TEXT, "Next"))
    page.remove(2, Reason.PREVIOUS_NEXT, "one", "", 1.0)
    page.remove(2, Reason.MENU, "other", "", 1.0)
    assert page.found[2].rule == "one"
    assert list(page.free_indices()) == [0, 1]


def test_the_title_and_lines_beyond_the_page_are_never_removed(text_of: TextOf) -> None:
    page = PageView.of(text_of("Movement", TEXT))
    page.remove(0, Reason.MENU, "rule", "", 1.0)
    page.remove(7, Reason.MENU, "rule", "", 1.0)
    assert page.found == {}


def test_titles_are_short_and_state_nothing(text_of: TextOf) -> None:
    page = PageView.of(text_of("Movement", "Is it bad?", "It is.", "You need:", "It is a..."))
    assert [page.title_like(index) for index in range(6)] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_prose_is_a_finished_sentence_of_some_weight(text_of: TextOf) -> None:
    page = PageView.of(text_of("Movement", TEXT, TEXT[:-1], "It is."))
    assert [page.prose(index) for index in range(5)] == [False, True, False, False, False]
