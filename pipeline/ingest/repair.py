"""Text that was decoded wrongly or escaped once too often before it was scraped.

Both repairs look for their signs first, so that a clean page costs one scan, and change a line
only where the signs are strong.
"""

# ruff: noqa: RUF001 - the characters that look alike are what is told apart

import re
from html import unescape
from html.entities import html5

from pipeline.ingest.problems import Finding

# Two characters that UTF-8 makes of one when it is read as windows-1252 or Latin-1, as
# windows-1251, as Mac Roman, or as code page 437. Correct text has some of them ("é »"), so what
# is found here is only looked at closer.
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # bytes 80 to BF in Latin-1 and windows-1252
_SIGNS = re.compile(f"[\xc2-\xf4][{_CONTINUATION}]|вЂ|[РС][\x80-\xbfЂ-џ‚-™]|‚Ä|√[¢-Ω]|ΓÇ|├[\xa0-▓]")

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")

# Text that went through two escapings, such as `&amp;nbsp;`, needs two passes.
ENTITY_PASSES = 2


def repair(text: str, *, is_html: bool) -> tuple[str, tuple[Finding, ...]]:
    """The text with mojibake, and in bare text entities, put right; each repair on record."""
    findings = []
    if not is_html and "&" in text:
        text, count = repair_entities(text)
        if count:
            findings.append(Finding("entities_repaired", f"{count} HTML entities were resolved."))
    if not text.isascii() and _SIGNS.search(text):
        text, count = repair_mojibake(text)
        if count:
            message = f"Mojibake was repaired in {count} lines."
            findings.append(Finding("mojibake_repaired", message))
    return text, tuple(findings)


def repair_entities(text: str) -> tuple[str, int]:
    """The text without HTML entities, and how many there were."""
    total = 0
    for _ in range(ENTITY_PASSES):
        text, count = _resolve(text)
        total += count
        if not count:
            break
    return text, total


def _resolve(text: str) -> tuple[str, int]:
    count = 0

    def character(match: re.Match[str]) -> str:
        nonlocal count
        entity = match.group()
        known = entity[1] == "#" or entity[1:] in html5
        count += known
        return unescape(entity) if known else entity

    return _ENTITY.sub(character, text), count


def repair_mojibake(text: str) -> tuple[str, int]:
    """The text with its mojibake undone line by line, and the number of lines changed."""
    lines = text.split("\n")
    changed = 0
    for index, line in enumerate(lines):
        if _SIGNS.search(line):
            repaired = _repair_line(line)
            changed += repaired != line
            lines[index] = repaired
    return "\n".join(lines), changed


def _repair_line(line: str) -> str:
    from ftfy import fix_encoding
    from ftfy.badness import badness

    before = badness(line)
    if not before:
        return line
    repaired = fix_encoding(line)
    is_better = badness(repaired) < before and repaired.count("\ufffd") <= line.count("\ufffd")
    return repaired if is_better else line
