"""Every form of a marker is read with its family and value; what is none is refused."""

import pytest

from pipeline.segment.markers import at, fold

# What is printed before "Cold hands", with the family, the value and what the marker keeps.
FORMS = {
    "a number with a full stop": ("1. ", "decimal", 1, "1."),
    "an ordinal with a full stop": ("Third. ", "ordinal", 3, "Third."),
    "a label with a letter": ("Option B: ", "label-option", 2, "Option B:"),
    "a type in words without a separator": ("Type Two ", "label-type", 2, "Type Two"),
    "a Greek letter": ("β) ", "greek-letter", 2, "β)"),
    "a Russian letter": ("б) ", "cyrillic-letter", 2, "б)"),
    "a number with an ideographic comma": ("2、", "decimal", 2, "2、"),
    "a number with a bracket": ("3) ", "decimal", 3, "3)"),
    "a number in brackets": ("(4) ", "decimal", 4, "(4)"),
    "a number with a colon": ("5: ", "decimal", 5, "5:"),
    "a number with a comma": ("6, ", "decimal", 6, "6,"),
    "a number with a zero before it": ("07. ", "decimal", 7, "07."),
    "a number with a hash": ("#8 ", "decimal", 8, "#8"),
    "a number with a dash": ("9 - ", "decimal", 9, "9"),
    "a number between full stops": (".3. ", "decimal", 3, ".3."),
    "a number glued to its heading": ("12.", "decimal", 12, "12."),
    "a number without a separator": ("2 ", "decimal", 2, "2"),
    "a number with a space before its sign": ("2 、", "decimal", 2, "2 、"),
    "a number in brackets with a full stop": ("(3). ", "decimal", 3, "(3)."),
    "full-width digits and brackets": ("（１）", "decimal", 1, "(1)"),
    "square brackets": ("[2] ", "decimal", 2, "[2]"),
    "black lenticular brackets": ("【3】", "decimal", 3, "[3]"),
    "a keycap": ("4\ufe0f\u20e3 ", "decimal", 4, "4\ufe0f\u20e3"),
    "a number with a bar": ("5 | ", "decimal", 5, "5"),
    "a number with an ideographic full stop": ("6。", "decimal", 6, "6。"),
    "a number before a tab": ("7.\t", "decimal", 7, "7."),
    "a number before a space that does not break": ("8.\u00a0", "decimal", 8, "8."),
    "a number as an ordinal": ("1st: ", "decimal-ordinal", 1, "1st:"),
    "a number with the sign of an ordinal": ("2º ", "decimal-ordinal", 2, "2º"),
    "spaces inside brackets": ("( 3 ) ", "decimal", 3, "( 3 )"),
    "double angle brackets": ("《1》", "decimal", 1, "《1》"),
    "angle brackets": ("〈2〉 ", "decimal", 2, "〈2〉"),
    "corner brackets": ("「3」", "decimal", 3, "「3」"),
    "less and greater than": ("<1> ", "decimal", 1, "<1>"),
    "a number after Nº": ("Nº 1 ", "decimal", 1, "Nº 1"),
    "a number after No.": ("No. 1 ", "label-no", 1, "No. 1"),
    "a number glued to No.": ("No.2 ", "label-no", 2, "No.2"),
    "a number glued between a hash and its heading": ("#1", "decimal", 1, "#1"),
    "a dotted number glued to its heading": ("1.2", "path2", 2, "1.2"),
    "a number with a full stop and a dash": ("1.-", "decimal", 1, "1.-"),
    "a roman numeral with a dash": ("II - ", "roman-upper", 2, "II -"),
    "a letter with a dash": ("B - ", "letter-upper", 2, "B -"),
    "first of all": ("First of all, ", "ordinal", 1, "First of all,"),
    "an ordinal word with a dash": ("Second - ", "ordinal", 2, "Second -"),
    "a number word with a comma": ("Two, ", "cardinal-word", 2, "Two,"),
    "a part in roman numerals": ("Part II ", "label-part", 2, "Part II"),
    "a chapter in roman numerals": ("Chapter IV: ", "label-chapter", 4, "Chapter IV:"),
    "a step glued to its heading": ("Step 1", "label-step", 1, "Step 1"),
    "a label with No.": ("Tip No. 2 ", "label-tip", 2, "Tip No. 2"),
    "a label with a number in words": (
        "Reason number two: ",
        "label-reason",
        2,
        "Reason number two:",
    ),
    "a long label": ("Misunderstanding 1: ", "label-misunderstanding", 1, "Misunderstanding 1:"),
    "a label without a separator": ("Reason 2 ", "label-reason", 2, "Reason 2"),
    "a dotted number": ("1.1 ", "path2", 1, "1.1"),
    "a dotted number of three parts": ("1.1.2 ", "path3", 2, "1.1.2"),
    "a dotted number with a bracket": ("2.1) ", "path2", 1, "2.1)"),
    "a capital roman numeral": ("IV. ", "roman-upper", 4, "IV."),
    "a roman numeral with an ideographic comma": ("II、", "roman-upper", 2, "II、"),
    "a small roman numeral": ("iii) ", "roman-lower", 3, "iii)"),
    "a small letter with a bracket": ("a) ", "letter-lower", 1, "a)"),
    "a small letter in brackets": ("(b) ", "letter-lower", 2, "(b)"),
    "a capital letter": ("B. ", "letter-upper", 2, "B."),
    "a circled digit": ("③", "enclosed0", 3, "③"),
    "a digit in small brackets": ("⑴ ", "enclosed1", 1, "⑴"),
    "a Han numeral": ("二、", "han", 2, "二、"),
    "a Han numeral in brackets": ("（三）", "han", 3, "(三)"),
    "a Han ordinal": ("第三 ", "han-ordinal", 3, "第三"),
    "an ordinal word with a comma": ("First, ", "ordinal", 1, "First,"),
    "an ordinal word with a colon": ("Second: ", "ordinal", 2, "Second:"),
    "an ordinal adverb": ("Thirdly ", "ordinal", 3, "Thirdly"),
    "an ordinal word with a point": ("Fourth point: ", "ordinal-point", 4, "Fourth point:"),
    "a number word with a colon": ("Two: ", "cardinal-word", 2, "Two:"),
    "a step": ("Step 1 ", "label-step", 1, "Step 1"),
    "a step in words": ("Step One: ", "label-step", 1, "Step One:"),
    "a method in words with a comma": ("Method two, ", "label-method", 2, "Method two,"),
    "a part in words": ("Part Two ", "label-part", 2, "Part Two"),
    "a label with a hash": ("Cause #1: ", "label-cause", 1, "Cause #1:"),
    "a label with a dash": ("Tip 3 - ", "label-tip", 3, "Tip 3 - "),
    "a question": ("Q1: ", "label-q", 1, "Q1:"),
}

