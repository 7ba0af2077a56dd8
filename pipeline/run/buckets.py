"""Process: one bucket of decoded pages becomes finished part files.

First pass, by site (`learn.py`): of two pages with one id one is kept, what repeats on the site is
learned. Second pass, by page id, which is the order of all tables: clean, segment, tag, write; or
carry over, where neither the page nor what its site says of it changed since the base run. Both
passes read sorted runs from disk, so a site may be of any size.
"""

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from pipeline.clean.duplicates import sketch
from pipeline.clean.site import PageNotes, SiteProfile, bearing
from pipeline.model.records import PageResult, Problem, RawPage
from pipeline.model.settings import Settings
from pipeline.process import is_stopped, process_raw, stopped_page
from pipeline.run.base import Base, open_base
from pipeline.run.documents import Documents, documents_at
from pipeline.run.learn import Learned, SiteBlock, learn, site_blocks
from pipeline.run.memory import MEMORY, PageMemory, remember, write_memory
from pipeline.run.metrics import PAGE_STAGES, peak_memory
from pipeline.run.progress import report
from pipeline.run.rulings import Rulings
from pipeline.run.sentry import Sentry, guarding
from pipeline.run.survey import learn_large, surveyed
from pipeline.run.work import Work
from pipeline.schemas import TABLES, row
from pipeline.store.atomic import filling, read_json, remove_folder, sha256_of, write_json
from pipeline.store.parquet import PartWriter, write_records
from pipeline.store.places import Place
from pipeline.store.spool import by_id, merged
from pipeline.tag import prepare

PAGE_TABLES = ("pages", "blocks", "sections", "mentions")
BUCKET_SUMMARY = "bucket.json"
COUNTED = ["visible_chars", "kept_chars", "n_sections", "n_causes", "n_remedies", "status"]


@dataclass(frozen=True, slots=True)
class BucketCounts:
    """What processing one bucket gave: its part files, and sums for the run's figures."""

    bucket: int
    rows: dict[str, int]  # a table; likewise the others, which know _memory as well
    sizes: dict[str, int]
    hashes: dict[str, str]
    figures: dict[str, int]
    seconds: float
    stages: dict[str, float]  # seconds of learning and of each step a page goes through
    peak_memory: int  # of the process, in bytes


def process_bucket(folder: Place, bucket: int) -> BucketCounts:
    """Write the part files of one bucket, unless that is done; returns counts."""
    work = Work(folder)
    target = work.part_folder(bucket)
    if not (target / BUCKET_SUMMARY).exists():
        with filling(target, BUCKET_SUMMARY, shared=True) as temporary:
            _fill(work, bucket, temporary)
    counts = BucketCounts(**read_json(target / BUCKET_SUMMARY))
    carried = counts.figures.get("carried", 0)
    told = f"{counts.rows['pages']} pages ({carried} carried over), {counts.seconds:.1f} s"
    report("process", f"bucket {bucket}: {told}")
    return counts


def _fill(work: Work, bucket: int, folder: Path) -> None:
    started = time.monotonic()
    plan = work.plan()
    with (
        open_base(plan.store, plan.base, bucket) as base,
        guarding(work, plan.settings.process) as sentry,
    ):
        parts = _write_parts(work, bucket, folder, base, sentry)
    seconds = round(time.monotonic() - started, 3)
    files = {table: folder / part_file(table) for table in (*parts.rows, MEMORY)}
    counts = BucketCounts(
        bucket=bucket,
        rows=parts.rows,
        sizes={table: path.stat().st_size for table, path in files.items()},
        hashes={table: sha256_of(path) for table, path in files.items()},
        figures=dict(parts.figures),
        seconds=seconds,
        stages=parts.seconds,
        peak_memory=peak_memory(),
    )
    write_json(folder / BUCKET_SUMMARY, asdict(counts))


def _write_parts(
    work: Work, bucket: int, folder: Path, base: Base | None, sentry: Sentry
) -> "_Parts":
    settings = work.plan().settings
    started = time.monotonic()
    spool = folder / "spool"
    spool.mkdir()
    rulings = Rulings(work.decisions)
    with documents_at(folder / "documents") as documents:
        with surveyed(work, bucket) as survey, work.pages_of(*survey.pieces.homes(bucket)) as paths:
            mine, large = survey.pieces.chosen(bucket), survey.pieces.large_in(bucket)
            learned = learn(paths, spool, settings, base, rulings, sentry, documents, mine, large)
            learn_large(learned, survey, settings.clean, base)
            started -= survey.seconds
        prepare(settings.tag)  # no page's own time
        with _Parts(folder, base, rulings, learned.problems) as parts:
            parts.seconds["learn"] = time.monotonic() - started
            for page in merged(spool.iterdir(), by_id, spool):
                with sentry.page(page.page_id):
                    _page(page, settings, learned, documents, base, parts)
    remove_folder(spool)
    parts.finish(site_blocks(learned, base))
    return parts


