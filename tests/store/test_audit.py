"""The audit reads the files of a run, so it finds what was broken after they were written."""

import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.model.records import PageResult, Section
from pipeline.model.settings import AuditSettings
from pipeline.run.learn import SiteBlock
from pipeline.store.atomic import sha256_of
from pipeline.store.audit import (
    EXAMPLES,
    _missing_examples,
    _repeated_pages,
    audit,
    examine,
    judge,
)
from pipeline.store.manifest import Finding, Manifest, read_manifest, write_manifest
from pipeline.store.parquet import write_records
from pipeline.store.reading import load
from pipeline.store.runs import Store, publish

RUN = "20260101T000000Z-000001"
NewPage = Callable[..., PageResult]
NewRun = Callable[..., Path]


LONG_FOOTER = ("Cold hands", "1. Causes", "Smoking narrows the vessels.", "Share " * 40)


def without_mentions(page: PageResult) -> PageResult:
    return replace(page, page=replace(page.page, n_causes=0), mentions=())


def failed(manifest: Manifest) -> set[str]:
    return {finding.check for finding in manifest.audit if not finding.passed}


def as_written(folder: Path, table: str) -> None:
    """Let the manifest name the part as it is now, so that only its content is wrong."""
    manifest = read_manifest(folder)
    outputs = tuple(
        replace(output, sha256=sha256_of(folder / output.path)) if output.table == table else output
        for output in manifest.outputs
    )
    write_manifest(folder, replace(manifest, outputs=outputs))


