"""Cut: a site with too many pages for one bucket is spread over several, in pieces.

Into how many follows from the number of its pages as they were read, so from the input alone. It
is a power of two, so that a site that grows seldom moves, and then half of its pages stay. What
the site repeats is still learned from all of them: see `survey.py`.
"""

from collections import Counter
from dataclasses import dataclass

from pipeline.model.ids import digest
from pipeline.run.progress import report
from pipeline.run.work import Plan, Work
from pipeline.store.atomic import read_json, write_json
from pipeline.store.places import Place
from pipeline.store.spool import Chosen

PIECES = "pieces.json"
SITES = "sites.json"  # in the folder of a shard: how many pages of each site it read


def bucket_of(site: str, buckets: int) -> int:
    """The bucket of a site, of a large one its home: the same on every machine, in every run."""
    return int(digest("bucket", site), 16) % buckets


@dataclass(frozen=True, slots=True)
class Pieces:
    """How many pieces the large sites of a run are cut into, and where each page belongs."""

    buckets: int
    of_site: dict[str, int]

    def bucket_of(self, site: str, page_id: str) -> int:
        """The bucket of a page: a large site's pieces are at home and in the buckets behind."""
        home = bucket_of(site, self.buckets)
        pieces = self.of_site.get(site)
        return (home + int(page_id[-8:], 16) % pieces) % self.buckets if pieces else home

    def buckets_of(self, site: str) -> list[int]:
        """The buckets of a large site's pieces, its home first."""
        home = bucket_of(site, self.buckets)
        return [(home + piece) % self.buckets for piece in range(self.of_site[site])]

    def large_in(self, bucket: int) -> list[str]:
        """The large sites that have a piece in a bucket, by name."""
        return sorted(site for site in self.of_site if bucket in self.buckets_of(site))

    def homes(self, bucket: int) -> list[int]:
        """The buckets under which pages of this one may stand in the folders of shards."""
        return sorted({bucket, *(bucket_of(site, self.buckets) for site in self.large_in(bucket))})

    def chosen(self, bucket: int, *, large: bool = False) -> Chosen | None:
        """What tells the pages of a bucket, or those of large sites in it, from others.

        None where no site is large: all that stand under the bucket are its own.
        """
        if not self.of_site:
            return None
        return lambda site, page_id: (
            self.bucket_of(site, page_id) == bucket and (not large or site in self.of_site)
        )


def cut_sites(folder: Place) -> list[int]:
    """Cut the large sites, unless that is done; returns the buckets in which pieces are."""
    work = Work(folder)
    plan = work.plan()
    path = work.folder / PIECES
    if not path.is_file():
        write_json(path, _cut(work, plan))
    pieces = pieces_of(work)
    found = sorted({each for site in pieces.of_site for each in pieces.buckets_of(site)})
    if found:
        report("survey", f"{len(pieces.of_site)} large sites in {len(found)} buckets")
    return found


def pieces_of(work: Work) -> Pieces:
    """The pieces that sites were cut into."""
    return Pieces(work.plan().settings.store.buckets, read_json(work.folder / PIECES))


def _cut(work: Work, plan: Plan) -> dict[str, int]:
    store = plan.settings.store
    pages: Counter[str] = Counter()
    for shard in range(plan.n_shards):
        pages.update(read_json(work.shard_folder(shard) / SITES))
    most = 1 << (store.buckets.bit_length() - 1)
    wanted = ((site, -(-count // store.max_site_pages)) for site, count in pages.items())
    cut = {site: min(most, 1 << (pieces - 1).bit_length()) for site, pieces in wanted}
    return {site: pieces for site, pieces in cut.items() if pieces > 1}
