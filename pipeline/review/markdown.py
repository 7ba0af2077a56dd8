"""A difference of runs as lines of text: as Markdown for a pull request, or for a terminal.

Text of pages is hostile: in Markdown every sign that means something is escaped, so nothing of a
page becomes a link, an image, a mention of a person or markup.
"""

import re
from collections.abc import Iterator
from typing import TypeVar

from pipeline.review.diff import BlockChange, Change, PageDiff, RowChange, RunDiff
from pipeline.review.words import word_diff

SHOWN_CHARS = 300  # of a block's text in a list; enough to know it again
SHOWN_CHANGES = 40  # of one page; a description of a pull request has its limits
CONTEXT_CHARS = 40  # left standing on both sides of a changed word

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~@:&])")


# Signs that steer a terminal or turn the direction of what follows; shown as a sign of their own.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text without signs that steer a terminal."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def escape(text: str) -> str:
    """The text as Markdown that shows just that text, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(plain(text).split()))


def summary_lines(diff: RunDiff) -> list[tuple[str, str, int]]:
    """What happened to what, how often: worst first, pages before blocks, sections, mentions."""
    order = {change: place for place, change in enumerate(Change)}
    tables = ("pages", "blocks", "sections", "mentions")
    counted = sorted(
        diff.counts.items(), key=lambda item: (tables.index(item[0][0]), order[item[0][1]])
    )
    return [(table, change.value, count) for (table, change), count in counted]


def as_markdown(diff: RunDiff, limit: int) -> str:
    """The difference as Markdown: counts of all of it, then the `limit` pages that lost most."""
    lines = [f"## Run {diff.new} against {diff.old}", ""]
    if not diff.differ:
        return "\n".join([*lines, no_difference(diff), ""])
    lines += [f"{len(diff.pages):,} of {diff.n_pages:,} pages differ.", ""]
    lines += ["| of | what happened | how many |", "|---|---|--:|"]
    lines += [f"| {of} | {what} | {count:,} |" for of, what, count in summary_lines(diff)]
    for page in diff.pages[:limit]:
        lines += ["", *_page(page)]
    if len(diff.pages) > limit:
        lines += ["", f"{len(diff.pages) - limit:,} more pages differ."]
    return "\n".join([*lines, ""])


def no_difference(diff: RunDiff) -> str:
    """That nothing changed, and on how many pages."""
    return f"No difference on {diff.n_pages:,} page{'' if diff.n_pages == 1 else 's'}."


def _page(page: PageDiff) -> Iterator[str]:
    yield f"### {escape(page.title or page.source)}"
    yield ""
    yield " · ".join(escape(part) for part in described(page))
    changes = list(_changes(page))
    if changes:
        yield ""
    yield from (f"- {change}" for change in changes[:SHOWN_CHANGES])
    if len(changes) > SHOWN_CHANGES:
        yield f"- and {len(changes) - SHOWN_CHANGES} more changes"


def _changes(page: PageDiff) -> Iterator[str]:
    for name, before, after in page.facts:
        yield f"**{name}** {escape(before)} → {escape(after)}"
    for block in worst_first(page.blocks):
        yield f"**{escape(told(block))}** {_block_text(block)}"
    for kind, changes in (("section", page.sections), ("mention", page.mentions)):
        for change in worst_first(changes):
            yield f"**{kind} {change.change.value}** {escape(row_text(change))}"


def described(page: PageDiff) -> tuple[str, ...]:
    """What happened to a page, where it is from, and how much of it was and is kept."""
    kept = f"{page.kept_before:,} → {page.kept_after:,} characters kept"
    return (page.change.value, page.site, page.source, page.page_id, kept)


AnyChange = TypeVar("AnyChange", BlockChange, RowChange)


def worst_first(changes: tuple[AnyChange, ...]) -> list[AnyChange]:
    """The changes, losses first, else in their order."""
    order = list(Change)
    return sorted(changes, key=lambda each: order.index(each.change))


def told(block: BlockChange) -> str:
    """What happened to a block, with its reasons."""
    if block.change is Change.REMOVED:
        return f"{block.change.value}: {block.row['reason']}"
    if block.change is Change.REASON and block.old is not None:
        return f"{block.change.value}: {block.old['reason']} → {block.row['reason']}"
    if block.change is Change.KEPT and block.old is not None:
        return f"{block.change.value}, was {block.old['reason']}"
    if block.change in (Change.GONE, Change.NEW):
        return f"{block.change.value}, {'kept' if block.row['kept'] else block.row['reason']}"
    return block.change.value


def _block_text(block: BlockChange) -> str:
    if block.old is None or block.new is None or block.old["text"] == block.new["text"]:
        return escape(shortened(block.row["text"]))
    marks = {"=": "{}", "-": "~~{}~~", "+": "**{}**"}
    pieces = shortened_pieces(word_diff(block.old["text"], block.new["text"]))
    return " ".join(marks[kind].format(escape(text)) for kind, text in pieces if text.strip())


def shortened(text: str, limit: int = SHOWN_CHARS) -> str:
    """The text, cut after `limit` characters."""
    return text if len(text) <= limit else text[:limit].rstrip() + " …"


def shortened_pieces(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A word difference with long unchanged stretches cut to what stands beside a change."""
    found = []
    for index, (kind, text) in enumerate(pieces):
        if kind != "=":
            found.append((kind, shortened(text)))
            continue
        head = text[:CONTEXT_CHARS] if index else ""
        tail = text[-CONTEXT_CHARS:] if index < len(pieces) - 1 else ""
        short = len(text) <= 2 * CONTEXT_CHARS
        found.append((kind, text if short else f"{head}…{tail}"))
    return found


def row_text(change: RowChange) -> str:
    """A section or a mention in one line, with each field that changed."""
    row = change.row
    name = f"{row['number']} {row['heading']}" if "heading" in row else _mention(row)
    if change.old is None or change.new is None:
        return name
    fields = [f"{each}: {change.old[each]} → {change.new[each]}" for each in change.fields]
    return f"{name} ({', '.join(fields)})"


def _mention(row: dict[str, object]) -> str:
    return f"{row['label']} “{row['text']}”{' (denied)' if row['negated'] else ''}"
