"""The version stands for every byte of code and data that decides the output."""

from pathlib import Path

import pytest

from pipeline.run import version
from pipeline.run.version import code_version


def test_the_version_is_the_project_s_with_a_digest() -> None:
    assert code_version() == code_version()
    number, _, digest = code_version().partition("+")
    assert number.count(".") == 2
    assert len(digest) == 12


@pytest.mark.parametrize("name", ["a.py", "words.toml", "deep/b.py"])
def test_a_changed_file_changes_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / name).write_text("1", "utf-8")
    monkeypatch.setattr(version, "PACKAGE", tmp_path)
    before = code_version()
    (tmp_path / name).write_text("2", "utf-8")
    assert code_version() != before


def test_compiled_files_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "PACKAGE", tmp_path)
    before = code_version()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").touch()
    assert code_version() == before


def test_another_library_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_version()
    monkeypatch.setattr(version, "DECIDING", (*version.DECIDING, "pandas"))
    assert code_version() != before
