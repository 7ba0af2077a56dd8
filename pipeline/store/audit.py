"""Run the checks over a candidate and judge it."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model.settings import AuditSettings
from pipeline.schemas import arrow_schema
from pipeline.store.atomic import sha256_of
from pipeline.store.checks import FIGURE_CHECKS, FILE_CHECKS, PAGE_CHECKS, SITE_CHECKS, FigureCheck
from pipeline.store.manifest import Finding, Manifest, read_manifest, write_manifest
from pipeline.store.pagerows import pages_of
from pipeline.store.parquet import read_rows
from pipeline.store.runs import Store
from pipeline.store.sites import SiteChange, site_changes

EXAMPLES = 5  # faults that a finding shows; the count stands beside them


@dataclass(slots=True)
class _Tally:
    """Faults of one check: how many, and the first few."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, fault: str) -> None:
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(fault)


def audit(store: Store, folder: Path, settings: AuditSettings) -> Manifest:
    """The manifest of the run in `folder` with the result of every check, written to the run."""
    findings = examine(store, folder, settings)
    manifest = read_manifest(folder).with_audit(findings, judge(findings))
    write_manifest(store.folder(folder.name), manifest)
    return manifest


def examine(store: Store, folder: Path, settings: AuditSettings) -> tuple[Finding, ...]:
    """The result of every check on the run in `folder`; nothing is written.

    Rows are looked at only where every file is what the manifest says.
    """
    manifest = read_manifest(folder)
    published = store.published()
    of_files = tuple(_file_findings(folder, manifest))
    readable = all(finding.passed for finding in of_files)
    return (
        *of_files,
        *(_page_findings(folder) if readable else ()),
        *(_site_findings(store, folder, settings) if readable else ()),
        *(_figure_finding(check, manifest, published, settings) for check in FIGURE_CHECKS),
    )


def judge(findings: Iterable[Finding]) -> str:
    """`refused` where an error was found, `needs_review` for too much drift, else `candidate`."""
    failed = {finding.severity for finding in findings if not finding.passed}
    if "error" in failed:
        return "refused"
    return "needs_review" if "review" in failed else "candidate"


def _file_findings(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    for name, faults in (
        ("files", _files(folder, manifest)),
        ("schema", _schemas(folder, manifest)),
    ):
        yield _finding(name, FILE_CHECKS[name], "error", _tally(faults))


def _tally(faults: Iterable[str]) -> _Tally:
    tally = _Tally()
    for fault in faults:
        tally.add(fault)
    return tally


def _finding(check: str, meaning: str, severity: str, tally: _Tally) -> Finding:
    passed = tally.count == 0
    return Finding(check, severity, passed, tally.count, 0, meaning, tuple(tally.examples))


def _files(folder: Path, manifest: Manifest) -> Iterator[str]:
    for output in manifest.outputs:
        path = folder / output.path
        if not path.is_file():
            yield f"{output.path} is missing"
        elif sha256_of(path) != output.sha256:
            yield f"{output.path} was changed"


def _schemas(folder: Path, manifest: Manifest) -> Iterator[str]:
    for output in manifest.outputs:
        path = folder / output.path
        try:
            schema, rows = pq.read_schema(path), pq.read_metadata(path).num_rows
        except (FileNotFoundError, pa.ArrowInvalid):
            yield f"{output.path} can't be read"
            continue
        if not schema.equals(arrow_schema(output.table), check_metadata=True):
            yield f"{output.path} has another schema"
        elif rows != output.rows:
            yield f"{output.path} has {rows} rows, not {output.rows}"


def _repeated_pages(folder: Path) -> Iterator[str]:
    """Page ids that stand twice or out of order, over all parts."""
    parts = sorted((folder / "pages").iterdir())
    columns = [(row[0] for row in read_rows(path, ["page_id"])) for path in parts]
    before = ""
    for page_id in heapq.merge(*columns):
        if page_id <= before:
            yield f"{page_id} follows {before}"
        before = page_id


def _page_findings(folder: Path) -> Iterator[Finding]:
    repeated = _tally(_repeated_pages(folder))
    yield _finding("page_ids", FILE_CHECKS["page_ids"], "error", repeated)
    tallies = [(check, _Tally()) for check in PAGE_CHECKS]
    for part in sorted(path.name for path in (folder / "pages").iterdir()):
        for page in pages_of(folder, part):
            for check, tally in tallies:
                for fault in check.faults(page):
                    tally.add(f"{page.page['page_id']}: {fault}")
    for check, tally in tallies:
        yield _finding(check.name, check.meaning, check.severity, tally)


def _site_findings(store: Store, folder: Path, settings: AuditSettings) -> Iterator[Finding]:
    """Sites that changed too much since the published run; none where that is this run."""
    current = store.current_id()
    changes: list[SiteChange] = []
    if current is not None and current != folder.name:
        with store.opened(current, ["pages"]) as before:
            changes.extend(site_changes(before, folder, settings.min_site_pages))
    for check in SITE_CHECKS:
        limit = float(getattr(settings, check.limit))
        values = [(check.measure(change), change.site) for change in changes]
        beyond = sorted((value, site) for value, site in values if value > limit)
        examples = [f"{site}: {value:.2f}" for value, site in beyond[::-1][:EXAMPLES]]
        value = round(max((value for value, _ in values), default=0.0), 6)
        passed, meaning = not beyond, check.meaning
        yield Finding(check.name, check.severity, passed, value, limit, meaning, tuple(examples))


def _figure_finding(
    check: FigureCheck, manifest: Manifest, published: Manifest | None, settings: AuditSettings
) -> Finding:
    value = round(check.measure(manifest, published), 6)
    limit = float(getattr(settings, check.limit))
    return Finding(check.name, check.severity, value <= limit, value, limit, check.meaning)
