"""A page in C code that does not come back ends its process; the next try goes on without it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model.settings import ProcessSettings, Settings, StoreSettings
from pipeline.run import buckets
from pipeline.run.buckets import part_file, process_bucket
from pipeline.run.memory import MEMORY, read_memory
from pipeline.run.pieces import cut_sites
from pipeline.run.plan import make_plan
from pipeline.run.sentry import guarding
from pipeline.run.shards import ingest_shard
from pipeline.run.work import Work
from pipeline.store.parquet import read_rows
from pipeline.watch import Stopped

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")

# A regular expression holds all threads of its process, and sees no exception of another one.
HANG = """
import re, sys
from pathlib import Path
from pipeline import process
from pipeline.run.buckets import process_bucket

segment = process.segment
def hang(page, *rest):
    if page.raw.source == "notes/itchy-skin.txt":
        re.match(r"(a+)+$", "a" * 60 + "b")
    return segment(page, *rest)
process.segment = hang
process_bucket(Path(sys.argv[1]), 0)
"""

EAT = "held = b'x' * 400_000_000; time.sleep(600)"

GUARDED = """
import os, sys, time
from pathlib import Path
from pipeline.model.settings import ProcessSettings
from pipeline.run.sentry import guarding
from pipeline.run.work import Work

with guarding(Work(Path(sys.argv[1])), ProcessSettings(max_page_memory={memory})) as sentry:
    with sentry.page("0" * 24):
        {body}
"""


@pytest.fixture
def work(raw: Path, tmp_path: Path) -> Iterator[Work]:
    """Work whose one shard is read, with little time for a page."""
    settings = Settings(process=ProcessSettings(max_page_seconds=1), store=StoreSettings(buckets=1))
    work = make_plan(str(raw), tmp_path / "out", settings)
    ingest_shard(work.folder, 0)
    cut_sites(work.folder)
    return work


def in_a_process(work: Work, script: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", script, work.folder],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_page_that_hangs_its_process_is_given_up(work: Work) -> None:
    ended = in_a_process(work, HANG)
    assert ended.returncode == -signal.SIGKILL
    ((page_id, why),) = work.given_up().items()
    assert why.code == "timed_out"
    (told,) = [line for line in ended.stderr.splitlines() if "healthpages" in line]
    assert page_id in told
    assert "start the same command again" in told
    process_bucket(work.folder, 0)
    pages = read_rows(work.part_folder(0) / part_file("pages"), ["page_id", "status"])
    assert [each for each, status in pages if status == "failed"] == [page_id]
    problems = set(read_rows(work.part_folder(0) / part_file("problems"), ["page_id", "code"]))
    assert (page_id, "timed_out") in problems
    memories = read_memory(work.part_folder(0) / part_file(MEMORY))
    assert [page.page_id for page in memories if not page.noted] == [page_id]


def test_a_page_that_eats_memory_in_one_call_ends_its_process(work: Work) -> None:
    script = GUARDED.format(memory=100_000_000, body=EAT)
    assert in_a_process(work, script).returncode == -signal.SIGKILL
    assert work.given_up()["0" * 24].code == "out_of_memory"


def test_a_process_that_is_killed_by_chance_gives_no_page_up(work: Work) -> None:
    script = GUARDED.format(memory=2_000_000_000, body="os.kill(os.getpid(), 9)")
    assert in_a_process(work, script).returncode == -signal.SIGKILL
    assert work.given_up() == {}


def test_pages_that_were_given_up_are_known_to_the_next_try(work: Work) -> None:
    why = Stopped("timed_out", "Too long.")
    work.give_up("a" * 24, why)
    with guarding(work, ProcessSettings()) as sentry:
        assert sentry.given_up == {"a" * 24: why}


def test_a_page_that_takes_too_long_costs_no_other_page(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    process_raw = buckets.process_raw

    def stop(raw: object, *rest: object, **named: object) -> object:
        if "itchy" in raw.source:  # type: ignore[attr-defined]
            return buckets.stopped_page(raw, Stopped("timed_out", "Too long."))  # type: ignore[arg-type]
        return process_raw(raw, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(buckets, "process_raw", stop)
    counts = process_bucket(work.folder, 0)
    assert counts.rows["pages"] == 18
    assert counts.figures["status_failed"] == 3
    memories = read_memory(work.part_folder(0) / part_file(MEMORY))
    assert sum(not page.noted for page in memories) == 3
