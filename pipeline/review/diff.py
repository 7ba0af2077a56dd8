"""What changed from one run to another: blocks, sections, mentions, pages; losses first.

Only the differences of a page are held, never its rows, so runs of any size can be compared.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pipeline.review.pairs import Pair, pair_blocks
from pipeline.review.rows import page_pairs
from pipeline.review.words import same_without_space
from pipeline.store.pagerows import PageRows, Row


class Change(StrEnum):
    """What happened to a block, a section, a mention or a page, worst first."""

    REMOVED = "newly removed"
    GONE = "no longer on the page"
    LOST = "lost"
    TEXT = "text changed"
    CHANGED = "changed"
    REASON = "reason changed"
    MOVED = "moved"
    KEPT = "newly kept"
    NEW = "new on the page"
    ADDED = "added"


LOSSES = (Change.REMOVED, Change.GONE, Change.LOST)

# What of a section or a mention is compared; the rest follows from the blocks.
SECTION_FIELDS = ("number", "marker", "level", "heading", "kind")
MENTION_FIELDS = ("label", "text", "term", "condition", "aspect", "negated", "cue", "in_heading")
PAGE_FIELDS = (
    "url",
    "site",
    "language",
    "title",
    "author",
    "published",
    "condition",
    "status",
    "duplicate_of",
)


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block that is not as it was."""

    change: Change
    old: Row | None
    new: Row | None
    space_only: bool = False  # the texts differ in white space alone

    @property
    def row(self) -> Row:
        """The block as it is, or as it was where it is gone."""
        row = self.new if self.new is not None else self.old
        return row or {}

    @property
    def is_loss(self) -> bool:
        """Whether text left the clean text."""
        gone_kept = self.change is Change.GONE and self.row["kept"]
        return self.change is Change.REMOVED or bool(gone_kept)


