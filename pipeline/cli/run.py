"""`healthpages run RAW PROCESSED`: the whole flow, with progress on a terminal."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from pipeline.cli.runs import PLACE
from pipeline.model.settings import load_settings
from pipeline.run.progress import COUNTED, Listener
from pipeline.run.progress import Progress as Step
from pipeline.store.places import Place

if TYPE_CHECKING:
    from flows.runners import Runner
    from pipeline.run import RunSummary

TOLD = {  # what a run's status means to the one who started it, and what to call next
    "published": "is published.",
    "candidate": "is complete and not published. To publish it:\n  healthpages publish {call}",
    "needs_review": "differs much from the published run, so it waits for a review:\n"
    "  healthpages review {call}\n  healthpages publish {call} --reviewer NAME",
    "refused": "is refused, since its audit found errors:\n  healthpages check {call}",
}


@click.command()
@click.argument("raw")
@click.argument("processed", type=PLACE)
@click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path), help="A TOML file of settings."
)
@click.option("--limit", type=click.IntRange(min=1), help="Take the first pages only.")
@click.option("--no-publish", is_flag=True, help="Leave the run a candidate.")
@click.option("--full", is_flag=True, help="Compute pages anew that did not change, too.")
@click.option(
    "--log",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How progress is told; json: an object a line, for a log collector.",
)
@click.option(
    "--runner",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="local: this process, or --workers of its own. dask: a Dask cluster on this machine.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes at work.  [default: local 1, dask one a core]",
)
@click.option(
    "--dask-address",
    default="",
    metavar="ADDRESS",
    help="Use the workers of the Dask scheduler there (tcp://HOST:8786).",
)
def run(  # noqa: PLR0913  these are the options of the command
    raw: str,
    processed: Place,
    *,
    settings_file: Path | None,
    limit: int | None,
    no_publish: bool,
    full: bool,
    log: str,
    runner: "Runner",
    workers: int | None,
    dask_address: str,
) -> None:
    """Turn the pages in RAW into a run of tables in PROCESSED, audit it and publish it.

    RAW is a folder, a file or a glob of text, HTML, JSONL, Parquet and WARC files. Exit code 0:
    published, or complete with --no-publish; 1: refused or in need of a review.
    """
    settings = load_settings(settings_file)
    _look_ahead(raw, processed)
    _look_for_workers(workers, dask_address)
    _stop_at_once_when_told()
    with _progress(log) as listener:
        from flows.nightly import run_here  # Prefect: some seconds to import

        summary = run_here(
            raw,
            processed,
            settings,
            publish=not no_publish,
            limit=limit,
            full=full,
            runner=runner,
            workers=workers,
            dask_address=dask_address,
            progress=listener,
        )
    _tell(summary, processed)
    sys.exit(0 if summary.status in {"published", "candidate"} else 1)


def _look_ahead(raw: str, processed: Place) -> None:
    """Raise StopRun for what would stop the run, before Prefect takes its seconds to start."""
    from pipeline.ingest import check_input
    from pipeline.run.faults import told_plainly
    from pipeline.store.lock import one_writer

    check_input(raw)
    with told_plainly(processed), one_writer(processed):
        pass


def _look_for_workers(workers: int | None, dask_address: str) -> None:
    if dask_address:
        from flows.cluster import check_address

        if workers:
            raise click.UsageError(
                "--workers is for workers on this machine, not with --dask-address."
            )
        check_address(dask_address)


def _stop_at_once_when_told() -> None:
    """End the process on an interrupt: files are whole or absent, so there is nothing to tidy.

    Prefect would try for a minute to tell its server, which the same interrupt has ended, unless
    the server is another's.
    """
    signal.signal(signal.SIGTERM, _stop)  # Prefect puts its own in front while a flow runs
    signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Let a server that goes on know, so that it gives the turn back; else stop at once."""
    ending = signal.getsignal(signal.SIGTERM)
    if os.environ.get("PREFECT_API_URL") and callable(ending) and ending is not _stop:
        ending(signal.SIGTERM, frame)
    else:
        _stop(number, frame)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    os.write(2, b"\nhealthpages: stopped; the same command goes on from here.\n")
    for children in Path("/proc/self/task").glob("*/children"):  # Linux; the server among them
        for child in children.read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGTERM)
    os._exit(128 + number)


@contextmanager
def _progress(log: str) -> Iterator[Listener]:
    """A bar a step on a terminal, a line a report in a log."""
    if log == "json":
        yield _print_json
        return
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


def _print_json(step: Step) -> None:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    click.echo(json.dumps({"at": at, **asdict(step)}), err=True)


class _Bars:
    """One bar a step; a step without units of work reports once, when it is done."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._ids: dict[str, TaskID] = {}
        self._start("plan")

    def show(self, step: Step) -> None:
        self._start(step.step)
        bar = self._ids[step.step]
        if step.total:
            self._bars.update(bar, completed=step.done, total=step.total)
        elif step.step not in COUNTED:
            self._bars.update(bar, completed=1, total=1)

    def _start(self, name: str) -> None:
        if name not in self._ids:
            self._ids[name] = self._bars.add_task(name, total=None)


def _tell(summary: "RunSummary", processed: Place) -> None:
    told = TOLD[summary.status].format(call=f"{summary.run_id} --processed {processed}")
    click.echo(f"Run {summary.run_id} {told}")
    width = max(len(table) for table in summary.rows)
    for table, rows in summary.rows.items():
        click.echo(f"  {table:<{width}}  {rows:>9,} rows")
    for finding in summary.failed_checks:
        found = f"found {finding.value:g}, limit {finding.limit:g}"
        click.echo(f"  {finding.severity}: {finding.check}: {found}. {finding.message}")
    if summary.status == "published":
        click.echo(f"Read it: {_reading(processed)}")


def _reading(processed: Place) -> str:
    """A line of Python that gives a table of the published run."""
    if isinstance(processed, Path):
        return f'pandas.read_parquet("{processed}/current/sections")'
    return f'pipeline.load("sections", processed="{processed}")'
