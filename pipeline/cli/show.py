"""`healthpages show FILE`: one page in this process, without Prefect."""

import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from pipeline.model.errors import StopRun
from pipeline.model.records import PageResult, Problem, RawPage
from pipeline.model.settings import Settings, load_settings
from pipeline.schemas import row


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the page as JSON, as in the tables.")
@click.option(
    "--index",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Which page of a file of many, from 0.",
)
@click.option("--url", help="The address of the page, where the file does not say.")
@click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path), help="A TOML file of settings."
)
def show(
    file: Path, *, as_json: bool, index: int, url: str | None, settings_file: Path | None
) -> None:
    """Draw one page: what was removed and why, its section tree, its mentions.

    FILE is a text or HTML file, or one that holds many pages (JSONL, Parquet, WARC).
    """
    settings = load_settings(settings_file)
    read = _read(file, index, url, settings)
    if isinstance(read, Problem):
        _refuse(read, as_json=as_json)
    from pipeline.process import process_raw  # spaCy: a second to import

    result = process_raw(read, settings)
    if as_json:
        _print_json(result.to_dict())
    else:
        _print_drawing(result)


def _read(file: Path, index: int, url: str | None, settings: Settings) -> RawPage | Problem:
    """The page at `index` of the file, or the problem that stands in its place."""
    from pipeline.ingest import decode_page, find_sources, read_source

    if file.is_dir():
        raise StopRun(f"{file} is a folder. Give the path of one page, or run the whole folder.")
    if not file.is_file():
        raise StopRun(f"There is no file {file}. Give the path of one page or container file.")
    if url is not None:
        return decode_page(file.read_bytes(), source=file.name, url=url, settings=settings.ingest)
    source = find_sources(str(file))[0]
    items = list(islice(read_source(source, settings.ingest), index, index + 1))
    if not items:
        raise StopRun(f"{file} holds no page with index {index}. Indexes start at 0.")
    return items[0]


def _refuse(problem: Problem, *, as_json: bool) -> NoReturn:
    if as_json:
        _print_json({"page": None, "problems": [row("problems", problem)]})
    click.echo(f"healthpages: {problem.source}: {problem.message}", err=True)
    sys.exit(1)


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _print_drawing(result: PageResult) -> None:
    from pipeline.cli.drawing import draw

    Console(highlight=False).print(draw(result))
