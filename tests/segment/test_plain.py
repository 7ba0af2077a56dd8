"""When the items of a list are sections, and when they stay text."""

from collections.abc import Callable

from pipeline.model.records import Layout

Tree = Callable[..., list[str]]
TEXT = "It comes and goes, and nobody knows why it does so in the evening."


def test_short_items_inside_a_section_stay_text(tree: Tree) -> None:
    lines = ["1. Warning signs", "Go at once with:", "1) fever", "2) blood", "3) confusion"]
    assert tree(*lines, "2. Treatment", TEXT) == ["1 Warning signs", "2 Treatment"]


def test_items_with_text_below_them_are_sections(tree: Tree) -> None:
    lines = ["1. Home remedies", "1) Tea", TEXT, "2) Steam", TEXT, "2. Treatment", TEXT]
    assert tree(*lines) == ["1 Home remedies", "1.1 Tea", "1.2 Steam", "2 Treatment"]


def test_items_with_a_run_in_heading_are_sections(tree: Tree) -> None:
    lines = ["1. Home remedies", "1) Tea: it warms the throat.", "2) Steam: it opens the nose."]
    assert tree(*lines, "2. Treatment", TEXT) == [
        "1 Home remedies",
        "1.1 Tea",
        "1.2 Steam",
        "2 Treatment",
    ]


def test_short_items_that_run_through_the_page_are_sections(tree: Tree) -> None:
    assert tree("1. Sit upright", "2. Walk a lot", "3. Sleep well") == [
        "1 Sit upright",
        "2 Walk a lot",
        "3 Sleep well",
    ]


def test_dotted_numbers_are_sections_without_text(tree: Tree) -> None:
    lines = ["1. Causes", "1.1 Meat", "1.2 Beer", "2. Treatment", TEXT]
    assert tree(*lines) == ["1 Causes", "1.1 Meat", "1.2 Beer", "2 Treatment"]


def test_items_set_as_headings_are_sections_without_text(tree: Tree) -> None:
    def bold(text: str) -> tuple[str, str, Layout]:
        return text, "p", Layout(emphasised=True)

    lines = ["1. Causes", TEXT, TEXT, bold("1) Meat"), bold("2) Beer"), TEXT, TEXT]
    assert tree(*lines) == ["1 Causes", "1.1 Meat", "1.2 Beer"]


def test_what_stands_below_a_plain_list_goes_with_it(tree: Tree) -> None:
    lines = ["1. Warning signs", TEXT, "1) fever", "2) blood", "2. Treatment", TEXT]
    assert tree(*lines) == ["1 Warning signs", "2 Treatment"]


def test_items_that_are_sentences_stay_text(tree: Tree) -> None:
    lines = ["1. At home", "1) Train balance twice a week. Ten minutes are enough for a start."]
    lines += ["2) Remove loose carpets and light the hall.", "3) Have your eyes tested every year."]
    assert tree(*lines, "2. Treatment", TEXT) == ["1 At home", "2 Treatment"]


def test_what_stands_below_the_last_run_in_item_is_not_its_text(tree: Tree) -> None:
    lines = ["1. In an attack", "1) Lie down.", "2) Cold towel. Put it on the neck.", "3) Sleep."]
    lines += ["4) Medicine early. It works best within the hour.", "5) Drink coffee.", TEXT]
    assert tree(*lines, "2. Prevention", TEXT) == ["1 In an attack", "2 Prevention"]


def test_a_list_of_sources_stays_text(tree: Tree) -> None:
    lines = ["1. Treatment", TEXT, "2. References", "1) Ministry of health. A leaflet.", TEXT]
    assert tree(*lines, "2) Society of doctors. Advice.", TEXT) == ["1 Treatment", "2 References"]


def test_long_sentences_with_a_shorter_one_after_them_stay_text(tree: Tree) -> None:
    lines = ["1st) Lie on your back with a pillow under the neck. Wait."]
    lines += ["2nd) Turn your head slowly to the side that is ill. Wait."]
    lines += ["3rd) Sit up with both of your hands on the bed. Done."]
    assert tree("1. The manoeuvre", *lines, "2. Prevention", TEXT) == [
        "1 The manoeuvre",
        "2 Prevention",
    ]


SENTENCES = ["1. Wear two pairs of socks.", "2. Dry the feet well.", "3. Heat the hall."]


def test_sentences_that_a_colon_announces_stay_text(tree: Tree) -> None:
    assert tree("A nurse gave this advice:", *SENTENCES, TEXT) == []


def test_sentences_that_nothing_announces_are_sections(tree: Tree) -> None:
    assert len(tree("A nurse gave this advice.", *SENTENCES)) == len(SENTENCES)
