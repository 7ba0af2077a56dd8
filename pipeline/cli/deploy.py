"""`healthpages deploy RAW PROCESSED`: schedules and forms on a Prefect server."""

import os
from pathlib import Path

import click

from pipeline.model.errors import StopRun
from pipeline.model.settings import load_settings

_URL = "://"


@click.command()
@click.argument("raw")
@click.argument("processed")
@click.option(
    "--settings", "settings_file", type=click.Path(path_type=Path), help="A TOML file of settings."
)
@click.option("--cron", default="0 2 * * *", help="When the nightly run starts; by default at two.")
@click.option("--timezone", default="UTC", show_default=True, help="The time zone of --cron.")
@click.option(
    "--watch",
    "watch_minutes",
    type=click.FloatRange(min=0, min_open=True),
    metavar="MINUTES",
    help="Look for changed sources so often; without it, the watch has no schedule.",
)
@click.option(
    "--review-hours",
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    help="How long a run that needs a review waits for a person.",
)
@click.option("--review-url", default="", help="Where a web server shows PROCESSED/review.")
@click.option("--pool", default="healthpages", show_default=True, help="The work pool.")
@click.option("--serve", is_flag=True, help="Run what is due from this process; needs no worker.")
def deploy(  # noqa: PLR0913  these are the options of the command
    raw: str,
    processed: str,
    *,
    settings_file: Path | None,
    cron: str,
    timezone: str,
    watch_minutes: float | None,
    review_hours: float,
    review_url: str,
    pool: str,
    serve: bool,
) -> None:
    """Register the flows with the Prefect server that PREFECT_API_URL names.

    Deployments: nightly, rerun, backfill, gate and watch, each over RAW and PROCESSED.
    """
    settings = load_settings(settings_file)
    if not os.environ.get("PREFECT_API_URL"):
        raise StopRun("Which Prefect server? Set PREFECT_API_URL, or: prefect server start")
    from flows.nightly import look_for_server  # Prefect: some seconds to import
    from flows.serve import Job, deployments, register, serve_here

    look_for_server()
    job = Job(
        raw=_absolute(raw),
        processed=_absolute(processed),
        settings=settings,
        cron=cron,
        timezone=timezone,
        watch_minutes=watch_minutes,
        review_hours=review_hours,
        review_url=review_url,
    )
    if serve:
        click.echo("Serving the deployments; Ctrl+C ends it.")
        serve_here(deployments(job))
        return
    for name in register(deployments(job), pool):
        click.echo(f"Registered {name}.")
    click.echo(f"Start a worker where the pages are: prefect worker start --pool {pool}")


def _absolute(place: str) -> str:
    """A path as the worker can find it, whatever folder it works in."""
    return place if _URL in place else os.path.abspath(place)  # noqa: PTH100  keeps links
