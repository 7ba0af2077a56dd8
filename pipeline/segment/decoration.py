"""Signs around a line that belong to neither its marker nor its heading: bullets and Markdown.

They become white space, so that every other character keeps its place; what they say about the line
(`## ` is a heading of the second level, `**…**` is bold) is kept beside it.
"""

import re
from typing import NamedTuple

from pipeline.segment import markers

_FIRST = frozenset("#*_•·●○■□◆◇▪◦▶►➤‣✓✔☆★※-–—[")
_HASHES = re.compile(r"(#{1,6}) +(?=\S)")
_CLOSING_HASHES = re.compile(r" #+ *$")
_BULLET = re.compile(r"(?:[•·●○■□◆◇▪◦▶►➤‣✓✔☆★※]+ *|[-–—*] +)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(?:(?!\1).)+(?<=\S)\1")
_BRACKETED = re.compile(r"\[[^\[\]]+\] *$")


class Plain(NamedTuple):
    """A folded line without its decoration."""

    text: str
    start: int = 0  # where its first word or marker stands
    level: int | None = None
    bold: bool = False


def decorated(line: str) -> bool:
    """Whether a line may hold any decoration."""
    return line[:1] in _FIRST or "**" in line


def plain(line: str, *, markdown: bool) -> Plain:
    """A folded line without bullets before a marker, and without Markdown where it may be any."""
    if not decorated(line):
        return Plain(line)
    text, level = line, None
    hashes = _HASHES.match(line) if markdown else None
    if hashes:
        level = len(hashes.group(1))
        text = _blank(text, 0, hashes.end())
        closing = _CLOSING_HASHES.search(text)
        text = _blank(text, closing.start(), len(text)) if closing else text
    text = _without_bullet(text)
    start = len(text) - len(text.lstrip())
    bold = _is_bold(text, start, markdown=markdown)
    if bold or (markdown and "**" in text):
        text = _unmarked(text, start) if bold else _STRONG.sub(_blank_ends, text)
        start = len(text) - len(text.lstrip())
    return Plain(text, start, level, bold)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _without_bullet(text: str) -> str:
    """The text without a bullet that stands before a marker; before words it makes a plain item."""
    bullet = _BULLET.match(text)
    if bullet and markers.at(text, bullet.end()):
        return _blank(text, 0, bullet.end())
    return text


def _is_bold(text: str, start: int, *, markdown: bool) -> bool:
    """Whether the whole line is set off: in Markdown's strong signs or in 【 】."""
    if _BRACKETED.match(text, start) and not markers.at(text, start):
        return True
    strong = _STRONG.match(text, start) if markdown else None
    return strong is not None and not text[strong.end() :].strip(" :")


def _unmarked(text: str, start: int) -> str:
    """The text without the signs at both ends of what is set off."""
    width = 1 if text[start] == "[" else 2
    closing = text.rindex(text[start : start + width] if width > 1 else "]")
    return _blank(_blank(text, start, start + width), closing, closing + width)


def _blank_ends(found: "re.Match[str]") -> str:
    return f"  {found.group()[2:-2]}  "
