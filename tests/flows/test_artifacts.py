"""The bar moves when there is something to tell, and not for every bucket."""

from uuid import UUID

import pytest

from flows import artifacts
from pipeline.run.progress import Progress

Shown = list[tuple[float, str]]
ARTIFACT = UUID(int=7)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    heard: Shown = []

    def update(artifact: UUID, *, progress: float, description: str) -> None:
        assert artifact == ARTIFACT
        heard.append((progress, description))

    monkeypatch.setattr(artifacts, "update_progress_artifact", update)
    return heard


def test_reports_in_quick_succession_move_the_bar_once(shown: Shown) -> None:
    bar = artifacts._Bar(ARTIFACT)
    for done in range(1, 5):
        bar.show(Progress("process", done, 4, f"{done} of 4 done"))
    bar.show(Progress("publish", 0, 0, "run is published"))
    assert shown == [(100.0, "publish: run is published")]


def test_the_bar_moves_again_after_a_pause(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "PAUSE", 0.0)
    bar = artifacts._Bar(ARTIFACT)
    bar.show(Progress("ingest", 0, 0, "shard 1: 20 pages"))
    bar.show(Progress("process", 2, 4, "2 of 4 done"))
    assert shown == [(52.5, "process: 2 of 4 done")]
