"""A summary holds what callers ask of a run."""

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.run import run
from pipeline.run.summary import RunRefused, summarise, told
from pipeline.store import Store
from pipeline.store.manifest import Finding


def test_a_summary_is_the_manifest_in_short(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out")
    manifest = Store(tmp_path / "out").manifest()
    assert summarise(manifest) == summary
    assert summary.rows == {table: manifest.rows(table) for table in summary.rows}
    assert summary.kept_share == manifest.figures["kept_share"]
    assert summary.findings == manifest.audit


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        ("published", "is published: 18 pages."),
        ("candidate", "is complete and not published."),
        ("needs_review", "differs much from the published run and waits for a review (drift)."),
        ("refused", "is refused, since its audit found errors (keys)."),
    ],
)
def test_the_end_is_told_in_a_line(status: str, ending: str, raw: Path, tmp_path: Path) -> None:
    findings = tuple(
        Finding(check, severity, passed, 1, 0, "")
        for check, severity, passed in (
            ("keys", "error", False),
            ("drift", "review", False),
            ("gaps", "warning", False),
            ("files", "error", True),
        )
    )
    summary = replace(run(raw, tmp_path / "out"), status=status, findings=findings)
    assert told(summary) == f"Run {summary.run_id} {ending}"
    refused = pickle.loads(pickle.dumps(RunRefused(summary)))  # noqa: S301  our own
    assert (refused.summary, str(refused)) == (summary, told(summary))
