"""What a hundred thousand small files cost before any page is computed: finding, hashing, reading.

    python -m benchmarks.many_small_files [FILES]

The second plan knows the hashes of the first, as after a run: it reads what was written since.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from pipeline.ingest import find_sources
from pipeline.model.settings import Settings
from pipeline.run.plan import _inputs, make_plan
from pipeline.run.shards import ingest_shard

FILES = 100_000
FOLDERS = 100
LONG_AGO = 1e9


def write(raw: Path, count: int) -> None:
    """Write the files, a hundred folders of them."""
    for number in range(count):
        folder = raw / f"site{number % FOLDERS}"
        if number < FOLDERS:
            folder.mkdir(parents=True)
        path = folder / f"{number}.txt"
        path.write_text(f"Cold hands {number}\n\n1. Causes\nCold air causes cold hands.\n", "utf-8")
        os.utime(path, (LONG_AGO, LONG_AGO))


def main() -> None:
    """Print CPU seconds of each step and the peak memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        write(raw, count)
        time.sleep(3)  # until the clock has moved on, see `pipeline.ingest.sources.SETTLED`
        started = time.process_time()
        work = make_plan(str(raw), Path(folder) / "out", Settings())
        planned = time.process_time()
        for shard in range(work.plan().n_shards):
            ingest_shard(work.folder, shard)
        read = time.process_time()
        known = {item.source: item for item in work.inputs()}
        again = time.process_time()
        assert list(known.values()) == _inputs(find_sources(str(raw)), known)
        ended = time.process_time()
        print(
            f"{count:,} files: planned in {planned - started:.1f} s, read in {read - planned:.1f} s"
        )
        print(f"found again, and hashed if written since: {ended - again:.1f} s")
        print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
