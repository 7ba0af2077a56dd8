"""Two runs of the sample, as `make run` and a second run leave them."""

from pathlib import Path

import pytest

from pipeline.run import run
from pipeline.store import Store, publish


@pytest.fixture(scope="session")
def sample_runs(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `processed/` in it: first some pages of the sample, then all of them."""
    folder = tmp_path_factory.mktemp("sample")
    run(sample, folder / "processed", limit=40)
    last = run(sample, folder / "processed")
    publish(Store(folder / "processed"), last.run_id)  # it differs much, as it should
    return folder
