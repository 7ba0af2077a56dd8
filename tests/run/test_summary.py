"""A summary holds what callers ask of a run."""

from pathlib import Path

from pipeline.run import run
from pipeline.run.summary import summarise
from pipeline.store import Store


def test_a_summary_is_the_manifest_in_short(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out")
    manifest = Store(tmp_path / "out").manifest()
    assert summarise(manifest) == summary
    assert summary.rows == {table: manifest.rows(table) for table in summary.rows}
    assert summary.kept_share == manifest.figures["kept_share"]
    assert summary.findings == manifest.audit
