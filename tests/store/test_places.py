"""A path on a storage does what is used of a path on a disk."""

import pickle
import sys
from pathlib import Path

import pytest

from pipeline.model.errors import StopRun, TryAgain
from pipeline.store.atomic import filling, read_json, remove_folder, replacing, write_json
from pipeline.store.places import Place, StoragePath, fetched, place_of


@pytest.fixture(params=["disk", "storage"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty folder of either kind."""
    if request.param == "disk":
        return tmp_path
    return StoragePath(f"{request.getfixturevalue('s3')}/some/where")


def test_files_are_written_listed_read_and_removed(folder: Place) -> None:
    for name in ("b/2.json", "b/1.json", "a.json"):
        write_json(folder / name, {"name": name})
    assert [path.name for path in folder.iterdir()] == ["a.json", "b"] or isinstance(folder, Path)
    assert sorted(path.name for path in (folder / "b").iterdir()) == ["1.json", "2.json"]
    assert sorted(path.name for path in folder.glob("[b-c]/*.json")) == ["1.json", "2.json"]
    assert read_json(folder / "b" / "2.json") == {"name": "b/2.json"}
    assert (folder / "b").exists()
    assert not (folder / "b").is_file()
    assert (folder / "b" / "1.json").is_file()
    remove_folder(folder / "b")
    remove_folder(folder / "b")
    assert not (folder / "b").exists()
    assert (folder / "a.json").parent.resolve() == folder.resolve()


def test_what_is_not_there_is_told_as_on_a_disk(folder: Place) -> None:
    assert not (folder / "missing").exists()
    with pytest.raises(FileNotFoundError):
        (folder / "missing").read_bytes()
    assert list(folder.glob("*.json")) == []


def test_a_folder_is_filled_with_new_and_with_older_files(folder: Place) -> None:
    with replacing(folder / "older.txt") as temporary:
        temporary.write_text("older", "ascii")
    links: dict[str, Place] = {}
    with filling(folder / "new", "last.txt", links) as temporary:
        (temporary / "sub").mkdir()
        (temporary / "sub" / "a.txt").write_text("a", "ascii")
        (temporary / "last.txt").write_text("z", "ascii")
        links["sub/older.txt"] = folder / "older.txt"
    assert (folder / "new" / "sub" / "older.txt").read_text("ascii") == "older"
    assert (folder / "new" / "sub" / "a.txt").read_text("ascii") == "a"


def test_nothing_is_put_where_the_block_fails(folder: Place) -> None:
    with pytest.raises(UnicodeEncodeError), filling(folder / "new", "last.txt") as temporary:
        (temporary / "last.txt").write_text("half a lin\u00e9", "ascii")
    with pytest.raises(UnicodeEncodeError), replacing(folder / "a.txt") as temporary:
        temporary.write_text("half a lin\u00e9", "ascii")
    assert not (folder / "new").exists()
    assert not (folder / "a.txt").exists()


def test_the_last_file_is_put_when_all_others_are_there(
    s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(StoragePath, "put", lambda path, _: names.append(path.name))
    with filling(StoragePath(f"{s3}/new"), "a.json") as temporary:
        for name in ("a.json", "b.json", "c.json"):
            (temporary / name).touch()
    assert names == ["b.json", "c.json", "a.json"]


def test_what_an_earlier_try_left_is_removed(s3: str) -> None:
    folder = StoragePath(f"{s3}/new")
    write_json(folder / "left.json", {})
    with filling(folder, "a.json") as temporary:
        (temporary / "a.json").touch()
    assert [path.name for path in folder.iterdir()] == ["a.json"]


def test_files_are_fetched_to_this_machine_and_gone_afterwards(s3: str) -> None:
    folder = StoragePath(f"{s3}/run-1")
    for name in ("a/1.json", "a/2.json", "b/1.json"):
        write_json(folder / name, {})
    with fetched(folder, ["a/2.json", "b/1.json"]) as local:
        assert local.name == "run-1"
        found = sorted(path.relative_to(local).as_posix() for path in local.rglob("*.json"))
    assert found == ["a/2.json", "b/1.json"]
    assert not local.exists()
    with fetched(folder) as local:
        assert len(list(local.rglob("*.json"))) == 3
    with pytest.raises(FileNotFoundError), fetched(folder, ["a/3.json"]):
        pass


def test_a_folder_of_this_machine_is_used_where_it_is(tmp_path: Path) -> None:
    with fetched(tmp_path) as local:
        assert local == tmp_path
    assert tmp_path.exists()


def test_a_file_is_created_once_and_swapped_only_as_it_was_read(s3: str) -> None:
    path = StoragePath(f"{s3}/lock")
    assert path.version() is None
    path.create(b"1")
    with pytest.raises(FileExistsError):
        path.create(b"2")
    version = path.version()
    path.swap(b"3", version)
    with pytest.raises(FileExistsError):
        path.swap(b"4", version)
    assert path.read_bytes() == b"3"


def test_a_place_is_what_the_user_named(tmp_path: Path) -> None:
    assert place_of("processed") == Path("processed")
    assert place_of(tmp_path) == tmp_path
    assert place_of(f"file://{tmp_path}") == tmp_path
    path = place_of("memory://a/b/")
    assert path == StoragePath("memory://a/b")
    assert pickle.loads(pickle.dumps(path)) == path  # noqa: S301  our own
    assert place_of(path) == path


def test_a_storage_that_is_not_known_or_not_installed_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(StopRun, match="Protocol not known: nowhere"):
        place_of("nowhere://a/b")
    from fsspec.registry import _registry

    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(_registry, "s3", raising=False)
    with pytest.raises(StopRun, match=r"pip install 'healthpages\[s3\]'"):
        place_of("s3://bucket/processed")


def test_a_storage_that_does_not_answer_is_worth_another_try(
    s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = StoragePath(f"{s3}/a")
    system, _ = path.on_storage

    def fail(*_: object) -> None:
        raise ConnectionError("gone")

    monkeypatch.setattr(system, "cat_file", fail)
    with pytest.raises(TryAgain, match="can't be reached"):
        path.read_bytes()


def test_a_right_that_is_missing_is_told(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = StoragePath(f"{s3}/a")
    system, _ = path.on_storage

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(system, "pipe_file", refuse)
    with pytest.raises(StopRun, match="with these credentials"):
        path.write_bytes(b"")


def test_a_bucket_that_is_missing_is_told(s3: str) -> None:
    with pytest.raises(StopRun, match="no such bucket"):
        StoragePath(f"{s3}-missing/a").write_bytes(b"")