def part_file(table: str) -> str:
    """The name of a table's part in the folder of a bucket."""
    return f"{table}.parquet"


def _page(  # noqa: PLR0913, PLR0917  what the first pass found, and where the rows go
    raw: RawPage,
    settings: Settings,
    learned: Learned,
    documents: Documents,
    base: Base | None,
    parts: "_Parts",
) -> None:
    """Carry the page over or compute it; a site without a profile did not change."""
    profile = learned.profiles.get(raw.site)
    ruled = parts.rulings.on(raw.page_id, raw.site)
    memory = base.unchanged(raw, ruled) if base else None
    notes = memory.notes() if memory else learned.notes.get(raw.page_id)
    if memory and _same_site(profile, notes, memory):
        parts.carry(memory)
        return
    stopped = learned.stopped.get(raw.page_id)
    if stopped:
        result = stopped_page(raw, stopped)
    else:
        result = process_raw(
            raw,
            settings,
            profile,
            decisions=parts.rulings.decisions,
            document=documents.take(raw),
            seconds=parts.seconds,
        )
    page = result.page
    compared = sketch(page.page_id, page.fetched_at, page.text)
    same = notes is not None and len(result.blocks) == len(notes.linked)
    if profile is None or notes is None or is_stopped(result) or not same:
        parts.write(result, remember(raw, None, b"", ruled, compared))
    else:
        parts.write(result, remember(raw, notes, bearing(profile, notes), ruled, compared))


def _same_site(profile: SiteProfile | None, notes: PageNotes | None, memory: PageMemory) -> bool:
    """Whether the site says of the page what it said in the base run."""
    if profile is None:
        return True
    return notes is not None and bearing(profile, notes) == memory.bearing


class _Parts:
    """The part files of a bucket while they are written."""

    def __init__(
        self, folder: Path, base: Base | None, rulings: Rulings, problems: list[Problem]
    ) -> None:
        self.figures: Counter[str] = Counter()
        self.seconds: dict[str, float] = dict.fromkeys(PAGE_STAGES, 0.0)
        self.rows: dict[str, int] = {}
        self.rulings = rulings
        self._folder = folder
        self._base = base
        self._problems = problems
        self._memories: list[PageMemory] = []
        self._stack = ExitStack()
        self._writers = {
            table: PartWriter(table, folder / part_file(table)) for table in PAGE_TABLES
        }
        self._carriers = {table: base.carrier(table) for table in PAGE_TABLES} if base else {}

    def __enter__(self) -> Self:
        for writer in self._writers.values():
            self._stack.enter_context(writer)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    def write(self, result: PageResult, memory: PageMemory) -> None:
        """Add a page that was computed."""
        for table, records in _records(result).items():
            self._writers[table].write(records, result.page.visible_chars)
        self._problems.extend(result.problems)
        self._memories.append(memory)
        self._count(row("pages", result.page))

    def carry(self, memory: PageMemory) -> None:
        """Add a page as it stands in the base; whether it repeats another is found anew."""
        slices = {table: each.take(memory.page_id) for table, each in self._carriers.items()}
        slices["pages"] = [_not_compared(batch) for batch in slices["pages"]]
        (page,) = slices["pages"][0].select(COUNTED).to_pylist()
        for table, batches in slices.items():
            self._writers[table].carry(batches, page["visible_chars"])
        if self._base:
            self._problems.extend(self._base.problems(memory.page_id))
        self._memories.append(memory)
        self._count(page)
        self.figures["carried"] += 1

    def _count(self, page: dict[str, Any]) -> None:
        self.figures["visible_chars"] += page["visible_chars"]
        self.figures["kept_chars"] += page["kept_chars"]
        self.figures["without_sections"] += page["n_sections"] == 0
        self.figures["without_mentions"] += page["n_causes"] + page["n_remedies"] == 0
        self.figures[f"status_{page['status']}"] += 1

    def finish(self, repeated: Iterable[SiteBlock]) -> None:
        """Write what belongs to no single page: what is remembered, problems, repeated lines."""
        write_memory(self._folder / part_file(MEMORY), self._memories)
        self.rows = {table: writer.n_rows for table, writer in self._writers.items()}
        for table, records in (("problems", self._problems), ("site_blocks", repeated)):
            self.rows[table] = write_records(table, self._folder / part_file(table), records)


def _not_compared(pages: pa.RecordBatch) -> pa.RecordBatch:
    place = pages.schema.get_field_index("duplicate_of")
    nothing = pa.nulls(pages.num_rows, pa.string())
    return pages.set_column(place, pages.schema.field(place), nothing)


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
