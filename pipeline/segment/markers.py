"""Candidates for a section's marker: every form that is read as one, with family and value.

Recognition is generous: what is refused here could never be a marker (a decimal, a dose, a date);
what stays doubtful is left to the outline of the whole page. Only the first characters after a
possible start are looked at, so the time is linear in the text.
"""

import re
from typing import NamedTuple

from pipeline.segment.numerals import (
    CARDINALS,
    ENCLOSED,
    FOREIGN_LETTERS,
    ORDINALS,
    han_value,
    roman_value,
)
from pipeline.segment.vocabulary import words

# Full-width ASCII and brackets to ASCII, character by character, so that offsets stay. The
# ideographic comma stays too: it is a separator of its own.
_FULL_WIDTH = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **str.maketrans("\u3000\u00a0\u2003【〔〖】〕〗", "   [[[]]]"),
}

_SIGNS = frozenset("#№N")  # before a number: "#1", "Nº 1"
_DEGREES = frozenset("º°")  # of "Nº 1"
SOURCE_CHARS = 120  # in which the authors of a source stand
WINDOW = 64  # no marker with its next word is longer


class Reading(NamedTuple):
    """One way to read a marker: equal styles can be one list."""

    family: str
    wrapper: str  # lead and separator: "(.)" for "(1)", "." for "1."
    value: int
    prefix: tuple[int, ...] = ()  # (2,) for "2.1"


class Marker(NamedTuple):
    """A marker in a line: its place and how it can be read, the likeliest reading first."""

    start: int
    end: int  # where the heading begins, after white space
    printed: str
    readings: tuple[Reading, ...]
    weak: bool = False  # a form that running text uses as well


# Words that number the parts of an article: "Step 1", "Tip Three:", "Q2.".
LABELS = words(
    "step part tip cause reason method way point question q stage phase sign symptom item no "
    "number chapter section remedy strategy measure factor key rule principle day week myth "
    "fact exercise trick habit solution treatment category type case option example"
)
# Labels that need no separator before the heading: "Step 1 Wash the area". The others are also
# running text: "Type 2 diabetes", "Day 3 after surgery".
BARE_LABELS = words(
    "step part tip method chapter section no reason cause symptom sign remedy way strategy rule "
    "point trick q"
)
# Nouns that say no more than the number before them: "Fourth point:".
COUNTED_NOUNS = LABELS - words("day week phase stage type category case example") | words(
    "place thing aspect advice piece kind form line one idea"
)
# Nouns that are part of the heading: "Grade 1: felt by hand only".
GRADED = words("grade type stage degree day week month phase group class level category")
ROMAN_LABELS = words("step part chapter section")  # "Part II", but not "Type II"
REFUSED_LABELS = words("figure fig table page vol volume ref covid chart plate")

_UNITS = words(
    "mg ml g kg cm mm m km l dl mcg iu kcal cal mmol litre litres liter liters gram grams "
    "kilogram kilograms metre metres meter meters cup cups tablespoon tablespoons teaspoon "
    "teaspoons inch inches foot feet hour hours minute minutes second seconds day days week "
    "weeks month months year years time times percent million billion thousand point points "
    "degrees degree pounds pound lbs oz ounces ounce am pm h min"
)

