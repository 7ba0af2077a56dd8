"""Draws a page for the terminal: lines with what was removed and why, section tree, mentions.

A page's text may hold signs that steer a terminal, so all of it goes through `plain`.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pipeline.model.records import Block, Label, Mention, PageResult, Problem, Section, Severity
from pipeline.review.markdown import plain

STYLES = {Label.CAUSE: "bold red", Label.REMEDY: "bold green"}
SEVERITY_STYLES = {Severity.INFO: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "bold red"}
MARGIN = 16  # the longest reason, `outside_article`, and a space


def draw(result: PageResult) -> RenderableType:
    """The whole drawing of a page, for a terminal of 80 columns or more."""
    parts: list[RenderableType] = [_head(result), _part("Page"), _lines(result)]
    if result.sections:
        parts += [_part("Sections"), _tree(result.sections)]
    if result.mentions:
        parts += [_part("Mentions"), _mentions(result)]
    if result.problems:
        parts += [_part("Problems"), problem_list(result.problems)]
    return Group(*parts)


def _head(result: PageResult) -> RenderableType:
    page = result.page
    facts = [
        page.source,
        page.media_type,
        f"{page.encoding} ({page.encoding_source})",
        page.language or "language unknown",
        page.status.value,
    ]
    counts = [
        f"{page.n_removed} of {page.n_blocks} blocks removed",
        f"{page.n_sections} sections",
        f"{page.n_causes} causes",
        f"{page.n_remedies} remedies",
    ]
    return Group(
        Text(plain(page.title or "(no title)"), style="bold"),
        Text(plain(" · ".join(facts)), style="dim"),
        Text(plain(f"condition: {page.condition or 'unknown'}")),
        Text(plain(" · ".join(counts))),
    )


def _part(title: str) -> RenderableType:
    return Padding(Rule(Text(title, style="bold"), align="left", style="dim"), (1, 0, 0, 0))


def _lines(result: PageResult) -> RenderableType:
    """Each block as a line; the reason stands in the margin, once for a run of equal ones."""
    spans = _kept_starts(result.blocks)
    headings = {section.block_id for section in result.sections}
    table = Table.grid(padding=(0, 1))
    table.add_column(width=MARGIN, no_wrap=True, style="yellow")
    table.add_column(ratio=1)
    for reason, group in groupby(result.blocks, key=lambda block: block.reason):
        margin = reason.value if reason else ""
        for block in group:
            table.add_row(margin, _line(block, spans, headings, result.mentions))
            margin = ""
    return table


def _kept_starts(blocks: Iterable[Block]) -> dict[int, int]:
    """Where each kept block starts in the clean text, by position."""
    starts = {}
    start = 0
    for block in blocks:
        if block.kept:
            starts[block.position] = start
            start += len(block.text) + 1
    return starts


def _line(
    block: Block, starts: dict[int, int], headings: set[str], mentions: Sequence[Mention]
) -> Text:
    if not block.kept:
        return Text(plain(block.text), style="dim strike")
    line = Text(plain(block.text), style="bold" if block.block_id in headings else "")
    for mention in mentions:
        if mention.block_id == block.block_id:
            offset = starts[block.position]
            style = STYLES[mention.label] + (" strike" if mention.negated else "")
            line.stylize(style, mention.start - offset, mention.end - offset)
    return line


def _tree(sections: Sequence[Section]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="cyan")
    for section in sections:
        indent = "  " * (section.level - 1)
        heading = Text(indent + section.number + " ", style="bold")
        heading.append(plain(section.heading), style="default")
        table.add_row(heading, section.kind.value)
    return table


def _mentions(result: PageResult) -> RenderableType:
    numbers = {section.section_id: section.number for section in result.sections}
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="dim")
    for mention in result.mentions:
        place = numbers.get(mention.section_id or "", "-")
        table.add_row(
            Text(mention.label.value, style=STYLES[mention.label]),
            _said(mention),
            f"{place} {'heading' if mention.in_heading else 'text'}",
        )
    return table


def _said(mention: Mention) -> Text:
    """The phrase, what it is said to do, and the words that deny it."""
    said = Text(plain(mention.text))
    notes = [mention.aspect.value] if mention.aspect else []
    if mention.negated:
        notes.append(f"denied by “{mention.cue}”" if mention.cue else "denied")
    if notes:
        said.append(plain(f"  {', '.join(notes)}"), style="dim")
    return said


def problem_list(problems: Iterable[Problem]) -> RenderableType:
    """One line a problem: severity, code, message."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for problem in problems:
        severity = Text(problem.severity.value, style=SEVERITY_STYLES[problem.severity])
        table.add_row(severity, problem.code, Text(plain(problem.message)))
    return table
