"""The flow does the same steps as the plain functions, and leaves its report."""

import os
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_HOME, get_current_settings, temporary_settings
from prefect.states import State

from flows.nightly import SERVER_FOR_ONE_RUN, healthpages_run, look_for_server, run_here
from pipeline.model.errors import StopRun
from pipeline.model.settings import Settings, StoreSettings
from pipeline.run import run
from pipeline.run.progress import Progress  # noqa: TC001  it is a plain annotation
from pipeline.store import Store, load

pytestmark = pytest.mark.usefixtures("prefect_server")


def artifact(key: str) -> str:
    with get_client(sync_client=True) as client:
        path = "/artifacts/{key}/latest"
        return str(client.request("GET", path, path_params={"key": key}).json()["data"])


def test_the_flow_publishes_what_the_plain_functions_publish(raw: Path, tmp_path: Path) -> None:
    heard: list[Progress] = []
    settings = Settings(store=StoreSettings(max_site_pages=1))
    summary = run_here(str(raw), tmp_path / "flow", settings, progress=heard.append)
    plain = run(raw, tmp_path / "plain", settings)
    assert (summary.status, summary.rows) == ("published", plain.rows)
    ended = [each.step for each in heard if each.done == each.total > 0]
    assert ended == ["ingest", "survey", "process"]
    of_flow, of_plain = (Store(tmp_path / name).manifest() for name in ("flow", "plain"))
    assert [out.sha256 for out in of_flow.outputs] == [out.sha256 for out in of_plain.outputs]
    assert f"# Run {summary.run_id}: published" in artifact("healthpages-report")
    assert "empty_file" in artifact("healthpages-problems")


def test_parameters_that_make_no_sense_are_refused(raw: Path, tmp_path: Path) -> None:
    state = healthpages_run(str(raw), str(tmp_path / "out"), limit=0, return_state=True)
    assert isinstance(state, State)
    assert state.is_failed()
    assert "limit: Input should be greater than or equal to 1" in str(state.message)
    assert not (tmp_path / "out" / "current").exists()


def test_a_flow_without_publication_leaves_a_candidate(raw: Path, tmp_path: Path) -> None:
    summary = healthpages_run(str(raw), str(tmp_path / "out"), publish=False, limit=2)
    assert summary.status == "candidate"
    assert len(load("pages", run=summary.run_id, processed=tmp_path / "out")) <= 2


def test_a_home_that_prefect_cannot_write_to_is_told(tmp_path: Path) -> None:
    home = tmp_path / "missing" / "home"
    with temporary_settings({PREFECT_HOME: home}), pytest.raises(StopRun, match="set PREFECT_HOME"):
        look_for_server()


def test_services_that_one_run_does_not_need_are_named_as_prefect_names_them() -> None:
    services = get_current_settings().server.services
    for name, value in SERVER_FOR_ONE_RUN.items():
        service = name.removeprefix("PREFECT_SERVER_SERVICES_").removesuffix("_ENABLED").lower()
        assert getattr(services, service).enabled, name
        assert value == "false"


def test_a_server_that_is_set_keeps_its_services(raw: Path, tmp_path: Path) -> None:
    run_here(str(raw), tmp_path / "out", Settings())
    assert not SERVER_FOR_ONE_RUN.keys() & os.environ.keys()