_CLOSING = {"(": ")", "[": "]", "《": "》", "〈": "〉", "「": "」", "<": ">"}
_NUMERIC = re.compile(
    r"(?P<lead>[#.]|[(\[《〈「<] ?|N[º°]\.? ?|№ ?)?"
    r"(?P<path>\d{1,5}(?:\.\d{1,3}){0,5})(?!\d)(?P<nth>st|nd|rd|th|[º°](?= ?[A-Z][a-z]))?"
    r"(?P<sep>\.\)|\.、|\.-(?= ?[A-Z])| ?[\])》〉」>][.、:]?(?!\d)|[.、。](?!\d)|\ufe0f?\u20e3"
    r"| 、| \.(?= [A-Z])|[:,](?![\d/])|(?= [-–—/|·] )|[/|·](?= )|)"
    r"(?P<gap>(?: ?[-–—/|·] )?[ \t]*)"
)
_OF = re.compile(
    r"(\d{1,2})(?: of |/)(\d{1,2})(?:[:.)]| [-–—])[ \t]+(?=[^\W\d_])"
)  # "1 of 8: Rest"
_LETTER = re.compile(
    r"(?P<lead>\(?)(?P<letters>[IVXLC]{1,7}|[ivxlc]{1,7}|[A-Za-z])"
    r"(?P<sep>[.)、:]\)?| [-–—](?= [A-Z]))(?P<gap> *)"
)
_HAN = re.compile(
    r"(?P<lead>[(第]?)(?P<digits>[一二三四五六七八九十]{1,3}|(?<=第)\d{1,2})"
    r"(?P<sep>[、.:)]|[步章节条点部]?[分]?[:、,.]?)(?P<gap> *)"
)
_WORDED = re.compile(
    r"(?P<word>[A-Za-z]{1,16})(?P<link>\.? ?# ?| [Nn](?:o\. ?|umber )|\.? ?)"
    r"(?P<number>\d{1,3}(?!\d)|(?:[IVX]{1,5}|[A-H](?= ?[:.)]| [-–—] )|"
    + "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in CARDINALS)
    + r")\b)(?P<sep> ?[:.、)|]| [-–—] ?| ?,|)(?P<gap> *)"
)
# What the beginning of a marker may look like: most places are ruled out by this one look.
_COUNTED_STARTS = {word[:3].capitalize() for word in (*ORDINALS, *CARDINALS, "finally", "lastly")}
_POSSIBLE = re.compile(
    r"[\d#.№([<]|[^\x00-\x7f]|(?:[IVXLC]{1,7}+|[ivxlc]{1,7}+|[A-Za-z])(?:[.)、:]| [-–—] )|(?:"
    + "|".join(sorted(_COUNTED_STARTS))
    + r")|(?:[A-Za-z]{1,16}+(?:\.? ?# ?| [Nn](?:o\. ?|umber )|\.? |\.)|[Qq]|N[º°]\.? ?)"
    r"(?:\d|[IVX]|[A-H](?:[:.)]| [:-–—])|"
    + "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in CARDINALS)
    + ")"
)
LAST = 99_999  # the value of "Finally,": whatever comes next
LAST_WORDS = words("finally lastly last")
_COUNTED = ORDINALS.keys() | CARDINALS.keys() | LAST_WORDS
_FIRST_WORD = re.compile(r"[A-Z][a-z]{2,8}")
_POINT = re.compile(r" ([a-z]{3,11})(?: is)?[:：]")
_OF_ALL = " of all"
_ENCLOSED_SEP = re.compile(r"[、.:]? *")
# What follows the day of a date: "March 2020".
_DATE = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,? [12]\d{3}")
_WORD = re.compile(r"[^\W\d_]+")
# What an entry in a list of sources holds: "[1] Smith J. et al. 2019;12:3".
_SOURCE = re.compile(r"\bet al\b|\bdoi\b|https?:|\b(?:19|20)\d\d\b[^.]{0,12}[;:)]|\bpp?\. ?\d")
_INITIAL = re.compile(r"[A-Z]\.")


