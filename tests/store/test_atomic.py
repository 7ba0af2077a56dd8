"""A file or folder appears whole, or not at all."""

from pathlib import Path

import pytest

from pipeline.store import atomic
from pipeline.store.atomic import (
    filling,
    flush_to_disk,
    read_json,
    remove_folder,
    replacing,
    sha256_of,
    write_json,
)


def test_a_file_takes_its_place_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    with replacing(path) as temporary:
        temporary.write_text("whole", "utf-8")
        assert not path.exists()
    assert path.read_text("utf-8") == "whole"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


def test_a_fault_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(RuntimeError), replacing(path) as temporary:  # noqa: PT012  the fault is ours
        temporary.write_text("half", "utf-8")
        raise RuntimeError
    assert path.read_text("utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_takes_its_place_with_all_its_files(tmp_path: Path) -> None:
    with filling(tmp_path / "run") as temporary:
        (temporary / "pages").mkdir()
        (temporary / "pages" / "part").write_text("rows", "utf-8")
        assert not (tmp_path / "run").exists()
    assert (tmp_path / "run" / "pages" / "part").read_text("utf-8") == "rows"


def test_a_folder_that_a_killed_process_left_half_filled_is_filled_anew(tmp_path: Path) -> None:
    left = tmp_path / ".run.tmp"
    left.mkdir()
    (left / "stale").touch()
    with filling(tmp_path / "run") as temporary:
        (temporary / "fresh").touch()
    assert [entry.name for entry in (tmp_path / "run").iterdir()] == ["fresh"]


def test_of_two_processes_that_fill_one_folder_the_first_to_end_leaves_it(tmp_path: Path) -> None:
    with filling(tmp_path / "run", shared=True) as late:
        with filling(tmp_path / "run", shared=True) as early:
            (early / "early").touch()
        (late / "late").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["run", "early"]


def test_a_folder_that_one_process_fills_must_not_be_there(tmp_path: Path) -> None:
    (tmp_path / "run" / "other").mkdir(parents=True)
    with pytest.raises(OSError, match="not empty"), filling(tmp_path / "run"):
        pass


def test_a_fault_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), filling(tmp_path / "run"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_json_survives_names_that_are_no_valid_text(tmp_path: Path) -> None:
    value = {"name": "caf\udce9.txt", "n": 1}
    write_json(tmp_path / "a.json", value)
    assert read_json(tmp_path / "a.json") == value


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    flush_to_disk(tmp_path / "a")
    assert sha256_of(tmp_path / "a").startswith("ba7816bf8f01cfea")


def test_removing_a_folder_that_is_not_there_does_nothing(tmp_path: Path) -> None:
    remove_folder(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_a_folder_that_is_being_filled_is_flushed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    monkeypatch.setattr(atomic, "flush_to_disk", lambda path: flushed.append(path.name))
    with filling(tmp_path / "run") as folder, replacing(folder / "a.txt") as temporary:
        temporary.touch()
    assert flushed == ["a.txt", ".run.tmp", tmp_path.name]
    write_json(tmp_path / "b.json", {})
    assert len(flushed) == 5
