"""How much memory one large JSONL file takes: reading it alone, and the whole run.

    python -m benchmarks.one_large_file [MEGABYTES] [--read-only]

Pages are those of `benchmarks.increments`, one a line, on a hundred sites. The peak is the largest
resident set of a child process that does nothing else.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from benchmarks.increments import SITES, lines, page
from pipeline.model.settings import Settings
from pipeline.run import run
from pipeline.run.plan import make_plan
from pipeline.run.shards import ingest_shard

MEGABYTES = 64


def write(path: Path, megabytes: int) -> int:
    """Write a file of that size; returns its pages."""
    pool = lines()
    number = 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < megabytes * 1_000_000:
            for _ in range(100):
                url = f"https://site{number % SITES}.example/{number}"
                file.write(json.dumps({"url": url, "text": page(number, pool)}) + "\n")
                number += 1
    return number


def read(raw: Path, out: Path) -> None:
    """Plan and ingest, and no more."""
    work = make_plan(str(raw), out, Settings())
    for shard in range(work.plan().n_shards):
        ingest_shard(work.folder, shard)


def whole(raw: Path, out: Path) -> None:
    """The whole run."""
    run(raw, out)


def measured(step: Callable[[Path, Path], None], raw: Path, out: Path) -> str:
    """Peak memory and CPU time of the step in a process of its own."""
    before = time.monotonic()
    with get_context("spawn").Pool(1) as pool:
        peak, seconds = pool.apply(_measure, (step, raw, out))
    elapsed = time.monotonic() - before
    return f"peak {peak / 1e6:,.2f} GB, {seconds:,.0f} s of CPU, {elapsed:,.0f} s elapsed"


def _measure(step: Callable[[Path, Path], None], raw: Path, out: Path) -> tuple[int, float]:
    step(raw, out)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()


def main() -> None:
    """Print the figures of reading the file and, unless told otherwise, of the run."""
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    megabytes = numbers[0] if numbers else MEGABYTES
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "pages.jsonl"
        pages = write(raw, megabytes)
        print(f"{megabytes:,} MB in one file, {pages:,} pages")
        print("read:", measured(read, raw, Path(folder) / "read"), flush=True)
        if "--read-only" not in sys.argv:
            print("run: ", measured(whole, raw, Path(folder) / "run"), flush=True)


if __name__ == "__main__":
    main()
