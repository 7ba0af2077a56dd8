"""What the review page shows, as JSON: the pages that need a look most, the queue, the decisions.

The run is read twice, page by page: first to choose the pages, then to count on how many pages of
its site each of their texts stands. Only the chosen pages are held.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model.decisions import Decision, in_force, text_digest
from pipeline.model.reasons import Reason
from pipeline.review.blocks import BLOCK_COLUMNS, block_rows, mention_rows, section_rows
from pipeline.review.diff import BlockChange, Change, PageDiff, diff_page
from pipeline.review.log import Log
from pipeline.review.markdown import row_text
from pipeline.review.pairs import Pair, pair_blocks
from pipeline.review.precision import agreement, precision, sample_size
from pipeline.review.queue import Alarm, alarms, doubt, in_sample, is_asked, page_order, sureness
from pipeline.review.rows import page_pairs, run_pages
from pipeline.review.stale import parts_of, stale_decisions
from pipeline.store.manifest import Manifest
from pipeline.store.pagerows import PageRows, Row
from pipeline.store.parquet import read_rows

MAX_PAGES = 500  # in one file; it opens within a second, and nobody reviews more in a day
EXAMPLES = 3  # pages shown before a decision is made for a whole site


@dataclass(frozen=True, slots=True)
class Chosen:
    """A page that is shown, with what changed on it."""

    order: tuple[Any, ...]
    page: PageRows
    pairs: tuple[Pair, ...]
    changed: PageDiff | None
    alarms: tuple[Alarm, ...]

    @property
    def changes(self) -> dict[str, BlockChange]:
        """What happened to its blocks, by block id."""
        return {each.row["block_id"]: each for each in self.changed.blocks} if self.changed else {}


@dataclass(slots=True)
class Group:
    """A text that stands on several pages of a site."""

    kept: int = 0
    removed: int = 0
    pages: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)

    def add(self, page: Row, block: Row) -> None:
        """Count one block."""
        if page["page_id"] not in self.pages and len(self.examples) < EXAMPLES:
            self.examples.append(page["title"] or page["source"])
        self.pages.add(page["page_id"])
        if block["kept"]:
            self.kept += 1
        else:
            self.removed += 1


Groups = dict[tuple[str, str], Group]


def bundle(
    run: Path,
    manifest: Manifest,
    *,
    against: Path | None = None,
    limit: int = MAX_PAGES,
) -> dict[str, Any]:
    """What the page shows of a run, and of what changed since the run `against`."""
    lost: list[Row] = []
    chosen = choose(run, against, limit, lost)
    groups = count_groups(run, chosen)
    rules = _rules(against) if against else None
    pages = [_page(each, groups) for each in chosen]
    return {
        "run": about_run(manifest),
        "against": against.name if against else None,
        "total": manifest.rows("pages"),
        "lost": [[page["title"] or page["source"], page["source"]] for page in lost],
        "reasons": {reason.value: reason.sentence for reason in Reason},
        "columns": BLOCK_COLUMNS,
        "pages": pages,
        "queue": list(_queue(chosen, rules)),
        "groups": {_name(*key): _group(group) for key, group in groups.items()},
    }


def decided(log: Log, run: Path) -> dict[str, Any]:
    """What the page shows of the decisions made so far."""
    return {
        "decisions": [asdict(each) for each in log.decisions],
        "broken": [problem.message for problem in log.problems],
        "stale": [asdict(each) for each in stale_decisions(in_force(log.decisions), parts_of(run))],
        "figures": figures(log.decisions),
    }


def choose(run: Path, against: Path | None, limit: int, lost: list[Row]) -> list[Chosen]:
    """The pages that need a look most, worst first; `lost` takes those that only `against` has."""
    found = (_chosen(before, after) for before, after in _pairs(run, against, lost))
    return heapq.nsmallest(limit, found, key=lambda each: each.order)


def _pairs(
    run: Path, against: Path | None, lost: list[Row]
) -> Iterator[tuple[PageRows | None, PageRows]]:
    """The pages of the run, each with itself in the other run where there is one."""
    if against is None:
        yield from ((None, page) for page in run_pages(run))
        return
    for before, after in page_pairs(against, run):
        if after is not None:
            yield before, after
        elif before is not None:
            lost.append(before.page)


def _chosen(before: PageRows | None, after: PageRows) -> Chosen:
    changed = diff_page(before, after) if before is not None else None
    pairs = pair_blocks(before.blocks if before else after.blocks, after.blocks)
    found = alarms(after, changed)
    asked = [
        sureness(block) for block in after.blocks if is_asked(block, None, after.page["title"])
    ]
    order = page_order(after.page["page_id"], found, asked)
    return Chosen(order, after, tuple(pairs), changed, tuple(found))


def count_groups(run: Path, chosen: Iterable[Chosen]) -> Groups:
    """For each text of the chosen pages: where else on its site it stands, if it does."""
    groups: Groups = {
        (each.page.page["site"], text_digest(block["text"])): Group()
        for each in chosen
        for block in each.page.blocks
    }
    for page, block in _blocks(run):
        group = groups.get((page["site"], text_digest(block["text"])))
        if group is not None:
            group.add(page, block)
    return {key: group for key, group in groups.items() if len(group.pages) > 1}


def _blocks(run: Path) -> Iterator[tuple[Row, Row]]:
    """Every block of the run with its page, a few columns of each."""
    of_page = ("page_id", "site", "title", "source")
    of_block = ("page_id", "text", "kept")
    for part in sorted((run / "blocks").glob("*.parquet")):
        rows = read_rows(run / "pages" / part.name, of_page)
        pages = {row[0]: dict(zip(of_page, row, strict=True)) for row in rows}
        for row in read_rows(part, of_block):
            yield pages[row[0]], dict(zip(of_block, row, strict=True))


def _rules(run: Path) -> set[str]:
    """The rules that removed something in a run."""
    parts = sorted((run / "blocks").glob("*.parquet"))
    return {rule for part in parts for (rule,) in read_rows(part, ("rule",)) if rule}


def about_run(manifest: Manifest) -> dict[str, Any]:
    """What the page says of the run itself."""
    failed = [asdict(finding) for finding in manifest.audit if not finding.passed]
    return {
        "id": manifest.run_id,
        "status": manifest.status,
        "started": manifest.started,
        "code": manifest.code_version,
        "published": list(manifest.published),
        "failed": failed,
    }


def _page(chosen: Chosen, groups: Groups) -> dict[str, Any]:
    page = chosen.page.page
    changed = chosen.changed
    site = page["site"]
    return {
        "id": page["page_id"],
        "title": page["title"] or "",
        "url": page["url"] or "",
        "site": site,
        "source": page["source"],
        "language": page["language"] or "",
        "condition": page["condition"] or "",
        "status": page["status"],
        "kept": page["kept_chars"],
        "visible": page["visible_chars"],
        "alarms": [alarm.text for alarm in chosen.alarms],
        "facts": list(changed.facts) if changed else [],
        "rows": _row_changes(changed) if changed else [],
        "blocks": block_rows(chosen.pairs, chosen.changes, _group_of(site, groups)),
        "sections": section_rows(chosen.page.sections),
        "mentions": mention_rows(chosen.page),
        "problems": [[each["severity"], each["message"]] for each in chosen.page.problems],
    }


def _group_of(site: str, groups: Groups) -> Any:
    def name(text: str) -> str | None:
        key = (site, text_digest(text))
        return _name(*key) if key in groups else None

    return name


def _name(site: str, digest: str) -> str:
    return f"{site} {digest}"


def _group(group: Group) -> dict[str, Any]:
    return {
        "pages": len(group.pages),
        "kept": group.kept,
        "removed": group.removed,
        "examples": group.examples,
    }


def _row_changes(changed: PageDiff) -> list[list[str]]:
    """Sections and mentions that were lost, changed or added: what, how, told in a line."""
    order = list(Change)
    named = [("section", each) for each in changed.sections]
    named += [("mention", each) for each in changed.mentions]
    named.sort(key=lambda item: order.index(item[1].change))
    return [[name, each.change.value, row_text(each)] for name, each in named]


def _queue(chosen: list[Chosen], rules: set[str] | None) -> Iterator[list[int]]:
    """Place of page and block, in order of doubt; of equal texts of a site the first one."""
    found = []
    for number, each in enumerate(chosen):
        changes = each.changes
        for place, pair in enumerate(each.pairs):
            if pair.new is None:
                continue
            change = changes.get(pair.new["block_id"])
            kind = change.change if change else None
            if is_asked(pair.new, kind, each.page.page["title"]):
                rule = pair.new["rule"]
                new_rule = rules is not None and rule is not None and rule not in rules
                key = (each.page.page["site"], text_digest(pair.new["text"]), pair.new["kept"])
                found.append((doubt(pair.new, kind, new_rule=new_rule), number, place, key))
    met = set()
    for _, number, place, key in sorted(found):
        if key not in met:
            met.add(key)
            yield [number, place]


def figures(decisions: Iterable[Decision]) -> dict[str, Any]:
    """Precision and agreement from all decisions, and the sample that they need."""
    known = list(decisions)
    judged, agreed = precision(known), agreement(known)
    return {
        "precision": {**asdict(judged), "share": judged.share},
        "agreement": asdict(agreed),
        "needed": sample_size(),
        "sampled": sum(in_sample(each.target_id) for each in known),
    }
