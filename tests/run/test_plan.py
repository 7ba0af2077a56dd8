"""The plan names a run by its inputs, settings and code, and finds the work of a killed one."""

import json
import os
from pathlib import Path

import pytest

from pipeline.ingest import Source, sources
from pipeline.model.settings import AuditSettings, CleanSettings, Settings, TagSettings
from pipeline.run import plan, run
from pipeline.run.plan import make_plan
from pipeline.run.work import Work
from pipeline.store import Store


def key(raw: Path, processed: Path, settings: Settings | None = None) -> str:
    return make_plan(str(raw), processed, settings or Settings()).plan().key


def test_the_same_task_has_the_same_key(raw: Path, tmp_path: Path) -> None:
    assert key(raw, tmp_path / "one") == key(raw, tmp_path / "two")


def test_a_changed_byte_makes_another_task(raw: Path, tmp_path: Path) -> None:
    before = key(raw, tmp_path / "out")
    page = raw / "notes" / "dry-cough.txt"
    page.write_text(page.read_text("utf-8").replace("winter", "spring"), "utf-8")
    assert key(raw, tmp_path / "out") != before


def test_a_changed_setting_makes_another_task_unless_only_the_audit_changes(
    raw: Path, tmp_path: Path
) -> None:
    before = key(raw, tmp_path / "out")
    other = Settings(clean=CleanSettings(site_min_pages=3))
    assert key(raw, tmp_path / "out", other) != before
    lenient = Settings(audit=AuditSettings(max_failed=1))
    assert key(raw, tmp_path / "out", lenient) == before


def test_a_changed_lexicon_or_decision_makes_another_task(raw: Path, tmp_path: Path) -> None:
    lexicon, decisions = tmp_path / "words.toml", tmp_path / "out" / "review" / "decisions.jsonl"
    settings = Settings(tag=TagSettings(lexicon_files=(lexicon,)))
    keys = [key(raw, tmp_path / "out", settings)]
    lexicon.write_text("a = 1", "utf-8")
    keys.append(key(raw, tmp_path / "out", settings))
    decisions.parent.mkdir()
    decisions.write_text("{}", "utf-8")
    keys.append(key(raw, tmp_path / "out", settings))
    assert len(set(keys)) == 3


