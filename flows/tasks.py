"""The steps of a run as Prefect tasks: a path in, counts out, nothing computed here.

What is done is known from the files, so tasks use no cache and a retry is safe; only a passing
fault is worth one.
"""

from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE

from flows.runners import done
from pipeline.model.errors import TryAgain
from pipeline.model.settings import Settings
from pipeline.run import approval, assemble, buckets, plan, publish, shards, survey
from pipeline.store.manifest import Manifest
from pipeline.store.places import Place

# Seconds between tries. A network or a disk that fails three times needs a person; an approved run
# may have to wait for another one to be written, which takes hours.
RETRY_DELAYS = [5.0, 30.0]
APPROVAL_DELAYS = [10.0, 60.0, 300.0, 900.0, 3600.0, 3600.0, 7200.0, 7200.0]
SECONDS_AN_HOUR = 3600

P = ParamSpec("P")
R = TypeVar("R")


def within(step: Task[P, R], hours: float) -> Task[P, R]:
    """The task, stopped if it takes longer."""
    return step.with_options(timeout_seconds=hours * SECONDS_AN_HOUR)


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
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=_passing,
)
def ingest(work: Place, shard: int) -> shards.ShardCounts:
    """Read one shard of sources; returns counts."""
    return done(shards.ingest_shard, work, shard)


@task(
    cache_policy=NO_CACHE,
    task_run_name="survey bucket {bucket}",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=_passing,
)
def survey_large_sites(work: Place, bucket: int) -> survey.SurveyCounts:
    """Note what learning needs of the large sites' pages in one bucket; returns counts."""
    return done(survey.survey_bucket, work, bucket)


@task(
    cache_policy=NO_CACHE,
    task_run_name="process bucket {bucket}",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=_passing,
)
def process(work: Place, bucket: int) -> buckets.BucketCounts:
    """Clean, segment, tag and write one bucket; returns counts."""
    return done(buckets.process_bucket, work, bucket)


@task(cache_policy=NO_CACHE, task_run_name="assemble")
def assemble_run(work: Place) -> str:
    """Make the candidate run of the finished parts; returns its id."""
    return assemble.assemble(work)


@task(cache_policy=NO_CACHE, task_run_name="audit")
def audit_run(processed: Place, run_id: str, settings: Settings) -> Manifest:
    """Check the candidate; returns its manifest with the results."""
    return publish.audit_run(processed, run_id, settings)


@task(cache_policy=NO_CACHE, task_run_name="publish")
def publish_run(processed: Place, run_id: str) -> Manifest:
    """Let readers see the run, unless its audit speaks against it; returns its manifest."""
    return publish.publish_run(processed, run_id)


@task(cache_policy=NO_CACHE, task_run_name="write the review page")
def write_review(processed: str, run_id: str, review_url: str) -> str:
    """Write the review page of a run that waits; returns its address."""
    return approval.review_address(processed, run_id, review_url)


@task(
    cache_policy=NO_CACHE,
    task_run_name="publish {run_id} for {reviewer}",
    retries=len(APPROVAL_DELAYS),
    retry_delay_seconds=APPROVAL_DELAYS,
    retry_condition_fn=_passing,
)
def approve_run(processed: str, run_id: str, reviewer: str) -> Manifest:
    """Publish a run that a person approved; returns its manifest."""
    return approval.approve(processed, run_id, reviewer)
