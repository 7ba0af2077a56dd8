"""Two readings of a page are compared mark by mark."""

from pathlib import Path

import pytest

from benchmarks import agreement

HEAD = "condition: cold hands\n---\n"


def read(folder: Path, monkeypatch: pytest.MonkeyPatch, first: str, second: str) -> dict[str, int]:
    """The counts of two readings of one page."""
    (folder / "again").mkdir()
    (folder / "1.txt").write_text(HEAD + first, "utf-8")
    (folder / "again" / "1.txt").write_text(HEAD + second, "utf-8")
    monkeypatch.setattr(agreement, "FOLDER", folder)
    return dict(agreement.count(*agreement.readings(folder / "again" / "1.txt")))


def test_marks_agree_by_label_overlap_and_negation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = "[[C Cold wind]] and [[C damp]]. <<Avoid>> [[T! ice]]. [[T Wear warm gloves]]."
    second = "[[C Cold wind]] and damp. <<Avoid>> [[T! ice]]. Wear [[T warm gloves]]."
    assert read(tmp_path, monkeypatch, first, second) == {
        "CAUSE first": 2,
        "CAUSE second": 1,
        "CAUSE both": 1,
        "REMEDY first": 2,
        "REMEDY second": 2,
        "REMEDY both": 2,
        "negation first": 1,
        "negation second": 1,
        "negation both": 1,
    }


def test_texts_that_differ_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="differs in more"):
        read(tmp_path, monkeypatch, "[[C Cold]].", "[[C Damp]].")
