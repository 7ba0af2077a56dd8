"""The pages as they were scraped, decoded, for those that a reviewer is to see."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.ingest import find_sources, read_source
from pipeline.model.errors import HealthpagesError
from pipeline.model.records import RawPage
from pipeline.model.settings import IngestSettings
from pipeline.store.manifest import Manifest

# Characters of all originals in one file: some 20 MB still open at once and pass as an attachment.
MAX_CHARS = 15_000_000


def originals(manifest: Manifest, wanted: Mapping[str, str]) -> dict[str, RawPage]:
    """The pages that `wanted` names (id to source), as far as they are still where they were."""
    sources = set(wanted.values())
    settings = IngestSettings.model_validate(manifest.settings["ingest"])
    return {
        page.page_id: page
        for page in _pages(manifest.raw, sources, settings)
        if page.page_id in wanted
    }


def _pages(raw: str, sources: set[str], settings: IngestSettings) -> Iterator[RawPage]:
    try:
        found = [source for source in find_sources(raw) if source.name in sources]
    except (HealthpagesError, OSError):  # the raw pages are elsewhere now; the page says so
        return
    for source in found:
        yield from (item for item in read_source(source, settings) if isinstance(item, RawPage))


def within_limit(page_ids: Iterable[str], pages: Mapping[str, RawPage]) -> dict[str, RawPage]:
    """The first pages, in this order, whose texts together stay within `MAX_CHARS`."""
    taken: dict[str, RawPage] = {}
    left = MAX_CHARS
    for page_id in page_ids:
        page = pages.get(page_id)
        if page is not None and len(page.text) <= left:
            left -= len(page.text)
            taken[page_id] = page
    return taken
