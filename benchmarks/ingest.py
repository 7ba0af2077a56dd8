"""How fast pages are read, by format, and that memory does not grow with the file.

    python benchmarks/ingest.py [--pages 5000] [--megabytes 500]

The pages are made on the fly in a temporary folder. Each format is read in a process of its own, so
that its peak memory is its own.
"""

import argparse
import gzip
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.ingest import find_sources, read_source
from pipeline.model.records import RawPage
from pipeline.model.settings import IngestSettings

SENTENCE = "Rest, warmth and a glass of water help most people; see a doctor if the pain stays. "
PAGE_CHARACTERS = 20_000  # the median HTML page of a health site, about


def page(index: int) -> str:
    """One HTML page of the usual size, unlike all others."""
    filler = f"<p>{index}: {SENTENCE}l’été</p>\n"
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{index}</title></head><body>'
    return head + filler * (PAGE_CHARACTERS // len(filler)) + "</body></html>"


def record(index: int) -> dict[str, str]:
    """The page as a record with its address."""
    return {"url": f"https://site-{index % 100}.example/{index}", "html": page(index)}


def write_html(folder: Path, pages: int) -> None:
    """A file a page."""
    for index in range(pages):
        (folder / f"{index}.html").write_text(page(index), "utf-8")


def write_windows(folder: Path, pages: int) -> None:
    """A file a page in windows-1252, declared as UTF-8: the slow way through the decoder."""
    for index in range(pages):
        (folder / f"{index}.html").write_text(page(index), "cp1252")


def write_jsonl(folder: Path, pages: int) -> None:
    """All pages in one file."""
    with (folder / "pages.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record(index)) + "\n" for index in range(pages))


def write_jsonl_gz(folder: Path, pages: int) -> None:
    """All pages in one compressed file."""
    with gzip.open(folder / "pages.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record(index)) + "\n" for index in range(pages))


def write_parquet(folder: Path, pages: int) -> None:
    """All pages in one file, a row group a thousand."""
    schema = pa.schema([("url", pa.string()), ("html", pa.string())])
    with pq.ParquetWriter(folder / "pages.parquet", schema, compression="zstd") as writer:
        for start in range(0, pages, 1_000):
            rows = [record(index) for index in range(start, min(pages, start + 1_000))]
            writer.write_table(pa.Table.from_pylist(rows, schema))


def write_warc(folder: Path, pages: int) -> None:
    """All pages in one archive, compressed record by record."""
    with (folder / "pages.warc.gz").open("wb") as file:
        for index in range(pages):
            fields = record(index)
            body = fields["html"].encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-03-04T12:00:00Z\r\n"
                f"WARC-Target-URI: {fields['url']}\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + http + b"\r\n\r\n", compresslevel=1))


FORMATS: dict[str, Callable[[Path, int], None]] = {
    "html": write_html,
    "html, windows-1252 declared as utf-8": write_windows,
    "jsonl": write_jsonl,
    "jsonl.gz": write_jsonl_gz,
    "parquet": write_parquet,
    "warc.gz": write_warc,
}


def megabytes_used() -> float:
    """Peak memory of this process; `ru_maxrss` would count the process that started it too."""
    status = Path("/proc/self/status").read_text("utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


def read(folder: str) -> tuple[int, float, float]:
    """Pages, CPU seconds and peak megabytes of reading a folder."""
    pages = 0
    for source in find_sources(folder)[:1]:
        next(read_source(source, IngestSettings()))  # imports are not what is measured
    started = time.process_time()
    for source in find_sources(folder):
        for result in read_source(source, IngestSettings()):
            pages += isinstance(result, RawPage)
    return pages, time.process_time() - started, megabytes_used()


def measured(write: Callable[[Path, int], None], pages: int) -> tuple[int, float, float]:
    """The same, in a process of its own, over pages made for it."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), pages)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            return pool.apply(read, (name,))


def rows(pages: int, megabytes: int) -> Iterator[str]:
    """The report, line by line."""
    yield f"{'format':<40}{'pages':>8}{'pages/s':>10}{'peak MB':>10}"
    for name, write in FORMATS.items():
        found, seconds, used = measured(write, pages)
        yield f"{name:<40}{found:>8}{found / seconds:>10.0f}{used:>10.0f}"
    many = megabytes * 1_000_000 // len(json.dumps(record(0)))
    found, seconds, used = measured(write_jsonl, many)
    name = f"jsonl of {megabytes} MB"
    yield f"{name:<40}{found:>8}{found / seconds:>10.0f}{used:>10.0f}"


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--megabytes", type=int, default=500)
    options = parser.parse_args()
    for line in rows(options.pages, options.megabytes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
