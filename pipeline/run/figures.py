"""The figures that a run's report shows, counted over its parts one after another."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.store.parquet import read_rows

SHARE_BINS = 10  # of the histogram of kept shares: tenths can be read off


@dataclass(slots=True)
class Site:
    """Sums over the pages of one site."""

    site: str
    pages: int = 0
    visible_chars: int = 0
    kept_chars: int = 0
    sections: int = 0
    mentions: int = 0

    @property
    def kept_share(self) -> float:
        """Share of the visible text that was kept."""
        return self.kept_chars / self.visible_chars if self.visible_chars else 0.0

    @property
    def mentions_a_page(self) -> float:
        """Mentions on an average page."""
        return self.mentions / self.pages if self.pages else 0.0


@dataclass(slots=True)
class Removed:
    """What was removed for one reason."""

    reason: str
    blocks: int = 0
    chars: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """A cause or a remedy over all conditions for which a page names it."""

    term: str
    conditions: int
    pages: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All counts of one run, the most frequent first."""

    sites: tuple[Site, ...]
    share_bins: tuple[int, ...]  # pages by their kept share, in tenths
    removed: tuple[Removed, ...]
    kinds: tuple[tuple[str, int], ...]
    labels: dict[str, int]
    causes: tuple[Term, ...]
    remedies: tuple[Term, ...]


def figures_of(folder: Path) -> Figures:
    """The figures of the run in `folder`."""
    sites, bins = _pages(folder)
    claims = _claims(folder)
    return Figures(
        sites=sites,
        share_bins=bins,
        removed=_removed(folder),
        kinds=tuple(_counts(folder, "sections", "kind").most_common()),
        labels=dict(_counts(folder, "mentions", "label")),
        causes=_terms(claims, "CAUSE"),
        remedies=_terms(claims, "REMEDY"),
    )


def sites_of(folder: Path) -> tuple[Site, ...]:
    """The sites of the run in `folder`, the one with most pages first."""
    return _pages(folder)[0]


def _parts(folder: Path, table: str) -> Iterator[Path]:
    return iter(sorted((folder / table).iterdir()))


def _read(path: Path, columns: list[str]) -> pa.Table:
    """Columns of a part with one numbering of labels; each row group has its own."""
    return pq.read_table(path, columns=columns).unify_dictionaries()


def _pages(folder: Path) -> tuple[tuple[Site, ...], tuple[int, ...]]:
    sites: dict[str, Site] = {}
    bins = [0] * SHARE_BINS
    columns = ("site", "visible_chars", "kept_chars", "n_sections", "n_causes", "n_remedies")
    for path in _parts(folder, "pages"):
        for name, visible, kept, sections, causes, remedies in read_rows(path, columns):
            site = sites.setdefault(name, Site(name))
            site.pages += 1
            site.visible_chars += visible
            site.kept_chars += kept
            site.sections += sections
            site.mentions += causes + remedies
            if visible:
                bins[min(kept * SHARE_BINS // visible, SHARE_BINS - 1)] += 1
    ordered = sorted(sites.values(), key=lambda site: (-site.pages, site.site))
    return tuple(ordered), tuple(bins)


def _removed(folder: Path) -> tuple[Removed, ...]:
    """Removed blocks by reason; grouped by Arrow, as blocks are many."""
    found: dict[str, Removed] = {}
    for path in _parts(folder, "blocks"):
        blocks = _read(path, ["reason", "start", "end"])
        sums = blocks.group_by("reason").aggregate(
            [("end", "count"), ("end", "sum"), ("start", "sum")]
        )
        for row in sums.to_pylist():
            if row["reason"] is not None:
                removed = found.setdefault(row["reason"], Removed(row["reason"]))
                removed.blocks += row["end_count"]
                removed.chars += row["end_sum"] - row["start_sum"]
    return tuple(sorted(found.values(), key=lambda removed: (-removed.chars, removed.reason)))


def _counts(folder: Path, table: str, column: str) -> Counter[str]:
    """Rows by their value of a column, in an order that does not depend on the parts."""
    counts: Counter[str] = Counter()
    for path in _parts(folder, table):
        for found in _read(path, [column])[column].value_counts().to_pylist():
            counts[found["values"]] += found["counts"]
    return Counter(dict(sorted(counts.items())))


def _terms(claims: pa.Table, label: str) -> tuple[Term, ...]:
    """Terms of a label by the pages that name them, in whatever condition."""
    said = claims.filter((pc.field("label") == label) & (pc.field("n_pages") > 0))
    grouped = said.group_by("term").aggregate([("condition", "count_distinct"), ("n_pages", "sum")])
    columns = (
        grouped[name].to_pylist() for name in ("term", "condition_count_distinct", "n_pages_sum")
    )
    terms = [Term(*row) for row in zip(*columns, strict=True)]
    return tuple(sorted(terms, key=lambda term: (-term.pages, -term.conditions, term.term)))


def _claims(folder: Path) -> pa.Table:
    columns = ["label", "term", "condition", "n_pages"]
    parts = [_read(path, columns) for path in _parts(folder, "claims")]
    return pa.concat_tables(parts)
