"""`healthpages review [RUN]`: the page on which people see every change and decide."""

from pathlib import Path

import click

from pipeline.cli.runs import processed_option
from pipeline.model.decisions import in_force
from pipeline.model.errors import StopRun
from pipeline.review.bundle import MAX_PAGES
from pipeline.review.file import MakePage, page_of, page_path, write_page
from pipeline.review.golden import golden_pages, not_applied
from pipeline.review.keys import read_keys
from pipeline.review.log import append_decisions, read_log
from pipeline.run.approval import approve
from pipeline.store import Store
from pipeline.store.atomic import replacing
from pipeline.store.places import Place


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
    "--keys",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help='A TOML file of other keys, such as `a = "y"`.',
)
@click.option(
    "--golden",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the pages that were decided on as golden pages into this folder instead.",
)
@click.option(
    "--take",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Add the decisions of a downloaded file first.",
)
@click.option("--serve", is_flag=True, help="Open the page from here; decisions save themselves.")
@click.option("--port", default=0, help="The port of --serve; any that is free by default.")
def review(  # noqa: PLR0913  these are the options of the command
    run_id: str,
    *,
    processed: Place,
    against: str | None,
    output: Path | None,
    limit: int,
    reviewer: str,
    keys: Path | None,
    golden: Path | None,
    take: Path | None,
    serve: bool,
    port: int,
) -> None:
    """Write the review page of RUN (the published one by default): one file, for any browser.

    It shows each page with what was removed and why, and with --against what changed since
    another run. Decisions made on it hold in the next run.
    """
    store = Store(processed)
    if take:
        _take(store, take)
    with store.opened(run_id) as run:
        if golden:
            _write_golden(store, run, golden)
            return
        more = {"reviewer": reviewer, "keys": read_keys(keys) if keys else {}}
        make_page = page_of(store, run, more, against=against, limit=limit)
        if serve:
            _serve(store, run.name, make_page, port)
            return
        target = output or page_path(store, run.name)
        write_page(target, make_page)
        click.echo(f"Open {target} in a browser.")


def _write_golden(store: Store, run: Path, folder: Path) -> None:
    manifest = store.manifest(run.name)
    decisions = in_force(read_log(store.decisions).decisions)
    if late := len(not_applied(decisions, manifest.started)):
        told = "1 decision is" if late == 1 else f"{late} decisions are"
        raise StopRun(
            f"{told} newer than run {run.name}, so its pages do not show what was decided."
            " Start healthpages run first, then review --golden with the run that it makes."
        )
    for name, text in golden_pages(run, manifest.raw, decisions):
        with replacing(folder / name) as temporary:
            temporary.write_text(text, "utf-8")
        click.echo(folder / name)


def _take(store: Store, path: Path) -> None:
    log = read_log(path)
    if log.problems:
        raise StopRun(f"{path} is no file of decisions. {log.problems[0].message}")
    added = append_decisions(store.decisions, log.decisions)
    click.echo(f"{added} of {len(log.decisions)} decisions were new.")


def _serve(store: Store, run_id: str, make_page: MakePage, port: int) -> None:
    from pipeline.review.server import Desk, new_token, open_socket
    from pipeline.review.server import serve as serve_desk

    listening = open_socket(port)
    token = new_token()
    desk = Desk(
        page=lambda: make_page(token),
        log=store.decisions,
        publish=lambda reviewer: approve(store.processed, run_id, reviewer).status,
        token=token,
        port=listening.getsockname()[1],
    )
    click.echo(f"Open {desk.address} in a browser; Ctrl+C ends it.")
    serve_desk(desk, listening)
