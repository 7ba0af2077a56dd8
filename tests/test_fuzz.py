"""Random input to what reads files of others: a result or a plain refusal, never a crash."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline import Settings, process_page
from pipeline.ingest import find_sources, read_source
from pipeline.model.errors import StopRun
from pipeline.model.records import Problem, RawPage
from pipeline.model.settings import IngestSettings, load_settings
from pipeline.review.log import parse_log

PIECES = (
    "<p>", "</p>", "<div class='x'>", "<h2>", "<ol><li>", "<table><tr><td>", "<br>", "<!--", "-->",
    "<script>", "</script>", "<a href=/x>", "&amp;", "&#x110000;", "\x00", "\u202e", "\ufeff", "\n",
    "Causes", "1. ", "2) ", "(a) ", "IV. ", "1.2.3 ", "①", "一、", "Step 3: ", "<<: ", ">>: ",
    "Cold can cause cramps. ", "Rest does not help. ", "Recommend", "\ud800", "e\u0301", "5.5 mg ",
)  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)
WARC = (
    b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"WARC-Target-URI: http://a.example/\r\n",
    b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n",
    b"\r\n",
    b"HTTP/1.1 200 OK\r\n", b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n",
    b"ff\r\n",
    b"Content-Type: text/html\r\n", b"<p>Rest.</p>", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
JSON = (
    "{", "}", "[", "]", '"text"', '"url"', ":", ",", '"Rest."', "null", "1e999", "\\ud800", "\n",
    '{"text": "Rest."}\n', '{"decision_id": "x", "verdict": "keep"}\n', '"', "-0", "\u2028",
)  # fmt: skip
TOML = ("[clean]", "[process]", "[[", "max_lines", "=", "-1", "1e400", '"', "\n",
        "site_min_pages = 3",
        "[tag]", "lexicon_files = ['x']", "0x", "#", "{", "nan", "\x00")  # fmt: skip


def joined(pieces: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces) | st.text(max_size=3), max_size=30).map("".join)


@given(SOUP, st.sampled_from(["x.html", "x.txt"]))
def test_any_soup_of_markup_and_markers_is_a_page(text: str, source: str) -> None:
    result = process_page(text.encode("utf-8", "surrogatepass"), source=source)
    assert result.page.text == "\n".join(block.text for block in result.blocks if block.kept)
    assert "crashed" not in {problem.code for problem in result.problems}


def items(name: str, data: bytes) -> Iterator[RawPage | Problem]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        for source in find_sources(folder):
            yield from read_source(source, IngestSettings())


@given(st.lists(st.sampled_from(WARC) | st.binary(max_size=4), max_size=30).map(b"".join))
def test_any_warc_gives_pages_and_problems(data: bytes) -> None:
    assert list(items("x.warc", data))


@given(joined(JSON))
def test_any_json_lines_give_pages_and_problems(text: str) -> None:
    assert list(items("x.jsonl", text.encode("utf-8", "surrogatepass")))


@given(joined(JSON))
def test_any_log_of_decisions_is_read_or_its_lines_are_told(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    log = parse_log(data)
    lines = [line for line in data.split(b"\n") if line.strip()]
    assert len(log.decisions) + len(log.problems) <= len(lines)


@given(joined(TOML))
def test_any_settings_file_is_read_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        settings: Settings | str
        try:
            settings = load_settings(path, {})
        except StopRun as refusal:
            settings = str(refusal)
    assert settings
