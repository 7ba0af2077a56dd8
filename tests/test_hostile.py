"""Pages that are made to hurt cost neither the run nor another page, and reach nothing outside."""

import gzip
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hostile_pages import pages
from pipeline import PageResult, Settings, process_page
from pipeline.ingest import find_sources, read_source
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import CleanSettings, IngestSettings
from pipeline.run import run
from pipeline.store.runs import Store

ROOT = Path(__file__).parent.parent
PAGES = dict(pages(200))
LIMITS = Settings(clean=CleanSettings(max_lines=150, max_line_chars=2_000))


def check_whole(result: PageResult) -> None:
    visible = "\n".join(block.text for block in result.blocks)
    assert result.page.text == "\n".join(block.text for block in result.blocks if block.kept)
    assert all(visible[block.start : block.end] == block.text for block in result.blocks)
    assert all(problem.code != "crashed" for problem in result.problems)


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_gives_a_whole_result(name: str) -> None:
    check_whole(process_page(PAGES[name]))
    check_whole(process_page(PAGES[name], settings=LIMITS))


def test_no_entity_is_expanded_and_no_file_read() -> None:
    assert len(process_page(PAGES["entities in entities"]).page.text) < 1_000
    text = process_page(PAGES["entity of a file"]).page.text
    assert "root:" not in text
    assert "Rest" in text


def test_utf_8_that_is_broken_anywhere_is_read() -> None:
    whole = "Krämpfe\n\nWärme hilft gegen Krämpfe – sagen 医生.\n".encode()
    for cut in range(len(whole)):
        check_whole(process_page(whole[:cut] + whole[cut + 1 :]))


def items(folder: Path, settings: IngestSettings) -> Iterator[RawPage | Problem]:
    for source in find_sources(str(folder)):
        yield from read_source(source, settings)


def archive(n: int) -> tuple[bytes, list[int]]:
    """A WARC of so many pages, and where each record ends."""
    data = b""
    ends = []
    for number in range(n):
        page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Rest on day %d.</p>" % number
        data += (
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/%d\r\n"
            b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (number, len(page), page)
        )
        ends.append(len(data))
    return data, ends


def test_a_warc_that_is_cut_loses_no_record_before_the_cut(tmp_path: Path) -> None:
    data, ends = archive(4)
    for count, end in enumerate(ends, start=1):
        for cut in (end - 7, end, end + 1, end + 40):
            (tmp_path / "x.warc").write_bytes(data[:cut])
            found = list(items(tmp_path, IngestSettings()))
            urls = {item.url for item in found if isinstance(item, RawPage)}
            whole = count if cut >= end else count - 1
            assert urls >= {f"http://a.example/{number}" for number in range(whole)}


def test_a_bomb_and_a_huge_line_cost_no_other_page(tmp_path: Path) -> None:
    settings = IngestSettings(max_record_bytes=100_000, max_page_bytes=50_000)
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b"0" * 50_000_000))
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"<p>" * 20_000_000))
    line = b'{"text": "' + b"x" * 2_000_000 + b'"}\n'
    (tmp_path / "long.jsonl").write_bytes(b'{"text": "Rest."}\n' + line + b'{"text": "Warmth."}\n')
    found = list(items(tmp_path, settings))
    assert [item.text for item in found if isinstance(item, RawPage)] == ["Rest.", "Warmth."]
    lost = {item.source for item in found if isinstance(item, Problem)}
    assert lost == {"bomb.jsonl.gz", "bomb.html.gz", "long.jsonl"}


OUTSIDE = ("../../escaped", "/escaped", "a/../../escaped", "x\x00y", "CON", "$(touch escaped)")


@pytest.fixture
def audited() -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """What Python is asked to do with sockets, and where it is asked to write."""
    seen: list[tuple[str, tuple[object, ...]]] = []
    wanted = {"open", "os.mkdir", "os.rename", "os.link", "os.symlink", "socket.connect",
              "socket.getaddrinfo", "socket.sendto"}  # fmt: skip
    is_on = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if is_on[0] and event in wanted:
            seen.append((event, arguments))

    sys.addaudithook(hook)  # none can be taken back
    yield seen
    is_on[0] = False


def test_a_run_writes_only_to_its_output_and_asks_no_network(
    tmp_path: Path, audited: list[tuple[str, tuple[object, ...]]]
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number, name in enumerate(OUTSIDE):
        title = name.replace("\x00", "&#0;")
        (raw / f"{number}.html").write_text(
            f'<title>{title}</title><link rel=canonical href="https://{title}/{title}">'
            f'<link rel=stylesheet href="http://a.example/x.css"><img src="http://a.example/x">'
            f"<h1>{title}</h1><p>Cold can cause {title}, and rest helps.</p>",
            "utf-8",
        )
    audited.clear()
    summary = run(str(raw), tmp_path / "out", publish=False)
    assert summary.rows["pages"] == len(OUTSIDE)
    assert not [event for event, _ in audited if event.startswith("socket")]
    assert all("escaped" not in str(arguments) for _, arguments in audited)
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "out"}
    assert not [path for path in tmp_path.rglob("*") if "escaped" in path.name]
    assert Store(tmp_path / "out").run_ids() == [summary.run_id]


def test_importing_everything_asks_no_network() -> None:
    script = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda event, _: seen.append(event))\n"
        "import pipeline.cli, pipeline.process, pipeline.run, pipeline.store, flows.nightly\n"
        "sys.exit(bool({'socket.connect', 'socket.getaddrinfo', 'socket.sendto'} & {*seen}))"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


def test_the_audit_of_sockets_sees_one(audited: list[tuple[str, tuple[object, ...]]]) -> None:
    with socket.socket() as closed:
        closed.connect_ex(("127.0.0.1", 9))
    assert any(event == "socket.connect" for event, _ in audited)
