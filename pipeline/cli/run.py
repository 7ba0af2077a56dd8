"""`healthpages run RAW PROCESSED`: the whole flow, with progress on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.model.settings import load_settings
from pipeline.run.progress import Listener
from pipeline.run.progress import Progress as Step

if TYPE_CHECKING:
    from pipeline.run import RunSummary

TOLD = {  # what a run's status means to the one who started it
    "published": "is published",
    "candidate": "is complete and not published; healthpages publish {run_id} publishes it",
    "needs_review": "differs much from the published run; look at healthpages check {run_id},"
    " then healthpages publish {run_id} --reviewer NAME",
    "refused": "is refused: its audit found errors; healthpages check {run_id} tells which",
}


@click.command()
@click.argument("raw")
@click.argument("processed", type=click.Path(path_type=Path))
@click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path), help="A TOML file of settings."
)
@click.option("--limit", type=click.IntRange(min=1), help="Take the first pages only.")
@click.option("--no-publish", is_flag=True, help="Leave the run a candidate.")
def run(
    raw: str, processed: Path, *, settings_file: Path | None, limit: int | None, no_publish: bool
) -> None:
    """Turn the pages in RAW into a run of tables in PROCESSED, audit it and publish it.

    RAW is a folder, a file or a glob of text, HTML, JSONL, Parquet and WARC files. Exit code 0:
    published, or complete with --no-publish; 1: refused or in need of a review.
    """
    settings = load_settings(settings_file)
    with _progress() as listener:
        from flows.nightly import run_here  # Prefect: some seconds to import

        summary = run_here(
            raw, processed, settings, publish=not no_publish, limit=limit, progress=listener
        )
    _tell(summary, processed)
    sys.exit(0 if summary.status in {"published", "candidate"} else 1)


@contextmanager
def _progress() -> Iterator[Listener]:
    """A bar a step on a terminal, a line a report in a log."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda step: console.print(f"{step.step}: {step.message}", soft_wrap=True)
        return
    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bars:
        yield _Bars(bars).show


class _Bars:
    """One bar a step, made when the step first reports units of work."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._ids = {name: bars.add_task(name, total=None) for name in ("plan",)}

    def show(self, step: Step) -> None:
        if step.step not in self._ids:
            self._ids[step.step] = self._bars.add_task(step.step, total=step.total or None)
        bar = self._ids[step.step]
        if step.total:
            self._bars.update(bar, completed=step.done, total=step.total)
        else:
            self._bars.console.print(f"{step.step}: {step.message}")


def _tell(summary: "RunSummary", processed: Path) -> None:
    told = TOLD[summary.status].format(run_id=summary.run_id)
    click.echo(f"Run {summary.run_id} {told}.")
    width = max(len(table) for table in summary.rows)
    for table, rows in summary.rows.items():
        click.echo(f"  {table:<{width}}  {rows:>9,} rows")
    for finding in summary.failed_checks:
        click.echo(f"  {finding.severity}: {finding.check}: {finding.message}")
    if summary.status == "published":
        click.echo(f'Read it: pandas.read_parquet("{processed}/current/sections")')
