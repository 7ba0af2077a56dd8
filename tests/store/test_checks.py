"""Each check passes on a sound run, and fails when what it looks for is broken."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.model.records import Label, PageResult, Problem, Severity, Status
from pipeline.model.settings import AuditSettings
from pipeline.store.checks import FIGURE_CHECKS, PAGE_CHECKS, SITE_CHECKS
from pipeline.store.manifest import Manifest, Output
from pipeline.store.pagerows import COLUMNS, PageRows

NewPage = Callable[..., PageResult]
Break = Callable[[PageResult], PageResult]
CHECKS = {check.name: check for check in PAGE_CHECKS}


def rows(table: str, records: Iterable[object]) -> list[dict[str, Any]]:
    return [{name: getattr(record, name) for name in COLUMNS[table]} for record in records]


def page_rows(result: PageResult) -> PageRows:
    (page,) = rows("pages", [result.page])
    return PageRows(
        page,
        rows("blocks", result.blocks),
        rows("sections", result.sections),
        rows("mentions", result.mentions),
        [{"code": each.code, "severity": each.severity} for each in result.problems],
    )


def failing(result: PageResult) -> set[str]:
    page = page_rows(result)
    return {check.name for check in PAGE_CHECKS if list(check.faults(page))}


def block(index: int, **changes: Any) -> Break:
    def change(page: PageResult) -> PageResult:
        blocks = list(page.blocks)
        blocks[index] = replace(blocks[index], **changes)
        return replace(page, blocks=tuple(blocks))

    return change


def section(**changes: Any) -> Break:
    return lambda page: replace(page, sections=(replace(page.sections[0], **changes),))


def mention(**changes: Any) -> Break:
    return lambda page: replace(page, mentions=(replace(page.mentions[0], **changes),))


def of_page(**changes: Any) -> Break:
    return lambda page: replace(page, page=replace(page.page, **changes))


def with_problem(severity: Severity, status: Status) -> Break:
    problem = Problem("a.txt", "clean", "odd", "Odd.", severity)
    return lambda page: replace(of_page(status=status)(page), problems=(problem,))


def twice(rows_of: str) -> Break:
    def change(page: PageResult) -> PageResult:
        doubled = getattr(page, rows_of) * 2
        return replace(page, **{rows_of: doubled})

    return change


BROKEN: list[tuple[str, Break]] = [
    ("ids_unique", twice("mentions")),
    ("foreign_keys", mention(section_id="none")),
    ("foreign_keys", mention(block_id="none")),
    ("foreign_keys", section(parent_id="none")),
    ("foreign_keys", section(block_id="none")),
    ("foreign_keys", block(0, section_id="none")),
    ("offsets", mention(start=0)),
    ("offsets", section(text="Something else")),
    ("whole", block(1, text="1. Causas")),
    ("whole", block(2, position=7)),
    ("whole", block(2, start=3)),
    ("whole", block(2, end=3)),
    ("whole", of_page(text="Cold hands")),
    ("reasons", block(3, reason=None)),
    ("reasons", block(0, reason="menu")),
    ("counts", of_page(n_blocks=5)),
    ("counts", of_page(n_removed=0)),
    ("counts", of_page(visible_chars=1)),
    ("counts", of_page(kept_chars=1)),
    ("counts", of_page(n_sections=2)),
    ("counts", mention(label=Label.REMEDY)),
    ("status_honest", with_problem(Severity.WARNING, Status.OK)),
    ("status_honest", with_problem(Severity.ERROR, Status.OK)),
    ("status_honest", of_page(status=Status.FAILED)),
    ("numbering", section(number="2.1", level=2)),
    ("numbering", section(number="1", level=2)),
    ("numbering", section(number="0")),
    ("numbering_gaps", section(number="3")),
]


def test_a_sound_page_passes_every_check(new_page: NewPage) -> None:
    assert failing(new_page("a")) == set()


@pytest.mark.parametrize(("check", "broken"), BROKEN)
def test_a_broken_page_fails_the_check(check: str, broken: Break, new_page: NewPage) -> None:
    assert check in failing(broken(new_page("a")))


def test_every_check_of_a_page_is_broken_once_here() -> None:
    assert {check for check, _ in BROKEN} | {"pages_exist"} == set(CHECKS)


def test_rows_of_a_page_that_is_not_there_are_named(new_page: NewPage) -> None:
    page = replace(page_rows(new_page("a")), orphans=("blocks",))
    assert list(CHECKS["pages_exist"].faults(page)) == [
        "blocks names a page that pages does not have"
    ]


def test_repaired_pages_stay_ok(new_page: NewPage) -> None:
    assert failing(with_problem(Severity.INFO, Status.OK)(new_page("a"))) == set()


def test_faults_name_what_is_wrong(new_page: NewPage) -> None:
    page = page_rows(mention(start=0)(new_page("a")))
    assert list(CHECKS["offsets"].faults(page)) == ["mentions 0:28 is not 'Smoking'"]


def manifest(rows_of: dict[str, int], **figures: float) -> Manifest:
    return Manifest(
        run_id="r",
        schema_version="1",
        code_version="0",
        method="0",
        settings_digest="0",
        settings={},
        raw="raw",
        started="",
        inputs=(),
        outputs=tuple(Output(table, f"{table}/part", n, 0, "") for table, n in rows_of.items()),
        figures={"kept_share": 0.8, **figures},
        timings={},
    )


USUAL = manifest({"pages": 100, "sections": 400})
UNUSUAL = {
    "rejected": manifest({"pages": 100}, rejected=60),
    "failed": manifest({"pages": 100}, status_failed=20),
    "without_sections": manifest({"pages": 100}, without_sections=90),
    "without_mentions": manifest({"pages": 100}, without_mentions=90),
    "row_drift": manifest({"pages": 100, "sections": 100}),
    "kept_drift": manifest({"pages": 100}, kept_share=0.2),
}


@pytest.mark.parametrize("check", FIGURE_CHECKS, ids=lambda check: check.name)
def test_an_unusual_run_exceeds_the_limit_and_a_usual_one_does_not(check: Any) -> None:
    limit = getattr(AuditSettings(), check.limit)
    assert check.measure(USUAL, USUAL) <= limit
    assert check.measure(UNUSUAL[check.name], USUAL) > limit


@pytest.mark.parametrize("name", ["row_drift", "kept_drift"])
def test_the_first_run_has_nothing_to_drift_from(name: str) -> None:
    (check,) = [each for each in FIGURE_CHECKS if each.name == name]
    assert check.measure(UNUSUAL[name], None) == 0


def test_a_table_that_was_empty_drifts_by_all_of_it() -> None:
    (check,) = [each for each in FIGURE_CHECKS if each.name == "row_drift"]
    assert check.measure(manifest({"pages": 1}), manifest({"pages": 0})) == 1
    assert check.measure(manifest({}), manifest({})) == 0


def test_every_check_says_what_it_means() -> None:
    for check in (*PAGE_CHECKS, *FIGURE_CHECKS, *SITE_CHECKS):
        assert check.meaning.endswith(".")
        assert check.severity in {"error", "review", "warning"}
