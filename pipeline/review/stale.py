"""Stale decisions: those in force whose text is no longer there, so that they touch nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.model.decisions import Decision, Decisions, Scope, in_force, text_digest
from pipeline.model.records import Problem, Severity
from pipeline.review.log import NAME, read_log
from pipeline.store.parquet import read_rows
from pipeline.store.places import Place

Parts = Iterable[tuple[Path, Path]]  # of each bucket, its pages and its blocks


def all_of(decisions: Decisions) -> Iterator[Decision]:
    """Every decision in force."""
    for index in (decisions.blocks, decisions.site_texts, decisions.headings, decisions.mentions):
        yield from index.values()


class Sightings:
    """Which decisions have met what they are about, while blocks pass by."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        self._of_page: dict[str, list[Decision]] = defaultdict(list)
        for index in (decisions.headings, decisions.mentions):
            for decision in index.values():
                self._of_page[decision.page_id].append(decision)
        self._seen: set[str] = set()  # decision ids

    def look(self, page_id: str, site: str, block_id: str, text: str) -> None:
        """Take note of a block.

        A heading or a mention that was taken back is no row any more, so its words count.
        """
        if block_id in self._decisions.blocks:
            self._seen.add(self._decisions.blocks[block_id].decision_id)
        if self._decisions.site_texts:
            found = self._decisions.site_texts.get((site, text_digest(text)))
            if found is not None:
                self._seen.add(found.decision_id)
        waiting = self._of_page.get(page_id, ())
        self._seen.update(each.decision_id for each in waiting if each.text in text)

    def stale(self) -> list[Decision]:
        """The decisions in force that met nothing, oldest first."""
        left = (each for each in all_of(self._decisions) if each.decision_id not in self._seen)
        return sorted(left, key=lambda each: (each.at, each.decision_id))


def parts_of(run: Path) -> Parts:
    """The parts of a run in which decisions are looked for."""
    blocks = sorted((run / "blocks").glob("*.parquet"))
    return ((run / "pages" / part.name, part) for part in blocks)


def stale_decisions(decisions: Decisions, parts: Parts) -> list[Decision]:
    """The decisions in force that meet nothing in the parts of a run, oldest first."""
    sightings = Sightings(decisions)
    if any(all_of(decisions)):
        for pages, blocks in parts:
            site_of = dict(read_rows(pages, ("page_id", "site")))
            for page_id, block_id, text in read_rows(blocks, ("page_id", "block_id", "text")):
                sightings.look(page_id, site_of[page_id], block_id, text)
    return sightings.stale()


def decision_problems(log_file: Place, parts: Parts) -> list[Problem]:
    """A row for each broken line of a log, and for each of its decisions that is stale."""
    log = read_log(log_file)
    stale = stale_decisions(in_force(log.decisions), parts)
    return [*log.problems, *map(_problem, stale)]


def _problem(decision: Decision) -> Problem:
    on_site = decision.scope is Scope.SITE
    where = f"on site {decision.site}" if on_site else f"on page {decision.page_id}"
    message = (
        f"{decision.reviewer}'s decision {decision.decision_id} ({decision.verdict.value}, {where})"
        " was not applied: its text is no longer there."
    )
    return Problem(NAME, "review", "stale_decision", message, Severity.INFO)
