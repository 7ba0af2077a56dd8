"""The audit's checks, declared: what each means, what follows when it fails, where its limit is.

    error     the tables contradict themselves: the run can't be published
    review    the run differs from the published one more than usual: somebody has to look
    warning   worth knowing; the run is published all the same

A check of pages yields one sentence a fault; a check of figures returns one number.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.store.manifest import Manifest
from pipeline.store.pagerows import PageRows, Row
from pipeline.store.sites import SiteChange

Consequence = Literal["error", "review", "warning"]


@dataclass(frozen=True, slots=True)
class PageCheck:
    """Looks at one page with its blocks, sections, mentions; no fault is allowed."""

    name: str
    meaning: str
    severity: Consequence
    faults: Callable[[PageRows], Iterator[str]]


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """Measures the whole run, alone or against the published one; at most `limit` is allowed."""

    name: str
    meaning: str
    severity: Consequence
    measure: Callable[[Manifest, Manifest | None], float]
    limit: str  # the field of AuditSettings


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """Measures how one site changed against the published run; each beyond `limit` is a fault."""

    name: str
    meaning: str
    severity: Consequence
    measure: Callable[[SiteChange], float]
    limit: str  # the field of AuditSettings


def _ids(page: PageRows) -> Iterator[str]:
    for table, rows, key in (
        ("blocks", page.blocks, "block_id"),
        ("sections", page.sections, "section_id"),
        ("mentions", page.mentions, "mention_id"),
    ):
        ids = [row[key] for row in rows]
        if len(set(ids)) < len(ids):  # seldom: counting takes longer
            counts = Counter(ids).items()
            yield from (f"{table} has {key} {key_} {n} times" for key_, n in counts if n > 1)


def _foreign_keys(page: PageRows) -> Iterator[str]:
    blocks = {row["block_id"] for row in page.blocks}
    sections = {row["section_id"] for row in page.sections}
    for table, rows, column, known in (
        ("blocks", page.blocks, "section_id", sections),
        ("sections", page.sections, "parent_id", sections),
        ("sections", page.sections, "block_id", blocks),
        ("mentions", page.mentions, "section_id", sections),
        ("mentions", page.mentions, "block_id", blocks),
    ):
        named = [row[column] for row in rows if row[column] is not None]
        if not known.issuperset(named):
            yield from (
                f"{table}.{column} {key} stands in no row" for key in named if key not in known
            )


def _offsets(page: PageRows) -> Iterator[str]:
    text = page.page["text"]
    for table, rows in (("sections", page.sections), ("mentions", page.mentions)):
        for row in rows:
            if text[row["start"] : row["end"]] != row["text"]:
                yield f"{table} {row['start']}:{row['end']} is not {row['text'][:40]!r}"


def _whole(page: PageRows) -> Iterator[str]:
    start = 0
    for position, row in enumerate(page.blocks):
        if (row["position"], row["start"]) != (position, start):
            yield f"block {position} starts at {row['start']}, not at {start}"
            return
        if row["end"] - row["start"] != len(row["text"]):
            yield f"block {position} is not as long as its text"
            return
        start = row["end"] + 1
    kept = [row["text"] for row in page.blocks if row["kept"]]
    if "\n".join(kept) != page.page["text"]:
        yield "the kept blocks do not make up the clean text"


def _reasons(page: PageRows) -> Iterator[str]:
    for row in page.blocks:
        if row["kept"] != (row["reason"] is None):
            state = "kept with a reason" if row["kept"] else "removed without a reason"
            yield f"block {row['position']} was {state}"


def _counts(page: PageRows) -> Iterator[str]:
    blocks, row = page.blocks, page.page
    labels = [mention["label"] for mention in page.mentions]
    lengths = [(block["kept"], len(block["text"])) for block in blocks]
    for column, counted in (
        ("n_blocks", len(blocks)),
        ("n_removed", sum(not kept for kept, _ in lengths)),
        ("n_sections", len(page.sections)),
        ("n_causes", labels.count("CAUSE")),
        ("n_remedies", labels.count("REMEDY")),
        ("visible_chars", sum(length for _, length in lengths)),
        ("kept_chars", sum(length for kept, length in lengths if kept)),
    ):
        if row[column] != counted:
            yield f"{column} is {row[column]}, counted {counted}"


def _status(page: PageRows) -> Iterator[str]:
    amiss = sorted({row["code"] for row in page.problems if row["severity"] != "info"})
    if page.page["status"] == "ok" and amiss:
        yield f"is ok in spite of {', '.join(amiss)}"
    if page.page["status"] == "failed" and not amiss:
        yield "is failed without a problem that says why"


def _numbers(page: PageRows) -> Iterator[str]:
    """Numbers continue their parent's and rise among its children."""
    for parent, number, before, row in _siblings(page):
        path = f"{parent}.{number}".removeprefix(".")
        if row["number"] != path or row["level"] != path.count(".") + 1 or number <= before:
            yield f"section {row['number']} (level {row['level']}) follows {before}"


