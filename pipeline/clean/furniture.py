"""Lines that are furniture by what they say: the rules of `furniture.toml`, compiled once.

The table says what furniture looks like; `navigation` decides, by the place that a rule names,
which of the lines that look like furniture are.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from pipeline.clean.shape import is_numbered
from pipeline.model.reasons import Reason


class Place(StrEnum):
    """Where on the page a line with these words is furniture."""

    ANY = "any"
    EDGE = "edge"
    TAIL = "tail"
    PAIR = "pair"
    LINK = "link"
    RUN = "run"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class LineRule:
    """One kind of furniture, known by its words."""

    name: str
    reason: Reason
    place: Place
    patterns: tuple[str, ...]
    hints: tuple[
        str, ...
    ] = ()  # then the patterns are searched for, else they match the whole line
    longest: int = 300  # longer lines are paragraphs, whatever they say
    cased: bool = False  # matched against the line as printed, not folded
    score: float = 0.98
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """The rules of one kind: one regular expression tells most lines from all of them."""

    rules: tuple[LineRule, ...]
    whole: re.Pattern[str]  # all rules of the whole line
    cased: tuple[tuple[LineRule, re.Pattern[str]], ...]
    searched: tuple[tuple[LineRule, re.Pattern[str], tuple[str, ...]], ...]  # with its hints

    def match(self, text: str, folded: str) -> LineRule | None:
        """The first rule that matches the line, those of the whole line before the others."""
        length = len(text)
        if length <= _LONGEST and not _is_statement(text) and not is_numbered(text):
            rule = self._whole_line(text, folded)
            if rule:
                return rule
        for rule, pattern, hints in self.searched:
            if length <= rule.longest:
                for hint in hints:
                    if hint in folded:
                        if _opens(folded, pattern):
                            return rule
                        break
        return None

    def _whole_line(self, text: str, folded: str) -> LineRule | None:
        if self.whole.fullmatch(folded):
            return next(rule for rule in self.rules if _pattern(rule).fullmatch(folded))
        for rule, pattern in self.cased:
            if pattern.fullmatch(text):
                return rule
        return None

    def on_page(self, texts: Sequence[str], folded: Sequence[str]) -> "_Table":
        """The table with only those hints that lines of the page hold which are not too long."""
        present = []
        for rule, pattern, hints in self.searched:
            lines = zip(texts, folded, strict=True)
            joined = "\n".join([line for text, line in lines if len(text) <= rule.longest])
            if found := tuple(hint for hint in hints if hint in joined):
                present.append((rule, pattern, found))
        return replace(self, searched=tuple(present))


@cache
def _pattern(rule: LineRule) -> re.Pattern[str]:
    return re.compile("|".join(rule.patterns))


_LONGEST = 300
_STATEMENT = 100  # a line of this length that ends in a full stop and has no early label is prose
_LABEL_END = 40
# A notice comes to its point; a sentence that mentions one later is text.
_EARLY = "(?s:.{{0,60}}?)(?P<words>{})"
_CALL = re.compile(r"[^.!?:]{2,25}! (?=\S)")  # `Don't miss out!` before what is meant
_SENTENCE_BREAK = re.compile(r"[.!?]\s(?=\S{2,}\s)|[。！？]")


def _is_statement(text: str) -> bool:
    return len(text) >= _STATEMENT and text[-1] == "." and text.find(":", 0, _LABEL_END) < 0


def _opens(folded: str, pattern: re.Pattern[str]) -> bool:
    """Whether the pattern is found early in the first sentence: the rest may be the article's."""
    call = _CALL.match(folded)
    if call:
        folded = folded[call.end() :]
    found = pattern.match(folded)
    if found is None:
        return False
    first = _SENTENCE_BREAK.search(folded)
    return first is None or found.start("words") < first.end()


@cache
def line_rules() -> tuple[LineRule, ...]:
    """All rules of the table, in its order."""
    table = tomllib.loads(files(__package__).joinpath("furniture.toml").read_text("utf-8"))
    words = _resolved(table["words"])
    return tuple(_rule(entry, words) for entry in table["rule"])


def _resolved(words: dict[str, str]) -> dict[str, str]:
    """The named patterns with the names of earlier ones filled in."""
    resolved: dict[str, str] = {}
    for name, pattern in words.items():
        resolved[name] = _filled(pattern, resolved)
    return resolved


def _filled(pattern: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        pattern = pattern.replace(f"%{name}%", value)
    return pattern


def _rule(entry: dict[str, Any], words: dict[str, str]) -> LineRule:
    return LineRule(
        name=entry["name"],
        reason=Reason(entry["reason"]),
        place=Place(entry["place"]),
        patterns=tuple(_filled(pattern, words) for pattern in entry["patterns"]),
        hints=tuple(entry.get("hints", ())),
        longest=entry.get("longest", _LONGEST),
        cased=entry.get("cased", False),
        score=entry.get("score", 0.98),
        examples=tuple(entry["examples"]),
        counterexamples=tuple(entry["not"]),
    )


def _table(rules: Sequence[LineRule]) -> _Table:
    whole = [rule for rule in rules if not rule.hints and not rule.cased]
    joined = "|".join(pattern for rule in whole for pattern in rule.patterns)
    return _Table(
        rules=tuple(whole),
        whole=re.compile(joined),
        cased=_each((rule for rule in rules if rule.cased), "{}"),
        searched=tuple(
            (rule, pattern, rule.hints)
            for rule, pattern in _each((rule for rule in rules if rule.hints), _EARLY)
        ),
    )


def _each(rules: Iterable[LineRule], form: str) -> tuple[tuple[LineRule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(form.format("|".join(rule.patterns)))) for rule in rules)


@cache
def _tables() -> tuple[_Table, _Table, _Table]:
    """The rules that need no place, those that need one, and those of the top of the page."""
    rules = line_rules()
    anywhere = [rule for rule in rules if rule.place is Place.ANY]
    at_top = [rule for rule in rules if rule.place is Place.TOP]
    placed = [rule for rule in rules if rule.place not in {Place.ANY, Place.TOP}]
    return _table(anywhere), _table(placed), _table(at_top)


@lru_cache(maxsize=1 << 10)
def sure_rule(text: str, folded: str) -> LineRule | None:
    """The rule by which a line of these words is furniture wherever it stands."""
    return _tables()[0].match(text, folded)


def sure_rules(texts: Sequence[str], folded: Sequence[str]) -> Iterator[LineRule | None]:
    """For each line of a page the rule by which it is furniture wherever it stands."""
    table = _tables()[0].on_page(texts, folded)
    return map(table.match, texts, folded)


def likely_rule(text: str, folded: str) -> LineRule | None:
    """The rule by which a line of these words is furniture in the right place."""
    return _likely_rule(text, folded) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1 << 10)
def top_rule(text: str, folded: str) -> LineRule | None:
    """The rule by which a line of these words is furniture above the first sentence of a page."""
    return _tables()[2].match(text, folded) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1 << 10)
def _likely_rule(text: str, folded: str) -> LineRule | None:
    """The lines at the top of a page are asked about by the title, the byline and the edges."""
    return _tables()[1].match(text, folded)
