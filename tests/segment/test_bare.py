"""Pages without markers are divided by their short lines, if by anything."""

from collections.abc import Callable

Tree = Callable[..., list[str]]
TEXT = "It comes and goes, and nobody knows why it does so in the evening."


def test_short_lines_above_paragraphs_divide_a_page_without_markers(tree: Tree) -> None:
    lines = ["What is it?", TEXT, "What helps?", TEXT]
    assert tree(*lines) == ["1 What is it?", "2 What helps?"]


def test_short_lines_above_bullets_do_as_well(tree: Tree) -> None:
    lines = ["What causes it", "• Pollen", "• Dust", "What helps", "• Drops"]
    assert tree(*lines) == ["1 What causes it", "2 What helps"]


def test_one_short_line_is_no_division(tree: Tree) -> None:
    assert tree("A word before", TEXT, TEXT) == []


def test_a_list_of_words_is_no_division(tree: Tree) -> None:
    assert tree(TEXT, "Milk", "Tofu", "Melon", "Celery", "Barley") == []


def test_short_lines_above_a_list_without_bullets_divide_too(tree: Tree) -> None:
    lines = [TEXT, "What you can do", "wear wide shoes", "rest the foot", "Why it hurts", TEXT]
    assert tree(*lines) == ["1 What you can do", "2 Why it hurts"]


def test_chapters_follow_a_list_of_things_that_ends_before_the_page(tree: Tree) -> None:
    things = ["1. Weak veins", TEXT, "2. Heat", TEXT, "3. Weight", TEXT]
    assert tree(*things, "How to treat it", TEXT, "When the legs are tired", TEXT) == [
        "1 Weak veins",
        "2 Heat",
        "3 Weight",
        "4 How to treat it",
        "5 When the legs are tired",
    ]


def test_a_short_line_after_numbered_chapters_stays_text(tree: Tree) -> None:
    lines = ["1. What causes it?", TEXT, "2. How is it treated?", TEXT, "How is it called?", TEXT]
    assert tree(*lines) == ["1 What causes it?", "2 How is it treated?"]


def test_a_short_line_above_another_is_its_chapter_after_text(tree: Tree) -> None:
    lines = ["Causes", TEXT, "Things at home", "Do", TEXT, "Don't", TEXT, "Prevention", TEXT]
    assert tree(*lines) == [
        "1 Causes",
        "2 Things at home",
        "2.1 Do",
        "2.2 Don't",
        "3 Prevention",
    ]


def test_the_list_that_the_title_promises_stands_under_no_chapter(tree: Tree) -> None:
    ways = ["1. Warm it", TEXT, "2. Press it", TEXT, "3. Rest it", TEXT]
    lines = ["The usual causes", TEXT, *ways, "For the chronic kind", TEXT, "When to worry", TEXT]
    assert tree("3 ways out of it", *lines, title="3 ways out of it") == [
        "1 The usual causes",
        "2 Warm it",
        "3 Press it",
        "4 Rest it",
        "5 For the chronic kind",
        "6 When to worry",
    ]


def test_short_lines_divide_a_numbered_section_from_its_first_line_on(tree: Tree) -> None:
    parts = ["Basic treatment", TEXT, "Relief of pain", TEXT]
    assert tree("1. Causes", TEXT, "2. Treatment", *parts, "3. Prevention", TEXT) == [
        "1 Causes",
        "2 Treatment",
        "2.1 Basic treatment",
        "2.2 Relief of pain",
        "3 Prevention",
    ]
    assert tree("1. Causes", TEXT, "2. Treatment", TEXT, *parts) == ["1 Causes", "2 Treatment"]


def test_a_long_question_divides(tree: Tree) -> None:
    asked = "My aunt swears by a banana skin. And what about wishing them away?"
    assert tree(TEXT, asked, TEXT, "Do they come back?", TEXT) == [
        f"1 {asked}",
        "2 Do they come back?",
    ]


def test_on_a_page_with_markers_such_lines_are_text(tree: Tree) -> None:
    lines = ["1. Causes", TEXT, "What else?", TEXT, "2. Treatment", TEXT, "What now?", TEXT]
    assert tree(*lines) == ["1 Causes", "2 Treatment"]


def test_short_lines_are_chapters_of_the_lists_that_stand_between_them(tree: Tree) -> None:
    lines = ["How does it form?", TEXT, "How to treat it", "1. Rest", TEXT, "2. Ice", TEXT]
    assert tree(*lines, "Prevention", TEXT) == [
        "1 How does it form?",
        "2 How to treat it",
        "2.1 Rest",
        "2.2 Ice",
        "3 Prevention",
    ]


def test_a_plain_list_between_short_lines_stays_text(tree: Tree) -> None:
    lines = ["How does it form?", TEXT, "How to treat it", TEXT, "Prevention"]
    assert tree(*lines, "1. Wash hands.", "2. Eat slowly.", "3. Sleep well.") == [
        "1 How does it form?",
        "2 How to treat it",
        "3 Prevention",
    ]


def test_a_short_line_right_above_others_holds_them(tree: Tree) -> None:
    lines = ["Symptoms", TEXT, "Treatment", "At home", TEXT, "In hospital", TEXT]
    assert tree(*lines, "How to prevent it", TEXT) == [
        "1 Symptoms",
        "2 Treatment",
        "2.1 At home",
        "2.2 In hospital",
        "3 How to prevent it",
    ]


def test_rows_of_a_table_are_no_headings(tree: Tree) -> None:
    lines = ["What is it?", TEXT, "Meal | To have | To leave", f"Breakfast | {TEXT}"]
    assert tree(*lines, "What helps?", TEXT) == ["1 What is it?", "2 What helps?"]


def test_a_number_alone_under_a_short_line_begins_no_list(tree: Tree) -> None:
    lines = ["What is it?", TEXT, "The treatment", "Week one: stop running. It will be hard."]
    assert tree(*lines, TEXT, "Prevention", TEXT) == [
        "1 What is it?",
        "2 The treatment",
        "3 Prevention",
    ]


def test_questions_of_readers_divide_a_page(tree: Tree) -> None:
    lines = ['"How do I get rid of it?"', "Think of air.", '"Does it come back?"', TEXT]
    assert tree(*lines) == ['1 "How do I get rid of it?"', '2 "Does it come back?"']
    asked = ["Q: Will it go away?", TEXT, "Q: What helps against it?", TEXT]
    assert tree(*asked) == ["1 Will it go away?", "2 What helps against it?"]


def test_after_a_colon_all_short_lines_are_a_list(tree: Tree) -> None:
    things = ["Red eyes without pus", "Cracked red lips", "A rash on the trunk", "Swollen hands"]
    lines = ["Signs", "You may see:", *things, "How it is found", TEXT]
    assert tree(TEXT, *lines) == ["1 Signs", "2 How it is found"]
