"""A Prefect server for tests of flows; starting it takes a quarter of a minute."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.testing.utilities import prefect_test_harness

import flows  # sets Prefect's defaults, so it comes first
from pipeline.model.settings import AuditSettings, Settings
from pipeline.run import run

STRICT = Settings(audit=AuditSettings(max_row_drift=0.1))
STARTUP_SECONDS = 180  # the default of 30 is missed on a loaded machine

assert flows.PREFECT_DEFAULTS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Prefect leave connections open: what it does not close is not for us to fail on."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
            item.add_marker(
                pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
            )


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A temporary Prefect server with its own database."""
    with prefect_test_harness(server_startup_timeout=STARTUP_SECONDS):
        yield
    gc.collect()  # what Prefect left open is found here, where it is ignored


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Three pages of bare text and an empty file."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for ailment in ("cold hands", "dry cough", "stiff neck"):
        text = f"{ailment.capitalize()}\n\n1. Causes\n\nSmoking can cause {ailment}.\n"
        (folder / f"{ailment}.txt").write_text(text, "utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def waiting(raw: Path, tmp_path: Path) -> tuple[Path, str]:
    """An output folder with a published run and a newer one that waits for a review."""
    out = tmp_path / "out"
    run(raw, out)
    (raw / "dry cough.txt").unlink()
    summary = run(raw, out, STRICT)
    assert summary.status == "needs_review"
    return out, summary.run_id
