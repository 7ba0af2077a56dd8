"""Deployments: registered as they are described, and the same in prefect.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.deployments.runner import RunnerDeployment
from prefect.utilities.importtools import import_object

from flows.serve import CRON, POOL, Job, deployments, register
from pipeline.model.settings import Settings, StoreSettings

ROOT = Path(__file__).parents[2]
NAMES = ["nightly", "rerun", "backfill", "gate", "watch"]


def by_name(job: Job) -> dict[str, RunnerDeployment]:
    return {each.name: each for each in deployments(job)}


def test_what_differs_from_the_defaults_goes_with_each_deployment() -> None:
    settings = Settings(store=StoreSettings(buckets=8))
    job = Job("raw", "out/", settings, cron="30 1 * * *", watch_minutes=5, review_hours=6)
    found = by_name(job)
    assert list(found) == NAMES
    assert found["nightly"].parameters["settings"] == {"store": {"buckets": 8}}
    assert found["nightly"].parameters["review_hours"] == 6
    assert found["backfill"].parameters["processed"] == "out/backfill"
    schedules = {name: each.schedules for name, each in found.items() if each.schedules}
    assert list(schedules) == ["nightly", "watch"]


@pytest.mark.usefixtures("prefect_server")
def test_registering_twice_changes_nothing_and_the_server_lists_them() -> None:
    for _ in range(2):
        names = register(deployments(Job("raw", "out")), "pool-of-the-test")
    with get_client(sync_client=True) as client:
        listed = client.read_deployments()  # with a newer FastAPI the server refuses this
        registered = {each.name: each for each in listed if each.work_pool_name}
        pools = [pool.name for pool in client.read_work_pools()]
    assert [name.partition("/")[2] for name in names] == NAMES
    assert sorted(registered) == sorted(NAMES)
    assert pools.count("pool-of-the-test") == 1
    assert registered["nightly"].enforce_parameter_schema
    assert import_object(str(registered["watch"].entrypoint)).name == "healthpages-watch"


@pytest.mark.usefixtures("prefect_server")
def test_the_server_plans_the_runs_of_a_schedule() -> None:
    name, *_ = register(deployments(Job("raw", "out", cron="* * * * *")), "pool-of-the-test")
    with get_client(sync_client=True) as client:
        nightly = client.read_deployment_by_name(name)
        # What the server's scheduler does; SQLAlchemy 2.1 refuses what it writes.
        client._client.post(f"/deployments/{nightly.id}/schedule", json={})
        planned = client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[nightly.id]))
        )
    assert planned
    assert all(run.auto_scheduled for run in planned)


def test_prefect_yaml_holds_the_same_deployments() -> None:
    listed: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))[
        "deployments"
    ]
    found = by_name(Job("raw", "processed"))
    assert [each["name"] for each in listed] == list(found)
    for each in listed:
        ours = found[each["name"]]
        assert each["description"] == ours.description
        assert each["tags"] == ours.tags
        assert each["parameters"] == {k: v for k, v in ours.parameters.items() if k != "settings"}
        assert each["work_pool"] == {"name": POOL}
        assert import_object(each["entrypoint"]).name == ours.flow_name
    crons = [schedule["cron"] for each in listed for schedule in each.get("schedules", [])]
    assert crons == [CRON]
