"""Scale as figures: what docs/scale.md says, measured anew.

    python -m benchmarks.scale stages|workers|growth|orchestration|peers [--results FILE]
    python -m benchmarks.scale report

Each measurement adds its figures to docs/scale.json; `report` prints them as tables and draws the
plots beside it. Every run is a process of its own, timed in CPU seconds with all its children; the
seconds of the same command over a single page are taken off, where rates are given.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import scale_report
from benchmarks.article_pages import read_pages
from benchmarks.made_pages import records, write_pages
from benchmarks.peers_whole import REQUIREMENTS
from benchmarks.processes import Usage, usage
from benchmarks.shared_data import ROOT, shared

RESULTS = ROOT / "docs" / "scale.json"
PAGES = 1_000  # of each kind of made-up pages, where no other number is given
ROUNDS = 3
POINTS = (1_000, 3_000, 10_000, 30_000, 100_000)
ROLES = (("prefect.server", "server"), ("sentry.py", "watch of pages"))
SHARE_PAGES = 20_000  # the size for which the share of orchestration is given
PLAIN = "import sys; from pipeline.run import run; run(*sys.argv[1:3], workers=int(sys.argv[3]))"
FLOW = (
    "import sys; from pathlib import Path; from pipeline.model.settings import Settings;"
    "from flows.nightly import run_here;"
    "run_here(sys.argv[1], Path(sys.argv[2]), Settings(), workers=int(sys.argv[3]))"
)
Records = Iterable[dict[str, str]]
Inputs = dict[str, Callable[[], Records]]


def inputs(pages: int) -> Inputs:
    """The pages by what they are: made-up ones as text and as HTML, and real HTML if it is here."""
    found: Inputs = {
        "made-up text": lambda: records(range(pages), "text"),
        "made-up HTML": lambda: records(range(pages), "html"),
    }
    if (shared() / "data" / "wcxb").exists():
        found["real HTML"] = real_pages
    return found


def real_pages() -> Iterator[dict[str, str]]:
    """The labelled article pages, as records."""
    for page in read_pages(shared() / "data" / "wcxb"):
        yield {"url": page.url, "html": page.html}


def write_bytes(folder: Path, pages: Records) -> None:
    """Write pages as bytes that have to be decoded, in one Parquet file, uncompressed."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for page in pages:
        kind = "html" if "html" in page else "text"
        media = "text/html" if kind == "html" else "text/plain"
        rows.append({"url": page["url"], "media_type": media, "content": page[kind].encode()})
    pq.write_table(pa.Table.from_pylist(rows), folder / "pages.parquet", compression="none")


def write_lines(folder: Path, pages: Records) -> None:
    """Write pages as JSON Lines."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "pages.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(page, ensure_ascii=False) + "\n" for page in pages)


def count(folder: Path) -> int:
    """Pages in the files of a folder."""
    lines = sum(len(path.read_bytes().splitlines()) for path in folder.glob("*.jsonl"))
    return lines + sum(pq.read_metadata(path).num_rows for path in folder.glob("*.parquet"))


def used(command: str, raw: Path, out: Path, workers: int = 1) -> Usage:
    """What a run takes."""
    return usage([sys.executable, "-c", command, str(raw), str(out), str(workers)])


def row(name: str, pages: int, taken: Usage, **more: Any) -> dict[str, Any]:
    """One measurement as it is kept."""
    loads = [round(load, 1) for load in os.getloadavg()[:2]]
    figures = {"cpu": taken.cpu, "longest": taken.longest, "wall": taken.wall}
    memory = {"peak": taken.peak, "together": taken.together}
    rounded = {key: round(value, 2) for key, value in {**figures, **memory}.items()}
    return {"name": name, "pages": pages, **rounded, "load": loads, **more}


def stages(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """CPU seconds by stage, the median of some rounds over all inputs in turn."""
    raws = {name: folder / f"raw-{name}" for name in inputs(options.pages)}
    for name, pages in inputs(options.pages).items():
        write_bytes(raws[name], pages())
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in raws}
    for turn in range(options.rounds):
        for name, raw in raws.items():
            out = folder / f"{name}-{turn}.json"
            run = [sys.executable, "-m", "benchmarks.stages", raw, folder / f"{name}-{turn}", out]
            subprocess.run(run, check=True)  # noqa: S603
            taken[name].append(json.loads(out.read_text("utf-8")))
    for name, rounds in taken.items():
        seconds = {
            stage: round(median(each["seconds"][stage] for each in rounds), 3)
            for stage in rounds[0]["seconds"]
        }
        yield {**rounds[0], "name": name, "rounds": len(rounds), "seconds": seconds}


def workers(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The same pages by one process and by two."""
    write_bytes(folder / "one", [next(iter(records([0], "text")))])
    for number in (1, 2):
        yield row(
            "start", 1, used(PLAIN, folder / "one", folder / f"s{number}", number), workers=number
        )
    for name, pages in inputs(options.pages).items():
        raw = folder / f"raw-{name}"
        write_bytes(raw, pages())
        for number in (1, 2):
            taken = used(PLAIN, raw, folder / f"{name}-{number}", number)
            yield row(name, count(raw), taken, workers=number)


