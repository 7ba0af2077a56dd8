"""What a numeral is worth: roman, Han, circled, written out. Pure tables and small parsers."""

LARGEST_ROMAN = 399  # no list is longer
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_FORMS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2}

_CARDINALS = "one two three four five six seven eight nine ten eleven twelve"
CARDINALS = {word: value for value, word in enumerate(_CARDINALS.split(), 1)}

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split(), 1)} | {
    word + "ly": value for value, word in enumerate(_ORDINALS.split(), 1)
}

# First and last character of each run of enclosed numerals, with the value of the first.
_ENCLOSED_RUNS = (
    ("①", "⑳", 1),
    ("⑴", "⒇", 1),
    ("⒈", "⒛", 1),
    ("❶", "❿", 1),
    ("➀", "➉", 1),
    ("㈠", "㈩", 1),
    ("㊀", "㊉", 1),
    ("Ⅰ", "Ⅻ", 1),
    ("ⅰ", "ⅻ", 1),
)
ENCLOSED = {
    chr(code): (run, value + code - ord(first))
    for run, (first, last, value) in enumerate(_ENCLOSED_RUNS)
    for code in range(ord(first), ord(last) + 1)
}

# As lists count with them; Russian ones leave out ё and й.
FOREIGN_LETTERS = {
    letter: (alphabet, value)
    for alphabet, letters in (("greek", "αβγδεζηθ"), ("cyrillic", "абвгдежзик"))
    for value, letter in enumerate(letters, 1)
}


def roman(value: int) -> str:
    """The lower-case roman numeral of a number from 1 to 399."""
    numeral = ""
    for worth, letters in (*_ROMAN_FORMS, *_ROMAN_UNITS):
        while value >= worth:
            numeral += letters
            value -= worth
    return numeral


def roman_value(letters: str) -> int | None:
    """The value of a well-formed roman numeral in either case, else None."""
    folded = letters.lower()
    total = 0
    for letter, following in zip(folded, folded[1:] + "i", strict=True):
        worth = _ROMAN[letter]
        total += -worth if worth < _ROMAN[following] else worth
    return total if 0 < total <= LARGEST_ROMAN and roman(total) == folded else None


def han_value(numeral: str) -> int | None:
    """The value of a Han numeral from 1 to 99, such as 二十三, else None."""
    tens, ten, units = numeral.rpartition("十")
    if not ten:
        return _HAN_DIGITS.get(units) or None
    if (tens and tens not in _HAN_DIGITS) or (units and units not in _HAN_DIGITS):
        return None
    return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(units, 0)
