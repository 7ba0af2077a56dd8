"""Words of one passage with their classes: what all rules of tagging look at.

Each class has one letter, and the letters of a passage make a string, so that a rule over classes
is a regular expression or a short walk. The classes stand in `words.toml`.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from pipeline.tag.vocabulary import word_classes, word_list

# Later lines win where a word stands in more than one class.
LETTERS = (
    ("finite", "V"),
    ("preposition", "P"),
    ("quantity", "Q"),
    ("number", "Q"),
    ("determiner", "D"),
    ("subordinator", "S"),
    ("adverb", "A"),
    ("pronoun", "X"),
    ("example", "Y"),
    ("relative", "R"),
    ("of", "O"),
    ("infinitive", "T"),
    ("coordinator", "C"),
    ("modal", "M"),
    ("be", "B"),
    ("have", "H"),
    ("comma", ","),
    ("stop", ";"),
    ("quote", '"'),
)
# Content words that end like a gerund or an adverb of manner.
NOT_GERUND = word_list("not_gerund")
NOT_MANNER = word_list("not_manner")
SHORTEST_GERUND = 5  # "doing"; shorter ones are nouns ("wing", "ring")
SHORTEST_ADVERB = 5
MOST_GUESSES = 20_000  # words whose class is remembered: a megabyte
OBJECT_STARTS = frozenset(
    ["the", "a", "an", "your", "their", "its", "our", "his", "her", "it", "them"]
)
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
PHRASES = (
    # Several words that act as one, with the letters they get.
    (("such", "as"), "YY"),
    (("as", "well", "as"), "CCC"),
    (("in", "order", "to"), "TTT"),
    (("so", "as", "to"), "TTT"),
    (("together", "with"), "CC"),
    (("and", "so", "on"), "AAA"),
    (("and", "the", "like"), "AAA"),
    (("and", "other"), "CQ"),
    (("rather", "than"), "SS"),
    (("instead", "of"), "SS"),
    (("so", "that"), "SS"),
    (("as", "long", "as"), "SSS"),
    (("as", "soon", "as"), "SSS"),
    (("for", "example"), "AA"),
    (("for", "instance"), "AA"),
    (("in", "addition"), "AA"),
    (("in", "general"), "AA"),
    (("in", "fact"), "AA"),
    (("by", "itself"), "AA"),
    (("by", "themselves"), "AA"),
    (("on", "the", "other", "hand"), "AAAA"),
    (("on", "the", "one", "hand"), "AAAA"),
    (("of", "course"), "AA"),
    (("as", "follows"), ";;"),
    (("not", "only"), "AA"),
    (("but", "also"), "CC"),
    (("but", "not"), "SS"),
    (("this", "is"), "XB"),
    (("this", "can"), "XM"),
    (("this", "may"), "XM"),
    (("like", "this"), "AA"),
    (("generally", "speaking"), "AA"),
    (("no", "longer"), "AA"),
    (("no", "more", "than"), "QQQ"),
    (("more", "than"), "QQ"),
    (("less", "than"), "QQ"),
    (("all", "these"), "XX"),
    (("these", "three"), "XX"),
    (("a", "day"), "AA"),
    (("a", "week"), "AA"),
    (("a", "month"), "AA"),
    (("along", "with"), "CC"),
    (("coupled", "with"), "CC"),
)


@cache
def _letters() -> Mapping[str, str]:
    classes = word_classes()
    return MappingProxyType({word: letter for name, letter in LETTERS for word in classes[name]})


@cache
def _phrases_by_first() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, letters in PHRASES:
        table.setdefault(words[0], []).append((words, letters))
    return MappingProxyType({first: tuple(found) for first, found in table.items()})


def lower_case(text: str) -> str:
    """The text in lower case with straight apostrophes, letter for letter."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter such as İ becomes two
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower.replace(CURLY, "'")


class Words:
    """The lower-case words of a passage, their classes as one string, and their places.

    It is made from the start and length of each word in the passage's lower-case text.
    """

    __slots__ = ("codes", "ends", "known", "lower", "starts")

    def __init__(
        self,
        places: Sequence[Sequence[int]],
        lower: str,
        known: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        self.known = known or {}  # category of each range of words that a vocabulary lists
        self.starts = [start for start, _ in places]
        self.ends = [start + length for start, length in places]
        self.lower = [lower[start : start + length] for start, length in places]
        self.codes = "".join(_codes(self.lower))

    def __len__(self) -> int:
        return len(self.lower)

    def first_from(self, char: int) -> int:
        """The index of the first word that starts at or after a character."""
        return bisect_left(self.starts, char)


def letter(lower: str) -> str:
    """The class of a lower-case word by itself, without its neighbours."""
    return _letters().get(lower) or _guess(lower)


def _codes(lower: list[str]) -> list[str]:
    codes = list(map(letter, lower))
    _join_phrases(lower, codes)
    _hide_brackets(lower, codes)
    for index in range(1, len(codes)):
        # "the cause", "in need": after these words no finite verb stands.
        if codes[index] == "G" and lower[index - 1] in ("while", "when"):
            codes[index - 1] = "P"
        if codes[index] == "V" and codes[index - 1] in "DQOP":
            codes[index] = "W"
        elif codes[index] == "W" and _is_finite(lower, codes, index):
            codes[index] = "V"
    return codes


def _is_finite(lower: list[str], codes: list[str], index: int) -> bool:
    """Whether a word is a verb by its place: "the lotion cools the skin", "clots weaken it".

    Before the object one of two words ends in -s: the verb, or its subject in the plural.
    """
    word, before, after = lower[index], lower[index - 1], lower[index + 1 : index + 2]
    if codes[index - 1] not in "WGLA#" or not after or after[0] not in OBJECT_STARTS:
        return False
    if word.endswith("s"):
        return not word.endswith(("ss", "us", "is"))
    return before.endswith("s") and codes[index - 1] == "W" and word.isalpha()


@lru_cache(maxsize=MOST_GUESSES)
def _guess(word: str) -> str:
    if word[0].isdigit():
        return "I"
    if word.endswith("ing") and len(word) >= SHORTEST_GERUND and word not in NOT_GERUND:
        return "G"
    if word.endswith("ly") and len(word) >= SHORTEST_ADVERB and word not in NOT_MANNER:
        return "L"
    return "W" if any(char.isalnum() for char in word) else ";"


def _join_phrases(lower: list[str], codes: list[str]) -> None:
    by_first = _phrases_by_first()
    for index, word in enumerate(lower):
        for words, letters in by_first.get(word, ()):
            if tuple(lower[index : index + len(words)]) == words:
                codes[index : index + len(words)] = letters
                break


def _hide_brackets(lower: list[str], codes: list[str]) -> None:
    """Gives what stands in brackets the letter `#`, so that a phrase goes on after it."""
    opened: int | None = None
    for index, word in enumerate(lower):
        if word == "(":
            opened = index
        elif word == ")" and opened is not None:
            codes[opened : index + 1] = "#" * (index + 1 - opened)
            opened = None
