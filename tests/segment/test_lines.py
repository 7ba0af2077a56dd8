"""The kept lines of a page: its title, its topic, its list of contents."""

from collections.abc import Callable

from pipeline.model.records import CleanPage, Layout
from pipeline.segment.lines import Lines

Page = Callable[..., CleanPage]


def test_the_title_is_no_heading_with_or_without_the_name_of_the_site(page: Page) -> None:
    built = page(["Gout in short", "Text."], "Gout in short")
    assert Lines(built).is_title(0)
    built = page(["Gout in short", "Text."], "Gout in short - Healthy")
    assert Lines(built).is_title(0)
    assert not Lines(built).is_title(1)


def test_the_first_half_of_the_title_below_the_text_is_a_heading(page: Page) -> None:
    title = "What causes hiccups? How to stop them"
    lines = Lines(page([title, "Hiccups come and go. " * 9, "What causes hiccups?", "Air."], title))
    assert [lines.is_title(index) for index in range(3)] == [True, False, False]


def test_a_first_without_a_second_is_no_marker(page: Page) -> None:
    alone = Lines(page(["First, why is it so?", "Text.", "What helps?", "Text."]))
    assert alone.markers[0] is None
    both = Lines(page(["First, why is it so?", "Text.", "Second, what helps?", "Text."]))
    assert both.markers[0] is not None


def test_an_h1_is_the_title_of_a_page_without_one(page: Page) -> None:
    lines = Lines(page([("Gout", "h1", Layout(heading_level=1)), "Text."]))
    assert lines.is_title(0)


def test_only_the_first_h1_is_the_title_of_a_page_without_one(page: Page) -> None:
    h1 = Layout(heading_level=1)
    lines = Lines(page([("Gout", "h1", h1), "Text.", ("Causes", "h1", h1), "Text."]))
    assert [lines.is_title(index) for index in range(4)] == [True, False, False, False]


def test_a_flattened_page_is_no_title(page: Page) -> None:
    text = "1. Rest Lie down. " * 20
    assert not Lines(page([text], text)).is_title(0)


def test_the_topic_is_what_a_title_names_beside_common_words(page: Page) -> None:
    lines = Lines(page(["x"], "What are the causes of lumbar cramps?"))
    assert lines.topic == {"lumbar", "cramps"}


def test_a_list_of_contents_is_told_by_its_lines_coming_again(page: Page) -> None:
    text = "A paragraph between the headings."
    lines = Lines(page(["1. Causes", "2. Treatment", "1. Causes", text, "2. Treatment", text]))
    assert lines.contents() == {0, 1}


def test_a_list_that_comes_twice_is_no_list_of_contents(page: Page) -> None:
    lines = Lines(page(["1. Rest", "2. Ice", "A paragraph.", "1. Rest", "2. Ice"]))
    assert lines.contents() == frozenset()


def test_bold_says_nothing_where_most_is_bold(page: Page) -> None:
    bold = ("Text in bold", "p", Layout(emphasised=True))
    assert not Lines(page([bold, bold, "Plain."])).bold_tells
    assert Lines(page([bold, "Plain.", "Plain."])).bold_tells


def test_offsets_are_those_of_the_clean_text(page: Page) -> None:
    built = page(["One", "Two", "Three"])
    offsets = Lines(built).offsets()
    assert [built.text[start : start + 3] for start in offsets[:3]] == ["One", "Two", "Thr"]
