"""Pages are read in step with their rows, without holding a part in memory."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pipeline.model.records import PageResult, Problem, Severity
from pipeline.store.pagerows import pages_of, read_dicts
from pipeline.store.runs import Store

NewPage = Callable[..., PageResult]


def test_each_page_comes_with_its_own_rows(
    store: Store, new_page: NewPage, new_run: Callable[..., Path]
) -> None:
    results = {page.page.page_id: page for page in (new_page(name) for name in "abcde")}
    folder = new_run(store, list(results.values()))
    pages = list(pages_of(folder, "part-0000.parquet"))
    assert [page.page["page_id"] for page in pages] == sorted(results)
    for page in pages:
        expected = results[page.page["page_id"]]
        assert [row["text"] for row in page.blocks] == [row.text for row in expected.blocks]
        assert [row["section_id"] for row in page.sections] == [expected.sections[0].section_id]
        assert [row["mention_id"] for row in page.mentions] == [expected.mentions[0].mention_id]
        assert page.orphans == ()


def test_a_page_without_rows_has_none(
    store: Store, new_page: NewPage, new_run: Callable[..., Path]
) -> None:
    bare = replace(new_page("a"), blocks=(), sections=(), mentions=())
    folder = new_run(store, [bare, new_page("b")])
    counts = sorted(len(page.blocks) for page in pages_of(folder, "part-0000.parquet"))
    assert counts == [0, 4]


def test_problems_go_to_their_page(
    store: Store, new_page: NewPage, new_run: Callable[..., Path]
) -> None:
    page = new_page("a")
    problem = Problem("a.txt", "tag", "odd", "Odd.", Severity.WARNING, page.page.page_id)
    folder = new_run(store, [replace(page, problems=(problem,)), new_page("b")])
    problems = {row.page["page_id"]: row.problems for row in pages_of(folder, "part-0000.parquet")}
    assert problems[page.page.page_id] == [
        {"code": "odd", "severity": "warning", "message": "Odd."}
    ]


def test_rows_are_read_with_the_columns_of_the_audit_alone(
    store: Store, new_page: NewPage, new_run: Callable[..., Path]
) -> None:
    folder = new_run(store, [new_page("a")])
    (row,) = read_dicts("mentions", folder / "mentions" / "part-0000.parquet")
    assert row["text"] == "Smoking"
    assert "sentence" not in row