def growth(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Time and memory of one process over more and more text pages."""
    write_pages(folder / "one", 1, "text")
    yield row("start", 1, used(PLAIN, folder / "one", folder / "start"))
    for pages in options.points:
        raw = folder / f"raw-{pages}"
        write_pages(raw, pages, "text")
        yield row("growth", pages, used(PLAIN, raw, folder / f"out-{pages}"))


def orchestration(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The flow with a server of its own beside the plain function, both on the same pages."""
    os.environ["PREFECT_HOME"] = str(folder / "prefect")
    for pages in (1, options.share_pages):
        raw = folder / f"raw-{pages}"
        write_pages(raw, pages, "text")
        if pages == 1:  # makes the server's database, which a machine does once
            used(FLOW, raw, folder / "first")
        for name, command in (("plain", PLAIN), ("flow", FLOW)):
            taken = used(command, raw, folder / f"{name}-{pages}")
            found = (taken.main, *taken.children)
            processes = [asdict(each) | {"command": role(each.command, name)} for each in found]
            yield row(name, pages, taken, processes=processes)


def role(command: str, otherwise: str) -> str:
    """What a process does, told from its command, which names folders of this machine."""
    return next((name for part, name in ROLES if part in command), otherwise)


def peers(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The whole way from JSON Lines to Parquet, by this project and by what one would pick else."""
    python = options.environment / "bin" / "python"
    if not python.exists():
        venv.create(options.environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS], check=True)  # noqa: S603
    script = Path(__file__).with_name("peers_whole.py")
    commands: dict[str, list[str | Path]] = {
        "healthpages": [sys.executable, "-c", PLAIN],
        "datatrove": [python, script, "datatrove"],
        "script": [python, script, "script"],
    }
    pages = {name: found for name, found in inputs(options.pages).items() if "HTML" in name}
    write_lines(folder / "raw-start", records([0], "html"))
    for name, found in pages.items():
        write_lines(folder / f"raw-{name}", found())
    for turn in range(options.rounds):
        for name in ("start", *pages):
            raw = folder / f"raw-{name}"
            for tool, command in commands.items():
                out = folder / f"{tool}-{name}-{turn}"
                more = ["1"] if tool == "healthpages" else []
                yield row(name, count(raw), usage([*command, raw, out, *more]), tool=tool)


MEASUREMENTS = {
    "stages": stages,
    "workers": workers,
    "growth": growth,
    "orchestration": orchestration,
    "peers": peers,
}


def keep(results: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Write what a measurement gave, in place of what it gave before."""
    kept = json.loads(results.read_text("utf-8")) if results.exists() else {}
    kept[name] = rows
    results.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def main() -> None:
    """Measure, or report what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=[*MEASUREMENTS, "report"])
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--points", type=int, nargs="+", default=POINTS)
    parser.add_argument("--share-pages", type=int, default=SHARE_PAGES)
    parser.add_argument(
        "--environment", type=Path, default=Path(tempfile.gettempdir(), "healthpages-whole-peers")
    )
    options = parser.parse_args()
    if options.what == "report":
        scale_report.report(json.loads(options.results.read_text("utf-8")), options.results.parent)
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for measured in MEASUREMENTS[options.what](Path(folder), options):
            print(json.dumps(measured), flush=True)
            rows.append(measured)
            keep(options.results, options.what, rows)


if __name__ == "__main__":
    main()
