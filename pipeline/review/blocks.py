"""Blocks, sections and mentions of one page as short JSON rows for the review page."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline.review.diff import BlockChange
from pipeline.review.pairs import Pair
from pipeline.review.queue import in_sample
from pipeline.review.words import word_diff
from pipeline.store.pagerows import PageRows, Row

# The columns of a block's row; the page reads them by these names.
BLOCK_COLUMNS = (
    "id",
    "tag",
    "text",
    "kept",
    "reason",
    "rule",
    "evidence",
    "score",
    "where",
    "start",
    "end",
    "group",
    "sampled",
    "change",
    "was",
    "pieces",
    "spaceOnly",
)

GroupOf = Callable[[str], str | None]


def block_rows(
    pairs: Iterable[Pair], changes: Mapping[str, BlockChange], group_of: GroupOf
) -> list[list[Any]]:
    """One row a block in the order of the page; those that are gone where they stood before."""
    return [_row(pair, changes, group_of) for pair in pairs]


def _row(pair: Pair, changes: Mapping[str, BlockChange], group_of: GroupOf) -> list[Any]:
    block = pair.new if pair.new is not None else pair.old or {}
    change = changes.get(block["block_id"])
    return [
        block["block_id"],
        block["tag"],
        block["text"],
        int(block["kept"]),
        block["reason"],
        block["rule"],
        block["evidence"],
        None if block["score"] is None else round(block["score"], 3),
        block["xpath"] or (f"line {block['line']}" if block["line"] else ""),
        block["start"],
        block["end"],
        group_of(block["text"]),
        int(in_sample(block["block_id"])),
        change.change.value if change else None,
        _was(pair) if change else None,
        _pieces(pair) if change else None,
        int(change.space_only) if change else 0,
    ]


def _was(pair: Pair) -> list[Any] | None:
    """Whether the block was kept before, and why not."""
    return None if pair.old is None else [int(pair.old["kept"]), pair.old["reason"]]


def _pieces(pair: Pair) -> list[tuple[str, str]] | None:
    """The word difference, where the text changed."""
    if pair.old is None or pair.new is None or pair.old["text"] == pair.new["text"]:
        return None
    return word_diff(pair.old["text"], pair.new["text"])


def section_rows(sections: Iterable[Row]) -> list[dict[str, Any]]:
    """The sections as the page needs them."""
    names = ("section_id", "block_id", "number", "level", "heading", "kind", "score", "evidence")
    return [{name: section[name] for name in names} for section in sections]


def mention_rows(page: PageRows) -> list[dict[str, Any]]:
    """The mentions, their offsets counted from the start of their block."""
    starts = {}
    start = 0
    for block in page.blocks:
        if block["kept"]:
            starts[block["block_id"]] = start
            start += len(block["text"]) + 1
    names = ("mention_id", "block_id", "label", "text", "term", "negated", "cue", "aspect", "rule")
    return [
        {
            **{name: mention[name] for name in names},
            "start": _utf16(page, mention, starts),
            "score": mention["score"],
        }
        for mention in page.mentions
        if mention["block_id"] in starts
    ]


def _utf16(page: PageRows, mention: Row, starts: dict[str, int]) -> int:
    """Where the mention starts in its block, counted as JavaScript counts."""
    begin = starts[mention["block_id"]]
    before: str = page.page["text"][begin : mention["start"]]
    return len(before.encode("utf-16-le", "surrogatepass")) // 2
