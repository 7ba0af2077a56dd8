"""How much memory one large JSON Lines file takes: reading it alone, and the whole run.

    python -m benchmarks.one_large_file [--megabytes N] [--kind text|html|scraped] [--read-only]

Pages are those of `benchmarks.made_pages`, one a line. `scraped` ones are drawn out to 300 kB by
scripts and markup, as sites print them. The peak is the largest resident set of a child process
that does nothing else.
"""

import argparse
import json
import random
import resource
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from benchmarks.made_pages import as_html, made_page, records
from pipeline.model.settings import Settings
from pipeline.run import run
from pipeline.run.plan import make_plan
from pipeline.run.shards import ingest_shard

MEGABYTES = 64
SCRAPED = 300_000  # characters of a page

Step = Callable[[Path, Path], None]


def write(path: Path, megabytes: int, kind: str) -> int:
    """Write a file of that size; returns its pages."""
    made = (
        scraped() if kind == "scraped" else records(count(), "html" if kind == "html" else "text")
    )
    pages = 0
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < megabytes * 1_000_000:
            file.write(json.dumps(next(made), ensure_ascii=False) + "\n")
            pages += 1
    return pages


def scraped() -> Iterator[dict[str, str]]:
    """The pages of `made_pages` with what makes scraped ones large."""
    for number in count():
        page = made_page(number)
        head, body = as_html(page).split("</head>", 1)
        chance = random.Random(number)  # noqa: S311  no secret
        missing = SCRAPED - len(head) - len(body)
        drawn = _state(chance, missing * 2 // 3), _icons(chance, missing // 3)
        yield {"url": page.url, "html": f"{head}{drawn[0]}</head>{drawn[1]}{body}"}


def _state(chance: random.Random, size: int) -> str:
    """A script with the state of an application, as its server hands it to the browser."""
    entry = f'{{"id":{chance.random()},"name":"widget","options":{{"lazy":true,"sizes":[1,2,3]}}}},'
    return f"<script>window.state=[{entry * (size // len(entry))}]</script>"


def _icons(chance: random.Random, size: int) -> str:
    """Markup without a word: nested boxes with drawings in them."""
    path = " ".join(f"{chance.randrange(999)} {chance.randrange(999)}" for _ in range(12))
    box = f'<div class="grid cell-3"><span><svg viewBox="0 0 9 9"><path d="M{path}z"/></svg></span>'
    return f"{box}</div>" * (size // (len(box) + 6))


def read(raw: Path, out: Path) -> None:
    """Plan and ingest, and no more."""
    work = make_plan(str(raw), out, Settings())
    for shard in range(work.plan().n_shards):
        ingest_shard(work.folder, shard)


def whole(raw: Path, out: Path) -> None:
    """The whole run."""
    run(raw, out)


def apart(step: Step, raw: Path, out: Path) -> str:
    """Peak memory and CPU time of the step in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        peak, seconds = pool.apply(_measured, (step, raw, out))
    return f"peak {peak * 1024 / 1e9:.2f} GB, {seconds:,.0f} s of CPU"


def _measured(step: Step, raw: Path, out: Path) -> tuple[int, float]:
    step(raw, out)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_maxrss, used.ru_utime + used.ru_stime


def main() -> None:
    """Print the figures of reading the file and, unless told otherwise, of the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES)
    parser.add_argument("--kind", choices=("text", "html", "scraped"), default="text")
    parser.add_argument("--read-only", action="store_true", help="no whole run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "pages.jsonl"
        pages = write(raw, options.megabytes, options.kind)
        print(f"{options.megabytes:,} MB in one file, {pages:,} pages, {options.kind}")
        print("read:", apart(read, raw, Path(folder) / "read"), flush=True)
        if not options.read_only:
            print("run: ", apart(whole, raw, Path(folder) / "run"), flush=True)


if __name__ == "__main__":
    main()
