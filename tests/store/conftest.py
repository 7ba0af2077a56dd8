"""Small rows and runs, built by hand: the store is tested without any step before it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.ids import digest
from pipeline.model.records import (
    Aspect,
    Block,
    Kind,
    Label,
    Mention,
    Page,
    PageResult,
    Section,
    Status,
)
from pipeline.schemas import SCHEMA_VERSION, TABLES
from pipeline.store.atomic import sha256_of
from pipeline.store.claims import write_claims
from pipeline.store.manifest import Manifest, Output, write_manifest
from pipeline.store.parquet import write_records
from pipeline.store.runs import Store

LINES = ("Cold hands", "1. Causes", "Smoking narrows the vessels.", "Share this page")


def result(name: str, site: str = "a.example", lines: tuple[str, ...] = LINES) -> PageResult:
    """A page of four lines: a title, a heading, a sentence with a cause, and one removed line."""
    page_id = digest(name)
    blocks = _blocks(page_id, lines)
    text = "\n".join(lines[:3])
    section = _section(page_id, blocks[1].block_id, text)
    mention = _mention(page_id, section.section_id, blocks[2].block_id, text)
    page = Page(
        page_id=page_id,
        url=f"https://{site}/{name}",
        site=site,
        source=f"{site}/{name}.txt",
        source_index=0,
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
        content_sha256="0" * 64,
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="detected",
        language="en",
        title=lines[0],
        author=None,
        published=None,
        condition="cold hands",
        status=Status.OK,
        duplicate_of=None,
        text=text,
        visible_chars=sum(map(len, lines)),
        kept_chars=sum(map(len, lines[:3])),
        n_blocks=4,
        n_removed=1,
        n_sections=1,
        n_causes=1,
        n_remedies=0,
    )
    return PageResult(page, blocks, (section,), (mention,))


def _blocks(page_id: str, lines: tuple[str, ...]) -> tuple[Block, ...]:
    blocks = []
    start = 0
    for position, line in enumerate(lines):
        block = Block(
            block_id=digest("block", page_id, line),
            page_id=page_id,
            position=position,
            tag="line",
            xpath=None,
            line=position + 1,
            start=start,
            end=start + len(line),
            text=line,
        )
        blocks.append(block)
        start += len(line) + 1
    blocks[3] = replace(blocks[3], kept=False, reason="share", rule="share_words", score=0.9)
    return tuple(blocks)


def _section(page_id: str, block_id: str, text: str) -> Section:
    start = text.index("1.")
    return Section(
        section_id=digest("section", page_id),
        page_id=page_id,
        parent_id=None,
        block_id=block_id,
        position=0,
        number="1",
        level=1,
        marker="1.",
        heading="Causes",
        kind=Kind.CAUSES,
        kind_score=1.0,
        start=start,
        end=len(text),
        text=text[start:],
    )


def _mention(page_id: str, section_id: str, block_id: str, text: str) -> Mention:
    start = text.index("Smoking")
    return Mention(
        mention_id=digest("mention", page_id),
        page_id=page_id,
        section_id=section_id,
        block_id=block_id,
        label=Label.CAUSE,
        text="Smoking",
        term="smoking",
        start=start,
        end=start + len("Smoking"),
        sentence="Smoking narrows the vessels.",
        condition="cold hands",
        aspect=None,
        negated=False,
        cue=None,
        in_heading=False,
        rule="verb",
        score=0.8,
    )


def remedy(of: PageResult, **changed: Any) -> PageResult:
    """The page with its mention turned into a remedy."""
    values = {"label": Label.REMEDY, "aspect": Aspect.TREATS, **changed}
    mention = replace(of.mentions[0], **values)
    page = replace(of.page, n_causes=0, n_remedies=1)
    return replace(of, page=page, mentions=(mention,))


def make_run(
    store: Store, results: list[PageResult], run_id: str = "20260101T000000Z-000001"
) -> Path:
    """A candidate run of one part that holds the results; returns its folder."""
    folder = store.runs / run_id
    results = sorted(results, key=lambda each: each.page.page_id)
    records: dict[str, list[Any]] = {
        "pages": [each.page for each in results],
        "blocks": [row for each in results for row in each.blocks],
        "sections": [row for each in results for row in each.sections],
        "mentions": [row for each in results for row in each.mentions],
        "problems": [row for each in results for row in each.problems],
    }
    rows = {
        table: write_records(table, folder / table / "part-0000.parquet", of_table)
        for table, of_table in records.items()
    }
    pages, mentions = ([folder / table / "part-0000.parquet"] for table in ("pages", "mentions"))
    for table in ("site_blocks", "audit"):
        rows[table] = write_records(table, folder / table / "part-0000.parquet", [])
    rows["claims"] = write_claims(pages, mentions, folder / "claims" / "part-0000.parquet")
    write_manifest(folder, _manifest(folder, run_id, rows, results))
    return folder


def _manifest(
    folder: Path, run_id: str, rows: dict[str, int], results: list[PageResult]
) -> Manifest:
    names = {table: f"{table}/part-0000.parquet" for table in TABLES}
    pages = [each.page for each in results]
    visible = sum(page.visible_chars for page in pages) or 1
    return Manifest(
        run_id=run_id,
        schema_version=SCHEMA_VERSION,
        code_version="0",
        method="0",
        settings_digest="0",
        settings={},
        raw="raw",
        started="2026-01-01T00:00:00Z",
        inputs=(),
        outputs=tuple(
            Output(
                table,
                names[table],
                rows[table],
                (folder / names[table]).stat().st_size,
                sha256_of(folder / names[table]),
            )
            for table in TABLES
        ),
        figures={"kept_share": sum(page.kept_chars for page in pages) / visible},
        timings={},
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty output folder."""
    return Store(tmp_path / "processed")


@pytest.fixture
def new_page() -> Callable[..., PageResult]:
    """The builder of pages."""
    return result


@pytest.fixture
def new_run() -> Callable[..., Path]:
    """The builder of candidate runs."""
    return make_run
