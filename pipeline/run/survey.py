"""Survey: what the piece of a large site in one bucket adds to learning the site.

Learning counts a thousand pages of a site, and keeps a few bytes of every page's titles. A survey
leaves the notes of all pages of a bucket that belong to large sites, and the lines of those that
may be among the thousand. Whoever then processes a piece puts the surveys of all pieces together
and learns the same as from all pages in one place.
"""

import heapq
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.clean.site import SAMPLE_PAGES, PageNotes, sample_rank
from pipeline.model.settings import CleanSettings
from pipeline.run.base import Base, open_base
from pipeline.run.learn import Learned, Reader, SiteNotes, newest, profile_of
from pipeline.run.pieces import Pieces, pieces_of
from pipeline.run.progress import report
from pipeline.run.rulings import Rulings
from pipeline.run.sentry import guarding
from pipeline.run.work import Work
from pipeline.store.atomic import filling, read_json, remove_folder, write_json
from pipeline.store.parquet import read_rows
from pipeline.store.places import Place, fetched
from pipeline.store.spool import by_site, merged
from pipeline.watch import Stopped

SURVEY_SUMMARY = "survey.json"
NOTES = "notes.parquet"
SAMPLE = "sample.parquet"

_DIGESTS = ("titles", "as_lines", "as_titles", "linked")
_NOTES = pa.schema(
    [("site", pa.string()), ("page_id", pa.string()), *((name, pa.binary()) for name in _DIGESTS)]
)
_SAMPLE = _NOTES.append(pa.field("lines", pa.list_(pa.string())))


@dataclass(frozen=True, slots=True)
class SurveyCounts:
    """What the survey of one bucket gave."""

    bucket: int
    changed: dict[str, bool]  # by large site, whether its piece is not that of the base
    stopped: dict[str, dict[str, str]]  # pages that were given up, by id, and why
    seconds: float


def survey_bucket(folder: Place, bucket: int) -> SurveyCounts:
    """Survey the pieces of large sites in a bucket, unless that is done; returns counts."""
    work = Work(folder)
    target = work.survey_folder(bucket)
    if not (target / SURVEY_SUMMARY).exists():
        with filling(target, SURVEY_SUMMARY, shared=True) as temporary:
            _fill(work, bucket, temporary)
    counts = SurveyCounts(**read_json(target / SURVEY_SUMMARY))
    report("survey", f"bucket {bucket}: {len(counts.changed)} sites, {counts.seconds:.1f} s")
    return counts


def _fill(work: Work, bucket: int, folder: Path) -> None:
    started = time.monotonic()
    plan = work.plan()
    with (
        open_base(plan.store, plan.base, bucket) as base,
        guarding(work, plan.settings.process) as sentry,
    ):
        learned = Learned(stopped=dict(sentry.given_up))
        reader = Reader(plan.settings, learned, sentry)
        changed = _survey(work, bucket, folder, base, reader)
    stopped = {page_id: asdict(why) for page_id, why in learned.stopped.items()}
    seconds = round(time.monotonic() - started, 3)
    write_json(folder / SURVEY_SUMMARY, asdict(SurveyCounts(bucket, changed, stopped, seconds)))


def _survey(
    work: Work, bucket: int, folder: Path, base: Base | None, reader: Reader
) -> dict[str, bool]:
    pieces = pieces_of(work)
    rulings = Rulings(work.decisions)
    scratch = folder / "scratch"
    scratch.mkdir()
    # A site of which no page is left in this bucket has changed if the base has one.
    changed = {site: _before(base, site) != 0 for site in pieces.large_in(bucket)}
    with (
        work.pages_of(*pieces.homes(bucket)) as paths,
        pq.ParquetWriter(folder / NOTES, _NOTES, compression="zstd") as all_notes,
        pq.ParquetWriter(folder / SAMPLE, _SAMPLE, compression="zstd") as sample,
    ):
        pages = merged(paths, by_site, scratch, pieces.chosen(bucket, large=True))
        for site, of_site in groupby(pages, key=lambda page: page.site):
            notes = SiteNotes(newest(of_site, []), base, rulings, reader)
            every, counted = _notes_of(notes, base, reader)
            all_notes.write_table(_table(site, every, _NOTES))
            sample.write_table(_table(site, counted, _SAMPLE))
            changed[site] = notes.needed(site)
    remove_folder(scratch)
    return changed


def _before(base: Base | None, site: str) -> int | None:
    return base.pages_of_site[site] if base else None


