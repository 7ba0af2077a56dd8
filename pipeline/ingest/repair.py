"""Text that was decoded wrongly or escaped once too often before it was scraped.

Both repairs look for their signs first, so that a clean page costs one scan, and change a line
only where the signs are strong.
"""

import re
from html import unescape
from html.entities import html5

from pipeline.ingest.problems import Finding

# How mojibake looks in UTF-8: a character that is the first byte of a sequence, read as another
# encoding, and one that is the second. Correct text has some of these too ("é »", with a no-break
# space), so what is found is only looked at closer. Bytes are searched ten times as fast as text.
_SIGNS = re.compile(
    # windows-1252 and Latin-1: from Â to ô, then bytes 80 to BF as either reads them
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5[\x92-\xbe]|\xc6\x92|\xcb[\x86\x9c]"
    rb"|\xe2(?:\x80[\x93-\xba]|\x82\xac|\x84\xa2))"
)
_OTHER_SIGNS = (
    re.compile(rb"\xd0\xb2\xd0\x82"),  # windows-1251: a quotation mark or dash
    re.compile(rb"\xd0[\xa0\xa1](?:\xc2[\x80-\xbf]|\xd0[\x82-\x8f])"),  # same: Cyrillic
    re.compile(rb"\xe2\x80\x9a\xc3\x84"),  # Mac Roman: a quotation mark or dash
    re.compile(rb"\xce\x93\xc3\x87"),  # code page 437: a quotation mark or dash
)

# Characters of lines with signs of mojibake that are looked at closer; each costs two microseconds
# of the processor, whatever comes of it, and a line as much as some characters. An article is a
# thousandth of this.
MAX_LOOKED_AT = 3_000_000
LINE_COST = 16

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
    if not text.isascii():
        text, count, left = repair_mojibake(text)
        if count:
            message = f"Mojibake was repaired in {count} lines."
            findings.append(Finding("mojibake_repaired", message))
        if left:
            message = (
                f"{left} lines that look like mojibake are left: they are too many or too long."
            )
            findings.append(Finding("mojibake_left", message))
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


def repair_mojibake(text: str) -> tuple[str, int, int]:
    """The text with its mojibake undone line by line; how many lines changed, how many were left.

    What it costs is bound: lines that show signs beyond `MAX_LOOKED_AT` stay as they are.
    """
    data = text.encode()
    if not _shows_signs(data):
        return text, 0, 0
    lines = text.split("\n")
    suspects = [n for n, line in enumerate(data.split(b"\n")) if _shows_signs(line)]
    budget = MAX_LOOKED_AT
    changed = left = 0
    for index in suspects:
        cost = len(lines[index]) + LINE_COST
        if cost > budget:
            left += 1
            continue
        budget -= cost
        repaired = _repair_line(lines[index])
        changed += repaired != lines[index]
        lines[index] = repaired
    return "\n".join(lines), changed, left


def _shows_signs(data: bytes) -> bool:
    # `in` passes over a page without accented letters at the speed of memory.
    if b"\xc3" in data and _SIGNS.search(data):
        return True
    return any(sign.search(data) for sign in _OTHER_SIGNS)


def _repair_line(line: str) -> str:
    from ftfy import fix_encoding
    from ftfy.badness import badness

    before = badness(line)
    if not before:
        return line
    repaired = fix_encoding(line)
    is_better = badness(repaired) < before and repaired.count("\ufffd") <= line.count("\ufffd")
    return repaired if is_better else line
