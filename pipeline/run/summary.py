"""How a run ended, for people and for callers."""

from dataclasses import dataclass

from pipeline.model.errors import StopRun
from pipeline.store.manifest import Finding, Manifest


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The end of a run: its id, what became of it, what is in it, what the audit found."""

    run_id: str
    status: str  # published, candidate (not to be published), needs_review, refused
    rows: dict[str, int]
    kept_share: float
    findings: tuple[Finding, ...]

    @property
    def failed_checks(self) -> tuple[Finding, ...]:
        """The checks that did not pass."""
        return tuple(finding for finding in self.findings if not finding.passed)


def summarise(manifest: Manifest) -> RunSummary:
    """What a caller needs of a manifest."""
    tables = sorted({output.table for output in manifest.outputs})
    return RunSummary(
        run_id=manifest.run_id,
        status=manifest.status,
        rows={table: manifest.rows(table) for table in tables},
        kept_share=manifest.figures["kept_share"],
        findings=manifest.audit,
    )


def told(summary: RunSummary) -> str:
    """How the run ended, in a line."""
    endings = {
        "published": f"is published: {summary.rows.get('pages', 0):,} pages",
        "candidate": "is complete and not published",
        "needs_review": "differs much from the published run and waits for a review "
        f"({_failed(summary, 'review')})",
        "refused": f"is refused, since its audit found errors ({_failed(summary, 'error')})",
    }
    return f"Run {summary.run_id} {endings[summary.status]}."


def _failed(summary: RunSummary, severity: str) -> str:
    return ", ".join(each.check for each in summary.failed_checks if each.severity == severity)


class RunRefused(StopRun):
    """The audit refused the run; the summary says why."""

    def __init__(self, summary: RunSummary) -> None:
        super().__init__(summary)
        self.summary = summary

    def __str__(self) -> str:
        return told(self.summary)
