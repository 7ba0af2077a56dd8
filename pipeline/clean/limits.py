"""How much of a page is judged: what is larger fails as a whole, so nothing is cut in silence."""

from collections.abc import Iterable

from pipeline.clean.document import Line
from pipeline.model.settings import CleanSettings


def too_much(lines: Iterable[Line], settings: CleanSettings) -> tuple[str, str] | None:
    """Code and message of the first limit that the lines exceed, or None."""
    chars = 0
    for count, line in enumerate(lines, start=1):
        size = len(line.text)
        chars += size
        if count > settings.max_lines:
            return "too_many_lines", f"The page has more than {settings.max_lines:,} lines."
        if size > settings.max_line_chars:
            most = settings.max_line_chars
            return "line_too_long", f"A line has more than {most:,} characters."
        if chars > settings.max_visible_chars:
            most = settings.max_visible_chars
            return "too_much_text", f"The page has more than {most:,} characters of text."
    return None
