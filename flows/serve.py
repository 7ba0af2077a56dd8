"""The deployments of the flows: what Prefect's UI offers and its schedules start.

`healthpages deploy` registers them for a worker, or serves them from its own process. For those who
use `prefect deploy`, prefect.yaml holds the same ones; a test compares the two.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from typing import Any, cast

from prefect import Flow, serve
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.backfill import backfill
from flows.gate import review_gate
from flows.nightly import DEFAULTS, healthpages_run
from flows.watch import watch
from pipeline.model.settings import Settings

POOL = "healthpages"
CRON = "0 2 * * *"
TAGS = ["healthpages"]


@dataclass(frozen=True, slots=True)
class Job:
    """What the deployments work on, and when."""

    raw: str
    processed: str
    settings: Settings = DEFAULTS
    cron: str = CRON
    timezone: str = "UTC"
    watch_minutes: float | None = None  # None: the watch has no schedule
    review_hours: float = 0
    review_url: str = ""


def deployments(job: Job) -> list[RunnerDeployment]:
    """All deployments of a job."""
    settings = job.settings.model_dump(mode="json", exclude_defaults=True)
    place: dict[str, Any] = {"processed": job.processed}
    run = {"raw": job.raw, **place, "settings": settings}
    review = {"review_hours": job.review_hours, "review_url": job.review_url}
    nightly = Cron(job.cron, timezone=job.timezone)
    every = timedelta(minutes=job.watch_minutes) if job.watch_minutes else None
    return [
        _deployment(
            healthpages_run,
            "nightly",
            "Every night: all pages into a run; published if its audit agrees.",
            {**run, **review, "if_busy": "skip"},
            nightly,
        ),
        _deployment(
            healthpages_run,
            "rerun",
            "All pages with other settings, as a candidate to compare and publish by hand.",
            {**run, "publish": False},
        ),
        _deployment(
            backfill,
            "backfill",
            "Chosen sources, each into an output folder of its own.",
            {"processed": f"{job.processed.rstrip('/')}/backfill", "settings": settings},
        ),
        _deployment(
            review_gate,
            "gate",
            "Waits until a person publishes or refuses the newest run that needs a review.",
            {**place, "review_hours": job.review_hours or 72, "review_url": job.review_url},
        ),
        _deployment(
            watch,
            "watch",
            "A run as soon as sources changed since the newest one.",
            {**run, **review},
            Interval(every) if every else None,
        ),
    ]


def _deployment(
    flow: Flow[..., Any],
    name: str,
    description: str,
    parameters: dict[str, Any],
    schedule: Schedule | None = None,
) -> RunnerDeployment:
    made = flow.to_deployment(
        name,
        schedule=schedule,
        parameters=parameters,
        description=description,
        tags=TAGS,
        version=metadata.version("healthpages"),
        entrypoint_type=EntrypointType.MODULE_PATH,  # the worker has the package installed
    )
    return cast("RunnerDeployment", made)  # not awaited here, so it is no coroutine


def register(wanted: Sequence[RunnerDeployment], pool: str) -> list[str]:
    """Register the deployments for a pool of workers and return their names; makes the pool."""
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    for deployment in wanted:
        deployment.apply(work_pool_name=pool)
    return [deployment.full_name for deployment in wanted]


def serve_here(wanted: Sequence[RunnerDeployment]) -> None:
    """Register the deployments and run what is due, in child processes, until interrupted."""
    serve(*wanted, print_starting_message=False)
