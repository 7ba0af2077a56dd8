"""`healthpages diff A B`: what changed between two runs."""

import sys
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import click
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.cli.runs import processed_option
from pipeline.review.diff import LOSSES, BlockChange, Change, PageDiff, RunDiff, diff_runs
from pipeline.review.markdown import (
    as_markdown,
    described,
    no_difference,
    plain,
    row_text,
    shortened,
    shortened_pieces,
    summary_lines,
    told,
    worst_first,
)
from pipeline.review.rows import PAGE_PARTS
from pipeline.review.words import word_diff
from pipeline.store import Store
from pipeline.store.places import Place

STYLES = {"=": "", "-": "red strike", "+": "green"}
MARKS = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}  # as git has them: a file has no colours

Line = tuple[tuple[str, str], Text]  # what happened, in which style, and to what


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", default="current")
@processed_option
@click.option("--markdown", is_flag=True, help="Print Markdown, for a pull request.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="Pages that are printed; the counts are of all.",
)
def diff(old: str, new: str, *, processed: Place, markdown: bool, limit: int) -> None:
    """Print what changed from run A to run B (the published one by default), losses first.

    Blocks are compared by their ids: newly removed, newly kept, text, reason, moved; then sections
    and mentions. Exit code 1 when the runs differ, 0 when they don't.
    """
    store = Store(processed)
    with store.opened(old, PAGE_PARTS) as before, store.opened(new, PAGE_PARTS) as after:
        found = diff_runs(before, after)
    if markdown:
        click.echo(as_markdown(found, limit), nl=False)
    else:
        Console(highlight=False).print(_drawn(found, limit))
    sys.exit(1 if found.differ else 0)


def _drawn(found: RunDiff, limit: int) -> RenderableType:
    if not found.differ:
        return Text(no_difference(found))
    counts = Table(box=None, pad_edge=False, show_header=False)
    counts.add_column(justify="right")
    for table, what, count in summary_lines(found):
        counts.add_row(f"{count:,}", table, what)
    told_pages = f"{len(found.pages):,} of {found.n_pages:,} pages differ"
    head = Text(f"{found.old} → {found.new}: {told_pages}", style="bold")
    parts: list[RenderableType] = [head, counts]
    parts += [_page(page) for page in found.pages[:limit]]
    if len(found.pages) > limit:
        parts.append(Text(f"\n{len(found.pages) - limit:,} more pages differ (--limit)."))
    return Group(*parts)


def _page(page: PageDiff) -> RenderableType:
    head = Text(plain(page.title or page.source), style="bold")
    head.append("\n" + plain(" · ".join(described(page))), style="not bold dim")
    parts: list[RenderableType] = [head]
    for (label, style), lines in groupby(_lines(page), key=itemgetter(0)):
        parts.append(Text(label, style=style))
        parts += [Padding(text, (0, 0, 0, 2)) for _, text in lines]
    return Padding(Group(*parts), (1, 0, 0, 0))


def _lines(page: PageDiff) -> Iterator[Line]:
    """Everything that changed on a page; what happened to several lines in turn is told once."""
    for name, before, after in page.facts:
        yield (name, ""), Text(plain(f"{before} → {after}"))
    for block in worst_first(page.blocks):
        yield (told(block), _style(block.change)), _block(block)
    for kind, changes in (("section", page.sections), ("mention", page.mentions)):
        for change in worst_first(changes):
            label = f"{kind} {change.change.value}"
            yield (label, _style(change.change)), Text(plain(row_text(change)))


def _style(change: Change) -> str:
    if change in LOSSES:
        return "red"
    return "green" if change in (Change.KEPT, Change.NEW, Change.ADDED) else "yellow"


def _block(block: BlockChange) -> Text:
    if block.old is None or block.new is None or block.old["text"] == block.new["text"]:
        return Text(plain(shortened(block.row["text"])))
    pieces = shortened_pieces(word_diff(block.old["text"], block.new["text"]))
    return Text.assemble(*(_piece(kind, text) for kind, text in pieces))


def _piece(kind: str, text: str) -> tuple[str, str]:
    """A piece of a word difference, in its marks and in its colour."""
    return MARKS[kind].format(plain(text)), STYLES[kind]
