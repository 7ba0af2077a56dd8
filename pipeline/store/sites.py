"""What a run holds of each site, and how that differs from another run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.store.parquet import read_rows

_COLUMNS = ("site", "visible_chars", "kept_chars", "n_causes", "n_remedies")


@dataclass(slots=True)
class SiteFigures:
    """Sums over the pages of one site."""

    pages: int = 0
    visible: int = 0
    kept: int = 0
    mentions: int = 0

    @property
    def kept_share(self) -> float:
        """The share of the visible text that was kept."""
        return self.kept / self.visible if self.visible else 0.0

    @property
    def mentions_a_page(self) -> float:
        """Mentions of a page on the average."""
        return self.mentions / self.pages if self.pages else 0.0


@dataclass(frozen=True, slots=True)
class SiteChange:
    """A site that two runs hold."""

    site: str
    before: SiteFigures
    after: SiteFigures


def site_figures(run: Path) -> dict[str, SiteFigures]:
    """The figures of every site of a run."""
    figures: dict[str, SiteFigures] = {}
    for part in sorted((run / "pages").iterdir()):
        for site, visible, kept, causes, remedies in read_rows(part, _COLUMNS):
            of_site = figures.setdefault(site, SiteFigures())
            of_site.pages += 1
            of_site.visible += visible
            of_site.kept += kept
            of_site.mentions += causes + remedies
    return figures


def site_changes(before: Path, after: Path, min_pages: int) -> Iterator[SiteChange]:
    """The sites of which both runs hold at least so many pages, by name."""
    old, new = site_figures(before), site_figures(after)
    for site in sorted(old.keys() & new.keys()):
        if min(old[site].pages, new[site].pages) >= min_pages:
            yield SiteChange(site, old[site], new[site])