def test_another_version_of_the_code_makes_another_task(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(raw, tmp_path / "out")
    monkeypatch.setattr(plan, "code_version", lambda: "0.0.0+other")
    assert key(raw, tmp_path / "out") != before


def test_work_that_was_begun_keeps_its_run_id(raw: Path, tmp_path: Path) -> None:
    work = make_plan(str(raw), tmp_path / "out", Settings())
    begun = work.plan()
    work.write_plan(begun.__class__(**{**_values(begun), "run_id": "20000101T000000Z-000000"}))
    again = make_plan(str(raw), tmp_path / "out", Settings())
    assert again.plan().run_id == "20000101T000000Z-000000"


def _values(of: object) -> dict[str, object]:
    return {name: getattr(of, name) for name in of.__dataclass_fields__}  # type: ignore[attr-defined]


def test_input_that_moved_is_planned_anew(raw: Path, tmp_path: Path) -> None:
    make_plan(str(raw), tmp_path / "out", Settings())
    moved = raw.rename(tmp_path / "moved")
    work = make_plan(str(moved), tmp_path / "out", Settings())
    assert work.plan().raw == str(moved)
    assert str(moved) in work.shard(0)[0]["source"]["path"]


def test_sources_are_cut_into_shards_by_number(raw: Path, tmp_path: Path) -> None:
    work = make_plan(str(raw), tmp_path / "out", Settings(), shard_files=6)
    names = [[item["input"]["source"] for item in work.shard(n)] for n in range(4)]
    assert work.plan().n_shards == 4
    assert [len(shard) for shard in names] == [6, 6, 6, 2]
    assert sum(names, []) == sorted(sum(names, []))  # noqa: RUF017  a dozen names
    assert [item.source for item in work.inputs()] == sum(names, [])  # noqa: RUF017


def test_sources_are_cut_into_shards_by_size(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "SHARD_BYTES", 2_000)
    assert make_plan(str(raw), tmp_path / "out", Settings()).plan().n_shards == 4


def test_a_source_that_cannot_be_opened_is_part_of_the_plan(raw: Path, tmp_path: Path) -> None:
    (raw / "dangling.txt").symlink_to(raw / "nowhere.txt")
    work = make_plan(str(raw), tmp_path / "out", Settings())
    (item,) = [each for each in work.inputs() if each.source == "dangling.txt"]
    assert item.sha256 == plan.UNREADABLE


def test_half_a_plan_is_written_anew(raw: Path, tmp_path: Path) -> None:
    work = make_plan(str(raw), tmp_path / "out", Settings())
    (work.folder / "plan.json").unlink()
    (work.folder / "raw" / "0000").mkdir(parents=True)
    again = make_plan(str(raw), tmp_path / "out", Settings())
    assert again.plan().key == work.folder.name
    assert not (again.folder / "raw").exists()


def test_a_plan_comes_back_with_its_settings(raw: Path, tmp_path: Path) -> None:
    settings = Settings(clean=CleanSettings(site_min_pages=7))
    work = make_plan(str(raw), tmp_path / "out", settings)
    assert Work(work.folder).plan().settings == settings
    assert json.loads((work.folder / "plan.json").read_text("ascii"))["key"] == work.folder.name


def test_a_pipe_in_the_input_is_not_waited_for(raw: Path, tmp_path: Path) -> None:
    os.mkfifo(raw / "pipe.txt")
    work = make_plan(str(raw), tmp_path / "out", Settings())
    hashes = {item.source: item.sha256 for item in work.inputs()}
    assert hashes["pipe.txt"] == plan.UNREADABLE


def settle(raw: Path) -> None:
    """Let all files have been written long ago."""
    for path in filter(Path.is_file, raw.rglob("*")):
        os.utime(path, (1e9, 1e9))


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of sources that are read to be hashed."""
    names: list[str] = []
    sha256 = plan._sha256

    def noted(source: Source) -> str:
        names.append(source.name)
        return sha256(source)

    monkeypatch.setattr(plan, "_sha256", noted)
    return names


def test_a_source_that_did_not_change_is_not_read_to_be_hashed(
    raw: Path, tmp_path: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "SETTLED", 0.0)
    run(raw, tmp_path / "out")
    before = Store(tmp_path / "out").manifest().inputs
    hashed.clear()
    page = raw / "notes" / "dry-cough.txt"
    page.write_text(page.read_text("utf-8") + "More.\n", "utf-8")
    run(raw, tmp_path / "out")
    assert hashed == ["notes/dry-cough.txt"]
    after = Store(tmp_path / "out").manifest().inputs
    assert [item for item in after if item not in before] == [
        item for item in after if item.source == "notes/dry-cough.txt"
    ]
    hashed.clear()
    make_plan(str(raw), tmp_path / "out", Settings(), full=True)
    assert len(hashed) == 20


def test_a_time_that_was_set_back_does_not_deceive(
    raw: Path, tmp_path: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "SETTLED", 0.0)
    settle(raw)
    run(raw, tmp_path / "out")
    hashed.clear()
    page = raw / "notes" / "dry-cough.txt"
    page.write_text(page.read_text("utf-8").replace("winter", "spring"), "utf-8")
    os.utime(page, (1e9, 1e9))
    make_plan(str(raw), tmp_path / "out", Settings())
    assert hashed == ["notes/dry-cough.txt"]


def test_a_file_that_was_just_written_is_read_again(
    raw: Path, tmp_path: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "SETTLED", 1e9)
    run(raw, tmp_path / "out")
    hashed.clear()
    make_plan(str(raw), tmp_path / "out", Settings())
    assert len(hashed) == 20
