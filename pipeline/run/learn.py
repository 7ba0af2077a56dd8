"""The first pass over a bucket: one page an id, and what each site repeats.

Pages come by site and by id. Those that stay are left on disk by id, for the second pass. Of a
page that did not change since the base run, the notes of then are used; a site of which nothing
changed is not learned again, since it would say the same of its pages. Large sites, which are
spread over buckets, are learned from their surveys (`survey.py`).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from pipeline.clean import read
from pipeline.clean.site import HEADING, PageNotes, SiteProfile, learn_site, take_notes
from pipeline.model.records import Problem, RawPage, Severity
from pipeline.model.settings import CleanSettings, Settings
from pipeline.run.base import Base
from pipeline.run.documents import Documents
from pipeline.run.memory import PageMemory  # noqa: TC001  it is a plain annotation
from pipeline.run.rulings import Rulings
from pipeline.run.sentry import Sentry
from pipeline.store.atomic import remove_folder
from pipeline.store.spool import Chosen, Spool, by_id, by_site, merged
from pipeline.watch import Stopped, within


@dataclass(frozen=True, slots=True)
class Learned:
    """What the first pass gives to the second."""

    profiles: dict[str, SiteProfile] = field(default_factory=dict)  # of sites that changed
    notes: dict[str, PageNotes] = field(default_factory=dict)  # of pages read now, without lines
    problems: list[Problem] = field(default_factory=list)
    stopped: dict[str, Stopped] = field(default_factory=dict)  # pages that were given up
    unchanged: list[str] = field(default_factory=list)  # sites of which the base says the same
    guests: set[str] = field(default_factory=set)  # large sites of which another bucket tells


def learn(  # noqa: PLR0913, PLR0917  what it reads, what it goes by, who watches
    paths: Iterable[Path],
    spool: Path,
    settings: Settings,
    base: Base | None,
    rulings: Rulings,
    sentry: Sentry,
    documents: Documents,
    chosen: Chosen | None = None,
    large: Collection[str] = (),
) -> Learned:
    """What the sites of a bucket repeat; the pages that stay are left in `spool` by id.

    Only pages that are `chosen` are in the bucket; `large` sites are left to be learned.
    """
    learned = Learned(stopped=dict(sentry.given_up))
    reader = Reader(settings, learned, sentry, documents)
    scratch = spool.with_name("scratch")
    scratch.mkdir()
    by_page_id = Spool(spool, "pages", by_id)
    merged_pages = merged(paths, by_site, scratch, chosen)
    for site, pages in groupby(merged_pages, key=lambda page: page.site):
        kept = _spooled(newest(pages, learned.problems), by_page_id)
        if site in large:
            for _ in kept:
                pass
            continue
        notes = SiteNotes(kept, base, rulings, reader)
        profile = profile_of(site, notes, settings.clean, learned.problems)
        for _ in kept:  # what learning left unread where it failed
            notes.n_changed += 1
        if notes.needed(site):
            learned.profiles[site] = profile
        elif base:
            learned.unchanged.append(site)
            learned.problems.extend(base.problems(site))
    by_page_id.end_run()
    remove_folder(scratch)
    return learned


@dataclass(frozen=True, slots=True)
class SiteBlock:
    """One row of the `site_blocks` table."""

    site: str
    digest: str
    text: str
    place: str
    removed: bool
    n_pages: int
    n_counted: int
    share: float
    example_page_id: str


def site_blocks(learned: Learned, base: Base | None) -> Iterator[SiteBlock]:
    """What repeats on each site of the bucket: learned now, or as the base has it."""
    told = (item for item in learned.profiles.items() if item[0] not in learned.guests)
    for site, profile in told:
        for each in profile.repeats:
            yield SiteBlock(
                site=site,
                digest=f"{each.digest:016x}",
                text=each.example,
                place=each.place,
                removed=each.place != HEADING,
                n_pages=each.pages,
                n_counted=profile.sampled,
                share=each.share,
                example_page_id=each.page_id,
            )
    if base:
        unchanged = set(learned.unchanged)
        rows = (SiteBlock(*values) for values in base.rows("site_blocks"))
        yield from (row for row in rows if row.site in unchanged)


class SiteNotes:
    """The notes of a site's pages: of changed pages at once, of the others if they are needed."""

    def __init__(
        self,
        pages: Iterator[RawPage],
        base: Base | None,
        rulings: Rulings,
        reader: "Reader",
    ) -> None:
        self.n_pages = 0
        self.n_changed = 0
        self.unchanged: list[PageMemory] = []
        self._site = ""
        self._pages = pages
        self._base = base
        self._rulings = rulings
        self._reader = reader

    def __iter__(self) -> Iterator[PageNotes]:
        yield from self.of_changed()
        if self._base and self.needed(self._site):
            yield from map(self._base.notes, self.unchanged)

    def of_changed(self) -> Iterator[PageNotes]:
        """The notes of changed pages; what is remembered of the others is in `unchanged` then."""
        for page in self._pages:
            self.n_pages += 1
            self._site = page.site
            ruled = self._rulings.on(page.page_id, page.site)
            memory = self._base.unchanged(page, ruled) if self._base else None
            if memory:
                self.unchanged.append(memory)
                continue
            self.n_changed += 1
            notes = self._reader.notes(page)
            if notes:
                yield notes

    def needed(self, site: str) -> bool:
        """Whether a page of the site was added, changed or removed."""
        before = self._base.pages_of_site[site] if self._base else None
        return self.n_changed > 0 or self.n_pages != before


class Reader:
    """Reads pages within their limits."""

    def __init__(
        self,
        settings: Settings,
        learned: Learned,
        sentry: Sentry,
        documents: Documents | None = None,
    ) -> None:
        self._settings = settings
        self._learned = learned
        self._sentry = sentry
        self._documents = documents

    def noted(self, page_id: str) -> PageNotes:
        """The notes of a page that was read, without its lines."""
        return self._learned.notes[page_id]

    def notes(self, page: RawPage) -> PageNotes | None:
        """Notes of a page; None where it can't be read, which the second pass makes a problem."""
        if page.page_id in self._learned.stopped:
            return None
        with self._sentry.page(page.page_id):
            found = within(self._settings.process, lambda: self._read(page))
        if isinstance(found, Stopped):
            self._learned.stopped[page.page_id] = found
            return None
        if found:
            self._learned.notes[page.page_id] = replace(found, lines=())
        return found

    def _read(self, page: RawPage) -> PageNotes | None:
        try:
            document = read(page, self._settings.clean)
            notes = take_notes(document)
        except Exception:  # noqa: BLE001  one page's fault must not end the run
            return None
        if self._documents:
            self._documents.add(document)
        return notes


def profile_of(
    site: str, notes: Iterable[PageNotes], settings: CleanSettings, problems: list[Problem]
) -> SiteProfile:
    """What the site repeats; nothing, and a problem, where learning itself fails."""
    try:
        return learn_site(notes, settings)
    except Exception as error:  # noqa: BLE001  one page's fault must not end the run; it is a row
        message = f"What {site} repeats was not learned: {type(error).__name__}: {error}"
        problems.append(Problem(site, "clean", "site_not_learned", message, Severity.WARNING))
        return SiteProfile()


def newest(pages: Iterable[RawPage], problems: list[Problem]) -> Iterator[RawPage]:
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
