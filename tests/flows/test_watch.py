"""The watch starts a run when sources changed, and only then."""

from pathlib import Path

import pytest

from flows.watch import watch

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_a_run_is_started_once_for_each_change(raw: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    early = watch(str(raw), out, quiet_seconds=3600, return_state=True)
    assert early.name == "Unchanged"
    assert str(early.message).startswith("Still being written: cold hands.txt")
    ended = watch(str(raw), out, quiet_seconds=0, return_state=True)
    assert ended.name == "Published"
    first = ended.result()
    assert first is not None
    assert ended.message == f"Run {first.run_id} is published: 3 pages."
    again = watch(str(raw), out, quiet_seconds=0, return_state=True)
    assert again.message == f"No source changed since run {first.run_id}."
