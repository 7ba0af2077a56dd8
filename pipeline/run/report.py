"""The run at a glance, as Markdown and as a table of its problems."""

from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.schemas import TABLES
from pipeline.store.manifest import Finding, Manifest
from pipeline.store.parquet import read_rows


def as_markdown(manifest: Manifest) -> str:
    """The report of a run: status, rows, figures, times and every check."""
    kept = f"{manifest.figures['kept_share']:.1%} of the visible text kept"
    lines = [
        f"# Run {manifest.run_id}: {manifest.status.replace('_', ' ')}",
        "",
        f"{len(manifest.inputs)} sources from `{manifest.raw}`, {kept}.",
        "",
        "| table | rows |",
        "|---|---:|",
        *(f"| {table} | {manifest.rows(table):,} |" for table in TABLES),
        "",
        "| step | seconds of work |",
        "|---|---:|",
        *(f"| {step} | {seconds:,.1f} |" for step, seconds in manifest.timings.items()),
        "",
        "| check | result | value | limit | meaning |",
        "|---|---|---:|---:|---|",
        *(_check_row(finding) for finding in manifest.audit),
    ]
    examples = [
        f"- {finding.check}: {example}"
        for finding in manifest.audit
        for example in finding.examples
    ]
    return "\n".join([*lines, "", *examples]).rstrip() + "\n"


def _check_row(finding: Finding) -> str:
    result = "passed" if finding.passed else f"**{finding.severity}**"
    values = f"{finding.value:g} | {finding.limit:g}"
    return f"| {finding.check} | {result} | {values} | {finding.message} |"


def problem_rows(run: Path) -> list[dict[str, Any]]:
    """Problems of a run by severity, stage and code: how many, with an example of each."""
    counts: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], tuple[str, str]] = {}
    columns = ("severity", "stage", "code", "source", "message")
    for part in sorted((run / "problems").iterdir()):
        for severity, stage, code, source, message in read_rows(part, columns):
            key = (severity, stage, code)
            counts[key] += 1
            examples.setdefault(key, (source, message))
    return [
        {
            "severity": key[0],
            "stage": key[1],
            "code": key[2],
            "rows": count,
            "example source": examples[key][0],
            "example": examples[key][1],
        }
        for key, count in sorted(counts.items(), key=lambda item: item[0])
    ]
