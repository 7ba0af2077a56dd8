"""The work area keeps its order: names sort as numbers do."""

from pathlib import Path

from pipeline.run.work import Work


def test_names_sort_as_numbers_do(tmp_path: Path) -> None:
    work = Work(tmp_path)
    folders = [work.shard_folder(number) for number in (9, 10, 100)]
    assert folders == sorted(folders)
    assert work.part_folder(7).name == "0007"


def test_pages_of_unfinished_shards_are_left_out(tmp_path: Path) -> None:
    work = Work(tmp_path)
    for folder in ("0000", "0001", ".0002.tmp"):
        (tmp_path / "raw" / folder).mkdir(parents=True)
        (tmp_path / "raw" / folder / "0003-0000.arrow").touch()
    with work.pages_of(3) as paths:
        assert [path.parent.name for path in paths] == ["0000", "0001"]
    with work.pages_of(4) as paths:
        assert paths == []