def _notes_of(
    notes: SiteNotes, base: Base | None, reader: Reader
) -> tuple[list[PageNotes], list[PageNotes]]:
    """The notes of all pages of a piece without lines, and whole those that may be counted."""
    ranked: list[tuple[int, PageNotes]] = []  # a heap, largest rank first
    every = []
    for page in notes.of_changed():
        every.append(reader.noted(page.page_id))
        heapq.heappush(ranked, (-sample_rank(page.page_id), page))
        if len(ranked) > SAMPLE_PAGES:
            heapq.heappop(ranked)
    every += [memory.notes() for memory in notes.unchanged]
    ids = (page.page_id for page in every)
    counted = set(heapq.nsmallest(SAMPLE_PAGES, ids, key=sample_rank))
    whole = [page for _, page in ranked if page.page_id in counted]
    if base:
        whole += [base.notes(page) for page in notes.unchanged if page.page_id in counted]
    return every, whole


def _table(site: str, notes: Iterable[PageNotes], schema: pa.Schema) -> pa.Table:
    rows = [(site, *(getattr(page, name) for name in schema.names[1:])) for page in notes]
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(*pair) for pair in zip(columns, schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


class Surveyed:
    """The surveys of all pieces of the large sites that have one in a bucket."""

    def __init__(self, folder: Path, work: Work, pieces: Pieces, bucket: int) -> None:
        self.bucket = bucket
        self.pieces = pieces
        self._folders = {
            each: folder / work.survey_folder(each).name for each in _others(pieces, bucket)
        }
        self._counts = {
            each: SurveyCounts(**read_json(path / SURVEY_SUMMARY))
            for each, path in self._folders.items()
        }

    @property
    def stopped(self) -> dict[str, Stopped]:
        """The pages of this bucket that were given up."""
        stopped = self._counts[self.bucket].stopped if self._counts else {}
        return {page_id: Stopped(**why) for page_id, why in stopped.items()}

    @property
    def seconds(self) -> float:
        """How long the survey of this bucket took."""
        return self._counts[self.bucket].seconds if self._counts else 0.0

    def changed(self, site: str) -> bool:
        """Whether a page of the site was added, changed or removed, in any piece."""
        return any(self._counts[each].changed[site] for each in self.pieces.buckets_of(site))

    def to_learn(self, site: str) -> Iterator[PageNotes]:
        """What learning needs to know of all pages of the site, in all pieces."""
        for each in self.pieces.buckets_of(site):
            whole = set()
            for page in _read(self._folders[each] / SAMPLE, site, _SAMPLE.names[1:]):
                whole.add(page.page_id)
                yield page
            for page in _read(self._folders[each] / NOTES, site, ["page_id", "titles"]):
                if page.page_id not in whole:
                    yield page

    def own(self, site: str) -> Iterator[PageNotes]:
        """The notes of the site's pages in this bucket, without lines."""
        return _read(self._folders[self.bucket] / NOTES, site, _NOTES.names[1:])


def learn_large(
    learned: Learned, survey: Surveyed, settings: CleanSettings, base: Base | None
) -> None:
    """Learn the large sites of a bucket; what is told of one is told in its home alone."""
    learned.stopped.update(survey.stopped)
    for site in survey.pieces.large_in(survey.bucket):
        is_home = survey.pieces.buckets_of(site)[0] == survey.bucket
        problems = learned.problems if is_home else []
        if not is_home:
            learned.guests.add(site)
        if base is None or survey.changed(site):  # a base may be damaged since the survey
            learned.profiles[site] = profile_of(site, survey.to_learn(site), settings, problems)
            learned.notes.update((page.page_id, page) for page in survey.own(site))
        elif is_home:
            learned.unchanged.append(site)
            problems.extend(base.problems(site))


@contextmanager
def surveyed(work: Work, bucket: int) -> Iterator[Surveyed]:
    """The surveys that processing a bucket needs, on this machine."""
    pieces = pieces_of(work)
    folders = [work.survey_folder(each).name for each in _others(pieces, bucket)]
    names = [f"{name}/{file}" for name in folders for file in (SURVEY_SUMMARY, NOTES, SAMPLE)]
    with fetched(work.surveys, names) as folder:
        yield Surveyed(folder, work, pieces, bucket)


def _others(pieces: Pieces, bucket: int) -> list[int]:
    """The buckets in which there are pieces of the large sites of this one, itself among them."""
    return sorted({each for site in pieces.large_in(bucket) for each in pieces.buckets_of(site)})


def _read(path: Path, site: str, columns: list[str]) -> Iterator[PageNotes]:
    """Notes of one site's pages; what is not read is left empty."""
    for of, *values in read_rows(path, ["site", *columns]):
        if of == site:
            known = dict(zip(columns, values, strict=True))
            titles, as_lines, as_titles, linked = (known.get(name, b"") for name in _DIGESTS)
            lines = tuple(known.get("lines", ()))
            yield PageNotes(known["page_id"], titles, as_lines, as_titles, linked, lines)
