"""Reads the pages in `tests/gold/tagging/marked`: text with its judged spans marked in it.

The first line names the condition, the second is `---`, the rest is the page. `[[C phrase]]` is a
cause, `[[T phrase]]` a remedy that treats, `[[P phrase]]` one that prevents; `!` after the letter
says that it is negated, and `<<words>>` are the cue that negates it. A file of `passages` has many
short texts like that, each closed by a line `===`.
"""

import re
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "tagging"
FOLDER = GOLD / "marked"
PASSAGES = GOLD / "passages"
MARK = re.compile(r"\[\[([CTP])(!?) ([^\[\]<>\n]+)\]\]|<<([^<>\[\]\n]+)>>")
ASPECTS = {"C": None, "T": "treats", "P": "prevents"}


def read_marked(path: Path) -> dict[str, Any]:
    """The page as the other judged pages are stored; `cues` holds start and end of each cue."""
    return read_marks(path.read_text("utf-8"))


def read_passages(path: Path) -> list[dict[str, Any]]:
    """The short texts of a file, each like a page."""
    parts = path.read_text("utf-8").split("\n===\n")
    return [read_marks(part.strip("\n")) for part in parts if part.strip()]


def read_marks(marked: str) -> dict[str, Any]:
    """A text with its judged spans marked in it, as judged pages are stored."""
    head, _, body = marked.partition("\n---\n")
    text, end = "", 0
    mentions, cues = [], []
    for mark in MARK.finditer(body):
        text += body[end : mark.start()]
        end = mark.end()
        start = len(text)
        text += mark[3] or mark[4]
        if mark[4]:
            cues.append((start, len(text)))
        else:
            mentions.append(_mention(mark, start))
    return {
        "source": None,
        "text": text + body[end:],
        "condition": head.removeprefix("condition:").strip(),
        "mentions": mentions,
        "cues": cues,
    }


def _mention(mark: re.Match[str], start: int) -> dict[str, Any]:
    return {
        "label": "CAUSE" if mark[1] == "C" else "REMEDY",
        "text": mark[3],
        "start": start,
        "end": start + len(mark[3]),
        "aspect": ASPECTS[mark[1]],
        "negated": bool(mark[2]),
    }
