"""CPU seconds of one run by stage, in this process: each part of the code has a clock of its own.

    python -m benchmarks.stages RAW FOLDER OUT

A clock runs while its function does and stops while a function inside it has the clock, so that
the seconds of all stages add up to those of the run. Writes seconds, rows and sizes to OUT as JSON.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from benchmarks.made_pages import write_pages
from pipeline.run import run
from pipeline.run.progress import Progress
from pipeline.store import Store

# What belongs to a stage: the module or class, and the function in it.
CLOCKS = (
    ("plan", "pipeline.run.plan", "make_plan"),
    ("ingest", "pipeline.run.shards", "ingest_shard"),
    ("sort on disk", "pipeline.store.spool.Spool", "add"),
    ("sort on disk", "pipeline.store.spool.Spool", "end_run"),
    ("sort on disk", "pipeline.store.spool", "_read_run"),
    ("learn sites", "pipeline.run.buckets", "learn"),
    ("learn sites", "pipeline.run.survey", "survey_bucket"),
    ("learn sites", "pipeline.run.buckets", "learn_large"),
    ("rest", "pipeline.run.buckets", "process_bucket"),
    ("clean", "pipeline.process", "clean"),
    ("segment", "pipeline.process", "segment"),
    ("tag", "pipeline.process", "tag"),
    ("near-duplicates", "pipeline.run.buckets", "sketch"),
    ("near-duplicates", "pipeline.run.assemble", "may_repeat"),
    ("near-duplicates", "pipeline.run.assemble", "find_duplicates"),
    ("store", "pipeline.store.parquet.PartWriter", "write_rows"),
    ("store", "pipeline.store.parquet.PartWriter", "write"),
    ("store", "pipeline.store.parquet.PartWriter", "__exit__"),
    ("store", "pipeline.run.buckets", "write_memory"),
    ("store", "pipeline.run.assemble", "assemble"),
    ("audit", "pipeline.run.publish", "audit_run"),
    ("report page", "pipeline.run.publish", "write_report"),
    ("rest", "pipeline.run.publish", "publish_run"),
)
STAGES = tuple(dict.fromkeys(stage for stage, _, _ in CLOCKS))
WARM_PAGES = 20  # imports, models and first calls belong to no stage


class Clocks:
    """Seconds by stage; only the innermost stage's clock runs."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._running = ["rest"]
        self._since = process_time()

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Run the stage's clock for the block."""
        self._turn()
        self._running.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def _turn(self) -> None:
        now = process_time()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with the clock of the stage; of an iterator, each step has it too."""

        @wraps(function)
        def call(*values: Any, **named: Any) -> Any:
            with self.of(stage):
                result = function(*values, **named)
            return self._steps(stage, result) if isinstance(result, Iterator) else result

        return call

    def _steps(self, stage: str, steps: Iterator[Any]) -> Iterator[Any]:
        while True:
            with self.of(stage):
                try:
                    step = next(steps)
                except StopIteration:
                    return
            yield step


def owner(name: str) -> Any:
    """A module, or a class in one."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        module, _, inside = name.rpartition(".")
        return getattr(import_module(module), inside)


def measured(raw: Path, folder: Path) -> dict[str, Any]:
    """Seconds by stage, pages, rows and bytes on disk of one run over all pages at `raw`."""
    write_pages(folder / "warm-raw", WARM_PAGES, "html")
    run(folder / "warm-raw", folder / "warm")
    sizes: list[int] = []

    def listen(progress: Progress) -> None:
        if progress.step == "process" and progress.done == progress.total:
            sizes.append(size_of(Store(folder / "out").work))

    clocks = Clocks()
    with ExitStack() as stack:
        for stage, name, function in CLOCKS:
            place = owner(name)
            timed = clocks.timed(stage, getattr(place, function))
            stack.enter_context(patch.object(place, function, timed))
        with clocks.of("rest"):
            summary = run(raw, folder / "out", progress=listen)
    return {
        "pages": summary.rows["pages"],
        "rows": summary.rows,
        "seconds": {stage: round(clocks.seconds[stage], 3) for stage in STAGES},
        "bytes": _bytes(raw, Store(folder / "out")) | {"work": max(sizes)},
    }


def _bytes(raw: Path, store: Store) -> dict[str, int]:
    """Bytes of the input, of each table, and of all else in the run's folder."""
    run_folder = store.folder()
    tables = {path.name: size_of(path) for path in run_folder.iterdir() if path.is_dir()}
    return {"raw": size_of(raw), **tables, "run": size_of(run_folder)}


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Write what was measured to the file OUT."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("raw", "folder", "out"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    options.out.write_text(json.dumps(measured(options.raw, options.folder)), "utf-8")


if __name__ == "__main__":
    main()
