"""The older run that a run builds on: what of it can be carried over, and from where.

A run can be the base of another if the same code, settings and decisions made it. Its rows are
then what a full run would compute again for every page that did not change.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.clean.site import PageNotes
from pipeline.model.records import Problem, RawPage, Severity
from pipeline.run.memory import MEMORY, PageMemory, made_from, read_memory
from pipeline.run.progress import report
from pipeline.schemas import SCHEMA_VERSION, TABLES
from pipeline.store.atomic import sha256_of
from pipeline.store.carry import Carrier, Texts
from pipeline.store.manifest import Manifest
from pipeline.store.parquet import read_rows
from pipeline.store.places import fetched
from pipeline.store.runs import Store

CARRIED = ("pages", "blocks", "sections", "mentions", "problems", "site_blocks")


def find_base(store: Store, method: str) -> str | None:
    """The id of the newest run that the same code, settings and decisions made."""
    for run_id in reversed(store.run_ids()):
        manifest = store.manifest(run_id)
        if manifest.schema_version != SCHEMA_VERSION:
            _tell_schema(manifest)
            return None
        if manifest.method == method and manifest.status != "refused":
            return run_id
    return None


def _tell_schema(manifest: Manifest) -> None:
    told = f"run {manifest.run_id} has tables of version {manifest.schema_version}"
    report("plan", f"{told}, this code writes version {SCHEMA_VERSION}: all pages are computed")


def part_name(bucket: int) -> str:
    """The name of a bucket's part in every table."""
    return f"part-{bucket:04d}.parquet"


@contextmanager
def open_base(store: Store, run_id: str | None, bucket: int) -> Iterator["Base | None"]:
    """One bucket of the base, or None where there is none or its files are not as written."""
    if run_id is None or run_id not in store.run_ids():
        yield None
        return
    name = part_name(bucket)
    wanted = _hashes(store.manifest(run_id), name)
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(fetched(store.folder(run_id), list(wanted)))
        except FileNotFoundError:
            folder = None
        yield Base(folder, name) if folder and _is_whole(folder, wanted) else None


def _hashes(manifest: Manifest, name: str) -> dict[str, str | None]:
    """What the bucket's files were when they were written."""
    named = {output.path: output.sha256 for output in manifest.outputs}
    wanted = {path: named.get(path) for path in (f"{table}/{name}" for table in CARRIED)}
    return {**wanted, f"{MEMORY}/{name}": manifest.memory.get(name)}


def _is_whole(folder: Path, wanted: dict[str, str | None]) -> bool:
    """Whether the files are as they were written."""
    return all(
        (folder / path).is_file() and sha256_of(folder / path) == sha256
        for path, sha256 in wanted.items()
    )


class Base:
    """One bucket of an older run."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._pages = {page.page_id: page for page in read_memory(folder / MEMORY / name)}
        self.pages_of_site = Counter(page.site for page in self._pages.values())

    @cached_property
    def _texts(self) -> Texts:
        return Texts(self.part("blocks"))

    @cached_property
    def _problems(self) -> dict[str, list[Problem]]:
        names = [field.name for field in TABLES["problems"].fields]
        by_page: dict[str, list[Problem]] = defaultdict(list)
        for values in self.rows("problems"):
            row = dict(zip(names, values, strict=True))
            if row["code"] != "superseded":  # that one is found anew each time
                problem = Problem(**{**row, "severity": Severity(row["severity"])})
                by_page[row["page_id"] or row["source"]].append(problem)
        return by_page

    def part(self, table: str) -> Path:
        """The part file of a table."""
        return self._folder / table / self._name

    def rows(self, table: str) -> Iterator[tuple[Any, ...]]:
        """All rows of a table, their values in the order of its fields."""
        return read_rows(self.part(table), [field.name for field in TABLES[table].fields])

    def carrier(self, table: str) -> Carrier:
        """The rows of a table, page by page."""
        return Carrier(self.part(table))

    def unchanged(self, raw: RawPage, ruled: str) -> PageMemory | None:
        """What is remembered of the page, if it was made from the same bytes and decisions."""
        page = self._pages.get(raw.page_id)
        if page is None or not page.noted or page.ruled != ruled:
            return None
        return page if page.made_from == made_from(raw) else None

    def notes(self, page: PageMemory) -> PageNotes:
        """The page as learning saw it."""
        return page.notes(self._texts.of(page.page_id))

    def problems(self, of: str) -> list[Problem]:
        """The problems of a page, from reading to tagging, or those of a site."""
        return self._problems.get(of, [])