REFUSED = {
    "an amount with a decimal": "1.5 litres of water",
    "a dose": "2.5 mg in the morning",
    "a count of times": "2 times a day",
    "a range": "3-5 days of rest",
    "a time": "8:30 in the morning",
    "a thousand": "1,000 patients took part",
    "a percentage": "50% of all adults",
    "a date": "12. March 2020 was the day",
    "a fraction": "1/2 cup of oats",
    "an entry in a list of sources": "[1] Miller A, et al. Heat and sleep. 2019;12:3-9.",
    "a species": "E. coli lives in the gut",
    "initials": "J. B. Smith wrote it",
    "a year": "2019 was a hard winter",
    "degrees": "38 °C and more",
    "an open bracket": "《1 Cold hands",
    "a bracket that another closes": "[1》 Cold hands",
    "the strength of a magnet": "1.5T scanners are common",
    "a stage in roman numerals": "Stage II cancer",
    "a type in roman numerals": "Type I diabetes",
    "an ordinal before its noun": "1st Aid kit",
    "a type of a disease": "Type 2 diabetes is common",
    "a type in words with a comma": "Type two, liver fire. People flare up",
    "a day in a course": "Day 3 after surgery",
    "a figure": "Figure 1: the knee",
    "first as an adjective": "First aid saves lives",
    "an abbreviation": "e.g. in winter",
    "a number in a row": "0.9 Percent of salt",
}


@pytest.mark.parametrize("case", FORMS)
def test_a_form_is_read(case: str) -> None:
    printed, family, value, kept = FORMS[case]
    line = fold(f"{printed}Cold hands")
    marker = at(line, 0)
    assert marker is not None
    assert (marker.readings[0].family, marker.readings[0].value) == (family, value)
    assert marker.printed == kept
    assert line[marker.end :] == "Cold hands"


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_marker_is_refused(case: str) -> None:
    assert at(REFUSED[case], 0) is None


def test_a_letter_that_is_a_roman_numeral_has_both_readings() -> None:
    marker = at("I. Causes", 0)
    assert marker is not None
    assert [(each.family, each.value) for each in marker.readings] == [
        ("roman-upper", 1),
        ("letter-upper", 9),
    ]


def test_a_dotted_number_knows_the_numbers_before_its_own() -> None:
    marker = at("2.3.1 Nerve gliding", 0)
    assert marker is not None
    assert marker.readings[0].prefix == (2, 3)


def test_a_number_alone_is_a_marker_with_nothing_after_it() -> None:
    marker = at("3.", 0)
    assert marker is not None
    assert marker.end == len("3.")


def test_folding_keeps_every_character_in_its_place() -> None:
    text = "（１）Ｈｅａｔ、cold"
    assert len(fold(text)) == len(text)
    assert fold(text) == "(1)Heat、cold"


def test_a_million_digits_are_no_marker() -> None:
    assert at("1" * 1_000_000, 0) is None