def _gaps(page: PageRows) -> Iterator[str]:
    for _, number, before, row in _siblings(page):
        if number > before + 1:
            yield f"section {row['number']} follows {before}"


def _siblings(page: PageRows) -> Iterator[tuple[str, int, int, Row]]:
    """Each section with its parent's number, its own last number and that of its predecessor."""
    number_of = {row["section_id"]: row["number"] for row in page.sections}
    last: dict[str, int] = {}
    for row in page.sections:
        parent = number_of.get(row["parent_id"], "")
        number = int(row["number"].rpartition(".")[2])
        yield parent, number, last.get(parent, 0), row
        last[parent] = number


def _orphans(page: PageRows) -> Iterator[str]:
    yield from (f"{table} names a page that pages does not have" for table in page.orphans)


FILE_CHECKS = {  # errors, each; `audit.py` looks at the files themselves
    "files": "Every part is the file that was written.",
    "schema": "Every part has its table's schema and the rows that the manifest says.",
    "page_ids": "No page stands in two rows.",
    "example_pages": "Every page that `claims` and `site_blocks` name as an example exists.",
}

PAGE_CHECKS = (
    PageCheck("ids_unique", "No id stands for two rows.", "error", _ids),
    PageCheck("foreign_keys", "Every id that a row names exists.", "error", _foreign_keys),
    PageCheck("pages_exist", "Every row belongs to a page that exists.", "error", _orphans),
    PageCheck(
        "offsets", "`start` and `end` cut the row's text out of the page's.", "error", _offsets
    ),
    PageCheck(
        "whole", "Kept and removed blocks together are all the visible text.", "error", _whole
    ),
    PageCheck(
        "reasons", "A block has a reason when, and only when, it was removed.", "error", _reasons
    ),
    PageCheck("counts", "The counts of a page are those of its rows.", "error", _counts),
    PageCheck("status_honest", "No page is `ok` that has a warning or an error.", "error", _status),
    PageCheck("numbering", "Section numbers continue their parent's and rise.", "error", _numbers),
    PageCheck("numbering_gaps", "Section numbers leave none out.", "warning", _gaps),
)


def _share(figure: str) -> Callable[[Manifest, Manifest | None], float]:
    """A measure: the share of the run's pages that the figure counts."""

    def measure(run: Manifest, _published: Manifest | None) -> float:
        return run.figures.get(figure, 0) / max(run.rows("pages"), 1)

    return measure


def _rejected(run: Manifest, _published: Manifest | None) -> float:
    rejected = run.figures.get("rejected", 0)
    return rejected / max(rejected + run.rows("pages"), 1)


COMPARED = {"pages", "blocks", "sections", "mentions", "claims"}  # in what changes of rows say


def _row_drift(run: Manifest, published: Manifest | None) -> float:
    """The largest change in rows of a table, as a share of the published rows."""
    if published is None:
        return 0.0
    tables = sorted({output.table for output in published.outputs} & COMPARED)
    changes = (_change(run.rows(table), published.rows(table)) for table in tables)
    return max(changes, default=0.0)


def _change(now: float, before: float) -> float:
    return abs(now - before) / before if before else float(now > 0)


def _kept_drift(run: Manifest, published: Manifest | None) -> float:
    if published is None:
        return 0.0
    return abs(run.figures["kept_share"] - published.figures["kept_share"])


def _kept_changed(site: SiteChange) -> float:
    return abs(site.after.kept_share - site.before.kept_share)


def _mentions_changed(site: SiteChange) -> float:
    return _change(site.after.mentions_a_page, site.before.mentions_a_page)


SITE_CHECKS = (
    SiteCheck(
        "site_kept_drift",
        "Sites whose kept share of the text changed against the published run.",
        "review",
        _kept_changed,
        "max_site_kept_drift",
    ),
    SiteCheck(
        "site_mentions_drift",
        "Sites whose mentions a page changed against the published run.",
        "review",
        _mentions_changed,
        "max_site_mentions_drift",
    ),
)

FIGURE_CHECKS = (
    FigureCheck(
        "rejected",
        "Share of documents that could not be read.",
        "warning",
        _rejected,
        "max_rejected",
    ),
    FigureCheck(
        "failed",
        "Share of pages on which a step failed.",
        "warning",
        _share("status_failed"),
        "max_failed",
    ),
    FigureCheck(
        "without_sections",
        "Share of pages in which no section was found.",
        "warning",
        _share("without_sections"),
        "max_without_sections",
    ),
    FigureCheck(
        "without_mentions",
        "Share of pages in which no cause and no remedy was found.",
        "warning",
        _share("without_mentions"),
        "max_without_mentions",
    ),
    FigureCheck(
        "row_drift",
        "Largest change in rows of a table against the published run.",
        "review",
        _row_drift,
        "max_row_drift",
    ),
    FigureCheck(
        "kept_drift",
        "Change in the kept share of the text against the published run.",
        "review",
        _kept_drift,
        "max_kept_drift",
    ),
)
