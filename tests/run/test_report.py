"""The report shows what a run holds and how it was judged."""

from pathlib import Path

from pipeline.run import run
from pipeline.run.report import as_markdown, problem_rows
from pipeline.store import Store


def test_the_report_shows_rows_times_and_checks(raw: Path, tmp_path: Path) -> None:
    summary = run(raw, tmp_path / "out")
    text = as_markdown(Store(tmp_path / "out").manifest())
    assert text.startswith(f"# Run {summary.run_id}: published\n")
    assert f"| sections | {summary.rows['sections']:,} |" in text
    assert "| offsets | passed | 0 | 0 |" in text
    assert "| process | " in text


def test_faults_are_shown_with_examples(raw: Path, tmp_path: Path) -> None:
    run_id = run(raw, tmp_path / "out", publish=False).run_id
    store = Store(tmp_path / "out")
    (store.folder(run_id) / "claims" / "part-0000.parquet").unlink()
    from pipeline.model.settings import AuditSettings
    from pipeline.store.audit import audit

    text = as_markdown(audit(store, store.folder(run_id), AuditSettings()))
    assert "refused" in text.splitlines()[0]
    assert "| files | **error** | 1 | 0 |" in text
    assert "- files: claims/part-0000.parquet is missing" in text


def test_problems_are_counted_with_an_example_of_each(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    rows = problem_rows(Store(tmp_path / "out").folder())
    (empty,) = [row for row in rows if row["code"] == "empty_file"]
    assert empty["rows"] == 1
    assert empty["example source"] == "empty.txt"
