"""What a run costs when one page in a hundred is new, against computing all of them.

    python -m benchmarks.increments [--pages N] [--kind text|html]

Pages are those of `benchmarks.made_pages` as JSON Lines; the new ones stand in a file of their own
and belong to many sites, each of which is learned again. Full and incremental run are measured one
after the other in seconds of CPU, so that the ratio holds on a machine that does other things too.
"""

import argparse
import json
import resource
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.made_pages import Kind, records, site_of, write_pages
from pipeline.run import run
from pipeline.store import Store

PAGES = 4_000
NEW = 0.01


def seconds(raw: Path, out: Path) -> float:
    """The CPU time of a run, with the processes it starts."""
    before = _used()
    run(raw, out)
    return _used() - before


def _used() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def write_added(raw: Path, numbers: Iterable[int], kind: Kind) -> None:
    """Write the pages of these numbers as a file of their own."""
    with (raw / "added.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records(numbers, kind))


def main() -> None:
    """Print the seconds of both runs, their ratio and what was carried over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--kind", choices=("text", "html"), default="text")
    options = parser.parse_args()
    added = range(options.pages, options.pages + int(options.pages * NEW))
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder) / "raw", Path(folder) / "processed"
        write_pages(raw, 10, options.kind)
        seconds(raw, Path(folder) / "warm")  # imports and first calls belong to neither
        write_pages(raw, options.pages, options.kind)
        first = seconds(raw, out)
        write_added(raw, added, options.kind)
        second = seconds(raw, out)
        manifest = Store(out).manifest()
        print(f"{options.pages:,} pages: {first:.1f} s, {first / options.pages * 1e3:.1f} ms each")
        sites = len(set(map(site_of, added)))
        print(f"{len(added):,} added on {sites} sites: {second:.1f} s, {second / first:.1%}")
        print(f"{manifest.figures.get('carried', 0):,} carried over; {manifest.timings}")


if __name__ == "__main__":
    main()
