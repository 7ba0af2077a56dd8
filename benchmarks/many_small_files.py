"""What a hundred thousand small files cost: finding, hashing and reading them, and a whole run.

    python -m benchmarks.many_small_files [--files N] [--whole]

Planned anew, the sources are known from the first plan, as after a run: a file is read only where
it was written since. With `--whole` a run over all files follows, in a process of its own.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from benchmarks.one_large_file import apart, whole
from pipeline.ingest import find_sources
from pipeline.model.settings import Settings
from pipeline.run.plan import inputs_of, make_plan
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


def find_hash_read(raw: Path, out: Path) -> None:
    """Print CPU seconds of each step before a page is computed."""
    started = time.process_time()
    work = make_plan(str(raw), out, Settings())
    print(f"found and hashed in {time.process_time() - started:.1f} s", flush=True)
    started = time.process_time()
    for shard in range(work.plan().n_shards):
        ingest_shard(work.folder, shard)
    print(f"read into the work area in {time.process_time() - started:.1f} s", flush=True)
    known = {item.source: item for item in work.inputs()}
    started = time.process_time()
    again = inputs_of(find_sources(str(raw)), known)
    print(f"found again, none hashed: {time.process_time() - started:.1f} s", flush=True)
    if again != list(known.values()):
        raise SystemExit("The second plan differs from the first.")


def main() -> None:
    """Print CPU seconds of each step and the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--whole", action="store_true", help="a whole run as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        write(raw, options.files)
        time.sleep(3)  # until the clock has moved on, see `pipeline.ingest.sources.SETTLED`
        print(f"{options.files:,} files", flush=True)
        print("all three:", apart(find_hash_read, raw, Path(folder) / "read"), flush=True)
        if options.whole:
            print("whole run:", apart(whole, raw, Path(folder) / "run"))


if __name__ == "__main__":
    main()