def fold(text: str) -> str:
    """The text with full-width ASCII made ASCII, every character in its place."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def at(text: str, start: int) -> Marker | None:
    """The marker that begins at this place of a folded text, if any form matches there."""
    if not _POSSIBLE.match(text, start):
        return None
    first = text[start]
    if first.isdecimal() or first in "#.№[<《〈「" or text[start + 1 : start + 2] in _DEGREES:
        return _numeric(text, start) or _of_many(text, start)
    if first == "(":
        return _numeric(text, start) or _letter(text, start) or _han(text, start)
    if first.isascii():
        if not first.isalpha():
            return None
        # A capital and a small letter begin a word, neither a letter nor a roman numeral.
        word = first.isupper() and text[start + 1 : start + 2].islower()
        return _worded(text, start) if word else _letter(text, start) or _worded(text, start)
    return _enclosed(text, start) or _han(text, start) or _foreign_letter(text, start)


def _next_word(text: str, start: int) -> str:
    found = _WORD.match(text, start, start + WINDOW)
    return found.group().lower() if found else ""


def _numeric(text: str, start: int) -> Marker | None:
    found = _NUMERIC.match(text, start, start + WINDOW)
    if not found:
        return None
    lead, path, nth, sep, gap = found.groups()
    lead = lead.strip() if lead else ""
    if not _closes(lead, sep) or path.startswith("0.") or _refused_number(text, found):
        return None
    cited = lead == "[" or text.find(" et al", found.end(), found.end() + SOURCE_CHARS) > 0
    if cited and _SOURCE.search(text, found.end()):
        return None
    wrapper = lead + (sep.strip() or gap.strip())
    dotted = "." in path
    if dotted:
        *outer, value = map(int, path.split("."))
        reading = Reading(f"path{len(outer) + 1}", wrapper, value, tuple(outer))
    else:
        reading = Reading("decimal-ordinal" if nth else "decimal", wrapper, int(path))
    weak = not dotted and (sep in {",", ":"} or not (wrapper or found.end() >= len(text)))
    return Marker(start, found.end(), text[start : found.end("sep")], (reading,), weak)


def _of_many(text: str, start: int) -> Marker | None:
    """`1 of 8:`, a place among many."""
    found = _OF.match(text, start, start + WINDOW)
    if not found or not 0 < int(found.group(1)) <= int(found.group(2)):
        return None
    reading = Reading(f"of-{found.group(2)}", "", int(found.group(1)))
    return Marker(start, found.end(), found.group().rstrip(), (reading,))


def _closes(lead: str, sep: str) -> bool:
    """Whether the brackets around a number fit; `)` may stand without `(`."""
    printed = sep.strip().rstrip(".、:")
    wanted = _CLOSING.get(lead)
    return printed == wanted if wanted else printed not in {"]", "》", "〉", "」", ">"}


def _refused_number(text: str, found: "re.Match[str]") -> bool:
    """Whether the number is an amount, a date or a part of a longer number."""
    lead, path, nth, sep, gap = found.groups()
    alone = found.end() >= len(text)
    if sep or gap.strip():
        return not alone and _is_date_or_dose(text, found)
    if nth:  # "1st Cold"; "1º Cold" is a marker
        return nth not in _DEGREES or not _starts_heading(text, found.end())
    if alone:
        return lead != "#" if lead else "." in path
    if lead == "#" and gap:
        return False
    # No separator: only before a capital ("2.1 Diet", "2 Treatment"), and no amount.
    glued = not gap and not (
        ((lead or "")[:1] in _SIGNS or "." in path) and _begins_word(text, found.end())
    )
    return glued or not _starts_heading(text, found.end())


def _begins_word(text: str, end: int) -> bool:
    """Whether a word of some length begins with a capital: "1.1Cold", but not "1.5T"."""
    following = text[end + 1 : end + 3]
    return text[end].isupper() and following.isalpha() and following.islower()


def _is_date_or_dose(text: str, found: "re.Match[str]") -> bool:
    _, path, _, sep, gap = found.groups()
    end = found.end()
    following = text[end]
    if following.isdecimal():
        return not gap and "]" not in sep  # "10:30", "1,000"; "1. 5 ways" is a marker
    if not gap and following in "%°/*+=":
        return True
    if sep == "." and _DATE.match(text, end):
        return True
    return "." in path and _next_word(text, end) in _UNITS


def _starts_heading(text: str, end: int) -> bool:
    following = text[end]
    if following.isupper():
        return _next_word(text, end) not in _UNITS
    return following > "⺀"


def _letter(text: str, start: int) -> Marker | None:
    found = _LETTER.match(text, start, start + WINDOW)
    if not found or _refused_letter(text, found):
        return None
    lead, letters, sep = found.group("lead", "letters", "sep")
    readings = _letter_readings(letters, lead + sep)
    if not readings:
        return None
    weak = sep == ":" or sep[0] == " "
    return Marker(start, found.end(), text[start : found.end("sep")], readings, weak)


def _refused_letter(text: str, found: "re.Match[str]") -> bool:
    """Whether it is an abbreviation or an initial: "E. coli", "J. B. Smith", "e.g.", "a:b"."""
    lead, letters, sep, gap = found.group("lead", "letters", "sep", "gap")
    following = text[found.end() : found.end() + 1]
    dash = sep[0] == " "
    if (lead and sep != ")") or (len(sep) > 1 and not dash):
        return True
    if not following or following in ".,;)":
        return True
    if letters == "Q" and sep in {":", "."}:
        return True  # a question and its answer, not the seventeenth item
    species = sep == "." and letters.isupper() and following.islower()
    glued = not gap and not (following.isupper() or following > "⺀" or sep == "、")
    return species or glued or _INITIAL.match(text, found.end()) is not None


def _letter_readings(letters: str, wrapper: str) -> tuple[Reading, ...]:
    case = "upper" if letters.isupper() else "lower"
    value = roman_value(letters) if letters.lower().strip("ivxlc") == "" else None
    readings = []
    if value is not None:
        readings.append(Reading(f"roman-{case}", wrapper, value))
    if len(letters) == 1:
        readings.append(Reading(f"letter-{case}", wrapper, ord(letters.lower()) - 96))
    return tuple(readings)


def _han(text: str, start: int) -> Marker | None:
    found = _HAN.match(text, start, start + WINDOW)
    if not found:
        return None
    lead, digits, sep = found.group("lead", "digits", "sep")
    value = int(digits) if digits.isdecimal() else han_value(digits)
    if value is None or (lead == "(") != (sep == ")") or (not lead and not sep):
        return None
    if not lead and sep not in "、.:":
        return None
    family = "han-ordinal" if lead == "第" else "han"
    reading = Reading(family, lead + sep, value)
    return Marker(start, found.end(), text[start : found.end("sep")], (reading,))


def _enclosed(text: str, start: int) -> Marker | None:
    if text[start] not in ENCLOSED:
        return None
    run, value = ENCLOSED[text[start]]
    gap = _ENCLOSED_SEP.match(text, start + 1)
    end = gap.end() if gap else start + 1
    return Marker(start, end, text[start], (Reading(f"enclosed{run}", "", value),))


def _foreign_letter(text: str, start: int) -> Marker | None:
    """`α)` and `б)`."""
    lowered = text[start].lower()
    if lowered not in FOREIGN_LETTERS or text[start + 1 : start + 2] not in {")", "."}:
        return None
    gap = text[start + 2 : start + 3] == " "
    if not gap:
        return None
    alphabet, value = FOREIGN_LETTERS[lowered]
    reading = Reading(f"{alphabet}-letter", text[start + 1], value)
    return Marker(start, start + 3, text[start : start + 2], (reading,))


def _worded(text: str, start: int) -> Marker | None:
    first = _FIRST_WORD.match(text, start)
    if first and first.group().lower() in _COUNTED:
        counted = _ordinal(text, start, first.end(), first.group().lower())
        if counted:
            return counted
    found = _WORDED.match(text, start, start + WINDOW)
    if not found:
        return None
    word, number = found.group("word", "number")
    if word.lower() in REFUSED_LABELS or not word[0].isupper():
        return None
    value = int(number) if number.isdecimal() else CARDINALS.get(number.lower())
    if value is None and len(number) == 1 and number not in "IVX":
        value = ord(number) - ord("A") + 1 if word.lower() in LABELS else None
    elif value is None:
        value = roman_value(number) if word.lower() in ROMAN_LABELS else None
    return None if value is None else _labelled(text, found, word.lower(), value)


def _labelled(text: str, found: "re.Match[str]", word: str, number: int) -> Marker | None:
    sep = found.group("sep").strip()
    end = found.end()
    alone = end >= len(text)
    known = word in LABELS
    if not found.group("link") and word != "q":
        return None
    if sep in {"", ","} and not (alone and known) and not _bare_label(text, word, found, end):
        return None
    if sep in {".", ")"} and not known:
        return None
    if not alone and sep and not found.group("gap") and text[end].isdecimal():
        return None
    reading = Reading(f"label-{word}", "", number)
    if sep == ":" and word in GRADED and not alone and text[-1] in ".。":
        return Marker(found.start(), found.start(), "", (reading,), weak=True)
    return Marker(found.start(), end, found.group()[: found.end("sep") - found.start()], (reading,))


def _bare_label(text: str, word: str, found: "re.Match[str]", end: int) -> bool:
    spelled = word in LABELS and found.group("number").lower() in CARDINALS
    if word not in BARE_LABELS and (found.group("sep") or not spelled):  # "Type One Cold"
        return False
    if not found.group("gap"):
        return not found.group("sep") and _begins_word(text, end)  # "Step 1Wash"
    counted = found.group("sep").strip() == "," and found.group("number").isalpha()
    return counted or text[end : end + 1].isupper()  # "Method one, press the point"


def _ordinal(text: str, start: int, word_end: int, word: str) -> Marker | None:
    """`First,`, `Secondly`, `Third:` and `Fourth point:`; `First aid` is no marker."""
    value = LAST if word in LAST_WORDS else ORDINALS.get(word) or CARDINALS[word]
    word_end += len(_OF_ALL) if word == "first" and text.startswith(_OF_ALL, word_end) else 0
    sep = text[word_end : word_end + 1]
    point = _POINT.match(text, word_end, start + WINDOW)
    if word in CARDINALS:
        sep_end = word_end + 1 if sep in {":", "、", ",", "."} else 0
        reading = Reading("cardinal-word", sep, value)
    elif point and point.group(1) not in COUNTED_NOUNS:  # "First night: bathe"
        return Marker(start, start, "", (Reading("ordinal", "", value),), weak=True)
    elif point:
        sep_end = point.end()
        reading = Reading(f"ordinal-{point.group(1).lower()}", "", value)
    else:
        adverb = word.endswith("ly") and sep == " "
        dash = text.startswith((" - ", " – "), word_end)
        sep_end = word_end if adverb else word_end + 1 if sep in {",", ":", "、", "."} else 0
        sep_end = word_end + 2 if dash else sep_end
        reading = Reading("ordinal", "", value)
    rest = text[sep_end : sep_end + 2].strip()
    if not sep_end or not text[start].isupper() or not rest:
        return None
    end = sep_end + (text[sep_end] == " ")
    weak = reading.family == "ordinal" or sep in {",", "."}
    return Marker(start, end, text[start:sep_end], (reading,), weak)
