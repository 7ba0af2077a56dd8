"""What a run costs when one page in a hundred is new, against computing all of them.

    python benchmarks/increments.py [PAGES]

Pages are put together from the lines of raw/sample, by a fixed seed, on a hundred sites with a
menu and a footer each. Full and incremental run are measured one after the other in seconds of
CPU, so that the ratio holds on a machine that does other things as well.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from pipeline.run import run
from pipeline.store import Store

ROOT = Path(__file__).parent.parent
PAGES = 4_000
SITES = 100
NEW = 0.01


def lines() -> list[str]:
    """Every line of the bare text pages of the sample, once."""
    paths = sorted((ROOT / "raw" / "sample").rglob("*.txt"))
    texts = (path.read_text("utf-8", "replace") for path in paths)
    found = (line.strip() for text in texts for line in text.splitlines())
    return sorted({line for line in found if len(line.split()) > 6})


def page(number: int, pool: list[str]) -> str:
    """A page in four sections, the same for the same number."""
    chance = random.Random(number)  # noqa: S311  no secret
    topic = " ".join(chance.choice(pool).split()[:4])
    body = [f"{topic} {number}", *chance.sample(pool, 3)]
    for section, heading in enumerate(("What it is", "Causes", "Treatment", "Prevention"), 1):
        body += ["", f"{section}. {heading}", *chance.sample(pool, 6)]
    menu = f"Home  All topics  News of site {number % SITES}"
    footer = f"Site {number % SITES} gives no medical advice. All rights reserved."
    return "\n".join([menu, *body, "", footer])


def write(raw: Path, numbers: range, pool: list[str]) -> None:
    """Write the pages of these numbers."""
    for number in numbers:
        path = raw / f"site{number % SITES}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number, pool), "utf-8")


def seconds(raw: Path, out: Path, *, full: bool = False) -> float:
    """The CPU time of a run."""
    started = time.process_time()
    run(raw, out, full=full, publish=not full)
    return time.process_time() - started


def main() -> None:
    """Print the seconds of both runs, their ratio and what was carried over."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        raw, out = Path(folder) / "raw", Path(folder) / "processed"
        write(raw, range(10), lines())
        seconds(raw, Path(folder) / "warm")  # imports and first calls belong to neither
        write(raw, range(count), lines())
        first = seconds(raw, out)
        write(raw, range(count, int(count * (1 + NEW))), lines())
        second = seconds(raw, out)
        manifest = Store(out).manifest()
        print(f"{count:,} pages computed: {first:.1f} s, {count / first:.0f} pages a second")
        print(f"{manifest.rows('pages') - count:,} added: {second:.1f} s, {second / first:.1%}")
        print(f"{manifest.figures.get('carried', 0):,} carried over; {manifest.timings}")


if __name__ == "__main__":
    main()
