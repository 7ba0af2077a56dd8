"""The manifest of a run: what went in, what came out, by which code and settings, how judged."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from pipeline.model.errors import StopRun
from pipeline.store.atomic import read_json, write_json
from pipeline.store.places import Place

MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Input:
    """One source file with the hash of its bytes."""

    source: str
    size: int
    sha256: str
    stamp: str = ""  # while it stays, the file need not be read to know its hash


@dataclass(frozen=True, slots=True)
class Output:
    """One part file of the run, path relative to the run folder."""

    table: str
    path: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check over the whole run."""

    check: str
    severity: str  # of a failure: error refuses publication, warning asks for review
    passed: bool
    value: float  # rows that fail, or the share or drift that was measured
    limit: float
    message: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of a run beside its rows."""

    run_id: str
    schema_version: str
    code_version: str
    method: str  # digest of code and settings; between runs with one method pages are carried over
    settings_digest: str
    settings: dict[str, Any]
    raw: str
    started: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    figures: dict[str, float]  # rows a table, kept share, reject rate, pages a site
    timings: dict[str, float]  # seconds a step
    memory: dict[str, str] = field(default_factory=dict)  # hashes of what is kept for the next run
    audit: tuple[Finding, ...] = ()
    status: str = "candidate"  # candidate, refused, needs_review, published
    published: tuple[dict[str, str], ...] = field(default=())  # when, by whom, what before

    def rows(self, table: str) -> int:
        """Number of rows of a table in this run."""
        return sum(output.rows for output in self.outputs if output.table == table)

    def with_audit(self, findings: tuple[Finding, ...], status: str) -> "Manifest":
        """The manifest with the result of the audit."""
        return replace(self, audit=findings, status=status)


def write_manifest(folder: Place, manifest: Manifest) -> None:
    """Write the manifest of the run in `folder`."""
    values = flat(manifest)
    for name in ("inputs", "outputs", "audit"):
        values[name] = [flat(item) for item in values[name]]
    write_json(folder / MANIFEST_NAME, values)


def flat(record: Any) -> dict[str, Any]:
    """The fields of a dataclass, as they are: `asdict` copies each value, ten times slower."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def read_manifest(folder: Place) -> Manifest:
    """The manifest of the run in `folder`; raises StopRun where there is none that can be read."""
    try:
        values = read_json(folder / MANIFEST_NAME)
    except FileNotFoundError as error:
        raise StopRun(f"{folder} is not a run: it has no {MANIFEST_NAME}.") from error
    try:
        return _manifest(values)
    except (KeyError, TypeError) as error:  # a field that is missing here, or not known
        told = f"{folder / MANIFEST_NAME} was written by another version of healthpages"
        raise StopRun(
            f"{told}: {error}. Read it with that version, or move that run away."
        ) from error


def _manifest(values: dict[str, Any]) -> Manifest:
    values["inputs"] = tuple(Input(**item) for item in values["inputs"])
    values["outputs"] = tuple(Output(**item) for item in values["outputs"])
    values["audit"] = tuple(_finding(item) for item in values["audit"])
    values["published"] = tuple(values["published"])
    return Manifest(**values)


def _finding(values: dict[str, Any]) -> Finding:
    return Finding(**{**values, "examples": tuple(values["examples"])})
