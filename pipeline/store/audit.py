"""Run the checks over a candidate and judge it."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model.settings import AuditSettings
from pipeline.schemas import arrow_schema
from pipeline.store.atomic import replacing, sha256_of
from pipeline.store.checks import FIGURE_CHECKS, FILE_CHECKS, PAGE_CHECKS, SITE_CHECKS, FigureCheck
from pipeline.store.manifest import Finding, Manifest, Output, read_manifest, write_manifest
from pipeline.store.package import write_package
from pipeline.store.pagerows import pages_of
from pipeline.store.parquet import read_rows, write_records
from pipeline.store.places import SCRATCH, Place
from pipeline.store.runs import Store
from pipeline.store.sites import SiteChange, site_changes

AUDIT_PART = "audit/part-0000.parquet"
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
    others = tuple(each for each in manifest.outputs if each.table != "audit")
    run = store.folder(folder.name)
    manifest = replace(manifest, outputs=(*others, _write_table(run, findings)))
    write_package(run, manifest)
    write_manifest(run, manifest)
    return manifest


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row of the `audit` table."""

    check: str
    meaning: str
    severity: str
    passed: bool
    value: float
    limit: float
    examples: str


def _write_table(run: Place, findings: Iterable[Finding]) -> Output:
    """Write the part of the table `audit`."""
    rows = [
        CheckRow(
            check=each.check,
            meaning=each.message,
            severity=each.severity,
            passed=each.passed,
            value=float(each.value),
            limit=float(each.limit),
            examples="\n".join(each.examples),
        )
        for each in findings
    ]
    with TemporaryDirectory(prefix=SCRATCH) as scratch:
        part = Path(scratch) / "part.parquet"
        n_rows = write_records("audit", part, rows)
        with replacing(run / AUDIT_PART) as temporary:
            shutil.copyfile(part, temporary)
        return Output("audit", AUDIT_PART, n_rows, part.stat().st_size, sha256_of(part))


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
    """Page ids that stand out of order in a part, or twice over all parts.

    Only the ids are held: there may be more parts than files that a process may open at once.
    """
    parts = [_page_ids(path) for path in sorted((folder / "pages").iterdir())]
    for ids in parts:
        later = ids.slice(1)
        falling = later.filter(pc.less(later, ids.slice(0, len(later))))
        yield from (f"{page_id} is out of order" for page_id in falling.to_pylist())
    counted = pc.value_counts(pa.chunked_array(parts, pa.string()))
    repeated = counted.filter(pc.greater(counted.field("counts"), 1))
    yield from (
        f"{each['values']} stands in {each['counts']} rows" for each in repeated.to_pylist()
    )


def _page_ids(path: Path) -> pa.Array:
    with pq.ParquetFile(path) as file:
        (ids,) = file.read(["page_id"]).combine_chunks().columns
    return pa.concat_arrays(ids.chunks) if ids.num_chunks else pa.array([], pa.string())


def _missing_examples(folder: Path) -> Iterator[str]:
    """Pages that a row of a table over many pages names, and that `pages` does not have."""
    named: dict[str, str] = {}
    for table in ("claims", "site_blocks"):
        for part in sorted((folder / table).iterdir()):
            named |= {page_id: table for (page_id,) in read_rows(part, ["example_page_id"])}
    for part in sorted((folder / "pages").iterdir()):
        for (page_id,) in read_rows(part, ["page_id"]):
            named.pop(page_id, None)
    yield from (f"{table} names page {page_id}" for page_id, table in sorted(named.items()))


def _page_findings(folder: Path) -> Iterator[Finding]:
    repeated = _tally(_repeated_pages(folder))
    yield _finding("page_ids", FILE_CHECKS["page_ids"], "error", repeated)
    examples = _tally(_missing_examples(folder))
    yield _finding("example_pages", FILE_CHECKS["example_pages"], "error", examples)
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
