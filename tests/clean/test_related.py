"""Lists of other pages go up to where the article goes on; lists of the article stay."""

from collections.abc import Callable

import pytest

Removed = Callable[..., dict[str, str]]
TITLE = "How to start running after forty"
FIRST = "Those who start slowly run longer, since tendons take months to adapt to the load."
TEXT = "Two minutes of walking and two of running in turns are enough for the first month."
TITLES = (
    "How to choose running shoes",
    "What to eat before a race",
    "Stretching: before or after?",
)
TEASERS = (
    "Why feet swell on a plane",
    "On long flights many passengers notice that their s...",
    "Are high heels bad for the knees?",
    "Women love them, orthopaedists do not: high heels s...",
)


@pytest.mark.parametrize(
    "label",
    [
        "Recommend",
        "Related articles",
        "RELATED POSTS:",
        "You may also like",
        "Popular",
        "Guess what you like",
        "More articles about running",
        ">> Recommended reading <<",
        "相关文章",
    ],
)
def test_a_labelled_list_at_the_end_goes_with_its_label(removed: Removed, label: str) -> None:
    assert list(removed(TITLE, FIRST, TEXT, label, *TITLES)) == [label, *TITLES]


@pytest.mark.parametrize(
    "go_on",
    [
        ("3. Rest days", "The body grows stronger in the pauses, not in the training itself."),
        ("Rest days", FIRST, TEXT),
        (FIRST,),
        ("Runners need these things:", "Shoes"),
    ],
)
def test_a_list_in_the_middle_ends_where_the_article_goes_on(
    removed: Removed, go_on: tuple[str, ...]
) -> None:
    found = removed(TITLE, FIRST, "Related articles", *TITLES, *go_on)
    assert not set(found) & set(go_on)
    assert {"Related articles", *TITLES[:2]} <= set(found)


def test_teasers_tell_a_list_without_a_label(removed: Removed) -> None:
    assert list(removed(TITLE, FIRST, TEXT, *TEASERS)) == list(TEASERS)


def test_complete_teasers_go_with_cut_ones(removed: Removed) -> None:
    complete = ("Knee replacement: when is it time", "A new knee lasts about twenty years.")
    found = removed(TITLE, FIRST, TEXT, "Recommend", *TEASERS, *complete)
    assert list(found) == ["Recommend", *TEASERS, *complete]


def test_titles_behind_the_links_to_the_neighbours_go(removed: Removed) -> None:
    links = ("<<: Is fat out of date?", ">>: What is brown fat?")
    assert list(removed(TITLE, FIRST, TEXT, *links, *TITLES)) == [*links, *TITLES]


def test_titles_about_other_things_at_the_end_go(removed: Removed) -> None:
    others = (
        "What is the best time to take blood pressure pills?",
        "How do I know whether my kidneys are healthy?",
        "Seven signs that you lack magnesium",
        "Why diabetics should check their skin every day",
    )
    assert list(removed(TITLE, FIRST, TEXT, *others)) == list(others)


@pytest.mark.parametrize(
    "lines",
    [
        ("Recommended foods", "Beef liver", "Lentils", "Spinach"),
        ("Recommended", "Oats", "Rye bread", "Beans"),
        ("Related conditions", FIRST, TEXT),
        ("Popular", FIRST),
        ("Good choices are:", "Low-fat milk", "Cherries", "Eggs", "Rice and potatoes"),
        (
            "Questions to ask the surgeon",
            "How many of these operations do you do a year?",
            "What happens if I wait with the operation?",
            "How long will the knee be stiff afterwards?",
            "When can I climb stairs again?",
        ),
        (
            "Doctor: Since when have you had the pain?",
            "Patient: Since the funeral of my brother, I think, or later...",
            "Doctor: What do you do when it comes?",
            "Patient: I lie down and wait, and sometimes I call my sister...",
        ),
    ],
    ids=lambda lines: lines[0],
)
def test_lists_of_the_article_stay(removed: Removed, lines: tuple[str, ...]) -> None:
    assert removed(TITLE, FIRST, TEXT, *lines) == {}


def test_a_flattened_list_goes_as_one_line(removed: Removed) -> None:
    flat = "Recommend What is sleep? You wake up and a dark figu... Are naps good? Spain is famo..."
    assert list(removed(TITLE, FIRST, TEXT, flat)) == [flat]


def test_a_list_between_a_numbered_heading_and_its_text_goes_whole(removed: Removed) -> None:
    titles = ("What to eat before a long flight", "The right way of lifting boxes")
    lines = (FIRST, "4. Lifting", "Related reading:", *titles, TEXT, "5. Sitting", TEXT)
    assert list(removed(TITLE, *lines)) == ["Related reading:", *titles]


def test_the_foot_of_the_page_is_no_part_of_a_list(removed: Removed) -> None:
    found = removed(TITLE, FIRST, TEXT, "Latest articles", "How to lift a box", "Imprint")
    assert found["Imprint"] == "footer"
