"""The difference of two texts in words, for people: what was taken out, what came in."""

import re
from difflib import SequenceMatcher

# A word of letters and digits, one ideograph or kana, a run of white space, or any other sign.
_WORD = re.compile(r"[぀-ヿ㐀-鿿]|[^\W぀-ヿ㐀-鿿]+|\s+|.", re.DOTALL)

# Comparing takes time that grows with the product of the lengths: 2,000 words on both sides take
# some tenths of a second. Longer texts are shown as replaced whole.
MAX_WORDS = 2_000

Piece = tuple[str, str]  # "=", "-" or "+", and the text


def split_words(text: str) -> list[str]:
    """The text cut into words, white space and signs; joined they are the text again."""
    return _WORD.findall(text)


def word_diff(old: str, new: str) -> list[Piece]:
    """What to strike out of `old` and what to put in to get `new`, in order."""
    before, after = split_words(old), split_words(new)
    if len(before) > MAX_WORDS or len(after) > MAX_WORDS:
        return [piece for piece in (("-", old), ("+", new)) if piece[1]]
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(("=", "".join(before[i:j])))
            continue
        if i < j:
            pieces.append(("-", "".join(before[i:j])))
        if k < end:
            pieces.append(("+", "".join(after[k:end])))
    return pieces


def similarity(old: str, new: str) -> float:
    """How much two texts share, 0 to 1, by words; white space and order of repeats don't count."""
    before = [word for word in split_words(old) if not word.isspace()][:MAX_WORDS]
    after = [word for word in split_words(new) if not word.isspace()][:MAX_WORDS]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0


SIMILAR = 0.5  # from here on a line that went and a line that came count as one line, changed


def same_without_space(old: str, new: str) -> bool:
    """Whether two texts differ in white space only."""
    return "".join(old.split()) == "".join(new.split())
