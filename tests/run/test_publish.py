"""A candidate is judged, then published, unless its audit speaks against it."""

from pathlib import Path

from pipeline.model.settings import AuditSettings, Settings
from pipeline.run import run
from pipeline.run.publish import audit_run, clear_work, publish_run
from pipeline.store import Store


def test_a_run_that_drifts_is_left_for_review(raw: Path, tmp_path: Path) -> None:
    first = run(raw, tmp_path / "out")
    for path in sorted(raw.glob("a.example/*")):
        path.unlink()
    strict = Settings(audit=AuditSettings(max_row_drift=0.1))
    second = run(raw, tmp_path / "out", strict)
    assert second.status == "needs_review"
    assert [finding.check for finding in second.failed_checks] == ["row_drift"]
    assert Store(tmp_path / "out").current_id() == first.run_id


def test_a_run_that_is_refused_is_not_published(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out", publish=False)
    store = Store(tmp_path / "out")
    (store.folder(summary.run_id) / "claims" / "part-0000.parquet").write_bytes(b"damaged")
    assert audit_run(store.processed, summary.run_id, Settings()).status == "refused"
    assert publish_run(store.processed, summary.run_id).status == "refused"
    assert store.current_id() is None


def test_clearing_removes_all_work(tmp_path: Path) -> None:
    (tmp_path / "work" / "key" / "raw").mkdir(parents=True)
    clear_work(tmp_path)
    assert not (tmp_path / "work").exists()
