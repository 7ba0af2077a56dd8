"""Labels above lists and boxes, by the table `labels.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipeline.clean.shape import fold

# Signs that pages set around a label, and the switch that folds a list of contents.
_EDGES = re.compile(
    r"^[\s▶►■●☰★☆#*=<>»|\-–—【\[]+"
    r"|\s?[\[(](?:hide|show|toggle|expand)[\])]$|[\s:：…<>«»|\-–—】\]=*#▼▲↓!+]+$"
)
_NO_END = ".?,;？。，；"  # a label does not end like a sentence or a part of one
LONGEST = 90  # longer lines are no labels


@dataclass(frozen=True, slots=True)
class Label:
    """One kind of label."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    hints: tuple[str, ...] = ()  # a line without any of them is no such label


@cache
def labels() -> dict[str, Label]:
    """All kinds of labels by name."""
    table = tomllib.loads(files(__package__).joinpath("labels.toml").read_text("utf-8"))
    words: dict[str, str] = table.pop("words")
    for name, entry in table.items():
        words[name] = f"(?:{'|'.join(entry['patterns'])})"
    return {
        name: Label(
            name,
            _compiled(name, words),
            tuple(entry["examples"]),
            tuple(entry["not"]),
            tuple(entry.get("hints", ())),
        )
        for name, entry in table.items()
    }


def _compiled(name: str, words: dict[str, str]) -> re.Pattern[str]:
    pattern = words[name]
    for other, value in words.items():
        pattern = pattern.replace(f"%{other}%", value)
    return re.compile(pattern)


def is_label(name: str, text: str) -> bool:
    """Whether the line is a label of this kind."""
    return name in kinds_of_label(text)


def kinds_of_label(text: str) -> frozenset[str]:
    """The kinds of label that the line is; nothing for most lines."""
    text = text.removesuffix("...")
    return _kinds(text) if text and len(text) <= LONGEST and text[-1] not in _NO_END else _NONE


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 12)
def _kinds(text: str) -> frozenset[str]:
    """All kinds of label that a short line is: rule after rule asks for them."""
    folded = fold(text)
    if not (folded[0].isalnum() and folded[-1].isalnum()):
        folded = _EDGES.sub("", folded)
    plain, hinted = _by_hints()
    likely = [label for label in hinted if any(hint in folded for hint in label.hints)]
    if plain.fullmatch(folded) is not None:
        likely.extend(label for label in labels().values() if not label.hints)
    return frozenset(label.name for label in likely if label.pattern.fullmatch(folded))


@cache
def _by_hints() -> tuple[re.Pattern[str], tuple[Label, ...]]:
    """All kinds of label without hints as one pattern, and those with hints."""
    plain = (label.pattern.pattern for label in labels().values() if not label.hints)
    hinted = tuple(label for label in labels().values() if label.hints)
    return re.compile("|".join(f"(?:{pattern})" for pattern in plain)), hinted


def may_open_with(name: str, text: str) -> bool:
    """Whether the text may begin with a label of this kind: a cheap look at its first words."""
    folded = fold(text[:LONGEST])
    return labels()[name].pattern.match(_EDGES.sub("", folded)) is not None


def opens_flat_list(text: str, folded: str) -> bool:
    """Whether the line is such a label with a title behind it."""
    found = labels()["related_flat_sure"].pattern.match(folded)
    return found is not None and text[found.end() : found.end() + 1].isupper()


def starts_flat_list(folded: str) -> bool:
    """Whether the folded line is the label of a list with the list behind it on the same line."""
    return labels()["related_flat"].pattern.fullmatch(folded) is not None
