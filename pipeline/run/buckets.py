"""Process: one bucket of decoded pages becomes finished part files.

First pass, by site: of two pages with one id one is kept, what repeats on the site is learned.
Second pass, by page id, which is the order of all tables: clean, segment, tag, write. Both passes
read sorted runs from disk, so a site may be of any size.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.clean import read
from pipeline.clean.document import Document
from pipeline.clean.duplicates import Sketch, sketch
from pipeline.clean.site import SiteProfile, learn_site
from pipeline.model.records import Page, PageResult, Problem, RawPage, Severity
from pipeline.model.settings import Settings
from pipeline.process import process_raw
from pipeline.run.duplicates import write_sketches
from pipeline.run.progress import report
from pipeline.run.work import Work
from pipeline.schemas import TABLES
from pipeline.store.atomic import filling, read_json, remove_folder, write_json
from pipeline.store.parquet import PartWriter, write_records
from pipeline.store.spool import Spool, by_id, by_site, merged

PAGE_TABLES = ("pages", "blocks", "sections", "mentions")
BUCKET_SUMMARY = "bucket.json"
SKETCHES = "sketches.parquet"


@dataclass(frozen=True, slots=True)
class BucketCounts:
    """What processing one bucket gave: rows a table, and sums for the run's figures."""

    bucket: int
    rows: dict[str, int]
    figures: dict[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Known:
    """What the first pass learned of the sites of a bucket."""

    profiles: dict[str, SiteProfile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def process_bucket(folder: Path, bucket: int) -> BucketCounts:
    """Write the part files of one bucket, unless that is done; returns counts."""
    work = Work(folder)
    target = work.part_folder(bucket)
    if not target.exists():
        with filling(target) as temporary:
            _fill(work, bucket, temporary)
    counts = BucketCounts(**read_json(target / BUCKET_SUMMARY))
    report("process", f"bucket {bucket}: {counts.rows['pages']} pages, {counts.seconds:.1f} s")
    return counts


def _fill(work: Work, bucket: int, folder: Path) -> None:
    started = time.monotonic()
    settings = work.plan().settings
    spool = folder / "spool"
    spool.mkdir()
    known = _learn(work.pages_of(bucket), spool, settings)
    pages = merged(spool.iterdir(), by_id)
    results = (process_raw(page, settings, known.profiles[page.site]) for page in pages)
    rows, figures = _write(results, known.problems, folder)
    remove_folder(spool)
    seconds = round(time.monotonic() - started, 3)
    write_json(folder / BUCKET_SUMMARY, asdict(BucketCounts(bucket, rows, figures, seconds)))


def part_file(folder: Path, table: str) -> Path:
    """The part file of a table in the folder of a bucket."""
    return folder / f"{table}.parquet"


def _learn(paths: Iterable[Path], spool: Path, settings: Settings) -> _Known:
    """What the sites' pages say together; the pages that stay are left in `spool` by id."""
    known = _Known()
    by_page_id = Spool(spool, "pages", by_id)
    for site, pages in groupby(merged(paths, by_site), key=lambda page: page.site):
        kept = _spooled(_newest(pages, known.problems), by_page_id)
        known.profiles[site] = _profile(site, kept, settings, known.problems)
        for _ in kept:  # what learning left unread
            pass
    by_page_id.end_run()
    return known


def _profile(
    site: str, pages: Iterable[RawPage], settings: Settings, problems: list[Problem]
) -> SiteProfile:
    """What the site repeats; nothing, and a problem, where learning itself fails."""
    try:
        return learn_site(_documents(pages), settings.clean)
    except Exception as error:  # noqa: BLE001  one page's fault must not end the run; it is a row
        message = f"What {site} repeats was not learned: {type(error).__name__}: {error}"
        problems.append(Problem(site, "clean", "site_not_learned", message, Severity.WARNING))
        return SiteProfile()


def _documents(pages: Iterable[RawPage]) -> Iterator[Document]:
    """The pages as learning looks at them; one that can't be read fails by itself, later."""
    for page in pages:
        try:
            document = read(page)
        except Exception:  # noqa: BLE001, S112  the second pass makes it a row of `problems`
            continue
        yield document


def _newest(pages: Iterable[RawPage], problems: list[Problem]) -> Iterator[RawPage]:
    """One page an id: the first, as `by_site` sorts; each other one becomes a problem."""
    for _, same in groupby(pages, key=lambda page: page.page_id):
        first: RawPage | None = None
        for page in same:
            if first is None:
                first = page
                yield page
            else:
                problems.append(_superseded(page, first))


def _superseded(page: RawPage, by: RawPage) -> Problem:
    return Problem(
        source=page.source,
        stage="ingest",
        code="superseded",
        message=f"The same page was also read from {by.source} [{by.source_index}], which is used.",
        severity=Severity.INFO,
        page_id=page.page_id,
        source_index=page.source_index,
    )


def _spooled(pages: Iterable[RawPage], spool: Spool) -> Iterator[RawPage]:
    for page in pages:
        spool.add(page)
        yield page


def _write(
    results: Iterable[PageResult], problems: list[Problem], folder: Path
) -> tuple[dict[str, int], dict[str, int]]:
    """Write all rows of a bucket; returns rows a table and sums over the pages."""
    figures: Counter[str] = Counter()
    sketches: list[Sketch] = []
    with ExitStack() as stack:
        writers = {
            table: stack.enter_context(PartWriter(table, part_file(folder, table)))
            for table in PAGE_TABLES
        }
        for result in results:
            for table, records in _records(result).items():
                writers[table].write(records)
            problems.extend(result.problems)
            sketches.append(_sketch(result.page))
            figures.update(_figures(result))
    write_sketches(folder / SKETCHES, sketches)
    rows = {table: writers[table].n_rows for table in PAGE_TABLES}
    rows["problems"] = write_records("problems", part_file(folder, "problems"), problems)
    return rows, dict(figures)


def _sketch(page: Page) -> Sketch:
    return sketch(page.page_id, page.fetched_at, page.text)


def _records(result: PageResult) -> dict[str, list[Any]]:
    """The rows of one page by table, each table in its order."""
    return {
        "pages": [result.page],
        "blocks": list(result.blocks),
        "sections": list(result.sections),
        "mentions": sorted(result.mentions, key=_mention_order),
    }


def _mention_order(mention: Any) -> tuple[Any, ...]:
    return tuple(getattr(mention, name) for name in TABLES["mentions"].sort_by)


def _figures(result: PageResult) -> dict[str, int]:
    page = result.page
    return {
        "visible_chars": page.visible_chars,
        "kept_chars": page.kept_chars,
        "without_sections": int(page.n_sections == 0),
        "without_mentions": int(page.n_causes + page.n_remedies == 0),
        f"status_{page.status.value}": 1,
    }
