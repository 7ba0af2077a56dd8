"""`runs`, `check`, `publish`, `rollback`, `prune`: which runs there are and which counts."""

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from pipeline.model.settings import load_settings
from pipeline.run.approval import approve
from pipeline.store import Store
from pipeline.store import rollback as roll_back
from pipeline.store.lock import one_writer
from pipeline.store.manifest import Finding
from pipeline.store.places import Place, place_of
from pipeline.store.runs import prune as prune_runs


class _PlaceType(click.ParamType[Place]):
    """A folder, or a URL of a storage."""

    name = "place"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        """The place; raises StopRun where its storage needs a package that is not installed."""
        del param, ctx
        return place_of(value)


PLACE = _PlaceType()

processed_option = click.option(
    "--processed",
    type=PLACE,
    default="processed",
    show_default=True,
    help="The output folder, or a URL such as s3://bucket/processed.",
)


@click.command()
@click.argument("processed", type=PLACE, default="processed")
def runs(processed: Place) -> None:
    """List the runs in PROCESSED, oldest first; `*` marks the one that readers see."""
    store = Store(processed)
    current = store.current_id()
    table = Table(box=None, pad_edge=False)
    for name in ("", "run", "status"):
        table.add_column(name, no_wrap=True)
    for name in ("pages", "sections", "mentions", "kept", "MB"):
        table.add_column(name, justify="right", no_wrap=True)
    for run_id in store.run_ids():
        manifest = store.manifest(run_id)
        table.add_row(
            "*" if run_id == current else "",
            run_id,
            manifest.status,
            f"{manifest.rows('pages'):,}",
            f"{manifest.rows('sections'):,}",
            f"{manifest.rows('mentions'):,}",
            f"{manifest.figures['kept_share']:.0%}",
            f"{sum(output.size for output in manifest.outputs) / 1e6:.1f}",
        )
    if table.row_count:
        Console(highlight=False).print(table)
    else:
        click.echo(f"There is no run in {processed}; start one: healthpages run RAW {processed}.")


@click.command()
@click.argument("run_id", metavar="[RUN]", default="current")
@processed_option
@click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path), help="A TOML file of settings."
)
def check(run_id: str, processed: Place, settings_file: Path | None) -> None:
    """Audit RUN (the published one by default) again.

    Exit code 1: a check failed that refuses publication or asks for a review.
    """
    from pipeline.store.audit import examine

    store, settings = Store(processed), load_settings(settings_file)
    with store.opened(run_id) as folder:
        findings = examine(store, folder, settings.audit)
    Console(highlight=False).print(_findings(findings))
    sys.exit(any(not finding.passed and finding.severity != "warning" for finding in findings))


def _findings(findings: tuple[Finding, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("check", no_wrap=True)
    table.add_column("result", no_wrap=True)
    table.add_column("what it found", ratio=1)
    for finding in findings:
        told = finding.message
        if not finding.passed:
            told += f" Found {finding.value:g}, limit {finding.limit:g}."
        if finding.examples:
            told += " For example: " + ", ".join(finding.examples)
        table.add_row(finding.check, "passed" if finding.passed else finding.severity, told)
    return table


@click.command()
@click.argument("run_id", metavar="RUN")
@processed_option
@click.option("--reviewer", default="", help="Who approved it; a run in need of review needs one.")
def publish(run_id: str, *, processed: Place, reviewer: str) -> None:
    """Make RUN the one that readers see; a run whose audit found an error is refused."""
    manifest = approve(processed, run_id, reviewer)
    click.echo(f"Run {manifest.run_id} is published.")


@click.command()
@click.argument("run_id", metavar="[RUN]", required=False)
@processed_option
def rollback(run_id: str | None, processed: Place) -> None:
    """Go back to RUN, or to the run that was published before the current one."""
    store = Store(processed)
    store.manifest()  # says so where nothing is published, before anything is written
    with one_writer(processed):
        manifest = roll_back(store, run_id)
    click.echo(f"Run {manifest.run_id} is published again.")


@click.command()
@click.argument("processed", type=PLACE, default="processed")
@click.option("--keep", type=click.IntRange(min=1), required=True, help="How many runs stay.")
def prune(processed: Place, keep: int) -> None:
    """Remove all runs in PROCESSED but the newest ones and the published one."""
    store = Store(processed)
    if store.run_ids():
        with one_writer(processed):
            for run_id in prune_runs(store, keep):
                click.echo(f"Removed run {run_id}.")
    click.echo(f"Runs left: {len(store.run_ids())}.")