@dataclass(frozen=True, slots=True)
class RowChange:
    """One section or mention that was added, lost or changed; `fields` names what changed."""

    change: Change
    old: Row | None
    new: Row | None
    fields: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The row as it is, or as it was where it is lost."""
        row = self.new if self.new is not None else self.old
        return row or {}


@dataclass(frozen=True, slots=True)
class PageDiff:
    """All that changed on one page."""

    page_id: str
    title: str
    site: str
    source: str
    change: Change  # lost, added or changed
    blocks: tuple[BlockChange, ...] = ()
    sections: tuple[RowChange, ...] = ()
    mentions: tuple[RowChange, ...] = ()
    facts: tuple[tuple[str, str, str], ...] = ()  # field of the page, before, after
    kept_before: int = 0  # characters
    kept_after: int = 0

    @property
    def losses(self) -> tuple[int, int, int, int]:
        """What was lost, for sorting: the page, sections, mentions, characters."""
        return (
            int(self.change is Change.LOST),
            sum(each.change is Change.LOST for each in self.sections),
            sum(each.change is Change.LOST for each in self.mentions),
            sum(len(each.row["text"]) for each in self.blocks if each.is_loss),
        )


@dataclass(slots=True)
class RunDiff:
    """The pages that differ, most lost first, and counts over all of them."""

    old: str
    new: str
    pages: list[PageDiff] = field(default_factory=list)
    n_pages: int = 0
    counts: Counter[tuple[str, Change]] = field(default_factory=Counter)

    @property
    def differ(self) -> bool:
        """Whether anything changed."""
        return bool(self.pages)


def diff_runs(old: Path, new: Path) -> RunDiff:
    """The difference of the runs in two folders."""
    found = RunDiff(old.name, new.name)
    for before, after in page_pairs(old, new):
        found.n_pages += 1
        page = _page(before, after)
        if page is not None:
            found.pages.append(page)
            found.counts.update(_counted(page))
    found.pages.sort(key=_losses_first)
    return found


def _losses_first(page: PageDiff) -> tuple[tuple[int, ...], str]:
    return tuple(-loss for loss in page.losses), page.page_id


def _counted(page: PageDiff) -> Iterator[tuple[str, Change]]:
    yield "pages", page.change
    yield from (("blocks", each.change) for each in page.blocks)
    yield from (("sections", each.change) for each in page.sections)
    yield from (("mentions", each.change) for each in page.mentions)


def _page(before: PageRows | None, after: PageRows | None) -> PageDiff | None:
    if before is not None and after is not None:
        return diff_page(before, after)
    if after is not None:
        return _whole(after, Change.ADDED)
    return _whole(before, Change.LOST) if before is not None else None


def _whole(page: PageRows, change: Change) -> PageDiff:
    kept = page.page["kept_chars"]
    lost = change is Change.LOST
    return PageDiff(
        page_id=page.page["page_id"],
        title=page.page["title"] or "",
        site=page.page["site"],
        source=page.page["source"],
        change=change,
        kept_before=kept if lost else 0,
        kept_after=0 if lost else kept,
    )


def diff_page(before: PageRows, after: PageRows) -> PageDiff | None:
    """What changed on a page that both runs have; None where nothing did."""
    blocks = tuple(diff_blocks(before.blocks, after.blocks))
    sections = tuple(diff_rows(before.sections, after.sections, "section_id", SECTION_FIELDS))
    mentions = tuple(diff_rows(before.mentions, after.mentions, "mention_id", MENTION_FIELDS))
    facts = tuple(_facts(before.page, after.page))
    if not (blocks or sections or mentions or facts):
        return None
    return PageDiff(
        page_id=after.page["page_id"],
        title=after.page["title"] or "",
        site=after.page["site"],
        source=after.page["source"],
        change=Change.CHANGED,
        blocks=blocks,
        sections=sections,
        mentions=mentions,
        facts=facts,
        kept_before=before.page["kept_chars"],
        kept_after=after.page["kept_chars"],
    )


def diff_blocks(old: Sequence[Row], new: Sequence[Row]) -> Iterator[BlockChange]:
    """The blocks that changed, in the order of the page."""
    for pair in pair_blocks(old, new):
        change = _change(pair)
        if change is not None:
            yield change


def _change(pair: Pair) -> BlockChange | None:
    old, new = pair.old, pair.new
    if old is None or new is None:
        return BlockChange(Change.GONE if new is None else Change.NEW, old, new)
    other = old["text"] != new["text"]
    space = other and same_without_space(old["text"], new["text"])
    if old["kept"] != new["kept"]:
        return BlockChange(Change.KEPT if new["kept"] else Change.REMOVED, old, new)
    if other:
        return BlockChange(Change.TEXT, old, new, space_only=space)
    if old["reason"] != new["reason"]:
        return BlockChange(Change.REASON, old, new)
    return BlockChange(Change.MOVED, old, new) if pair.moved else None


def diff_rows(
    old: Sequence[Row], new: Sequence[Row], key: str, fields: Sequence[str]
) -> Iterator[RowChange]:
    """Rows added, lost and changed: the same by id, else by the same words."""
    ids = {row[key] for row in old} & {row[key] for row in new}
    by_id = {row[key]: row for row in old}
    left = [row for row in old if row[key] not in ids]
    for row in new:
        before = by_id.get(row[key]) or _same_words(row, left)
        if before is None:
            yield RowChange(Change.ADDED, None, row)
            continue
        if row[key] not in ids:
            left.remove(before)
        changed = tuple(name for name in fields if before[name] != row[name])
        if changed:
            yield RowChange(Change.CHANGED, before, row, changed)
    yield from (RowChange(Change.LOST, row, None) for row in left)


def _same_words(row: Row, left: Sequence[Row]) -> Row | None:
    """The first row left over with the same heading or phrase."""
    return next((each for each in left if words_of(each) == words_of(row)), None)


def words_of(row: Row) -> str:
    """A section's heading or a mention's phrase, folded."""
    return " ".join(str(row.get("heading", row["text"])).casefold().split())


def _facts(before: Row, after: Row) -> Iterator[tuple[str, str, str]]:
    for name in PAGE_FIELDS:
        if before[name] != after[name]:
            yield name, _shown(before[name]), _shown(after[name])


def _shown(value: object) -> str:
    return "none" if value is None else str(value)
