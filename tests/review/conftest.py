"""Pages as rows, built by hand, and small runs made of text pages."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.model.decisions import Decision, Scope, Verdict
from pipeline.model.ids import content_ids, digest
from pipeline.review.rows import COLUMNS
from pipeline.run import run
from pipeline.store import Store
from pipeline.store.pagerows import PageRows, Row

PageBuilder = Callable[..., PageRows]


def row(table: str, **values: object) -> Row:
    """A row of a table: what is named, and nothing for the rest."""
    return {**dict.fromkeys(COLUMNS[table]), **values}


def block_rows(page_id: str, lines: Sequence[str]) -> list[Row]:
    """One block a line; `reason| text` stands for a removed one."""
    marked = [line.split("| ", 1) if "| " in line else ["", line] for line in lines]
    ids = content_ids(page_id, "block", [text for _, text in marked])
    return [
        row(
            "blocks",
            page_id=page_id,
            block_id=ids[position],
            position=position,
            tag="line",
            text=text,
            kept=not reason,
            reason=reason or None,
            rule=f"{reason}_rule" if reason else None,
            score=0.9 if reason else None,
        )
        for position, (reason, text) in enumerate(marked)
    ]


@pytest.fixture
def build_page() -> PageBuilder:
    """A function from a name and lines to a page with its rows."""

    def build(
        name: str,
        *lines: str,
        sections: Sequence[Row] = (),
        mentions: Sequence[Row] = (),
        site: str = "a.example",
        **facts: object,
    ) -> PageRows:
        page_id = digest(name)
        blocks = block_rows(page_id, lines)
        kept = [each["text"] for each in blocks if each["kept"]]
        values: Row = {"title": lines[0] if lines else None, "status": "ok", **facts}
        page = row(
            "pages",
            page_id=page_id,
            site=site,
            source=f"{site}/{name}.txt",
            text="\n".join(kept),
            kept_chars=sum(map(len, kept)),
            **values,
        )
        return PageRows(page, blocks, list(sections), list(mentions), [])

    return build


LAST = "\nIf it does not get better within a week, see a doctor, who knows what else to do.\n"
PAGES = {
    "gout.txt": "Gout\nGout\n\n1. Causes\nBeer and meat cause gout.\n\nShare this page\n"
    "\n2. What helps\nDrinking enough water relieves gout.\n",
    "cough.txt": "Cough\nCough\n\n1. Causes\nSmoking causes a cough.\n\nShare this page\n"
    "\n2. What helps\nHoney relieves a cough.\n",
}


def write_pages(folder: Path) -> Path:
    """Write two text pages; in both a title is repeated and a line asks to share."""
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text + LAST, "utf-8")
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with two text pages."""
    return write_pages(tmp_path / "raw")


@pytest.fixture(scope="session")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two runs of two pages, not to be written to; in the second a line is another."""
    folder = tmp_path_factory.mktemp("runs")
    raw = write_pages(folder / "raw")
    run(raw, folder / "processed")
    gout = raw / "gout.txt"
    gout.write_text(gout.read_text("utf-8").replace("enough water", "much water"), "utf-8")
    run(raw, folder / "processed")
    return Store(folder / "processed")


@pytest.fixture
def new_decision() -> Callable[..., Decision]:
    """A function from a name, and what is to differ, to a decision."""

    def make(name: str, **values: object) -> Decision:
        usual: dict[str, object] = {
            "decision_id": digest(name),
            "at": f"2026-01-01T00:00:00.{ord(name[0]):03d}Z",
            "reviewer": "Ada",
            "verdict": Verdict.KEEP,
            "scope": Scope.PAGE,
            "site": "a.example",
            "page_id": digest("page"),
            "target_id": digest("block", name),
            "text": "Share this page",
            "run_id": "20260101T000000Z-abcdef",
        }
        return Decision(**{**usual, **values})  # type: ignore[arg-type]

    return make
