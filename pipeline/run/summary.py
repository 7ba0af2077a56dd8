"""How a run ended, for people and for callers."""

from dataclasses import dataclass

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
