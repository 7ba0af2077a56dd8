"""Negation and doubt, by cues with a scope, in the manner of ConText; the cues are `context.toml`.

A mention is negated where it stands in the scope of a cue: on the cue's side, in the same clause.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Cue:
    """A row of the table."""

    pattern: re.Pattern[str]
    says: str
    scope: str
    example: str


@cache
def cues() -> tuple[Cue, ...]:
    """The cues in the order of the file."""
    path = Path(__file__).with_name("context.toml")
    rows = tomllib.loads(path.read_text("utf-8"))["cue"]
    return tuple(
        Cue(re.compile(row["cue"]), row["says"], row["scope"], row["example"]) for row in rows
    )


# Words that carry a negation in some form; without one no cue can match.
HINT = re.compile(
    r"n't|\bno|\bnever|\bneither|\bavoid|\bwithout|less\b|\bin(?:effective)|\bcan|\brather|\binstead|\bforbid|\bprohibit|\bcontraind|\bfail|\bunlikely|\black|\bstop|\blittle"
)
# "not only A but also B" denies nothing.
NOT_NEGATED = re.compile(
    r"\bnot\s+only\b|\bno\s+doubt\b|\bnot\s+necessarily\b|\bif\s+not\b|\bno\s+(?:more|less|matter)\b"
)


def cue_before(lower: str) -> str | None:
    """The cue in the text of the clause before a mention that denies the mention."""
    return _search(lower, "after")


def cue_after(lower: str) -> str | None:
    """The cue in the text of the clause after a mention that denies the mention."""
    return _search(lower, "before")


def _search(lower: str, scope: str) -> str | None:
    if not HINT.search(lower):
        return None
    plain = NOT_NEGATED.sub(lambda match: "_" * len(match.group()), lower)
    for cue in cues():
        if cue.scope == scope and (match := cue.pattern.search(plain)):
            return match.group()
    return None
