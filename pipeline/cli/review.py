"""`healthpages review [RUN]`: the page on which people see every change and decide."""

from pathlib import Path

import click

from pipeline.cli.runs import processed_option
from pipeline.model.errors import StopRun
from pipeline.review.bundle import MAX_PAGES, bundle
from pipeline.review.log import append_decisions, read_log
from pipeline.review.originals import originals, within_limit
from pipeline.review.page import render
from pipeline.store import Store
from pipeline.store.atomic import replacing


@click.command()
@click.argument("run_id", metavar="[RUN]", default="current")
@processed_option
@click.option("--against", metavar="RUN", help="Show what changed since this run.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the page is written; processed/review/<RUN>.html by default.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=MAX_PAGES,
    show_default=True,
    help="Pages in the file: those that need a look most.",
)
@click.option("--reviewer", default="", help="The name that stands beside each decision.")
@click.option(
    "--take",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Add the decisions of a downloaded file first.",
)
def review(  # noqa: PLR0913  these are the options of the command
    run_id: str,
    *,
    processed: Path,
    against: str | None,
    output: Path | None,
    limit: int,
    reviewer: str,
    take: Path | None,
) -> None:
    """Write the review page of RUN (the published one by default): one file, for any browser.

    It shows each page with what was removed and why, and with --against what changed since
    another run. Decisions made on it hold in the next run.
    """
    store = Store(processed)
    if take:
        _take(store, take)
    html = make_page(store, run_id, against=against, limit=limit, reviewer=reviewer)
    target = output or store.decisions.parent / f"{store.folder(run_id).resolve().name}.html"
    with replacing(target) as temporary:
        temporary.write_text(html, "utf-8")
    click.echo(f"Open {target} in a browser.")


def make_page(  # noqa: PLR0913  these are the options of the command
    store: Store,
    run_id: str,
    *,
    against: str | None,
    limit: int,
    reviewer: str,
    token: str | None = None,
) -> str:
    """The review page of a run as HTML."""
    run = store.folder(run_id).resolve()
    other = store.folder(against).resolve() if against else None
    manifest = store.manifest(run.name)
    log = read_log(store.decisions)
    shown = bundle(run, manifest, log, against=other, limit=limit, reviewer=reviewer)
    sources = {page["id"]: page["source"] for page in shown["pages"]}
    return render(shown, within_limit(sources, originals(manifest, sources)), token)


def _take(store: Store, path: Path) -> None:
    log = read_log(path)
    if log.problems:
        raise StopRun(f"{path} is no file of decisions. {log.problems[0].message}")
    added = append_decisions(store.decisions, log.decisions)
    click.echo(f"{added} of {len(log.decisions)} decisions were new.")
