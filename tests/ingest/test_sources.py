"""Which files are input."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import fsspec
import fsspec.config
import pytest

from pipeline.ingest.sources import S3_TRIES, Format, file_system, find_sources, format_of
from pipeline.model.errors import StopRun, TryAgain

Write = Callable[[str, bytes], Path]


def names(place: object) -> list[str]:
    return [source.name for source in find_sources(str(place))]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", (Format.TEXT, None)),
        ("a.HTM", (Format.HTML, None)),
        ("a.xhtml", (Format.HTML, None)),
        ("a.html.gz", (Format.HTML, "gzip")),
        ("a.jsonl.zst", (Format.JSONL, "zstd")),
        ("a.warc.gz", (Format.WARC, "gzip")),
        ("a.parquet", (Format.PARQUET, None)),
        ("README.md", (Format.UNKNOWN, None)),
        ("a.gz", (Format.UNKNOWN, "gzip")),
        ("a", (Format.UNKNOWN, None)),
    ],
)
def test_the_suffix_says_the_format(name: str, expected: tuple[Format, str | None]) -> None:
    assert format_of(name) == expected


def test_a_folder_is_read_with_its_folders_in_order_of_names(write: Write) -> None:
    for name in ("b.txt", "a/z.html", "a/b/c.jsonl", "a.txt", "é.txt"):
        write(name, b"x")
    folder = write("b.txt", b"xyz").parent
    assert names(folder) == ["a.txt", "a/b/c.jsonl", "a/z.html", "b.txt", "é.txt"]
    assert names(f"{folder}/") == names(folder)
    assert find_sources(str(folder))[3].size == 3


def test_hidden_files_and_folders_are_left_out(write: Write) -> None:
    for name in (".a.txt", "_SUCCESS", ".git/a.txt", "_temporary/a.txt", "a/_b.txt"):
        write(name, b"x")
    assert names(write("kept.txt", b"x").parent) == ["kept.txt"]


def test_a_hidden_folder_above_the_input_does_not_hide_it(write: Write) -> None:
    assert names(write("_raw/a.txt", b"x").parent) == ["a.txt"]


def test_a_file_and_a_glob_are_input_too(write: Write) -> None:
    path = write("a/x.txt", b"x")
    write("b/y.txt", b"x")
    write("b/z.html", b"x")
    assert names(path) == ["x.txt"]
    assert names(path.parent.parent / "*" / "*.txt") == ["a/x.txt", "b/y.txt"]
    assert names(path.parent.parent / "**" / "*.html") == ["b/z.html"]
    assert names(path.parent / "*.none") == []


def test_a_file_whose_name_looks_like_a_glob_is_a_file(write: Write) -> None:
    assert names(write("what[1].txt", b"x")) == ["what[1].txt"]


def test_an_empty_folder_has_no_sources(tmp_path: Path) -> None:
    assert names(tmp_path) == []


@pytest.mark.parametrize("place", ["nowhere", "no/where.txt", "null\x00byte"])
def test_a_place_that_is_none_stops_the_run(place: str) -> None:
    with pytest.raises(StopRun, match="no input"):
        find_sources(place)


def test_links_that_loop_are_read_once(write: Write) -> None:
    folder = write("a/x.txt", b"x").parent
    (folder / "loop").symlink_to(folder.parent)
    (folder / "self").symlink_to(folder / "self")
    assert names(folder.parent) == ["a/self", "a/x.txt"]


def test_a_linked_folder_and_file_are_read(write: Write, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "y.txt").write_bytes(b"y")
    folder = write("x.txt", b"x").parent
    (folder / "more").symlink_to(tmp_path / "other")
    (folder / "z.txt").symlink_to(folder / "x.txt")
    found = find_sources(str(folder))
    assert [source.name for source in found] == ["more/y.txt", "x.txt", "z.txt"]
    assert {source.format for source in found} == {Format.TEXT}


def test_what_cannot_be_opened_is_a_source_of_its_own(write: Write) -> None:
    folder = write("x.txt", b"x").parent
    os.mkfifo(folder / "pipe.txt")
    (folder / "dangling.txt").symlink_to("nowhere")
    formats = {source.name: source.format for source in find_sources(str(folder))}
    assert formats["pipe.txt"] is formats["dangling.txt"] is Format.UNREADABLE


def test_names_that_are_not_utf8_can_be_written(write: Write) -> None:
    folder = write("x.txt", b"x").parent
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_bytes(b"y")
    found = find_sources(str(folder))
    assert [source.name for source in found] == ["\\udcff.txt", "x.txt"]
    system, path = file_system(found[0].path)
    assert system.cat_file(path) == b"y"


def test_a_file_url_is_the_path_that_it_names(write: Write) -> None:
    path = write("a/x.txt", b"x")
    (found,) = find_sources(f"file://{path.parent}")
    assert found.name == "x.txt"
    system, there = file_system(found.path)
    assert system.cat_file(there) == b"x"


def test_other_file_systems_are_read_by_their_urls() -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/pages/a/x.txt", b"abc")
    memory.pipe_file("/pages/.hidden.txt", b"abc")
    try:
        (found,) = find_sources("memory://pages")
        assert (found.name, found.size, found.format) == ("a/x.txt", 3, Format.TEXT)
        assert [s.name for s in find_sources("memory://pages/*/x.txt")] == ["a/x.txt"]
        system, path = file_system(found.path)
        assert system.cat_file(path) == b"abc"
    finally:
        memory.rm("/pages", recursive=True)


@contextmanager
def silent_server() -> Iterator[tuple[str, list[socket.socket]]]:
    """The address of a server that takes connections and never answers, and what it took."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while len(taken) <= S3_TRIES**2:
                taken.append(server.accept()[0])

        Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", taken
    for connection in taken:
        connection.close()


def set_s3(monkeypatch: pytest.MonkeyPatch, config_kwargs: dict[str, Any], **options: str) -> None:
    options |= {"key": "test", "secret": "test"}
    configured = {**options, "config_kwargs": config_kwargs}
    monkeypatch.setitem(fsspec.config.conf, "s3", configured)


def test_a_silent_s3_server_is_given_up_after_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    with silent_server() as (address, taken):
        set_s3(monkeypatch, {"read_timeout": 0.2}, endpoint_url=address)
        with pytest.raises(TryAgain, match=r"^s3://bucket/raw can't be reached \(\w+: .+\)"):
            find_sources("s3://bucket/raw")
        assert len(taken) == S3_TRIES**2


def test_the_users_patience_with_s3_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    set_s3(monkeypatch, {})
    system, _ = file_system("s3://bucket/raw")
    assert (system.retries, system.config_kwargs["retries"]) == (2, {"total_max_attempts": 2})
    set_s3(monkeypatch, {"read_timeout": 60, "retries": {"max_attempts": 9}})
    system, _ = file_system("s3://bucket/raw")
    assert system.config_kwargs == {"read_timeout": 60, "retries": {"max_attempts": 9}}
