"""`healthpages export [RUN]`: a run's tables for other tools."""

from pathlib import Path

import click

from pipeline.cli.runs import processed_option
from pipeline.run.faults import told_plainly
from pipeline.store import Store
from pipeline.store.places import Place


@click.command()
@click.argument("run_id", metavar="[RUN]", default="current")
@click.option(
    "--to",
    required=True,
    type=click.Choice(["csv", "jsonl", "duckdb", "delta"]),
    help="The format.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="A path that does not exist yet: a file for duckdb, a folder for the others.",
)
@click.option("--table", "tables", multiple=True, help="A table; may be repeated; else all.")
@processed_option
def export(
    run_id: str, *, to: str, output: Path, tables: tuple[str, ...], processed: Place
) -> None:
    """Write the tables of RUN (the published one by default) for other tools.

    In CSV, a text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    from pipeline.store.export import check  # pyarrow: a second to import
    from pipeline.store.export import export as export_run

    check(to, output, tables)
    with Store(processed).opened(run_id, tables) as folder, told_plainly(output):
        written = export_run(folder, to, output, tables)
    click.echo(f"{', '.join(written)} of run {folder.name} written to {output}.")