def test_a_sound_run_passes_and_can_be_published(
    store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    new_run(store, [new_page(name) for name in "abc"])
    manifest = audit(store, store.folder(RUN), AuditSettings())
    assert failed(manifest) == set()
    assert manifest.status == "candidate"
    assert publish(store, RUN).status == "published"


def test_an_empty_run_passes(store: Store, new_run: NewRun) -> None:
    new_run(store, [])
    assert failed(audit(store, store.folder(RUN), AuditSettings())) == set()


def test_examining_writes_nothing(store: Store, new_page: NewPage, new_run: NewRun) -> None:
    folder = new_run(store, [new_page("a")])
    before = read_manifest(folder)
    assert all(finding.passed for finding in examine(store, store.folder(RUN), AuditSettings()))
    assert read_manifest(folder) == before


def test_a_changed_and_a_missing_part_are_found(
    store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    folder = new_run(store, [new_page("a")])
    part = folder / "claims" / "part-0000.parquet"
    write_records("claims", part, [])
    (folder / "problems" / "part-0000.parquet").unlink()
    (files,) = [
        each for each in examine(store, store.folder(RUN), AuditSettings()) if each.check == "files"
    ]
    assert files.examples == (
        "claims/part-0000.parquet was changed",
        "problems/part-0000.parquet is missing",
    )


def test_another_schema_is_found(store: Store, new_page: NewPage, new_run: NewRun) -> None:
    folder = new_run(store, [new_page("a")])
    part = folder / "sections" / "part-0000.parquet"
    pq.write_table(pq.read_table(part).drop_columns(["evidence"]), part)
    as_written(folder, "sections")
    assert "schema" in failed(audit(store, store.folder(RUN), AuditSettings()))


def test_a_part_with_other_rows_than_the_manifest_says_is_found(
    store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    folder = new_run(store, [new_page("a")])
    write_records("claims", folder / "claims" / "part-0000.parquet", [])
    as_written(folder, "claims")
    assert failed(audit(store, store.folder(RUN), AuditSettings())) == {"schema"}


def test_a_page_in_two_parts_is_found(store: Store, new_page: NewPage, new_run: NewRun) -> None:
    folder = new_run(store, [new_page("a")])
    for table in ("pages", "blocks", "sections", "mentions", "problems"):
        part = folder / table / "part-0000.parquet"
        (folder / table / "part-0001.parquet").write_bytes(part.read_bytes())
    assert failed(audit(store, store.folder(RUN), AuditSettings())) == {"page_ids"}


def _highest_file() -> int:
    return max(int(path.name) for path in Path("/proc/self/fd").iterdir())


def test_pages_out_of_order_are_found(tmp_path: Path, new_page: NewPage) -> None:
    (tmp_path / "pages").mkdir()
    part = tmp_path / "pages" / "part-0000.parquet"
    write_records("pages", part, [new_page(name).page for name in "abc"])
    assert list(_repeated_pages(tmp_path)) == []
    rows = pq.read_table(part)
    ids = rows["page_id"].to_pylist()
    pq.write_table(rows.take([1, 2, 0]), part)
    assert list(_repeated_pages(tmp_path)) == [f"{ids[0]} is out of order"]


def test_there_may_be_more_parts_than_files_that_may_be_open(
    tmp_path: Path, new_page: NewPage
) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(80):
        part = tmp_path / "pages" / f"part-{number:04d}.parquet"
        write_records("pages", part, [new_page(str(number)).page])
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_highest_file() + 20, before[1]))
    try:
        assert list(_repeated_pages(tmp_path)) == []
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("name", ["0", "zz"])
def test_rows_of_pages_that_are_not_there_are_found(
    name: str, store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    sound = new_page("a")
    stray: Section = replace(sound.sections[0], page_id=name, section_id="stray", parent_id=None)
    new_run(store, [replace(sound, sections=(*sound.sections, stray))])
    assert "pages_exist" in failed(audit(store, store.folder(RUN), AuditSettings()))


def test_many_faults_are_counted_and_a_few_shown(
    store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    broken = [new_page(str(number)) for number in range(EXAMPLES + 3)]
    new_run(store, [replace(each, page=replace(each.page, n_blocks=0)) for each in broken])
    (counts,) = [
        each
        for each in examine(store, store.folder(RUN), AuditSettings())
        if each.check == "counts"
    ]
    assert counts.value == EXAMPLES + 3
    assert len(counts.examples) == EXAMPLES


def test_drift_against_the_published_run_asks_for_a_review(
    store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    new_run(store, [new_page("a")])
    audit(store, store.folder(RUN), AuditSettings())
    publish(store, RUN)
    later = "20260102T000000Z-000002"
    new_run(store, [new_page(name) for name in "abcd"], later)
    manifest = audit(store, store.folder(later), AuditSettings())
    assert manifest.status == "needs_review"
    assert failed(manifest) == {"row_drift"}
    assert publish(store, later).status == "published"


@pytest.mark.parametrize("check", ["site_kept_drift", "site_mentions_drift"])
def test_a_site_that_changed_by_itself_asks_for_a_review(
    check: str, store: Store, new_page: NewPage, new_run: NewRun
) -> None:
    others = [new_page(str(number), "other.example") for number in range(8)]
    own = [new_page(name, "own.example") for name in "ab"]
    new_run(store, [*others, *own])
    audit(store, store.folder(RUN), AuditSettings())
    publish(store, RUN)
    later = "20260102T000000Z-000002"
    if check == "site_mentions_drift":
        changed = [without_mentions(page) for page in own]
    else:
        changed = [new_page(name, "own.example", lines=LONG_FOOTER) for name in "ab"]
    new_run(store, [*others, *changed], later)
    settings = AuditSettings(min_site_pages=2, max_row_drift=9, max_kept_drift=1)
    manifest = audit(store, store.folder(later), settings)
    assert failed(manifest) - {"files"} == {check}
    assert manifest.status == "needs_review"
    (finding,) = [each for each in manifest.audit if each.check == check]
    assert finding.examples[0].startswith("own.example: ")


@pytest.mark.parametrize(
    ("severities", "status"),
    [
        ([], "candidate"),
        (["warning"], "candidate"),
        (["warning", "review"], "needs_review"),
        (["review", "error"], "refused"),
    ],
)
def test_the_gravest_failure_decides(severities: list[str], status: str) -> None:
    findings = [Finding("c", severity, False, 1, 0, "…") for severity in severities]  # noqa: FBT003
    assert judge(findings) == status


def test_the_audit_is_a_table_of_the_run(store: Store, new_page: NewPage, new_run: NewRun) -> None:
    page = new_page("a")
    new_run(store, [replace(page, page=replace(page.page, n_sections=9))], RUN)
    manifest = audit(store, store.folder(RUN), AuditSettings())
    rows = load("audit", run=RUN, processed=store.processed)
    assert set(rows["check"]) == {finding.check for finding in manifest.audit}
    (counts,) = rows[rows["check"] == "counts"].to_dict("records")
    assert not counts["passed"]
    assert counts["severity"] == "error"
    assert "n_sections is 9, counted 1" in counts["examples"]
    (output,) = [each for each in manifest.outputs if each.table == "audit"]
    assert output.rows == len(rows)
    again = examine(store, store.folder(RUN), AuditSettings())
    assert all(each.passed for each in again if each.check in {"files", "schema"})


def test_examples_must_exist(store: Store, new_page: NewPage, new_run: NewRun) -> None:
    folder = new_run(store, [new_page("a")], RUN)
    row = SiteBlock("a.example", "0" * 16, "Share", "bottom", True, 5, 5, 1.0, "f" * 24)  # noqa: FBT003
    write_records("site_blocks", folder / "site_blocks" / "part-0000.parquet", [row])
    faults = list(_missing_examples(folder))
    assert faults == [f"site_blocks names page {'f' * 24}"]
