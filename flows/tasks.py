"""The steps of a run as Prefect tasks: a path in, counts out, nothing computed here.

What is done is known from the files, so tasks use no cache and a retry is safe; only a passing
fault is worth one.
"""

from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.runners import done
from pipeline.model.errors import TryAgain
from pipeline.model.settings import Settings
from pipeline.run import assemble, buckets, plan, publish, report, shards
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place
from pipeline.store.runs import Store

RETRIES = 2  # a network or a disk that fails three times needs a person
RETRY_DELAYS = [5.0, 30.0]  # seconds


def _passing(_task: Any, _run: Any, state: Any) -> bool:
    """Whether the task failed for a fault that is expected to pass."""
    return isinstance(state.result(raise_on_failure=False), TryAgain)


@task(cache_policy=NO_CACHE, task_run_name="plan {raw}")
def plan_run(
    raw: str,
    processed: Place,
    settings: Settings,
    limit: int | None,
    full: bool,  # noqa: FBT001  tasks show their parameters by name
) -> Place:
    """Find and hash the sources; returns the work area."""
    return plan.make_plan(raw, processed, settings, limit=limit, full=full).folder


@task(
    cache_policy=NO_CACHE,
    task_run_name="ingest shard {shard}",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=_passing,
)
def ingest(work: Place, shard: int) -> shards.ShardCounts:
    """Read one shard of sources; returns counts."""
    return done(shards.ingest_shard, work, shard)


@task(
    cache_policy=NO_CACHE,
    task_run_name="process bucket {bucket}",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=_passing,
)
def process(work: Place, bucket: int) -> buckets.BucketCounts:
    """Clean, segment, tag and write one bucket; returns counts."""
    return done(buckets.process_bucket, work, bucket)


@task(cache_policy=NO_CACHE)
def assemble_run(work: Place) -> str:
    """Make the candidate run of the finished parts; returns its id."""
    return assemble.assemble(work)


@task(cache_policy=NO_CACHE)
def audit_run(processed: Place, run_id: str, settings: Settings) -> Manifest:
    """Check the candidate; returns its manifest with the results."""
    return publish.audit_run(processed, run_id, settings)


@task(cache_policy=NO_CACHE)
def publish_run(processed: Place, run_id: str) -> Manifest:
    """Let readers see the run, unless its audit speaks against it; returns its manifest."""
    return publish.publish_run(processed, run_id)


@task(cache_policy=NO_CACHE)
def show_report(processed: Place, manifest: Manifest) -> None:
    """Put the run's report and its problems on the page of the flow run."""
    create_markdown_artifact(
        key="healthpages-report",
        markdown=report.as_markdown(manifest),
        description=f"Run {manifest.run_id}: {manifest.status}",
    )
    with Store(processed).opened(manifest.run_id, ["problems"]) as folder:
        problems = report.problem_rows(folder)
    create_table_artifact(
        key="healthpages-problems",
        table=problems,
        description="Problems by how often they occur, with an example of each.",
    )
