"""Metrics tell how much of what took how long; the tables know nothing of them."""

import json
from pathlib import Path

from pipeline.run import run
from pipeline.run.metrics import METRICS_NAME, peak_memory, stage
from pipeline.store import Store


def metrics_of(out: Path, run_id: str) -> dict[str, dict[str, dict[str, float]]]:
    values: dict[str, dict[str, dict[str, float]]] = json.loads(
        (Store(out).folder(run_id) / METRICS_NAME).read_text("ascii")
    )
    return values


def test_every_stage_tells_its_pages_and_seconds(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out")
    metrics = metrics_of(tmp_path / "out", summary.run_id)
    assert metrics["rows"] == summary.rows
    assert metrics["run_id"] == summary.run_id
    steps = {"ingest", "learn", "clean", "segment", "tag", "assemble"}
    assert set(metrics["stages"]) == {*steps, "audit and report", "carry and write"}
    assert all(each["seconds"] > 0 for each in metrics["stages"].values())
    assert {each["pages"] for each in metrics["stages"].values()} == {summary.rows["pages"]}
    assert 10_000_000 < metrics["peak_memory_bytes"] <= peak_memory()  # type: ignore[operator]


def test_pages_that_are_carried_over_are_not_counted_as_cleaned(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    (raw / "notes" / "dry-cough.txt").write_text(
        "Dry cough\n\nSmoke can cause dry cough.\n", "utf-8"
    )
    summary = run(raw, tmp_path / "out")
    metrics = metrics_of(tmp_path / "out", summary.run_id)
    carried = metrics["carried_pages"]
    assert 0 < carried < summary.rows["pages"]  # type: ignore[operator]
    assert metrics["stages"]["clean"]["pages"] == summary.rows["pages"] - carried  # type: ignore[operator]
    assert metrics["stages"]["ingest"]["pages"] == summary.rows["pages"]


def test_a_stage_without_pages_has_no_speed() -> None:
    assert stage(0, 1.5) == {"pages": 0, "seconds": 1.5, "pages_per_second": None}
    assert stage(30, 1.5)["pages_per_second"] == 20
