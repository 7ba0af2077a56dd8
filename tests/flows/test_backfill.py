"""A backfill runs each source by itself, also after one that fails."""

from pathlib import Path

import pytest

from flows.backfill import backfill
from pipeline.model.errors import StopRun
from pipeline.store import Store

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_each_source_is_published_in_a_folder_of_its_own(raw: Path, tmp_path: Path) -> None:
    sources = [str(tmp_path / "none"), str(raw / "dry cough.txt")]
    state = backfill(sources, str(tmp_path / "out"), return_state=True)
    assert state.is_failed()
    assert state.message == f"1 of 2 not done: {sources[0]}."
    with pytest.raises(StopRun, match="There is no input at"):
        state.result()
    store = Store(tmp_path / "out" / "dry-cough.txt")
    assert store.manifest().rows("pages") == 1
    assert not (tmp_path / "out" / "none" / "runs").exists()
